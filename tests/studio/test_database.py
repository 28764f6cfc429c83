import pytest
from sqlalchemy import insert, select
from tests.studio.databases import KINDS, fresh_database

from soridam.studio.database import now_ms, open_database, open_reader
from soridam.studio.records import users


@pytest.mark.parametrize("kind", KINDS)
def test_who_only_reads_waits_for_nobody_who_writes(kind, tmp_path):
    with fresh_database(kind, tmp_path) as address:
        engine = open_database(address)
        with engine.begin() as writing:
            writing.execute(insert(users).values(id="1", name="mina", role="maker", created=now_ms()))
            with open_reader(engine) as reading:
                assert reading.execute(select(users.c.name)).all() == []
        with open_reader(engine) as reading:
            assert reading.execute(select(users.c.name)).scalar_one() == "mina"
        engine.dispose()
