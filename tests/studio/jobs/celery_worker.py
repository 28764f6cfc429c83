"""A Celery worker for tests: celery_worker.py BROKER PREFIX DATABASE ARTIFACTS LEASE"""

import sys
from pathlib import Path

from soridam.studio.jobs.hints import build_celery, run_celery_worker
from soridam.studio.jobs.runner import Runner, RunnerSettings

if __name__ == "__main__":
    broker, prefix, database, artifacts, lease = sys.argv[1:]
    preload = ("tests.studio.jobs.small_kinds",)
    runner = Runner(RunnerSettings(database, Path(artifacts), lease=float(lease), preload=preload))
    run_celery_worker(build_celery(broker, prefix), runner, ["cpu"])
