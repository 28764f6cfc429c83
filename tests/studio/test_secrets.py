"""Canaries: secrets of a studio, searched in all that its worker and the jobs of it write."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.studio.databases import fresh_database
from tests.studio.jobs import leaky_kinds  # noqa: F401  its kinds are submitted
from tests.studio.wait import wait_for

from soridam.studio.database import open_database
from soridam.studio.environment import child_environment
from soridam.studio.jobs.store import JobOrder, JobStore
from soridam.studio.jobs.table import ENDED

ROOT = Path(__file__).parents[2]
WORK = (
    "import tests.studio.jobs.leaky_kinds; from soridam.settings import read_settings; "
    "from soridam.studio.worker import run_worker; "
    "run_worker(read_settings().studio, ['cpu'], preload=['tests.studio.jobs.leaky_kinds'])"
)
NEEDED = {"SORIDAM_API_KEY": "canary-of-the-writer"}  # by the kinds that write books
CANARIES = {
    "SORIDAM_OIDC_SECRET": "canary-of-the-provider",
    "HF_TOKEN": "canary-of-the-hub",
    "AWS_SECRET_ACCESS_KEY": "canary-of-the-store",
    "SOMEBODY_S_DATABASE": "mysql://root:canary-of-somebody@db/x",
    "SORIDAM_BOOK__DIFFUSION__MODEL": "https://mina:canary-of-an-address@hub/x",
    "ANYTHING": "canary-under-no-telling-name",
}
KINDS = ("leaky_tell", "leaky_refuse", "leaky_break_down")


@pytest.fixture(scope="module")
def worked(tmp_path_factory):
    """All of these jobs, ended, and what the worker and their processes have written to standard error."""
    folder = tmp_path_factory.mktemp("studio")
    (folder / "password.txt").write_text("canary-of-a-file")
    environment = {
        **os.environ,
        **NEEDED,
        **CANARIES,
        "SORIDAM_SOME_PASSWORD_FILE": str(folder / "password.txt"),
        "SORIDAM_STUDIO__FOLDER": str(folder),
        "PYTHONPATH": str(ROOT),
    }
    with fresh_database("sqlite", folder) as address, (folder / "told.txt").open("wb") as told:
        store = JobStore(open_database(address))
        orders = [JobOrder(kind, "mina", {}, most_attempts=1) for kind in KINDS]
        ids = [store.submit(order) for order in orders]
        worker = subprocess.Popen([sys.executable, "-c", WORK], env=environment, stderr=told)
        wait_for(lambda: all(store.read(job)["state"] in ENDED for job in ids), 60)
        worker.terminate()
        worker.wait(timeout=60)
        rows = [dict(store.read(job)) for job in ids]
        events = [event for job in ids for event in store.read_events(job, limit=1000)]
        yield rows, events, folder
        store.engine.dispose()


def test_a_job_s_process_gets_what_its_kind_needs_and_no_other_secret(worked):
    names = json.loads(worked[0][0]["result"])["names"]
    assert "SORIDAM_API_KEY" in names
    assert "SORIDAM_STUDIO__FOLDER" in names
    assert not set(CANARIES) & set(names)
    assert "SORIDAM_SOME_PASSWORD_FILE" not in names


def test_no_secret_is_in_a_row_an_event_a_log_or_a_file(worked):
    rows, events, folder = worked
    assert [row["state"] for row in rows] == ["done", "failed", "failed"]
    assert {event.kind for event in events} >= {"log", "progress", "sample", "metric"}
    assert "canary" not in str(rows) + str(events)
    assert rows[1]["error"].count("SORIDAM_API_KEY=***") == 2  # what happened, and what to do
    told = (folder / "told.txt").read_text()
    assert told.count("SORIDAM_API_KEY=***") >= 4  # the log, the warning, what was written, the traceback
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "password.txt"]
    assert [path for path in files if b"canary" in path.read_bytes()] == []


def test_a_process_that_hears_recordings_gets_no_secret_at_all(monkeypatch):
    for name, value in {**NEEDED, **CANARIES}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SORIDAM_STUDIO__DATABASE", "postgresql://db/studio")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("SORIDAM_BOOK__RECOGNIZER", "tiny")
    given = child_environment()
    assert "canary" not in str(given)
    assert "SORIDAM_STUDIO__DATABASE" not in given
    assert given["HTTPS_PROXY"]
    assert given["SORIDAM_BOOK__RECOGNIZER"] == "tiny"
    assert given["PATH"] == os.environ["PATH"]
