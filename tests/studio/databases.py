"""Fresh databases on the servers of this machine, one for each test.

Migrating takes 50 ms on SQLite, 0.2 s on PostgreSQL and over two seconds on MariaDB, so each process of tests
migrates one database of each kind and makes the others from it.
"""

import atexit
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, create_engine, inspect, text

from soridam.studio.database import open_database
from soridam.studio.migrations import migrate

KINDS = ("sqlite", "postgresql", "mariadb")
SERVERS = {
    "postgresql": "postgresql+psycopg://postgres@127.0.0.1:5432/{}",
    "mariadb": "mariadb+pymysql://root@127.0.0.1:3306/{}",
}


@contextmanager
def fresh_database(kind: str, folder: Path) -> Iterator[str]:
    """Make a database with our tables and nothing in them, drop it afterwards; yields its address."""
    if kind == "sqlite":
        shutil.copyfile(_migrated_file(), folder / "studio.db")
        yield f"sqlite:///{folder / 'studio.db'}"
        return
    with _server(kind) as server, _dropped_afterwards(kind) as name:
        _copy_tables(kind, server, _migrated_database(kind), name)
        yield SERVERS[kind].format(name)


@contextmanager
def empty_database(kind: str, folder: Path) -> Iterator[str]:
    """Make a database without tables, drop it afterwards; yields its address."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'studio.db'}"
        return
    with _server(kind) as server, _dropped_afterwards(kind) as name:
        _create(kind, server, name)
        yield SERVERS[kind].format(name)


@cache
def _migrated_file() -> Path:
    """Migrate a file of SQLite once a process."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    path = Path(folder.name) / "migrated.db"
    _migrate(f"sqlite:///{path}")
    return path


@cache
def _migrated_database(kind: str) -> str:
    """Migrate a database of this server once a process; returns its name."""
    name = _new_name()
    with _server(kind) as server:
        _create(kind, server, name)
    atexit.register(_drop, kind, name)
    _migrate(SERVERS[kind].format(name))
    return name


def _migrate(address: str) -> None:
    engine = open_database(address)
    migrate(engine)
    engine.dispose()  # SQLite then has everything in the one file


def _copy_tables(kind: str, server: Connection, source: str, target: str) -> None:
    """Make the target as a copy of the migrated source: PostgreSQL does that itself, MariaDB table by table."""
    if kind == "postgresql":
        server.execute(text(f"CREATE DATABASE {target} TEMPLATE {source}"))
        return
    _create(kind, server, target)
    server.execute(text(f"USE {target}"))
    server.execute(text("SET foreign_key_checks = 0"))
    for table in inspect(server).get_table_names(schema=source):
        made = server.execute(text(f"SHOW CREATE TABLE {source}.{table}")).one()[1]
        server.exec_driver_sql(made.replace("%", "%%"))
    server.execute(text(f"INSERT INTO alembic_version SELECT * FROM {source}.alembic_version"))


@contextmanager
def _server(kind: str) -> Iterator[Connection]:
    engine = create_engine(
        SERVERS[kind].format("postgres" if kind == "postgresql" else ""), isolation_level="AUTOCOMMIT"
    )
    with closing(engine.connect()) as connection:
        yield connection
    engine.dispose()


@contextmanager
def _dropped_afterwards(kind: str) -> Iterator[str]:
    name = _new_name()
    try:
        yield name
    finally:
        _drop(kind, name)


def _new_name() -> str:
    return f"soridam_{uuid.uuid4().hex[:12]}"


def _create(kind: str, server: Connection, name: str) -> None:
    server.execute(text(f"CREATE DATABASE {name}" + (" CHARACTER SET utf8mb4" if kind == "mariadb" else "")))


def _drop(kind: str, name: str) -> None:
    with _server(kind) as server:
        server.execute(text(f"DROP DATABASE IF EXISTS {name}" + (" WITH (FORCE)" if kind == "postgresql" else "")))
