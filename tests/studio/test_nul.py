"""The character 0 in a text is refused on every database, wherever it comes from, and leaves nothing half done."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select
from tests.studio.conftest import ADDRESS
from tests.studio.databases import KINDS, fresh_database
from tests.studio.factories import give_belongings
from tests.studio.minimal_requests import JSON, least_value

from soridam.core.errors import QuotaError
from soridam.settings import StudioSettings
from soridam.studio.api.deps import SESSION_COOKIE
from soridam.studio.app import build_app
from soridam.studio.jobs.store import JobOrder
from soridam.studio.jobs.table import jobs
from soridam.studio.parts import build_parts
from soridam.studio.records import books, corpora

NAME = "a\0b"


@pytest.fixture(params=KINDS)
def client(request, tmp_path):
    """The keeper of a studio, with one of everything."""
    with fresh_database(request.param, tmp_path) as address:
        parts = build_parts(StudioSettings(folder=str(tmp_path), database=address, quota_jobs=2))
        made = TestClient(build_app(parts), base_url=ADDRESS)
        user = parts.accounts.create("keeper", "owner")
        made.cookies.set(SESSION_COOKIE, parts.accounts.issue(user, "session", 600))
        made.parts, made.user, made.things = parts, user, give_belongings(parts, user)
        yield made
        parts.close()


def count(client, table) -> int:
    with client.parts.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def text_places(document):
    """Every text in a query, a path, or a field of a body."""
    for route, methods in document["paths"].items():
        for method, operation in methods.items():
            for each in operation.get("parameters", []):
                if each["in"] in ("query", "path"):
                    yield method.upper(), route, each["in"], each["name"]
            content = operation.get("requestBody", {}).get("content", {})
            schema = content.get(JSON, {}).get("schema", {})
            if "$ref" in schema:
                schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
            for name, field in schema.get("properties", {}).items():
                if "string" in str(field.get("type", field.get("anyOf", ""))):
                    yield method.upper(), route, "body", name


def ask(client, method, route, kind, name):
    document = client.app.openapi()
    things = {**client.things, name: "%00"} if kind == "path" else client.things
    body = document["paths"][route][method.lower()].get("requestBody", {}).get("content", {}).get(JSON)
    json = least_value(document, body["schema"]) if body else None
    if kind == "body":
        json = {**json, name: NAME}
    params = {name: NAME} if kind == "query" else None
    return client.request(method, route.format(**things), json=json, params=params)


def test_no_text_with_it_breaks_a_route(client):
    places = [place for place in text_places(client.app.openapi()) if not place[1].endswith("/events")]
    assert len(places) > 100
    kept = [place for place in places if place[0] != "DELETE" or place[2] != "body"]
    wrong = [(place, answer) for place in kept if (answer := ask(client, *place).status_code) >= 500]
    assert wrong == []


def test_a_corpus_and_a_book_with_it_are_refused_and_leave_nothing(client):
    before = (count(client, corpora), count(client, books), count(client, jobs))
    for path, form in (
        ("/api/corpora", {"name": NAME, "language": "en"}),
        ("/api/books", {"topic": "a kite", "language": "en", "dedication": NAME}),
        ("/api/books", {"topic": NAME, "language": "en"}),
    ):
        answer = client.post(path, json=form)
        assert answer.status_code in (202, 400, 422), answer.text
        if answer.status_code == 202:  # cleaned before it was written
            client.post(f"/api/jobs/{answer.json()['job']}/cancel")
            before = (before[0], before[1] + 1, before[2] + 1)
        else:
            assert answer.json()["hint"]
    assert (count(client, corpora), count(client, books), count(client, jobs)) == before


def test_neither_a_book_without_its_job_nor_a_job_without_its_book_is_left(client):
    for _ in range(2):
        client.parts.jobs.submit(JobOrder("redraw", client.user.id, {"book": client.things["book"], "number": 1}))
    before = (count(client, books), count(client, jobs))
    assert client.post("/api/books", json={"topic": "a kite", "language": "en"}).status_code == 429
    assert (count(client, books), count(client, jobs)) == before
    client.parts.jobs.cancel(_any_waiting(client))

    def fail(connection, job):
        raise QuotaError("test.no", "no", hint="no")

    before = count(client, jobs)
    with pytest.raises(QuotaError):
        client.parts.jobs.submit(JobOrder("redraw", client.user.id, {"book": "x", "number": 1}), fail)
    assert count(client, jobs) == before


def _any_waiting(client) -> str:
    with client.parts.engine.connect() as connection:
        return connection.execute(select(jobs.c.id).where(jobs.c.state == "waiting")).scalars().first()


def test_a_corpus_whose_only_job_is_refused_is_not_there(client):
    for _ in range(2):
        client.parts.jobs.submit(JobOrder("redraw", client.user.id, {"book": client.things["book"], "number": 1}))
    before = count(client, corpora)
    assert client.post("/api/corpora/sample", json={"language": "ko"}).status_code == 429
    assert count(client, corpora) == before
