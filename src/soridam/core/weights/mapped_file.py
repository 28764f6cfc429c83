"""A binary file of weights, mapped into memory and read number by number. Begin with `MappedFile`."""

import mmap
import struct
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from soridam.core.errors import WeightsError


class MappedFile:
    """An open file whose contents a subclass reads in `_read_contents`; a length is held against the end of the file.

    `damaged` makes the error of a file that is not whole, from its path and the reason.
    """

    def __init__(self, path: Path, damaged: Callable[[Path, str], WeightsError]) -> None:
        self.path = path
        self._damaged = damaged
        with path.open("rb") as file:
            if path.stat().st_size == 0:
                raise damaged(path, "it is empty")
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._position = 0
        try:
            self._read_contents()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._bytes.close()

    def _read_contents(self) -> None:
        """Read what lies before the data. Raises WeightsError."""
        raise NotImplementedError

    def _number(self, code: str) -> Any:
        """Read a little-endian number of this code of `struct`."""
        return struct.unpack_from("<" + code, self._bytes, self._skip(struct.calcsize("<" + code)))[0]

    def _skip(self, size: int) -> int:
        """Go past so many bytes; returns where they begin. Raises WeightsError where the file ends before."""
        start = self._position
        if start + size > len(self._bytes):
            reason = f"it ends at byte {len(self._bytes)} where byte {start + size} is needed"
            raise self._damaged(self.path, reason)
        self._position = start + size
        return start
