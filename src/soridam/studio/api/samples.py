"""The sample books: one finished book for each language, made once and the same for everybody."""

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
    """The state of a sample book; `title` is empty until it is ready."""

    state: SampleState
    title: str


@router.get("")
def sample(language: SampleLanguage, parts: Parts) -> SampleView:
    """Return the state of the sample book; the first request begins to make it."""
    found = parts.samples.ask(language)
    return SampleView(state=found.state, title=found.title)


@router.get("/reader", response_class=HTMLResponse)
def sample_reader(language: SampleLanguage, parts: Parts) -> FileResponse:
    """Send the book as one page, under the same content policy as every reader."""
    headers = {**CACHE_HEADERS, "Content-Security-Policy": READER_POLICY, "ETag": f'"{language}-{__version__}"'}
    return FileResponse(parts.samples.file(language, READER_FILE), media_type="text/html", headers=headers)


@router.get("/cover", response_class=FileResponse)
def sample_cover(language: SampleLanguage, parts: Parts) -> FileResponse:
    """Send the cover as a small JPEG."""
    return FileResponse(parts.samples.file(language, COVER_FILE), media_type="image/jpeg", headers=CACHE_HEADERS)
