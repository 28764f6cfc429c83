"""A job that learns step by step, and writes down what it does where no database can lose it."""

import hashlib
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from soridam.studio.jobs.context import JobContext
from soridam.studio.jobs.kinds import KINDS, Kind, Payload

HELPER = "import sys, time; from tests.chaos.kinds import Journal, help_out; help_out(*sys.argv[1:])"


@dataclass(frozen=True)
class Journal:
    """A file for each job, to which all its attempts append: `nanoseconds attempt pid word step`."""

    path: Path
    attempt: str

    def write(self, word: str, step: int = 0) -> None:
        line = f"{time.monotonic_ns()} {self.attempt} {os.getpid()} {word} {step}\n"
        file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(file, line.encode())  # one call: whole or not at all, whoever writes beside us
        os.close(file)


def learn(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """A chain of hashes, one link for each step: its end shows whether any was left out or done twice."""
    attempt = context.folder.name.removeprefix("attempt-")
    journal = Journal(Path(payload["journal"]) / f"{context.job}.log", attempt)
    step, weights = _load(context.checkpoint)
    journal.write("begin", step)
    if payload["helper"]:
        _start_helper(journal)
    while step < payload["steps"]:
        journal.write("step", step)
        time.sleep(payload["pause"])
        step, weights = step + 1, next_link(weights, step)
        context.save_checkpoint(_save(context.folder, step, weights))
        journal.write("saved", step)
        context.progress(step, payload["steps"])
        context.metric("loss", 1 / step, step)
    journal.write("end", step)
    return {"weights": weights, "attempt": attempt}


def next_link(weights: str, step: int) -> str:
    return hashlib.sha256(f"{weights}{step}".encode()).hexdigest()


def help_out(path: str, attempt: str) -> None:
    """A process that a job starts in a session of its own, as launchers of training do. It must not outlive the job."""
    journal = Journal(Path(path), attempt)
    while True:
        journal.write("helper")
        time.sleep(0.05)


def _start_helper(journal: Journal) -> None:
    words = [sys.executable, "-c", HELPER, str(journal.path), journal.attempt]
    subprocess.Popen(words, start_new_session=True)


def _load(checkpoint: str | None) -> tuple[int, str]:
    if checkpoint is None:
        return 0, ""
    kept = json.loads(Path(checkpoint).read_text())
    return kept["step"], kept["weights"]


def _save(folder: Path, step: int, weights: str) -> str:
    path = folder / f"step-{step}.json"
    path.with_suffix(".part").write_text(json.dumps({"step": step, "weights": weights}))
    path.with_suffix(".part").replace(path)
    return str(path)


def _about(payload: Payload) -> str | None:
    return payload["about"]


KINDS["learn"] = Kind(f"{__name__}:learn", resource=_about)
