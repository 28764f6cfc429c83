"""Folders as zip archives that are sent while they are made: nothing is written to disk. Begin with `stream_zip`."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

PIECE = 2**20  # bytes


class _Pipe(io.RawIOBase):
    """What zipfile writes to; it cannot seek, so that the archive is written as a stream."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]  # zipfile writes bytes
        self._pieces.append(piece)
        return len(piece)

    def take(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def stream_zip(files: Sequence[tuple[Path, str]]) -> Iterator[bytes]:
    """Yield the files under these names, stored as they are: weights do not shrink."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as archive:
        for path, name in files:
            with path.open("rb") as source, archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
                while piece := source.read(PIECE):
                    member.write(piece)
                    yield pipe.take()
    yield pipe.take()
