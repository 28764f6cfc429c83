"""Every whole number that somebody may send has bounds, and none of them breaks a route."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from tests.studio.databases import fresh_database
from tests.studio.factories import REQUESTS, give_belongings
from tests.studio.minimal_requests import JSON, least_request, least_value

from soridam.settings import StudioSettings
from soridam.studio.api.schemas import LARGEST_NUMBER
from soridam.studio.app import build_app
from soridam.studio.parts import build_parts
from soridam.studio.people.accounts import User

LARGE = (10**30, -1, 2**63, -(2**63) - 1, LARGEST_NUMBER, 2**31)


@dataclass(frozen=True)
class Place:
    """Where a route takes a whole number: in its path, its query, a header, or a field of its body."""

    method: str
    route: str
    kind: str
    name: str
    schema: Mapping[str, Any]


def find_places(document: Mapping[str, Any]) -> Iterator[Place]:
    for route, methods in document["paths"].items():
        for method, operation in methods.items():
            for each in operation.get("parameters", []):
                for schema in find_integers(document, each["schema"]):
                    yield Place(method.upper(), route, each["in"], each["name"], schema)
            body = operation.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema", {})
            fields = resolve(document, body).get("properties", {})
            for name, field in fields.items():
                for schema in find_integers(document, field):
                    yield Place(method.upper(), route, "body", name, schema)


def find_integers(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    schema = resolve(document, schema)
    if schema.get("type") == "integer":
        yield schema
    inner = [*schema.get("anyOf", []), *schema.get("properties", {}).values()]
    for each in [*inner, *([schema["items"]] if "items" in schema else [])]:
        yield from find_integers(document, each)


def resolve(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    return document["components"]["schemas"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def ask(client, things: Mapping[str, str], place: Place, value: int):
    document = client.app.openapi()
    request = REQUESTS.get(f"{place.method} {place.route}") or least_request(document, place.method, place.route)
    request = {**request, "params": {**request.get("params", {})}}
    if place.kind == "path":
        things = {**things, place.name: str(value)}
    elif place.kind == "query":
        request["params"][place.name] = value
    elif place.kind == "header":
        request["headers"] = {place.name: str(value)}
    else:
        operation = document["paths"][place.route][place.method.lower()]
        schema = operation["requestBody"]["content"][JSON]["schema"]
        request["json"] = {**least_value(document, schema), place.name: value}
    return client.request(place.method, place.route.format(**things), **request)


def test_every_whole_number_of_the_document_has_bounds(app):
    places = list(find_places(app.openapi()))
    assert len(places) > 40
    unbound = [place for place in places if not {"minimum", "maximum"} <= set(place.schema)]
    assert [(place.method, place.route, place.name) for place in unbound] == []
    assert [place for place in places if place.schema["maximum"] > LARGEST_NUMBER] == []


def ask_all(client, things) -> list[tuple[int, Place, int]]:
    """What failed."""
    wrong = []
    for place in find_places(client.app.openapi()):
        if place.method == "DELETE" or place.route.endswith("/events"):  # a job that goes on would be followed
            continue
        for value in LARGE:
            status = ask(client, things, place, value).status_code
            wrong += [(status, place, value)] if status >= 500 and status != 507 else []
    return wrong


def test_no_whole_number_breaks_a_route(mina, belongings):
    assert ask_all(mina, belongings) == []
    assert mina.get("/api/corpora").status_code == 200


@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_no_whole_number_breaks_a_route_on_a_server(kind, tmp_path, monkeypatch):
    from fastapi.testclient import TestClient
    from tests.studio.conftest import ADDRESS

    from soridam.studio.api.deps import SESSION_COOKIE

    with fresh_database(kind, tmp_path) as address:
        parts = build_parts(StudioSettings(folder=str(tmp_path), database=address))
        client = TestClient(build_app(parts), base_url=ADDRESS)
        keeper = parts.accounts.create("keeper", "owner")
        client.cookies.set(SESSION_COOKIE, parts.accounts.issue(keeper, "session", 600))
        things = give_belongings(parts, User(**client.get("/api/me").json()))
        assert ask_all(client, things) == []
        parts.close()


@pytest.mark.parametrize("asked", [f"bytes={'9' * 5000}-", f"bytes=-{'9' * 5000}", "bytes=٣-", "bytes=5-4", "bytes=x-"])
def test_no_range_breaks_a_file(mina, belongings, asked):
    for path in (f"/api/books/{belongings['book']}/export?form=json", f"/api/books/{belongings['book']}/reader"):
        assert mina.get(path, headers={"Range": asked.encode()}).status_code < 500
