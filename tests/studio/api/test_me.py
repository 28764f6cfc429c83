from fastapi.testclient import TestClient
from tests.studio.conftest import ADDRESS

from soridam.studio.api.deps import SESSION_COOKIE


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def test_a_token_is_shown_once_does_what_its_scope_says_and_ends_when_it_is_revoked(mina, stranger):
    form = {"label": "tablet", "scopes": ["books"], "days": 7}
    token = mina.post("/api/me/tokens", json=form).json()["token"]
    (listed,) = mina.get("/api/me/tokens").json()
    assert (listed["label"], listed["scope"]) == ("tablet", "books")
    assert token not in str(listed)
    assert stranger.get("/api/books", headers=bearer(token)).status_code == 200
    assert stranger.post("/api/me/tokens", json=form, headers=bearer(token)).status_code == 403
    assert mina.delete(f"/api/me/tokens/{listed['id']}").status_code == 204
    assert stranger.get("/api/books", headers=bearer(token)).status_code == 401


def test_the_token_of_another_is_not_there(mina, jun):
    mina.post("/api/me/tokens", json={"label": "x", "scopes": ["books"]})
    (token,) = mina.get("/api/me/tokens").json()
    assert jun.get("/api/me/tokens").json() == []
    assert jun.delete(f"/api/me/tokens/{token['id']}").status_code == 404


def test_a_session_is_no_token_and_cannot_be_revoked_as_one(mina):
    assert mina.get("/api/me/tokens").json() == []


def test_an_unknown_scope_and_a_token_for_ever_are_refused(mina):
    for wrong in ({"scopes": ["all"]}, {"scopes": []}, {"scopes": ["books"], "days": 4000}):
        assert mina.post("/api/me/tokens", json={"label": "x", **wrong}).status_code == 422


def test_a_token_that_could_do_nothing_is_not_made(mina, owner):
    form = {"label": "x", "scopes": ["metrics", "books"]}
    refused = mina.post("/api/me/tokens", json=form)
    assert (refused.status_code, refused.json()["code"]) == (403, "access.scope-role")
    assert mina.get("/api/me/tokens").json() == []
    assert owner.post("/api/me/tokens", json=form).status_code == 201


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(app, mina, stranger):
    stranger.post("/api/login", json={"name": "mina", "password": "a long password"})
    form = {"current": "a long password", "password": "another long password"}
    assert mina.post("/api/me/password", json={**form, "current": "wrong"}).status_code == 400
    assert mina.post("/api/me/password", json=form).status_code == 200
    session = mina.cookies.get(SESSION_COOKIE, domain="127.0.0.1")
    fresh = TestClient(app, base_url=ADDRESS, cookies={SESSION_COOKIE: session})
    assert fresh.get("/api/me").status_code == 200
    assert stranger.get("/api/me").status_code == 401


def test_leaving_everywhere_ends_every_session(mina, stranger):
    stranger.post("/api/login", json={"name": "mina", "password": "a long password"})
    assert stranger.post("/api/me/leave-everywhere").status_code == 200
    assert mina.get("/api/me").status_code == 401
