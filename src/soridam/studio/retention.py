"""What a studio forgets by itself after so many days, and what it never does: books, corpora and models stay.

Begin with `find_expired`. A rule is one function in `RULES`; what it finds says by itself how it is removed, so that a
dry run and the real one look at the same list. A folder that no row points to is left alone: after the loss of a
database it may be all that there is.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal

from sqlalchemy import ColumnElement, Delete, Engine, Table, and_, delete, func, or_, select

from soridam.settings import RetentionSettings, StudioSettings
from soridam.studio.backups.backup import HELD
from soridam.studio.database import now_ms
from soridam.studio.jobs.table import BUSY, ENDED, State, events, jobs
from soridam.studio.people.accounts import DAY
from soridam.studio.records import books, confidences, consents, corpora, runs, uploads
from soridam.studio.storage.deletions import note_deleted
from soridam.studio.storage.disk import size_of
from soridam.studio.storage.places import Places
from soridam.studio.tuning.runs import training_folder

ExpiredKind = Literal["events", "job", "trash", "checkpoints", "export", "recordings", "confidence"]
OWNED = (books, corpora, runs)
FAILED: tuple[State, ...] = ("failed", "cancelled")
HALF = (".tmp", ".old")  # endings of hidden names under which something is written or removed


@dataclass(frozen=True)
class Expired:
    """Something that has been kept for as long as it may be. `what` is an id, or a path below the studio's folder."""

    kind: ExpiredKind
    what: str
    days: int
    bytes: int
    remove: Callable[[], None] = field(repr=False, compare=False)


@dataclass(frozen=True)
class Shelf:
    """What the rules look at. `now` is a moment of the database's clock, in milliseconds since 1970."""

    engine: Engine
    folder: Path
    keep: RetentionSettings
    asks_consent: bool
    now: int

    def limit(self, days: int) -> int:
        """Return the moment before which things have expired; 0 days are for ever."""
        return self.now - days * DAY * 1000 if days else -1

    def days_since(self, at: float) -> int:
        return round((self.now - at) // (DAY * 1000))


def read_clock(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(select(now_ms())).scalar_one()


def find_expired(engine: Engine, settings: StudioSettings, now: int) -> list[Expired]:
    """Find all that has expired by the settings, the oldest of each kind first."""
    shelf = _shelf(engine, settings, now)
    return [found for rule in RULES for found in sorted(rule(shelf), key=lambda each: -each.days)]


def apply_retention(engine: Engine, settings: StudioSettings) -> list[Expired]:
    """Remove what has expired; returns what that was."""
    found = find_expired(engine, settings, read_clock(engine))
    for each in found:
        each.remove()
    return found


def remove_trash(engine: Engine, settings: StudioSettings) -> None:
    """Remove what nobody reaches in the folder of this machine, which may be a worker's own."""
    for found in _find_trash(_shelf(engine, settings, read_clock(engine))):
        found.remove()


def _shelf(engine: Engine, settings: StudioSettings, now: int) -> Shelf:
    return Shelf(engine, Path(settings.folder), settings.retention, settings.accounts, now)


def _find_events(shelf: Shelf) -> Iterator[Expired]:
    """Find the events of jobs that have ended. Their results and last states stay."""
    limit = shelf.limit(shelf.keep.events_days)
    size = func.sum(func.length(events.c.body))
    ended = and_(jobs.c.state.in_(ENDED), jobs.c.ended < limit)
    wanted = select(jobs.c.id, jobs.c.ended, size).join_from(jobs, events).where(ended)
    with shelf.engine.connect() as connection:
        rows = connection.execute(wanted.group_by(jobs.c.id, jobs.c.ended)).all()
    for job, at, length in rows:
        old = delete(events).where(events.c.job == job, events.c.at < limit)  # somebody may try it again just now
        yield Expired("events", job, shelf.days_since(at), int(length), partial(_execute, shelf.engine, old))


def _find_jobs(shelf: Shelf) -> Iterator[Expired]:
    """Jobs that are nobody's latest: a book, a corpus or a run keeps its own, which says how it stands."""
    kept = [jobs.c.id.not_in(select(table.c.job).where(table.c.job.is_not(None))) for table in OWNED]
    expired = or_(
        and_(jobs.c.state.in_(FAILED), jobs.c.ended < shelf.limit(shelf.keep.failed_job_days)),
        and_(jobs.c.state == "done", jobs.c.ended < shelf.limit(shelf.keep.done_job_days)),
    )
    size = func.length(jobs.c.payload) + func.coalesce(func.length(jobs.c.result), 0)
    with shelf.engine.connect() as connection:
        rows = connection.execute(select(jobs.c.id, jobs.c.ended, size).where(expired, *kept)).all()
    for job, at, length in rows:
        gone = delete(jobs).where(jobs.c.id == job, expired)
        yield Expired("job", job, shelf.days_since(at), int(length), partial(_execute, shelf.engine, gone))


def _find_trash(shelf: Shelf) -> Iterator[Expired]:
    """Find what nobody reaches: work of attempts that are over, broken uploads, files of killed processes."""
    limit = shelf.limit(shelf.keep.trash_days)
    found = [*_attempts(shelf), *_half_made(shelf), *_hidden(shelf)]
    for path in found:
        at = _changed(path)
        if at is not None and at < limit:
            name = path.relative_to(shelf.folder).as_posix()
            yield Expired("trash", name, shelf.days_since(at), size_of(path), partial(remove_path, path))
    yield from _find_broken_uploads(shelf, limit)


def _attempts(shelf: Shelf) -> list[Path]:
    """Return the folders that attempts worked in: results lie with the books, corpora and runs."""
    found = (shelf.folder / "jobs").glob("*")
    going = _jobs_that_go_on(shelf)
    return [path for path in found if path.name not in going]


def _half_made(shelf: Shelf) -> list[Path]:
    """Corpora in the making whose job is over. One that is tried again later begins anew."""
    found = (path for start in ("making-", "old-") for path in (shelf.folder / "corpora").glob(f"*/{start}*"))
    going = _jobs_that_go_on(shelf)
    return [path for path in found if path.name.partition("-")[2] not in going]


def _hidden(shelf: Shelf) -> list[Path]:
    """Return the files that killed processes were writing or removing; also links that a killed backup held."""
    inside = (path for table in OWNED for path in (shelf.folder / table.name).glob("*/**/.*"))
    return [*(path for path in inside if path.name.endswith(HALF)), *shelf.folder.glob(HELD)]


def _jobs_that_go_on(shelf: Shelf) -> set[str]:
    with shelf.engine.connect() as connection:
        return set(connection.execute(select(jobs.c.id).where(jobs.c.state.not_in(ENDED))).scalars())


def _find_broken_uploads(shelf: Shelf, limit: int) -> Iterator[Expired]:
    wanted = select(uploads).where(uploads.c.received < uploads.c.bytes, uploads.c.created < limit)
    with shelf.engine.connect() as connection:
        rows = connection.execute(wanted).all()
    for row in rows:
        parts = list(shelf.folder.glob(f"*/{row.place}/incoming/{row.key}*"))
        at = max((_changed(part) or 0 for part in parts), default=row.created)
        if at < limit:
            gone = delete(uploads).where(uploads.c.place == row.place, uploads.c.key == row.key)
            size = sum(size_of(part) for part in parts)
            what = f"{row.place}/{row.name}"
            yield Expired("trash", what, shelf.days_since(at), size, partial(_remove_all, shelf.engine, gone, parts))


def _find_checkpoints(shelf: Shelf) -> Iterator[Expired]:
    """Find checkpoints of trainings that are done: nothing resumes from them any more."""
    limit = shelf.limit(shelf.keep.checkpoints_days)
    wanted = select(runs.c.id, jobs.c.ended).join_from(runs, jobs, runs.c.job == jobs.c.id)
    wanted = wanted.where(runs.c.kind == "train", jobs.c.state == "done", jobs.c.ended < limit)
    with shelf.engine.connect() as connection:
        rows = connection.execute(wanted).all()
    for run, at in rows:
        folder = training_folder(Places(shelf.folder).run(run))
        checkpoints = folder / "checkpoints"
        if checkpoints.is_dir() and ((folder / "model").is_dir() or (folder / "adapter").is_dir()):
            size = size_of(checkpoints)
            yield Expired("checkpoints", run, shelf.days_since(at), size, partial(remove_path, checkpoints))


def _find_exports(shelf: Shelf) -> Iterator[Expired]:
    """Models as they were converted for serving; their training can convert them again."""
    expired = and_(runs.c.kind == "export", runs.c.created < shelf.limit(shelf.keep.export_days))
    yield from _places(shelf, "export", runs, expired)


def _find_confidences(shelf: Shelf) -> Iterator[Expired]:
    """Find what children disclosed, which the grown-ups' corner shows."""
    old = confidences.c.created < shelf.limit(shelf.keep.confidences_days)
    with shelf.engine.connect() as connection:
        rows = connection.execute(select(confidences.c.id, confidences.c.created).where(old)).all()
    for id, at in rows:
        gone = delete(confidences).where(confidences.c.id == id)
        yield Expired("confidence", id, shelf.days_since(at), 0, partial(_execute, shelf.engine, gone))


def _find_recordings(shelf: Shelf) -> Iterator[Expired]:
    """Find corpora and transcriptions of people who have not agreed that recordings are kept, where that is asked."""
    if not shelf.asks_consent:
        return
    limit = shelf.limit(shelf.keep.recordings_days)
    agreed = select(consents.c.user).where(consents.c.purpose == "store")
    heard = and_(runs.c.kind == "transcribe", runs.c.owner.not_in(agreed), runs.c.created < limit)
    kept = and_(corpora.c.owner.not_in(agreed), corpora.c.created < limit)
    yield from _places(shelf, "recordings", corpora, kept)
    yield from _places(shelf, "recordings", runs, heard)


def _places(shelf: Shelf, kind: ExpiredKind, table: Table, expired: ColumnElement[bool]) -> Iterator[Expired]:
    """Whole corpora or runs, with row, uploads and folder. What a job works on or with stays until it is over."""
    with shelf.engine.connect() as connection:
        rows = connection.execute(select(table).where(expired)).mappings().all()
        used = " ".join(connection.execute(select(jobs.c.payload).where(jobs.c.state.in_((*BUSY, "paused")))).scalars())
    for row in rows:
        if row["id"] not in used:
            folder = shelf.folder / table.name / row["id"]
            gone = partial(_remove_place, shelf.engine, table, row["id"], folder)
            yield Expired(kind, row["name"], shelf.days_since(row["created"]), size_of(folder), gone)


def _remove_place(engine: Engine, table: Table, id: str, folder: Path) -> None:
    """The row first, noted as deleted, so that the sweep finishes what we could not."""
    with engine.begin() as connection:
        if connection.execute(delete(table).where(table.c.id == id)).rowcount:
            connection.execute(delete(uploads).where(uploads.c.place == id))
            note_deleted(connection, id)
    remove_path(folder)


def _execute(engine: Engine, statement: Delete) -> None:
    with engine.begin() as connection:
        connection.execute(statement)


def _remove_all(engine: Engine, statement: Delete, paths: Iterable[Path]) -> None:
    _execute(engine, statement)
    for path in paths:
        remove_path(path)


def remove_path(path: Path) -> None:
    """A file or a folder; it does not matter if it has gone."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _changed(path: Path) -> float | None:
    """When, in milliseconds since 1970; None if it has gone."""
    try:
        return path.lstat().st_mtime * 1000
    except FileNotFoundError:
        return None


RULES: Sequence[Callable[[Shelf], Iterator[Expired]]] = (
    _find_events,
    _find_jobs,
    _find_trash,
    _find_checkpoints,
    _find_exports,
    _find_recordings,
    _find_confidences,
)
