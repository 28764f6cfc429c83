"""The studio as a process of its own, as a person starts it."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import psutil
import pytest

from soridam.studio.database import open_database
from soridam.studio.jobs.store import JobOrder, JobStore

A_WISH = {"book": "1", "wish": {"topic": "a kite"}}
COMMAND = [sys.executable, "-m", "soridam", "studio", "--port", "0"]


def start(folder: Path, *options: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "SORIDAM_STUDIO__FOLDER": str(folder), "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [*COMMAND, *options], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.fixture
def studio(tmp_path):
    process = start(tmp_path)
    lines = []
    while not any("Ctrl-C" in line for line in lines):
        line = process.stdout.readline()
        assert line, process.stderr.read()
        lines.append(line)
    process.link = re.search(r"http://\S+/login\?link=\S+", "".join(lines))[0]
    yield process
    if process.poll() is None:
        process.kill()
        process.wait()


def test_one_command_starts_the_studio_and_its_link_lets_in_once(studio):
    with httpx.Client(follow_redirects=False) as client:
        assert client.get(studio.link).status_code == 303
        address = studio.link.partition("/login")[0]
        assert client.get(f"{address}/api/me").json()["role"] == "owner"
        assert client.get(studio.link).status_code == 401


def test_ctrl_c_ends_every_process_that_it_started(studio):
    started = psutil.Process(studio.pid).children(recursive=True)
    assert started
    studio.send_signal(signal.SIGINT)
    studio.wait(timeout=40)
    _, alive = psutil.wait_procs(started, timeout=60)
    assert not alive


def test_ctrl_c_ends_the_studio_while_a_page_follows_a_job(studio, tmp_path):
    with httpx.Client(base_url=studio.link.partition("/login")[0]) as client:
        client.get(studio.link)
        store = JobStore(open_database(f"sqlite:///{tmp_path / 'studio.db'}"))
        job = store.submit(JobOrder("book", client.get("/api/me").json()["id"], A_WISH, queue="nobody's"))
        store.pause(job)
        with client.stream("GET", f"/api/jobs/{job}/events") as followed:
            lines = followed.iter_lines()
            assert next(lines) == "id: 1"
            studio.send_signal(signal.SIGINT)
            assert not any("event: end" in line for line in lines)  # the page is to come back
    assert studio.wait(timeout=15) == 130  # interrupted


def test_a_killed_studio_takes_its_workers_along(studio):
    started = psutil.Process(studio.pid).children(recursive=True)
    studio.kill()
    _, alive = psutil.wait_procs(started, timeout=60)
    assert not alive


def test_starting_it_twice_says_so(studio, tmp_path):
    second = start(tmp_path)
    _, error = second.communicate(timeout=30)
    assert second.returncode == 2
    assert "runs already" in error


def test_an_open_address_without_accounts_is_refused(tmp_path):
    process = start(tmp_path, "--host", "0.0.0.0")
    _, error = process.communicate(timeout=30)
    assert process.returncode == 2
    assert "no accounts" in error


def test_an_idle_studio_is_light(studio):
    """Under 250 MB: no model is loaded until a job wants one."""
    everything = [psutil.Process(studio.pid), *psutil.Process(studio.pid).children(recursive=True)]
    memory = sum(process.memory_full_info().pss for process in everything)
    assert memory < 250e6


def test_starting_the_server_loads_nothing_heavy():
    heavy = ("torch", "transformers", "datasets", "ctranslate2", "faster_whisper", "pyarrow", "av", "PIL")
    code = f"import sys, soridam.studio.server; print(*(name for name in {heavy!r} if name in sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.split() == []
