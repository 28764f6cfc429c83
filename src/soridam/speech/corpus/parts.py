"""Files that came in parts, such as `x.zip.part0` and `x.zip.part1`, as one run of bytes.

Begin with `find_archives` and `parts_of`.
"""

import os
import re
import threading
from pathlib import Path

import numpy as np

from soridam.core.errors import CorpusError

PART_NAME = re.compile(r"(?P<base>.+\.zip)\.(?P<kind>part)?(?P<number>\d+)", re.IGNORECASE)


class JoinedFile:
    """The parts of a split file as one run of bytes, read by position."""

    def __init__(self, parts: list[Path]) -> None:
        self._files = [part.open("rb") for part in parts]
        self._lock = threading.Lock()
        sizes = [os.fstat(file.fileno()).st_size for file in self._files]
        self._ends = np.cumsum(sizes, dtype=np.int64)
        self.size = int(self._ends[-1])

    def read(self, position: int, size: int) -> bytes:
        """Read exactly `size` bytes, or fewer where the file ends."""
        pieces = []
        size = max(0, min(size, self.size - position))
        while size > 0:
            piece = self._read_within_part(position, size)
            if not piece:
                break
            pieces.append(piece)
            position, size = position + len(piece), size - len(piece)
        return b"".join(pieces)

    def _read_within_part(self, position: int, size: int) -> bytes:
        index = int(np.searchsorted(self._ends, position, side="right"))
        part_start = int(self._ends[index - 1]) if index else 0
        with self._lock:
            self._files[index].seek(position - part_start)
            return self._files[index].read(min(size, int(self._ends[index]) - position))


def find_archives(folder: Path) -> list[Path]:
    """List the archives below a folder in order, a split one by its first part."""
    firsts: dict[Path, Path] = {}
    for path in sorted(folder.rglob("*"), key=_part_order):
        split = PART_NAME.fullmatch(path.name)
        if path.is_file() and (split or path.suffix.lower() == ".zip"):
            firsts.setdefault(path.with_name(split["base"]) if split else path, path)
    return sorted(firsts.values())


def _part_order(path: Path) -> tuple[str, int]:
    split = PART_NAME.fullmatch(path.name)
    return (str(path.with_name(split["base"])), int(split["number"])) if split else (str(path), -1)


def parts_of(path: Path) -> list[Path]:
    """List the files that make up an archive, in numeric order. Raises CorpusError where one is missing.

    Parts are numbered by count (`.part0`, `.part1` or `.001`, `.002`) or, as AI-Hub's downloader does, by the
    byte at which each begins (`.part0`, `.part1073741824`).
    """
    split = PART_NAME.fullmatch(path.name)
    if split is None and path.is_file():
        return [path]
    base = split["base"] if split else path.name
    parts = sorted((p for p in path.parent.glob("*") if _base_name(p) == base), key=_part_order)
    if not parts:
        raise CorpusError(
            "corpus.missing",
            "{path} does not exist.",
            hint="List what is there: ls {folder}",
            path=path,
            folder=path.parent,
        )
    _refuse_gap(parts)
    return parts


def _base_name(path: Path) -> str | None:
    split = PART_NAME.fullmatch(path.name)
    return split["base"] if split else None


def _refuse_gap(parts: list[Path]) -> None:
    numbers = [_part_order(part)[1] for part in parts]
    starts = [0, *np.cumsum([part.stat().st_size for part in parts[:-1]], dtype=np.int64).tolist()]
    first = 1 if numbers[0] == 1 and _begins_a_zip(parts[0]) else 0
    counted = list(range(first, first + len(parts)))
    if numbers in (starts, counted):
        return
    expected = starts if max(numbers) > 100_000 else counted
    missing = next(e for e, n in zip(expected, numbers, strict=True) if e != n)
    raise CorpusError(
        "corpus.part-missing",
        "{file} is incomplete: part {part} is missing, {others} others are there.",
        hint="Download the missing part into {folder}",
        file=_base_name(parts[0]),
        part=missing,
        others=len(parts),
        folder=parts[0].parent,
    )


def _begins_a_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"PK"
