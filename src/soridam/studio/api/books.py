"""Books: the shelf, making one from a wish, its pages, its reader, and taking it along."""

import json
import tempfile
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse, HTMLResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy import RowMapping, insert, select

from soridam.book.draw.heroes import default_hero
from soridam.book.folder import Book, open_book
from soridam.book.safety import clean_topic
from soridam.book.story import AgeBand, Color, Kind, Language, Name, Wish
from soridam.core.errors import BookError, NotFoundError
from soridam.studio.accounts import User
from soridam.studio.api.needs import Me, Parts
from soridam.studio.database import now_ms
from soridam.studio.jobs.kinds import find_kind
from soridam.studio.jobs.store import JobOrder
from soridam.studio.parts import StudioParts
from soridam.studio.records import books

router = APIRouter(prefix="/api/books", tags=["books"])

MEDIA = {"html": "text/html", "pdf": "application/pdf", "print": "application/pdf", "epub": "application/epub+zip",
         "audio": "audio/mpeg", "json": "application/json"}  # fmt: skip
READER_POLICY = (
    "default-src 'none'; img-src data:; media-src data:; font-src data:; style-src 'unsafe-inline'; "
    "script-src 'unsafe-inline'; frame-ancestors 'self'"  # the page's own policy allows one script, by its hash
)


class WishForm(BaseModel):
    """What the wish page sends."""

    topic: str = Field(min_length=1, max_length=2_000)
    hero: Kind = "rabbit"
    name: Name | None = None
    color: Color | None = None
    language: Language = "ko"
    age_band: AgeBand = "5-6"
    dedication: str = Field(default="", max_length=200)
    seed: int = Field(default=0, ge=0, le=2**31 - 1)


class BookView(BaseModel):
    """A book on the shelf. `pages` are those that are ready, 0 the cover."""

    id: str
    title: str
    language: Language
    job: str | None
    created: int
    pages: list[int]
    total: int


@router.get("")
def shelf(parts: Parts, me: Me, limit: int = 60) -> list[BookView]:
    """The newest first."""
    wanted = select(books).where(books.c.owner == me.id).order_by(books.c.created.desc()).limit(max(1, min(limit, 200)))
    with parts.engine.connect() as connection:
        rows = connection.execute(wanted).mappings().all()
    return [_view(parts, row) for row in rows]


@router.post("", status_code=202)
def make(form: WishForm, parts: Parts, me: Me) -> BookView:
    """Begin a book; its pages come one by one, told by the events of its job."""
    hero = default_hero(form.hero, form.language, form.name)
    if form.color:
        hero = hero.model_copy(update={"coat": form.color})
    topic = clean_topic(form.topic, form.language)
    wish = Wish(
        topic=topic,
        hero=hero,
        language=form.language,
        age_band=form.age_band,
        seed=form.seed,
        dedication=form.dedication,
    )
    book = _new_id()
    order = JobOrder("book", me.id, {"book": book, "wish": wish.model_dump(mode="json")}, queue=find_kind("book").queue)
    values = {"id": book, "owner": me.id, "title": topic[:200], "language": wish.language, "complete": False}
    job = parts.jobs.submit(order)
    with parts.engine.begin() as connection:
        connection.execute(insert(books).values(job=job, created=now_ms(), wish=wish.model_dump_json(), **values))
    return _view(parts, _own(parts, me, book))


@router.get("/{book}")
def read(book: str, parts: Parts, me: Me) -> BookView:
    return _view(parts, _own(parts, me, book))


@router.get("/{book}/story")
def story(book: str, parts: Parts, me: Me) -> Response:
    return Response(_open(parts, me, book).story.model_dump_json(), media_type="application/json")


@router.get("/{book}/pages/{number}/picture")
def picture(book: str, number: int, parts: Parts, me: Me) -> Response:
    opened = _open(parts, me, book)
    headers = {"Cache-Control": "private, no-cache", "ETag": f'"{opened.made_sheet(number).version}"'}
    return Response(opened.read_picture(number), media_type="image/png", headers=headers)


@router.post("/{book}/pages/{number}/redraw", status_code=202)
def redraw(book: str, number: int, parts: Parts, me: Me) -> dict[str, str]:
    """Draw one picture anew; the old one is kept."""
    _open(parts, me, book).made_sheet(number)
    order = JobOrder("redraw", me.id, {"book": book, "number": number}, queue=find_kind("redraw").queue)
    return {"job": parts.jobs.submit(order)}


@router.get("/{book}/reader")
def reader(book: str, parts: Parts, me: Me) -> HTMLResponse:
    """The book in one page, under a policy of its own: it can load and send nothing."""
    from soridam.book.pages.html import render_reader
    from soridam.book.pages.view import view_book

    text = render_reader(view_book(_complete(parts, me, book)))
    return HTMLResponse(text, headers={"Content-Security-Policy": READER_POLICY})


@router.get("/{book}/export")
def export(
    book: str,
    parts: Parts,
    me: Me,
    form: Annotated[Literal["html", "pdf", "print", "epub", "audio", "json"], Query()],
) -> FileResponse:
    from starlette.background import BackgroundTask

    from soridam.book.pages.export import export_book

    opened = _complete(parts, me, book)
    folder = tempfile.TemporaryDirectory()
    (path,) = export_book(opened, Path(folder.name), [form])
    return FileResponse(path, media_type=MEDIA[form], filename=path.name, background=BackgroundTask(folder.cleanup))


def _own(parts: StudioParts, me: User, book: str) -> RowMapping:
    """Raises NotFoundError, also for somebody else's."""
    with parts.engine.connect() as connection:
        wanted = select(books).where(books.c.id == book, books.c.owner == me.id)
        row = connection.execute(wanted).mappings().one_or_none()
    if row is None:
        raise NotFoundError("There is no such book.", hint="Look at the shelf.")
    return row


def _open(parts: StudioParts, me: User, book: str) -> Book:
    return open_book(parts.books_folder / _own(parts, me, book)["id"])


def _complete(parts: StudioParts, me: User, book: str) -> Book:
    opened = _open(parts, me, book)
    if not opened.is_complete:
        raise BookError("The book is still being made.", hint="Wait for its last page.")
    return opened


def _view(parts: StudioParts, row: RowMapping) -> BookView:
    title, ready, total = row["title"], [], 0
    try:
        opened = open_book(parts.books_folder / row["id"])
        title, total = opened.title, len(opened.story.pages)
        ready = [number for number in opened.numbers if opened.sheet(number) is not None]
    except BookError:  # not written yet: the shelf shows the wish
        title = json.loads(row["wish"])["topic"]
    return BookView(
        id=row["id"],
        title=title,
        language=row["language"],
        job=row["job"],
        created=row["created"],
        pages=ready,
        total=total,
    )


def _new_id() -> str:
    import uuid

    return str(uuid.uuid4())
