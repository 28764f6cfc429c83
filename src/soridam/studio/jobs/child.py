"""The process that does one job: `python -m soridam.studio.jobs.child`, with the claim on standard input.

Three threads: the job's function; a heart that renews the lease and hears what the owner wants; a watchdog that needs
no database and kills the whole process group before the lease can pass to another, whatever the others are stuck in.
"""

import ctypes
import importlib
import json
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from soridam.core.errors import SoridamError
from soridam.studio.database import open_database
from soridam.studio.jobs.attempt import STOPPED, Attempt, LostLeaseError
from soridam.studio.jobs.context import JobContext, StopRequestedError
from soridam.studio.jobs.kinds import find_kind
from soridam.studio.jobs.store import Claim, JobStore
from soridam.studio.jobs.table import State

BEATS = 5  # of the heart in each lease
MARGIN = 0.2  # of the lease: the watchdog bites that much earlier than anyone else may take the job
GRACE = float(os.environ.get("SORIDAM_JOB_GRACE", "20"))  # seconds that a function has to stop when it is asked to
PR_SET_PDEATHSIG = 1
EXIT_LOST = 75  # EX_TEMPFAIL: somebody else goes on


@dataclass(frozen=True, slots=True)
class Assignment:
    """What the runner tells its child. The database's address may hold a password: it is in no argument and no log."""

    database: str
    artifacts: str
    claim: dict[str, Any]
    lease_age: float  # seconds since the lease was taken
    parent: int


class Heart:
    """Keeps the lease, and the promise that nothing goes on without it."""

    def __init__(self, attempt: Attempt, lease_age: float) -> None:
        self._attempt = attempt
        self._lease = attempt.claim.lease
        self._until = time.monotonic() + self._lease * (1 - MARGIN) - lease_age
        self.stopping = threading.Event()
        self.wanted: State = "waiting"
        self._deadline: float | None = None

    def start(self) -> None:
        for beat in (self._keep, self._watch):
            threading.Thread(target=beat, daemon=True).start()

    def request_stop(self, state: State) -> None:
        """The function is told at its next word; after the grace period the process ends without it."""
        if not self.stopping.is_set():
            self.wanted, self._deadline = state, time.monotonic() + GRACE
            self.stopping.set()

    def _keep(self) -> None:
        while True:
            begun = time.monotonic()
            try:
                wanted = self._attempt.renew()
                self._until = begun + self._lease * (1 - MARGIN)
            except LostLeaseError:
                end_group()
            except SQLAlchemyError:  # the database is away; the watchdog decides how long that may last
                wanted = "run"
            if wanted in STOPPED:
                self.request_stop(STOPPED[wanted])
            time.sleep(self._lease / BEATS)

    def _watch(self) -> None:
        while time.monotonic() < self._until:
            if self._deadline is not None and time.monotonic() > self._deadline:
                self._leave()
            time.sleep(min(0.05, self._lease / 20))
        end_group()

    def _leave(self) -> None:
        """The function did not stop in time: write what is wanted and end."""
        try:
            self._attempt.stop(self.wanted)
        finally:
            end_group()


def end_group() -> None:
    """Kill this process and everything that it started."""
    os.killpg(os.getpgid(0), signal.SIGKILL)


def main(modules: list[str]) -> None:
    """Do the job that standard input names. `modules` are imported first: they may add kinds."""
    assignment = Assignment(**json.load(sys.stdin))
    for module in modules:
        importlib.import_module(module)
    _die_with_parent(assignment.parent)
    claim = Claim(**assignment.claim)
    attempt = Attempt(JobStore(open_database(assignment.database)), claim)
    heart = Heart(attempt, assignment.lease_age)
    signal.signal(signal.SIGTERM, lambda *_: heart.request_stop("waiting"))  # the studio ends: give the job back
    heart.start()
    try:
        _work(attempt, heart, Path(assignment.artifacts))
    except LostLeaseError:
        sys.exit(EXIT_LOST)


def _die_with_parent(parent: int) -> None:
    """If the runner is killed, the kernel kills us: otherwise a job would run with nobody to see it end."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was killed before we asked
        end_group()


def _work(attempt: Attempt, heart: Heart, artifacts: Path) -> None:
    claim = attempt.claim
    folder = artifacts / claim.job / f"attempt-{claim.fence}"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        result = find_kind(claim.kind).load()(JobContext(attempt, folder, heart.stopping), claim.payload)
        _persistently(partial(attempt.finish, result))
    except StopRequestedError:
        _persistently(partial(attempt.stop, heart.wanted))
    except SoridamError as error:
        _persistently(partial(attempt.fail, error.message, error.hint))
    except LostLeaseError:
        raise
    except Exception as error:
        traceback.print_exc()
        _persistently(partial(attempt.crashed, f"{type(error).__name__}: {error}"))


def _persistently(write: Callable[[], None]) -> None:
    """Write through a restart of the database. The watchdog ends us if that lasts longer than the lease."""
    while True:
        try:
            write()
            return
        except SQLAlchemyError:
            time.sleep(0.2)


if __name__ == "__main__":
    main(sys.argv[1:])
