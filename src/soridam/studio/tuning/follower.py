"""What a run writes into its folder, told by its job while it goes on. Begin with `RunFollower`."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from soridam.core.messages import Message, Title
from soridam.core.progress import Progress
from soridam.studio.jobs.context import JobContext
from soridam.training.run_folder import CHECKPOINTS, METRICS_FILE, SAMPLES_FILE, checkpoint_steps, read_rows

POLL_SECONDS = 0.5  # between two looks into the files of a run
SAMPLE = ("id", "prompt", "reference", "hypothesis")  # only language models are asked something
EVERY_STEP = ("loss", "learning_rate", "gradient_norm")  # thinned; error rates are all told


class RunFollower:
    """Tells what a run writes into its folder while it goes on: metrics, samples, checkpoints."""

    def __init__(self, context: JobContext, folder: Path, save: Callable[[], None]) -> None:
        """`save` is called when there is a new checkpoint, before another attempt hears of it."""
        self._context, self._folder, self._save = context, folder, save
        self._first = self._newest_checkpoint()
        self._is_at_steps = False
        self._checkpoint = int((context.checkpoint or "0").rpartition("-")[2])  # up to which all was told before
        self._told = self._count_told()
        self._looked = 0.0

    @contextmanager
    def show(self, title: Title, total: float | None, unit: str = "it") -> Iterator[Progress]:
        """Progress as the job shows it. Steps count from the run's first, and each is an opportunity to look.

        What a resumed run does before its first step takes minutes: it says at which step it will go on.
        """
        if unit != "steps":
            with self._context.show(self._with_first_step(title), total, unit) as progress:
                yield progress
            return
        self._is_at_steps = True
        self._told = self._count_told()  # a run that is resumed has just forgotten what came after its checkpoint
        with self._context.show(title, (total or 0) + self._first, unit, self._first) as progress:
            yield _Looking(progress, self)

    def _with_first_step(self, title: Title) -> Title:
        if self._is_at_steps or self._first == 0:
            return title
        return Message("{title} (the training continues from step {step})", title=title, step=self._first)

    def look_now_and_then(self) -> None:
        if time.monotonic() - self._looked >= POLL_SECONDS:
            self.look()

    def look(self) -> None:
        """Tell what is new; of what comes with every step, only the newest."""
        self._looked = time.monotonic()
        rows = self._new_lines(METRICS_FILE)
        newest = max((row["step"] for row in rows), default=0)
        for row in rows:
            for name, value in row.items():
                if name != "step" and (name not in EVERY_STEP or row["step"] == newest):
                    self._context.metric(name, value, row["step"])
        self._tell_samples()
        self._tell_checkpoint()

    def _tell_samples(self) -> None:
        steps: dict[int, list[dict[str, str]]] = {}
        for row in self._new_lines(SAMPLES_FILE):
            steps.setdefault(row["step"], []).append({name: row[name] for name in SAMPLE if name in row})
        for step, samples in steps.items():
            self._context.sample({"step": step, "samples": samples})

    def _tell_checkpoint(self) -> None:
        newest = self._newest_checkpoint()
        if newest > self._checkpoint:
            self._checkpoint = newest
            self._save()
            self._context.save_checkpoint(f"checkpoint-{newest}")

    def _new_lines(self, name: str) -> list[dict[str, Any]]:
        rows = read_rows(self._folder / name)[self._told[name] :]
        self._told[name] += len(rows)
        return rows

    def _count_told(self) -> dict[str, int]:
        """Return lines of the steps up to the checkpoint that the job's row names."""
        until = self._checkpoint or -1
        names = (METRICS_FILE, SAMPLES_FILE)
        return {name: sum(row["step"] <= until for row in read_rows(self._folder / name)) for name in names}

    def _newest_checkpoint(self) -> int:
        return max(checkpoint_steps(self._folder / CHECKPOINTS), default=0)


class _Looking:
    """Progress that lets a follower look at each step."""

    def __init__(self, progress: Progress, follower: RunFollower) -> None:
        self._progress, self._follower = progress, follower

    def advance(self, amount: float = 1) -> None:
        self._progress.advance(amount)
        self._follower.look_now_and_then()

    def describe(self, title: Title) -> None:
        self._progress.describe(title)
