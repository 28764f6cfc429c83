"""The studio's folder as this machine's copy of what the store holds. Begin with `Copies`.

Which version of a place counts is one row of the table `stored`. A job writes it in a fenced transaction of its
attempt, so that an attempt that has lost its lease shows nothing to anybody. While somebody on this machine works on a
place, its folder here is the newest there is, and nobody replaces it: that is what the lock in it says. Where
everything lies in the studio's folder, none of this happens.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, insert

from soridam.core.errors import StorageError
from soridam.core.files import write_text
from soridam.settings import StudioSettings
from soridam.studio.database import now_ms
from soridam.studio.records import deletions
from soridam.studio.storage import Storage, open_storage
from soridam.studio.storage_files import files_of
from soridam.studio.stored import forget, read_all, read_version, replace_version

Room = Literal["books"]
ROOMS: tuple[Room, ...] = ("books",)
LOCK, VERSION = ".storage.lock", ".version"
PATIENCE = 10.0  # seconds that a change waits for another one on this machine
UNSEEN_FOR = timedelta(days=1)  # what no version names may be part of one that is being stored


@dataclass(frozen=True)
class WorkingCopy:
    """The folder that a job works in; `save` lets everybody see it as it is now."""

    folder: Path
    save: Callable[[], None]


class Copies:
    """The places of one machine."""

    def __init__(self, engine: Engine, settings: StudioSettings) -> None:
        self._engine, self._folder = engine, Path(settings.folder)
        self._storage = open_storage(settings.storage)

    def refresh(self, room: Room, id: str) -> Path:
        """The folder of a place, as new as it is anywhere. Raises StorageError if the store does not answer."""
        folder = self._folder / room / id
        if self._storage is None:
            return folder
        version = read_version(self._engine, id)
        is_unknown = version is None and folder.is_dir()  # from before there was a store, or nothing yet
        if is_unknown or version != _version_here(folder):
            try:
                with _lock(folder, 0):
                    self._bring(self._storage, room, folder)
            except Timeout:  # somebody here works on it: then this is the newest
                return folder
        return folder

    @contextmanager
    def changing(self, room: Room, id: str) -> Iterator[Path]:
        """For a short change outside of a job. Raises StorageError if somebody else was faster."""
        folder = self._folder / room / id
        if self._storage is None:
            yield folder
            return
        try:
            with _lock(folder, PATIENCE):
                base = self._bring(self._storage, room, folder)
                yield folder
                self._swap(room, id, base, self._push(self._storage, room, folder, base))
        except Timeout:
            raise StorageError("A job is at work on this.", hint="Wait until it is done.") from None

    @contextmanager
    def working_on(self, room: Room, id: str, point_at: Callable[[str, str, str], None]) -> Iterator[WorkingCopy]:
        """For a job, whose fenced `point_at` gets room, id and version. It begins with what the store has."""
        folder, storage = self._folder / room / id, self._storage
        if storage is None:
            yield WorkingCopy(folder, lambda: None)
            return
        with _lock(folder, PATIENCE):
            self._bring(storage, room, folder)

            def save() -> None:
                point_at(room, id, self._push(storage, room, folder, read_version(self._engine, id)))

            yield WorkingCopy(folder, save)
            save()

    def note_deleted(self, connection: Connection, id: str) -> None:
        """In the transaction that deletes the row: the sweep then sees to the store."""
        if self._storage is not None:
            forget(connection, id)
            connection.execute(insert(deletions).values(id=id, at=now_ms()))

    def forget(self, id: str) -> None:
        """Delete what the store has of something."""
        if self._storage is not None:
            for room in ROOMS:
                self._storage.delete(f"{room}/{id}")

    def prune(self) -> None:
        """Forget old versions in the store."""
        if self._storage is None:
            return
        for room, id, version in read_all(self._engine):
            self._storage.prune(f"{room}/{id}", version, datetime.now(UTC) - UNSEEN_FOR)

    def _bring(self, storage: Storage, room: Room, folder: Path) -> str | None:
        """What the store has, here; what only this folder has, from before there was a store, there."""
        version = read_version(self._engine, folder.name)
        if version is not None and version != _version_here(folder):
            files = storage.pull(f"{room}/{folder.name}", version, folder)
            for path in files_of(folder):
                if path.relative_to(folder).as_posix() not in files:
                    path.unlink(missing_ok=True)
            write_text(folder / VERSION, version)
        if version is None and files_of(folder):
            self._swap(room, folder.name, None, version := self._push(storage, room, folder, None))
        return version

    def _push(self, storage: Storage, room: Room, folder: Path, base: str | None) -> str:
        version = storage.push(f"{room}/{folder.name}", folder, files_of(folder), base)
        write_text(folder / VERSION, version)
        return version

    def _swap(self, room: Room, id: str, base: str | None, version: str) -> None:
        if not replace_version(self._engine, room, id, base, version):
            raise StorageError("Somebody else has changed this meanwhile.", hint="Look at it, and do yours again.")


def _version_here(folder: Path) -> str | None:
    try:
        return (folder / VERSION).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def _lock(folder: Path, timeout: float) -> FileLock:
    folder.mkdir(parents=True, exist_ok=True)
    return FileLock(folder / LOCK, timeout=timeout)
