"""Progress that a person can read: what, how far, how fast, how long still. It goes to stderr; results go to stdout.

Begin with `show_progress`; a program that has no terminal shows it otherwise by `progress_shown_by`.
"""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Protocol

from soridam.core.messages import Title

SECONDS_BETWEEN_LINES = 10.0
SECONDS_OF_SILENCE = 2.0  # after which a person wants to know what is being done


class Progress(Protocol):
    """A receiver of progress reports. Implementations draw them, record them, or drop them."""

    def advance(self, amount: float = 1) -> None: ...

    def describe(self, title: Title) -> None: ...


# Opens a progress as `show_progress` does, from title, total and unit.
ShowProgress = Callable[[Title, float | None, str], AbstractContextManager[Progress]]


_shown_by: ContextVar[ShowProgress | None] = ContextVar("shown_by", default=None)


@contextmanager
def progress_shown_by(show: ShowProgress) -> Iterator[None]:
    """Replace `show_progress` by `show` inside the block, however deep it is called; a job sends it to a web page."""
    token = _shown_by.set(show)
    try:
        yield
    finally:
        _shown_by.reset(token)


class SilentProgress:
    """A progress that drops every report."""

    def advance(self, amount: float = 1) -> None:
        pass

    def describe(self, title: Title) -> None:
        pass


@contextmanager
def show_progress(title: Title, total: float | None, unit: str = "it") -> Iterator[Progress]:
    """Draw a bar with rate and time left on stderr; where stderr is no terminal, print a line now and then.

    `unit="B"` shows bytes as kB, MB and GB.
    """
    if (elsewhere := _shown_by.get()) is not None:
        with elsewhere(title, total, unit) as told:
            yield told
        return
    if not sys.stderr.isatty():
        with LineProgress(str(title), total, unit).printing_title_if_slow() as told:
            yield told
        return
    from soridam.core.bars import draw_bar  # rich: a server, which draws none, need not load it

    with draw_bar(str(title), total, unit) as bar:
        yield bar


class LineProgress:
    """Plain lines for logs: one at most every ten seconds."""

    def __init__(self, title: str, total: float | None, unit: str) -> None:
        self._title, self._total, self._unit = title, total, unit
        self._done = 0.0
        self._started = self._printed = time.monotonic()

    @contextmanager
    def printing_title_if_slow(self) -> Iterator["LineProgress"]:
        """Print the title if the block takes longer than SECONDS_OF_SILENCE."""
        timer = threading.Timer(SECONDS_OF_SILENCE, lambda: sys.stderr.write(f"{self._title} …\n"))
        timer.daemon = True
        timer.start()
        try:
            yield self
        finally:
            timer.cancel()

    def advance(self, amount: float = 1) -> None:
        self._done += amount
        now = time.monotonic()
        if now - self._printed >= SECONDS_BETWEEN_LINES:
            self._printed = now
            sys.stderr.write(self._line(now - self._started) + "\n")

    def describe(self, title: Title) -> None:
        self._title = str(title)

    def _line(self, seconds: float) -> str:
        rate = self._done / seconds
        if self._total is None:
            return f"{self._title}: {self._done:,.0f} {self._unit}, {rate:,.1f} {self._unit}/s"
        left = (self._total - self._done) / rate
        done = f"{self._title}: {self._done:,.0f}/{self._total:,.0f} {self._unit}"
        return f"{done}, {rate:,.1f} {self._unit}/s, {left:,.0f} s left"
