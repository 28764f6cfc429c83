"""A book is a folder: `book.json` says what it holds, pictures and narrations lie beside it. Begin with `open_book`.

What a page shows is never overwritten: a change writes new files, and `book.json` is replaced last, whole. So a book
that was killed in the making opens with the pages it has, and every earlier version of a page can be shown again. Of
two who change the same book at once, the second is refused.
"""

import io
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import numpy as np
import soundfile
from filelock import FileLock

from soridam.book.names import fill
from soridam.book.parts import Drawing
from soridam.book.story import Page, Story, Wish
from soridam.core.config import Section
from soridam.core.errors import BookError
from soridam.core.files import read_json, replacing, write_json
from soridam.speech.synthesis.spoken import VOICE_RATE, SpokenText, TimedWord

BOOK_FILE = "book.json"
LOCK_FILE = ".lock"
COVER = 0  # the cover's number among the sheets; pages count from 1

FINISH = "Run the command that made it again: it continues where it stopped."

Preview = Literal["not-asked", "waiting", "approved"]  # whether a parent looks at the book before a child does


class SpokenWord(Section):
    """A `TimedWord` as it is kept."""

    begin: int
    stop: int
    start: float
    end: float


class Sheet(Section):
    """What one page shows, or the cover (number 0, no page): file names inside the book's folder.

    `version` counts up with each change of this sheet. `seed` is what the picture was drawn with.
    """

    number: int
    version: int
    seed: int
    page: Page | None = None
    picture: str = ""
    drawing: str = ""
    narration: str = ""
    words: tuple[SpokenWord, ...] = ()


class MadeBy(Section):
    """Which parts made the book: shown to parents and kept with it, as generated content has to say what it is."""

    writer: str
    illustrator: str
    narrator: str
    version: str


class BookRecord(Section):
    """`book.json`. The story's pages are those of the sheets now shown; `past` holds the earlier ones."""

    format: Literal[1] = 1
    id: str
    made: str
    changed: str = ""  # when it was last written; empty in books of earlier versions
    wish: Wish
    story: Story
    sheets: tuple[Sheet, ...] = ()
    past: tuple[Sheet, ...] = ()
    made_by: MadeBy
    preview: Preview = "not-asked"


@dataclass(frozen=True, slots=True)
class NewSheet:
    """What to put on a sheet. None leaves the picture or the voice that is there.

    `silent`: without a voice, also if there is one, because it reads other words.
    """

    number: int
    seed: int
    drawing: Drawing | None = None
    narration: SpokenText | None = None
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """An open book. Changes give a new Book and are on disk when they return."""

    folder: Path
    record: BookRecord

    @classmethod
    def create(cls, folder: Path, wish: Wish, story: Story, made_by: MadeBy, preview: Preview = "not-asked") -> "Book":
        """Begin a book. Raises BookError where there is a book already."""
        record = BookRecord(id=str(uuid.uuid4()), made=_now(), wish=wish, story=story, made_by=made_by, preview=preview)
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / LOCK_FILE):
            if (folder / BOOK_FILE).exists():
                raise BookError(
                    "book.exists",
                    "There is a book in {folder} already.",
                    hint="Choose another folder, or open that book.",
                    folder=folder,
                )
            return cls(folder, record)._saved()

    @property
    def story(self) -> Story:
        return self.record.story

    @property
    def title(self) -> str:
        """As readers see it, with names for markers."""
        return fill(self.story.title, self.story)

    @property
    def is_complete(self) -> bool:
        return all(self.sheet(number) is not None for number in self.numbers)

    @property
    def is_held_back(self) -> bool:
        """Whether a parent has to look at the book before it is shown."""
        return self.record.preview == "waiting"

    @property
    def numbers(self) -> range:
        """The cover and all pages."""
        return range(COVER, len(self.story.pages) + 1)

    def sheet(self, number: int) -> Sheet | None:
        """Return the sheet that is shown, or None as long as it has not been made."""
        return next((sheet for sheet in self.record.sheets if sheet.number == number), None)

    def made_sheet(self, number: int) -> Sheet:
        """Raises BookError for a page that the book does not have, or not yet."""
        sheet = self.sheet(number)
        if sheet is None:
            raise BookError(
                "book.no-page",
                "The book has no page {page}, or it is not made yet.",
                hint="Its pages are 1 to {count}; 0 is the cover. {more}",
                page=number,
                count=len(self.story.pages),
                more=FINISH,
            )
        return sheet

    def versions(self, number: int) -> tuple[Sheet, ...]:
        """Return all versions of a sheet, oldest first."""
        found = [sheet for sheet in (*self.record.past, *self.record.sheets) if sheet.number == number]
        return tuple(sorted(found, key=lambda sheet: sheet.version))

    def with_sheets(self, new: Sequence[NewSheet], story: Story | None = None, wish: Wish | None = None) -> "Book":
        """Put sheets, and the story and wish they belong to, all at once or not at all. The old versions are kept.

        Raises BookError if somebody else has changed the book since it was opened.
        """
        with self._alone():
            changed = self._with(story=story or self.story, wish=wish or self.record.wish)
            for sheet in new:
                changed = changed._put(sheet)
            return changed._unseen()._saved()

    def with_version(self, number: int, version: int) -> "Book":
        """Show an earlier version of a sheet again, words and all. Raises BookError if there is none, or as above."""
        found = next((sheet for sheet in self.versions(number) if sheet.version == version), None)
        if found is None:
            known = ", ".join(str(sheet.version) for sheet in self.versions(number))
            raise BookError(
                "book.no-version",
                "Page {page} has no version {version}.",
                hint="It has: {names}.",
                page=number,
                version=version,
                names=known or "none",
            )
        pages = tuple(found.page if page.number == number and found.page else page for page in self.story.pages)
        with self._alone():
            return self._shown(found)._with(story=self.story.model_copy(update={"pages": pages}))._unseen()._saved()

    def approved(self) -> "Book":
        """A parent has looked at the whole book. Raises BookError as long as it is being made."""
        if not self.is_complete:
            raise BookError("book.unfinished", "The book is not finished, so it cannot be approved yet.", hint=FINISH)
        with self._alone():
            return (self._with(preview="approved") if self.is_held_back else self)._saved()

    def read_picture(self, number: int) -> bytes:
        """PNG."""
        return (self.folder / self.made_sheet(number).picture).read_bytes()

    def read_drawing(self, number: int) -> str:
        """Return the SVG that the picture was made from; empty for a painted one."""
        name = self.made_sheet(number).drawing
        return (self.folder / name).read_text(encoding="utf-8") if name else ""

    def read_narration(self, number: int) -> SpokenText | None:
        """Return the page read aloud; None for the cover, and for a book without a voice."""
        sheet = self.made_sheet(number)
        if not sheet.narration:
            return None
        wave, _ = soundfile.read(self.folder / sheet.narration, dtype="float32")
        return SpokenText(wave, tuple(TimedWord(**word.model_dump()) for word in sheet.words))

    def iter_pages(self) -> Iterator[tuple[Page, Sheet]]:
        """Yield the pages with what they show. Raises BookError if one is not made yet."""
        for page in self.story.pages:
            yield page, self.made_sheet(page.number)

    def _put(self, new: NewSheet) -> "Book":
        """Write the files of a sheet; what is not given is taken from the sheet shown now."""
        number, now = new.number, self.sheet(new.number)
        version = max((sheet.version for sheet in self.versions(number)), default=0) + 1
        stem = f"{'cover' if number == COVER else f'page-{number:02}'}-v{version}"
        changes: dict[str, object] = {"version": version, "seed": new.seed}
        if number != COVER:
            changes["page"] = self.story.pages[number - 1]
        if new.drawing is not None:
            changes |= self._write_drawing(stem, new.drawing)
        if new.narration is not None:
            changes |= self._write_narration(stem, new.narration)
        elif new.silent:
            changes |= {"narration": "", "words": ()}
        return self._shown((now or Sheet(number=number, version=version, seed=new.seed)).model_copy(update=changes))

    def _write_drawing(self, stem: str, drawing: Drawing) -> dict[str, str]:
        written = {"picture": f"pictures/{stem}.png", "drawing": ""}
        _write_bytes(self.folder / written["picture"], drawing.png)
        if drawing.svg is not None:
            written["drawing"] = f"pictures/{stem}.svg"
            _write_bytes(self.folder / written["drawing"], drawing.svg.encode())
        return written

    def _write_narration(self, stem: str, narration: SpokenText) -> dict[str, object]:
        name = f"narration/{stem}.flac"
        buffer = io.BytesIO()
        soundfile.write(buffer, np.clip(narration.wave, -1, 1), VOICE_RATE, format="FLAC", subtype="PCM_16")
        _write_bytes(self.folder / name, buffer.getvalue())
        words = tuple(
            SpokenWord(begin=word.begin, stop=word.stop, start=word.start, end=word.end) for word in narration.words
        )
        return {"narration": name, "words": words}

    def _shown(self, sheet: Sheet) -> "Book":
        kept = [old for old in self.versions(sheet.number) if old.version != sheet.version]
        others = [old for old in self.record.sheets if old.number != sheet.number]
        elsewhere = [old for old in self.record.past if old.number != sheet.number]
        sheets = tuple(sorted([*others, sheet], key=lambda each: each.number))
        return self._with(sheets=sheets, past=(*elsewhere, *kept))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with FileLock(self.folder / LOCK_FILE):
            if _read_record(self.folder) != self.record:
                raise BookError(
                    "book.changed-meanwhile",
                    "The book in {folder} has been changed by somebody else meanwhile.",
                    hint="See the change, and make yours again if it is still needed.",
                    folder=self.folder,
                )
            yield

    def _unseen(self) -> "Book":
        """After a change, a parent who asked for it looks again."""
        return self._with(preview="waiting") if self.record.preview == "approved" else self

    def _with(self, **changes: object) -> "Book":
        return replace(self, record=self.record.model_copy(update=changes))

    def _saved(self) -> "Book":
        saved = self._with(changed=_now())
        write_json(self.folder / BOOK_FILE, saved.record.model_dump(mode="json"))
        return saved


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def open_book(folder: Path) -> Book:
    """Open the book in this folder. Raises BookError if there is none or it is damaged."""
    record = _read_record(folder)
    for sheet in (*record.sheets, *record.past):
        _refuse_foreign_files(folder, sheet)
    return Book(folder, record)


def _read_record(folder: Path) -> BookRecord:
    path = folder / BOOK_FILE
    if not path.is_file():
        raise BookError(
            "book.missing",
            "There is no book in {folder}.",
            hint="Give the folder that `soridam book make --out` wrote.",
            folder=folder,
        )
    try:
        return BookRecord.model_validate(read_json(path))
    except ValueError as error:  # also pydantic's
        first = str(error).splitlines()[0]
        raise BookError(
            "book.damaged", "{path} is damaged: {reason}", hint="Restore it from a copy.", path=path, reason=first
        ) from None


def _refuse_foreign_files(folder: Path, sheet: Sheet) -> None:
    """A book may come from anybody: its file names must lie inside its folder, and be there."""
    for name in (sheet.picture, sheet.drawing, sheet.narration):
        if not name:
            continue
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise BookError(
                "book.outside",
                "The book names a file outside its folder: {path}",
                hint="Do not trust this book.",
                path=name,
            )
        if not path.is_file():
            raise BookError("book.lacks", "The book lacks {what}.", hint="Restore it from a copy.", what=name)


def _write_bytes(path: Path, data: bytes) -> None:
    with replacing(path) as temporary:
        temporary.write_bytes(data)
