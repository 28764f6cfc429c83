"""The process that does one job: `python -m soridam.studio.jobs.child`, with the claim on standard input.

It forks into a guard (see `guard`) and the job itself, which has two threads: the job's function, and a heart that
renews the lease and hears what the owner wants.
"""

import importlib
import json
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from soridam.core.errors import SoridamError
from soridam.studio.database import open_database
from soridam.studio.environment import environment_secrets, passwords_in
from soridam.studio.jobs.attempt import STOPPED, Attempt, LostLeaseError
from soridam.studio.jobs.context import JobContext, StopRequestedError
from soridam.studio.jobs.guard import Deadline, run_guarded
from soridam.studio.jobs.kinds import find_kind
from soridam.studio.jobs.store import Claim, JobStore
from soridam.studio.jobs.table import State
from soridam.studio.redaction import Redaction, tell_without

BEATS = 15  # of the heart in each lease; so often it also hears that the owner wants to stop
MARGIN = 0.2  # of the lease: the job is dead that much earlier than anyone else may take it
GRACE = float(os.environ.get("SORIDAM_JOB_GRACE", "20"))  # seconds that a function has to stop when it is asked to
EXIT_LOST = 75  # EX_TEMPFAIL: somebody else goes on


@dataclass(frozen=True, slots=True)
class Assignment:
    """What the runner tells its child. The database's address may hold a password: it is in no argument and no log."""

    database: str
    artifacts: str
    claim: dict[str, Any]
    claimed_at: float  # on the monotonic clock of this machine, before the lease began
    runner: int


class Heart:
    """Keeps the lease, and the promise that nothing goes on without it."""

    def __init__(self, attempt: Attempt, deadline: Deadline) -> None:
        self._attempt = attempt
        self._deadline = deadline
        self.stopping = threading.Event()
        self.wanted: State = "waiting"
        self._patience = float("inf")  # the moment when a function that was asked to stop has had its time

    def start(self) -> None:
        threading.Thread(target=self._beat, daemon=True).start()

    def request_stop(self, state: State) -> None:
        """The function is told at its next word; after the grace period the process ends without it."""
        if not self.stopping.is_set():
            self.wanted, self._patience = state, time.monotonic() + GRACE
            self.stopping.set()

    def _beat(self) -> None:
        while True:
            self._renew()
            if time.monotonic() > self._patience:
                self._leave()
            time.sleep(self._attempt.claim.lease / BEATS)

    def _renew(self) -> None:
        begun = time.monotonic()
        try:
            wanted = self._attempt.renew()
        except LostLeaseError:
            end_now()
        except SQLAlchemyError:  # the database is away; the deadline decides how long that may last
            return
        self._deadline.extend(safe_until(begun, self._attempt.claim))
        if wanted in STOPPED:
            self.request_stop(STOPPED[wanted])

    def _leave(self) -> None:
        """The function did not stop in time: write what is wanted and end."""
        try:
            self._attempt.stop(self.wanted)
        finally:
            end_now()


def safe_until(begun: float, claim: Claim) -> float:
    """Until when, on the monotonic clock, nobody else can have the job, if its lease was renewed after `begun`."""
    return begun + claim.lease * (1 - MARGIN)


def end_now() -> None:
    """Kill this process; the guard sees to what it has started."""
    os.kill(os.getpid(), signal.SIGKILL)


def main(modules: Sequence[str]) -> int:
    """Do the job that standard input names; returns the exit code. `modules` are imported first: they may add kinds."""
    assignment = Assignment(**json.load(sys.stdin))
    claim = Claim(**assignment.claim)
    return run_guarded(
        partial(_do, assignment, claim, modules), assignment.runner, safe_until(assignment.claimed_at, claim)
    )


def _do(assignment: Assignment, claim: Claim, modules: Sequence[str], deadline: Deadline) -> int:
    deadline.extend(safe_until(assignment.claimed_at, claim))
    secrets = environment_secrets() | passwords_in(assignment.database)
    tell_without(secrets)
    for module in modules:
        importlib.import_module(module)
    attempt = Attempt(JobStore(open_database(assignment.database)), claim, Redaction(secrets))
    heart = Heart(attempt, deadline)
    signal.signal(signal.SIGTERM, lambda *_: heart.request_stop("waiting"))  # the studio ends: give the job back
    heart.start()
    try:
        _work(attempt, heart, Path(assignment.artifacts))
    except LostLeaseError:
        return EXIT_LOST
    return 0


def _work(attempt: Attempt, heart: Heart, artifacts: Path) -> None:
    claim = attempt.claim
    folder = artifacts / claim.job / f"attempt-{claim.fence}"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        attempt.finish(find_kind(claim.kind).load()(JobContext(attempt, folder, heart.stopping), claim.payload))
    except StopRequestedError:
        attempt.stop(heart.wanted)
    except SoridamError as error:
        attempt.fail(error.message, error.hint)
    except LostLeaseError:
        raise
    except Exception as error:
        traceback.print_exc()
        attempt.crashed(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
