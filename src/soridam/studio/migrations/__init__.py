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


def newest_revision() -> str:
    """Of this version of the program."""
    head = ScriptDirectory.from_config(_configuration()).get_current_head()
    assert head is not None
    return head


def is_known(revision: str) -> bool:
    """Whether this version of the program has it; it has not what a newer one wrote."""
    known = ScriptDirectory.from_config(_configuration()).walk_revisions()
    return revision in {each.revision for each in known}


def is_current(engine: Engine) -> bool:
    """Whether the database has the newest form."""
    with engine.connect() as connection:
        now = MigrationContext.configure(connection).get_current_revision()
    return now == newest_revision()


def _configuration() -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(HERE))
    configuration.set_main_option("path_separator", "os")
    return configuration
