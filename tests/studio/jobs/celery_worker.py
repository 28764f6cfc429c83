"""A Celery worker for tests: celery_worker.py BROKER PREFIX DATABASE ARTIFACTS LEASE"""

import sys
from pathlib import Path

from soridam.studio.jobs.hints import add_task, build_celery, worker_arguments
from soridam.studio.jobs.runner import RunnerSettings

if __name__ == "__main__":
    broker, prefix, database, artifacts, lease = sys.argv[1:]
    app = build_celery(broker, prefix)
    settings = RunnerSettings(database, Path(artifacts), lease=float(lease), preload=("tests.studio.jobs.small_kinds",))
    add_task(app, settings)
    app.worker_main(worker_arguments(app, "cpu", f"{prefix}-%i@%h"))
