"""Folders for data and caches on this machine. `SORIDAM_HOME` moves all of them."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs

from soridam.core.errors import CacheError
from soridam.core.messages import Message

DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
REFUSALS = (
    *(errno.EACCES, errno.EPERM, errno.EROFS),
    *(errno.ENOENT, errno.ENOTDIR, errno.EEXIST, errno.ELOOP, errno.ENAMETOOLONG),
)
OURS = "SORIDAM_HOME"


def cache_folder() -> Path:
    """Weights and other things that can be fetched again. It need not exist yet.

    Raises CacheError if it cannot, because there is a file in its place or above it.
    """
    home = os.environ.get(OURS)
    folder = Path(home) / "cache" if home else Path(platformdirs.user_cache_dir("soridam"))
    with explaining_refusals(folder):
        for place in (folder, *folder.parents):
            if place.exists() and not place.is_dir():
                raise CacheError(
                    "cache.not-a-folder",
                    "{folder} cannot be the cache: {place} is not a folder.",
                    hint=_elsewhere(OURS),
                    folder=folder,
                    place=place,
                )
    return folder


@contextmanager
def explaining_refusals(folder: Path, variable: str = OURS) -> Iterator[None]:
    """Around all that writes to a cache: what the system refuses there becomes a CacheError.

    `variable` is the one of the environment that moves this folder.
    """
    try:
        yield
    except OSError as error:
        if error.errno in DISK_FULL:
            raise disk_full_error(folder, variable) from error
        if error.errno in REFUSALS and error.filename:  # without a name it is no file, but a socket for instance
            reason = os.strerror(error.errno)
            raise CacheError(
                "cache.unusable",
                "The cache {folder} cannot be used: {reason}.",
                hint=_elsewhere(variable),
                folder=folder,
                reason=reason,
            ) from error
        raise


def means_disk_full(words: str) -> bool:
    """Return whether a program or library that has no error numbers for us says that the disk is full."""
    return any(os.strerror(fault) in words for fault in DISK_FULL)


def disk_full_error(folder: Path, variable: str = OURS) -> CacheError:
    return CacheError(
        "cache.full",
        "There is no space left for the cache {folder}.",
        hint="Free some space there, or name a larger disk: export {name}=/larger/disk",
        folder=folder,
        name=variable,
    )


def _elsewhere(variable: str) -> Message:
    return Message("Name another folder: export {name}=$HOME/soridam", name=variable)
