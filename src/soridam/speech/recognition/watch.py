"""A folder that fills up: each recording once, when it has stopped growing, also across restarts.

Begin with `FolderWatch.poll`; what was done is kept in a ledger beside the results.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from soridam.speech.audio import AUDIO_SUFFIXES

LEDGER = ".soridam-transcribed.jsonl"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells a recording from an older one of the same name."""

    size: int
    modified: int  # nanoseconds

    @classmethod
    def of(cls, path: Path) -> "Stamp | None":
        """None if it has just gone."""
        try:
            status = path.stat()
        except FileNotFoundError:
            return None
        return cls(status.st_size, status.st_mtime_ns)


class Ledger:
    """Which recordings are finished. Each line is on the disk before `add` returns."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = dict(_read(path))

    def has(self, name: str, stamp: Stamp) -> bool:
        return self._known.get(name) == stamp

    def add(self, name: str, stamp: Stamp) -> None:
        self._known[name] = stamp
        self._path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps({"file": name, "size": stamp.size, "modified": stamp.modified}, ensure_ascii=False)
        with self._path.open("a", encoding="utf-8") as file:
            if file.tell() and not _ends_with_newline(self._path):
                file.write("\n")  # a line that was cut off by a crash stays alone
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())


class FolderWatch:
    """Finds the recordings in a folder and below that are complete and not in the ledger."""

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        self._folder = folder
        self._ledger = ledger
        self._seen: dict[Path, Stamp] = {}

    def poll(self) -> list[Path]:
        """New recordings that have kept their size since the poll before; ask again every second or so.

        A recording is given again only if it changes; `finish` makes that last across restarts.
        """
        now = {path: stamp for path in find_recordings(self._folder) if (stamp := Stamp.of(path))}
        ready = [path for path, stamp in now.items() if stamp.size and self._seen.get(path) == stamp]
        self._seen = now
        return [path for path in ready if not self._ledger.has(self._name(path), now[path])]

    def finish(self, path: Path) -> None:
        """Remember that a recording was dealt with, well or badly."""
        self._ledger.add(self._name(path), self._seen[path])

    def _name(self, path: Path) -> str:
        return str(path.relative_to(self._folder))


def find_recordings(folder: Path) -> list[Path]:
    """All recordings in a folder and below, in order; hidden ones are left out, as unfinished downloads are."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in AUDIO_SUFFIXES
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.is_file()
    )


def _read(path: Path) -> list[tuple[str, Stamp]]:
    if not path.exists():
        return []
    entries = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            entry = json.loads(line)
            entries.append((entry["file"], Stamp(entry["size"], entry["modified"])))
        except (json.JSONDecodeError, KeyError, TypeError):
            continue  # cut off by a crash: that recording is transcribed again
    return entries


def _ends_with_newline(path: Path) -> bool:
    return path.read_bytes()[-1:] == b"\n"
