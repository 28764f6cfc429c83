"""Jobs: listing, following, pausing, cancelling, retrying, and their priority."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field
from sqlalchemy import RowMapping, Select, or_, select

from soridam.core.errors import ForbiddenError, NotFoundError
from soridam.core.messages import Message, from_text
from soridam.studio.api.deps import Me, Parts
from soridam.studio.api.schemas import Number
from soridam.studio.api.streams import EVENT_STREAM, NO_STORE
from soridam.studio.database import now_ms, open_reader
from soridam.studio.http.wording import Language, Reader, say, tell_stored
from soridam.studio.jobs.store import JobEvent
from soridam.studio.jobs.table import jobs
from soridam.studio.parts import StudioParts
from soridam.studio.people.accounts import User

router = APIRouter(prefix="/api/jobs", tags=["jobs"])

SHOWN = (
    "id", "kind", "title", "queue", "state", "wanted", "priority", "submitted", "started", "ended", "runner",
    "attempts", "done", "total",
)  # fmt: skip
TOLD = ("first_done", "first_at", "told_at", "message", "result", "error", "hint")  # shown in other words
MOST_PRIORITY = 9


class JobView(BaseModel):
    """A job as its owner sees it. Times are milliseconds since 1970.

    `title` is empty for kinds whose jobs have none. `rate` is in units of `done` per second, over this part of the job;
    it and `seconds_left` are null while nobody knows. What is done (`message`) and what went wrong are told in the
    language of who asks; the `code` stays.
    """

    id: str
    kind: str
    title: str
    queue: str
    state: str
    wanted: str
    priority: int
    submitted: int
    started: int | None
    ended: int | None
    runner: str | None
    attempts: int
    done: float
    total: float | None
    rate: float | None
    seconds_left: float | None
    message: str | None
    code: str | None
    error: str | None
    hint: str | None
    result: dict[str, Any] | None


class Priority(BaseModel):
    """Jobs with a higher priority begin sooner."""

    priority: int = Field(ge=-MOST_PRIORITY, le=MOST_PRIORITY)


def own_job(parts: StudioParts, me: User, job: str) -> RowMapping:
    """Read the row of a job. Raises NotFoundError, also for somebody else's job, so that its existence stays hidden."""
    with open_reader(parts.engine) as connection:
        found = connection.execute(_rows().where(jobs.c.id == job, jobs.c.owner == me.id))
        row = found.mappings().one_or_none()
    if row is None:
        raise NotFoundError("job.none", "There is no such job.", hint="See the list of jobs.")
    return row


@router.get("")
def list_jobs(
    parts: Parts,
    me: Me,
    reader: Reader,
    limit: Number = 50,
    before: Annotated[str | None, Query(pattern=r"^[0-9]{1,18}\.[0-9a-f-]{36}$")] = None,
) -> list[JobView]:
    """List jobs, the newest first; `before` is `submitted.id` of the last one that was shown."""
    wanted = _rows().where(jobs.c.owner == me.id)
    if before is not None:
        submitted, _, job = before.partition(".")
        # The first condition says nothing more, but is the one that an index finds the place by.
        wanted = wanted.where(jobs.c.submitted <= int(submitted))
        wanted = wanted.where(or_(jobs.c.submitted < int(submitted), jobs.c.id < job))
    wanted = wanted.order_by(jobs.c.submitted.desc(), jobs.c.id.desc()).limit(max(1, min(limit, 200)))
    with open_reader(parts.engine) as connection:
        rows = connection.execute(wanted).mappings().all()
    return [_view(row, reader) for row in rows]


@router.get("/{job}")
def read_job(job: str, parts: Parts, me: Me, reader: Reader) -> JobView:
    return _view(own_job(parts, me, job), reader)


@router.post("/{job}/priority")  # before the actions, which look like it
def prioritize(job: str, wish: Priority, parts: Parts, me: Me, reader: Reader) -> JobView:
    """Change the priority of a job; only the studio's owner may raise it."""
    own_job(parts, me, job)
    if wish.priority > 0 and me.role != "owner":
        raise ForbiddenError(
            "job.priority", "Only the owner of the studio may raise a job's priority.", hint="Choose 0 or less."
        )
    parts.jobs.prioritize(job, wish.priority)
    return _view(own_job(parts, me, job), reader)


@router.post("/{job}/{action}")
def act(
    job: str, action: Literal["cancel", "pause", "resume", "retry"], parts: Parts, me: Me, reader: Reader
) -> JobView:
    own_job(parts, me, job)
    getattr(parts.jobs, action)(job)
    return _view(own_job(parts, me, job), reader)


@router.get("/{job}/events")
async def follow(
    job: str, parts: Parts, me: Me, reader: Reader, last_event_id: Annotated[Number, Header()] = 0
) -> StreamingResponse:
    """Send events after Last-Event-ID as they happen, until the job has ended, in the language of the request."""
    await asyncio.to_thread(own_job, parts, me, job)
    return StreamingResponse(
        _stream(parts, job, last_event_id, reader),
        media_type=EVENT_STREAM,
        headers=NO_STORE,
    )


async def _stream(parts: StudioParts, job: str, after: int, reader: Language) -> AsyncIterator[str]:
    async for found in parts.following.follow(job, after):
        told = "".join(_as_sse(event, reader) for event in found)
        yield told or ": alive\n\n"  # so that no proxy ends a quiet stream
    if not parts.following.is_closed:  # the server ends, not the job: the page comes back by itself
        yield "event: end\ndata: {}\n\n"


def _as_sse(event: JobEvent, reader: Language) -> str:
    data = json.dumps({"at": event.at, **event.body, **_told(event, reader)}, ensure_ascii=False)
    return f"id: {event.number}\nevent: {event.kind}\ndata: {data}\n\n"


def _told(event: JobEvent, reader: Language) -> dict[str, str]:
    """Return the text of an event: the `message` of progress, the `line` of a log or a state, a sample's `error`."""
    body = event.body
    match event.kind:
        case "progress":
            return {"message": say(from_text(body["message"]), reader)}
        case "log":
            return {"line": say(_line(body), reader)}
        case "state":
            said = [say(body.get(name, ""), reader) for name in ("state" if "state" in body else "wanted", "because")]
            return {"line": " · ".join(filter(None, [*said, body.get("runner")]))}
        case "sample" if body.get("error"):
            return {"error": tell_stored(body["error"], None, reader).error}
    return {}


def _line(body: Mapping[str, Any]) -> str | Message:
    checkpoint = body.get("checkpoint", "")
    match checkpoint.rpartition("-"):
        case ("checkpoint", _, step):
            return Message("checkpoint-{step}", step=step)
        case ("pages", _, count):
            return Message("pages-{count}", count=count)
        case ("files", _, count):
            return Message("files-{count}", count=count)
    return from_text(body.get("line", checkpoint))


def _rows() -> Select[Any]:
    """Select the columns that are shown, without the payload, and the time of the database that wrote their times."""
    return select(*(jobs.c[name] for name in (*SHOWN, *TOLD)), now_ms().label("now"))


def _view(row: RowMapping, reader: Language) -> JobView:
    rate = _rate(row)
    told = tell_stored(row["error"], row["hint"], reader) if row["error"] else None
    return JobView(
        **{name: row[name] for name in SHOWN},
        rate=rate,
        seconds_left=_seconds_left(row, rate),
        message=row["message"] and say(from_text(row["message"]), reader),
        code=told.code if told else None,
        error=told.error if told else None,
        hint=told.hint if told else None,
        result=_result(json.loads(row["result"]), reader) if row["result"] else None,
    )


def _result(result: dict[str, Any], reader: Language) -> dict[str, Any]:
    """Return the result, with the warnings of an estimate or a training in the reader's language."""
    warnings = [say(warning, reader) for warning in result.get("warnings", [])]
    return {**result, "warnings": warnings} if warnings else result


def _rate(row: RowMapping) -> float | None:
    """Return units per second in this part of the job and attempt; loading a model does not count."""
    if row["state"] != "running" or row["told_at"] is None or row["told_at"] <= row["first_at"]:
        return None
    rate: float = (row["done"] - row["first_done"]) / (row["told_at"] - row["first_at"]) * 1000
    return rate if rate > 0 else None


def _seconds_left(row: RowMapping, rate: float | None) -> float | None:
    if rate is None or row["total"] is None:
        return None
    since_told = (row["now"] - row["told_at"]) / 1000
    return float(max(0.0, (row["total"] - row["done"]) / rate - since_told))
