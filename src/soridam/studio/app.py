"""The studio's server: routes behind one guard, errors as what happened and what to do. Begin with `build_app`."""

import secrets
from collections.abc import Sequence

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.middleware.sessions import SessionMiddleware

from soridam import __version__
from soridam.core.config import reason_of
from soridam.core.errors import SoridamError
from soridam.studio.api import (
    accounts,
    auth,
    books,
    corpora,
    corpus_browse,
    corpus_uploads,
    documents,
    drawings,
    evaluations,
    exports,
    hearing,
    heroes,
    jobs,
    live,
    me,
    metrics,
    models,
    oidc,
    openai,
    openai_language,
    openai_pictures,
    painting,
    pictures,
    playground,
    runs,
    samples,
    segments,
    shares,
    transcriptions,
    wishes,
)
from soridam.studio.housekeeping import keep_tidy
from soridam.studio.http.answers import MISTAKE, REFUSALS, answer_bad_value, answer_error, answer_http_error
from soridam.studio.http.guard import Guard
from soridam.studio.http.page import serve_page
from soridam.studio.metrics import Measured, Metrics
from soridam.studio.parts import StudioParts
from soridam.studio.people.admission import Admission, refuse_unnamed
from soridam.studio.people.audit import Audit
from soridam.studio.storage.disk import full_disk

ROUTERS: Sequence[APIRouter] = (
    auth.router,
    oidc.router,
    me.router,
    accounts.router,
    heroes.router,
    drawings.router,
    samples.router,
    wishes.router,
    books.router,
    shares.router,
    shares.public,
    corpus_uploads.router,  # before corpora, whose `/{corpus}` is any word
    corpora.router,
    corpus_browse.router,
    segments.router,
    pictures.router,
    models.router,
    runs.router,
    exports.router,
    hearing.router,
    evaluations.router,
    transcriptions.router,
    documents.router,
    painting.router,
    playground.router,
    jobs.router,
    openai.router,
    openai_language.router,
    openai_pictures.router,
    live.router,
    metrics.router,
)


def build_app(parts: StudioParts) -> FastAPI:
    """Every route asks `access` who may use it: a new one is closed until it is opened there."""
    app = FastAPI(
        title="Soridam",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        dependencies=[Depends(refuse_unnamed)],
        responses=REFUSALS,
        lifespan=keep_tidy,
    )
    app.state.parts = parts
    app.state.metrics = Metrics()
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/", serve_page())
    app.add_exception_handler(SoridamError, _answer_error)
    app.add_exception_handler(RequestValidationError, _answer_bad_request)
    app.add_exception_handler(HTTPException, _answer_http_error)
    app.add_exception_handler(OSError, _answer_full_disk)
    app.add_exception_handler(DBAPIError, _answer_full_disk)
    app.add_exception_handler(Exception, _answer_mistake)
    if parts.oidc is not None:
        over_tls = parts.settings.public_url.startswith("https://")
        app.add_middleware(
            SessionMiddleware,
            secret_key=secrets.token_urlsafe(32),  # what it signs is needed only while somebody logs in
            session_cookie="soridam_oidc",
            max_age=600,
            https_only=over_tls,
        )
    asked_for = parts.consents if parts.settings.accounts else None
    app.add_middleware(Admission, accounts=parts.accounts, limits=parts.limits, consents=asked_for)
    app.add_middleware(Audit, engine=parts.engine)
    app.add_middleware(Measured, metrics=app.state.metrics)
    app.add_middleware(Guard, hosts=parts.settings.hosts, most_bytes=parts.settings.most_upload_bytes)
    return app


async def _answer_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, SoridamError)
    return answer_error(error, request)


async def _answer_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return answer_http_error(error, request) or await http_exception_handler(request, error)


async def _answer_full_disk(request: Request, error: Exception) -> Response:
    """Answer a full disk; any other error of a file or a database is our own mistake."""
    full = full_disk(error)
    if full is None:
        raise error
    return answer_error(full, request)


async def _answer_mistake(request: Request, error: Exception) -> Response:
    """Answer in the form of the route; the framework raises the error again, so that it is logged."""
    return answer_error(MISTAKE, request)


async def _answer_bad_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return answer_bad_value(where, reason_of(first), request)
