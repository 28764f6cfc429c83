"""Hints over real brokers: RabbitMQ with PostgreSQL, Redis with MariaDB."""

import os
import signal
import subprocess
import sys
import threading
import uuid
from pathlib import Path
from typing import Any

import pytest
from kombu.exceptions import OperationalError
from sqlalchemy import update
from tests.studio.databases import fresh_database
from tests.studio.jobs import small_kinds  # noqa: F401  its kinds are submitted
from tests.studio.wait import wait_for

from soridam.core.errors import ConfigError
from soridam.studio.database import open_database
from soridam.studio.jobs.hints import MOST_HINTS, build_celery, queue_name, send_missing_hints
from soridam.studio.jobs.reconciler import Reconciler
from soridam.studio.jobs.store import JobOrder, JobStore
from soridam.studio.jobs.table import jobs

ROOT = Path(__file__).parents[3]
LEASE = "20"  # seconds: on a busy machine a process takes its time to begin
PAIRS = {"postgresql": "amqp://guest:guest@127.0.0.1:5672//", "mariadb": "redis://127.0.0.1:6379/5"}


class Setting:
    """A database, a broker, and workers that are ended with the test."""

    def __init__(self, broker: str, database: str, folder: Path) -> None:
        self.broker, self.database, self.folder = broker, database, folder
        self.app = build_celery(broker, f"test-{uuid.uuid4().hex[:8]}")
        self.store = JobStore(open_database(database))
        self.workers: list[subprocess.Popen[bytes]] = []

    def start_worker(self) -> "subprocess.Popen[bytes]":
        script = ROOT / "tests/studio/jobs/celery_worker.py"
        words = [self.broker, self.app.main, self.database, str(self.folder), LEASE]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        worker = subprocess.Popen([sys.executable, str(script), *words], env=environment, start_new_session=True)
        self.workers.append(worker)
        return worker

    def submit(self, *, priority: int = 0, **payload: object) -> str:
        return self.store.submit(JobOrder("count", "mina", payload, priority=priority))

    def send(self) -> int:
        return send_missing_hints(self.app, self.store)

    def wait_for(self, job: str, state: str) -> None:
        wait_for(lambda: self.store.read(job)["state"] == state)

    def close(self) -> None:
        for worker in self.workers:
            if worker.poll() is None:
                os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
        with self.app.connection_for_write() as connection:
            connection.default_channel.queue_delete(queue_name(self.app, "cpu"))
        self.store.engine.dispose()


@pytest.fixture(params=PAIRS)
def setting(request, tmp_path):
    with fresh_database(request.param, tmp_path) as address:
        opened = Setting(PAIRS[request.param], address, tmp_path / "artifacts")
        yield opened
        opened.close()


def test_as_many_hints_are_sent_as_jobs_wait_and_no_more(setting):
    assert setting.send() == 0
    for _ in range(3):
        setting.submit(steps=1)
    assert setting.send() == 3
    assert setting.send() == 0
    setting.submit(steps=1)
    assert setting.send() == 1


def test_thousands_that_wait_do_not_fill_the_broker(setting):
    for _ in range(MOST_HINTS + 5):
        setting.submit(steps=1)
    assert (setting.send(), setting.send()) == (MOST_HINTS, 0)


def test_a_submitted_job_comes_to_a_worker_by_itself_the_most_urgent_first(setting):
    """One worker; the hints name no job, so that the order is the table's."""
    late, urgent = setting.submit(steps=1), setting.submit(steps=1, priority=5)
    looks_once = 3_600.0  # seconds of a lease: the next look is long after this test
    reconciler = Reconciler(setting.store, lambda store: send_missing_hints(setting.app, store), lease=looks_once)
    reconciler.start()
    setting.start_worker()
    setting.wait_for(late, "done")
    assert setting.store.read(urgent)["started"] < setting.store.read(late)["started"]
    third = setting.submit(steps=1)
    wait_for(lambda: setting.store.read(third)["state"] != "waiting")
    reconciler.stop()


def test_a_worker_that_is_killed_loses_nothing_and_a_hint_too_many_does_nothing(setting):
    worker = setting.start_worker()
    job = setting.submit(steps=60, pause=0.05)
    setting.send()
    wait_for(lambda: setting.store.read(job)["done"] >= 2)
    os.killpg(worker.pid, signal.SIGKILL)
    with setting.store.engine.begin() as connection:
        connection.execute(update(jobs).where(jobs.c.id == job).values(lease_until=0))
    assert setting.store.reconcile() == 1
    setting.send()
    setting.start_worker()
    setting.wait_for(job, "done")
    notes = (setting.folder / job / "notes.txt").read_text().splitlines()
    steps = [int(line.split()[1]) for line in notes]
    assert sorted(set(steps)) == list(range(60))
    assert len(steps) <= 61  # at most the step that was cut off was done twice
    after = setting.submit(steps=1)
    setting.send()
    setting.wait_for(after, "done")
    assert setting.store.read(job)["fence"] == 2


def test_a_worker_that_is_asked_to_end_gives_its_job_back(setting):
    worker = setting.start_worker()
    job = setting.submit(steps=1000, pause=0.05)
    setting.send()
    wait_for(lambda: setting.store.read(job)["done"] >= 2)
    worker.terminate()
    assert worker.wait(timeout=40) == 0
    row = setting.store.read(job)
    assert (row["state"], row["attempts"]) == ("waiting", 0)


def test_what_workers_do_can_be_watched_as_flower_does(setting):
    """While a job runs, too: a worker that says nothing for minutes would look dead."""
    seen: list[dict[str, Any]] = []

    def watch() -> None:
        with setting.app.connection_for_read() as connection:
            receiver = setting.app.events.Receiver(connection, handlers={"*": seen.append})
            receiver.capture(limit=None, timeout=60, wakeup=True)

    def has_seen(kind: str, **values: object) -> bool:
        return any(event["type"] == kind and values.items() <= event.items() for event in seen)

    threading.Thread(target=watch, daemon=True).start()
    setting.start_worker()
    wait_for(lambda: has_seen("worker-heartbeat", active=0))
    job = setting.submit(steps=60, pause=0.1)
    setting.send()
    wait_for(lambda: has_seen("worker-heartbeat", active=1))
    setting.wait_for(job, "done")
    wait_for(lambda: has_seen("task-succeeded", result=repr(job)))


def test_without_a_broker_a_job_waits_and_the_sender_says_so(setting):
    away = build_celery("amqp://guest:guest@127.0.0.1:9//")
    job = setting.submit(steps=1)
    with pytest.raises(OperationalError):
        send_missing_hints(away, setting.store)
    assert setting.store.read(job)["state"] == "waiting"


def test_a_broker_of_another_kind_is_refused():
    with pytest.raises(ConfigError, match="amqp"):
        build_celery("filesystem:///tmp")
