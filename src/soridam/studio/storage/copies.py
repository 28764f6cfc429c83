"""The studio's folder as this machine's copy of what the store holds. Begin with `Copies`.

Which version of a place counts is one row of the table `stored`. A job writes it in a fenced transaction of its
attempt, so that an attempt that has lost its lease shows nothing to anybody. While somebody on this machine works on a
place, its folder here is the newest there is, and nobody replaces it: that is what one lock in it says. The other one
lets readers wait until what is being fetched is whole. Where everything lies in the studio's folder, none of this
happens.

Not everybody needs all of a place: a list needs little, a page no uploads and no checkpoints. How much of which
version is here is noted in the folder (`.version`). So are uploads that came or went here since (`.changed`).

nothing here ──refresh──▶ version v, extent e ◀──refresh── outdated (the table names another, or more is needed)
                             │           ▲
                  changing, working_on   │ push: a new version, all of it; the table names it now
                             ▼           │
                         being changed ──┘   (WORK is locked: no refresh replaces the folder)

upload ──▶ .changed ──changing begins──▶ .changing ──the version is made──▶ forgotten; otherwise kept for the next one
"""

import json
import logging
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine

from soridam.core.errors import StorageError
from soridam.core.files import write_text
from soridam.settings import StudioSettings
from soridam.studio.storage.extents import AREAS, NOT_KEPT, UPLOADS, Area, Extent, files_of
from soridam.studio.storage.store import Storage, open_storage
from soridam.studio.storage.versions import read_all, read_places, read_version, replace_version

WORK, FETCH = ".storage.lock", ".fetch.lock"
NOTE = ".version"
CHANGED, CHANGING = ".changed", ".changing"  # names of uploads: since the last version, and in the one being made
CHANGE_TIMEOUT_SECONDS = 10.0  # that a change waits for another one on this machine
JOB_TIMEOUT_SECONDS = 600.0  # that a job waits for a change, or for what another attempt still sends
UNSEEN_FOR = timedelta(days=1)  # what no version names may be part of one that is being stored

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class WorkingCopy:
    """The folder that a job works in; `save` lets everybody see it as it is now."""

    folder: Path
    save: Callable[[], None]


@dataclass(frozen=True)
class LocalCopy:
    """What of a place is on this machine: so much of this version."""

    version: str | None = None
    extent: Extent = Extent.LIST

    def holds(self, version: str | None, extent: Extent) -> bool:
        return self.version == version and (version is None or self.extent >= extent)


class Copies:
    """The places of one machine."""

    def __init__(self, engine: Engine, settings: StudioSettings) -> None:
        self._engine, self._folder = engine, Path(settings.folder)
        self._storage = open_storage(settings.storage)

    def refresh(self, area: Area, id: str, extent: Extent = Extent.ALL) -> Path:
        """Return the folder of a place, as new as it is anywhere. Raises StorageError if the store does not answer."""
        folder = self._folder / area / id
        if self._storage is None:
            return folder
        if not self._is_here(folder, extent):
            with _lock(folder, FETCH, -1):
                if not self._is_here(folder, extent):
                    self._fetch(self._storage, area, folder, extent)
        return folder

    def find_weights(self, weights: str) -> str:
        """Resolve weights for the packages: a name of the catalog as it is, a run by its folder on this machine."""
        area, _, inner = weights.partition("/")
        if area != "runs":
            return weights
        run, _, rest = inner.partition("/")
        return str(self.refresh("runs", run, Extent.VIEW) / rest)

    @contextmanager
    def changing(self, area: Area, id: str) -> Iterator[Path]:
        """Lock a place for a short change outside of a job. Raises StorageError if somebody else was faster."""
        folder = self._folder / area / id
        if self._storage is None:
            yield folder
            return
        try:
            with _lock(folder, WORK, CHANGE_TIMEOUT_SECONDS), _lock(folder, FETCH, -1):
                _take_changes(folder)
                base = self._bring(self._storage, area, folder)
                yield folder
                self._swap(area, id, base, self._push(self._storage, area, folder, base))
                (folder / CHANGING).unlink(missing_ok=True)
        except Timeout:
            raise StorageError("storage.at-work", "A job is working on this.", hint="Wait until it is done.") from None

    def publish(self, area: Area, id: str) -> None:
        """Let everybody see a place as it is here, before a worker elsewhere hears of it."""
        with self.changing(area, id):
            pass

    @contextmanager
    def working_on(self, area: Area, id: str, point_at: Callable[[str, str, str], None]) -> Iterator[WorkingCopy]:
        """Lock a place for a job, whose fenced `point_at` gets area, id and version. It begins as the store has it."""
        folder, storage = self._folder / area / id, self._storage
        if storage is None:
            yield WorkingCopy(folder, lambda: None)
            return
        try:
            with _lock(folder, WORK, JOB_TIMEOUT_SECONDS):
                with _lock(folder, FETCH, -1):
                    self._bring(storage, area, folder)

                def save() -> None:
                    if files_of(folder):  # nothing was made yet, and somebody else may have something
                        point_at(area, id, self._push(storage, area, folder, read_version(self._engine, id)))

                yield WorkingCopy(folder, save)
                save()
        except Timeout:
            raise StorageError(
                "storage.other-job", "Another job on this machine works on this.", hint="Try it again later."
            ) from None

    def note_upload(self, area: Area, id: str, path: Path) -> None:
        """An upload comes or has come or gone. The store gets it now, so that making a version with it takes no time.

        If the store is away, the file is sent with the version, and whoever asks for that is told.
        """
        if self._storage is None:
            return
        folder = self._folder / area / id
        with (folder / CHANGED).open("a", encoding="utf-8") as file:
            file.write(f"{path.relative_to(folder).as_posix()}\n")
        if path.is_file():
            try:
                self._storage.send(f"{area}/{id}", path)
            except StorageError as error:
                log.warning("%s %s", error.message, error.hint)

    def upload_local(self) -> None:
        """Let the store have what lies here only: from before there was one, or from a backup."""
        if self._storage is not None:
            for area in AREAS:
                for id in read_places(self._engine, area):
                    if (self._folder / area / id).is_dir():
                        self.refresh(area, id, Extent.LIST)

    def forget(self, ids: Collection[str]) -> None:
        """Delete what the store has of these."""
        if self._storage is not None:
            for area in AREAS:
                for id in self._storage.names(area).intersection(ids):
                    self._storage.delete(f"{area}/{id}")

    def prune(self) -> None:
        """Forget old versions in the store."""
        if self._storage is None:
            return
        for area, id, version in read_all(self._engine):
            try:
                self._storage.prune(f"{area}/{id}", version, datetime.now(UTC) - UNSEEN_FOR)
            except StorageError as error:  # the others can be pruned nevertheless
                log.warning("%s/%s was not pruned: %s %s", area, id, error.message, error.hint)

    def _is_here(self, folder: Path, extent: Extent) -> bool:
        version = read_version(self._engine, folder.name)
        here = _read_note(folder)
        is_new = version is None and here.version is None and _has_more_than_uploads(folder)
        return here.holds(version, extent) and not is_new

    def _fetch(self, storage: Storage, area: Area, folder: Path, extent: Extent) -> None:
        """Unless somebody here works on it: then this is the newest."""
        with suppress(Timeout), _lock(folder, WORK, 0):
            self._bring(storage, area, folder, extent)

    def _bring(self, storage: Storage, area: Area, folder: Path, extent: Extent = Extent.ALL) -> str | None:
        """Fetch what the store has; send what only this folder has, from before there was a store."""
        version = read_version(self._engine, folder.name)
        here = _read_note(folder)
        if version is not None and not here.holds(version, extent):
            (folder / NOTE).unlink(missing_ok=True)  # from here on it is neither the one nor the other
            leave = partial(_is_changed, folder)
            files = storage.pull(f"{area}/{folder.name}", version, folder, extent, leave)
            for path in files_of(folder, extent):
                name = path.relative_to(folder).as_posix()
                if name not in files and not leave(name):
                    path.unlink(missing_ok=True)
            _write_note(folder, version, extent)
        if version is None and here.version is not None:  # a copy of what was deleted, which comes from nowhere again
            raise StorageError(
                "storage.gone", "This is no longer in the store.", hint="It was deleted, or comes from a backup."
            )
        if version is None and files_of(folder):
            self._swap(area, folder.name, None, version := self._push(storage, area, folder, None))
        return version

    def _push(self, storage: Storage, area: Area, folder: Path, base: str | None) -> str:
        version = storage.push(f"{area}/{folder.name}", folder, files_of(folder), base)
        _write_note(folder, version, Extent.ALL)
        return version

    def _swap(self, area: Area, id: str, base: str | None, version: str) -> None:
        if not replace_version(self._engine, area, id, base, version):
            raise StorageError(
                "storage.changed",
                "Somebody else has changed this meanwhile.",
                hint="See the change, and make yours again.",
            )


def _has_more_than_uploads(folder: Path) -> bool:
    """Something from before there was a store. Uploads alone may still be coming."""
    beside = (UPLOADS, *NOT_KEPT)
    return folder.is_dir() and any(p.name not in beside and not p.name.startswith(".") for p in folder.iterdir())


def _take_changes(folder: Path) -> None:
    """Count uploads from now on to the version after the one that is being made."""
    earlier = _names_in(folder / CHANGING)  # of one that was not made
    with suppress(FileNotFoundError):
        (folder / CHANGED).replace(folder / CHANGING)
    if earlier:
        with (folder / CHANGING).open("a", encoding="utf-8") as file:
            file.writelines(f"{name}\n" for name in sorted(earlier))


def _is_changed(folder: Path, name: str) -> bool:
    """Return whether an upload is newer here than in any version. Asked at the last moment: they come at any time."""
    if not name.startswith(f"{UPLOADS}/"):
        return False
    return name in _names_in(folder / CHANGED) | _names_in(folder / CHANGING)


def _names_in(path: Path) -> set[str]:
    try:
        return set(path.read_text(encoding="utf-8").splitlines())
    except FileNotFoundError:
        return set()


def _read_note(folder: Path) -> LocalCopy:
    try:
        noted = json.loads((folder / NOTE).read_text(encoding="utf-8"))
        return LocalCopy(noted["version"], Extent(noted["extent"]))
    except (FileNotFoundError, ValueError, TypeError, KeyError):  # there is none, or it is of an earlier form
        return LocalCopy()


def _write_note(folder: Path, version: str, extent: Extent) -> None:
    write_text(folder / NOTE, json.dumps(asdict(LocalCopy(version, extent))))


def _lock(folder: Path, name: str, timeout: float) -> FileLock:
    """Return seconds to wait, -1 for as long as it takes. Work is locked before fetching, or fetching alone."""
    folder.mkdir(parents=True, exist_ok=True)
    return FileLock(folder / name, timeout=timeout)
