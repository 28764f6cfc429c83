"""What becomes of a job whose attempt was lost, by a crash or because its lease ran out. Begin with `after_loss`.

A crash uses up an attempt: the job may be what kills its process. A lease that ran out does not: the machine slept, or
was too busy, or has gone, which says nothing of the job. Both have an end if the job gets no further.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import RowMapping

from soridam.core.errors import JobError, SoridamError, as_report, from_report
from soridam.core.messages import Message, as_json
from soridam.studio.jobs.table import STOPPED, State

MOST_LAPSES = 20  # leases that may run out one after the other without the job getting any further
MOST_CRASHES = 100  # in all, however far the job gets: one that forgets what it had done would begin again for ever
# Written with all that lasts: a checkpoint, a page, a new part. What comes after it has all its attempts.
PROGRESSED: Final[Mapping[str, int]] = {"attempts": 1, "lapses": 0}
COUNTED = ("wanted", "attempts", "most_attempts", "lapses", "crashes")  # columns that are needed here

GOES_ON = "It continues by itself from where it was."
TRIED_AGAIN = Message("It will be tried again automatically.")


def after_loss(row: RowMapping, crash: SoridamError | None) -> tuple[State, dict[str, Any], SoridamError | None]:
    """Decide the job's new state, the values of its counters, and the error to show; `crash` is how its process ended.

    `row` has the columns COUNTED; a `crash` of None is a lease that ran out. A job that was asked to stop does so.
    """
    if crash is None:
        counted = {"attempts": row["attempts"] - 1, "lapses": row["lapses"] + 1}
        has_failed = counted["lapses"] >= MOST_LAPSES
    else:
        counted = {"crashes": row["crashes"] + 1}
        is_last = row["attempts"] >= row["most_attempts"]
        has_failed = is_last or counted["crashes"] >= max(MOST_CRASHES, row["most_attempts"])
    state = STOPPED.get(row["wanted"], "failed" if has_failed else "waiting")
    return state, counted, _error_after(state, crash)


def _error_after(state: State, crash: SoridamError | None) -> SoridamError | None:
    if state == "waiting":
        if crash is None:
            return JobError("job.lapsed", "The computer slept, or was too busy for a while.", hint=GOES_ON)
        return from_report(JobError, {**as_report(crash), "hint": as_json(TRIED_AGAIN)})
    if state == "failed" and crash is None:
        return JobError(
            "job.lost",
            "Its worker was lost {count} times in a row, without progress.",
            hint="Make sure that the computer stays awake and has memory left, then try again.",
            count=MOST_LAPSES,
        )
    return crash
