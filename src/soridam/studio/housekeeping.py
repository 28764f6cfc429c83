"""What a running studio forgets by itself, every hour. Begin with `tidy`."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError

from soridam.studio.audit import forget_entries
from soridam.studio.deletion import forget_old_rows, sweep
from soridam.studio.parts import StudioParts
from soridam.studio.shares import Shares

EVERY = 3600.0  # seconds

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
    if sweep(parts):
        forget_old_rows(parts.engine)


async def _go_on(parts: StudioParts) -> None:
    while True:
        await asyncio.sleep(EVERY)
        try:
            await asyncio.to_thread(tidy, parts)
        except SQLAlchemyError:  # the database is away; the next hour tries again
            log.exception("Expired sessions could not be forgotten.")
