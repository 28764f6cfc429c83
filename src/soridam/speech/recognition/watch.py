"""A folder that fills up: each recording once, when it has stopped growing, also across restarts.

Begin with `FolderWatch.poll`; what was done is kept in a ledger beside the results.
"""

import json
import os
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from soridam.speech.formats import AUDIO_SUFFIXES
from soridam.speech.names import free_name, key_of

LEDGER = ".soridam-transcribed.jsonl"


@dataclass(frozen=True, slots=True)
class Stamp:
    """The facts that distinguish a recording from an older one of the same name."""

    size: int
    modified: int  # nanoseconds

    @classmethod
    def of(cls, path: Path) -> "Stamp | None":
        """Read the facts of a file; None if it has just gone."""
        try:
            status = path.stat()
        except FileNotFoundError:
            return None
        return cls(status.st_size, status.st_mtime_ns)


class Ledger:
    """Which recordings are finished. Each line is on the disk before `add` returns."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, Stamp] = {}
        self._stems: dict[str, str] = {}
        for name, stamp, stem in _read(path):
            self._known[name], self._stems[name] = stamp, stem

    def has(self, name: str, stamp: Stamp) -> bool:
        return self._known.get(name) == stamp

    def stem_for(self, name: str) -> str:
        """Return the name of its results: as before, or without suffix, or with it if the name is taken."""
        if name in self._stems:
            return self._stems[name]
        taken = set(map(key_of, self._stems.values()))
        stem = str(PurePath(name).with_suffix(""))
        return stem if key_of(stem) not in taken else free_name(name, taken)

    def add(self, name: str, stamp: Stamp) -> None:
        stem = self.stem_for(name)
        self._known[name], self._stems[name] = stamp, stem
        self._path.parent.mkdir(parents=True, exist_ok=True)
        entry = {"file": name, "size": stamp.size, "modified": stamp.modified, "stem": stem}
        line = json.dumps(entry, ensure_ascii=False)
        with self._path.open("a", encoding="utf-8") as file:
            if file.tell() and not _ends_with_newline(self._path):
                file.write("\n")  # a line that was cut off by a crash stays alone
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())


class FolderWatch:
    """Finds the recordings in a folder and below that are complete and not in the ledger."""

    def __init__(
        self, folder: Path, ledger: Ledger, *, settled: float = 0.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """A recording is complete when it has not grown from one poll to the next, and for `settled` seconds."""
        self._folder = folder
        self._ledger = ledger
        self._settled, self._clock = settled, clock
        self._seen: dict[Path, tuple[Stamp, float]] = {}  # and since when it has been so

    def poll(self) -> list[Path]:
        """New recordings that are complete; ask again every second or so: folders on a network tell nobody of changes.

        A recording is given again only if it changes; `finish` makes that last across restarts.
        """
        now, before = self._clock(), self._seen
        stamps = {path: stamp for path in walk_recordings(self._folder).recordings if (stamp := Stamp.of(path))}
        kept = {path for path, stamp in stamps.items() if path in before and before[path][0] == stamp}
        self._seen = {path: (stamp, before[path][1] if path in kept else now) for path, stamp in stamps.items()}
        ready = [path for path in stamps if path in kept and now - self._seen[path][1] >= self._settled]
        return [path for path in ready if stamps[path].size and not self._ledger.has(self._name(path), stamps[path])]

    def finish(self, path: Path) -> None:
        """Remember that a recording was dealt with, well or badly."""
        self._ledger.add(self._name(path), self._seen[path][0])

    def stem_of(self, path: Path) -> str:
        """Return what the results of a recording are called, its folder included."""
        return self._ledger.stem_for(self._name(path))

    def _name(self, path: Path) -> str:
        return str(path.relative_to(self._folder))


@dataclass(frozen=True, slots=True)
class Walk:
    """The contents of a folder: recordings in order, and the number of other files by suffix."""

    recordings: list[Path]
    left_out: Mapping[str, int]


def walk_recordings(folder: Path) -> Walk:
    """Return all recordings in a folder and below, in order; hidden ones are left out, as unfinished downloads are."""
    recordings, left_out = [], Counter[str]()
    for path in sorted(folder.rglob("*")):
        if any(part.startswith(".") for part in path.relative_to(folder).parts) or not path.is_file():
            continue
        if path.suffix.lower() in AUDIO_SUFFIXES:
            recordings.append(path)
        else:
            left_out[path.suffix.lower()] += 1
    return Walk(recordings, left_out)


def _read(path: Path) -> list[tuple[str, Stamp, str]]:
    if not path.exists():
        return []
    entries = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            entry = json.loads(line)
            stem = entry.get("stem") or str(PurePath(entry["file"]).with_suffix(""))
            entries.append((entry["file"], Stamp(entry["size"], entry["modified"]), stem))
        except (json.JSONDecodeError, KeyError, TypeError, AttributeError):
            continue  # cut off by a crash: that recording is transcribed again
    return entries


def _ends_with_newline(path: Path) -> bool:
    return path.read_bytes()[-1:] == b"\n"
