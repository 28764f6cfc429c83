import threading

import pytest
from sqlalchemy import update
from tests.studio.databases import KINDS, fresh_database

from soridam.core.errors import JobError
from soridam.studio.database import now_ms, open_database
from soridam.studio.jobs.attempt import Attempt, LostLeaseError
from soridam.studio.jobs.store import JobOrder, JobStore
from soridam.studio.jobs.table import jobs

ORDER = JobOrder(kind="count", owner="mina", payload={"steps": 3, "이름": "토리 🦊"})


@pytest.fixture(params=KINDS)
def store(request, tmp_path):
    with fresh_database(request.param, tmp_path) as address:
        engine = open_database(address)
        yield JobStore(engine)
        engine.dispose()


def end_lease(store: JobStore, job: str) -> None:
    with store.engine.begin() as connection:
        connection.execute(update(jobs).where(jobs.c.id == job).values(lease_until=now_ms() - 1))


def test_a_job_is_claimed_once_and_its_payload_comes_back(store):
    job = store.submit(ORDER)
    claim = store.claim("a", ["cpu"], 30)
    assert (claim.job, claim.payload, claim.fence) == (job, ORDER.payload, 1)
    assert store.claim("b", ["cpu"], 30) is None


def test_the_most_urgent_job_comes_first_and_only_from_its_queue(store):
    store.submit(ORDER)
    urgent = store.submit(JobOrder("count", "mina", {}, priority=5))
    store.submit(JobOrder("count", "mina", {}, queue="gpu", priority=9))
    assert store.claim("a", ["cpu"], 30).job == urgent


def test_of_many_who_claim_at_once_each_job_goes_to_one(store):
    submitted = {store.submit(ORDER) for _ in range(12)}
    claimed: list[str] = []

    def take() -> None:
        mine = JobStore(store.engine)
        while (claim := mine.claim("worker", ["cpu"], 30)) is not None:
            claimed.append(claim.job)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for _ in range(12):  # a claim that lost every race gives None although jobs wait; the loop of a runner looks again
        if (claim := store.claim("late", ["cpu"], 30)) is not None:
            claimed.append(claim.job)
    assert sorted(claimed) == sorted(submitted)


def test_events_are_numbered_without_gaps_and_can_be_read_on_from_any(store):
    job = store.submit(ORDER)
    attempt = Attempt(store, store.claim("a", ["cpu"], 30))
    attempt.progress(1, 3, "하나")
    attempt.metric("loss", 0.5, 1)
    attempt.finish({"model": "토리"})
    events = store.read_events(job)
    assert [event.number for event in events] == [1, 2, 3, 4]
    assert [event.kind for event in events] == ["state", "progress", "metric", "state"]
    assert store.read_events(job, after=2) == events[2:]
    assert store.read(job)["state"] == "done"


def test_who_lost_the_lease_can_write_nothing_more(store):
    job = store.submit(ORDER)
    late = Attempt(store, store.claim("late", ["cpu"], 30))
    end_lease(store, job)
    for write in (late.renew, lambda: late.finish({}), lambda: late.log("x"), lambda: late.crashed("x")):
        with pytest.raises(LostLeaseError):
            write()
    assert store.reconcile() == 1
    second = Attempt(store, store.claim("second", ["cpu"], 30))
    with pytest.raises(LostLeaseError):
        late.finish({"from": "late"})
    second.finish({"from": "second"})
    assert '"second"' in store.read(job)["result"]


def test_a_lease_that_holds_is_not_taken_back(store):
    store.submit(ORDER)
    store.claim("a", ["cpu"], 30)
    assert store.reconcile() == 0


def test_the_next_attempt_goes_on_from_the_checkpoint(store):
    job = store.submit(ORDER)
    Attempt(store, store.claim("a", ["cpu"], 30)).save_checkpoint("step-2")
    end_lease(store, job)
    store.reconcile()
    claim = store.claim("b", ["cpu"], 30)
    assert (claim.checkpoint, claim.attempt) == ("step-2", 2)


def test_a_job_whose_workers_keep_dying_fails_in_the_end_and_can_be_tried_again(store):
    job = store.submit(ORDER)
    for _ in range(ORDER.most_attempts):
        assert store.claim("a", ["cpu"], 30) is not None
        end_lease(store, job)
        store.reconcile()
    row = store.read(job)
    assert (row["state"], row["error"]) == ("failed", "The worker that ran it has gone.")
    store.retry(job)
    assert store.claim("a", ["cpu"], 30).attempt == 1


def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_is_asked(store):
    waiting = store.submit(ORDER)
    store.cancel(waiting)
    assert store.read(waiting)["state"] == "cancelled"
    running = store.submit(ORDER)
    attempt = Attempt(store, store.claim("a", ["cpu"], 30))
    store.cancel(running)
    assert attempt.renew() == "cancel"


def test_a_running_job_that_should_pause_pauses_even_if_its_worker_is_gone(store):
    job = store.submit(ORDER)
    store.claim("a", ["cpu"], 30)
    store.pause(job)
    end_lease(store, job)
    store.reconcile()
    assert store.read(job)["state"] == "paused"
    store.resume(job)
    assert store.claim("b", ["cpu"], 30).job == job


def test_a_job_that_was_given_back_has_not_used_up_an_attempt(store):
    store.submit(ORDER)
    Attempt(store, store.claim("a", ["cpu"], 30)).stop("waiting")
    assert store.claim("b", ["cpu"], 30).attempt == 1


def test_what_has_ended_cannot_be_cancelled_and_what_does_not_exist_is_named(store):
    job = store.submit(ORDER)
    Attempt(store, store.claim("a", ["cpu"], 30)).finish({})
    with pytest.raises(JobError, match="done"):
        store.cancel(job)
    with pytest.raises(JobError, match="no job"):
        store.cancel("nothing")


def test_the_clock_is_the_database_s_and_runs_in_milliseconds(store):
    from sqlalchemy import select

    with store.engine.connect() as connection:
        first, second = (connection.execute(select(now_ms())).scalar_one() for _ in range(2))
    assert 1_700_000_000_000 < first <= second < first + 10_000


@pytest.mark.parametrize(("asked", "state"), [("cancel", "cancelled"), ("pause", "paused")])
@pytest.mark.parametrize("how", [lambda attempt: attempt.crashed("gone"), lambda attempt: attempt.stop("waiting")])
def test_what_the_owner_asked_for_outlives_a_crash_and_a_giving_back(store, asked, state, how):
    job = store.submit(ORDER)
    attempt = Attempt(store, store.claim("a", ["cpu"], 30))
    getattr(store, asked)(job)
    how(attempt)
    assert store.read(job)["state"] == state
    assert store.read_events(job)[-1].body == {"state": state}
    assert store.claim("b", ["cpu"], 30) is None
