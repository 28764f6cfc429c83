"""What the one who runs a job may write. Every write is fenced: it counts only while the lease is ours.

Begin with `Attempt`.
"""

import functools
import json
import math
import time
from collections.abc import Callable, Mapping
from typing import Any, Concatenate, ParamSpec

from sqlalchemy import Connection, Engine, select, update
from sqlalchemy.exc import SQLAlchemyError

from soridam.core.errors import SoridamError, as_report, with_other_values
from soridam.core.messages import Title, as_text, with_values
from soridam.studio.database import now_ms
from soridam.studio.jobs.losses import COUNTED, PROGRESSED, after_loss
from soridam.studio.jobs.store import Claim, JobStore, add_event
from soridam.studio.jobs.table import ENDED, RELEASED, STOPPED, State, Wanted, jobs
from soridam.studio.redaction import Redaction
from soridam.studio.storage.versions import point_at

SEE_LOG = "See its log."
MOST_LINE = 4_000  # characters of a line without values that the row keeps
RETRY_SECONDS = 0.2  # between two tries to write


class LostLeaseError(Exception):
    """The job is no longer ours: whatever is being done for it must end now."""


P = ParamSpec("P")


def _through_restarts(
    write: Callable[Concatenate["Attempt", P], None],
) -> Callable[Concatenate["Attempt", P], None]:
    """Try again while the database is away, for as long as a lease: after that nobody waits for this attempt.

    An event whose commit was not confirmed before the database went may then be written twice.
    """

    @functools.wraps(write)
    def persistent(self: "Attempt", /, *args: P.args, **kwargs: P.kwargs) -> None:
        deadline = time.monotonic() + self.claim.lease
        while True:
            try:
                return write(self, *args, **kwargs)
            except SQLAlchemyError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(RETRY_SECONDS)

    return persistent


class Attempt:
    """One execution of a job. All methods raise LostLeaseError once the lease is over or the job was taken.

    What is told of the job goes through `redaction` first.
    """

    def __init__(self, store: JobStore, claim: Claim, redaction: Redaction | None = None) -> None:
        self._engine = store.engine
        self._told: tuple[float, float | None] | None = None  # done and total, as told last
        self._part = 0  # counts the parts of the job, from 1
        self._checkpoint = claim.checkpoint
        self._redaction = redaction or Redaction()
        self.claim = claim

    @property
    def engine(self) -> Engine:
        return self._engine

    def renew(self) -> Wanted:
        """Hold the job for another lease; returns what its owner wants."""
        values = {"lease_until": now_ms() + round(self.claim.lease * 1000)}
        with self._engine.begin() as connection:
            self._write(connection, values)
            wanted: Wanted = connection.execute(select(jobs.c.wanted).where(jobs.c.id == self.claim.job)).scalar_one()
            return wanted

    def progress(self, done: float, total: float | None = None, message: Title = "") -> None:
        """Record progress in the kind's own unit. A new total, or less than before, begins a new part of the job."""
        body = {"done": done, "total": total, "message": self._line(message)}
        is_new_part = self._told is None or self._told[1] != total or done < self._told[0]
        first = {"first_done": done, "first_at": now_ms()} if is_new_part else {}
        self._told = (done, total)
        self._record("progress", body, {**body, **first, **self._further(is_new_part), "told_at": now_ms()})

    def _further(self, is_new_part: bool) -> Mapping[str, int]:
        """Return the values to write if this is a part that no attempt has come to before."""
        self._part += is_new_part
        return {"parts": self._part, **PROGRESSED} if is_new_part and self._part > self.claim.parts else {}

    def log(self, line: Title) -> None:
        self._record("log", {"line": self._line(line)})

    def metric(self, name: str, value: float, step: int) -> None:
        """A point of a curve. NaN and infinity are sent as null: JSON has no word for them."""
        self._record("metric", {"name": name, "value": value if math.isfinite(value) else None, "step": step})

    def sample(self, body: Mapping[str, Any]) -> None:
        """Something to look at or listen to on the way: a transcript, a page that is ready."""
        self._record("sample", body)

    def save_checkpoint(self, pointer: str) -> None:
        """Let the next attempt resume from here. What it points at must be whole on disk already."""
        further = {} if pointer == self._checkpoint else PROGRESSED
        self._checkpoint = pointer
        self._record("log", {"checkpoint": pointer}, {"checkpoint": pointer, **further})

    @_through_restarts
    def point_at(self, area: str, place: str, version: str) -> None:
        """Let everybody see this version of a folder in the store."""
        with self._engine.begin() as connection:
            self._write(connection, {"fence": self.claim.fence})  # from here the row is ours
            point_at(connection, area, place, version)

    @_through_restarts
    def commit(self, change: Callable[[Connection], None]) -> None:
        """Change rows of what the job works on, in one transaction; `change` may be called more than once."""
        with self._engine.begin() as connection:
            self._write(connection, {"fence": self.claim.fence})  # from here the row is ours
            change(connection)

    def finish(self, result: Mapping[str, Any]) -> None:
        """Done: from now on the result is visible, and only this one."""
        self._end("done", {"result": json.dumps(self._redaction.hide_in(result), ensure_ascii=False)})

    def fail(self, error: SoridamError) -> None:
        """Failed for good: trying again would fail again."""
        self._end("failed", {"error": self._report(error), "hint": None})

    def stop(self, state: State) -> None:
        """Cancelled, paused, or given back (`waiting`). What is to go on later has not used up an attempt."""
        given_back = {} if state in ENDED else {"attempts": jobs.c.attempts - 1}
        self._end(state, given_back, asked=state == "waiting")

    def crashed(self, error: SoridamError) -> None:
        """The process that did the work ended without a word: another attempt, or none left."""
        self._lose(error)

    def lapsed(self) -> None:
        """The lease could not be renewed in time, and all is dead: the job waits, and has used up no attempt."""
        self._lose(None)

    @_through_restarts
    def _lose(self, crash: SoridamError | None) -> None:
        with self._engine.begin() as connection:
            self._write(connection, {"last_event": jobs.c.last_event + 1})  # from here the row is ours to read
            wanted = select(*(jobs.c[name] for name in COUNTED)).where(jobs.c.id == self.claim.job)
            state, counted, told = after_loss(connection.execute(wanted).mappings().one(), crash)
            error = {"error": self._report(told) if told else None, "hint": None}
            ended = {"ended": now_ms()} if state in ENDED else {}
            self._write(connection, {"state": state, **RELEASED, **ended, **counted, **error})
            because = "lease over" if crash is None else "crash"
            add_event(connection, self.claim.job, "state", {"state": state, "because": because})

    @_through_restarts
    def _end(self, state: State, values: Mapping[str, Any], asked: bool = False) -> None:
        """`asked`: if its owner asked for the job to stop, that comes first; the next claim would forget it."""
        with self._engine.begin() as connection:
            self._write(connection, {"last_event": jobs.c.last_event + 1})  # from here the row is ours to read
            if asked:
                wanted = connection.execute(select(jobs.c.wanted).where(jobs.c.id == self.claim.job)).scalar_one()
                state = STOPPED.get(wanted, state)
            ended = {"ended": now_ms()} if state in ENDED else {}
            self._write(connection, {"state": state, **RELEASED, **ended, **values})
            add_event(connection, self.claim.job, "state", {"state": state})

    @_through_restarts
    def _record(self, kind: str, body: Mapping[str, Any], values: Mapping[str, Any] | None = None) -> None:
        with self._engine.begin() as connection:
            self._write(connection, {**(values or {}), "last_event": jobs.c.last_event + 1})
            add_event(connection, self.claim.job, kind, self._redaction.hide_in(body))

    def _report(self, error: SoridamError) -> str:
        """Return the error as JSON, for a text column of every database."""
        return json.dumps(as_report(with_other_values(error, self._redaction.hide)), ensure_ascii=False)

    def _line(self, title: Title) -> str:
        """Return a title or a line of the log as text."""
        if isinstance(title, str):
            return self._redaction.hide(title.replace("\0", ""))[:MOST_LINE]
        return as_text(with_values(title, self._redaction.hide))

    def _write(self, connection: Connection, values: Mapping[str, Any]) -> None:
        written = connection.execute(
            update(jobs)
            .where(
                jobs.c.id == self.claim.job,
                jobs.c.fence == self.claim.fence,
                jobs.c.state == "running",
                jobs.c.lease_until > now_ms(),
            )
            .values(**values)
        )
        if written.rowcount != 1:
            raise LostLeaseError(self.claim.job)
