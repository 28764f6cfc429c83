"""The studio's own dispatcher: a loop that looks into the table. Nothing to install. Begin with `serve`."""

import time
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from soridam.studio.jobs.runner import Runner

POLL = 0.25  # seconds between two looks, when nothing waits
RECONCILE = 5.0  # seconds between two looks for lost leases


def serve(runner: Runner, goes_on: Callable[[], bool]) -> None:
    """Run jobs one after the other as long as `goes_on` says so, and take back those whose worker has gone."""
    reconciled = float("-inf")
    while goes_on():
        try:
            if time.monotonic() - reconciled >= RECONCILE:
                runner.store.reconcile()
                reconciled = time.monotonic()
            if runner.run_next() is None:
                time.sleep(POLL)
        except SQLAlchemyError:  # the database is restarting
            time.sleep(1.0)
