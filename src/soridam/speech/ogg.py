"""Ogg recordings that are cut off: detection, and recovery of the last page. RFC 3533, 6.

Begin with `ends_without_its_last_page`.
"""

import io
from dataclasses import dataclass
from typing import BinaryIO

MOST_BYTES = 64 * 2**20  # of a file whose last page is fixed, in memory
TAIL = 2**17  # a page has at most 65,307 bytes
HEAD = 27  # bytes of a page before the table of its segments
LAST = 4


@dataclass(frozen=True, slots=True)
class _Page:
    """The last page of a file: `table` are the sizes of its segments, as far as they are there.

    `place` is where it ends in the recording, by its codec's count, and `place_before` where the page before it does.
    """

    start: int
    data: bytes
    table: bytes
    place_before: int

    @property
    def place(self) -> int:
        return int.from_bytes(self.data[6:14], "little")

    def place_after(self, kept: int) -> int:
        """Return where it ends if it has so many segments only: packets of a codec last equally long, or nearly so."""
        every, some = (sum(size < 255 for size in table) for table in (self.table, self.table[:kept]))
        return self.place_before + max(0, self.place - self.place_before) * some // max(1, every)

    @property
    def is_whole(self) -> bool:
        count = self.data[26] if len(self.data) >= HEAD else 0
        return len(self.data) >= HEAD + count + sum(self.table) and len(self.table) == count

    @property
    def is_last(self) -> bool:
        return len(self.data) > HEAD and bool(self.data[5] & LAST)


def ends_without_its_last_page(file: BinaryIO) -> bool:
    """Is it cut off? The last page is whole and says that it is the last one."""
    page = _last_page(file)
    return page is None or not (page.is_whole and page.is_last)


def with_a_whole_last_page(file: BinaryIO) -> BinaryIO | None:
    """A copy whose last page holds just the segments that are there; None where that page is whole, or not worth it.

    Decoders drop a page that is not whole, and one page may hold a second of sound.
    """
    page = _last_page(file)
    if page is None or page.is_whole or file.seek(0, 2) > MOST_BYTES:
        return None
    there = len(page.data) - HEAD - len(page.table)
    kept = 0
    while kept < len(page.table) and sum(page.table[: kept + 1]) <= there:
        kept += 1
    file.seek(0)
    before = file.read(page.start)
    if not kept:
        return io.BytesIO(before)
    body = page.data[HEAD + len(page.table) :][: sum(page.table[:kept])]
    kind = page.data[5] & ~LAST
    place = page.place_after(kept).to_bytes(8, "little")
    head = page.data[:5] + bytes([kind]) + place + page.data[14:22] + bytes(4) + bytes([kept])
    made = bytearray(head + page.table[:kept] + body)
    made[22:26] = _checksum(bytes(made)).to_bytes(4, "little")
    return io.BytesIO(before + made)


def _last_page(file: BinaryIO) -> _Page | None:
    size = file.seek(0, 2)
    begin = max(0, size - TAIL)
    file.seek(begin)
    tail = file.read(TAIL)
    file.seek(0)
    place = tail.rfind(b"OggS")
    if place < 0:
        return None
    data = tail[place:]
    count = data[26] if len(data) > 26 else 0
    before = tail.rfind(b"OggS", 0, place)
    place_before = int.from_bytes(tail[before + 6 : before + 14], "little") if before >= 0 else 0
    return _Page(begin + place, data, data[HEAD : HEAD + count], place_before)


def _checksum(data: bytes) -> int:
    value = 0
    for byte in data:
        value = ((value << 8) & 0xFFFFFFFF) ^ _TABLE[(value >> 24) ^ byte]
    return value


def _remainder(byte: int) -> int:
    value = byte << 24
    for _ in range(8):
        value = ((value << 1) ^ (0x04C11DB7 if value & 0x80000000 else 0)) & 0xFFFFFFFF
    return value


_TABLE = tuple(map(_remainder, range(256)))
