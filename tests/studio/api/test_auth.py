import asyncio
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from soridam.studio.api.deps import SESSION_COOKIE
from soridam.studio.app import build_app


def test_a_link_lets_one_in_once_and_the_session_is_out_of_reach_of_scripts(parts, stranger):
    link = parts.accounts.issue(parts.accounts.find_or_create_local(), "link", 60)
    answer = stranger.get(f"/login?link={link}", follow_redirects=False)
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie  # there is no TLS on one's own machine
    assert stranger.get("/api/me").json()["role"] == "owner"
    stranger.cookies.clear()
    assert stranger.get(f"/login?link={link}", follow_redirects=False).status_code == 401


def test_a_password_lets_in_and_leaving_ends_the_session(people, stranger):
    assert stranger.post("/api/login", json={"name": "mina", "password": "wrong"}).status_code == 401
    assert stranger.post("/api/login", json={"name": "mina", "password": "a long password"}).status_code == 200
    session = stranger.cookies[SESSION_COOKIE]
    assert stranger.post("/api/me/leave").status_code == 200
    stranger.cookies.set(SESSION_COOKIE, session)
    assert stranger.get("/api/me").status_code == 401


def test_a_token_comes_in_by_header(parts, stranger):
    token = parts.accounts.issue(parts.accounts.find_or_create_local(), "token", 60)
    assert stranger.get("/api/me", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert stranger.get("/api/me", headers={"Authorization": "Bearer x"}).status_code == 401


def test_health_needs_nobody(stranger):
    assert [stranger.get(path).status_code for path in ("/health", "/healthz", "/readyz")] == [200] * 3


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example:8765"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    ],
)
@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/api/jobs"), ("POST", "/api/books"), ("GET", "/api/jobs/x/events")]
)
def test_foreign_hosts_and_origins_are_refused_on_the_machine_itself_too(mina, headers, method, path):
    assert mina.request(method, path, headers=headers).status_code == 403


def test_a_link_on_another_page_may_lead_here(mina):
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert mina.get("/health", headers=headers).status_code == 200


def test_what_is_too_large_is_refused_whatever_it_says_of_its_size(mina):
    assert mina.post("/api/books", content=b"x" * 200_000).status_code == 413

    def endless():
        for _ in range(300):
            yield b"x" * 1000

    assert mina.post("/api/books", content=endless()).status_code == 413


def test_every_answer_carries_the_headers_of_safety(mina):
    headers = mina.get("/api/me").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'self'" in headers["content-security-policy"]


def test_behind_tls_the_session_is_sent_over_tls_only(parts):
    settings = parts.settings.model_copy(update={"public_url": "https://studio.example"})
    client = TestClient(build_app(replace(parts, settings=settings)), base_url="https://studio.example")
    invitation = parts.accounts.invite("owner")
    joined = client.post("/api/join", json={"invitation": invitation, "name": "mina", "password": "a long password"})
    assert "secure" in joined.headers["set-cookie"].lower()


def test_an_invitation_makes_somebody_who_has_come_in(parts, stranger):
    form = {"invitation": parts.accounts.invite("listener"), "name": " 소라 ", "password": "a long password"}
    assert stranger.post("/api/join", json=form).json() == {"name": "소라", "role": "listener"}
    assert stranger.get("/api/me").json()["role"] == "listener"
    assert stranger.post("/api/join", json={**form, "name": "jun"}).status_code == 401


def test_nobody_is_there_before_the_first_invitation_is_used(stranger):
    for name in ("owner", "admin", "soridam"):
        assert stranger.post("/api/login", json={"name": name, "password": name}).status_code == 401


def test_guessing_a_password_ends_soon_and_the_others_still_come_in(people, stranger):
    guesses = [stranger.post("/api/login", json={"name": "mina", "password": f"guess {n}"}) for n in range(11)]
    assert [answer.status_code for answer in guesses] == [401] * 10 + [429]
    assert 1 <= int(guesses[-1].headers["retry-after"]) <= 600
    refused = stranger.post("/api/login", json={"name": " MINA ", "password": "a long password"})
    assert refused.status_code == 429
    assert stranger.post("/api/login", json={"name": "jun", "password": "a long password"}).status_code == 200


def test_one_place_cannot_try_any_number_of_names(stranger):
    answers = [stranger.get("/login?link=guess", follow_redirects=False).status_code for _ in range(61)]
    assert answers == [401] * 60 + [429]


async def _ask(app, path):
    """A request whose body nobody has sent yet. Returns the status, and how often the body was asked for."""
    headers = [(b"host", b"127.0.0.1:8765"), (b"content-type", b"application/json"), (b"content-length", b"9999")]
    scope = {"type": "http", "http_version": "1.1", "method": "POST", "path": path, "raw_path": path.encode()}
    scope |= {"root_path": "", "scheme": "http", "query_string": b"", "headers": headers, "client": ("192.0.2.1", 1)}
    asked, answers = [], []

    async def receive():
        asked.append(1)
        return {"type": "http.disconnect"}

    async def send(message):
        answers.append(message)

    await app({**scope, "server": ("127.0.0.1", 8765)}, receive, send)
    return answers[0]["status"], len(asked)


def test_a_stranger_is_refused_before_the_body_is_read(app):
    assert asyncio.run(_ask(app, "/api/books")) == (401, 0)
