"""`soridam studio worker` as a person starts it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.studio.databases import fresh_database
from tests.studio.jobs import small_kinds  # noqa: F401  one of its kinds is submitted
from tests.studio.wait import wait_for

from soridam.studio.database import open_database
from soridam.studio.http.wording import tell_stored
from soridam.studio.jobs.store import JobOrder, JobStore

COMMAND = [sys.executable, "-m", "soridam", "studio", "worker"]


def start(folder: Path, *options: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "SORIDAM_STUDIO__FOLDER": str(folder)}
    return subprocess.Popen([*COMMAND, *options], env=environment, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def store(tmp_path):
    with fresh_database("sqlite", tmp_path) as address:
        yield JobStore(open_database(address))


def test_a_worker_takes_the_jobs_of_its_queues_and_ends_when_it_is_asked_to(store, tmp_path):
    """The kind is unknown to it: that the job fails by name shows who had it."""
    other = store.submit(JobOrder("count", "mina", {}))
    job = store.submit(JobOrder("count", "mina", {}, queue="gpu"))
    worker = start(tmp_path, "--queue", "gpu")
    wait_for(lambda: store.read(job)["state"] == "failed")
    assert "'count'" in tell_stored(store.read(job)["error"], None, "en").error
    worker.terminate()
    assert worker.wait(timeout=60) == 0
    assert store.read(other)["state"] == "waiting"
    worker.stderr.close()


def test_a_worker_refuses_a_database_of_another_version(tmp_path):
    worker = start(tmp_path)
    _, told = worker.communicate(timeout=30)
    assert worker.returncode == 2
    assert "Start the studio itself first" in told


def test_an_option_in_front_of_the_command_would_have_no_effect_and_is_refused(tmp_path):
    told = subprocess.run([*COMMAND[:-1], "--port", "3", "worker"], capture_output=True, text=True)
    assert told.returncode == 2
    assert "after that command" in told.stderr
