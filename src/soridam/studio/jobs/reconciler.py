"""Takes back jobs whose worker has gone, and sees that jobs that wait are known to the broker. Begin with `Reconciler`.

Every process of the studio, server and workers, runs one of its own: there is none whose death would stop all of them.
"""

import logging
import threading
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from soridam.studio.jobs.store import LEASE, JobStore

LOOKS = 6  # in the time of a lease

log = logging.getLogger(__name__)


class Reconciler:
    """Looks into the table from time to time, and at once when a job has arrived in this process."""

    def __init__(
        self, store: JobStore, send_hints: Callable[[JobStore], object] | None = None, lease: float = LEASE
    ) -> None:
        """`send_hints` tells workers of jobs that wait, where a broker does that."""
        self._store = store
        self._period = lease / LOOKS
        self._send_hints = send_hints
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="reconciler", daemon=True)

    def start(self) -> None:
        """Begin, in a thread that ends with the process if it is not stopped."""
        self._store.arrived.clear()  # the first look finds all that came before
        self._thread.start()

    def stop(self) -> None:
        self._stopping = True
        self._store.arrived.set()
        self._thread.join()

    def look(self) -> None:
        """Do once what is to be done."""
        try:
            self._store.reconcile()
            if self._send_hints is not None:
                self._send_hints(self._store)
        except SQLAlchemyError as error:
            log.warning("The database does not answer (%s); looking again in %g s.", type(error).__name__, self._period)

    def _run(self) -> None:
        while not self._stopping:
            try:
                self.look()
            except Exception:  # whatever it was: without this thread no lost job would ever come back
                log.exception("Looking after the jobs has failed; trying again in %g s.", self._period)
            self._store.arrived.wait(self._period)
            self._store.arrived.clear()
