"""Which files of a book, a corpus or a run are worth keeping elsewhere, in a backup or a store, and who wants which.

Begin with `files_of`.
"""

from enum import IntEnum
from pathlib import Path, PurePath
from typing import Literal, get_args

from soridam.core.files import read_json

Area = Literal["books", "corpora", "runs", "drawings"]
AREAS: tuple[Area, ...] = get_args(Area)
BOOK_FILE = "book.json"  # names the other files of a book; whoever copies it first misses none of them
UPLOADS = "files"
NOT_KEPT = ("incoming", "thumbnails")  # uploads that are not whole, and what is drawn again when it is asked for
WORK = ("making-", "old-")  # what a job works on; its next attempt begins it anew
TRAINING = "run"  # of a run: config, metrics, checkpoints, model
CHECKPOINTS = (TRAINING, "checkpoints")
SERVING = (TRAINING, "serving")  # an export for programs, made anew where it is missing
RUN_FILE = "run.json"  # says how far a training is; as in soridam.training.run, which loads torch
DRAFT, DRAFTED = "draft", "draft.json"
READY = ("ready", "corpus")  # of a corpus: what is learned from
FIGURES = "figures.json"  # rows, hours and splits of a prepared corpus


class Extent(IntEnum):
    """How much of a place somebody wants; each holds those before it."""

    LIST = 0  # what a list shows
    VIEW = 1  # what is shown, listened to and worked with: no uploads, no checkpoints
    ALL = 2  # what a job goes on with


def files_of(place: Path, extent: Extent = Extent.ALL) -> list[Path]:
    """Return the one that names others first. Nothing hidden: locks, and what is being written."""
    found = (path for path in place.rglob("*") if path.is_file() and not path.is_symlink())
    is_trained = _is_trained(place)
    inner = {path: path.relative_to(place) for path in found}
    kept = [path for path, name in inner.items() if _is_kept(name, is_trained) and is_in(name, extent)]
    return sorted(kept, key=lambda path: (path.name != BOOK_FILE, path))


def is_in(path: PurePath, extent: Extent) -> bool:
    """Return whether a path inside of a place belongs to what somebody wants."""
    if extent is Extent.ALL:
        return True
    if path.parts[0] == UPLOADS or path.parts[:2] == CHECKPOINTS:
        return False
    if extent is Extent.VIEW:
        return True
    is_content = path.parts[:2] == READY or (path.parts[0] == DRAFT and path.name != DRAFTED)
    return path.suffix == ".json" and not is_content


def _is_trained(place: Path) -> bool:
    """Nothing goes on from its checkpoints any more."""
    status = place / TRAINING / RUN_FILE
    return status.is_file() and read_json(status)["status"] == "completed"


def _is_kept(path: Path, is_trained: bool) -> bool:
    first = path.parts[0]
    is_work = len(path.parts) > 1 and first.startswith(WORK)
    is_used_up = path.parts[:2] == SERVING or (is_trained and path.parts[:2] == CHECKPOINTS)
    is_hidden = any(part.startswith(".") for part in path.parts)
    return not (is_work or is_used_up or is_hidden or first in NOT_KEPT)
