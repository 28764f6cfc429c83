"""The process that does one job: `python -m soridam.studio.jobs.child`, with the claim on standard input.

It forks into a guard (see `guard`), which renews the lease and hears what the owner wants, and the job's function.
"""

import contextlib
import importlib
import json
import os
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

from soridam.core.errors import JobError, SoridamError
from soridam.core.libraries import silence_bitsandbytes
from soridam.settings import read_settings
from soridam.studio.database import open_database
from soridam.studio.environment import environment_secrets, passwords_in
from soridam.studio.jobs.attempt import RETRY_SECONDS, SEE_LOG, Attempt, LostLeaseError
from soridam.studio.jobs.context import JobContext, StopRequestedError
from soridam.studio.jobs.guard import EXIT_LOST, LOST, Deadline, StopFlag, moment, run_guarded
from soridam.studio.jobs.kinds import find_kind
from soridam.studio.jobs.store import Claim, JobStore
from soridam.studio.jobs.table import STOPPED, State
from soridam.studio.redaction import Redaction, redact_stderr

RENEWALS = 15  # in each lease; so often the guard also learns that the owner wants to stop
GRACE = float(os.environ.get("SORIDAM_JOB_GRACE", "20"))  # seconds that a function has to stop when it is asked to


@dataclass(frozen=True, slots=True)
class Assignment:
    """What the runner tells its child. The database's address may hold a password: it is in no argument and no log."""

    database: str
    artifacts: str
    claim: dict[str, Any]
    ready: int  # a pipe, written to once we renew the lease ourselves
    runner: int


class LeaseRenewal:
    """A thread of the guard that renews the lease and learns what the owner wants, by a connection of its own.

    What the job does with its processor, its memory or its interpreter does not matter here.
    """

    def __init__(self, attempt: Attempt, deadline: Deadline, stop: StopFlag) -> None:
        self._attempt, self._deadline, self._stop = attempt, deadline, stop

    def start(self) -> None:
        threading.Thread(target=self._renew, daemon=True).start()

    def stop(self, state: State) -> None:
        """Write that the job has been stopped. While the database is away, its lease runs out instead."""
        with contextlib.suppress(LostLeaseError, SQLAlchemyError):
            self._attempt.stop(state)

    def _renew(self) -> None:
        lease = self._attempt.claim.lease
        while True:
            begun = moment()
            try:
                wanted = self._attempt.renew()
            except LostLeaseError:
                os.kill(os.getpid(), LOST)
                return
            except SQLAlchemyError:  # the database is away; the deadline decides how long that may last
                pass
            else:
                self._deadline.extend(begun, lease)
                if wanted in STOPPED:
                    self._stop.request(STOPPED[wanted])
            time.sleep(lease / RENEWALS)


def main(modules: Sequence[str]) -> int:
    """Do the job that standard input names; returns the exit code. `modules` are imported first: they may add kinds."""
    silence_bitsandbytes()
    assignment = Assignment(**json.load(sys.stdin))
    claim, stop = Claim(**assignment.claim), StopFlag()
    attempt = _open_attempt(assignment, claim)
    begun = _take_over(attempt, assignment.ready)
    if begun is None:
        return EXIT_LOST
    deadline = Deadline(begun, claim.lease)
    renewal = LeaseRenewal(attempt, deadline, stop)
    work = partial(_do, assignment, claim, modules, stop)
    return run_guarded(work, assignment.runner, deadline, stop, renewal, GRACE)


def _take_over(attempt: Attempt, ready: int) -> float | None:
    """Renew the lease, which the runner has kept until we are up; returns when it was renewed, None if it is lost.

    The connection is closed afterwards: a fork must not share one.
    """
    deadline = moment() + attempt.claim.lease
    while (begun := moment()) < deadline:
        try:
            attempt.renew()
        except LostLeaseError:
            return None
        except SQLAlchemyError:  # the database is away
            time.sleep(RETRY_SECONDS)
        else:
            attempt.engine.dispose()
            os.write(ready, b".")
            os.close(ready)
            return begun
    return None


def _open_attempt(assignment: Assignment, claim: Claim) -> Attempt:
    """Open the attempt without a connection yet: guard and job have one each, opened after the fork."""
    secrets = environment_secrets() | passwords_in(assignment.database)
    return Attempt(JobStore(open_database(assignment.database)), claim, Redaction(secrets))


def _do(assignment: Assignment, claim: Claim, modules: Sequence[str], stop: StopFlag) -> int:
    redact_stderr(environment_secrets() | passwords_in(assignment.database))
    for module in modules:
        importlib.import_module(module)
    try:
        _work(_open_attempt(assignment, claim), stop, Path(assignment.artifacts))
    except LostLeaseError:
        return EXIT_LOST
    return 0


def _work(attempt: Attempt, stop: StopFlag, artifacts: Path) -> None:
    claim = attempt.claim
    folder = artifacts / claim.job / f"attempt-{claim.fence}"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        context = JobContext(attempt, folder, stop, read_settings())
        attempt.finish(find_kind(claim.kind).load()(context, claim.payload))
    except StopRequestedError:
        attempt.stop(stop.state)
    except SoridamError as error:
        attempt.fail(error)
    except LostLeaseError:
        raise
    except Exception as error:
        traceback.print_exc()
        attempt.crashed(JobError("job.mistake", "{reason}", hint=SEE_LOG, reason=f"{type(error).__name__}: {error}"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
