"""Drives worker processes over the shards of a plan; a worker that dies or hangs costs one row, not the run.

Begin with `work_through`.
"""

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

from soridam.core.errors import CorpusError
from soridam.core.files import replacing, write_json
from soridam.core.progress import Progress
from soridam.speech.corpus.plan import diary_path, made_path, report_path

WORKER_COMMAND = (sys.executable, "-m", "soridam.speech.corpus.worker")
# A worker decodes with one thread. Its allocator (glibc's; others ignore this) keeps up to 64 MB of what a row leaves
# behind for the next row: by default it gives megabytes back to the system after each, and pays for them again page by
# page, which takes longer than to resample.
WORKER_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "MALLOC_MMAP_THRESHOLD_": str(32 * 2**20),
    "MALLOC_TRIM_THRESHOLD_": str(64 * 2**20),
}
DEATHS_PER_ROW = 2  # the second one is no accident of the machine
DEATHS_AT_START = 3
ROW_TIMEOUT_SECONDS = 120.0  # seconds that a row may take; the longest honest one takes one or two
IDLE_TIMEOUT_SECONDS = 600.0  # seconds for starting up, and for writing a shard to a slow disk
DISK_THREADS = 4  # they wait together, since a disk flushes several files in the time of one
SHARDS_UNDERWAY = 16  # more would mean that the disk is slower than the workers, and these have to wait


class Worker:
    """One child process and the shard it has in hand."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self._folder = folder
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  closed in `end`
        self.process = subprocess.Popen(
            [*command, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            env=os.environ | WORKER_ENVIRONMENT,
        )
        assert self.process.stdin and self.process.stdout
        self._tasks: IO[str] = self.process.stdin
        self.answers: IO[str] = self.process.stdout
        self.shard: int | None = None
        self._since = time.monotonic()

    def give(self, shard: int, leave_out: dict[str, str]) -> None:
        self.shard, self._since = shard, time.monotonic()
        self.diary.unlink(missing_ok=True)
        try:
            self._tasks.write(json.dumps({"shard": shard, "leave_out": leave_out}) + "\n")
            self._tasks.flush()
        except BrokenPipeError:
            pass  # it is dead; the end of its answers will say so

    @property
    def diary(self) -> Path:
        assert self.shard is not None
        return diary_path(self._folder, self.shard)

    @property
    def row(self) -> str | None:
        """The row that it began last."""
        lines = self.diary.read_text().split() if self.diary.exists() else []
        return lines[-1] if lines else None

    def hangs(self) -> bool:
        """Return whether a row takes too long, or, before the first one and after the last, everything else."""
        try:
            return time.time() - self.diary.stat().st_mtime > ROW_TIMEOUT_SECONDS
        except FileNotFoundError:
            return time.monotonic() - self._since > IDLE_TIMEOUT_SECONDS

    def end(self) -> str:
        """Kill it if it lives. Returns how it ended, in a word, the same word each time."""
        self.process.kill()
        code = self.process.wait()
        with contextlib.suppress(BrokenPipeError):  # a task that it never read
            self._tasks.close()
        self.answers.close()
        return signal.Signals(-code).name if code < 0 else f"exit status {code}"

    def last_words(self) -> str:
        self._errors.seek(0)
        return self._errors.read().decode(errors="replace").strip().rpartition("\n")[2]


class _WorkerPool:
    """The workers, what is left to do, and who died of what."""

    def __init__(self, folder: Path, shards: Iterable[int], command: Sequence[str], progress: Progress) -> None:
        self._folder, self._command, self._progress = folder, command, progress
        self._left = deque(shards)
        self._deaths: Counter[tuple[int, str]] = Counter()
        self._deaths_at_start = 0
        self._leave_out: defaultdict[int, dict[str, str]] = defaultdict(dict)
        self._workers: list[Worker] = []
        self._selector = selectors.DefaultSelector()
        self._disk = ThreadPoolExecutor(DISK_THREADS)
        self._underway: deque[Future[None]] = deque()

    def run(self, count: int) -> None:
        try:
            for _ in range(min(count, len(self._left))):
                self._hire()
            while self._workers:
                self._wait()
            self._settle(underway=0)
        finally:
            for worker in self._workers:
                worker.end()
            self._selector.close()
            self._disk.shutdown()

    def _hire(self) -> None:
        worker = Worker(self._command, self._folder)
        self._workers.append(worker)
        self._selector.register(worker.answers, selectors.EVENT_READ, worker)
        self._assign(worker)

    def _assign(self, worker: Worker) -> None:
        if self._left:
            shard = self._left.popleft()
            worker.give(shard, self._leave_out[shard])
        else:
            self._dismiss(worker)

    def _dismiss(self, worker: Worker) -> str:
        self._selector.unregister(worker.answers)
        self._workers.remove(worker)
        return worker.end()

    def _wait(self) -> None:
        for key, _ in self._selector.select(timeout=ROW_TIMEOUT_SECONDS / 10):
            worker: Worker = key.data
            answer = worker.answers.readline()
            if answer:
                self._accept(worker, json.loads(answer))
            else:
                self._report_death(worker, self._dismiss(worker))
        for worker in [worker for worker in self._workers if worker.hangs()]:
            self._dismiss(worker)
            self._report_death(worker, f"no end after {ROW_TIMEOUT_SECONDS:.0f} s")

    def _accept(self, worker: Worker, answer: dict[str, Any]) -> None:
        """Give the worker its next shard first, so that it continues while this one is written to disk."""
        if "failed" in answer:
            raise _stopped(answer["failed"])
        assert worker.shard is not None
        publication = self._disk.submit(publish_shard, self._folder, worker.shard, answer)
        self._assign(worker)
        self._underway.append(publication)
        self._settle(underway=SHARDS_UNDERWAY)
        self._progress.advance(answer["planned"])

    def _settle(self, underway: int) -> None:
        """Wait until no more than so many shards are on their way to the disk, and learn of those that failed."""
        while self._underway and (len(self._underway) > underway or self._underway[0].done()):
            try:
                self._underway.popleft().result()
            except OSError as error:
                raise _stopped(f"{type(error).__name__}: {error}") from error

    def _report_death(self, worker: Worker, cause: str) -> None:
        """Blame the row that was in hand; a row that did it twice is left out from now on."""
        assert worker.shard is not None
        shard, row = worker.shard, worker.row
        if row is None:
            self._give_up_after_many(worker, cause)
        else:
            self._deaths[shard, row] += 1
            if self._deaths[shard, row] >= DEATHS_PER_ROW:
                self._leave_out[shard][row] = cause
        self._left.appendleft(shard)
        self._hire()

    def _give_up_after_many(self, worker: Worker, cause: str) -> None:
        self._deaths_at_start += 1
        if self._deaths_at_start >= DEATHS_AT_START:
            raise CorpusError(
                "corpus.no-workers",
                "Preparation cannot start its workers ({how}): {reason}",
                hint="Run: soridam doctor",
                how=cause,
                reason=worker.last_words(),
            )


def _stopped(reason: str) -> CorpusError:
    return CorpusError(
        "corpus.stopped",
        "Preparation stopped: {reason}",
        hint="Fix that and run the same command again; it continues where it stopped.",
        reason=reason,
    )


def publish_shard(folder: Path, shard: int, report: dict[str, Any]) -> None:
    """Put a shard that a worker made in its place, safely on the disk, and only then the report: it is done."""
    if report["written"]:
        with replacing(folder.parent / "data" / f"train-{shard:05d}.parquet") as temporary:
            made_path(folder, shard).replace(temporary)
    write_json(report_path(folder, shard), report)


def work_through(
    folder: Path,
    shards: Sequence[int],
    *,
    workers: int,
    progress: Progress,
    command: Sequence[str] = WORKER_COMMAND,
) -> None:
    """Have every shard of the plan in `folder` written by `workers` processes, whatever becomes of them.

    Each holds one shard at a time, so that nothing piles up. Raises CorpusError if workers cannot even start.
    """
    _WorkerPool(folder, shards, command, progress).run(workers)
