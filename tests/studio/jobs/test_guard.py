import os
import signal
import subprocess
import sys

import psutil
import pytest
from tests.studio.wait import wait_for

from soridam.studio.jobs.guard import MARK, StopFlag, end_descendants, end_strays, mark_of

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


@pytest.fixture
def start():
    """Start sleepers that end with the test."""
    started: list[subprocess.Popen[bytes]] = []

    def begin(**environment: str) -> "subprocess.Popen[bytes]":
        started.append(subprocess.Popen(SLEEP, env={**os.environ, **environment}, start_new_session=True))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.wait()


def test_strays_of_earlier_attempts_are_ended_and_those_of_later_ones_and_other_jobs_are_left(start):
    old, same, newer = (start(**{MARK: mark_of("a", fence)}) for fence in (1, 2, 3))
    other, unmarked = start(**{MARK: mark_of("b", 1)}), start()
    wait_for(lambda: all(MARK in psutil.Process(each.pid).environ() for each in (old, same, newer, other)))
    end_strays("a", 2)
    wait_for(lambda: old.poll() is not None and same.poll() is not None)
    assert [each.poll() for each in (newer, other, unmarked)] == [None] * 3


def test_descendants_are_ended_in_whatever_session_they_hide(start):
    script = f"import subprocess, time; subprocess.Popen({SLEEP!r}, start_new_session=True); time.sleep(600)"
    parent = psutil.Popen([sys.executable, "-c", script])
    wait_for(parent.children)
    (child,) = parent.children()
    end_descendants(parent.pid)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
    assert parent.is_running()
    parent.kill()
    parent.wait()


FROZEN = """
import os, signal, sys, time
from soridam.studio.jobs.guard import Deadline, moment
deadline = Deadline(moment(), 600.0)
if sys.argv[1] == "extended":
    deadline.extend(moment(), 6000.0)
    sys.exit(0 if 4700 < deadline.remaining() < 4900 else 1)
deadline.extend(moment(), 0.1)
os.kill(os.getpid(), signal.SIGSTOP)
"""


def test_a_process_that_is_stopped_dies_at_its_deadline():
    assert subprocess.run([sys.executable, "-c", FROZEN, "frozen"], check=False).returncode == -signal.SIGKILL


def test_a_deadline_can_be_put_off():
    assert subprocess.run([sys.executable, "-c", FROZEN, "extended"], check=False).returncode == 0


def test_who_asks_first_for_a_stop_is_heard():
    stop = StopFlag()
    assert not stop.is_set()
    stop.request("paused")
    stop.request("cancelled")
    assert stop.is_set() and stop.state == "paused"
