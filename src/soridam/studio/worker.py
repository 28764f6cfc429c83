"""Workers: `soridam studio worker` on any machine, and those that the studio starts itself. Begin with `run_worker`.

With a broker a worker is told by hints (Celery) that there is work; without, it looks into the table.
"""

import argparse
import logging
import os
import signal
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from soridam.core.errors import UsageError
from soridam.settings import StudioSettings, read_settings
from soridam.studio.environment import secret_texts
from soridam.studio.jobs.embedded import serve
from soridam.studio.jobs.reconciler import Reconciler
from soridam.studio.jobs.runner import Runner, RunnerSettings
from soridam.studio.jobs.store import LEASE, JobStore
from soridam.studio.migrations import is_current
from soridam.studio.redaction import redact_stderr
from soridam.studio.storage.deletions import sweep_folders
from soridam.studio.storage.disk import OWNER_ONLY

POLL_SECONDS = 0.5  # between two looks whether the studio still lives
SWEEP_SECONDS = 3600.0  # between two sweeps
# Jobs bring and send by themselves what lies in a store: their last word counts only once their result is there.
STORE_SECRETS = (
    *("SORIDAM_STORAGE_KEY", "SORIDAM_STORAGE_KEY_FILE", "SORIDAM_STORAGE_SECRET", "SORIDAM_STORAGE_SECRET_FILE"),
    *("AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY_ID_FILE", "AWS_SECRET_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY_FILE"),
)

log = logging.getLogger(__name__)


def run_worker(
    settings: StudioSettings, queues: Sequence[str], *, lease: float = LEASE, preload: Sequence[str] = ()
) -> None:
    """Run jobs of these queues until SIGTERM or Ctrl-C; a running job is then given back.

    Raises UsageError if the database has not the form that this version needs.
    """
    os.umask(OWNER_ONLY)  # what jobs write is for their owner alone
    redact_stderr(secret_texts(settings))
    runner = build_runner(settings, queues, lease, preload)
    if not is_current(runner.store.engine):
        raise UsageError(
            "database.other-version",
            "The database is older or newer than this version of Soridam.",
            hint="Start the studio itself first: it brings the database up to date.",
        )
    build_reconciler(settings, runner.store, lease).start()
    if settings.storage.url:
        threading.Thread(target=_sweep, args=(runner.store.engine, settings), daemon=True).start()
    if settings.broker:
        _work_by_hints(settings.broker, runner, queues)
    else:
        _work_by_looking(runner)


def build_runner(
    settings: StudioSettings, queues: Sequence[str], lease: float = LEASE, preload: Sequence[str] = ()
) -> Runner:
    return Runner(
        RunnerSettings(
            settings.database_address,
            Path(settings.folder) / "jobs",
            tuple(queues),
            lease,
            tuple(preload),
            STORE_SECRETS if settings.storage.url else (),
        )
    )


def build_reconciler(settings: StudioSettings, store: JobStore, lease: float = LEASE) -> Reconciler:
    """Build the reconciler of a server or a worker."""
    if not settings.broker:
        return Reconciler(store, lease=lease)
    from soridam.studio.jobs.hints import build_sender

    return Reconciler(store, build_sender(settings.broker), lease)


def _sweep(engine: Engine, settings: StudioSettings) -> None:
    """This machine may have copies of what is deleted on another one, and what killed jobs left."""
    from soridam.studio.retention import remove_trash

    while True:
        try:
            sweep_folders(engine, Path(settings.folder))
            remove_trash(engine, settings)
        except (SQLAlchemyError, OSError):  # what is away or in use now may be swept the next time
            log.exception("What was deleted could not be swept.")
        time.sleep(SWEEP_SECONDS)


def end_with(studio: int) -> None:
    """Have this process stop when the studio that started it has gone."""

    def watch() -> None:
        while os.getppid() == studio:
            time.sleep(POLL_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def _work_by_hints(broker: str, runner: Runner, queues: Sequence[str]) -> None:
    from soridam.studio.jobs import hints

    hints.run_celery_worker(hints.build_celery(broker), runner, queues)


def _work_by_looking(runner: Runner) -> None:
    stopping = threading.Event()

    def stop(*_: object) -> None:
        stopping.set()
        runner.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    serve(runner, lambda: not stopping.is_set())


def main() -> None:
    """Run one of the studio's own workers: `python -m soridam.studio.worker --studio PID QUEUE ...`"""
    parser = argparse.ArgumentParser()
    parser.add_argument("--studio", type=int, required=True)
    parser.add_argument("queues", nargs="+")
    given = parser.parse_args()
    end_with(given.studio)
    run_worker(read_settings().studio, given.queues)


if __name__ == "__main__":
    main()
