"""All that may happen to a job from outside: submitted, claimed, asked to stop, taken back. Begin with `JobStore`.

Each change is one compare-and-swap: an UPDATE that names the state it expects, and counts only if it met one row.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Row, RowMapping, and_, case, insert, or_, select, update

from soridam.core.errors import JobError
from soridam.studio.database import now_ms
from soridam.studio.jobs.table import ENDED, State, Wanted, events, jobs

CANDIDATES = 8  # that a runner tries in turn, when others claim at the same time


@dataclass(frozen=True, slots=True)
class JobOrder:
    """What somebody wants done. `payload` is what the kind's function gets, as JSON."""

    kind: str
    owner: str
    payload: Mapping[str, Any]
    queue: str = "cpu"
    priority: int = 0
    most_attempts: int = 3


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to run a job until the lease ends. `lease` is in seconds."""

    job: str
    fence: int
    kind: str
    payload: dict[str, Any]
    checkpoint: str | None
    attempt: int
    lease: float


@dataclass(frozen=True, slots=True)
class JobEvent:
    """Something that happened in a job; `number` counts from 1 without gaps."""

    number: int
    at: int
    kind: str
    body: dict[str, Any]


class JobStore:
    """The job table. Safe to use from any number of processes on any number of machines."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def submit(self, order: JobOrder) -> str:
        """Put a job into the table; returns its id."""
        job = str(uuid.uuid4())
        values = {
            "id": job,
            "kind": order.kind,
            "queue": order.queue,
            "owner": order.owner,
            "payload": json.dumps(dict(order.payload), ensure_ascii=False),
            "state": "waiting",
            "wanted": "run",
            "priority": order.priority,
            "submitted": now_ms(),
            "fence": 0,
            "attempts": 0,
            "most_attempts": order.most_attempts,
            "done": 0.0,
            "last_event": 0,
        }
        with self.engine.begin() as connection:
            connection.execute(insert(jobs).values(values))
        return job

    def claim(self, runner: str, queues: Sequence[str], lease: float, job: str | None = None) -> Claim | None:
        """Take the most urgent waiting job of these queues, or the one that is named; None if there is none."""
        waiting = and_(jobs.c.state == "waiting", jobs.c.queue.in_(queues))
        wanted = select(jobs.c.id, jobs.c.fence).where(waiting if job is None else and_(waiting, jobs.c.id == job))
        order = (jobs.c.priority.desc(), jobs.c.submitted, jobs.c.id)
        with self.engine.begin() as connection:
            candidates = connection.execute(wanted.order_by(*order).limit(CANDIDATES)).all()
        for candidate in candidates:
            with self.engine.begin() as connection:
                if self._take(connection, candidate, runner, lease):
                    return self._read_claim(connection, candidate.id, lease)
        return None

    def _take(self, connection: Connection, candidate: Row[Any, Any], runner: str, lease: float) -> bool:
        taken = connection.execute(
            update(jobs)
            .where(jobs.c.id == candidate.id, jobs.c.state == "waiting", jobs.c.fence == candidate.fence)
            .values(
                state="running",
                wanted="run",
                fence=jobs.c.fence + 1,
                runner=runner,
                attempts=jobs.c.attempts + 1,
                started=now_ms(),
                lease_until=now_ms() + round(lease * 1000),
                error=None,
                hint=None,
                last_event=jobs.c.last_event + 1,
            )
        )
        if taken.rowcount == 1:
            add_event(connection, candidate.id, "state", {"state": "running", "runner": runner})
        return taken.rowcount == 1

    def _read_claim(self, connection: Connection, job: str, lease: float) -> Claim:
        row = connection.execute(select(jobs).where(jobs.c.id == job)).one()
        return Claim(job, row.fence, row.kind, json.loads(row.payload), row.checkpoint, row.attempts, lease)

    def read(self, job: str) -> RowMapping:
        """The row of a job. Raises JobError if there is none."""
        with self.engine.connect() as connection:
            row = connection.execute(select(jobs).where(jobs.c.id == job)).mappings().one_or_none()
        if row is None:
            raise JobError(f"There is no job {job}.", hint="Look at the list of jobs.")
        return row

    def read_events(self, job: str, after: int = 0, limit: int = 500) -> list[JobEvent]:
        """Events of a job behind this number, in order."""
        wanted = select(events).where(events.c.job == job, events.c.number > after).order_by(events.c.number)
        with self.engine.connect() as connection:
            rows = connection.execute(wanted.limit(limit)).all()
        return [JobEvent(row.number, row.at, row.kind, json.loads(row.body)) for row in rows]

    def cancel(self, job: str) -> None:
        """A job that waits or is paused ends at once; a running one is asked to. Raises JobError if it has ended."""
        self._stop(job, "cancel", "cancelled")

    def pause(self, job: str) -> None:
        """Like `cancel`, but it can be resumed, from its checkpoint."""
        self._stop(job, "pause", "paused")

    def resume(self, job: str) -> None:
        """Let a paused job wait for a runner again."""
        if not self._swap(job, ("paused",), {"state": "waiting", "wanted": "run"}):
            raise self._refusal(job, "resumed")

    def retry(self, job: str) -> None:
        """Let a failed or cancelled job begin again, from its last checkpoint and with all its attempts."""
        values = {"state": "waiting", "wanted": "run", "attempts": 0, "error": None, "hint": None, "ended": None}
        if not self._swap(job, ("failed", "cancelled"), values):
            raise self._refusal(job, "tried again")

    def reconcile(self) -> int:
        """Take back jobs whose lease is over: they wait again, or have failed if that was their last attempt.

        A job that was asked to stop does so. Returns how many were taken back.
        """
        is_over = and_(jobs.c.state == "running", jobs.c.lease_until < now_ms())
        with self.engine.connect() as connection:
            over = connection.execute(select(jobs.c.id, jobs.c.fence).where(is_over)).all()
        return sum(self._take_back(row.id, row.fence) for row in over)

    def waiting_ids(self, older_than: float, limit: int = 200) -> list[tuple[str, str]]:
        """(id, queue) of jobs that have waited for that many seconds: their hints may be lost."""
        old = and_(jobs.c.state == "waiting", jobs.c.submitted <= now_ms() - round(older_than * 1000))
        with self.engine.connect() as connection:
            rows = connection.execute(select(jobs.c.id, jobs.c.queue).where(old).limit(limit)).all()
        return [(row.id, row.queue) for row in rows]

    def _stop(self, job: str, wanted: Wanted, state: State) -> None:
        at_rest: tuple[State, ...] = ("waiting", "paused") if state == "cancelled" else ("waiting",)
        if self._swap(job, at_rest, {"state": state, "ended": now_ms() if state in ENDED else None}):
            return
        if not self._swap(job, ("running",), {"wanted": wanted}):
            raise self._refusal(job, state)

    def _swap(self, job: str, expected: Sequence[State], values: Mapping[str, Any]) -> bool:
        with self.engine.begin() as connection:
            changed = connection.execute(
                update(jobs)
                .where(jobs.c.id == job, jobs.c.state.in_(expected))
                .values(last_event=jobs.c.last_event + 1, **values)
            )
            if changed.rowcount == 1:
                add_event(connection, job, "state", {key: values[key] for key in ("state", "wanted") if key in values})
        return changed.rowcount == 1

    def _refusal(self, job: str, what: str) -> JobError:
        return JobError(f"A job that is {self.read(job)['state']} cannot be {what}.", hint="Look at the list of jobs.")

    def _take_back(self, job: str, fence: int) -> bool:
        may_go_on = jobs.c.attempts < jobs.c.most_attempts
        state = case(
            (jobs.c.wanted == "cancel", "cancelled"),
            (jobs.c.wanted == "pause", "paused"),
            (may_go_on, "waiting"),
            else_="failed",
        )
        gone = "The worker that ran it has gone."
        with self.engine.begin() as connection:
            taken = connection.execute(
                update(jobs)
                .where(
                    jobs.c.id == job, jobs.c.fence == fence, jobs.c.state == "running", jobs.c.lease_until < now_ms()
                )
                .values(
                    state=state,
                    ended=case((or_(jobs.c.wanted == "cancel", ~may_go_on), now_ms()), else_=None),
                    error=case((may_go_on, None), else_=gone),
                    runner=None,
                    lease_until=None,
                    last_event=jobs.c.last_event + 1,
                )
            )
            if taken.rowcount == 1:
                now = connection.execute(select(jobs.c.state).where(jobs.c.id == job)).scalar_one()
                add_event(connection, job, "state", {"state": now, "because": "lease over"})
        return taken.rowcount == 1


def add_event(connection: Connection, job: str, kind: str, body: Mapping[str, Any]) -> None:
    """Write the event whose number the same transaction has just counted in the job's row."""
    number = connection.execute(select(jobs.c.last_event).where(jobs.c.id == job)).scalar_one()
    text = json.dumps(dict(body), ensure_ascii=False)
    connection.execute(insert(events).values(job=job, number=number, at=now_ms(), kind=kind, body=text))
