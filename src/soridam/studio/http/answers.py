"""Errors as HTTP says them: a status, what happened, and what to do. Begin with `answer_error`."""

import json
from dataclasses import asdict
from html import escape
from typing import Any
from urllib.parse import quote, unquote

from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

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
from soridam.studio.http.wording import Language, Wording, is_known, language_of, tell

LOGIN_PATHS = ("/login", "/api/oidc/")  # where a browser is sent to by links, and shows what is answered
LOGIN_CODES = ("access.", "account.", "oidc.")  # how the codes of their errors begin
MOST_COOKIE = 3_000  # characters; browsers take 4,096 bytes with the name
SESSION_COOKIE = "soridam_session"
REFUSAL_COOKIE = "soridam_refusal"  # why a login was refused, until the page has shown it
SHARED = "/api/shared/"  # opened by people who have a link, who may never have heard of the studio
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
    """Answer with `status`, or that of the error. A browser that logs in is redirected to the page, which shows it."""
    if asked.url.path.startswith(LOGIN_PATHS) and "text/html" in asked.headers.get("accept", ""):
        return _lead_to_page(error, asked)
    told = tell(error, language_of(asked))
    if asked.url.path.startswith(SHARED) and "text/html" in asked.headers.get("accept", ""):
        return _page_of(told, language_of(asked), status or status_of(error))
    headers = {"Retry-After": str(error.seconds)} if isinstance(error, TooOftenError | BusyError) else {}
    status = status or status_of(error)
    is_openai = asked.url.path.startswith(OPENAI)
    return JSONResponse(_openai_body(told, status) if is_openai else asdict(told), status, headers)


def _page_of(told: Wording, language: Language, status: int) -> HTMLResponse:
    """Say it in a page of its own, which loads and runs nothing."""
    said, todo = escape(told.error), escape(told.hint or "")
    page = f"""<!doctype html>
<html lang="{language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{said}</title>
<style>
:root {{ color-scheme: light dark; font: 1.1rem/1.6 system-ui, sans-serif; word-break: keep-all }}
main {{ max-width: 34rem; margin: 20vh auto 0; padding: 0 1.2rem }}
h1 {{ font-size: 1.5rem }}
</style>
<main><h1>{said}</h1><p>{todo}</p></main>
</html>
"""
    policy = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'", "X-Robots-Tag": "noindex"}
    return HTMLResponse(page, status, policy)


def _lead_to_page(error: SoridamError, asked: HTTPConnection) -> Response:
    """Redirect to the page; somebody who is logged in, and only adds another way to log in, to their account."""
    answer = RedirectResponse("/account" if SESSION_COOKIE in asked.cookies else "/", 303)
    told = quote(json.dumps(as_report(error)))[:MOST_COOKIE]
    answer.set_cookie(REFUSAL_COOKIE, told, max_age=120, httponly=True, samesite="lax", path="/api/door")
    return answer


def read_refusal(asked: HTTPConnection) -> Problem | None:
    """Read why a login was just refused; of what the cookie says, only what the studio itself may say."""
    told = asked.cookies.get(REFUSAL_COOKIE, "")
    if len(told) > MOST_COOKIE:
        return None
    try:
        error = from_report(SoridamError, json.loads(unquote(told)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None  # somebody else wrote it
    if not error.code.startswith(LOGIN_CODES) or not is_known(error):
        return None
    return Problem(**asdict(tell(error, language_of(asked))))


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
    """Answer what the framework refuses by itself (405, a bad form) as clients of the OpenAI API expect it.

    Returns None for other addresses.
    """
    if not asked.url.path.startswith(OPENAI):
        return None
    said = {"message": str(error.detail), "type": "invalid_request_error", "param": None}
    code = OPENAI_CODES.get(error.status_code)
    return JSONResponse({"error": {**said, "code": code}}, error.status_code, error.headers)


MISTAKE = MistakeError("job.server-mistake", "The server had an internal error.", hint="Tell its owner.")


def openai_error(error: SoridamError) -> dict[str, Any]:
    """Word an error in English, for one that comes in the middle of a stream."""
    return _openai_body(tell(error, "en"), status_of(error))


def _openai_body(told: Wording, status: int) -> dict[str, Any]:
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
