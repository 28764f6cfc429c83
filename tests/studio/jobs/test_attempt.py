"""What an attempt writes while the database goes away: the same database, behind a proxy that can be shut."""

import threading

import pytest
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from tests.chaos.proxy import Proxy
from tests.studio.databases import fresh_database
from tests.studio.jobs import small_kinds  # noqa: F401  its kinds are submitted

from soridam.studio.database import open_database
from soridam.studio.jobs.attempt import Attempt
from soridam.studio.jobs.store import JobOrder, JobStore

ORDER = JobOrder("count", "mina", {})


@pytest.fixture(params=("postgresql", "mariadb"))
def proxy_and_store(request, tmp_path):
    with fresh_database(request.param, tmp_path) as address:
        url = make_url(address)
        proxy = Proxy(url.host, url.port)
        engine = open_database(url.set(port=proxy.port).render_as_string(hide_password=False))
        yield proxy, JobStore(engine)
        engine.dispose()
        proxy.close()


def test_what_is_told_while_the_database_restarts_is_written_when_it_is_back(proxy_and_store):
    proxy, store = proxy_and_store
    job = store.submit(ORDER)
    attempt = Attempt(store, store.claim("a", ["cpu"], 30))
    proxy.cut()
    threading.Timer(0.5, proxy.restore).start()
    attempt.progress(1, 3, "하나")
    attempt.finish({"steps": 3})
    row = store.read(job)
    assert (row["state"], row["done"]) == ("done", 1)
    assert [event.kind for event in store.read_events(job)] == ["state", "progress", "state"]


def test_a_database_that_does_not_come_back_within_a_lease_is_not_waited_for(proxy_and_store):
    proxy, store = proxy_and_store
    store.submit(ORDER)
    attempt = Attempt(store, store.claim("a", ["cpu"], 0.5))
    proxy.cut()
    with pytest.raises(SQLAlchemyError):
        attempt.progress(1)
