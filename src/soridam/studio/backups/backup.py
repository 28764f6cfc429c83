"""Making a backup of a studio while it runs: rows of one moment, then the folders that they point to.

Begin with `make_backup`; `restore` is the way back, `archive` the form in between.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, Table, inspect, select

from soridam import __version__
from soridam.core.errors import BackupError, UsageError
from soridam.core.progress import show_progress
from soridam.studio.backups.archive import ArchiveWriter, Manifest, write_archive, write_rows
from soridam.studio.database import open_snapshot
from soridam.studio.migrations import VERSION_TABLE, is_current, newest_revision
from soridam.studio.records import deletions
from soridam.studio.storage.extents import AREAS, Area, files_of
from soridam.studio.storage.versions import OWNERS
from soridam.studio.tables import all_tables

HELD = "backup"  # a folder of the studio: hard links to the files of the place that is copied just now
TRIES = 20
AT_ONCE = 500  # rows
# Who gets hold of a backup, or restores an old one, must not log in by what was meant to end.
LEFT_OUT: Mapping[str, str] = {
    "secrets": "Sessions, one-time links and API tokens: what was revoked after the backup would work again.",
    "invitations": "They are for days, and may have been used since.",
    "stored": "All files are in the backup; a store gets them anew.",
    "shares": "Links to books: what was revoked after the backup would show the book again.",
}


@dataclass(frozen=True)
class Made:
    """What a backup holds."""

    rows: Mapping[str, int]
    files: int
    bytes: int


def make_backup(
    engine: Engine, folder: Path, path: Path, fetch: Callable[[Area, str], object] = lambda *_: None
) -> Made:
    """Write everything that the studio in `folder` keeps into the new file `path`.

    `fetch` brings a place into the folder that may lie elsewhere.

    Raises UsageError if there is such a file, BackupError if the studio's database is not of this version.
    """
    if not is_current(engine):
        raise BackupError(
            "database.other-version",
            "The database is older or newer than this version of Soridam.",
            hint="Start the studio once: it brings the database up to date.",
        )
    with _alone(folder), ExitStack() as spool:
        with open_snapshot(engine) as connection:
            tables, counts = _write_tables(connection, folder, spool)
            ids = {area: _ids(connection, area) for area in AREAS}
            gone = _deleted(connection)
        places = [folder / area / id for area in AREAS for id in ids[area]]
        for area in AREAS:
            for id in ids[area]:
                fetch(area, id)
        total = sum(os.fstat(table.fileno()).st_size for table in tables.values()) + sum(map(_size_of, places))
        with show_progress("Backing up", total, "B") as progress, write_archive(path, progress.advance) as archive:
            for name, table in tables.items():
                archive.add(f"tables/{name}.jsonl.gz", table)
            for place in places:
                _add_place(archive, place, folder / HELD)
            with engine.connect() as connection:
                _refuse_deleted(_deleted(connection) - gone)
            archive.add_manifest(_manifest(folder, counts, archive))
    return Made(counts, len(archive.files), sum(facts.bytes for facts in archive.files.values()))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    if not folder.is_dir():
        raise UsageError(
            "backup.no-studio", "There is no studio in {folder}.", hint="Say where with --folder.", folder=folder
        )
    try:
        with FileLock(folder / "backup.lock", timeout=0):
            shutil.rmtree(folder / HELD, ignore_errors=True)  # of one that was killed
            yield
    except Timeout:
        raise UsageError(
            "backup.locked", "Another backup of this studio is being made.", hint="Wait until it is done."
        ) from None


def _write_tables(connection: Connection, folder: Path, spool: ExitStack) -> tuple[dict[str, BinaryIO], dict[str, int]]:
    """Their rows in files without names, so that nothing is left of them either, and how many there are."""
    _refuse_unknown_tables(connection)
    files: dict[str, BinaryIO] = {}
    counts: dict[str, int] = {}
    for table in all_tables():
        if table.name not in LEFT_OUT:
            files[table.name] = spool.enter_context(tempfile.TemporaryFile(dir=folder))  # noqa: SIM115  the stack's
            counts[table.name] = write_rows(files[table.name], _rows(connection, table))
    return files, counts


def _refuse_unknown_tables(connection: Connection) -> None:
    """A backup that leaves out a table without saying so would be taken for a whole one."""
    unknown = set(inspect(connection).get_table_names()) - {table.name for table in all_tables()} - {VERSION_TABLE}
    if unknown:
        raise BackupError(
            "backup.foreign-table",
            "The database holds a table that this version does not know: '{table}'.",
            hint="Use a database of its own for the studio.",
            table=min(unknown),
        )


def _rows(connection: Connection, table: Table) -> Iterator[Mapping[str, object]]:
    """Iterate over rows in the order of their keys. Numbers that a database counts are counted anew when restored."""
    columns = [column for column in table.c if column is not table.autoincrement_column]
    wanted = select(*columns).order_by(*table.primary_key.columns)
    for row in connection.execution_options(yield_per=AT_ONCE).execute(wanted).mappings():
        yield {column.name: row[column] for column in columns}


def _ids(connection: Connection, area: Area) -> list[str]:
    table = OWNERS[area]
    return list(connection.execute(select(table.c.id).order_by(table.c.created)).scalars())


def _deleted(connection: Connection) -> set[str]:
    return set(connection.execute(select(deletions.c.id)).scalars())


def _refuse_deleted(ids: set[str]) -> None:
    """Raise if something was deleted meanwhile: it must not be in a backup that was made afterwards."""
    if ids:
        raise BackupError(
            "backup.deleted-meanwhile", "Somebody deleted things while they were copied.", hint="Make the backup again."
        )


def _add_place(archive: ArchiveWriter, place: Path, held: Path) -> None:
    """Its files are held first, which takes a moment; then it does not matter what becomes of them meanwhile."""
    own = held / place.name  # below the id, where a deletion finds it too
    try:
        hold(place, own)
        for path in files_of(own):
            with path.open("rb") as file:
                archive.add(f"{place.parent.name}/{place.name}/{path.relative_to(own).as_posix()}", file)
    except FileNotFoundError:
        _refuse_deleted({place.name})
    finally:
        shutil.rmtree(held, ignore_errors=True)


def hold(place: Path, target: Path) -> None:
    """Hard links to the files of a place as they are at one moment; nothing if there is no such place.

    Raises BackupError if it never stands still.
    """
    for _ in range(TRIES):
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        before = _published(place)
        try:
            for path in files_of(place):
                _link(path, target / path.relative_to(place))
        except FileNotFoundError:
            continue
        if _published(place) == before:
            return
    raise BackupError(
        "backup.changing",
        "{place} changes faster than it can be copied.",
        hint="Pause the job that works on it, and try again.",
        place=place,
    )


def _published(place: Path) -> int | None:
    """Return the inode of the folder that a job has published, which is replaced as a whole; None without one."""
    try:
        return (place / "ready").stat().st_ino
    except FileNotFoundError:
        return None


def _link(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, target)
    except FileNotFoundError:
        raise
    except OSError:  # a file system without hard links
        shutil.copyfile(path, target)


def _size_of(place: Path) -> int:
    try:
        return sum(path.stat().st_size for path in files_of(place))
    except FileNotFoundError:  # it is the length of a bar, nothing else
        return 0


def _manifest(folder: Path, counts: dict[str, int], archive: ArchiveWriter) -> Manifest:
    return Manifest(
        soridam=__version__,
        revision=newest_revision(),
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        folder=str(folder.absolute()),
        left_out=dict(LEFT_OUT),
        tables=counts,
        files=archive.files,
    )
