"""The processes of a studio under test: `python -m tests.chaos.processes studio|worker`, set up by the environment.

They are put together from the same parts as `soridam studio`, without the web server, and with a short lease.
"""

import os
import signal
import sys
import threading

from soridam.settings import read_settings
from soridam.studio.database import open_database
from soridam.studio.jobs.store import JobStore
from soridam.studio.supervisor import Supervisor
from soridam.studio.worker import build_reconciler, end_with, run_worker

LEASE = 5.0  # seconds; a job must be up and have a heartbeat in four fifths of it, on a busy machine too
MODULE = "tests.chaos.processes"


def run_studio() -> None:
    settings, stopping = read_settings().studio, threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    build_reconciler(settings, JobStore(open_database(settings.database_address)), LEASE).start()
    command = [sys.executable, "-m", MODULE, "worker", str(os.getpid())]
    workers = [Supervisor(command, longest_pause=1.0) for _ in range(settings.workers)]
    for worker in workers:
        worker.start()
    stopping.wait()
    for worker in workers:
        worker.stop()
    for worker in workers:
        worker.join()


if __name__ == "__main__":
    if sys.argv[1] == "studio":
        run_studio()
    else:
        end_with(int(sys.argv[2]))
        settings = read_settings().studio
        queues = ["cpu"] if settings.broker else ["cpu", "gpu"]
        run_worker(settings, queues, lease=LEASE, preload=["tests.chaos.kinds"])
