import asyncio
import threading

import pytest
from sqlalchemy import delete, event, insert, update
from tests.studio.databases import KINDS, fresh_database
from tests.studio.jobs import small_kinds  # noqa: F401  its kinds are submitted

from soridam.studio.database import open_database
from soridam.studio.jobs.attempt import Attempt
from soridam.studio.jobs.following import KEPT_EVENTS, Following
from soridam.studio.jobs.store import JobOrder, JobStore
from soridam.studio.jobs.table import events, jobs

TIMEOUT_SECONDS = 30.0


@pytest.fixture(params=KINDS)
def store(request, tmp_path):
    with fresh_database(request.param, tmp_path) as address:
        opened = JobStore(open_database(address))
        yield opened
        opened.engine.dispose()


@pytest.fixture
def following(store):
    opened = Following(store)
    yield opened
    opened.close()


def begin(store) -> Attempt:
    store.submit(JobOrder("count", "mina", {}))
    return Attempt(store, store.claim("a", ["cpu"], TIMEOUT_SECONDS))


async def read_numbers(following, job, after=0, told=lambda: None):
    """The numbers of all events that are told; `told` is called at each time."""
    numbers = []
    async for found in following.follow(job, after):
        numbers += [event.number for event in found]
        told()
    return numbers


def run(*follows):
    async def all_of_them():
        return await asyncio.wait_for(asyncio.gather(*follows), TIMEOUT_SECONDS)

    return asyncio.run(all_of_them())


def test_each_follower_is_told_what_comes_behind_the_last_event_they_have_seen_until_the_job_ends(store, following):
    attempt = begin(store)
    attempt.log("one")
    goes_on = iter([lambda: attempt.log("two"), lambda: attempt.finish({})])
    job = attempt.claim.job
    from_the_start, later = run(
        read_numbers(following, job, told=lambda: next(goes_on, lambda: None)()), read_numbers(following, job, after=2)
    )
    assert (from_the_start, later) == ([1, 2, 3, 4], [3, 4])


def test_who_is_far_behind_misses_nothing(store, following):
    attempt, many = begin(store), KEPT_EVENTS + 600  # more than is kept, and more than is read at once
    job = attempt.claim.job
    with store.engine.begin() as connection:
        lines = [{"job": job, "number": number, "at": 0, "kind": "log", "body": "{}"} for number in range(2, many)]
        connection.execute(insert(events), lines)
        connection.execute(update(jobs).values(last_event=many - 1))
    attempt.finish({})
    assert run(read_numbers(following, job))[0] == list(range(1, many + 1))


def test_a_hundred_followers_ask_the_database_no_more_than_one(store, following):
    attempt = begin(store)
    asked = []
    event.listen(store.engine, "before_cursor_execute", lambda *about: asked.append(about[2]))
    ready = iter([*[lambda: None] * 99, lambda: threading.Thread(target=attempt.finish, args=({},)).start()])
    told = run(
        *(read_numbers(following, attempt.claim.job, told=lambda: next(ready, lambda: None)()) for _ in range(100))
    )
    assert told == [[1, 2]] * 100
    assert sum("FROM job_events" in statement for statement in asked) <= 4


def test_following_ends_with_a_job_that_is_deleted(store, following):
    job = begin(store).claim.job

    def forget():
        with store.engine.begin() as connection:
            connection.execute(delete(jobs))

    assert run(read_numbers(following, job, told=forget)) == [[1]]
    assert run(read_numbers(following, "nothing")) == [[]]


def test_following_ends_with_the_server_and_those_who_come_later_are_told_nothing(store, following):
    job = begin(store).claim.job
    assert run(read_numbers(following, job, told=following.close)) == [[1]]
    assert run(read_numbers(following, job)) == [[]]
