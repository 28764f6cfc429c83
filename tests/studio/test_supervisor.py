import sys
from pathlib import Path

import psutil
from tests.studio.wait import wait_for

from soridam.studio.supervisor import Supervisor

SLEEPER = "import os, pathlib, sys, time; pathlib.Path(sys.argv[1], str(os.getpid())).touch(); time.sleep(600)"


def started(folder: Path) -> list[int]:
    return sorted((int(each.name) for each in folder.iterdir()), key=lambda pid: (folder / str(pid)).stat().st_mtime_ns)


def test_a_process_that_is_killed_is_started_again_until_it_is_to_end(tmp_path):
    supervisor = Supervisor([sys.executable, "-c", SLEEPER, str(tmp_path)])
    supervisor.start()
    wait_for(lambda: len(started(tmp_path)) == 1)
    psutil.Process(started(tmp_path)[0]).kill()
    wait_for(lambda: len(started(tmp_path)) == 2)
    supervisor.stop()
    supervisor.join()
    assert not any(psutil.pid_exists(pid) for pid in started(tmp_path))


def test_one_that_dies_at_once_is_started_later_and_later(tmp_path):
    supervisor = Supervisor([sys.executable, "-c", SLEEPER.replace("time.sleep(600)", "os._exit(3)"), str(tmp_path)])
    supervisor.start()
    wait_for(lambda: len(started(tmp_path)) == 3)
    supervisor.stop()
    supervisor.join()
    moments = [(tmp_path / str(pid)).stat().st_mtime for pid in started(tmp_path)]
    assert moments[2] - moments[1] > moments[1] - moments[0] + 0.3
