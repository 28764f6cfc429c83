"""What a shelf shows of many books, without opening those again that have not changed. Begin with `summarize_book`."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from soridam.book.folder import BOOK_FILE, MadeBy, open_book

CACHE_SIZE = 10_000  # books, of less than a kilobyte each


@dataclass(frozen=True, slots=True)
class BookSummary:
    """A book from outside. `ready` are the pages that are made, 0 the cover; `changed` those with earlier versions."""

    title: str
    total: int
    ready: tuple[int, ...]
    changed: tuple[int, ...]
    is_held_back: bool
    made_by: MadeBy


def summarize_book(folder: Path) -> BookSummary:
    """Raises BookError like `open_book`."""
    try:
        file = (folder / BOOK_FILE).stat()
    except OSError:
        return _read(folder)
    return _cached(folder, (file.st_ino, file.st_mtime_ns, file.st_size))


@lru_cache(CACHE_SIZE)
def _cached(folder: Path, stamp: tuple[int, int, int]) -> BookSummary:
    """Return a book's file is replaced whole when the book changes, so that it has another `stamp` then."""
    return _read(folder)


def _read(folder: Path) -> BookSummary:
    book = open_book(folder)
    ready = tuple(number for number in book.numbers if book.sheet(number) is not None)
    return BookSummary(
        title=book.title,
        total=len(book.story.pages),
        ready=ready,
        changed=tuple(number for number in ready if len(book.versions(number)) > 1),
        is_held_back=book.is_held_back,
        made_by=book.record.made_by,
    )
