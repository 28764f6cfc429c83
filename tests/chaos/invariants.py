"""Invariants that must hold after any fault, checked against the jobs' own records. Begin with `check_job`."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.chaos.kinds import next_link

INVARIANTS = ("lost", "finished twice", "two at once", "two on one thing", "checkpoint ignored")


@dataclass(frozen=True)
class Line:
    """A line that an attempt of a job wrote, with its time (seconds on this machine's monotonic clock)."""

    at: float
    attempt: int
    word: str
    step: int


@dataclass(frozen=True)
class Violation:
    """An invariant that did not hold."""

    invariant: str
    job: str
    at: float
    what: str


@dataclass(frozen=True)
class Outcome:
    """The final row of a job, and how often its events say `done`."""

    job: str
    state: str
    steps: int
    result: dict[str, Any] | None
    times_done: int


def read_journal(path: Path) -> list[Line]:
    """Read a job's lines in order of time; empty for a job that never began."""
    if not path.exists():
        return []
    fields = [line.split() for line in path.read_text().splitlines()]
    lines = [Line(int(at) / 1e9, int(attempt), word, int(step)) for at, attempt, _, word, step in fields]
    return sorted(lines, key=lambda line: line.at)


def check_job(outcome: Outcome, lines: Sequence[Line]) -> Iterator[Violation]:
    """All that went wrong with one job."""
    yield from _check_lost(outcome, lines)
    yield from _check_finished_once(outcome, lines)
    yield from _check_one_at_a_time(outcome, lines)
    yield from _check_checkpoints(outcome, lines)


def count_repeated_steps(lines: Sequence[Line]) -> int:
    """Steps that were done again, because a fault came between the step and its checkpoint."""
    steps = [line.step for line in lines if line.word == "step"]
    return len(steps) - len(set(steps))


def _check_lost(outcome: Outcome, lines: Sequence[Line]) -> Iterator[Violation]:
    ends = [line for line in lines if line.word == "end"]
    if outcome.state != "done" or not ends:
        at = lines[-1].at if lines else 0.0
        yield Violation("lost", outcome.job, at, f"is {outcome.state}, with {len(ends)} ends")
        return
    weights = ""
    for step in range(outcome.steps):
        weights = next_link(weights, step)
    if outcome.result is None or outcome.result["weights"] != weights:
        yield Violation("lost", outcome.job, ends[-1].at, "steps are missing in its result")


def _check_finished_once(outcome: Outcome, lines: Sequence[Line]) -> Iterator[Violation]:
    if outcome.times_done > 1:
        yield Violation("finished twice", outcome.job, lines[-1].at, f"was done {outcome.times_done} times")
    if outcome.result is None:
        return
    accepted = int(outcome.result["attempt"])
    late = [line for line in lines if line.attempt > accepted]
    if late:
        yield Violation("finished twice", outcome.job, late[0].at, f"went on after attempt {accepted} was accepted")


def _check_one_at_a_time(outcome: Outcome, lines: Sequence[Line]) -> Iterator[Violation]:
    newest = 0
    for line in lines:
        if line.attempt < newest:
            what = f"attempt {line.attempt} wrote '{line.word}' after attempt {newest} had begun"
            yield Violation("two at once", outcome.job, line.at, what)
            return
        newest = line.attempt


def _check_checkpoints(outcome: Outcome, lines: Sequence[Line]) -> Iterator[Violation]:
    saved = 0
    for line in lines:
        if line.word == "saved":
            saved = line.step
        if line.word == "begin" and not saved <= line.step <= saved + 1:
            what = f"attempt {line.attempt} began at step {line.step}, the last checkpoint was {saved}"
            yield Violation("checkpoint ignored", outcome.job, line.at, what)


def check_things(things: Mapping[str, Sequence[str]], journals: Mapping[str, Sequence[Line]]) -> Iterator[Violation]:
    """Jobs that are about one thing must take turns, attempt by attempt."""
    for thing, about_it in things.items():
        spans = [span for job in about_it for span in _spans(job, journals[job])]
        for before, after in itertools.pairwise(sorted(spans, key=lambda span: span.begun)):
            if after.begun < before.ended:
                yield Violation("two on one thing", after.job, after.begun, f"worked on {thing} beside {before.job}")


@dataclass(frozen=True)
class _Span:
    job: str
    begun: float
    ended: float


def _spans(job: str, lines: Sequence[Line]) -> Iterator[_Span]:
    for attempt in sorted({line.attempt for line in lines}):
        times = [line.at for line in lines if line.attempt == attempt]
        yield _Span(job, min(times), max(times))
