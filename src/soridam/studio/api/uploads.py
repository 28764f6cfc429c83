"""Shared code of all upload routes: they take a piece of a file and say how far it is. Begin with `receive_piece`."""

from dataclasses import asdict
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.requests import ClientDisconnect

from soridam.core.errors import CorpusError
from soridam.studio.corpora.uploads import FileKind, OffsetError, UploadedFile, Uploads, kind_of
from soridam.studio.http.answers import Problem
from soridam.studio.http.wording import language_of, tell

CLIENT_GONE = 499  # nginx's number for it, since HTTP has none
BODY = {
    "requestBody": {
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        "required": True,
    }
}


class FileView(BaseModel):
    """An uploaded file. The next piece begins at `received`; its content is checked by the job that reads it."""

    name: str
    bytes: int
    received: int
    complete: bool
    kind: FileKind


class FilesView(BaseModel):
    """A page of files; `total` and `bytes` are those of all files."""

    total: int
    bytes: int
    files: list[FileView]


class UploadConflict(Problem):
    """The answer 409: the upload has to go on from `received`."""

    received: int


NOT_THE_END = CorpusError("upload.offset", "The file does not end there.", hint="Continue from what was received.")
CONFLICT: dict[int | str, dict[str, Any]] = {409: {"model": UploadConflict}}


async def receive_piece(
    uploads: Uploads, request: Request, name: str, offset: int, total: int
) -> FileView | JSONResponse:
    try:
        return view_file(await uploads.receive(name, offset, total, request.stream()))
    except OffsetError as error:
        told = tell(NOT_THE_END, language_of(request))
        return JSONResponse(UploadConflict(**asdict(told), received=error.received).model_dump(), 409)
    except ClientDisconnect:  # what has come stays; nobody is there to be told
        return JSONResponse({}, CLIENT_GONE)


def view_files(uploads: Uploads, offset: int, limit: int) -> FilesView:
    total, size = uploads.count()
    shown = uploads.page(max(0, offset), max(1, min(limit, 1000)))
    return FilesView(total=total, bytes=size, files=[view_file(file) for file in shown])


def view_file(file: UploadedFile) -> FileView:
    return FileView(
        name=file.name, bytes=file.bytes, received=file.received, complete=file.is_complete, kind=kind_of(file.name)
    )
