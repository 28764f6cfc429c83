import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from tests.studio.databases import KINDS, empty_database

from soridam.studio.database import metadata, open_database
from soridam.studio.migrations import HERE, is_current, is_known, migrate, newest_revision


@pytest.fixture(params=KINDS)
def engine(request, tmp_path):
    with empty_database(request.param, tmp_path) as address:
        opened = open_database(address)
        yield opened
        opened.dispose()


def test_an_empty_database_is_brought_to_what_the_code_expects(engine):
    assert not is_current(engine)
    migrate(engine)
    assert is_current(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_twice_changes_nothing_and_down_leaves_nothing(engine):
    migrate(engine)
    migrate(engine)
    migrate(engine, "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    migrate(engine)
    assert is_current(engine)


def test_revisions_are_those_that_alembic_finds_and_in_its_order():
    configuration = Config()
    configuration.set_main_option("script_location", str(HERE))
    configuration.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(configuration)
    assert newest_revision() == scripts.get_current_head()
    assert all(is_known(each.revision) for each in scripts.walk_revisions())
    assert not is_known("9999")
