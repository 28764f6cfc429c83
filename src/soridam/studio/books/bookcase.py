"""The folders of books and the rows beside them: opening, deleting, small pictures. Begin with `Bookcase`."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import ColumnElement, Engine, RowMapping, delete, or_, select

from soridam.book.folder import Book, Sheet, open_book
from soridam.core.errors import BookError, JobError, NotFoundError
from soridam.core.files import replacing
from soridam.studio.books.book_summaries import BookSummary, summarize_book
from soridam.studio.books.renderings import FOLDER as RENDERINGS
from soridam.studio.database import open_reader
from soridam.studio.jobs.store import JobStore
from soridam.studio.jobs.table import jobs
from soridam.studio.people.accounts import User
from soridam.studio.records import books, users
from soridam.studio.storage.copies import Copies
from soridam.studio.storage.deletions import note_deleted

THUMBNAIL_WIDTH = 480  # pixels: a cover on the shelf of a screen with twice the points
JPEG_QUALITY = 82


def reachable(me: User) -> ColumnElement[bool]:
    """Books that are mine, and for the owner of the studio those made on children's devices."""
    if me.role != "owner":
        return books.c.owner == me.id
    return or_(books.c.owner == me.id, books.c.owner.in_(select(users.c.id).where(users.c.role == "listener")))


class Bookcase:
    """The books of a studio, whose folder is `folder`. Safe to use from several threads."""

    def __init__(self, engine: Engine, jobs: JobStore, copies: Copies, folder: Path) -> None:
        self._engine, self._jobs, self._copies = engine, jobs, copies
        self._books, self._renderings = folder / "books", folder / RENDERINGS
        self._drawing = threading.Lock()  # a browser asks for the same picture twice at once

    def find(self, me: User, book: str) -> RowMapping:
        """Return the row of a book. Raises NotFoundError, also for somebody else's."""
        with open_reader(self._engine) as connection:
            row = connection.execute(select(books).where(books.c.id == book, reachable(me))).mappings().one_or_none()
        if row is None:
            raise NotFoundError("book.none", "There is no such book.", hint="See the shelf.")
        return row

    def open_any(self, book: str) -> Book:
        """Open a book as new as it is on any machine. Raises BookError while nothing is written yet."""
        return open_book(self._copies.refresh("books", book))

    def summarize_any(self, book: str) -> BookSummary:
        """Summarize a book; quicker than `open_any`, for shelves of many."""
        return summarize_book(self._copies.refresh("books", book))

    def open_own(self, me: User, book: str) -> Book:
        """Open a book. Raises NotFoundError, also for somebody else's; BookError while nothing is written yet."""
        return self.open_any(self.find(me, book)["id"])

    def open_readable(self, me: User, book: str) -> Book:
        """Open a whole book that may be read. Raises BookError for one that is not finished, or not approved yet."""
        return self.check_readable(self.find(me, book))

    def check_readable(self, row: RowMapping) -> Book:
        """Do the same for a row that was found already."""
        opened = self.open_any(row["id"])
        if not opened.is_complete:
            raise BookError("book.being-made", "The book is still being made.", hint="Wait for its last page.")
        if opened.is_held_back:
            raise BookError(
                "book.preview",
                "A grown-up has to approve this book first.",
                hint="Ask them to open the grown-ups' corner.",
            )
        return opened

    @contextmanager
    def changing_own(self, me: User, book: str) -> Iterator[Book]:
        """Open a book for a change that is made at once. Raises NotFoundError and BookError like `open_own`."""
        with self._copies.changing("books", self.find(me, book)["id"]) as folder:
            yield open_book(folder)

    def delete(self, row: RowMapping) -> None:
        """Delete row, links, folder and small pictures. Raises BookError while the book is being made."""
        with self._engine.begin() as connection:
            wanted = select(jobs.c.state).where(jobs.c.id == row["job"])
            if connection.execute(wanted).scalar_one_or_none() == "running":
                raise BookError("book.at-work", "The book is being made right now.", hint="Stop that first.")
            connection.execute(delete(books).where(books.c.id == row["id"]))
            note_deleted(connection, row["id"])
        if row["job"]:
            with suppress(JobError):  # it has ended; one that waits must not make the book again
                self._jobs.cancel(row["job"])
        for place in (self._books, self._renderings):
            shutil.rmtree(place / row["id"], ignore_errors=True)

    def read_thumbnail(self, book: str, opened: Book, sheet: Sheet, width: int = THUMBNAIL_WIDTH) -> bytes:
        """A JPEG of a picture, `width` pixels wide and high at most, drawn once for each version of the sheet."""
        from PIL import Image

        size = "" if width == THUMBNAIL_WIDTH else f"-{width}"
        path = self._books / book / "thumbnails" / f"{sheet.number}-{sheet.version}{size}.jpg"
        with self._drawing:
            if path.is_file():
                return path.read_bytes()
            with Image.open(opened.folder / sheet.picture) as picture:
                picture.thumbnail((width, width))
                with replacing(path) as temporary:
                    picture.convert("RGB").save(temporary, "JPEG", quality=JPEG_QUALITY)
            return path.read_bytes()


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
            hint="See the list of its versions.",
            page=number,
            version=version,
        )
    return found
