"""Hints over real brokers: RabbitMQ with PostgreSQL, Redis with MariaDB."""

import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest
from tests.studio.databases import fresh_database

from soridam.studio.database import open_database
from soridam.studio.jobs.hints import build_celery, queue_name, send_hint, send_lost_hints
from soridam.studio.jobs.store import JobOrder, JobStore

ROOT = Path(__file__).parents[3]
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
        words = [self.broker, self.app.main, self.database, str(self.folder), "5"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        worker = subprocess.Popen([sys.executable, str(script), *words], env=environment, start_new_session=True)
        self.workers.append(worker)
        return worker

    def submit(self, *, hint: bool = True, **payload: object) -> str:
        job = self.store.submit(JobOrder("count", "mina", payload))
        if hint:
            assert send_hint(self.app, job, "cpu")
        return job

    def wait_for(self, job: str, state: str, seconds: float = 40.0) -> None:
        deadline = time.monotonic() + seconds
        while self.store.read(job)["state"] != state:
            assert time.monotonic() < deadline, dict(self.store.read(job))
            time.sleep(0.05)

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


def test_a_hint_brings_a_job_to_a_worker(setting):
    setting.start_worker()
    setting.wait_for(setting.submit(steps=2), "done")


def test_a_job_whose_hint_was_lost_gets_another_and_a_doubled_hint_does_nothing(setting):
    setting.start_worker()
    job = setting.submit(steps=2, hint=False)
    for _ in range(3):
        assert send_lost_hints(setting.app, setting.store, older_than=0) == 1
    setting.wait_for(job, "done")
    after = setting.submit(steps=1)
    setting.wait_for(after, "done")
    assert setting.store.read(job)["fence"] == 1


def test_a_worker_that_is_killed_loses_nothing(setting):
    worker = setting.start_worker()
    job = setting.submit(steps=60, pause=0.05)
    deadline = time.monotonic() + 40
    while setting.store.read(job)["done"] < 2:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    os.killpg(worker.pid, signal.SIGKILL)
    while not setting.store.reconcile():
        assert time.monotonic() < deadline
        time.sleep(0.1)
    setting.start_worker()
    send_lost_hints(setting.app, setting.store, older_than=0)
    setting.wait_for(job, "done")
    notes = (setting.folder / job / "notes.txt").read_text().splitlines()
    steps = [int(line.split()[1]) for line in notes]
    assert sorted(set(steps)) == list(range(60))
    assert len(steps) <= 61  # at most the step that was cut off was done twice


def test_without_a_broker_a_job_waits_and_the_sender_goes_on(setting):
    away = build_celery("amqp://guest:guest@127.0.0.1:9//")
    job = setting.submit(steps=1, hint=False)
    assert not send_hint(away, job, "cpu")
    assert setting.store.read(job)["state"] == "waiting"
