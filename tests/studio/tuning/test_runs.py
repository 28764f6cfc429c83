"""What keeps a corpus and the runs on it from getting into each other's way."""

import pytest
from tests.studio.factories import DETAILS

from soridam.studio.people.accounts import User


@pytest.fixture
def corpus(mina):
    return mina.post("/api/corpora", json={"name": "Tones", "language": "en"}).json()["id"]


@pytest.mark.parametrize("kind", ["train", "evaluate"])
@pytest.mark.parametrize("at_rest", [False, True])
def test_rows_are_not_replaced_under_what_is_at_work_on_them_nor_under_what_is_paused(
    parts, mina, corpus, kind, at_rest
):
    me, runs = User(**mina.get("/api/me").json()), parts.runs
    run = runs.start(me, runs.create(me, kind, "First", DETAILS[kind], source=corpus), {})
    if at_rest:
        parts.jobs.pause(run.row["job"])
    for refused in (mina.post(f"/api/corpora/{corpus}/prepare", json={}), mina.delete(f"/api/corpora/{corpus}")):
        assert (refused.status_code, refused.json()["code"]) == (400, "corpus.in-use")
        assert "First" in refused.json()["error"]
    parts.jobs.cancel(run.row["job"])
    assert mina.post(f"/api/corpora/{corpus}/prepare", json={}).status_code == 202


def test_nothing_begins_on_rows_that_are_about_to_be_replaced(mina, corpus):
    mina.post(f"/api/corpora/{corpus}/prepare", json={})
    run = {"name": "First", "corpus": corpus, "recipe": "tiny", "values": {}}
    for refused in (
        mina.post("/api/runs", json=run),
        mina.post("/api/runs/estimate", json=run),
        mina.post("/api/evaluations", json={"models": ["tiny"], "corpus": corpus}),
    ):
        assert (refused.status_code, refused.json()["code"]) == (400, "corpus.at-work")
