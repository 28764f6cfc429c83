"""All that may happen to a job from outside: submitted, claimed, asked to stop, taken back. Begin with `JobStore`.

Each change is one compare-and-swap: an UPDATE that names the state it expects, and counts only if it met one row.
"""

import json
import threading
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, RowMapping, and_, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from soridam.core.errors import JobError, QuotaError, as_report
from soridam.studio.database import now_ms, open_reader
from soridam.studio.jobs.kinds import find_kind
from soridam.studio.jobs.losses import after_loss
from soridam.studio.jobs.table import BUSY, ENDED, RELEASED, State, Wanted, events, jobs
from soridam.studio.records import users

LEASE = 30.0  # seconds
CANDIDATES = 8  # that a runner tries in turn, when others claim at the same time
MOST_TITLE = 200  # characters


@dataclass(frozen=True, slots=True)
class JobOrder:
    """What somebody wants done. `payload` is what the kind's function gets, as JSON; the queue is the kind's."""

    kind: str
    owner: str
    payload: Mapping[str, Any]
    queue: str = ""
    priority: int = 0  # the higher, the sooner
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
    most_attempts: int
    lease: float
    parts: int = 0  # of the job that earlier attempts have come to


@dataclass(frozen=True, slots=True)
class JobEvent:
    """Something that happened in a job; `number` counts from 1 without gaps."""

    number: int
    at: int
    kind: str
    body: dict[str, Any]


class JobStore:
    """The job table. Safe to use from any number of processes on any number of machines."""

    def __init__(self, engine: Engine, quota: int | None = None) -> None:
        """`quota`: how many jobs one person may have waiting and running at once."""
        self.engine = engine
        self._quota = quota
        self.arrived = threading.Event()  # a job has begun to wait: who waits for this event sends a hint at once

    def submit(self, order: JobOrder, also: Callable[[Connection, str], None] = lambda connection, job: None) -> str:
        """Put a job into the table; returns its id. `also` writes what belongs to it, in the same transaction.

        Neither is there without the other, whatever fails.
        Raises JobError for an unknown kind, QuotaError if its owner has as many jobs as one person may have.
        """
        kind = find_kind(order.kind)
        job = str(uuid.uuid4())
        values = {
            "id": job,
            "kind": order.kind,
            "queue": order.queue or kind.queue,
            "owner": order.owner,
            "title": kind.title(order.payload).replace("\0", "")[:MOST_TITLE],
            "resource": kind.resource(order.payload),
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
            self._check_quota(connection, order.owner)
            connection.execute(insert(jobs).values(values))
            also(connection, job)
        self.arrived.set()
        return job

    def _check_quota(self, connection: Connection, owner: str, already: int = 0) -> None:
        """`already`: jobs that this transaction has put in."""
        if self._quota is None:
            return
        # Who submits twice at once would be counted twice before either is in the table: the row makes them take turns.
        connection.execute(select(users.c.id).where(users.c.id == owner).with_for_update())
        counted = select(func.count()).select_from(jobs).where(jobs.c.owner == owner, jobs.c.state.in_(BUSY))
        busy = connection.execute(counted).scalar_one() - already
        if busy >= self._quota:
            raise QuotaError(
                "job.quota",
                "{count} of your jobs wait or run already.",
                hint="Wait until one is done, or cancel one.",
                count=busy,
            )

    def claim(self, runner: str, queues: Sequence[str], lease: float) -> Claim | None:
        """Take the most urgent job of these queues that may run now; None if there is none."""
        wanted = select(jobs.c.id, jobs.c.fence).where(_may_run(), jobs.c.queue.in_(queues))
        order = (jobs.c.priority.desc(), jobs.c.submitted, jobs.c.id)
        with self.engine.begin() as connection:
            candidates = connection.execute(wanted.order_by(*order).limit(CANDIDATES)).all()
        for candidate in candidates:
            try:
                with self.engine.begin() as connection:
                    if self._take(connection, candidate, runner, lease):
                        return self._read_claim(connection, candidate.id, lease)
            except IntegrityError:  # since we looked, another job has begun on the same thing
                continue
        return None

    def _take(self, connection: Connection, candidate: Row[Any, Any], runner: str, lease: float) -> bool:
        taken = connection.execute(
            update(jobs)
            .where(jobs.c.id == candidate.id, jobs.c.state == "waiting", jobs.c.fence == candidate.fence)
            .values(
                state="running",
                wanted="run",
                holds=jobs.c.resource,
                fence=jobs.c.fence + 1,
                runner=runner,
                attempts=jobs.c.attempts + 1,
                started=now_ms(),
                lease_until=now_ms() + round(lease * 1000),
                first_done=None,
                first_at=None,
                told_at=None,
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
        return Claim(
            job=job,
            fence=row.fence,
            kind=row.kind,
            payload=json.loads(row.payload),
            checkpoint=row.checkpoint,
            attempt=row.attempts,
            most_attempts=row.most_attempts,
            lease=lease,
            parts=row.parts,
        )

    def read(self, job: str) -> RowMapping:
        """Return the row of a job. Raises JobError if there is none."""
        with open_reader(self.engine) as connection:
            row = connection.execute(select(jobs).where(jobs.c.id == job)).mappings().one_or_none()
        if row is None:
            raise JobError("job.none-of-id", "There is no job {job}.", hint="See the list of jobs.", job=job)
        return row

    def read_events(self, job: str, after: int = 0, limit: int = 500) -> list[JobEvent]:
        """Events of a job after this number, in order."""
        wanted = select(events).where(events.c.job == job, events.c.number > after).order_by(events.c.number)
        with open_reader(self.engine) as connection:
            rows = connection.execute(wanted.limit(limit)).all()
        return [JobEvent(row.number, row.at, row.kind, json.loads(row.body)) for row in rows]

    def read_heads(self, wanted: Sequence[str]) -> dict[str, Row[Any, Any, Any]]:
        """State and number of the last event of those of these jobs that there are."""
        asked = select(jobs.c.id, jobs.c.state, jobs.c.last_event).where(jobs.c.id.in_(wanted))
        with open_reader(self.engine) as connection:
            return {row.id: row for row in connection.execute(asked)}

    def cancel(self, job: str) -> None:
        """A job that waits or is paused ends at once; a running one is asked to. Raises JobError if it has ended."""
        self._stop(job, "cancel", "cancelled")

    def pause(self, job: str) -> None:
        """Pause a job: like `cancel`, but it can be resumed from its checkpoint."""
        self._stop(job, "pause", "paused")

    def resume(self, job: str) -> None:
        """Let a paused job wait for a runner again. Raises JobError if it is not paused, QuotaError like `submit`."""
        if not self._queue_again(job, ("paused",), {}):
            raise self._refusal(job, "resumed")

    def retry(self, job: str) -> None:
        """Let a failed or cancelled job begin again, from its last checkpoint and with all its attempts."""
        values = {"attempts": 0, "lapses": 0, "crashes": 0, "error": None, "hint": None, "ended": None}
        if not self._queue_again(job, ("failed", "cancelled"), values):
            raise self._refusal(job, "tried again")

    def prioritize(self, job: str, priority: int) -> None:
        """Jobs with a higher priority are taken first. Raises JobError if it has ended."""
        with self.engine.begin() as connection:
            not_ended = and_(jobs.c.id == job, jobs.c.state.not_in(ENDED))
            changed = connection.execute(update(jobs).where(not_ended).values(priority=priority)).rowcount == 1
        if not changed:
            raise self._refusal(job, "moved")

    def reconcile(self) -> int:
        """Take back jobs whose lease is over: they wait again, or have failed if that happens again and again.

        A job that was asked to stop does so. Returns how many were taken back.
        """
        is_over = and_(jobs.c.state == "running", jobs.c.lease_until < now_ms())
        with self.engine.connect() as connection:
            over = connection.execute(select(jobs.c.id, jobs.c.fence).where(is_over)).all()
        return sum(self._take_back(row.id, row.fence) for row in over)

    def count_waiting(self) -> dict[str, int]:
        """Count the jobs of each queue that could be claimed now."""
        counted = select(jobs.c.queue, func.count()).where(_may_run()).group_by(jobs.c.queue)
        with open_reader(self.engine) as connection:
            return {row[0]: row[1] for row in connection.execute(counted)}

    def is_held(self, claim: Claim) -> bool:
        """Return whether the job is still run under this claim."""
        held = and_(jobs.c.id == claim.job, jobs.c.fence == claim.fence, jobs.c.state == "running")
        with open_reader(self.engine) as connection:
            found = connection.execute(select(jobs.c.id).where(held, jobs.c.lease_until > now_ms())).first()
        return found is not None

    def lease_left(self, claim: Claim) -> float:
        """Return seconds; 0 if the job is not run under this claim any more."""
        held = and_(jobs.c.id == claim.job, jobs.c.fence == claim.fence, jobs.c.state == "running")
        with open_reader(self.engine) as connection:
            left = connection.execute(select(jobs.c.lease_until - now_ms()).where(held)).scalar_one_or_none()
        return max(0.0, (left or 0) / 1000)

    def _stop(self, job: str, wanted: Wanted, state: State) -> None:
        at_rest: tuple[State, ...] = ("waiting", "paused") if state == "cancelled" else ("waiting",)
        if self._swap(job, at_rest, {"state": state, "ended": now_ms() if state in ENDED else None}):
            return
        if not self._swap(job, ("running",), {"wanted": wanted}):
            raise self._refusal(job, state)

    def _queue_again(self, job: str, expected: Sequence[State], values: Mapping[str, Any]) -> bool:
        owner = self.read(job)["owner"]
        with self.engine.begin() as connection:
            if not _swap_in(connection, job, expected, {"state": "waiting", "wanted": "run", **values}):
                return False
            self._check_quota(connection, owner, already=1)
        self.arrived.set()
        return True

    def _swap(self, job: str, expected: Sequence[State], values: Mapping[str, Any]) -> bool:
        with self.engine.begin() as connection:
            return _swap_in(connection, job, expected, values)

    def _refusal(self, job: str, what: str) -> JobError:
        return JobError(
            "job.wrong-state",
            "A job that is {state} cannot be {action}.",
            hint="See the list of jobs.",
            state=self.read(job)["state"],
            action=what,
        )

    def _take_back(self, job: str, fence: int) -> bool:
        is_over = and_(
            jobs.c.id == job, jobs.c.fence == fence, jobs.c.state == "running", jobs.c.lease_until < now_ms()
        )
        with self.engine.begin() as connection:
            counted_event = update(jobs).where(is_over).values(last_event=jobs.c.last_event + 1)
            if connection.execute(counted_event).rowcount != 1:
                return False  # from here the row is ours
            row = connection.execute(select(jobs).where(jobs.c.id == job)).mappings().one()
            state, counted, told = after_loss(row, None)
            error = json.dumps(as_report(told), ensure_ascii=False) if told else None
            ended = now_ms() if state in ENDED else None
            values = {"state": state, "ended": ended, "error": error, "hint": None, **RELEASED, **counted}
            connection.execute(update(jobs).where(jobs.c.id == job).values(values))
            add_event(connection, job, "state", {"state": state, "because": "lease over"})
        self.arrived.set()
        return True


def _may_run() -> ColumnElement[bool]:
    """Jobs that wait, and for nothing that another job holds."""
    others = jobs.alias()
    held = select(others.c.holds).where(others.c.holds.is_not(None))
    return and_(jobs.c.state == "waiting", or_(jobs.c.resource.is_(None), jobs.c.resource.not_in(held)))


def _swap_in(connection: Connection, job: str, expected: Sequence[State], values: Mapping[str, Any]) -> bool:
    changed = connection.execute(
        update(jobs)
        .where(jobs.c.id == job, jobs.c.state.in_(expected))
        .values(last_event=jobs.c.last_event + 1, **values)
    )
    if changed.rowcount == 1:
        add_event(connection, job, "state", {key: values[key] for key in ("state", "wanted") if key in values})
    return changed.rowcount == 1


def add_event(connection: Connection, job: str, kind: str, body: Mapping[str, Any]) -> None:
    """Write the event whose number the same transaction has just counted in the job's row."""
    number = connection.execute(select(jobs.c.last_event).where(jobs.c.id == job)).scalar_one()
    text = json.dumps(dict(body), ensure_ascii=False)
    connection.execute(insert(events).values(job=job, number=number, at=now_ms(), kind=kind, body=text))
