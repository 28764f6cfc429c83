"""Runs claimed jobs, each in a child process of its own, and sees them end. Begin with `Runner.run`.

The same runner serves the studio's own loop and Celery's workers.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from soridam.studio.database import open_database
from soridam.studio.jobs.attempt import Attempt, LostLeaseError
from soridam.studio.jobs.child import EXIT_LOST, GRACE, Assignment
from soridam.studio.jobs.store import Claim, JobStore

LEASE = 30.0  # seconds
LOOK = 0.05  # seconds between two looks at a child


@dataclass(frozen=True)
class RunnerSettings:
    """Where jobs are kept, where they put what they make, and which queues this machine serves."""

    database: str = field(repr=False)
    artifacts: Path
    queues: Sequence[str] = ("cpu",)
    lease: float = LEASE
    preload: Sequence[str] = ()  # modules that add kinds, for tests and extensions


class Runner:
    """One job at a time. Several may run on one machine."""

    def __init__(self, settings: RunnerSettings) -> None:
        self._settings = settings
        self.store = JobStore(open_database(settings.database))
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self._stopping = False

    def run_next(self, job: str | None = None) -> str | None:
        """Claim a waiting job (the named one, or the most urgent) and see it end; None if there is none."""
        begun = time.monotonic()
        claim = self.store.claim(self.name, self._settings.queues, self._settings.lease, job)
        if claim is None:
            return None
        self._see_to_its_end(claim, self._start(claim, time.monotonic() - begun))
        return claim.job

    def stop(self) -> None:
        """Give the running job back: its child is asked to end, the job waits for another runner."""
        self._stopping = True

    def _start(self, claim: Claim, lease_age: float) -> "subprocess.Popen[bytes]":
        assignment = Assignment(
            database=self._settings.database,
            artifacts=str(self._settings.artifacts),
            claim=asdict(claim),
            lease_age=lease_age,
            parent=os.getpid(),
        )
        command = [sys.executable, "-m", "soridam.studio.jobs.child", *self._settings.preload]
        child = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
        assert child.stdin is not None
        try:
            child.stdin.write(json.dumps(asdict(assignment)).encode())
            child.stdin.close()
        except BrokenPipeError:
            pass  # it has died already, which is seen below like any other death
        return child

    def _see_to_its_end(self, claim: Claim, child: "subprocess.Popen[bytes]") -> None:
        asked_at: float | None = None
        while child.poll() is None:
            if self._stopping and asked_at is None:
                asked_at = time.monotonic()
                _signal(child, signal.SIGTERM)
            if asked_at is not None and time.monotonic() - asked_at > GRACE + 5:
                _signal(child, signal.SIGKILL)
            time.sleep(LOOK)
        _signal(child, signal.SIGKILL)  # what the child may have started and left behind
        if child.returncode not in (0, EXIT_LOST):
            self._tell_of_crash(claim, child.returncode)

    def _tell_of_crash(self, claim: Claim, code: int) -> None:
        """So that the job need not wait for its lease to end; where the database is away, it does."""
        how = f"signal {signal.strsignal(-code) or -code}" if code < 0 else f"exit code {code}"
        try:
            Attempt(self.store, claim).crashed(f"Its process ended with {how}.")
        except (LostLeaseError, SQLAlchemyError):
            return


def _signal(child: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    """To the child's whole process group; it may be gone."""
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        return
