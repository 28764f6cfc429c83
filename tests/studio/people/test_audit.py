import pytest
from sqlalchemy import update

from soridam.studio.database import now_ms
from soridam.studio.people.audit import forget_entries, read_entries
from soridam.studio.records import audit


@pytest.fixture
def entries(parts):
    return lambda: read_entries(parts.engine, None, 100)


def test_who_did_what_and_how_it_went_is_told_without_contents(mina, entries):
    mina.post("/api/books", json={"topic": "A secret garden", "language": "en"})
    (entry,) = entries()
    assert (entry.action, entry.status, entry.token) == ("POST /api/books", 202, False)
    assert entry.user == mina.get("/api/me").json()["id"]
    assert entry.address == "testclient"
    assert "garden" not in repr(entry)


def test_a_refused_login_and_a_used_link_are_told_without_name_and_secret(stranger, parts, entries):
    link = parts.accounts.issue(parts.accounts.find_or_create_local(), "link", 60)
    stranger.get(f"/login?link={link}", follow_redirects=False)
    stranger.cookies.clear()
    stranger.post("/api/login", json={"name": "mina", "password": "a wrong password"})
    assert [(entry.action, entry.status, entry.user) for entry in entries()] == [
        ("POST /api/login", 401, None),
        ("GET /login", 303, None),
    ]
    assert link not in repr(entries())


def test_a_stranger_fills_no_log(stranger, mina, entries):
    for path in ("/api/books", "/api/corpora", "/nowhere", "/api/nowhere", "/"):
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            stranger.request(method, path)
    assert entries() == []
    assert mina.post("/nowhere").status_code in (404, 405)
    assert entries() == []
    for _ in range(70):
        stranger.post("/api/login", json={"name": "mina", "password": "wrong"})
    assert len(entries()) <= 60  # as many tries as a place has


def test_looking_is_not_told(mina, entries):
    mina.get("/api/books")
    assert entries() == []


def test_the_log_is_forgotten_in_time(mina, parts, entries):
    mina.post("/api/me/leave")
    assert forget_entries(parts.engine, 90) == 0
    with parts.engine.begin() as connection:
        connection.execute(update(audit).values(at=now_ms() - 91 * 24 * 3600 * 1000))
    assert forget_entries(parts.engine, 90) == 1
    assert entries() == []
