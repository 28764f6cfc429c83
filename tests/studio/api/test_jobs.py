from soridam.studio.jobs.attempt import Attempt
from soridam.studio.jobs.store import JobOrder


def submit(parts, client) -> str:
    return parts.jobs.submit(JobOrder("book", client.get("/api/me").json()["id"], {}))


def events(text: str) -> list[dict[str, str]]:
    blocks = [block for block in text.split("\n\n") if block and not block.startswith(":")]
    return [dict(line.split(": ", 1) for line in block.splitlines()) for block in blocks]


def test_each_sees_their_own_jobs_only(parts, mina, jun):
    job = submit(parts, mina)
    assert [each["id"] for each in mina.get("/api/jobs").json()] == [job]
    assert jun.get("/api/jobs").json() == []
    for answer in (
        jun.get(f"/api/jobs/{job}"),
        jun.get(f"/api/jobs/{job}/events"),
        jun.post(f"/api/jobs/{job}/cancel"),
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
