"""The form of a backup: one plain tar, whose last member lists all others with their SHA-256.

    tables/NAME.jsonl.gz      the rows of a table, one JSON object in a line
    books/ID/..., corpora/ID/..., runs/ID/...
    manifest.json

Sound, pictures and weights are not packed: they would hardly become smaller. Begin with `write_archive` and `unpack`.
"""

import gzip
import hashlib
import io
import json
import os
import re
import tarfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Literal

from pydantic import ValidationError

from soridam.core.config import Section
from soridam.core.errors import BackupError, UsageError
from soridam.core.files import replacing, sync_folder
from soridam.studio.storage.extents import AREAS

MANIFEST = "manifest.json"
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
MEMBER = re.compile(rf"tables/[a-z_]+\.jsonl\.gz|(?:{'|'.join(AREAS)})/{UUID}/.+")
LONGEST_PART = 255  # bytes, of file systems
MOST_MANIFEST = 2**29
LONGEST_ROW = 2**26  # characters; a table that unpacks to more in one line is an attack on our memory
PIECE = 2**20
OTHER_BACKUP = "Take another backup, or get this one from its source again."


class FileFacts(Section):
    """Of one member of the archive."""

    sha256: str
    bytes: int


class Manifest(Section):
    """What a backup says of itself. `tables` counts rows; `left_out` names tables, with the reason."""

    format: Literal[1] = 1
    soridam: str
    revision: str  # of the database
    made: str
    folder: str  # of the studio: paths below it are written into jobs and configs
    left_out: dict[str, str]
    tables: dict[str, int]
    files: dict[str, FileFacts]


class ArchiveWriter:
    """An archive that is being written; `files` are the members so far."""

    def __init__(self, tar: tarfile.TarFile, advance: Callable[[float], None]) -> None:
        self._tar = tar
        self._advance = advance
        self.files: dict[str, FileFacts] = {}

    def add(self, name: str, file: BinaryIO) -> None:
        """Add as many bytes as the file has now: a log to which somebody appends is cut there."""
        member = tarfile.TarInfo(name)
        member.size, member.mode = os.fstat(file.fileno()).st_size, 0o600
        hashing = _HashingReader(file, self._advance)
        self._tar.addfile(member, hashing)
        self.files[name] = FileFacts(sha256=hashing.digest.hexdigest(), bytes=member.size)

    def add_manifest(self, manifest: Manifest) -> None:
        text = manifest.model_dump_json(indent=1).encode()
        member = tarfile.TarInfo(MANIFEST)
        member.size, member.mode = len(text), 0o600
        self._tar.addfile(member, io.BytesIO(text))


class _HashingReader:
    """A file whose bytes are hashed and counted while they are read."""

    def __init__(self, file: BinaryIO, advance: Callable[[float], None]) -> None:
        self._file, self._advance = file, advance
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.digest.update(data)
        self._advance(len(data))
        return data


@contextmanager
def write_archive(path: Path, advance: Callable[[float], None]) -> Iterator[ArchiveWriter]:
    """It takes its name when it is whole, readable for its owner only. Raises UsageError if there is such a file."""
    if path.exists():
        raise UsageError(
            "backup.exists",
            "There is {path} already.",
            hint="Choose another name; a backup is never overwritten.",
            path=path,
        )
    with _appearing(path) as file, tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
        yield ArchiveWriter(tar, advance)


@contextmanager
def _appearing(path: Path) -> Iterator[BinaryIO]:
    """A file without a name, so that even a killed process leaves nothing; where that cannot be, under another name."""
    try:
        descriptor = os.open(path.absolute().parent, os.O_TMPFILE | os.O_RDWR, 0o600)
    except FileNotFoundError:
        raise UsageError(
            "weights.no-folder", "There is no folder {folder}.", hint="Make it first.", folder=path.absolute().parent
        ) from None
    except OSError:  # some file systems of networks
        with replacing(path) as temporary, os.fdopen(_new_file(temporary), "w+b") as file:
            yield file
        return
    with os.fdopen(descriptor, "w+b") as file:
        yield file
        file.flush()
        os.fsync(descriptor)
        _give_name(descriptor, path)
    sync_folder(path.absolute().parent)


def _new_file(path: Path) -> int:
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)


def _give_name(descriptor: int, path: Path) -> None:
    own = os.open("/proc/self/fd", os.O_RDONLY)
    try:
        os.link(str(descriptor), path, src_dir_fd=own)  # with a folder, Python lets the kernel follow the link
    finally:
        os.close(own)


def write_rows(file: BinaryIO, rows: Iterable[Mapping[str, Any]]) -> int:
    """Returns how many there were; the file is then at its beginning."""
    count = 0
    with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=6, mtime=0) as packed:
        for row in rows:
            count += 1
            packed.write(json.dumps(dict(row), ensure_ascii=False).encode() + b"\n")
    file.seek(0)
    return count


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Raises BackupError for what is no table."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            while line := lines.readline(LONGEST_ROW):
                row = json.loads(line)
                if not isinstance(row, dict):
                    raise ValueError("no object")
                yield row
    except (OSError, EOFError, ValueError) as error:
        raise BackupError(
            "backup.bad-table",
            "The table {table} of the backup cannot be read: {reason}.",
            hint=OTHER_BACKUP,
            table=path.name,
            reason=error,
        ) from error


def unpack(path: Path, target: Path, advance: Callable[[float], None]) -> Manifest:
    """Write all members below the new folder `target`.

    Raises BackupError for a backup that is damaged, hostile or of a newer form.
    """
    manifest: Manifest | None = None
    found: dict[str, FileFacts] = {}
    try:
        with tarfile.open(path, "r:") as archive:
            for member in archive:
                _refuse_hostile(member, found)
                file = archive.extractfile(member)
                assert file is not None  # it is no folder and no link
                if member.name == MANIFEST:
                    manifest = _read_manifest(file.read(MOST_MANIFEST))
                else:
                    found[member.name] = _write_member(file, target / member.name, advance)
    except (tarfile.TarError, EOFError) as error:
        raise BackupError(
            "backup.unreadable",
            "{path} is no backup, or damaged: {reason}.",
            hint=OTHER_BACKUP,
            path=path,
            reason=error,
        ) from None
    if manifest is None:
        raise BackupError(
            "backup.cut-off", "{path} is cut off: its list of contents is missing.", hint=OTHER_BACKUP, path=path
        )
    _compare(manifest.files, found)
    return manifest


def _refuse_hostile(member: tarfile.TarInfo, found: Mapping[str, FileFacts]) -> None:
    """Plain files only, under names that we give, each once: nothing is written outside, nothing through a link."""
    is_plain = member.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not member.issparse()
    parts = PurePosixPath(member.name).parts
    is_ours = member.name == MANIFEST or MEMBER.fullmatch(member.name) is not None
    is_inside = "/".join(parts) == member.name and ".." not in parts and not _has_controls(member.name)
    if not is_plain or not is_ours or not is_inside or member.name in found:
        raise BackupError(
            "backup.strange-member",
            "The archive holds what no backup does: {name}.",
            hint="Do not trust it. Take a backup that this program wrote.",
            name=f"{member.name[:200]!r}",
        )


def _has_controls(name: str) -> bool:
    too_long = any(len(part.encode(errors="replace")) > LONGEST_PART for part in name.split("/"))
    return too_long or any(unicodedata.category(letter) in ("Cc", "Cs") for letter in name)


def _write_member(file: Any, path: Path, advance: Callable[[float], None]) -> FileFacts:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        written = path.open("xb")
    except (FileExistsError, NotADirectoryError):
        raise BackupError(
            "backup.name-twice",
            "The archive holds {name} as a file and as a folder.",
            hint="Do not trust it.",
            name=path.name,
        ) from None
    hashing = _HashingReader(file, advance)
    with written:
        while data := hashing.read(PIECE):
            written.write(data)
        return FileFacts(sha256=hashing.digest.hexdigest(), bytes=written.tell())


def _read_manifest(text: bytes) -> Manifest:
    try:
        if json.loads(text).get("format", 0) > 1:
            raise BackupError(
                "backup.newer", "The backup was made by a newer Soridam.", hint="Update: pip install -U soridam"
            )
        return Manifest.model_validate_json(text)
    except (ValidationError, ValueError, AttributeError, TypeError) as error:
        first = str(error).splitlines()[0]
        raise BackupError(
            "backup.bad-manifest",
            "The backup's list of contents is damaged: {reason}.",
            hint=OTHER_BACKUP,
            reason=first,
        ) from None


def _compare(said: Mapping[str, FileFacts], found: Mapping[str, FileFacts]) -> None:
    wrong = next((name for name in sorted({*said, *found}) if said.get(name) != found.get(name)), None)
    if wrong is not None:
        what = "is missing" if wrong not in found else "is not as it was"
        raise BackupError(
            "backup.wrong-content", "The backup is damaged: {wrong} {what}.", hint=OTHER_BACKUP, wrong=wrong, what=what
        )
