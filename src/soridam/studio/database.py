"""One way to SQLite, PostgreSQL and MariaDB/MySQL: an engine set up so that all three keep the same promises.

Begin with `open_database`. Times in tables are milliseconds since 1970 by the database's own clock (`now_ms`), because
the clocks of workers differ.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import BigInteger, Connection, Engine, MetaData, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from soridam.core.errors import ConfigError, UsageError

metadata = MetaData()

DRIVERS = {"postgresql": "postgresql+psycopg", "mysql": "mysql+pymysql", "mariadb": "mariadb+pymysql"}
CONNECTING: Mapping[str, Mapping[str, Any]] = {
    # Who has gone without a word (a machine that lost its power) is noticed within a minute.
    "postgresql": {"connect_timeout": 10, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3},
    # Where a server keeps daylight saving, an hour of autumn comes twice, and leases would jump with it.
    "mysql": {"connect_timeout": 10, "init_command": "SET time_zone = '+00:00'"},
}
SNAPSHOT = "soridam_snapshot"  # the option of a connection that only reads
BUSY_TIMEOUT = 30_000  # ms that a writer waits for another one on SQLite
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    f"busy_timeout={BUSY_TIMEOUT}",
    "foreign_keys=ON",
    "secure_delete=ON",  # what is deleted is overwritten: voices and names of children are among it
)


class now_ms(FunctionElement[int]):  # noqa: N801  named like the function of SQL that it is
    """The database's clock, in milliseconds since 1970."""

    type = BigInteger()
    inherit_cache = True


@compiles(now_ms, "sqlite")
def _sqlite_now(*_: Any, **__: Any) -> str:
    return "CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER)"


@compiles(now_ms, "postgresql")
def _postgresql_now(*_: Any, **__: Any) -> str:
    return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)"  # now() stands still inside a transaction


@compiles(now_ms, "mysql", "mariadb")
def _mariadb_now(*_: Any, **__: Any) -> str:
    return "CAST(UNIX_TIMESTAMP(SYSDATE(3)) * 1000 AS SIGNED)"  # NOW() stands still inside a statement


def nul_error() -> UsageError:
    """Return the error for a text with the character 0."""
    return UsageError("value.nul", "A text holds an unreadable character (NUL).", hint="Leave that character out.")


def _refuse_nul(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
    """Raise UsageError for a text with the character 0: PostgreSQL cannot hold it; all are to agree."""
    rows = parameters if many else (parameters,)
    for row in rows or ():
        values = row.values() if isinstance(row, Mapping) else row
        if any(isinstance(value, str) and "\0" in value for value in values):
            raise nul_error()


def open_database(address: str) -> Engine:
    """Return an engine for `sqlite:///studio.db`, `postgresql://…` or `mariadb://…`. Opens no connection yet.

    Raises ConfigError for a bad address; it does not repeat the address, which may hold a password. Its
    connections raise UsageError for a text with the character 0.
    """
    engine = _open(address)
    event.listen(engine, "before_cursor_execute", _refuse_nul)
    return engine


def _open(address: str) -> Engine:
    try:
        url = _with_driver(make_url(address))
    except (ArgumentError, ValueError):
        raise ConfigError(
            "database.address", "The database's address cannot be read.", hint="Write, for example: sqlite:///studio.db"
        ) from None
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(url)
    options = CONNECTING["postgresql" if url.get_backend_name() == "postgresql" else "mysql"]
    return create_engine(
        url, isolation_level="READ COMMITTED", pool_pre_ping=True, pool_recycle=1800, connect_args=dict(options)
    )


@contextmanager
def open_reader(engine: Engine) -> Iterator[Connection]:
    """A connection that only reads. On SQLite it waits for nobody who writes, as elsewhere; `Engine.connect` would."""
    with engine.connect() as connection:
        yield connection.execution_options(**{SNAPSHOT: True})


@contextmanager
def open_snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that sees all tables as they are at its first question, while others go on writing."""
    options: dict[str, Any] = {"isolation_level": "REPEATABLE READ"}
    if engine.dialect.name == "sqlite":
        options = {SNAPSHOT: True}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


def _with_driver(url: URL) -> URL:
    """psycopg and PyMySQL, unless the address names a driver."""
    if url.get_backend_name() not in ("sqlite", *DRIVERS):
        raise ConfigError(
            "database.kind",
            "Databases of the kind '{kind}' are not supported.",
            hint="Use sqlite, postgresql, mariadb or mysql.",
            kind=url.get_backend_name(),
        )
    return url.set(drivername=DRIVERS.get(url.drivername, url.drivername))


def _open_sqlite(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT / 1000})

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # transactions begin where we say, not where the driver guesses
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Any) -> None:
        # A transaction that reads first and writes later fails at once, without waiting, if another one wrote between.
        reads_only = connection.get_execution_options().get(SNAPSHOT, False)
        connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")

    return engine
