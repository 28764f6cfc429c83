"""The embedded worker: `python -m soridam.studio.worker PID` runs jobs as long as the studio with that pid lives."""

import os
import signal
import sys
from pathlib import Path

from soridam.settings import StudioSettings, read_settings
from soridam.studio.jobs.embedded import serve
from soridam.studio.jobs.runner import Runner, RunnerSettings


def runner_settings(settings: StudioSettings) -> RunnerSettings:
    return RunnerSettings(settings.database_address, Path(settings.folder) / "jobs")


def main(studio: int) -> None:
    runner = Runner(runner_settings(read_settings().studio))
    going = True

    def stop(*_: object) -> None:
        nonlocal going
        going = False
        runner.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    serve(runner, lambda: going and os.getppid() == studio)


if __name__ == "__main__":
    main(int(sys.argv[1]))
