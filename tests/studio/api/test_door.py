import pytest

from soridam.studio.api.needs import SESSION_COOKIE

OPEN = {"/login", "/api/login", "/health", "/healthz", "/readyz", "/api/shared/{secret}"}
PARAMETERS = {"book": "00000000-0000-0000-0000-000000000000", "job": "x", "number": "1", "share": "x", "secret": "x", "action": "cancel"}


def routes(app):
    """Every method of every route, with values for its parameters."""
    for route, methods in app.openapi()["paths"].items():
        path = route
        for name, value in PARAMETERS.items():
            path = path.replace(f"{{{name}}}", value)
        for method in methods:
            yield method.upper(), route, path


def test_every_route_is_closed_to_strangers_or_on_the_list_of_the_door(app, stranger):
    seen = set()
    for method, route, path in routes(app):
        seen.add(route)
        if route in OPEN:
            continue
        answer = stranger.request(method, path, headers={"Origin": "http://127.0.0.1:8765"})
        assert answer.status_code == 401, (method, route, answer.status_code)
        assert answer.json()["hint"]
    assert seen > OPEN


def test_a_link_lets_one_in_once_and_the_session_is_out_of_reach_of_scripts(parts, stranger):
    link = parts.accounts.issue(parts.accounts.find_or_create_local(), "link", 60)
    answer = stranger.get(f"/login?link={link}", follow_redirects=False)
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
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
