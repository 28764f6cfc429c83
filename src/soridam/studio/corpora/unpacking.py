"""Uploaded archives, unpacked where they lie. Begin with `unpack_all`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from soridam.core.errors import CorpusError, with_other_values
from soridam.core.progress import show_progress
from soridam.studio.corpora.uploads import is_archive, unpack
from soridam.studio.storage.places import CorpusPlace

NO_TRANSCRIPTS = (
    "Add transcripts: a metadata.csv with the columns file_name and text, or a .txt, .srt or .TextGrid beside each "
    "recording. Without any, let the recognizer write a first draft."
)
UNLABELED = ("corpus.unknown-layout", "corpus.other-layout")  # codes of errors: nothing says what was said
SEE_QUARANTINE = "See what was set aside and why, fix it, and prepare again."
LARGEST_MEMBER = 2 * 2**30  # bytes of one file inside of an archive
ASIDE = ".unpacking"  # after the name of an archive while its members are written beside it
LONGEST_NAME = 70  # characters: in Korean three bytes each, of 255 that a name may have


def unpack_all(place: CorpusPlace) -> Path:
    """Unpack what archives were uploaded, where they lie; gives the folder in which a reader may look."""
    found = [path for path in sorted(place.files.rglob("*")) if path.is_file()]
    archives = [path for path in found if is_archive(path)]
    with show_progress("Unpacking", len(archives), "archives") as progress:
        for path in archives:
            with upload_errors(place.files):
                _unpack_aside(path)
            progress.advance()
    return _innermost(place.files)


def _unpack_aside(path: Path) -> None:
    """Rename the archive before unpacking: a member may have its name. A killed attempt leaves it renamed."""
    aside = path if path.name.endswith(ASIDE) else path.with_name(f"{path.name[:LONGEST_NAME]}{ASIDE}")
    path.replace(aside)
    try:
        unpack(aside, aside.parent, LARGEST_MEMBER)
    except CorpusError as error:
        aside.replace(path)  # as it was sent: whoever sends another in its place finds its name
        raise with_other_values(error, lambda text: text.replace(ASIDE, "")) from None
    aside.unlink()


def _innermost(folder: Path) -> Path:
    """People pack the folder that holds the files, and that one into another."""
    entries = list(folder.iterdir()) if folder.is_dir() else []
    return _innermost(entries[0]) if len(entries) == 1 and entries[0].is_dir() else folder


@contextmanager
def upload_errors(folder: Path) -> Iterator[None]:
    """Errors name no folder of the server, and hint at what can be done on a page."""
    try:
        yield
    except CorpusError as error:
        told = with_other_values(
            error, lambda text: text.replace(str(folder), "The upload").replace(f"{folder.parent}/", "")
        )
        hint = NO_TRANSCRIPTS if error.code in UNLABELED else SEE_QUARANTINE
        raise CorpusError(error.code, told.what, hint=hint) from None
