"""The studio's own dispatcher: a loop that looks into the table. Nothing to install. Begin with `serve`."""

import logging
import time
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from soridam.studio.jobs.runner import Runner

POLL = 0.25  # seconds between two looks, when nothing waits
DATABASE_AWAY = 1.0  # seconds until it is asked again

log = logging.getLogger(__name__)


def serve(runner: Runner, goes_on: Callable[[], bool]) -> None:
    """Run jobs one after the other as long as `goes_on` says so."""
    while goes_on():
        try:
            if runner.run_next() is None:
                time.sleep(POLL)
        except SQLAlchemyError as error:
            log.warning("The database does not answer (%s).", type(error).__name__)
            time.sleep(DATABASE_AWAY)
