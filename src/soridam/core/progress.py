"""Progress that a person can read: what, how far, how fast, how long still. It goes to stderr; results go to stdout.

Begin with `show_progress`; a program that has no terminal shows it otherwise by `progress_shown_by`.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Protocol

from rich import progress as bars
from rich.console import Console
from rich.text import Text

SECONDS_BETWEEN_LINES = 10.0


class Progress(Protocol):
    """Told how far some work has come. Implementations draw it, record it, or drop it."""

    def advance(self, amount: float = 1) -> None: ...

    def describe(self, text: str) -> None: ...


# Opens a progress as `show_progress` does, from title, total and unit.
ShowProgress = Callable[[str, float | None, str], AbstractContextManager[Progress]]


_shown_by: ContextVar[ShowProgress | None] = ContextVar("shown_by", default=None)


@contextmanager
def progress_shown_by(show: ShowProgress) -> Iterator[None]:
    """Inside of the block `show_progress` is `show`, however deep it is called: a job tells it to a web page."""
    token = _shown_by.set(show)
    try:
        yield
    finally:
        _shown_by.reset(token)


class SilentProgress:
    """For callers that want no progress, tests among them."""

    def advance(self, amount: float = 1) -> None:
        pass

    def describe(self, text: str) -> None:
        pass


@contextmanager
def show_progress(title: str, total: float | None, unit: str = "it") -> Iterator[Progress]:
    """Draw a bar with rate and time left on stderr; where stderr is no terminal, print a line now and then.

    `unit="B"` shows bytes as kB, MB and GB.
    """
    if (elsewhere := _shown_by.get()) is not None:
        with elsewhere(title, total, unit) as told:
            yield told
        return
    console = Console(stderr=True)
    if not console.is_terminal:
        lines = LineProgress(title, total, unit)
        yield lines
        return
    counted = (
        [bars.DownloadColumn(), bars.TransferSpeedColumn()]
        if unit == "B"
        else [bars.MofNCompleteColumn(), RateColumn(unit)]
    )
    with bars.Progress(
        bars.TextColumn("{task.description}"),
        bars.BarColumn(),
        *counted,
        bars.TimeRemainingColumn(),
        console=console,
    ) as drawn:
        yield BarProgress(drawn, drawn.add_task(title, total=total))


class BarProgress:
    """A bar of rich, behind our protocol."""

    def __init__(self, drawn: bars.Progress, task: bars.TaskID) -> None:
        self._drawn = drawn
        self._task = task

    def advance(self, amount: float = 1) -> None:
        self._drawn.advance(self._task, amount)

    def describe(self, text: str) -> None:
        self._drawn.update(self._task, description=text)


class RateColumn(bars.ProgressColumn):
    """Items per second."""

    def __init__(self, unit: str) -> None:
        super().__init__()
        self._unit = unit

    def render(self, task: bars.Task) -> Text:
        return Text("" if task.speed is None else f"{task.speed:,.1f} {self._unit}/s")


class LineProgress:
    """Plain lines for logs: one at most every ten seconds."""

    def __init__(self, title: str, total: float | None, unit: str) -> None:
        self._title, self._total, self._unit = title, total, unit
        self._done = 0.0
        self._started = self._printed = time.monotonic()

    def advance(self, amount: float = 1) -> None:
        self._done += amount
        now = time.monotonic()
        if now - self._printed >= SECONDS_BETWEEN_LINES:
            self._printed = now
            sys.stderr.write(self._line(now - self._started) + "\n")

    def describe(self, text: str) -> None:
        self._title = text

    def _line(self, seconds: float) -> str:
        rate = self._done / seconds
        if self._total is None:
            return f"{self._title}: {self._done:,.0f} {self._unit}, {rate:,.1f} {self._unit}/s"
        left = (self._total - self._done) / rate
        done = f"{self._title}: {self._done:,.0f}/{self._total:,.0f} {self._unit}"
        return f"{done}, {rate:,.1f} {self._unit}/s, {left:,.0f} s left"
