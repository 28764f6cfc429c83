"""A disk that is full, or nearly: told as what it is, by files and databases alike. Begin with `refuse_full_disk`."""

import errno
import shutil
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from soridam.core.errors import DiskFullError

FULL = (errno.ENOSPC, errno.EDQUOT)
DATABASE_FULL = ("disk is full", "no space left", "errcode: 28")  # as SQLite, PostgreSQL and MariaDB say it

DISK_FULL = DiskFullError(
    "disk.full",
    "The disk of the studio is full.",
    hint="Delete what is not needed, or ask the owner of the studio to make room.",
)


def full_disk(error: BaseException) -> DiskFullError | None:
    """The error to tell, if this one says that there is no room."""
    if isinstance(error, OSError) and error.errno in FULL:
        return DISK_FULL
    if isinstance(error, DBAPIError) and any(said in str(error.orig).lower() for said in DATABASE_FULL):
        return DISK_FULL
    return None


def refuse_full_disk(folder: Path, needed: int, free: int) -> None:
    """Raises DiskFullError if less than `free` bytes would be left behind so many more in the folder."""
    if shutil.disk_usage(folder).free - needed < free:
        raise DISK_FULL
