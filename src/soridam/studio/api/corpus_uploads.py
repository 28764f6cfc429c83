"""How recordings come into a corpus: uploaded in pieces, or from a folder of the server, within its limits."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from soridam.speech.corpus.readers import READERS
from soridam.studio.api.deps import Me, OwnCorpora, Parts
from soridam.studio.api.schemas import Limit, Offset, Size
from soridam.studio.api.uploads import BODY, CONFLICT, FilesView, FileView, receive_piece, view_files
from soridam.studio.corpora.corpora import refuse_corpus_at_work
from soridam.studio.corpora.folders import look_into, roots_of
from soridam.studio.corpora.uploads import Caps

router = APIRouter(prefix="/api/corpora", tags=["corpora"])

PIECE = 32 * 2**20  # bytes that the page sends at once


class ReaderView(BaseModel):
    name: str
    about: str


class LimitsView(BaseModel):
    """What one corpus may hold, and below which folders of the server recordings may lie."""

    bytes: int
    files: int
    hours: float
    piece_bytes: int
    folders: list[str]
    readers: list[ReaderView]


class InnerFolder(BaseModel):
    name: str
    path: str


class FolderView(BaseModel):
    """A folder of the server; `reader` is the layout that was recognized in it."""

    path: str
    parent: str | None
    folders: list[InnerFolder]
    recordings: int
    reader: str | None


@router.get("/limits")
def limits(parts: Parts) -> LimitsView:
    caps = Caps.of(parts.settings)
    return LimitsView(
        bytes=caps.bytes,
        files=caps.files,
        hours=caps.hours,
        piece_bytes=min(PIECE, parts.settings.most_upload_bytes),
        folders=[str(root) for root in roots_of(parts.settings)],
        readers=[ReaderView(name=name, about=about) for name, about in READERS.items()],
    )


@router.get("/folders")
def folders(parts: Parts, path: str = "") -> FolderView:
    """List a folder of the server, as far as recordings may be taken from there."""
    found = look_into(path, roots_of(parts.settings))
    return FolderView(
        path=str(found.path) if found.path else "",
        parent=None if found.parent is None else str(found.parent),
        folders=[InnerFolder(name=inner.name, path=str(inner)) for inner in found.folders],
        recordings=found.recordings,
        reader=found.reader,
    )


@router.put("/{corpus}/files", openapi_extra=BODY, responses=CONFLICT, response_model=FileView)
async def upload(
    corpus: str,
    request: Request,
    corpora: OwnCorpora,
    me: Me,
    name: Annotated[str, Query(min_length=1, max_length=1000)],
    total: Size,
    offset: Offset = 0,
) -> FileView | JSONResponse:
    """Receive a piece of a file; a piece at offset 0 begins the file anew."""
    own = await asyncio.to_thread(corpora.own, me, corpus)
    refuse_corpus_at_work(own)
    return await receive_piece(corpora.uploads(own), request, name, offset, total)


@router.get("/{corpus}/files")
def files(corpus: str, corpora: OwnCorpora, me: Me, offset: Offset = 0, limit: Limit = 200) -> FilesView:
    return view_files(corpora.uploads(corpora.own(me, corpus)), offset, limit)


@router.delete("/{corpus}/files")
def remove_file(corpus: str, name: str, corpora: OwnCorpora, me: Me) -> FilesView:
    uploads = corpora.uploads(corpora.own(me, corpus))
    uploads.remove(name)
    return view_files(uploads, 0, 200)
