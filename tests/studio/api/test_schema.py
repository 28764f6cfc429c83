"""Schemathesis asks every route of the OpenAPI document what its schema allows, and what it does not."""

from dataclasses import replace

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.responses import JSONResponse, PlainTextResponse
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import response_schema_conformance
from tests.studio.factories import give_belongings

from soridam.studio.api.deps import SESSION_COOKIE
from soridam.studio.app import build_app
from soridam.studio.people.accounts import User

LOADS_MODELS = (  # tested beside their routes
    "/api/wishes", "/api/models/try", "/api/playground/heard", "/api/playground/recording", "/v1/audio",
    "/v1/images",
)  # fmt: skip
ENDS_THE_SESSION = ("/api/me/leave", "/api/me/delete", "/api/me/password", "/api/accounts/{user}")
PATIENT_SECONDS = 120  # a machine that is busy; Schemathesis waits 10
OWN = ("book", "number", "job", "share", "corpus", "run", "recording", "segment")  # parameters, if something has them


@pytest.fixture
def owner(parts):
    return parts.accounts.create("keeper", "owner")


@pytest.fixture
def belongings(parts, owner):
    return give_belongings(parts, owner)


@pytest.fixture
def schema(parts):
    at_testserver = parts.settings.model_copy(update={"public_url": "http://testserver"})
    loaded = schemathesis.openapi.from_asgi("/api/openapi.json", build_app(replace(parts, settings=at_testserver)))
    return loaded.exclude(lambda context: context.operation.path.startswith((*LOADS_MODELS, *ENDS_THE_SESSION)))


@pytest.fixture
def session(parts, owner: User):
    return {SESSION_COOKIE: parts.accounts.issue(owner, "session", 3600)}


FEW = settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def find_wrong(schema, prepare=lambda case: None, **more) -> list[str]:
    """Operations that fail, or answer what the document does not say."""
    wrong = []

    def ask(case):
        prepare(case)
        case.validate_response(
            case.call(timeout=PATIENT_SECONDS, **more), checks=[not_a_server_error, response_schema_conformance]
        )

    for operation in (result.ok() for result in schema.get_all_operations()):
        try:
            FEW(given(operation.as_strategy())(ask))()
        except FailureGroup as failures:
            wrong.append("\n".join([operation.label, *(str(failure) for failure in failures.exceptions)]))
    return wrong


def test_no_route_fails_and_every_answer_is_what_the_document_says(schema, session, belongings):
    def name_what_is_there(case):
        if case.method != "DELETE" and not case.path.endswith("/events"):  # a job that is tried again would be followed
            case.path_parameters.update({name: belongings[name] for name in OWN if name in case.path_parameters})

    wrong = find_wrong(schema, name_what_is_there, cookies=session)
    assert not wrong, "\n\n".join(wrong)


def test_a_route_that_breaks_its_promise_is_found():
    app = FastAPI()

    @app.get("/number", response_model=int)
    def number() -> JSONResponse:
        return JSONResponse("none")

    @app.get("/broken")
    def broken() -> PlainTextResponse:
        return PlainTextResponse("broken", 500)

    found = find_wrong(schemathesis.openapi.from_asgi("/openapi.json", app))
    assert [each.split("\n")[0] for each in found] == ["GET /number", "GET /broken"]
