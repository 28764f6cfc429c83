"""What a running studio forgets by itself, every hour and every day. Begin with `tidy` and `tidy_daily`."""

import asyncio
import contextlib
import itertools
import logging
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError

from soridam.core.errors import StorageError
from soridam.studio.books.renderings import remove_unused
from soridam.studio.books.shares import Shares
from soridam.studio.parts import StudioParts
from soridam.studio.people.audit import forget_entries
from soridam.studio.people.deletion import forget_old_rows
from soridam.studio.retention import apply_retention

EVERY = 3600.0  # seconds
RENDERINGS_KEPT = 30 * 24 * 3600.0  # seconds since somebody last asked for it

log = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def keep_tidy(app: FastAPI) -> AsyncIterator[None]:
    """The app's lifespan: tidies at the start, and then again and again."""
    await asyncio.to_thread(tidy, app.state.parts)
    going = asyncio.create_task(_go_on(app.state.parts))
    try:
        yield
    finally:
        going.cancel()


def tidy(parts: StudioParts) -> None:
    """Forget what has expired, and finish what a deletion could not."""
    parts.accounts.forget_expired()
    Shares(parts.engine).forget_expired()
    forget_entries(parts.engine, parts.settings.audit_days)
    if parts.deletion.sweep():
        forget_old_rows(parts.engine)


def tidy_daily(parts: StudioParts) -> None:
    """Remove what has been kept for as long as the settings say. It may look at every file, so that nobody waits."""
    removed = apply_retention(parts.engine, parts.settings)
    if removed:
        size = sum(each.bytes for each in removed)
        log.info("%d things had been kept long enough; %.1f MB are free again.", len(removed), size / 1e6)
    remove_unused(Path(parts.settings.folder), time.time() - RENDERINGS_KEPT)
    parts.copies.upload_local()
    parts.copies.prune()


async def _go_on(parts: StudioParts) -> None:
    for hour in itertools.count():
        if hour % 24 == 0:
            await _try(tidy_daily, parts)
        await asyncio.sleep(EVERY)
        await _try(tidy, parts)


async def _try(what: Callable[[StudioParts], None], parts: StudioParts) -> None:
    try:
        await asyncio.to_thread(what, parts)
    except (SQLAlchemyError, OSError, StorageError):  # what is away may be there the next time
        log.exception("What has expired could not be forgotten.")
