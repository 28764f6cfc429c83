"""All routes of the OpenAPI document, as a stranger, a child, a maker, another maker, and by tokens of each scope."""

import pytest
from tests.studio.factories import REQUESTS
from tests.studio.minimal_requests import least_request

from soridam.studio.people.access import SCOPES, find_rule
from soridam.studio.people.accounts import User

OPEN = {
    "GET /login", "POST /api/login", "POST /api/join", "GET /api/door", "GET /health", "GET /healthz", "GET /readyz",
    "GET /api/oidc/login", "GET /api/oidc/callback", "GET /api/shared/{secret}",
    "GET /api/shared/{secret}/cover.jpg",
}  # fmt: skip
FOR_CHILDREN = {
    "GET /api/me", "POST /api/me/leave", "POST /api/me/leave-everywhere", "POST /api/me/password",
    "POST /api/me/identity", "POST /api/me/delete", "GET /api/me/consents",
    "GET /api/heroes", "GET /api/sample/{language}", "GET /api/sample/{language}/reader",
    "GET /api/sample/{language}/cover", "POST /api/heroes/portrait", "POST /api/wishes",
    "POST /api/wishes/understanding", "GET /api/wishes/recognizer",
    "GET /api/drawings", "POST /api/drawings", "GET /api/drawings/{drawing}/picture", "DELETE /api/drawings/{drawing}",
    "GET /api/books/painting-heroes",
    "GET /api/books", "POST /api/books", "POST /api/books/{book}/pages/{number}/redraw",
    "GET /api/books/{book}", "GET /api/books/{book}/story", "GET /api/books/{book}/words",
    "GET /api/books/{book}/reader",
    "GET /api/books/{book}/export", "GET /api/books/{book}/pages/{number}/versions",
    "GET /api/books/{book}/pages/{number}/picture", "GET /api/books/{book}/pages/{number}/sound",
    "GET /api/jobs", "GET /api/jobs/{job}", "GET /api/jobs/{job}/events", "POST /api/jobs/{job}/{action}",
    "POST /api/jobs/{job}/priority",
}  # fmt: skip
FOR_OWNERS = {
    "GET /api/accounts", "POST /api/accounts/invitations", "PUT /api/accounts/{user}/role",
    "POST /api/accounts/{user}/reset", "DELETE /api/accounts/{user}", "GET /api/audit", "GET /metrics",
    "GET /api/accounts/{user}/consents", "PUT /api/accounts/{user}/consents/{purpose}",
    "DELETE /api/accounts/{user}/consents/{purpose}",
}  # fmt: skip
BY_NO_TOKEN = FOR_OWNERS - {"GET /metrics"} | {
    "POST /api/me/leave", "POST /api/me/leave-everywhere", "POST /api/me/password",
    "POST /api/me/identity", "POST /api/me/delete", "GET /api/me/tokens", "GET /api/me/consents",
    "PUT /api/me/consents/{purpose}", "DELETE /api/me/consents/{purpose}",
    "POST /api/me/tokens", "DELETE /api/me/tokens/{token}",
    "GET /api/wishes/confidences", "DELETE /api/wishes/confidences/{confidence}",
}  # fmt: skip


@pytest.fixture
def routes(app):
    """Those that delete come last, and what is inside something before that."""
    found = [(method.upper(), route) for route, methods in app.openapi()["paths"].items() for method in methods]
    return sorted(found, key=lambda each: (each[0] == "DELETE", -each[1].count("/")))


def ask(client, belongings, method, route, **more):
    """A request that would be answered if it came from the right one."""
    request = REQUESTS.get(f"{method} {route}") or least_request(client.app.openapi(), method, route)
    return client.request(method, route.format(**belongings), **request, **more)


def test_every_route_has_a_rule(app, routes):
    assert len(routes) > 20
    assert [route for route in routes if find_rule(*route) is None] == []


def test_a_stranger_gets_401_from_every_route_but_those_of_the_door(stranger, belongings, routes):
    for method, route in routes:
        if f"{method} {route}" not in OPEN:
            answer = ask(stranger, belongings, method, route)
            assert (answer.status_code, route) == (401, route)
            assert answer.json()["error"]


def test_a_child_s_device_makes_and_reads_books_and_nothing_else(child, belongings, routes):
    for method, route in routes:
        name = f"{method} {route}"
        if name in OPEN or "leave" in name:
            continue
        status = ask(child, belongings, method, route).status_code
        assert (status == 403, name) == (name not in FOR_CHILDREN, name)


def test_a_maker_does_all_but_keep_the_studio(jun, belongings, routes):
    for method, route in routes:
        name = f"{method} {route}"
        if name in OPEN or "leave" in name:
            continue
        status = ask(jun, belongings, method, route).status_code
        assert (status == 403, name) == (name in FOR_OWNERS, name)


# Routes with parameters that name nothing of anybody's.
OWNED_BY_NOBODY = FOR_OWNERS | OPEN | {
    "GET /api/sample/{language}", "GET /api/sample/{language}/reader", "GET /api/sample/{language}/cover",
    "GET /v1/models/{model}", "PUT /api/me/consents/{purpose}", "DELETE /api/me/consents/{purpose}",
}  # fmt: skip


def test_nobody_reaches_what_is_another_s_and_its_owner_does(jun, mina, belongings, routes):
    """The owner's answer is another one, so that the 404 of others is no accident."""
    inner = [(method, route) for method, route in routes if "{" in route and f"{method} {route}" not in OWNED_BY_NOBODY]
    assert len(inner) > 20
    for method, route in inner:
        refused = ask(jun, belongings, method, route)
        assert (refused.status_code, route) == (404, route), (method, refused.text)
        assert (ask(mina, belongings, method, route).content, method, route) != (refused.content, method, route)


@pytest.mark.parametrize("scope", SCOPES)
def test_a_token_reaches_what_its_scope_names(parts, stranger, owner, belongings, routes, scope):
    """The owner's token, so that no role stands in its way."""
    token = parts.accounts.issue(User(**owner.get("/api/me").json()), "token", 60, scope)
    for method, route in routes:
        name = f"{method} {route}"
        if name in OPEN:
            continue
        status = ask(stranger, belongings, method, route, headers={"Authorization": f"Bearer {token}"}).status_code
        is_closed = name in BY_NO_TOKEN or scope not in find_rule(method, route).scopes
        assert (status == 403, name) == (is_closed, name)
