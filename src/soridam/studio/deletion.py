"""Deleting somebody so that nothing of them is left: rows of every table, folders, what a database keeps of old rows.

Begin with `delete_account`. A table whose rows belong to people has a column `owner`, one whose rows belong to such a
row has a foreign key that cascades, or a column `place` with its id. What a row has on disk is in folders of its id:
`<studio>/<anything>/<id>`. What follows these rules is deleted without a line here.
"""

import logging
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, delete, insert, select

from soridam.core.errors import JobError, StorageError
from soridam.studio.accounts import DAY
from soridam.studio.consents import Purpose
from soridam.studio.database import metadata, now_ms
from soridam.studio.jobs.table import ENDED, jobs
from soridam.studio.parts import StudioParts
from soridam.studio.records import books, deletions, shares
from soridam.studio.storage_copies import Copies

# Tables of what is kept because of a consent. A tuned model holds something of every voice that it was tuned on.
RESTS_ON: dict[Purpose, tuple[str, ...]] = {
    "store": ("corpora", "runs"),
    "transcribe": (),
    "train": ("runs",),
    "share": (),
}
log = logging.getLogger(__name__)

SWEPT_FOR = DAY  # seconds; a job that runs while its owner leaves may write for a little longer


def delete_account(parts: StudioParts, user: str) -> None:
    """Rows first, in one transaction, then folders; what is still being written then goes with the next `sweep`.

    Raises UsageError if nobody would be left to keep the studio, NotFoundError for nobody.
    """
    parts.accounts.check_may_leave(user)
    _stop_jobs(parts, user)
    with parts.engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            if "owner" in table.c:
                _delete_rows(connection, table, user)
    parts.accounts.delete(user)
    sweep(parts)
    forget_old_rows(parts.engine)


def withdraw(parts: StudioParts, user: str, purpose: Purpose) -> None:
    """Take a consent back; what was kept because of it goes: recordings, models tuned on them, links."""
    parts.consents.withdraw(user, purpose)
    with parts.engine.begin() as connection:
        for table in (metadata.tables[name] for name in RESTS_ON[purpose] if name in metadata.tables):
            _delete_rows(connection, table, user)
        if purpose == "share":
            own = select(books.c.id).where(books.c.owner == user)
            connection.execute(delete(shares).where(shares.c.book.in_(own)))
    sweep(parts)
    forget_old_rows(parts.engine)


def sweep(parts: StudioParts) -> int:
    """Remove the folders of what was deleted within a day, as often as needed; returns how many deletions that are."""
    with parts.engine.connect() as connection:
        ids = connection.execute(select(deletions.c.id)).scalars().all()
    for room in _rooms(Path(parts.settings.folder)):
        for folder in (room / id for id in ids):
            if folder.is_dir():
                shutil.rmtree(folder)
    if _forget_stored(Copies(parts.engine, parts.settings), ids):
        with parts.engine.begin() as connection:
            connection.execute(delete(deletions).where(deletions.c.at < now_ms() - SWEPT_FOR * 1000))
    return len(ids)


def _forget_stored(copies: Copies, ids: Sequence[str]) -> bool:
    """What a store does not forget now, because it is away, the next sweep asks for again."""
    try:
        for id in ids:
            copies.forget(id)
    except StorageError as error:
        log.warning("%s %s", error.message, error.hint)
        return False
    return True


def forget_old_rows(engine: Engine) -> None:
    """Make a database overwrite what it has deleted; MariaDB's purge does so by itself."""
    if engine.dialect.name == "sqlite":
        # Deleted rows are overwritten (`secure_delete`), but old pages wait in the log until it is written back.
        connection = engine.raw_connection()
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as autocommit:
            autocommit.exec_driver_sql("VACUUM")


def _stop_jobs(parts: StudioParts, user: str) -> None:
    wanted = select(jobs.c.id).where(jobs.c.owner == user, jobs.c.state.not_in(ENDED))
    with parts.engine.connect() as connection:
        going = connection.execute(wanted).scalars().all()
    for job in going:
        try:
            parts.jobs.cancel(job)
        except JobError:  # it has ended since
            continue


def _delete_rows(connection: Connection, table: Table, user: str) -> None:
    own = table.c.owner == user
    ids = connection.execute(select(table.c.id).where(own)).scalars().all() if "id" in table.c else []
    for id in ids:
        connection.execute(insert(deletions).values(id=id, at=now_ms()))
        for inner in metadata.sorted_tables:
            if "place" in inner.c:
                connection.execute(delete(inner).where(inner.c.place == id))
    connection.execute(delete(table).where(own))


def _rooms(folder: Path) -> Iterator[Path]:
    """Where things have folders of their own: books, jobs, corpora and so on."""
    return (room for room in folder.iterdir() if room.is_dir())
