import threading
import uuid

import pytest
from sqlalchemy import insert, update
from tests.studio.databases import KINDS, fresh_database
from tests.studio.jobs import small_kinds  # noqa: F401  its kinds are used

from soridam.core.errors import JobError, QuotaError
from soridam.studio.database import now_ms, open_database
from soridam.studio.http.wording import tell_stored
from soridam.studio.jobs.attempt import Attempt, LostLeaseError
from soridam.studio.jobs.losses import MOST_CRASHES, MOST_LAPSES
from soridam.studio.jobs.store import JobOrder, JobStore
from soridam.studio.jobs.table import jobs
from soridam.studio.records import users

GONE = JobError("job.gone", "gone", hint="See its log.")
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
    for write in (late.renew, lambda: late.finish({}), lambda: late.log("x"), lambda: late.crashed(GONE)):
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
    assert (claim.checkpoint, claim.attempt) == ("step-2", 1)


def told(store: JobStore, job: str) -> tuple[str, str, int]:
    """State, what a person is told, and attempts that are used up."""
    row = store.read(job)
    return row["state"], tell_stored(row["error"], None, "en").code, row["attempts"]


def lapse(store: JobStore, job: str) -> None:
    assert store.claim("a", ["cpu"], 30) is not None
    end_lease(store, job)
    assert store.reconcile() == 1


def crash(store: JobStore) -> Attempt:
    attempt = Attempt(store, store.claim("a", ["cpu"], 30))
    attempt.crashed(GONE)
    return attempt


def test_a_lease_that_ran_out_uses_up_no_attempt_and_says_that_it_goes_on(store):
    job = store.submit(ORDER)
    for _ in range(2 * ORDER.most_attempts):
        lapse(store, job)
        assert told(store, job) == ("waiting", "job.lapsed", 0)
    korean = tell_stored(store.read(job)["error"], None, "ko")
    assert "자동으로" in korean.hint
    attempt = Attempt(store, store.claim("a", ["cpu"], 30))
    attempt.lapsed()
    assert told(store, job) == ("waiting", "job.lapsed", 0)


def test_a_job_that_always_loses_its_worker_and_gets_no_further_fails_in_the_end_and_can_be_tried_again(store):
    job = store.submit(ORDER)
    for _ in range(MOST_LAPSES):
        lapse(store, job)
    assert told(store, job)[:2] == ("failed", "job.lost")
    assert store.read(job)["ended"] is not None
    store.retry(job)
    assert store.claim("a", ["cpu"], 30).attempt == 1
    assert store.read(job)["lapses"] == 0


def test_a_job_that_always_kills_its_process_fails_after_its_attempts(store):
    job = store.submit(ORDER)
    for attempt in range(1, ORDER.most_attempts):
        crash(store)
        assert told(store, job) == ("waiting", "job.gone", attempt)
        assert "again automatically" in tell_stored(store.read(job)["error"], None, "en").hint
    crash(store)
    assert told(store, job) == ("failed", "job.gone", ORDER.most_attempts)


def test_an_attempt_that_saved_something_new_is_the_first_of_the_rest(store):
    job = store.submit(ORDER)
    for step in range(2 * ORDER.most_attempts):
        attempt = Attempt(store, store.claim("a", ["cpu"], 30))
        attempt.save_checkpoint(f"page {step}")
        attempt.crashed(GONE)
        assert told(store, job) == ("waiting", "job.gone", 1)
    for _ in range(ORDER.most_attempts - 1):  # what is saved already is nothing new
        attempt = Attempt(store, store.claim("a", ["cpu"], 30))
        attempt.save_checkpoint(f"page {step}")
        attempt.crashed(GONE)
    assert told(store, job)[0] == "failed"


def test_an_attempt_that_came_to_a_new_part_is_the_first_of_the_rest(store):
    job = store.submit(ORDER)
    for _ in range(2):
        crash(store)
    attempt = Attempt(store, store.claim("a", ["cpu"], 30))
    for total in (3, 5):
        attempt.progress(1, total)
    attempt.crashed(GONE)
    assert told(store, job) == ("waiting", "job.gone", 1)
    attempt = Attempt(store, store.claim("a", ["cpu"], 30))
    for total in (3, 5):  # no further than before
        attempt.progress(1, total)
    attempt.crashed(GONE)
    assert told(store, job) == ("waiting", "job.gone", 2)


def test_lapses_are_counted_from_the_last_progress(store):
    job = store.submit(ORDER)
    for _ in range(3):
        lapse(store, job)
    Attempt(store, store.claim("a", ["cpu"], 30)).save_checkpoint("1")
    assert store.read(job)["lapses"] == 0


def test_a_job_that_forgets_what_it_saved_has_an_end(store):
    job = store.submit(ORDER)
    crashes = 0
    while (claim := store.claim("a", ["cpu"], 30)) is not None:
        attempt = Attempt(store, claim)
        attempt.save_checkpoint(f"{crashes}")
        attempt.crashed(GONE)
        crashes += 1
    assert (crashes, told(store, job)[0]) == (MOST_CRASHES, "failed")


@pytest.mark.parametrize(
    "write",
    [
        lambda attempt: attempt.renew(),
        lambda attempt: attempt.progress(1, 2),
        lambda attempt: attempt.save_checkpoint("late"),
        lambda attempt: attempt.finish({}),
        lambda attempt: attempt.crashed(GONE),
        lambda attempt: attempt.lapsed(),
        lambda attempt: attempt.stop("waiting"),
    ],
)
def test_a_lease_that_is_over_lets_nothing_be_written_though_nobody_has_taken_the_job_yet(store, write):
    job = store.submit(ORDER)
    attempt = Attempt(store, store.claim("a", ["cpu"], 30))
    end_lease(store, job)
    before = store.read(job)
    with pytest.raises(LostLeaseError):
        write(attempt)
    assert store.read(job) == before


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
@pytest.mark.parametrize("how", [lambda attempt: attempt.crashed(GONE), lambda attempt: attempt.stop("waiting")])
def test_what_the_owner_asked_for_outlives_a_crash_and_a_giving_back(store, asked, state, how):
    job = store.submit(ORDER)
    attempt = Attempt(store, store.claim("a", ["cpu"], 30))
    getattr(store, asked)(job)
    how(attempt)
    assert store.read(job)["state"] == state
    assert store.read_events(job)[-1].body["state"] == state
    assert store.claim("b", ["cpu"], 30) is None


def test_a_job_has_a_name_before_it_is_done_and_an_unknown_kind_is_refused(store):
    assert store.read(store.submit(ORDER))["title"] == "토리 🦊"
    assert len(store.read(store.submit(JobOrder("count", "mina", {"이름": "긴 이름" * 100})))["title"]) == 200
    with pytest.raises(JobError, match="juggle"):
        store.submit(JobOrder("juggle", "mina", {}))


def test_a_payload_may_be_long(store):
    job = store.submit(JobOrder("count", "mina", {"recordings": ["가" * 100] * 1000}))
    assert len(store.claim("a", ["cpu"], 30).payload["recordings"]) == 1000
    assert store.read(job)["state"] == "running"


def test_two_jobs_on_one_thing_take_turns_and_hold_up_nobody_else(store):
    first, second = (store.submit(JobOrder("count", "mina", {"corpus": "별"})) for _ in range(2))
    other = store.submit(JobOrder("count", "mina", {"corpus": "달"}, priority=-1))
    attempt = Attempt(store, store.claim("a", ["cpu"], 30))
    assert attempt.claim.job == first
    assert store.claim("b", ["cpu"], 30).job == other
    assert store.claim("c", ["cpu"], 30) is None
    assert store.count_waiting() == {}
    attempt.finish({})
    assert store.count_waiting() == {"cpu": 1}
    assert store.claim("c", ["cpu"], 30).job == second


@pytest.mark.parametrize("leave", ["fail", "crash", "give back", "pause", "lease over"])
def test_however_a_job_stops_running_it_lets_go_of_what_it_held(store, leave):
    store.submit(JobOrder("count", "mina", {"corpus": "별"}))
    attempt = Attempt(store, store.claim("a", ["cpu"], 30))
    match leave:
        case "fail":
            attempt.fail(GONE)
        case "crash":
            attempt.crashed(GONE)
        case "give back":
            attempt.stop("waiting")
        case "pause":
            attempt.stop("paused")
        case "lease over":
            end_lease(store, attempt.claim.job)
            store.reconcile()
    store.submit(JobOrder("count", "mina", {"corpus": "별"}, priority=1))
    assert store.claim("b", ["cpu"], 30) is not None


def test_of_many_who_begin_at_once_on_one_thing_one_does(store):
    for _ in range(6):
        store.submit(JobOrder("count", "mina", {"corpus": "별"}))
    claimed, ready = [], threading.Barrier(4)

    def take() -> None:
        ready.wait()
        claimed.append(JobStore(store.engine).claim("worker", ["cpu"], 30))

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == 4
    assert len([claim for claim in claimed if claim is not None]) == 1


def test_a_paused_job_on_its_last_attempt_has_neither_ended_nor_failed_when_its_worker_goes(store):
    job = store.submit(JobOrder("count", "mina", {}, most_attempts=1))
    store.claim("a", ["cpu"], 30)
    store.pause(job)
    end_lease(store, job)
    store.reconcile()
    row = store.read(job)
    assert (row["state"], row["ended"], row["error"]) == ("paused", None, None)


def test_pausing_does_not_use_up_attempts(store):
    job = store.submit(ORDER)
    for _ in range(ORDER.most_attempts + 1):
        Attempt(store, store.claim("a", ["cpu"], 30)).stop("paused")
        store.resume(job)
    assert store.claim("a", ["cpu"], 30).attempt == 1


def test_a_moved_job_comes_first(store):
    store.submit(ORDER)
    later = store.submit(ORDER)
    store.prioritize(later, 1)
    claim = store.claim("a", ["cpu"], 30)
    assert claim.job == later
    Attempt(store, claim).finish({})
    with pytest.raises(JobError, match="done"):
        store.prioritize(later, 2)


def test_nobody_has_more_jobs_at_once_than_the_quota(store):
    limited = JobStore(store.engine, quota=2)
    jobs = [limited.submit(ORDER) for _ in range(2)]
    with pytest.raises(QuotaError, match="2"):
        limited.submit(ORDER)
    limited.submit(JobOrder("count", "jun", {}))
    limited.pause(jobs[0])
    third = limited.submit(ORDER)
    with pytest.raises(QuotaError):
        limited.resume(jobs[0])
    assert limited.read(jobs[0])["state"] == "paused"
    limited.cancel(third)
    limited.resume(jobs[0])
    with pytest.raises(QuotaError):
        limited.retry(third)


def test_who_submits_many_at_once_does_not_get_past_the_quota(store):
    mina = str(uuid.uuid4())
    with store.engine.begin() as connection:
        connection.execute(insert(users).values(id=mina, name="mina", role="maker", created=now_ms()))
    limited, ready = JobStore(store.engine, quota=3), threading.Barrier(6)
    refused = []

    def submit() -> None:
        ready.wait()
        try:
            limited.submit(JobOrder("count", mina, {}))
        except QuotaError as error:
            refused.append(error)

    threads = [threading.Thread(target=submit) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 3


def test_a_value_that_is_no_number_and_letters_that_no_column_takes_stop_nobody(store):
    job = store.submit(ORDER)
    attempt = Attempt(store, store.claim("a", ["cpu"], 30))
    attempt.metric("loss", float("nan"), 1)
    attempt.progress(1, 3, "a\0b" + "가" * 10_000)
    attempt.log("\0 가" * 30_000)
    attempt.fail(JobError("x", "{x}", hint="no", x="\0" + "x" * 100_000))
    assert store.read_events(job)[1].body["value"] is None
    assert store.read(job)["message"].startswith("ab가")


def test_each_part_of_a_job_is_measured_from_its_own_beginning(store):
    job = store.submit(ORDER)
    attempt = Attempt(store, store.claim("a", ["cpu"], 30))
    begun = []
    for done, total in ((40, 100), (60, 100), (0, 3), (2, 3), (1, 3)):
        attempt.progress(done, total)
        begun.append(store.read(job)["first_done"])
    assert begun == [40, 40, 0, 0, 1]
