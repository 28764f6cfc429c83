"""How the tables came to be, step by step, on SQLite, PostgreSQL and MariaDB. Begin with `migrate`.

Alembic is loaded only where there is something to change: that is half a second of each start, and 20 MB.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, String, column, inspect, select, table

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).parent
VERSION_TABLE = "alembic_version"  # Alembic's own


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring a database to the newest form, or down to another one. Two who do it at once take turns."""
    if revision == "head" and is_current(engine):
        return
    from alembic import command

    with engine.begin() as connection:
        configuration = _configuration()
        configuration.attributes["connection"] = connection
        if revision == "base":
            command.downgrade(configuration, revision)
        else:
            command.upgrade(configuration, revision)


def newest_revision() -> str:
    """Of this version of the program."""
    return _revisions()[-1]


def is_known(revision: str) -> bool:
    """Return whether this version of the program has it; it has not what a newer one wrote."""
    return revision in _revisions()


def is_current(engine: Engine) -> bool:
    """Return whether the database has the newest form."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(VERSION_TABLE):
            return False
        found = select(column("version_num", String)).select_from(table(VERSION_TABLE))
        return connection.execute(found).scalar_one_or_none() == newest_revision()


def _revisions() -> list[str]:
    """In their order: files are named after them."""
    return sorted(path.name.partition("_")[0] for path in (HERE / "versions").glob("[0-9]*_*.py"))


def _configuration() -> "Config":
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(HERE))
    configuration.set_main_option("path_separator", "os")
    return configuration
