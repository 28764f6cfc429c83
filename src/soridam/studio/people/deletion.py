"""Deleting somebody so that nothing of them is left: rows of every table, folders, what a database keeps of old rows.

Begin with `Deletion`. A table whose rows belong to people has a column `owner`, one whose rows belong to such a
row has a foreign key that cascades, or a column `place` with its id. What a row has on disk is in folders of its id:
`<studio>/<anything>/<id>`. What follows these rules is deleted without a line here.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, delete, func, select

from soridam.core.errors import JobError, StorageError
from soridam.studio.database import now_ms
from soridam.studio.jobs.store import JobStore
from soridam.studio.jobs.table import ENDED, jobs
from soridam.studio.people.accounts import DAY, Accounts
from soridam.studio.people.consents import Consents, Purpose
from soridam.studio.records import books, deletions, shares
from soridam.studio.storage.copies import Copies
from soridam.studio.storage.deletions import note_deleted, sweep_folders
from soridam.studio.tables import all_tables, find_table

# Tables of what is kept because of a consent. A tuned model holds something of every voice and picture.
RESTS_ON: dict[Purpose, tuple[str, ...]] = {
    "store": ("corpora", "runs", "drawings"),
    "transcribe": (),
    "train": ("runs",),
    "share": (),
}
log = logging.getLogger(__name__)

# Seconds. A job that runs while its owner leaves may write for a little longer, and a machine with copies may be off.
SWEPT_FOR = 30 * DAY


class Deletion:
    """Deletes people and what rests on a consent. `folder` is the studio's own."""

    def __init__(
        self, engine: Engine, folder: Path, accounts: Accounts, consents: Consents, jobs: JobStore, copies: Copies
    ) -> None:
        self._engine, self._folder = engine, folder
        self._accounts, self._consents, self._jobs, self._copies = accounts, consents, jobs, copies

    def delete_account(self, user: str) -> None:
        """Rows first, in one transaction, then folders; what is still being written goes with the next `sweep`.

        Raises UsageError if nobody would be left to keep the studio, NotFoundError for nobody.
        """
        self._accounts.check_may_leave(user)
        self._stop_jobs(user)
        with self._engine.begin() as connection:
            for table in reversed(all_tables()):
                if "owner" in table.c:
                    _delete_rows(connection, table, user)
        self._accounts.delete(user)
        self.sweep()
        forget_old_rows(self._engine)

    def withdraw(self, user: str, purpose: Purpose) -> None:
        """Take a consent back; what was kept because of it goes: recordings, pictures, models tuned on them, links."""
        self._consents.withdraw(user, purpose)
        with self._engine.begin() as connection:
            for table in map(find_table, RESTS_ON[purpose]):
                _delete_rows(connection, table, user)
            if purpose == "share":
                own = select(books.c.id).where(books.c.owner == user)
                connection.execute(delete(shares).where(shares.c.book.in_(own)))
        self.sweep()
        forget_old_rows(self._engine)

    def sweep(self) -> int:
        """Remove what was deleted, here and from the store, as often as needed; returns the deletions of a day."""
        ids = sweep_folders(self._engine, self._folder)
        with self._engine.connect() as connection:
            young = select(func.count()).where(deletions.c.at > now_ms() - DAY * 1000)
            count = connection.execute(young).scalar_one()
        if self._forget_stored(ids):
            with self._engine.begin() as connection:
                connection.execute(delete(deletions).where(deletions.c.at < now_ms() - SWEPT_FOR * 1000))
        return count

    def _forget_stored(self, ids: Sequence[str]) -> bool:
        """Delete from the store; while that is away, the next sweep tries again."""
        try:
            self._copies.forget(ids)
        except StorageError as error:
            log.warning("%s %s", error.message, error.hint)
            return False
        return True

    def _stop_jobs(self, user: str) -> None:
        wanted = select(jobs.c.id).where(jobs.c.owner == user, jobs.c.state.not_in(ENDED))
        with self._engine.connect() as connection:
            going = connection.execute(wanted).scalars().all()
        for job in going:
            with suppress(JobError):  # it has ended since
                self._jobs.cancel(job)


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


def _delete_rows(connection: Connection, table: Table, user: str) -> None:
    own = table.c.owner == user
    ids = connection.execute(select(table.c.id).where(own)).scalars().all() if "id" in table.c else []
    for id in ids:
        note_deleted(connection, id)
        for inner in all_tables():
            if "place" in inner.c:
                connection.execute(delete(inner).where(inner.c.place == id))
    connection.execute(delete(table).where(own))
