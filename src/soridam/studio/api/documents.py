"""Documents, and questions over them and all that was transcribed: quoted answers, or none."""

import asyncio
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import FileResponse, JSONResponse
from pydantic import BaseModel, Field

from soridam.core.errors import SoridamError, from_report
from soridam.studio.api.deps import Me, Parts
from soridam.studio.api.schemas import Gone, Offset, Size
from soridam.studio.api.uploads import BODY, CONFLICT, FileView, receive_piece
from soridam.studio.http.wording import Language, Reader, tell
from soridam.studio.storage.extents import Extent
from soridam.studio.transcripts.documents import MOST_BYTES, MOST_DOCUMENTS, SUFFIXES, Documents
from soridam.studio.transcripts.questions import Batch

router = APIRouter(prefix="/api/documents", tags=["documents"])


async def get_documents(parts: Parts) -> Documents:
    return Documents(parts.runs, parts.copies, Path(parts.settings.folder))


OwnDocuments = Annotated[Documents, Depends(get_documents)]
Name = Annotated[str, Query(min_length=1, max_length=200)]


class DocumentView(BaseModel):
    name: str
    bytes: int


class DocumentsView(BaseModel):
    """One's documents, and what may be added: kinds by their endings, bytes of each, and how many."""

    documents: list[DocumentView]
    suffixes: list[str]
    most_bytes: int
    most: int


class QuestionForm(BaseModel):
    """A question in English or Korean.

    `starts`: when recordings began whose names do not say so, such as 14:00.
    """

    question: str = Field(min_length=1, max_length=500)
    starts: str = Field(default="", max_length=40)


class QuoteView(BaseModel):
    """What answers, word by word: a recording at `seconds`, or a document at `place` (a page, a row, a line).

    `values` are those asked for that stand in it; `time` is the time of day, where it is known.
    """

    kind: Literal["document", "recording"]
    transcription: str
    number: int
    name: str
    text: str
    heading: str
    place: str
    seconds: float | None
    time: str
    values: list[str]


class UnreadView(BaseModel):
    """A document that cannot be read, and why."""

    name: str
    error: str
    hint: str | None


class AnswerView(BaseModel):
    """Quotes, the best first; none where the material does not answer. `values` are what transcripts say."""

    found: bool
    values: list[str]
    quotes: list[QuoteView]
    unread: list[UnreadView]


@router.get("")
def documents(own: OwnDocuments, me: Me) -> DocumentsView:
    """All my documents."""
    found = [DocumentView(name=document.name, bytes=document.bytes) for document in own.all(me)]
    return DocumentsView(documents=found, suffixes=list(SUFFIXES), most_bytes=MOST_BYTES, most=MOST_DOCUMENTS)


@router.put("/files", openapi_extra=BODY, responses=CONFLICT, response_model=FileView)
async def upload_document(
    request: Request, own: OwnDocuments, me: Me, name: Name, total: Size, offset: Offset = 0
) -> FileView | JSONResponse:
    """A piece of a document; the first one begins it anew."""
    uploads = await asyncio.to_thread(own.uploads, me, name, total)
    received = await receive_piece(uploads, request, name, offset, total)
    if isinstance(received, FileView) and received.complete:
        await asyncio.to_thread(own.publish, me)
    return received


@router.get("/files", response_class=FileResponse)
def document_file(own: OwnDocuments, me: Me, name: Name) -> FileResponse:
    """One document as it was uploaded, to be saved: nothing in it is run or shown by the browser."""
    found = own.read(me, name)
    return FileResponse(found.path, media_type="application/octet-stream", filename=Path(found.name).name)


@router.delete("/files")
def delete_document(own: OwnDocuments, me: Me, name: Name) -> Gone:
    """Delete a document, and what was read of it."""
    own.delete(me, name)
    return Gone(id=name)


@router.post("/questions")
def ask_question(form: QuestionForm, own: OwnDocuments, parts: Parts, me: Me, reader: Reader) -> AnswerView:
    """Ask all my transcripts and documents. What is new among them is read first, which may take a while."""
    runs = parts.runs.all(me, "transcribe")
    batches = [Batch(run.id, parts.copies.refresh("runs", run.id, Extent.VIEW)) for run in runs]
    index = own.index(own.collection(me))
    told = parts.questions.ask(index, own.fetched(me), batches, form.question, form.starts)
    return AnswerView(
        found=told["found"],
        values=told["values"],
        quotes=[QuoteView(**quote) for quote in told["quotes"]],
        unread=[_unread(failed, reader) for failed in told["failed"]],
    )


def _unread(failed: dict[str, Any], reader: Language) -> UnreadView:
    told = tell(from_report(SoridamError, failed["error"]), reader)
    return UnreadView(name=failed["name"], error=told.error, hint=told.hint)
