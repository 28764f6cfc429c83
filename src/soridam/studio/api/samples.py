"""A finished book to open before there is one of one's own; nobody's, and made once for all."""

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse
from pydantic import BaseModel

from soridam import __version__
from soridam.studio.api.books import READER_POLICY
from soridam.studio.api.deps import Parts
from soridam.studio.books.samples import COVER_FILE, READER_FILE, SampleLanguage, SampleState

router = APIRouter(prefix="/api/sample/{language}", tags=["books"])

CACHE_HEADERS = {"Cache-Control": "private, no-cache"}


class SampleView(BaseModel):
    """How far it is; `title` is empty until it is ready."""

    state: SampleState
    title: str


@router.get("")
def sample(language: SampleLanguage, parts: Parts) -> SampleView:
    """The state of the sample book; the first request begins to make it."""
    found = parts.samples.ask(language)
    return SampleView(state=found.state, title=found.title)


@router.get("/reader", response_class=HTMLResponse)
def sample_reader(language: SampleLanguage, parts: Parts) -> FileResponse:
    """The book in one page, under the policy of every book's reader."""
    headers = {**CACHE_HEADERS, "Content-Security-Policy": READER_POLICY, "ETag": f'"{language}-{__version__}"'}
    return FileResponse(parts.samples.file(language, READER_FILE), media_type="text/html", headers=headers)


@router.get("/cover", response_class=FileResponse)
def sample_cover(language: SampleLanguage, parts: Parts) -> FileResponse:
    """A small JPEG."""
    return FileResponse(parts.samples.file(language, COVER_FILE), media_type="image/jpeg", headers=CACHE_HEADERS)
