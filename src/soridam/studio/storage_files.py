"""Which files of a book, a corpus or a run are worth keeping elsewhere: in a backup, in a store. One function."""

from pathlib import Path

BOOK_FILE = "book.json"  # names the other files of a book; whoever copies it first misses none of them
NOT_KEPT = ("incoming", "thumbnails")  # uploads that are not whole, and what is drawn again when it is asked for
WORK = ("making-", "old-")  # what a job works on; its next attempt begins it anew


def files_of(place: Path) -> list[Path]:
    """The one that names others first. Nothing hidden: locks, and what is being written."""
    found = (path for path in place.rglob("*") if path.is_file() and not path.is_symlink())
    kept = [path for path in found if _is_kept(path.relative_to(place))]
    return sorted(kept, key=lambda path: (path.name != BOOK_FILE, path))


def _is_kept(path: Path) -> bool:
    first = path.parts[0]
    is_work = len(path.parts) > 1 and first.startswith(WORK)
    return not is_work and first not in NOT_KEPT and not any(part.startswith(".") for part in path.parts)
