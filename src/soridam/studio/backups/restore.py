"""A studio out of a backup: unpacked beside its folder, checked, put into an empty database, and swapped in whole.

Begin with `restore_backup`.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, func, insert, inspect, select, update
from sqlalchemy.exc import CompileError, SQLAlchemyError

from soridam.core.errors import BackupError, UsageError
from soridam.core.progress import show_progress
from soridam.studio.backups.archive import OTHER_BACKUP, Manifest, read_rows, unpack
from soridam.studio.database import now_ms, open_database
from soridam.studio.jobs.store import add_event
from soridam.studio.jobs.table import ENDED, RELEASED, STOPPED, jobs
from soridam.studio.migrations import VERSION_TABLE, is_known, migrate
from soridam.studio.tables import all_tables

AT_ONCE = 500  # rows
WITH_PATHS = ("config.toml", "adapter/adapter_config.json")
OWN_DATABASE = "studio.db"
JOB_TABLES = {"jobs", "job_events"}


@dataclass(frozen=True)
class Restored:
    """What came back, and of when it is."""

    made: str
    rows: Mapping[str, int]
    files: int
    again: int  # jobs that ran when the backup was made, and wait now
    has_jobs: bool  # the command `backup` once left them out


def restore_backup(path: Path, folder: Path, database: str = "") -> Restored:
    """Make the new studio `folder` of a backup; `database` is an empty one, or none for SQLite in the folder.

    Raises UsageError for a folder or a database that is not empty, BackupError for a backup that is damaged, hostile,
    or of a newer version. Then nothing has changed.
    """
    _refuse_used_folder(folder)
    with _beside(path, folder) as temporary:
        manifest = _unpack(path, temporary)
        engine = open_database(database or f"sqlite:///{temporary / OWN_DATABASE}")
        try:
            again = _put(engine, manifest, temporary, folder, is_outside=bool(database))
            migrate(engine)  # where it is of an older version; if we are killed here, the studio does it at its start
        finally:
            engine.dispose()
        if not database:
            _swap(temporary, folder)
    has_jobs = manifest.tables.keys() >= JOB_TABLES
    return Restored(manifest.made, manifest.tables, len(manifest.files) - len(manifest.tables), again, has_jobs)


def _put(engine: Engine, manifest: Manifest, temporary: Path, folder: Path, *, is_outside: bool) -> int:
    """Fill the database. One that lies outside of the folder gets its rows and the folder its name at one moment."""
    _refuse_used_database(engine)
    migrate(engine, "base")  # an empty one may be of another version
    migrate(engine, manifest.revision)
    tables, moved = temporary / "tables", _Moved(manifest.folder, str(folder.absolute()))
    _relocate_configs(temporary, moved)
    try:
        with engine.begin() as connection:
            _fill(connection, tables, manifest, moved)
            again = _let_wait(connection)
            shutil.rmtree(tables)
            if is_outside:
                _swap(temporary, folder)
    except BaseException:
        if not temporary.exists():
            folder.replace(temporary)  # the rows were not taken after all
        raise
    return again


@dataclass(frozen=True)
class _Moved:
    """The studio's folder then and now. Jobs and configs name paths below it."""

    old: str
    new: str

    def text(self, text: str) -> str:
        """JSON, or TOML as we write it, with the paths of today."""
        if self.old == self.new or not Path(self.old).is_absolute() or self.old == "/":
            return text
        return text.replace(f"{_inner(self.old)}/", f"{_inner(self.new)}/")


def _inner(path: str) -> str:
    return json.dumps(path, ensure_ascii=False)[1:-1]


def _refuse_used_folder(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            "run.not-empty",
            "{folder} is not empty.",
            hint="Give a new folder: a studio is never overwritten.",
            folder=folder,
        )
    if not folder.absolute().parent.is_dir():
        raise UsageError(
            "weights.no-folder", "There is no folder {folder}.", hint="Make it first.", folder=folder.absolute().parent
        )


def _refuse_used_database(engine: Engine) -> None:
    present = set(inspect(engine).get_table_names())
    with engine.connect() as connection:
        for table in all_tables():
            if table.name in present and connection.execute(select(func.count()).select_from(table)).scalar_one():
                raise UsageError(
                    "backup.database-taken",
                    "The database is not empty: there is a studio in it.",
                    hint="Give an empty database in studio.database, or none for SQLite in the folder.",
                )


@contextmanager
def _beside(path: Path, folder: Path) -> Iterator[Path]:
    """An empty folder that goes when we fail; what a killed restore has left goes now."""
    temporary = folder.absolute().with_name(f".{folder.name}.restoring")
    shutil.rmtree(temporary, ignore_errors=True)
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise UsageError("backup.missing", "There is no backup {path}.", hint="Check the path.", path=path) from None
    if shutil.disk_usage(temporary.parent).free < size:
        raise BackupError(
            "backup.no-room",
            "{size} GB do not fit beside {folder}.",
            hint="Make room there.",
            size=f"{size / 1e9:.1f}",
            folder=folder,
        )
    temporary.mkdir(mode=0o700)
    try:
        yield temporary
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _unpack(path: Path, target: Path) -> Manifest:
    with show_progress("Restoring", path.stat().st_size, "B") as progress:
        manifest = unpack(path, target, progress.advance)
    if not is_known(manifest.revision):
        raise BackupError(
            "backup.newer-version",
            "The backup was made by a newer Soridam, {version}.",
            hint="Update: pip install -U soridam",
            version=manifest.soridam,
        )
    return manifest


def _fill(connection: Connection, folder: Path, manifest: Manifest, moved: _Moved) -> None:
    """Insert all rows into tables as they were in the backup's version."""
    then = MetaData()
    then.reflect(connection)
    unknown = set(manifest.tables) - {table.name for table in then.sorted_tables}
    if unknown:
        raise BackupError(
            "backup.unknown-table",
            "The backup has an unknown table {table}.",
            hint=OTHER_BACKUP,
            table=f"{min(unknown)!r}",
        )
    _refuse_missing_tables({table.name for table in then.sorted_tables}, manifest)
    for table in then.sorted_tables:
        if table.name in manifest.tables:
            count = _fill_table(connection, table, folder / f"{table.name}.jsonl.gz", moved)
            if count != manifest.tables[table.name]:
                raise BackupError(
                    "backup.rows-missing",
                    "Rows of '{table}' are missing in the backup.",
                    hint=OTHER_BACKUP,
                    table=table.name,
                )


def _refuse_missing_tables(then: set[str], manifest: Manifest) -> None:
    """Jobs alone may be missing: there are such backups, and what else they hold is whole."""
    missing = then - manifest.tables.keys() - manifest.left_out.keys() - {VERSION_TABLE}
    if missing and missing != JOB_TABLES:
        raise BackupError(
            "backup.no-table", "The table '{table}' is missing in the backup.", hint=OTHER_BACKUP, table=min(missing)
        )


def _fill_table(connection: Connection, table: Table, path: Path, moved: _Moved) -> int:
    count = 0
    try:
        read = read_rows(path)
        while rows := list(islice(read, AT_ONCE)):
            connection.execute(insert(table), [_relocated(table.name, row, moved) for row in rows])
            count += len(rows)
    except (SQLAlchemyError, CompileError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise BackupError(
            "backup.rows-refused",
            "The database does not take the rows of '{table}': {reason}",
            hint=OTHER_BACKUP,
            table=table.name,
            reason=reason,
        ) from None
    return count


def _relocated(table: str, row: dict[str, Any], moved: _Moved) -> dict[str, Any]:
    if table == "jobs":
        return {**row, "payload": moved.text(row["payload"])}
    return row


def _relocate_configs(studio: Path, moved: _Moved) -> None:
    """A training goes on only with the config that it was begun with; an adapter may rest on another run's model."""
    for path in (each for name in WITH_PATHS for each in (studio / "runs").glob(f"*/run/{name}")):
        path.write_text(moved.text(path.read_text(encoding="utf-8")), encoding="utf-8")


def _let_wait(connection: Connection) -> int:
    """Let running jobs wait without using up an attempt, or stop as they were asked to. Returns how many."""
    wanted = select(jobs.c.id, jobs.c.wanted, jobs.c.attempts).where(jobs.c.state == "running")
    rows = connection.execute(wanted).all()
    for row in rows:
        state = STOPPED.get(row.wanted, "waiting")
        values = {"attempts": max(0, row.attempts - 1), "last_event": jobs.c.last_event + 1, **RELEASED}
        ended = {"ended": now_ms()} if state in ENDED else {}
        connection.execute(update(jobs).where(jobs.c.id == row.id).values(state=state, **values, **ended))
        add_event(connection, row.id, "state", {"state": state, "because": "restored"})
    return len(rows)


def _swap(temporary: Path, folder: Path) -> None:
    os.sync()  # whatever has its name is on the disk
    temporary.replace(folder.absolute())
