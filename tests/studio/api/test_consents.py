"""In a studio with accounts nothing is done with recordings that nobody has agreed to."""

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from tests.studio.conftest import ADDRESS

from soridam.studio.api.deps import SESSION_COOKIE
from soridam.studio.app import build_app
from soridam.studio.books.shares import Shares
from soridam.studio.people.access import find_rule


@pytest.fixture
def app(parts):
    settings = parts.settings.model_copy(update={"accounts": True})
    return build_app(replace(parts, settings=settings))


def given(answer):
    return {each["purpose"] for each in answer.json() if each["given"]}


@pytest.mark.parametrize(
    ("purpose", "method", "path"),
    [
        ("transcribe", "POST", "/api/wishes"),
        ("transcribe", "POST", "/v1/audio/transcriptions"),
        ("transcribe", "POST", "/api/transcriptions/x/start"),
        ("transcribe", "POST", "/api/corpora/x/draft"),
        ("transcribe", "POST", "/api/evaluations"),
        ("transcribe", "POST", "/api/models/try"),
        ("store", "POST", "/api/corpora"),
        ("store", "POST", "/api/drawings"),
        ("train", "POST", "/api/runs"),
        ("share", "POST", "/api/books/x/shares"),
    ],
)
def test_each_purpose_is_asked_for_by_itself(mina, purpose, method, path):
    others = {"store", "transcribe", "train", "share"} - {purpose}
    for other in others:
        mina.put(f"/api/me/consents/{other}")
    refused = mina.request(method, path, json={})
    assert refused.status_code == 403
    assert "agreed" in str(refused.json()["error"])
    assert given(mina.put(f"/api/me/consents/{purpose}")) == others | {purpose}
    assert mina.request(method, path, json={}).status_code != 403


def test_every_job_that_hears_recordings_is_begun_by_a_route_that_asks():
    """Which rule stands before the routes that submit them."""
    begun_by = {
        "draft": ("POST", "/api/corpora/1/draft"),
        "transcribe": ("POST", "/api/transcriptions/1/start"),
        "evaluate": ("POST", "/api/evaluations"),
    }
    assert {kind: find_rule(*route).consent for kind, route in begun_by.items()} == dict.fromkeys(
        begun_by, "transcribe"
    )


def test_silence_is_no_consent(mina):
    assert given(mina.get("/api/me/consents")) == set()


def test_a_grown_up_agrees_for_a_child_s_device_and_for_no_other_grown_up(owner, child, mina):
    assert child.put("/api/me/consents/transcribe").status_code == 403
    assert child.post("/api/wishes", content=b"").status_code == 403
    them, her = child.get("/api/me").json()["id"], mina.get("/api/me").json()["id"]
    assert given(owner.put(f"/api/accounts/{them}/consents/transcribe")) == {"transcribe"}
    assert given(child.get("/api/me/consents")) == {"transcribe"}
    assert owner.put(f"/api/accounts/{her}/consents/transcribe").status_code == 404


def test_to_withdraw_a_consent_ends_what_rested_on_it(parts, mina, belongings):
    mina.put("/api/me/consents/share")
    path = mina.post(f"/api/books/{belongings['book']}/shares", json={}).json()["path"]
    assert mina.get(path).status_code == 200
    assert given(mina.delete("/api/me/consents/share")) == set()
    assert mina.get(path).status_code == 404
    assert Shares(parts.engine).of(belongings["book"]) == []


def test_on_one_s_own_machine_nobody_is_asked(parts, app):
    local = TestClient(build_app(parts), base_url=ADDRESS)
    user = parts.accounts.find_or_create_local()
    local.cookies.set(SESSION_COOKIE, parts.accounts.issue(user, "session", 60))
    assert local.post("/api/books/x/shares", json={}).status_code == 404
