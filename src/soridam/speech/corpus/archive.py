"""Reading inside zip archives, split ones too, without unpacking and without keeping their list in memory.

Begin with `read_clip`; readers walk an archive with `open_archive(path).members()`.
The format is PKWARE's APPNOTE 6.3; nothing is ever written to disk.
"""

import bz2
import os
import stat
import struct
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from soridam.core.errors import CorpusError
from soridam.speech.corpus.parts import JoinedFile, parts_of
from soridam.speech.corpus.utterance import Clip

LABEL_LIMIT = 16 * 2**20
AUDIO_LIMIT = 2 * 2**30
MEMBER_COUNT_LIMIT = 20_000_000
# Speech rarely shrinks to less than half; digital silence does, but not by the gigabyte.
RATIO_LIMIT = 250
RATIO_FLOOR = 64 * 2**20
OPEN_ARCHIVES = 32

END_RECORD = struct.Struct("<4s4H2LH")
END_LOCATOR_64 = struct.Struct("<4sLQL")
END_RECORD_64 = struct.Struct("<4sQ2H2L4Q")
DIRECTORY_ENTRY = struct.Struct("<4s2B2B4H3L5H2L")
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
UTF8_FLAG, ENCRYPTED_FLAG = 0x800, 0x1
STORED, DEFLATED, BZIP2 = 0, 8, 12


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of an archive: its decoded name and the position of its bytes."""

    name: str
    header_at: int
    stored_size: int
    size: int
    method: int
    checksum: int
    encrypted: bool
    is_link: bool

    @property
    def is_folder(self) -> bool:
        return self.name.endswith("/")

    @property
    def stem(self) -> str:
        return stem_key(self.name)


class Archive:
    """An open zip archive.

    Its list is walked, never kept: two million entries cost 32 MB, and only when looked up by name.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = JoinedFile(parts_of(path))
        self._directory_at, self._directory_size, self._shift = self._find_directory()

    def members(self) -> Iterator[Member]:
        """Walk the entries in the archive's own order, folders and links included.

        Raises CorpusError where the list is damaged, or promises more than an honest archive could hold.
        """
        count = stored = size = 0
        for _, member in self._walk():
            count, stored, size = count + 1, stored + member.stored_size, size + member.size
            if count > MEMBER_COUNT_LIMIT or stored > self._file.size:
                raise self._bomb(f"{count} entries of {stored} stored bytes in {self._file.size} bytes")
            self._refuse_bomb(size, self._file.size)
            yield member

    def read(self, member: Member, limit_bytes: int) -> bytes:
        """Give a member's content, checked against its size and checksum."""
        if member.encrypted:
            raise CorpusError(
                "archive.encrypted",
                "{file}: {member} is encrypted.",
                hint="Unpack it with its password first.",
                file=self.path,
                member=member.name,
            )
        if member.is_link:
            raise CorpusError(
                "archive.link",
                "{file}: {member} is a link.",
                hint="Put the file itself into the archive.",
                file=self.path,
                member=member.name,
            )
        if member.size > limit_bytes:
            raise self._bomb(f"{member.name} has {member.size} bytes, more than the {limit_bytes} allowed")
        self._refuse_bomb(member.size, member.stored_size)
        content = _expand(self._stored_bytes(member), member)
        if content is None or len(content) != member.size or zlib.crc32(content) != member.checksum:
            raise self._damaged(f"{member.name} is not what the archive says it is")
        return content

    def named(self, name: str) -> Member:
        """Find a member by its full name. Raises CorpusError where there is none."""
        wanted = unicodedata.normalize("NFC", name)
        for member in self.with_stem(stem_key(wanted)):
            if member.name == wanted:
                return member
        raise CorpusError(
            "archive.no-member",
            "{file} holds no {member}.",
            hint="Prepare the corpus from its first step again.",
            file=self.path,
            member=name,
        )

    def with_stem(self, stem: str) -> list[Member]:
        """Find the members whose file name without folders and extension is `stem`."""
        keys, places = self._index
        wanted = np.int64(hash(stem))
        first, last = np.searchsorted(keys, wanted, "left"), np.searchsorted(keys, wanted, "right")
        found = [self._entry_at(int(place)) for place in places[first:last]]
        return [member for member in found if member.stem == stem]

    def _entry_at(self, place: int) -> Member:
        usual, largest = 2**11, 2**18
        window = self._file.read(place, usual)
        if _entry_length(window) > usual:
            window = self._file.read(place, largest)
        return self._entry(window, 0)[0]

    @cached_property
    def _index(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the sorted hashes of all stems with the positions of their entries: 16 bytes a member."""
        pairs = np.fromiter(
            ((hash(member.stem), place) for place, member in self._walk() if not member.is_folder),
            dtype=[("key", np.int64), ("place", np.int64)],
        )
        order = np.argsort(pairs["key"], kind="stable")
        return pairs["key"][order], pairs["place"][order]

    def _walk(self) -> Iterator[tuple[int, Member]]:
        """Give each entry and its position, holding a megabyte of the list at a time."""
        place, end = self._directory_at, self._directory_at + self._directory_size
        window, window_at = b"", place
        while place < end:
            if place + 2**18 > window_at + len(window) and window_at + len(window) < end:
                window, window_at = self._file.read(place, min(2**20, end - place)), place
            member, length = self._entry(window, place - window_at)
            yield place, member
            place += length

    def _entry(self, window: bytes, at: int) -> tuple[Member, int]:
        if at + DIRECTORY_ENTRY.size > len(window):
            raise self._damaged("its list ends in the middle of an entry")
        fields = DIRECTORY_ENTRY.unpack_from(window, at)
        name_size, extra_size, comment_size = fields[12:15]
        names_at = at + DIRECTORY_ENTRY.size
        extra_at = names_at + name_size
        length = DIRECTORY_ENTRY.size + name_size + extra_size + comment_size
        if fields[0] != b"PK\x01\x02" or at + length > len(window):
            raise self._damaged("its list of files cannot be read")
        extra = _extra_fields(window[extra_at : extra_at + extra_size])
        size, stored, header_at = _wide_sizes(fields[11], fields[10], fields[18], extra.get(1, b""))
        return Member(
            name=_readable_name(window[names_at:extra_at], fields[5], extra.get(0x7075, b"")),
            header_at=header_at + self._shift,
            stored_size=stored,
            size=size,
            method=fields[6],
            checksum=fields[9],
            encrypted=bool(fields[5] & ENCRYPTED_FLAG),
            is_link=stat.S_ISLNK(fields[17] >> 16),
        ), length

    def _stored_bytes(self, member: Member) -> bytes:
        header = self._file.read(member.header_at, LOCAL_HEADER.size)
        if len(header) < LOCAL_HEADER.size or header[:4] != b"PK\x03\x04":
            raise self._damaged(f"{member.name} is not where the list says")
        name_size, extra_size = LOCAL_HEADER.unpack(header)[9:11]
        data_at = member.header_at + LOCAL_HEADER.size + name_size + extra_size
        return self._file.read(data_at, member.stored_size)

    def _find_directory(self) -> tuple[int, int, int]:
        """Give position and size of the list of files, and by how much all positions are shifted."""
        tail_at = max(0, self._file.size - 2**16 - END_RECORD.size)
        tail = self._file.read(tail_at, self._file.size - tail_at)
        found = tail.rfind(b"PK\x05\x06")
        if found < 0 or found + END_RECORD.size > len(tail):
            raise self._damaged("its end is missing")
        record = END_RECORD.unpack_from(tail, found)
        if record[1] not in (0, 0xFFFF):
            raise CorpusError(
                "archive.volume",
                "{file} is one volume of a .z01 set.",
                hint="Join it: zip -s 0 {name} --out whole.zip",
                file=self.path,
                name=self.path.name,
            )
        end, size, offset = self._wide_end(tail_at + found, record[5], record[6])
        shift = end - size - offset
        if shift < 0:
            raise self._damaged("its list of files lies outside of it")
        return end - size, size, shift

    def _wide_end(self, end: int, size: int, offset: int) -> tuple[int, int, int]:
        locator = self._file.read(end - END_LOCATOR_64.size, END_LOCATOR_64.size) if end >= 20 else b""
        if locator[:4] != b"PK\x06\x07":
            return end, size, offset
        # The locator's own position is wrong where the archive was prefixed, so look just before it.
        record_at = end - END_LOCATOR_64.size - END_RECORD_64.size
        raw = self._file.read(max(0, record_at), END_RECORD_64.size)
        if raw[:4] != b"PK\x06\x06":
            raise self._damaged("its 64-bit end record is missing")
        record = END_RECORD_64.unpack(raw)
        return record_at, record[8], record[9]

    def _refuse_bomb(self, size: int, stored: int) -> None:
        if size > RATIO_FLOOR and size > RATIO_LIMIT * stored:
            raise self._bomb(f"{size} bytes are said to come out of {stored}")

    def _bomb(self, what: str) -> CorpusError:
        return CorpusError(
            "archive.bomb",
            "{file}: {reason}; it is refused as a zip bomb.",
            hint="Get the archive from its source.",
            file=self.path,
            reason=what,
        )

    def _damaged(self, what: str) -> CorpusError:
        return CorpusError(
            "archive.damaged",
            "{file} is damaged or incomplete: {reason}.",
            hint="Download it again, all parts of it, and test it: unzip -tq {name}",
            file=self.path,
            reason=what,
            name=self.path.name,
        )


def open_archive(path: Path) -> Archive:
    """Open a zip archive, or the split one that `path` is the first part of. Kept open per process."""
    facts = tuple((part, part.stat().st_size, part.stat().st_mtime_ns) for part in parts_of(path))
    return _opened(os.getpid(), path, facts)


@lru_cache(maxsize=OPEN_ARCHIVES)
def _opened(_process: int, path: Path, _facts: tuple[tuple[Path, int, int], ...]) -> Archive:
    """The process is part of the key because a forked child would move its parent's file positions."""
    return Archive(path)


def read_member(path: Path, member: str, limit_bytes: int = AUDIO_LIMIT) -> bytes:
    """Give the content of one member. Raises CorpusError where it is missing, damaged or too large."""
    archive = open_archive(path)
    return archive.read(archive.named(member), limit_bytes)


def read_clip(clip: Clip, limit_bytes: int = AUDIO_LIMIT) -> bytes:
    """Give the encoded audio of a clip's whole file; `start`, `end` and `pcm_rate` are left to the decoder.

    `member` names a file of an archive, or a cell of a Parquet or Arrow file (see `cells`).
    Raises CorpusError.
    """
    if clip.member and clip.path.suffix in (".parquet", ".arrow"):
        from soridam.speech.corpus.cells import read_cell

        return read_cell(clip.path, clip.member, limit_bytes)
    if clip.member:
        return read_member(clip.path, clip.member, limit_bytes)
    try:
        if clip.path.stat().st_size > limit_bytes:
            raise CorpusError(
                "archive.large",
                "{member} has more than {size} bytes.",
                hint="Cut it into shorter recordings.",
                member=clip.path,
                size=limit_bytes,
            )
        return clip.path.read_bytes()
    except OSError as error:
        raise CorpusError(
            "corpus.archive-unreadable",
            "{file} cannot be read: {reason}.",
            hint="Is the disk still there?",
            file=clip.path,
            reason=error.strerror,
        ) from error


def stem_key(name: str) -> str:
    """Give a file's name without folders and extension, in the form that names are compared by."""
    last = name.rpartition("/")[2]
    return unicodedata.normalize("NFC", last.rpartition(".")[0] or last)


def _entry_length(window: bytes) -> int:
    """Read the length of the entry at the beginning of a window, if it has one."""
    if len(window) < DIRECTORY_ENTRY.size:
        return 0
    return DIRECTORY_ENTRY.size + sum(DIRECTORY_ENTRY.unpack_from(window)[12:15])


def _readable_name(raw: bytes, flags: int, unicode_field: bytes) -> str:
    """Korean tools write cp949 where the format says cp437, and forget the flag for UTF-8."""
    if len(unicode_field) > 5 and int.from_bytes(unicode_field[1:5], "little") == zlib.crc32(raw):
        raw, flags = unicode_field[5:], UTF8_FLAG
    for encoding in ("utf-8",) if flags & UTF8_FLAG else ("utf-8", "cp949"):
        try:
            return unicodedata.normalize("NFC", raw.decode(encoding)).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437").replace("\\", "/")


def _extra_fields(raw: bytes) -> dict[int, bytes]:
    fields, at = {}, 0
    while at + 4 <= len(raw):
        kind, size = struct.unpack_from("<2H", raw, at)
        fields[kind] = raw[at + 4 : at + 4 + size]
        at += 4 + size
    return fields


def _wide_sizes(size: int, stored: int, header_at: int, wide: bytes) -> tuple[int, int, int]:
    """Take from the 64-bit field what did not fit into 32 bits, in the order that the format lays down."""
    values = [size, stored, header_at]
    for index, value in enumerate(values):
        if value == 0xFFFFFFFF and len(wide) >= 8:
            values[index], wide = int.from_bytes(wide[:8], "little"), wide[8:]
    return values[0], values[1], values[2]


def _expand(stored: bytes, member: Member) -> bytes | None:
    """Expand no further than one byte past the declared size, whatever the data would like to be."""
    if member.method == STORED:
        return stored
    try:
        if member.method == DEFLATED:
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress(stored, member.size + 1)
        if member.method == BZIP2:
            return bz2.BZ2Decompressor().decompress(stored, member.size + 1)
    except (zlib.error, OSError):
        return None
    raise CorpusError(
        "archive.method",
        "{file} is compressed with method {method}, which is not supported.",
        hint="Pack the archive again with plain deflate: zip -r",
        file=member.name,
        method=member.method,
    )
