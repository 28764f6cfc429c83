"""Runs claimed jobs, each in a child process of its own, and sees them end. Begin with `Runner.run`.

The same runner serves the studio's own loop and Celery's workers.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from soridam.core.errors import JobError
from soridam.core.messages import Message
from soridam.studio.database import open_database
from soridam.studio.environment import child_environment
from soridam.studio.jobs.attempt import SEE_LOG, Attempt, LostLeaseError
from soridam.studio.jobs.child import GRACE, Assignment
from soridam.studio.jobs.guard import (
    EXIT_LAPSED,
    EXIT_LOST,
    MARGIN,
    MARK,
    end_descendants,
    end_strays,
    mark_of,
)
from soridam.studio.jobs.kinds import find_kind
from soridam.studio.jobs.store import LEASE, Claim, JobStore

POLL_SECONDS = 0.05  # between two looks at a child
RENEWALS = 5  # in a lease, of one whose child is not up yet


@dataclass(frozen=True)
class RunnerSettings:
    """Where jobs are kept, where they put what they make, and which queues this machine serves."""

    database: str = field(repr=False)
    artifacts: Path
    queues: Sequence[str] = ("cpu",)
    lease: float = LEASE
    preload: Sequence[str] = ()  # modules that add kinds, for tests and extensions
    secrets: Sequence[str] = ()  # variables that the process of every job gets, beside those that its kind names


class Runner:
    """One job at a time. Several may run on one machine."""

    def __init__(self, settings: RunnerSettings) -> None:
        self._settings = settings
        self.store = JobStore(open_database(settings.database))
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self._stopping = False

    def run_next(self) -> str | None:
        """Claim the most urgent job and see it end; returns its id, or None if there is nothing to do."""
        if self._stopping:
            return None
        claim = self.store.claim(self.name, self._settings.queues, self._settings.lease)
        if claim is None:
            return None
        ready, theirs = os.pipe()
        try:
            try:
                child = self._start(claim, theirs)
            finally:
                os.close(theirs)
            self._hold_until(claim, child, ready)
            self._see_to_its_end(claim, child)
        finally:
            os.close(ready)
        return claim.job

    def stop(self) -> None:
        """Give the running job back: its child is asked to end, the job waits for another runner."""
        self._stopping = True

    def _start(self, claim: Claim, ready: int) -> "subprocess.Popen[bytes]":
        assignment = Assignment(
            database=self._settings.database,
            artifacts=str(self._settings.artifacts),
            claim=asdict(claim),
            ready=ready,
            runner=os.getpid(),
        )
        if claim.fence > 1:
            end_strays(claim.job, claim.fence - 1)
        command = [sys.executable, "-m", "soridam.studio.jobs.child", *self._settings.preload]
        secrets = (*self._settings.secrets, *_secrets_of(claim.kind))
        environment = {**child_environment(secrets), MARK: mark_of(claim.job, claim.fence)}
        child = subprocess.Popen(
            command, stdin=subprocess.PIPE, env=environment, start_new_session=True, pass_fds=(ready,)
        )
        assert child.stdin is not None
        try:
            child.stdin.write(json.dumps(asdict(assignment)).encode())
            child.stdin.close()
        except BrokenPipeError:
            pass  # it has died already, which is seen below like any other death
        return child

    def _hold_until(self, claim: Claim, child: "subprocess.Popen[bytes]", ready: int) -> None:
        """Keep the lease while the child loads, which takes longer than a lease where a machine is busy enough."""
        attempt = Attempt(self.store, claim)
        while child.poll() is None and not self._stopping:
            readable, _, _ = select.select([ready], [], [], claim.lease / RENEWALS)
            if readable:  # it is up, or has ended
                return
            try:
                attempt.renew()
            except LostLeaseError:  # the child finds that out, too
                return
            except SQLAlchemyError:
                continue

    def _see_to_its_end(self, claim: Claim, child: "subprocess.Popen[bytes]") -> None:
        asked_at: float | None = None
        looked = time.monotonic()
        while child.poll() is None:
            if self._stopping and asked_at is None:
                asked_at = time.monotonic()
                child.terminate()
            if time.monotonic() - looked > claim.lease / 2:
                looked = time.monotonic()
                if not self._is_held(claim):  # it is frozen: one that runs would have ended itself
                    _end(child)
            if asked_at is not None and time.monotonic() - asked_at > GRACE + 5:
                _end(child)
            time.sleep(POLL_SECONDS)
        if child.returncode not in (0, EXIT_LOST):
            end_strays(claim.job, claim.fence)
            self._tell_of_end(claim, child.returncode)

    def _is_held(self, claim: Claim) -> bool:
        try:
            return self.store.is_held(claim)
        except SQLAlchemyError:  # nobody can take the job as long as the database is away
            return True

    def _tell_of_end(self, claim: Claim, code: int) -> None:
        """Release the job at once; where the database is away, its lease runs out instead."""
        attempt = Attempt(self.store, claim)
        try:
            if self._stopping:
                attempt.stop("waiting")
            elif self._has_lapsed(claim, code):
                attempt.lapsed()
            else:
                attempt.crashed(
                    JobError("job.process-ended", "Its process ended with {how}.", hint=SEE_LOG, how=_how(code))
                )
        except (LostLeaseError, SQLAlchemyError):
            return

    def _has_lapsed(self, claim: Claim, code: int) -> bool:
        """Whether it was killed at the end of its lease: by the guard, or by the kernel, which killed the guard."""
        was_killed = code == -signal.SIGKILL
        return code == EXIT_LAPSED or (was_killed and self.store.lease_left(claim) <= claim.lease * MARGIN)


def _how(code: int) -> Message:
    """Word how a process ended, by its exit code as Python or a shell tells it."""
    if 0 < code < 128:
        return Message("exit code {code}", code=code)
    number = code - 128 if code > 0 else -code
    return Message("signal {name}", name=signal.strsignal(number) or number)


def _secrets_of(kind: str) -> Sequence[str]:
    """Return the secrets that the kind needs; none for a kind that only the child knows."""
    try:
        return find_kind(kind).secrets
    except JobError:
        return ()


def _end(child: "subprocess.Popen[bytes]") -> None:
    end_descendants(child.pid)
    child.kill()
