"""How the tables came to be, step by step, on SQLite, PostgreSQL and MariaDB. Begin with `migrate`."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

HERE = Path(__file__).parent


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring a database to the newest form, or down to another one. Two who do it at once take turns."""
    with engine.begin() as connection:
        configuration = _configuration()
        configuration.attributes["connection"] = connection
        if revision == "base":
            command.downgrade(configuration, revision)
        else:
            command.upgrade(configuration, revision)


def is_current(engine: Engine) -> bool:
    """Whether the database has the newest form."""
    with engine.connect() as connection:
        now = MigrationContext.configure(connection).get_current_revision()
    return now == ScriptDirectory.from_config(_configuration()).get_current_head()


def _configuration() -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(HERE))
    configuration.set_main_option("path_separator", "os")
    return configuration
