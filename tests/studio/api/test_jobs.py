import pytest
from sqlalchemy import update
from tests.studio.jobs import small_kinds  # noqa: F401  its kinds are submitted

from soridam.core.errors import QuotaError
from soridam.studio.http.answers import status_of
from soridam.studio.jobs.attempt import Attempt
from soridam.studio.jobs.store import JobOrder, JobStore
from soridam.studio.jobs.table import jobs


def submit(parts, client, **payload) -> str:
    return parts.jobs.submit(JobOrder("count", client.get("/api/me").json()["id"], payload))


def set_columns(parts, **values) -> None:
    with parts.engine.begin() as connection:
        connection.execute(update(jobs).values(**values))


def events(text: str) -> list[dict[str, str]]:
    blocks = [block for block in text.split("\n\n") if block and not block.startswith(":")]
    return [dict(line.split(": ", 1) for line in block.splitlines()) for block in blocks]


def test_each_sees_their_own_jobs_only(parts, mina, jun):
    over = submit(parts, mina)
    parts.jobs.cancel(over)  # its events end, for whoever would be given them
    job = submit(parts, mina)
    assert {each["id"] for each in mina.get("/api/jobs").json()} == {job, over}
    assert jun.get("/api/jobs").json() == []
    for answer in (
        jun.get(f"/api/jobs/{job}"),
        jun.get(f"/api/jobs/{over}/events"),
        jun.post(f"/api/jobs/{job}/cancel"),
        jun.post(f"/api/jobs/{job}/priority", json={"priority": -1}),
    ):
        assert answer.status_code == 404
    assert mina.get(f"/api/jobs/{job}").json()["state"] == "waiting"


def test_a_job_can_be_paused_resumed_cancelled_and_tried_again(parts, mina):
    job = submit(parts, mina)
    states = [
        mina.post(f"/api/jobs/{job}/{action}").json()["state"] for action in ("pause", "resume", "cancel", "retry")
    ]
    assert states == ["paused", "waiting", "cancelled", "waiting"]
    refused = mina.post(f"/api/jobs/{job}/resume")
    assert refused.status_code == 400
    assert "waiting" in refused.json()["error"]


def test_events_are_streamed_and_go_on_behind_the_last_one_that_was_seen(parts, mina):
    job = submit(parts, mina)
    attempt = Attempt(parts.jobs, parts.jobs.claim("a", ["cpu"], 30))
    attempt.sample({"page": 1, "제목": "별"})
    attempt.finish({})
    whole = events(mina.get(f"/api/jobs/{job}/events").text)
    assert [event["event"] for event in whole] == ["state", "sample", "state", "end"]
    assert '"제목": "별"' in whole[1]["data"]
    rest = events(mina.get(f"/api/jobs/{job}/events", headers={"Last-Event-ID": "2"}).text)
    assert rest == whole[2:]


def test_an_unknown_action_is_refused(parts, mina):
    assert mina.post(f"/api/jobs/{submit(parts, mina)}/explode").status_code == 422


def test_a_job_has_a_name_while_it_waits(parts, mina):
    submit(parts, mina, 이름="별을 줍는 토끼")
    assert mina.get("/api/jobs").json()[0]["title"] == "별을 줍는 토끼"


def test_pages_of_the_list_lose_no_job_of_the_same_moment(parts, mina):
    submitted = {submit(parts, mina) for _ in range(7)}
    set_columns(parts, submitted=1_700_000_000_000)
    seen, query = [], ""
    while page := mina.get(f"/api/jobs?limit=2{query}").json():
        seen += [job["id"] for job in page]
        query = f"&before={page[-1]['submitted']}.{page[-1]['id']}"
    assert sorted(seen) == sorted(submitted)
    assert mina.get("/api/jobs?before=yesterday").status_code == 422


def test_rate_and_time_left_are_measured_over_this_attempt(parts, mina):
    job = submit(parts, mina)
    attempt = Attempt(parts.jobs, parts.jobs.claim("a", ["cpu"], 30))
    attempt.progress(40, 100)  # where an earlier attempt had come to
    view = mina.get(f"/api/jobs/{job}").json()
    assert (view["rate"], view["seconds_left"], view["runner"]) == (None, None, "a")
    attempt.progress(60, 100)
    set_columns(parts, first_at=jobs.c.told_at - 4_000)
    view = mina.get(f"/api/jobs/{job}").json()
    assert view["rate"] == pytest.approx(5)
    assert view["seconds_left"] == pytest.approx(8, abs=1)
    attempt.finish({})
    assert mina.get(f"/api/jobs/{job}").json()["seconds_left"] is None


def test_one_may_let_others_go_first_but_not_pass_by_them(parts, mina):
    job = submit(parts, mina)
    assert mina.post(f"/api/jobs/{job}/priority", json={"priority": -1}).json()["priority"] == -1
    assert mina.post(f"/api/jobs/{job}/priority", json={"priority": 1}).status_code == 403
    assert mina.post(f"/api/jobs/{job}/priority", json={"priority": -10}).status_code == 422


def test_more_jobs_than_the_quota_are_refused_as_too_many(parts, mina):
    me = mina.get("/api/me").json()["id"]
    limited = JobStore(parts.engine, quota=1)
    limited.submit(JobOrder("count", me, {}))
    with pytest.raises(QuotaError) as refusal:
        limited.submit(JobOrder("count", me, {}))
    assert status_of(refusal.value) == 429
