"""Label files and the sound that belongs to them, in folders and inside archives alike.

Begin with `iter_label_files` and `SoundFinder`.
"""

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from soridam.speech.corpus.archive import LABEL_LIMIT, Archive, Member, open_archive, stem_key
from soridam.speech.corpus.parts import find_archives
from soridam.speech.corpus.rows import REMOTE, RowError, refuse_outside
from soridam.speech.corpus.utterance import Clip
from soridam.speech.formats import SUFFIXES

SOUND_SUFFIXES = (*SUFFIXES, ".pcm")
_SOUND = frozenset(SOUND_SUFFIXES)
CACHED_FOLDERS = 1024  # whose suffixes are known
# Folders of labels and of sound that mirror each other in what AI-Hub hands out.
MIRRORED = (("라벨링데이터", "원천데이터"), ("라벨", "원천"), ("labels", "audio"), ("label", "source"))
MIRRORED_PREFIXES = (("TL", "TS"), ("VL", "VS"))


@dataclass(frozen=True, slots=True)
class LabelFile:
    """One label file; `id` is its place in the corpus without the extension."""

    id: str
    path: Path
    archive: Archive | None = None
    member: Member | None = None

    def read(self) -> bytes:
        """Give its content. Raises CorpusError (RowError for a plain file)."""
        if self.archive is not None and self.member is not None:
            return self.archive.read(self.member, LABEL_LIMIT)
        try:
            if self.path.stat().st_size > LABEL_LIMIT:
                raise RowError("unreadable-label", f"{self.path} has more than {LABEL_LIMIT} bytes.")
            return self.path.read_bytes()
        except OSError as error:
            raise RowError("unreadable-label", f"{self.path}: {error.strerror}") from None

    @property
    def stem(self) -> str:
        return stem_key(self.member.name if self.member else self.path.name)

    @property
    def part(self) -> str:
        """Return the public part according to AI-Hub's folder names: train, validation or nothing."""
        place = f"{self.path.as_posix()}/{self.id}".lower()
        return "train" if "training" in place else "validation" if "validation" in place else ""


@dataclass(frozen=True, slots=True)
class FoundSound:
    """The file of a label's sound, and its size in bytes."""

    clip: Clip
    size: int


def iter_files(folder: Path) -> Iterator[Path]:
    """Walk a folder in order, one directory in memory at a time; hidden files and linked folders are left out."""
    with os.scandir(folder) as entries:
        ordered = sorted((e for e in entries if not e.name.startswith(".")), key=lambda entry: entry.name)
    for entry in ordered:
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__MACOSX":
                yield from iter_files(Path(entry.path))
        elif entry.is_file():
            yield Path(entry.path)


def iter_label_files(folder: Path, suffix: str = ".json") -> Iterator[LabelFile]:
    """Walk the label files below a folder, then those inside its archives, in the archives' own order."""
    for path in iter_files(folder):
        if path.suffix.lower() == suffix:
            yield LabelFile(path.relative_to(folder).with_suffix("").as_posix(), path)
    for archive_path in find_archives(folder):
        archive = open_archive(archive_path)
        place = archive_path.relative_to(folder).as_posix()
        for member in archive.members():
            if _is_label(member, suffix):
                yield LabelFile(f"{place}/{member.name[: -len(suffix)]}", archive_path, archive, member)


def _is_sound(member: Member) -> bool:
    return member.name.lower().endswith(SOUND_SUFFIXES) and not member.is_link


def _is_label(member: Member, suffix: str) -> bool:
    hidden = member.name.rpartition("/")[2].startswith(".") or member.name.startswith("__MACOSX/")
    return not hidden and member.name.lower().endswith(suffix)


class SoundFinder:
    """Finds the sound of a label: beside it, in the mirrored folder, anywhere below, or in the archives."""

    def __init__(self, folder: Path) -> None:
        """Open the archives that hold recordings. Raises CorpusError for a damaged one or a missing part."""
        self.folder = folder
        self._suffixes: dict[Path, tuple[str, ...]] = {}
        archives = [open_archive(path) for path in find_archives(folder)]
        # An archive of two million labels is left out: it need not be searched for each of them.
        self._archives = [archive for archive in archives if any(map(_is_sound, archive.members()))]

    def find(self, label: LabelFile, *names: str) -> FoundSound:
        """Look for the file names in turn; folders in a name only help to choose between equals. Raises RowError.

        Nothing is opened by a path from a label, so no label can lead out of the corpus.
        """
        for name in dict.fromkeys(filter(None, names)):
            if REMOTE.match(name):
                raise RowError("remote-url", f"{name}: only local files are read.")
            written = name.replace("\\", "/")
            stem = stem_key(written)
            place = (written if "/" in written else label.id).rpartition("/")[0]
            found = self._beside(label, stem) or self._nearest(list(self._everywhere(stem)), stem, place)
            if found:
                return found
        raise RowError(
            "missing-audio",
            f"No sound named {' or '.join(names)} below {self.folder}; "
            "give the folder that holds both the labels and the recordings.",
        )

    def _beside(self, label: LabelFile, stem: str) -> FoundSound | None:
        if label.member is not None:
            return None
        inside = label.path.parent.relative_to(self.folder).as_posix()
        for place in dict.fromkeys([inside, *_mirrors(inside)]):
            if sound := self._in_folder(self.folder / place, stem):
                return sound
        return None

    def _in_folder(self, folder: Path, stem: str) -> FoundSound | None:
        for form in ("NFC", "NFD"):
            for suffix in self._suffixes_in(folder):
                path = folder / (unicodedata.normalize(form, stem) + suffix)
                if path.is_file():
                    return self._checked(path)
        return None

    def _suffixes_in(self, folder: Path) -> tuple[str, ...]:
        """Return the sound suffixes in this folder, as written: of many that decode, a corpus has one or two."""
        if folder not in self._suffixes:
            if len(self._suffixes) >= CACHED_FOLDERS:
                self._suffixes.clear()
            found: set[str] = set()
            if folder.is_dir():
                with os.scandir(folder) as entries:
                    found = {suffix for entry in entries if (suffix := Path(entry.name).suffix).lower() in _SOUND}
            self._suffixes[folder] = tuple(sorted(found, key=lambda one: (SOUND_SUFFIXES.index(one.lower()), one)))
        return self._suffixes[folder]

    def _checked(self, path: Path) -> FoundSound:
        refuse_outside(path, self.folder, str(path))
        return FoundSound(Clip(path), path.stat().st_size)

    def _everywhere(self, stem: str) -> Iterator[tuple[str, FoundSound]]:
        """Yield each recording of that name with its folder."""
        for archive in self._archives:
            for member in archive.with_stem(stem):
                if _is_sound(member):
                    sound = FoundSound(Clip(archive.path, member.name), member.size)
                    yield member.name.rpartition("/")[0], sound
        keys, places, folders = self._loose
        wanted = np.int64(hash(stem))
        first, last = np.searchsorted(keys, wanted, "left"), np.searchsorted(keys, wanted, "right")
        for index in dict.fromkeys(places[first:last].tolist()):
            if loose := self._in_folder(folders[index], stem):
                yield folders[index].relative_to(self.folder).as_posix(), loose

    @staticmethod
    def _nearest(found: list[tuple[str, FoundSound]], stem: str, place: str) -> FoundSound | None:
        """Return, of several recordings with one name, the one whose folders agree most with the label's."""
        if len(found) < 2:
            return found[0][1] if found else None
        ranked = sorted(((_common_tail(home, place), sound) for home, sound in found), key=lambda pair: -pair[0])
        if ranked[0][0] == ranked[1][0]:
            raise RowError("ambiguous-audio", f"{len(ranked)} recordings are named {stem}.")
        return ranked[0][1]

    @cached_property
    def _loose(self) -> tuple[np.ndarray, np.ndarray, list[Path]]:
        """Hashes of the stems of all loose recordings and the numbers of their folders: 16 bytes each."""
        folders: dict[Path, int] = {}
        pairs = np.fromiter(
            (
                (hash(stem_key(path.name)), folders.setdefault(path.parent, len(folders)))
                for path in iter_files(self.folder)
                if path.suffix.lower() in SOUND_SUFFIXES
            ),
            dtype=[("key", np.int64), ("place", np.int64)],
        )
        order = np.argsort(pairs["key"], kind="stable")
        return pairs["key"][order], pairs["place"][order], list(folders)


def _mirrors(place: str) -> Iterator[str]:
    for label_word, sound_word in MIRRORED:
        if label_word in place:
            mirrored = place.replace(label_word, sound_word)
            yield mirrored
            for label_prefix, sound_prefix in MIRRORED_PREFIXES:
                yield "/".join(
                    sound_prefix + part.removeprefix(label_prefix) if part.startswith(label_prefix) else part
                    for part in mirrored.split("/")
                )


def _common_tail(one: str, other: str) -> int:
    """Count the last folder names that two places share."""
    count = 0
    for left, right in zip(reversed(one.split("/")), reversed(other.split("/")), strict=False):
        if left != right:
            break
        count += 1
    return count
