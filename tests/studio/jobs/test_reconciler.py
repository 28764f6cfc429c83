import pytest
from sqlalchemy import update
from tests.studio.databases import fresh_database
from tests.studio.jobs import small_kinds  # noqa: F401  its kinds are submitted
from tests.studio.wait import wait_for

from soridam.studio.database import now_ms, open_database
from soridam.studio.jobs.reconciler import Reconciler
from soridam.studio.jobs.store import JobOrder, JobStore
from soridam.studio.jobs.table import jobs


@pytest.fixture
def store(tmp_path):
    with fresh_database("sqlite", tmp_path) as address:
        yield JobStore(open_database(address))


@pytest.fixture
def start():
    """Start reconcilers that end with the test."""
    started: list[Reconciler] = []

    def begin(*words, **options) -> None:
        started.append(Reconciler(*words, **options))
        started[-1].start()

    yield begin
    for each in started:
        each.stop()


def test_a_lost_job_is_taken_back_although_no_worker_has_time(store, start):
    job = store.submit(JobOrder("count", "mina", {}))
    store.claim("a", ["cpu"], 30)
    start(store, lease=0.6)
    with store.engine.begin() as connection:
        connection.execute(update(jobs).values(lease_until=now_ms() - 1))
    wait_for(lambda: store.read(job)["state"] == "waiting")


@pytest.mark.parametrize("arrive", ["submit", "resume", "retry"])
def test_hints_are_sent_as_soon_as_a_job_arrives(store, start, arrive):
    """Long before the next look."""
    job = store.submit(JobOrder("count", "mina", {}))
    if arrive == "resume":
        store.pause(job)
    if arrive == "retry":
        store.cancel(job)
    seen = []
    start(store, lambda seen_by: seen.append(seen_by.count_waiting()), lease=600)
    wait_for(lambda: len(seen) == 1)
    match arrive:
        case "submit":
            store.submit(JobOrder("count", "mina", {}))
        case "resume":
            store.resume(job)
        case "retry":
            store.retry(job)
    wait_for(lambda: len(seen) == 2)
    assert seen[1]["cpu"] == seen[0].get("cpu", 0) + 1


def test_a_database_that_is_away_ends_no_reconciler(tmp_path, caplog):
    Reconciler(JobStore(open_database(f"sqlite:///{tmp_path / 'none' / 'studio.db'}"))).look()
    assert "does not answer" in caplog.text


def test_nothing_that_goes_wrong_ends_a_reconciler(store, start):
    looks = []

    def send(_: JobStore) -> None:
        looks.append(1)
        raise ZeroDivisionError("a mistake of ours")

    start(store, send, lease=0.3)
    wait_for(lambda: len(looks) >= 2)
