"""Jobs: what waits, runs and has ended, what happens in them, and what may be asked of them."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any, Literal

from fastapi import APIRouter, Header, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from sqlalchemy import RowMapping, select

from soridam.core.errors import NotFoundError
from soridam.studio.accounts import User
from soridam.studio.api.needs import Me, Parts
from soridam.studio.jobs.store import JobEvent
from soridam.studio.jobs.table import ENDED, jobs
from soridam.studio.parts import StudioParts

router = APIRouter(prefix="/api/jobs", tags=["jobs"])

SHOWN = (
    "id", "kind", "queue", "state", "wanted", "priority", "submitted", "started", "ended", "attempts", "done", "total",
    "message", "error", "hint",
)  # fmt: skip
LOOK = 0.4  # seconds between two looks for new events
ALIVE = 15.0  # seconds between two signs of life, so that no proxy ends a quiet stream


class JobView(BaseModel):
    """A job as its owner sees it. Times are milliseconds since 1970."""

    id: str
    kind: str
    queue: str
    state: str
    wanted: str
    priority: int
    submitted: int
    started: int | None
    ended: int | None
    attempts: int
    done: float
    total: float | None
    message: str | None
    error: str | None
    hint: str | None
    result: dict[str, Any] | None


def own_job(parts: StudioParts, me: User, job: str) -> RowMapping:
    """The row. Raises NotFoundError, also for the job of somebody else: that it exists is not theirs to know."""
    with parts.engine.connect() as connection:
        row = connection.execute(select(jobs).where(jobs.c.id == job, jobs.c.owner == me.id)).mappings().one_or_none()
    if row is None:
        raise NotFoundError("There is no such job.", hint="Look at the list of jobs.")
    return row


@router.get("")
def list_jobs(parts: Parts, me: Me, limit: int = 50, before: int | None = None) -> list[JobView]:
    """The newest first; `before` is the `submitted` of the last one that was shown."""
    wanted = select(jobs).where(jobs.c.owner == me.id)
    if before is not None:
        wanted = wanted.where(jobs.c.submitted < before)
    with parts.engine.connect() as connection:
        rows = connection.execute(wanted.order_by(jobs.c.submitted.desc()).limit(max(1, min(limit, 200)))).mappings()
        return [_view(row) for row in rows]


@router.get("/{job}")
def read_job(job: str, parts: Parts, me: Me) -> JobView:
    return _view(own_job(parts, me, job))


@router.post("/{job}/{action}")
def act(job: str, action: Literal["cancel", "pause", "resume", "retry"], parts: Parts, me: Me) -> JobView:
    own_job(parts, me, job)
    getattr(parts.jobs, action)(job)
    return _view(own_job(parts, me, job))


@router.get("/{job}/events")
async def follow(
    job: str, request: Request, parts: Parts, me: Me, last_event_id: int = Header(default=0)
) -> StreamingResponse:
    """Server-sent events, from the one behind Last-Event-ID until the job has ended."""
    await asyncio.to_thread(own_job, parts, me, job)
    return StreamingResponse(
        _stream(parts, job, last_event_id, request),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _stream(parts: StudioParts, job: str, after: int, request: Request) -> AsyncIterator[str]:
    quiet = 0.0
    while not await request.is_disconnected():
        state = (await asyncio.to_thread(parts.jobs.read, job))["state"]
        found = await asyncio.to_thread(parts.jobs.read_events, job, after)
        for event in found:
            after = event.number
            yield _as_sse(event)
        if state in ENDED and not found:
            yield "event: end\ndata: {}\n\n"
            return
        quiet = 0.0 if found else quiet + LOOK
        if quiet >= ALIVE:
            quiet = 0.0
            yield ": alive\n\n"
        if not found:
            await asyncio.sleep(LOOK)


def _as_sse(event: JobEvent) -> str:
    data = json.dumps({"at": event.at, **event.body}, ensure_ascii=False)
    return f"id: {event.number}\nevent: {event.kind}\ndata: {data}\n\n"


def _view(row: RowMapping) -> JobView:
    result = json.loads(row["result"]) if row["result"] else None
    return JobView(**{name: row[name] for name in SHOWN}, result=result)
