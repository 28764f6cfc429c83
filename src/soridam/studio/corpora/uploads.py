"""Files that come in pieces, go on after an interruption, and are judged before anybody reads them.

Begin with `Uploads`. A file is written under a number of its own; it gets its name, below `files`, once it is whole.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Double, Engine, RowMapping, and_, cast, delete, func, insert, select, update

from soridam.core.errors import CorpusError, NotFoundError, UsageError, with_other_values
from soridam.core.files import replacing, sync_file
from soridam.settings import StudioSettings
from soridam.speech.audio import AUDIO_SUFFIXES
from soridam.speech.corpus.archive import Archive
from soridam.studio.database import now_ms
from soridam.studio.records import corpora, runs, uploads
from soridam.studio.storage.disk import full_disk, refuse_full_disk
from soridam.studio.storage.extents import UPLOADS
from soridam.studio.storage.places import inner_path

FileKind = Literal["recording", "picture", "text", "archive", "other"]

TEXT_SUFFIXES = frozenset((
    ".csv", ".tsv", ".jsonl", ".json", ".txt", ".srt", ".vtt", ".textgrid", ".trn", ".trs", ".xml", ".scp", ".parquet",
    ".arrow", ".ndjson", ".md",
))  # fmt: skip
SOUND_SUFFIXES = AUDIO_SUFFIXES | {".pcm"}
PICTURE_SUFFIXES = frozenset((".png", ".jpg", ".jpeg", ".webp", ".bmp"))
EXTENSIONLESS = ("text", "utt2spk", "spk2gender", "segments")  # of Kaldi
DOCUMENTS = frozenset((".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub", ".npz", ".hwpx"))
ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
BUFFER = 2**20


@dataclass(frozen=True, slots=True)
class Caps:
    """What one place may hold, and how many places one person may have."""

    bytes: int
    files: int
    hours: float
    free: int = 0  # bytes that have to stay free on the disk
    corpora: int = 200
    runs: int = 2_000

    @classmethod
    def of(cls, settings: StudioSettings) -> "Caps":
        return cls(
            bytes=settings.most_corpus_bytes,
            files=settings.most_corpus_files,
            hours=settings.most_corpus_hours,
            free=settings.least_free_bytes,
            corpora=settings.most_corpora,
            runs=settings.most_runs,
        )


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file as far as it has come; sizes in bytes."""

    name: str
    bytes: int
    received: int

    @property
    def is_complete(self) -> bool:
        return self.received == self.bytes


class OffsetError(Exception):
    """The piece does not begin where the file ends; `received` is where it does."""

    def __init__(self, received: int) -> None:
        super().__init__(received)
        self.received = received


class Uploads:
    """The files of one place: a corpus, or recordings to be transcribed."""

    def __init__(self, engine: Engine, place: str, folder: Path, caps: Caps, changed: Callable[[Path], None]) -> None:
        """`changed` gets the path of each file that is about to be there, is there whole, or has gone."""
        self._engine, self._place, self._caps, self._changed = engine, place, caps, changed
        self.files, self._incoming = folder / UPLOADS, folder / "incoming"

    def page(self, offset: int = 0, limit: int = 200) -> list[UploadedFile]:
        """List files in order of their names, those that are not whole among them."""
        wanted = select(uploads).where(uploads.c.place == self._place).order_by(uploads.c.name)
        with self._engine.connect() as connection:
            rows = connection.execute(wanted.offset(offset).limit(limit)).mappings().all()
        return [_file(row) for row in rows]

    def count(self) -> tuple[int, int]:
        """(files, bytes), as announced."""
        with self._engine.connect() as connection:
            found = _sum(connection, self._place)
        return found.files, found.bytes

    async def receive(self, name: str, offset: int, total: int, pieces: AsyncIterator[bytes]) -> UploadedFile:
        """Take the bytes from `offset` on. Raises OffsetError, UsageError for names and sizes that cannot be.

        What has arrived stays when the sender goes away in the middle.
        """
        path = inner_path(name)
        key = _key(path)
        part = self._incoming / key
        self._incoming.mkdir(parents=True, exist_ok=True)
        lock = FileLock(part.with_suffix(".lock"), timeout=0)
        try:
            with lock:  # whoever holds it alone says how large the file is, and writes it
                await asyncio.to_thread(self._announce, path, key, offset, total)
                received = await self._write(part, key, offset, total, pieces)
                if received == total:
                    await asyncio.to_thread(self._finish, part, key, path)
        except Timeout:
            raise OffsetError(self._read(key).received) from None
        except OSError as error:
            raise full_disk(error) or error from None
        return UploadedFile(path.as_posix(), total, received)

    def remove(self, name: str) -> None:
        """Raises NotFoundError if there is no such file, UsageError while it is being received."""
        path = inner_path(name)
        key = _key(path)
        self._read(key)
        part = self._incoming / key
        self._incoming.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(part.with_suffix(".lock"), timeout=0):
                part.unlink(missing_ok=True)
                (self.files / path).unlink(missing_ok=True)
                self._changed(self.files / path)
                with self._engine.begin() as connection:
                    connection.execute(delete(uploads).where(uploads.c.place == self._place, uploads.c.key == key))
        except Timeout:
            raise UsageError(
                "upload.busy", "'{name}' is being received right now.", hint="Wait until it is here.", name=name
            ) from None

    def forget(self) -> None:
        """Delete all rows; the folder is removed by whoever owns it."""
        with self._engine.begin() as connection:
            connection.execute(delete(uploads).where(uploads.c.place == self._place))

    def _announce(self, path: PurePosixPath, key: str, offset: int, total: int) -> None:
        """The row of the file, new at offset 0. If it is refused, what was there before stays as it was."""
        if offset:
            known = self._read(key)
            if known.received != offset or known.bytes != total:
                raise OffsetError(known.received)
            refuse_full_disk(self._incoming, total - offset, self._caps.free)
            return
        where = (uploads.c.place == self._place, uploads.c.key == key)
        values = {"name": path.as_posix(), "bytes": total, "received": 0, "members": 1}
        with self._engine.begin() as connection:
            _take_turns(connection, self._place)
            row = connection.execute(select(uploads).where(*where)).mappings().one_or_none()
            if row is None:
                fresh = {"place": self._place, "key": key, "kept": 0, "created": now_ms(), **values}
                connection.execute(insert(uploads).values(fresh))
            else:  # a file of that name that is whole stays until this one is, and takes its room
                kept = row["kept"] + (row["bytes"] if row["received"] == row["bytes"] else 0)
                connection.execute(update(uploads).where(*where).values(kept=kept, created=now_ms(), **values))
            self._check_caps(_sum(connection, self._place))
            refuse_full_disk(self._incoming, total, self._caps.free)

    def _check_caps(self, found: "_Sum") -> None:
        """Raise UsageError above a cap, in the transaction that has written what is counted: it is then rolled back."""
        if found.members > self._caps.files:
            raise UsageError(
                "upload.most-files",
                "More than {count} files.",
                hint="Pack them into a zip, or upload them in two parts.",
                count=f"{self._caps.files:,}",
            )
        if found.room > self._caps.bytes:
            raise UsageError(
                "upload.most-bytes",
                "More than {size} GB.",
                hint="Leave something out, or split it in two.",
                size=f"{self._caps.bytes / 1e9:.0f}",
            )

    async def _write(self, part: Path, key: str, offset: int, total: int, pieces: AsyncIterator[bytes]) -> int:
        received = offset
        with part.open("r+b" if part.exists() else "w+b", buffering=BUFFER) as file:
            file.truncate(offset)  # a piece that was cut off may have left more than we noted
            file.seek(offset)
            try:
                async for piece in pieces:
                    if received + len(piece) > total:
                        raise UsageError("upload.too-long", "More bytes came than the file has.", hint="Send it again.")
                    await asyncio.to_thread(file.write, piece)
                    received += len(piece)
            finally:
                file.flush()
                self._note(key, received)
        return received

    def _note(self, key: str, received: int) -> None:
        with self._engine.begin() as connection:
            where = (uploads.c.place == self._place, uploads.c.key == key)
            connection.execute(update(uploads).where(*where).values(received=received))

    def _finish(self, part: Path, key: str, path: PurePosixPath) -> None:
        """Give the file its name. An archive that could not be unpacked is refused now, not in the middle of a job."""
        try:
            self._count_members(part, key, path.name)
            final = self.files / path
            final.parent.mkdir(parents=True, exist_ok=True)
            sync_file(part)
            self._changed(final)  # before it is there: from then on no other one may take its place
            part.replace(final)
        except (CorpusError, UsageError, OSError) as error:
            part.unlink(missing_ok=True)
            self._give_up(key, self.files / path)
            if isinstance(error, OSError) and full_disk(error):
                raise
            if isinstance(error, OSError):
                raise UsageError(
                    "upload.clash", "'{name}' cannot be kept beside the other files.", hint="Rename it.", name=path
                ) from error
            raise
        self._changed(final)

    def _give_up(self, key: str, final: Path) -> None:
        """The row of a file that was refused; one of that name that was whole before is there as it was."""
        mine = and_(uploads.c.place == self._place, uploads.c.key == key)
        with self._engine.begin() as connection:
            if final.is_file():
                size = final.stat().st_size
                unpacked, count = check_archive(final, final.name, self._caps) if is_archive(final) else (0, 1)
                values = {"bytes": size, "received": size, "kept": unpacked, "members": max(1, count)}
                connection.execute(update(uploads).where(mine).values(values))
            else:
                connection.execute(delete(uploads).where(mine))

    def _count_members(self, part: Path, key: str, name: str) -> None:
        """Count the members of an archive as if they had been sent; the file that it replaces counts no more."""
        size, count = check_archive(part, name, self._caps) if is_archive(part) else (0, 1)
        with self._engine.begin() as connection:
            _take_turns(connection, self._place)
            mine = update(uploads).where(uploads.c.place == self._place, uploads.c.key == key)
            connection.execute(mine.values(kept=size, members=max(1, count)))
            self._check_caps(_sum(connection, self._place))

    def _read(self, key: str) -> UploadedFile:
        wanted = select(uploads).where(uploads.c.place == self._place, uploads.c.key == key)
        with self._engine.connect() as connection:
            row = connection.execute(wanted).mappings().one_or_none()
        if row is None:
            raise NotFoundError("upload.no-file", "There is no such file.", hint="Begin with offset 0.")
        return _file(row)


@dataclass(frozen=True, slots=True)
class _Sum:
    """Of one place: files and bytes as announced; with what archives become, `members`, and `room` in bytes."""

    files: int
    bytes: int
    members: int
    room: int


def _sum(connection: Connection, place: str) -> _Sum:
    """Sum as floats: no row, however wrong, makes a sum that a database cannot hold."""
    sums = [func.coalesce(func.sum(cast(uploads.c[name], Double)), 0) for name in ("bytes", "members", "kept")]
    wanted = select(func.count(), *sums).where(uploads.c.place == place)
    files, size, members, kept = connection.execute(wanted).one()
    return _Sum(int(files), int(size), int(members), int(size + kept))


def _take_turns(connection: Connection, place: str) -> None:
    """Two who announce files for one place at once would each not see the other's: its row makes them take turns."""
    for table in (corpora, runs):
        connection.execute(select(table.c.id).where(table.c.id == place).with_for_update())


def _key(path: PurePosixPath) -> str:
    return hashlib.sha256(path.as_posix().encode()).hexdigest()


def _file(row: RowMapping) -> UploadedFile:
    return UploadedFile(row["name"], row["bytes"], row["received"])


def kind_of(name: str, *, archive: bool = False) -> FileKind:
    """Return the kind of a file by its name; whether that is true is found out by decoding it."""
    path = PurePosixPath(name)
    suffix = path.suffix.lower()
    if archive or suffix == ".zip":
        return "archive"
    if suffix in SOUND_SUFFIXES:
        return "recording"
    if suffix in PICTURE_SUFFIXES:
        return "picture"
    return "text" if suffix in TEXT_SUFFIXES or path.name in EXTENSIONLESS else "other"


def is_archive(path: Path) -> bool:
    """Return whether it is to be unpacked: documents of offices and books are zips too, and stay what they are."""
    if path.suffix.lower() in DOCUMENTS:
        return False
    with path.open("rb") as file:
        return file.read(4) in ZIP_STARTS


def check_archive(path: Path, name: str, caps: Caps) -> tuple[int, int]:
    """Return bytes and files that a zip would unpack to.

    Raises CorpusError or UsageError for a zip that is damaged, a bomb, or holds what must not be unpacked.

    Whatever its sizes claim: `unpack` writes no more than they say.
    """
    try:
        size, number, seen = 0, 0, set[str]()
        for number, member in enumerate(Archive(path).members(), start=1):
            size += member.size
            if number > caps.files or size > caps.bytes:
                raise UsageError(
                    "upload.bomb",
                    "'{name}' would unpack to more than {count} files or {size} GB.",
                    hint="Split it into several.",
                    name=name,
                    count=f"{caps.files:,}",
                    size=f"{caps.bytes / 1e9:.0f}",
                )
            if member.is_folder or is_clutter(member.name):
                continue
            inner = inner_path(member.name).as_posix().casefold()
            if member.is_link or member.encrypted or member.name.lower().endswith(".zip") or inner in seen:
                raise UsageError(
                    "upload.bad-member",
                    "'{name}' holds a link, an encrypted file, a zip, or a name twice: '{member}'.",
                    hint="Pack the files themselves, once and without a password.",
                    name=name,
                    member=member.name[:80],
                )
            seen.add(inner)
        return size, number
    except CorpusError as error:
        raise with_other_values(
            error, lambda text: text.replace(str(path), f"'{name}'").replace(path.name, name)
        ) from None


def is_clutter(member: str) -> bool:
    """Return whether a system added it to the archive. A path out of the folder is not clutter, but an attack."""
    hidden = (part for part in member.split("/") if part.startswith(".") and part not in (".", ".."))
    return any(hidden) or any(part in ("__MACOSX", "Thumbs.db", "desktop.ini") for part in member.split("/"))


def unpack(path: Path, target: Path, limit_bytes: int) -> None:
    """Write the members of a checked zip below `target`; done again, it ends with the same files.

    Raises CorpusError for what is damaged or larger than it said.
    """
    archive = Archive(path)
    for member in archive.members():
        if member.is_folder or is_clutter(member.name):
            continue
        final = target / inner_path(member.name)
        with replacing(final) as temporary:
            temporary.write_bytes(archive.read(member, limit_bytes))
            if final.suffix.lower() not in DOCUMENTS and is_archive(temporary):
                raise CorpusError(
                    "upload.inner-archive",
                    "{file} holds another archive: {member}.",
                    hint="Pack the files themselves.",
                    file=path,
                    member=member.name[:80],
                )
