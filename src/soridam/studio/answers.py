"""Errors as HTTP says them: a status, what happened, and what to do. Begin with `answer_error`."""

from typing import Any

from pydantic import BaseModel
from starlette.responses import JSONResponse

from soridam.core.errors import AccountError, ForbiddenError, NotFoundError, QuotaError, SoridamError, TooOftenError

OPENAI = "/v1/"  # below it errors look as clients of that API expect them
OPENAI_CODES = {401: "invalid_api_key", 403: "insufficient_scope", 404: "not_found", 429: "rate_limit_exceeded"}


class Problem(BaseModel):
    """What happened, and what to do."""

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


def answer_error(error: SoridamError, path: str) -> JSONResponse:
    headers = {"Retry-After": str(error.seconds)} if isinstance(error, TooOftenError) else {}
    body = openai_error(error) if path.startswith(OPENAI) else {"error": error.message, "hint": error.hint}
    return JSONResponse(body, status_of(error), headers)


def answer_bad_value(where: str, what: str, path: str) -> JSONResponse:
    """A value of a request that is none: 422, and 400 where the OpenAI API has that."""
    message = f"{where}: {what}."
    if path.startswith(OPENAI):
        error = {"message": message, "type": "invalid_request_error", "param": where, "code": None}
        return JSONResponse({"error": error}, 400)
    return JSONResponse({"error": message, "hint": "Correct that value."}, 422)


def openai_error(error: SoridamError) -> dict[str, Any]:
    told = {"message": f"{error.message} {error.hint}", "type": "invalid_request_error", "param": None}
    return {"error": {**told, "code": OPENAI_CODES.get(status_of(error))}}


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
    return 400
