"""Recordings whose recorder was killed before it wrote how long they are: AIFF, AU and Wave64 with sizes of 0.

Begin with `with_true_sizes`. WAV has its own reader, which does the same.
"""

import io
import struct
from typing import BinaryIO

HEAD = 2**16  # bytes in which sizes stand
W64_DATA = b"data\xf3\xac\xd3\x11\x8c\xd1\x00\xc0\x4f\x8e\xdb\x8a"  # Sony's GUID of the chunk of sound


class _WithHead(io.RawIOBase):
    """A file whose first bytes are others; they are as many."""

    def __init__(self, file: BinaryIO, head: bytes) -> None:
        super().__init__()
        self._file, self._head = file, head

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def read(self, size: int = -1) -> bytes:
        place = self._file.tell()
        data = self._file.read(size)
        own = self._head[place : place + len(data)]
        return own + data[len(own) :]


def with_true_sizes(file: BinaryIO) -> BinaryIO | None:
    """Return the file as its recorder would have finished it, or None for one that says how long it is."""
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    match head[:4]:
        case b".snd":
            true = _au(head)
        case b"FORM" if head[8:12] in (b"AIFF", b"AIFC"):
            true = _aiff(head, size)
        case b"riff":
            true = _wave64(head, size)
        case _:
            true = None
    return None if true is None else _WithHead(file, true)  # type: ignore[return-value]  # what a decoder asks of one


def _au(head: bytes) -> bytes | None:
    """Return its size may be unknown, which is written as -1."""
    return head[:8] + b"\xff" * 4 + head[12:] if head[8:12] == bytes(4) else None


def _aiff(head: bytes, size: int) -> bytes | None:
    place, common = 12, 0
    while place + 8 <= len(head):
        name, length = head[place : place + 4], int.from_bytes(head[place + 4 : place + 8])
        if name == b"COMM":
            common = place + 8
        elif name == b"SSND":
            return _finished_aiff(head, size, place, common) if common and length <= 8 else None
        place += 8 + length + length % 2
    return None


def _finished_aiff(head: bytes, size: int, sound: int, common: int) -> bytes | None:
    channels, _, bits = struct.unpack_from(">HIH", head, common)
    frame, there = channels * -(-bits // 8), size - sound - 16
    if not frame or there < frame:
        return None
    true = bytearray(head)
    struct.pack_into(">I", true, 4, min(size - 8, 0xFFFF_FFFF))
    struct.pack_into(">I", true, common + 2, there // frame)
    struct.pack_into(">I", true, sound + 4, min(there + 8, 0xFFFF_FFFF))
    return bytes(true)


def _wave64(head: bytes, size: int) -> bytes | None:
    """Correct the sizes of Wave64, which count the 24 bytes of name and size, too."""
    place = head.find(W64_DATA)
    if place < 0 or int.from_bytes(head[place + 16 : place + 24], "little") > 24:
        return None
    true = bytearray(head)
    struct.pack_into("<Q", true, 16, size)
    struct.pack_into("<Q", true, place + 16, size - place)
    return bytes(true)
