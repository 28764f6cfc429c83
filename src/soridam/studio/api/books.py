"""Books: the shelf, making one from a wish, its pages, its reader, changing and taking it along."""

import asyncio
import json
import uuid
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy import Connection, RowMapping, insert, select

from soridam.book.care.answer import refuse_disclosure
from soridam.book.draw.heroes import default_hero
from soridam.book.folder import COVER
from soridam.book.safety import check_text, clean_heard
from soridam.book.story import AgeBand, Kind, Language, Name, Wish
from soridam.book.text import page_text
from soridam.core.errors import BookError, NotFoundError, StorageError
from soridam.studio.api.deps import Me, Parts
from soridam.studio.api.heroes import Looks, dressed
from soridam.studio.api.schemas import Number
from soridam.studio.api.sound import send_sound
from soridam.studio.books.book_summaries import BookSummary
from soridam.studio.books.bookcase import (
    find_sheet,
    reachable,
)
from soridam.studio.books.confidences import Confidences
from soridam.studio.books.drawings import hero_of
from soridam.studio.books.renderings import Form, Rendering
from soridam.studio.database import now_ms, open_reader
from soridam.studio.jobs.store import JobOrder
from soridam.studio.parts import StudioParts
from soridam.studio.people.accounts import User
from soridam.studio.records import books, users
from soridam.studio.tuning.runs import RunRow, training_folder, training_weights
from soridam.training.run_folder import ADAPTER

router = APIRouter(prefix="/api/books", tags=["books"])

MEDIA = {"html": "text/html", "pdf": "application/pdf", "print": "application/pdf", "coloring": "application/pdf",
         "epub": "application/epub+zip", "audio": "audio/mpeg", "json": "application/json"}  # fmt: skip
READER_POLICY = (
    "default-src 'none'; img-src data:; media-src data:; font-src data:; style-src 'unsafe-inline'; "
    "script-src 'unsafe-inline'; frame-ancestors 'self'"  # the page's own policy allows one script, by its hash
)


class WishForm(Looks):
    """A wish with the hero as it is dressed."""

    topic: str = Field(min_length=1, max_length=2_000)
    hero: Kind = "rabbit"
    name: Name | None = None
    language: Language = "ko"
    age_band: AgeBand = "5-6"
    dedication: str = Field(default="", max_length=200)
    seed: int = Field(default=0, ge=0, le=2**31 - 1)
    drawing: str | None = Field(default=None, max_length=36, description="A drawing of one's own that is the hero.")
    adapter: str | None = Field(default=None, max_length=36, description="A run whose LoRA the book is painted with.")


class PaintingHero(BaseModel):
    """A run of pictures that was trained with LoRA: a hero to paint a book with."""

    id: str
    name: str


class BookView(BaseModel):
    """A book on the shelf. `pages` are those that are ready, 0 the cover. It is read when it is `approved`."""

    id: str
    title: str
    language: Language
    job: str | None
    created: int
    pages: list[int]
    total: int
    approved: bool
    changed: list[int] = Field(description="Those of the pages that have earlier versions.")


class FamilyBookView(BookView):
    """A book as grown-ups see it: who made it, from which wish, for whom, and with what."""

    maker: str
    topic: str
    age_band: AgeBand
    made_by: dict[str, str]


class PageWords(BaseModel):
    """The words of a page as they are read."""

    number: int
    text: str


class VersionView(BaseModel):
    """A page as it was, or as it is shown now."""

    version: int
    shown: bool
    text: str


class WantedVersion(BaseModel):
    """The version to show again."""

    version: Number


class NewWords(BaseModel):
    """Other words for a page; empty: the writer's own."""

    text: str = Field(default="", max_length=1_000)


@router.get("")
def shelf(parts: Parts, me: Me, limit: Number = 60) -> list[BookView]:
    """List books, the newest first."""
    wanted = select(books).where(books.c.owner == me.id).order_by(books.c.created.desc()).limit(max(1, min(limit, 200)))
    with open_reader(parts.engine) as connection:
        rows = connection.execute(wanted).mappings().all()
    return [_view(parts, row) for row in rows]


@router.post("", status_code=202)
def make(form: WishForm, parts: Parts, me: Me) -> BookView:
    """Begin a book; its pages come one by one, told by the events of its job."""
    hero = dressed(default_hero(form.hero, form.language, form.name), form)
    drawing = parts.drawings.find(me, form.drawing) if form.drawing else None
    if drawing is not None:
        hero = hero_of(drawing, hero)
    adapter = _adapter_of(parts, me, form.adapter) if form.adapter else None
    topic = _clean_or_confide(parts, me, form.topic, form.language)
    wish = Wish(
        topic=topic,
        hero=hero,
        language=form.language,
        age_band=form.age_band,
        seed=form.seed,
        dedication=form.dedication,
    )
    book = _new_id()
    asked = {"book": book, "wish": wish.model_dump(mode="json"), "drawing": form.drawing, "adapter": adapter}
    order = JobOrder("book", me.id, asked)
    values = {"id": book, "owner": me.id, "title": topic[:200], "language": wish.language, "complete": False}

    def put_on_shelf(connection: Connection, job: str) -> None:
        connection.execute(insert(books).values(job=job, created=now_ms(), wish=wish.model_dump_json(), **values))

    parts.jobs.submit(order, put_on_shelf)
    return _view(parts, parts.bookcase.find(me, book))


def _clean_or_confide(parts: StudioParts, me: User, said: str, language: Language) -> str:
    """Return the topic as it may become a book. What a child discloses is kept for grown-ups, and refused warmly."""
    refuse_disclosure(Confidences(parts.engine).listen(me, said, language))
    return clean_heard(said, language).topic


@router.get("/painting-heroes")
def painting_heroes(parts: Parts, me: Me) -> list[PaintingHero]:
    """List the heroes that one has trained and can have painted, the newest first; none where pages are drawn."""
    runs = parts.runs.all(me, "train") if parts.paints_books else []
    return [PaintingHero(id=run.id, name=run.row["name"]) for run in runs if _has_adapter(run)]


def _adapter_of(parts: StudioParts, me: User, id: str) -> str:
    """Return the LoRA of a run as jobs name it. Raises NotFoundError for no run of one's own, or one without LoRA."""
    run = parts.runs.own(me, "train", id)
    if not parts.paints_books or not _has_adapter(run):
        raise NotFoundError(
            "book.no-adapter",
            "'{name}' has no LoRA to paint with.",
            hint="Choose a run of pictures that is done and was trained with the method lora.",
            name=run.row["name"],
        )
    return f"{training_weights(run.id)}/{ADAPTER}"


def _has_adapter(run: RunRow) -> bool:
    return run.is_done and run.row["family"] == "image" and (training_folder(run.folder) / ADAPTER).is_dir()


@router.get("/family")
def family(parts: Parts, me: Me) -> list[FamilyBookView]:
    """List all books for the grown-ups' corner, those of children's devices too, the newest first."""
    wanted = select(books, users.c.name.label("maker")).join_from(books, users).where(reachable(me))
    with open_reader(parts.engine) as connection:
        rows = connection.execute(wanted.order_by(books.c.created.desc()).limit(200)).mappings().all()
    return [_family_view(parts, row) for row in rows]


@router.get("/{book}")
def read(book: str, parts: Parts, me: Me) -> BookView:
    return _view(parts, parts.bookcase.find(me, book))


@router.delete("/{book}")
def delete(book: str, parts: Parts, me: Me) -> dict[str, str]:
    """Delete a book for good, with all its pages and links."""
    parts.bookcase.delete(parts.bookcase.find(me, book))
    return {"id": book}


@router.post("/{book}/approval")
def approve(book: str, parts: Parts, me: Me) -> BookView:
    """Approve a book that a grown-up has looked at, so that it can be read."""
    with parts.bookcase.changing_own(me, book) as opened:
        opened.approved()
    return _view(parts, parts.bookcase.find(me, book))


@router.get("/{book}/story")
def story(book: str, parts: Parts, me: Me) -> Response:
    return Response(parts.bookcase.open_own(me, book).story.model_dump_json(), media_type="application/json")


@router.get("/{book}/words")
def words(book: str, parts: Parts, me: Me) -> list[PageWords]:
    """Return the text of the pages, with names filled in."""
    opened = parts.bookcase.open_own(me, book)
    return [PageWords(number=page.number, text=page_text(page, opened.story)) for page in opened.story.pages]


@router.get("/{book}/pages/{number}/picture")
def picture(
    book: str,
    number: Number,
    request: Request,
    parts: Parts,
    me: Me,
    small: bool = False,
    version: Number | None = None,
) -> Response:
    """Send the picture as PNG, or small as JPEG, also of an earlier version. Answers 304 if the browser has it."""
    opened = parts.bookcase.open_own(me, book)
    sheet = find_sheet(opened, number, version)
    tag = f'"{sheet.version}{"-small" if small else ""}"'
    headers = {"Cache-Control": "private, no-cache", "ETag": tag}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    if small:
        return Response(parts.bookcase.read_thumbnail(book, opened, sheet), media_type="image/jpeg", headers=headers)
    return Response((opened.folder / sheet.picture).read_bytes(), media_type="image/png", headers=headers)


@router.get("/{book}/pages/{number}/sound")
def sound(book: str, number: Number, request: Request, parts: Parts, me: Me) -> Response:
    """Send the page read aloud as FLAC. Each page has its own file, so that nobody waits for the last one."""
    opened = parts.bookcase.open_own(me, book)
    spoken = opened.made_sheet(number).narration
    if not spoken:
        raise NotFoundError("book.no-sound", "Page {number} has no voice.", hint="Read it yourself.", number=number)
    return send_sound(request, (opened.folder / spoken).read_bytes())


@router.get("/{book}/pages/{number}/versions")
def versions(book: str, number: Number, parts: Parts, me: Me) -> list[VersionView]:
    """List all versions of this page, the oldest first."""
    opened = parts.bookcase.open_own(me, book)
    shown = opened.made_sheet(number).version
    return [
        VersionView(
            version=sheet.version,
            shown=sheet.version == shown,
            text=page_text(sheet.page, opened.story) if sheet.page else "",
        )
        for sheet in opened.versions(number)
    ]


@router.post("/{book}/pages/{number}/versions")
def show_version(book: str, number: Number, form: WantedVersion, parts: Parts, me: Me) -> BookView:
    """Show an earlier version again, words and all; the one shown now is kept."""
    with parts.bookcase.changing_own(me, book) as opened:
        opened.with_version(number, form.version)
    return _view(parts, parts.bookcase.find(me, book))


@router.post("/{book}/pages/{number}/redraw", status_code=202)
def redraw(book: str, number: Number, parts: Parts, me: Me) -> dict[str, str]:
    """Redraw one picture; the old one is kept."""
    parts.bookcase.open_own(me, book).made_sheet(number)
    order = JobOrder("redraw", me.id, {"book": book, "number": number})
    return {"job": parts.jobs.submit(order)}


@router.post("/{book}/pages/{number}/rewrite", status_code=202)
def rewrite(book: str, number: Number, form: NewWords, parts: Parts, me: Me) -> dict[str, str]:
    """Give a page other words, which are read aloud too, or have it written and drawn anew; the old one is kept."""
    parts.bookcase.open_own(me, book).made_sheet(number)
    if number == COVER:
        raise BookError("book.cover-words", "The cover has its title and no other words.", hint="Give a page from 1.")
    check_text(form.text)
    payload = {"book": book, "number": number, "text": form.text.strip()}
    return {"job": parts.jobs.submit(JobOrder("rewrite", me.id, payload))}


@router.get("/{book}/reader", response_class=HTMLResponse)
async def reader(book: str, request: Request, parts: Parts, me: Me) -> Response:
    """Send the book as one page, under a content policy by which it can load and send nothing. May answer 304."""
    opened = await asyncio.to_thread(parts.bookcase.open_readable, me, book)
    made = await parts.renderings.get(book, opened, "html")
    return answer_rendering(request, made, "text/html", {"Content-Security-Policy": READER_POLICY})


@router.get("/{book}/export", response_class=FileResponse)
async def export(book: str, request: Request, parts: Parts, me: Me, form: Annotated[Form, Query()]) -> Response:
    """Send the book as a file. It is made once and kept until the book changes. May answer 304."""
    opened = await asyncio.to_thread(parts.bookcase.open_readable, me, book)
    made = await parts.renderings.get(book, opened, form)
    return answer_rendering(request, made, MEDIA[form], {}, made.path.name)


def answer_rendering(
    request: Request, made: Rendering, media_type: str, headers: Mapping[str, str], filename: str | None = None
) -> Response:
    """Send a file that a browser may keep but must check each time: a link may have ended, a book may have changed."""
    headers = {"Cache-Control": "private, no-cache", **headers, "ETag": made.tag}
    if is_known_to(request, made.tag):
        return Response(status_code=304, headers=headers)
    return FileResponse(made.path, media_type=media_type, filename=filename, headers=headers)


def is_known_to(request: Request, tag: str) -> bool:
    """Return whether the browser already has the version with this tag."""
    return tag in request.headers.get("if-none-match", "")


def _view(parts: StudioParts, row: RowMapping) -> BookView:
    return _view_summary(row, _summary(parts, row))


def _view_summary(row: RowMapping, seen: BookSummary | None) -> BookView:
    return BookView(
        id=row["id"],
        title=seen.title if seen else json.loads(row["wish"])["topic"],
        language=row["language"],
        job=row["job"],
        created=row["created"],
        pages=list(seen.ready) if seen else [],
        total=seen.total if seen else 0,
        approved=not seen.is_held_back if seen else True,
        changed=list(seen.changed) if seen else [],
    )


def _family_view(parts: StudioParts, row: RowMapping) -> FamilyBookView:
    wish, seen = json.loads(row["wish"]), _summary(parts, row)
    return FamilyBookView(
        **_view_summary(row, seen).model_dump(),
        maker=row["maker"],
        topic=wish["topic"],
        age_band=wish["age_band"],
        made_by=seen.made_by.model_dump() if seen else {},
    )


def _summary(parts: StudioParts, row: RowMapping) -> BookSummary | None:
    """Read the summary of a book; None if it is not written yet or the store is away: the shelf then shows the wish."""
    try:
        return parts.bookcase.summarize_any(row["id"])
    except (BookError, StorageError):
        return None


def _new_id() -> str:
    return str(uuid.uuid4())
