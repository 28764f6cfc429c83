"""What the one who runs a job may write. Every write is fenced: it counts only while the lease is ours.

Begin with `Attempt`.
"""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select, update

from soridam.studio.database import now_ms
from soridam.studio.jobs.store import Claim, JobStore, add_event
from soridam.studio.jobs.table import ENDED, State, Wanted, jobs

STOPPED: dict[str, State] = {"cancel": "cancelled", "pause": "paused"}  # what becomes of a job by what is wanted of it


class LostLeaseError(Exception):
    """The job is no longer ours: whatever is being done for it must end now."""


class Attempt:
    """One execution of a job. All methods raise LostLeaseError once the lease is over or the job was taken."""

    def __init__(self, store: JobStore, claim: Claim) -> None:
        self._engine = store.engine
        self.claim = claim

    def renew(self) -> Wanted:
        """Hold the job for another lease; returns what its owner wants."""
        values = {"lease_until": now_ms() + round(self.claim.lease * 1000)}
        with self._engine.begin() as connection:
            self._write(connection, values)
            wanted: Wanted = connection.execute(select(jobs.c.wanted).where(jobs.c.id == self.claim.job)).scalar_one()
            return wanted

    def progress(self, done: float, total: float | None = None, message: str = "") -> None:
        """How far it is, in the kind's own unit."""
        body = {"done": done, "total": total, "message": message}
        self._record("progress", body, body)

    def log(self, line: str) -> None:
        self._record("log", {"line": line})

    def metric(self, name: str, value: float, step: int) -> None:
        """A point of a curve."""
        self._record("metric", {"name": name, "value": value, "step": step})

    def sample(self, body: Mapping[str, Any]) -> None:
        """Something to look at or listen to on the way: a transcript, a page that is ready."""
        self._record("sample", body)

    def save_checkpoint(self, pointer: str) -> None:
        """From here the next attempt goes on. What it points at must be whole on disk already."""
        self._record("log", {"checkpoint": pointer}, {"checkpoint": pointer})

    def finish(self, result: Mapping[str, Any]) -> None:
        """Done: from now on the result is visible, and only this one."""
        self._end("done", {"result": json.dumps(dict(result), ensure_ascii=False)})

    def fail(self, error: str, hint: str) -> None:
        """Failed for good: trying again would fail again."""
        self._end("failed", {"error": error, "hint": hint})

    def stop(self, state: State) -> None:
        """Cancelled, paused, or given back (`waiting`, which does not count as an attempt)."""
        given_back = {"attempts": jobs.c.attempts - 1} if state == "waiting" else {}
        self._end(state, given_back)

    def crashed(self, error: str) -> None:
        """The process that did the work ended without a word: another attempt, or none left."""
        is_last = self.claim.attempt >= self._most_attempts()
        self._end("failed" if is_last else "waiting", {"error": error, "hint": "Look at its log."})

    def _most_attempts(self) -> int:
        with self._engine.connect() as connection:
            wanted = select(jobs.c.most_attempts).where(jobs.c.id == self.claim.job)
            return int(connection.execute(wanted).scalar_one())

    def _end(self, state: State, values: Mapping[str, Any]) -> None:
        """A job that would wait again stops instead if its owner asked for that: the next claim would forget it."""
        with self._engine.begin() as connection:
            self._write(connection, {"last_event": jobs.c.last_event + 1})  # from here the row is ours to read
            if state == "waiting":
                wanted = connection.execute(select(jobs.c.wanted).where(jobs.c.id == self.claim.job)).scalar_one()
                state = STOPPED.get(wanted, state)
            ended = {"ended": now_ms()} if state in ENDED else {}
            self._write(connection, {"state": state, "runner": None, "lease_until": None, **ended, **values})
            add_event(connection, self.claim.job, "state", {"state": state})

    def _record(self, kind: str, body: Mapping[str, Any], values: Mapping[str, Any] | None = None) -> None:
        with self._engine.begin() as connection:
            self._write(connection, {**(values or {}), "last_event": jobs.c.last_event + 1})
            add_event(connection, self.claim.job, kind, body)

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
