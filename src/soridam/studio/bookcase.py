"""The folders of books and the rows beside them: opening, deleting, small pictures. Begin with `open_own`."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import ColumnElement, RowMapping, delete, or_, select

from soridam.book.folder import Book, Sheet, open_book
from soridam.core.errors import BookError, JobError, NotFoundError
from soridam.core.files import replacing
from soridam.studio.accounts import User
from soridam.studio.database import open_reader
from soridam.studio.deleted import note_deleted
from soridam.studio.glances import Glance, glance_at
from soridam.studio.jobs.table import jobs
from soridam.studio.parts import StudioParts
from soridam.studio.records import books, users
from soridam.studio.renderings import FOLDER as RENDERINGS

THUMBNAIL_WIDTH = 480  # pixels: a cover on the shelf of a screen with twice the points
JPEG_QUALITY = 82

_drawing = threading.Lock()  # a browser asks for the same picture twice at once


def reachable(me: User) -> ColumnElement[bool]:
    """Books that are mine, and for the owner of the studio those made on children's devices."""
    if me.role != "owner":
        return books.c.owner == me.id
    return or_(books.c.owner == me.id, books.c.owner.in_(select(users.c.id).where(users.c.role == "listener")))


def find_book(parts: StudioParts, me: User, book: str) -> RowMapping:
    """Raises NotFoundError, also for somebody else's."""
    with open_reader(parts.engine) as connection:
        row = connection.execute(select(books).where(books.c.id == book, reachable(me))).mappings().one_or_none()
    if row is None:
        raise NotFoundError("book.none", "There is no such book.", hint="Look at the shelf.")
    return row


def open_any(parts: StudioParts, book: str) -> Book:
    """As new as it is anywhere. Raises BookError while nothing is written yet."""
    return open_book(parts.copies.refresh("books", book))


def glance_at_any(parts: StudioParts, book: str) -> Glance:
    """Like `open_any`, for shelves of many."""
    return glance_at(parts.copies.refresh("books", book))


def open_own(parts: StudioParts, me: User, book: str) -> Book:
    """Raises NotFoundError, also for somebody else's; BookError while nothing is written yet."""
    return open_any(parts, find_book(parts, me, book)["id"])


def open_readable(parts: StudioParts, me: User, book: str) -> Book:
    """A whole book that may be read. Raises BookError for one that is not finished, or not approved yet."""
    row = find_book(parts, me, book)
    return check_readable(parts, row)


def check_readable(parts: StudioParts, row: RowMapping) -> Book:
    opened = open_any(parts, row["id"])
    if not opened.is_complete:
        raise BookError("book.being-made", "The book is still being made.", hint="Wait for its last page.")
    if opened.is_held_back:
        raise BookError(
            "book.preview", "A grown-up looks at this book first.", hint="Ask them to open the grown-ups' corner."
        )
    return opened


@contextmanager
def changing_own(parts: StudioParts, me: User, book: str) -> Iterator[Book]:
    """For a change that is made at once. Raises NotFoundError and BookError like `open_own`."""
    with parts.copies.changing("books", find_book(parts, me, book)["id"]) as folder:
        yield open_book(folder)


def delete_book(parts: StudioParts, row: RowMapping) -> None:
    """Row, links, folder and small pictures. Raises BookError while the book is being made."""
    with parts.engine.begin() as connection:
        wanted = select(jobs.c.state).where(jobs.c.id == row["job"])
        if connection.execute(wanted).scalar_one_or_none() == "running":
            raise BookError("book.at-work", "The book is being made just now.", hint="Stop that first.")
        connection.execute(delete(books).where(books.c.id == row["id"]))
        note_deleted(connection, row["id"])
    if row["job"]:
        _call_off(parts, row["job"])
    for room in (parts.settings.books_folder, Path(parts.settings.folder) / RENDERINGS):
        shutil.rmtree(room / row["id"], ignore_errors=True)


def find_sheet(opened: Book, number: int, version: int | None) -> Sheet:
    """A page as it is shown, or in an earlier version. Raises BookError, or NotFoundError for no such version."""
    shown = opened.made_sheet(number)
    if version is None:
        return shown
    found = next((sheet for sheet in opened.versions(number) if sheet.version == version), None)
    if found is None:
        raise NotFoundError(
            "book.no-version",
            "Page {page} has no version {version}.",
            hint="Look at the list of its versions.",
            page=number,
            version=version,
        )
    return found


def read_thumbnail(parts: StudioParts, book: str, opened: Book, sheet: Sheet, width: int = THUMBNAIL_WIDTH) -> bytes:
    """A JPEG of a picture, `width` pixels wide and high at most, drawn once for each version of the sheet."""
    from PIL import Image

    size = "" if width == THUMBNAIL_WIDTH else f"-{width}"
    path = _thumbnails(parts, book) / f"{sheet.number}-{sheet.version}{size}.jpg"
    with _drawing:
        if path.is_file():
            return path.read_bytes()
        with Image.open(opened.folder / sheet.picture) as picture:
            picture.thumbnail((width, width))
            with replacing(path) as temporary:
                picture.convert("RGB").save(temporary, "JPEG", quality=JPEG_QUALITY)
        return path.read_bytes()


def _call_off(parts: StudioParts, job: str) -> None:
    """A job that waits must not make the book again."""
    try:
        parts.jobs.cancel(job)
    except JobError:  # it has ended, which is as good
        return


def _thumbnails(parts: StudioParts, book: str) -> Path:
    return parts.settings.books_folder / book / "thumbnails"
