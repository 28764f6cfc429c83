"""The studio's server: routes behind one guard, errors as what happened and what to do. Begin with `build_app`."""

from collections.abc import Sequence

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from soridam import __version__
from soridam.core.errors import AccountError, NotFoundError, SoridamError
from soridam.studio.api import books, door, heroes, jobs, me, shares, wishes
from soridam.studio.api.needs import get_user
from soridam.studio.guard import Guard
from soridam.studio.page import serve_page
from soridam.studio.parts import StudioParts

ROUTERS: Sequence[APIRouter] = (me.router, heroes.router, wishes.router, books.router, shares.router, jobs.router)


def build_app(parts: StudioParts) -> FastAPI:
    """All routes but those of the door need somebody who has come in: a new one is closed until it is opened there."""
    app = FastAPI(title="Soridam", version=__version__, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    app.state.parts = parts
    app.include_router(door.router)
    app.include_router(shares.public)
    for router in ROUTERS:
        app.include_router(router, dependencies=[Depends(get_user)])
    app.mount("/", serve_page())
    app.add_exception_handler(SoridamError, _tell)
    app.add_exception_handler(RequestValidationError, _tell_of_bad_request)
    app.add_middleware(Guard, hosts=parts.settings.hosts, most_bytes=parts.settings.most_upload_bytes)
    return app


async def _tell(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, SoridamError)
    status = 404 if isinstance(error, NotFoundError) else 401 if isinstance(error, AccountError) else 400
    return JSONResponse({"error": error.message, "hint": error.hint}, status)


async def _tell_of_bad_request(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return JSONResponse({"error": f"{where}: {first['msg']}.", "hint": "Correct that value."}, 422)
