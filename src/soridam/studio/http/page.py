"""The studio's web page: the files that `build.py` made of `web/`, and `index.html` for the page's own addresses."""

from pathlib import Path, PurePosixPath

from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, Response
from starlette.routing import Match
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from soridam.core.errors import NotFoundError

PAGE_FOLDER = Path(__file__).parents[1] / "page"
FOREVER = "public, max-age=31536000, immutable"  # assets carry a hash of what they hold in their names
ASK_FIRST = "no-cache"
SERVED = frozenset({"api", "v1"})  # below these everything is a route of the server
NOT_BUILT = """<!doctype html><meta charset="utf-8"><title>Soridam</title>
<p>The studio runs, but its page is not built. Run <code>make page</code> and open this address again.</p>
<p lang="ko">스튜디오는 켜졌지만 화면이 아직 없어요. <code>make page</code>를 실행한 뒤 다시 열어 주세요.</p>
"""


def serve_page(folder: Path = PAGE_FOLDER) -> ASGIApp:
    """Serve the page, mounted after all other routes. It is public: it holds no data of anyone."""
    return GZipMiddleware(PageFiles(folder))


class PageFiles(StaticFiles):
    """Files of one folder. StaticFiles refuses paths and links that lead out of it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, check_dir=False)

    async def check_config(self) -> None:
        """Starlette would raise for a folder that is not there yet; `_index` says it to whoever looks instead."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code != 404:
                raise
            return await self._index(path, scope)
        response.headers["Cache-Control"] = FOREVER if path.startswith("assets/") else ASK_FIRST
        return response

    async def _index(self, path: str, scope: Scope) -> Response:
        """Raises NotFoundError for a file or a route of the server that does not exist."""
        asked = scope["path"].split("/")  # as it came, before `..` was resolved
        if PurePosixPath(path).suffix or ".." in asked or not SERVED.isdisjoint(asked[:2]):
            _refuse_other_method(scope)
            raise NotFoundError(
                "access.nothing-here", "There is nothing at this address.", hint="Go to the studio's first page."
            )
        try:
            response = await super().get_response("index.html", scope)
        except HTTPException:
            return HTMLResponse(NOT_BUILT, 503)
        response.headers["Cache-Control"] = ASK_FIRST
        return response


def _refuse_other_method(scope: Scope) -> None:
    """Raises HTTPException (405) for an address that a route has with another method."""
    app = scope.get("app")
    if app is not None and any(route.matches(scope)[0] is Match.PARTIAL for route in app.routes):
        raise HTTPException(405)
