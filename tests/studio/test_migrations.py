import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect
from tests.studio.databases import KINDS, empty_database

from soridam.studio.database import metadata, open_database
from soridam.studio.migrations import is_current, migrate


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
