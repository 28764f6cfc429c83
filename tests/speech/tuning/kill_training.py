"""Kills trainings, as `kill -9` does, at the files that their checkpoints touch, and resumes them.

    kill_training.py FOLDER NAME=VALUE...

Trains without interruption in FOLDER/whole and counts every opening, renaming and deleting below `checkpoints`; then,
for every seventh of them from the first save on, trains in FOLDER/killed-N until there, and resumes. Each training
is a forked process. Prints a line of JSON: what was about to happen and the exit codes.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from soridam.speech.recipe import train
from soridam.speech.tuning.config import RecipeConfig

WATCHED = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree"}
FIRST_POINT, POINTS_APART = 9, 7


def in_a_child(work: Callable[[], object]) -> int:
    """The exit code, negative for a signal."""
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def watch(folder: Path, act: Callable[[str, str], None]) -> None:
    """Call `act` with what happens to which path below `folder`, just before it happens."""
    sys.addaudithook(
        lambda event, arguments: (
            act(event, str(arguments[0])) if event in WATCHED and str(arguments[0]).startswith(str(folder)) else None
        )
    )


def train_and_count(config: RecipeConfig, folder: Path, report: Path) -> None:
    events: list[str] = []
    watch(folder / "checkpoints", lambda event, path: events.append(f"{event} {Path(path).name}"))
    train(config, folder)
    report.write_text("\n".join(events))


def train_until(config: RecipeConfig, folder: Path, point: int) -> None:
    seen = 0

    def count(event: str, path: str) -> None:
        nonlocal seen
        seen += 1
        if seen == point:
            os.kill(os.getpid(), signal.SIGKILL)

    watch(folder / "checkpoints", count)
    train(config, folder)


def main() -> None:
    folder, config = Path(sys.argv[1]), RecipeConfig.from_values({}, sys.argv[2:])
    report = folder / "events.txt"
    if in_a_child(partial(train_and_count, config, folder / "whole", report)):
        sys.exit("The uninterrupted training failed.")
    events = report.read_text().splitlines()
    outcomes = {}
    for point in range(FIRST_POINT, len(events) + 1, POINTS_APART):
        run = folder / f"killed-{point}"
        outcomes[run.name] = {
            "before": events[point - 1],
            "killed": in_a_child(partial(train_until, config, run, point)),
            "resumed": in_a_child(partial(train, config, run, resume=True)),
        }
    sys.stdout.write(json.dumps(outcomes) + "\n")


if __name__ == "__main__":
    main()
