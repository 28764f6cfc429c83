"""What a job's function is given: how to tell its progress, where to put what it makes, when to stop."""

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from soridam.studio.jobs.attempt import Attempt


class StopRequestedError(BaseException):
    """The owner wants the job to stop. Not an Exception, so that no `except Exception` of a library swallows it."""


class JobContext:
    """A running job, as its function sees it. Every method may raise StopRequestedError."""

    def __init__(self, attempt: Attempt, folder: Path, stopping: threading.Event) -> None:
        self._attempt = attempt
        self._stopping = stopping
        self.job = attempt.claim.job
        self.checkpoint = attempt.claim.checkpoint
        self.folder = folder  # of this attempt alone; it becomes visible when the result points at it

    def check(self) -> None:
        """Stop here if that is wanted."""
        if self._stopping.is_set():
            raise StopRequestedError

    def progress(self, done: float, total: float | None = None, message: str = "") -> None:
        self.check()
        self._attempt.progress(done, total, message)

    def log(self, line: str) -> None:
        self.check()
        self._attempt.log(line)

    def metric(self, name: str, value: float, step: int) -> None:
        self.check()
        self._attempt.metric(name, value, step)

    def sample(self, body: Mapping[str, Any]) -> None:
        self.check()
        self._attempt.sample(body)

    def save_checkpoint(self, pointer: str) -> None:
        """The next attempt finds `pointer` as `checkpoint`. What it points at must be whole on disk."""
        self._attempt.save_checkpoint(pointer)
        self.check()
