"""Errors as HTTP says them: a status, what happened, and what to do. Begin with `answer_error`."""

import json
from dataclasses import asdict
from typing import Any
from urllib.parse import quote, unquote

from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response

from soridam.core.errors import (
    AccountError,
    BusyError,
    DiskFullError,
    ForbiddenError,
    MistakeError,
    NotFoundError,
    QuotaError,
    SoridamError,
    TooOftenError,
    UsageError,
    as_report,
    from_report,
)
from soridam.core.messages import Message
from soridam.studio.access import SESSION_COOKIE
from soridam.studio.wording import Told, is_known, language_of, tell

DOORS = ("/login", "/api/oidc/")  # where a browser is sent to by links, and shows what is answered
AT_DOORS = ("access.", "account.", "oidc.")  # how the codes begin of what may be told there
MOST_COOKIE = 3_000  # characters; browsers take 4,096 bytes with the name
REFUSAL_COOKIE = "soridam_refusal"  # why somebody was not let in, until the page has told them
OPENAI = "/v1/"  # below it errors look as clients of that API expect them
OPENAI_CODES = {401: "invalid_api_key", 403: "insufficient_scope", 404: "not_found", 429: "rate_limit_exceeded"}


class Problem(BaseModel):
    """What happened, and what to do, in the language of who asked. `code` is for programs, and stays."""

    code: str
    error: str
    hint: str


class OpenaiDetails(BaseModel):
    message: str
    type: str
    param: str | None
    code: str | None


class OpenaiProblem(BaseModel):
    """The same as clients of the OpenAI API expect it."""

    error: OpenaiDetails


REFUSALS: dict[int | str, dict[str, Any]] = {"4XX": {"model": Problem, "description": "Refused"}}
OPENAI_REFUSALS: dict[int | str, dict[str, Any]] = {"4XX": {"model": OpenaiProblem, "description": "Refused"}}


def answer_error(error: SoridamError, asked: HTTPConnection, status: int = 0) -> Response:
    """With `status`, or that of the error. Who stands at a door with a browser is led to the page, which says it."""
    if asked.url.path.startswith(DOORS) and "text/html" in asked.headers.get("accept", ""):
        return _lead_to_page(error, asked)
    told = tell(error, language_of(asked))
    headers = {"Retry-After": str(error.seconds)} if isinstance(error, TooOftenError | BusyError) else {}
    status = status or status_of(error)
    is_openai = asked.url.path.startswith(OPENAI)
    return JSONResponse(_openai_body(told, status) if is_openai else asdict(told), status, headers)


def _lead_to_page(error: SoridamError, asked: HTTPConnection) -> Response:
    """Who has come in already, and only wanted another way in, to their account."""
    answer = RedirectResponse("/account" if SESSION_COOKIE in asked.cookies else "/", 303)
    told = quote(json.dumps(as_report(error)))[:MOST_COOKIE]
    answer.set_cookie(REFUSAL_COOKIE, told, max_age=120, httponly=True, samesite="lax", path="/api/door")
    return answer


def read_refusal(asked: HTTPConnection) -> Problem | None:
    """Why somebody was not let in just now; of what a cookie says only what the studio says too."""
    told = asked.cookies.get(REFUSAL_COOKIE, "")
    if len(told) > MOST_COOKIE:
        return None
    try:
        error = from_report(SoridamError, json.loads(unquote(told)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None  # somebody else wrote it
    return (
        Problem(**asdict(tell(error, language_of(asked))))
        if error.code.startswith(AT_DOORS) and is_known(error)
        else None
    )


def answer_bad_value(where: str, reason: Message, asked: HTTPConnection) -> Response:
    """Answer that a value of a request is invalid: 422, and 400 where the OpenAI API has that."""
    error = UsageError(
        "value.bad", "The value {place} does not fit: {reason}.", hint="Correct that value.", place=where, reason=reason
    )
    if not asked.url.path.startswith(OPENAI):
        return answer_error(error, asked, 422)
    told = tell(error, language_of(asked))
    body = _openai_body(told, 400)
    body["error"]["param"] = where
    return JSONResponse(body, 400)


def answer_http_error(error: HTTPException, asked: HTTPConnection) -> Response | None:
    """What the framework refuses by itself (405, a form without its boundary), as clients of the OpenAI API expect it.

    None below other addresses.
    """
    if not asked.url.path.startswith(OPENAI):
        return None
    said = {"message": str(error.detail), "type": "invalid_request_error", "param": None}
    code = OPENAI_CODES.get(error.status_code)
    return JSONResponse({"error": {**said, "code": code}}, error.status_code, error.headers)


MISTAKE = MistakeError("job.server-mistake", "The server made a mistake.", hint="Tell its owner.")


def openai_error(error: SoridamError) -> dict[str, Any]:
    """In English, as what begins in the middle of a stream."""
    return _openai_body(tell(error, "en"), status_of(error))


def _openai_body(told: Told, status: int) -> dict[str, Any]:
    kind = "server_error" if status >= 500 else "invalid_request_error"
    said = {"message": f"{told.error} {told.hint}", "type": kind, "param": None}
    return {"error": {**said, "code": OPENAI_CODES.get(status)}}


def status_of(error: SoridamError) -> int:
    match error:
        case NotFoundError():
            return 404
        case ForbiddenError():
            return 403
        case AccountError():
            return 401
        case TooOftenError() | QuotaError():
            return 429
        case BusyError():
            return 503
        case DiskFullError():
            return 507
        case MistakeError():
            return 500
    return 400
