"""What a job's function is given: how to tell its progress, where to put what it makes, when to stop."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from soridam.core.errors import SoridamError
from soridam.core.messages import Title
from soridam.settings import Settings
from soridam.studio.jobs.attempt import Attempt
from soridam.studio.jobs.guard import StopFlag
from soridam.studio.storage.copies import Copies, WorkingCopy
from soridam.studio.storage.extents import Area

BETWEEN_WORDS = 0.5  # seconds between two reports of progress


class StopRequestedError(BaseException):
    """The owner wants the job to stop. Not an Exception, so that no `except Exception` of a library swallows it."""


class JobContext:
    """A running job, as its function sees it. Every method may raise StopRequestedError."""

    def __init__(self, attempt: Attempt, folder: Path, stopping: StopFlag, settings: Settings) -> None:
        self._attempt = attempt
        self._stopping = stopping
        self.settings = settings
        self.job = attempt.claim.job
        self.checkpoint = attempt.claim.checkpoint
        self.folder = folder  # of this attempt alone; it becomes visible when the result points at it

    @property
    def is_stopping(self) -> bool:
        return self._stopping.is_set()

    def check(self) -> None:
        """Stop here if that is wanted."""
        if self._stopping.is_set():
            raise StopRequestedError

    def progress(self, done: float, total: float | None = None, message: Title = "") -> None:
        self.check()
        self.record_progress(done, total, message)

    def record_progress(self, done: float, total: float | None, message: Title) -> None:
        """Record progress without stopping."""
        self._attempt.progress(done, total, message)

    @contextmanager
    def show(self, title: Title, total: float | None, unit: str = "it", first: float = 0.0) -> Iterator["JobProgress"]:
        """Show progress as `core.progress.show_progress` does; `first` is what an earlier attempt has done already."""
        progress = JobProgress(self, title, total, first)
        progress.tell()
        yield progress
        progress.tell()

    def log(self, line: Title) -> None:
        self.check()
        self._attempt.log(line)

    def metric(self, name: str, value: float, step: int) -> None:
        self.check()
        self._attempt.metric(name, value, step)

    def sample(self, body: Mapping[str, Any]) -> None:
        self.check()
        self._attempt.sample(body)

    @cached_property
    def copies(self) -> Copies:
        """The studio's folders as they are on this machine."""
        return Copies(self._attempt.engine, self.settings.studio)

    @contextmanager
    def working_copy(self, area: Area, id: str) -> Iterator[WorkingCopy]:
        """A folder of the studio to work in, as new as it is on any machine; in the end all machines see it.

        Also when the job is stopped, or fails and says why: another machine may go on, or show what there is.
        """
        with self.copies.working_on(area, id, self._attempt.point_at) as copy:
            try:
                yield copy
            except (StopRequestedError, SoridamError):
                copy.save()
                raise

    def commit(self, change: Callable[[Connection], None]) -> None:
        """Change rows of what the job works on, in one transaction; `change` may be called more than once."""
        self._attempt.commit(change)

    def save_checkpoint(self, pointer: str) -> None:
        """The next attempt finds `pointer` as `checkpoint`. What it points at must be whole on disk."""
        self._attempt.save_checkpoint(pointer)
        self.check()


class JobProgress:
    """Progress of one part of a job. Each step is also the moment to stop, if that is wanted."""

    def __init__(self, context: JobContext, title: Title, total: float | None, done: float) -> None:
        self._context, self._title, self._total, self._done = context, title, total, done
        self._told = 0.0
        self._lock = threading.Lock()  # checks run in threads

    def advance(self, amount: float = 1) -> None:
        with self._lock:
            self._done += amount
            is_due = time.monotonic() - self._told >= BETWEEN_WORDS
        if is_due or self._context.is_stopping:
            self.tell()
        self._context.check()

    def describe(self, title: Title) -> None:
        self._title = title

    def tell(self) -> None:
        """Record progress, even when the job is to stop: then this is how far it came."""
        self._told = time.monotonic()
        self._context.record_progress(self._done, self._total, self._title)
