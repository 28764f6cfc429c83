"""Bars in a terminal, by rich. Begin with `draw_bar`."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich import progress as bars
from rich.console import Console
from rich.text import Text

from soridam.core.messages import Title


@contextmanager
def draw_bar(title: str, total: float | None, unit: str) -> Iterator["BarProgress"]:
    """Draw a progress bar on stderr, with rate and time left."""
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
        console=Console(stderr=True),
    ) as drawn:
        yield BarProgress(drawn, drawn.add_task(title, total=total))


class BarProgress:
    """An adapter from rich's progress bar to `Progress`."""

    def __init__(self, drawn: bars.Progress, task: bars.TaskID) -> None:
        self._drawn = drawn
        self._task = task

    def advance(self, amount: float = 1) -> None:
        self._drawn.advance(self._task, amount)

    def describe(self, title: Title) -> None:
        self._drawn.update(self._task, description=str(title))


class RateColumn(bars.ProgressColumn):
    """Items per second."""

    def __init__(self, unit: str) -> None:
        super().__init__()
        self._unit = unit

    def render(self, task: bars.Task) -> Text:
        return Text("" if task.speed is None else f"{task.speed:,.1f} {self._unit}/s")
