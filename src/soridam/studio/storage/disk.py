"""A disk that is full, or nearly, as an error of its own, met by a file or a database. Begin with `full_disk`."""

import errno
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from soridam.core.errors import BackupError, DiskFullError

OWNER_ONLY, OTHERS = 0o077, 0o007
FULL = (errno.ENOSPC, errno.EDQUOT)
DATABASE_FULL = ("disk is full", "no space left", "errcode: 28")  # as SQLite, PostgreSQL and MariaDB say it

DAMAGED = ("file is not a database", "malformed")  # as SQLite says it


def full_disk(error: BaseException) -> DiskFullError | None:
    """Return the error to raise instead, if this one says that the disk is full."""
    if isinstance(error, OSError) and error.errno in FULL:
        return _disk_full()
    if isinstance(error, DBAPIError) and any(said in str(error.orig).lower() for said in DATABASE_FULL):
        return _disk_full()
    return None


def refuse_full_disk(folder: Path, needed: int, free: int) -> None:
    """Raise DiskFullError if less than `free` bytes would be left once `needed` more are written to the folder."""
    if shutil.disk_usage(folder).free - needed < free:
        raise _disk_full()


def _disk_full() -> DiskFullError:
    return DiskFullError(
        "disk.full",
        "The disk of the studio is full.",
        hint="Delete what is not needed, or ask the owner of the studio to free some space.",
    )


@contextmanager
def naming_disk_errors() -> Iterator[None]:
    """Raise DiskFullError and BackupError for a full disk and a damaged database inside of the block of a command."""
    try:
        yield
    except (OSError, DBAPIError) as error:
        if full_disk(error):
            raise _disk_full() from error
        if isinstance(error, DBAPIError) and any(said in str(error.orig).lower() for said in DAMAGED):
            raise BackupError(
                "database.damaged",
                "The database of the studio is damaged: {reason}.",
                hint="Restore your latest backup into a new folder: soridam studio restore FILE --folder NEW",
                reason=error.orig,
            ) from error
        raise


def make_private(folder: Path) -> None:
    """Make the studio's folder for its owner alone, and what is written from now on by this process and its children.

    It holds voices of children and hashes of passwords. A folder that is there keeps what its group may do, which
    somebody has set on purpose; all others lose what they could.
    """
    os.umask(OWNER_ONLY)
    folder.mkdir(parents=True, exist_ok=True)
    for path in (folder, *folder.glob("studio.db*")):
        mode = path.stat().st_mode
        if mode & OTHERS and path.stat().st_uid == os.getuid():
            path.chmod(stat.S_IMODE(mode) & ~OTHERS)


def size_of(path: Path) -> int:
    """Return bytes of a file, or of all files in a folder."""
    if not path.is_dir():
        return path.stat().st_size if path.exists() else 0
    return sum(inner.lstat().st_size for inner in path.rglob("*") if inner.is_file())
