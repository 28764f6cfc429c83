"""Folders of the server that recordings may be taken from: those that the settings name, and nothing else.

In a studio of one person, on their own machine, their home is one of them. Begin with `roots_of`.
"""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from soridam.core.errors import CorpusError, UsageError
from soridam.settings import StudioSettings
from soridam.speech.corpus.labels import iter_files
from soridam.speech.corpus.readers import guess_reader
from soridam.studio.corpora.uploads import kind_of

MOST_SHOWN = 500
MOST_COUNTED = 2_000


@dataclass(frozen=True)
class Found:
    """What there is to choose in a folder; `path` is None above the roots."""

    path: Path | None
    parent: Path | None
    folders: list[Path]
    recordings: int
    reader: str | None


def roots_of(settings: StudioSettings) -> list[Path]:
    named = [Path(folder).expanduser().resolve() for folder in settings.import_folders]
    return named if settings.accounts or named else [Path.home().resolve()]


def allowed_folder(written: str, roots: list[Path]) -> Path:
    """The folder, links resolved. Raises UsageError for all that does not lie below a root, in the same words."""
    refusal = UsageError(
        "folder.not-allowed",
        "Recordings may not be read from that folder.",
        hint="Choose one below studio.import_folders of the settings.",
    )
    if "\0" in written or not Path(written).is_absolute():
        raise refusal
    folder = Path(written).resolve()
    root = next((root for root in roots if folder.is_relative_to(root)), None)
    if root is None or _is_hidden(folder, root) or not folder.is_dir():
        raise refusal
    return folder


def look_into(written: str, roots: list[Path]) -> Found:
    """Return the folders in a folder, and whether a corpus could be made of it; without a path, the roots."""
    if not written:
        return Found(None, None, roots, 0, None)
    folder = allowed_folder(written, roots)
    inner = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    inside = [path for path in inner if any(path.resolve().is_relative_to(root) for root in roots)]
    seen = islice(iter_files(folder), MOST_COUNTED)
    count = sum(kind_of(path.name) == "recording" for path in seen)
    parent = folder.parent if any(folder.parent.is_relative_to(root) for root in roots) else None
    return Found(folder, parent, inside[:MOST_SHOWN], count, _guess(folder) if count else None)


def _guess(folder: Path) -> str | None:
    try:
        return guess_reader(folder)
    except CorpusError:
        return None


def _is_hidden(folder: Path, root: Path) -> bool:
    """Return whether a folder is hidden, as those are where systems keep keys and settings."""
    return any(part.startswith(".") for part in folder.relative_to(root).parts)
