"""The judge itself: each thing that must not happen is seen when it does."""

import pytest
from tests.chaos.invariants import Line, Outcome, check_job, check_things
from tests.chaos.kinds import next_link

WEIGHTS = next_link(next_link("", 0), 1)
GOOD = [
    Line(1.0, 1, "begin", 0),
    Line(1.1, 1, "step", 0),
    Line(1.2, 1, "saved", 1),
    Line(2.0, 2, "begin", 1),
    Line(2.1, 2, "step", 1),
    Line(2.2, 2, "saved", 2),
    Line(2.3, 2, "end", 2),
]


def outcome(**changes) -> Outcome:
    result = {"weights": WEIGHTS, "attempt": "2"}
    return Outcome(**{"job": "a", "state": "done", "steps": 2, "result": result, "times_done": 1, **changes})


def broken(lines: list[Line], **changes) -> set[str]:
    return {violation.invariant for violation in check_job(outcome(**changes), lines)}


def test_a_job_that_was_killed_once_and_went_on_breaks_nothing():
    assert broken(GOOD) == set()


@pytest.mark.parametrize(
    ("lines", "changes"),
    [
        ([], {"state": "waiting", "result": None, "times_done": 0}),
        (GOOD[:-1], {}),
        (GOOD, {"state": "failed"}),
        (GOOD, {"result": {"weights": next_link("", 0), "attempt": "2"}}),
    ],
    ids=["never began", "never ended", "failed", "left out a step"],
)
def test_a_lost_job_is_seen(lines, changes):
    assert "lost" in broken(lines, **changes)


def test_a_second_end_and_work_after_the_end_are_seen():
    assert broken(GOOD, times_done=2) == {"finished twice"}
    assert "finished twice" in broken([*GOOD, Line(3.0, 3, "begin", 2)])


def test_an_old_attempt_that_still_writes_is_seen():
    assert broken([*GOOD[:4], Line(2.05, 1, "helper", 0), *GOOD[4:]]) == {"two at once"}


def test_an_attempt_that_begins_anew_is_seen():
    assert broken([*GOOD[:3], Line(2.0, 2, "begin", 0), *GOOD[4:]]) == {"checkpoint ignored"}


def test_two_jobs_on_one_thing_are_seen_where_their_attempts_meet():
    beside, after = [Line(2.1, 1, "begin", 0), Line(2.6, 1, "end", 2)], [Line(2.4, 1, "begin", 0)]
    assert [v.invariant for v in check_things({"x": ["a", "b"]}, {"a": GOOD, "b": beside})] == ["two on one thing"]
    assert list(check_things({"x": ["a", "b"]}, {"a": GOOD, "b": after})) == []
