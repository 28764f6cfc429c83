"""Fresh databases on the servers of this machine, one for each test, dropped afterwards."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

from soridam.studio.database import open_database
from soridam.studio.migrations import migrate

KINDS = ("sqlite", "postgresql", "mariadb")
SERVERS = {
    "postgresql": "postgresql+psycopg://postgres@127.0.0.1:5432/{}",
    "mariadb": "mariadb+pymysql://root@127.0.0.1:3306/{}",
}


@contextmanager
def fresh_database(kind: str, folder: Path) -> Iterator[str]:
    """The address of a database with our tables."""
    with empty_database(kind, folder) as address:
        engine = open_database(address)
        migrate(engine)
        engine.dispose()
        yield address


@contextmanager
def empty_database(kind: str, folder: Path) -> Iterator[str]:
    """The address of a new database."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'studio.db'}"
        return
    name = f"soridam_{uuid.uuid4().hex[:12]}"
    admin = create_engine(
        SERVERS[kind].format("postgres" if kind == "postgresql" else ""), isolation_level="AUTOCOMMIT"
    )
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}" + (" CHARACTER SET utf8mb4" if kind == "mariadb" else "")))
    try:
        yield SERVERS[kind].format(name)
    finally:
        with admin.connect() as connection:
            force = " WITH (FORCE)" if kind == "postgresql" else ""
            connection.execute(text(f"DROP DATABASE {name}{force}"))
        admin.dispose()
