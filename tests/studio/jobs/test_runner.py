import json
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from sqlalchemy import update
from tests.studio.databases import fresh_database
from tests.studio.jobs import small_kinds  # noqa: F401  its kinds are submitted
from tests.studio.wait import wait_for

from soridam.studio.http.wording import tell_stored
from soridam.studio.jobs.embedded import serve
from soridam.studio.jobs.runner import Runner, RunnerSettings
from soridam.studio.jobs.store import JobOrder
from soridam.studio.jobs.table import jobs

ROOT = Path(__file__).parents[3]
KINDS_FOR_TESTS = "tests.studio.jobs.small_kinds"
LEASE = 20.0  # seconds: on a busy machine a process takes its time to begin


@pytest.fixture(autouse=True)
def _children_find_the_tests(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.fixture
def runner(tmp_path):
    with fresh_database("sqlite", tmp_path) as address:
        yield Runner(RunnerSettings(address, tmp_path / "artifacts", lease=LEASE, preload=(KINDS_FOR_TESTS,)))


def submit(runner: Runner, kind: str, **payload: object) -> str:
    return runner.store.submit(JobOrder(kind, "mina", payload))


def test_a_job_is_done_in_a_process_of_its_own_and_its_result_is_kept(runner):
    job = submit(runner, "count", steps=3, 이름="토리")
    assert runner.run_next() == job
    row = runner.store.read(job)
    assert (row["state"], row["done"], row["message"]) == ("done", 3, "단계 3")
    assert json.loads(row["result"]) == {"counted": 3, "이름": "토리"}
    assert runner.run_next() is None


def test_bad_input_fails_at_once_with_what_happened_and_what_to_do(runner):
    job = submit(runner, "refuse")
    runner.run_next()
    row = runner.store.read(job)
    assert row["state"] == "failed"
    told = tell_stored(row["error"], row["hint"], "en")
    assert (told.code, told.error, told.hint) == ("corpus.empty", "There are no recordings.", "Bring some.")
    assert row["attempts"] == 1


def test_a_mistake_of_ours_is_tried_again_and_fails_in_the_end(runner):
    job = submit(runner, "break_down")
    while runner.run_next():
        pass
    row = runner.store.read(job)
    assert (row["state"], row["attempts"]) == ("failed", 3)
    assert tell_stored(row["error"], None, "en").error == "ZeroDivisionError: a mistake of ours"


def test_a_job_whose_process_is_killed_is_run_again(runner):
    job = submit(runner, "die", times=1)
    runner.run_next()
    assert runner.store.read(job)["state"] == "waiting"
    assert "Killed" in runner.store.read(job)["error"]
    runner.run_next()
    assert runner.store.read(job)["state"] == "done"


def test_a_job_whose_process_ends_by_itself_is_run_again_and_its_code_is_told(runner):
    job = submit(runner, "leave", code=3)
    runner.run_next()
    row = runner.store.read(job)
    assert (row["state"], tell_stored(row["error"], None, "en").error) == (
        "waiting",
        "Its process ended with exit code 3.",
    )


def test_a_job_whose_settings_cannot_be_read_fails_and_says_why(runner, monkeypatch):
    monkeypatch.setenv("SORIDAM_BOOK__WRITER", "nobody")
    job = submit(runner, "count", steps=1)
    runner.run_next()
    row = runner.store.read(job)
    assert (row["state"], row["attempts"]) == ("failed", 1)
    assert "book.writer" in tell_stored(row["error"], row["hint"], "en").error


def test_an_unknown_kind_fails_by_name(runner):
    job = submit(runner, "count")
    with runner.store.engine.begin() as connection:  # as from a server that is newer than its workers
        connection.execute(update(jobs).values(kind="juggle"))
    runner.run_next()
    assert "juggle" in runner.store.read(job)["error"]


def test_a_running_job_can_be_paused_and_goes_on_where_it_was(runner):
    job = submit(runner, "count", steps=40, hold=2)
    at_work = threading.Thread(target=runner.run_next)
    at_work.start()
    wait_for(lambda: runner.store.read(job)["done"] >= 2)
    runner.store.pause(job)
    at_work.join(timeout=30)
    paused = runner.store.read(job)
    assert paused["state"] == "paused"
    assert int(paused["checkpoint"]) == 3
    runner.store.resume(job)
    runner.run_next()
    assert runner.store.read(job)["state"] == "done"
    notes = (runner._settings.artifacts / job / "notes.txt").read_text().splitlines()
    assert [int(line.split()[1]) for line in notes] == list(range(40))


@contextmanager
def at_work(runner: Runner) -> Iterator[threading.Thread]:
    """The runner doing its next job beside us."""
    thread = threading.Thread(target=runner.run_next)
    thread.start()
    yield thread
    thread.join(timeout=30)
    assert not thread.is_alive()


def started_by(runner: Runner, job: str) -> list[psutil.Process]:
    """Guard, job, and what the job has started, as soon as it has."""
    wait_for(lambda: any(event.kind == "sample" for event in runner.store.read_events(job)))
    (told,) = [event.body["started"] for event in runner.store.read_events(job) if event.kind == "sample"]
    return [*children_named("soridam.studio.jobs.child"), *map(psutil.Process, told)]


def children_named(module: str) -> list[psutil.Process]:
    """Of this process, the guard first."""
    return [each for each in psutil.Process().children(recursive=True) if module in each.cmdline()]


def freeze(runner: Runner, processes: list[psutil.Process]) -> None:
    """While we hold SQLite's lock: a process that was frozen with it would lock everybody out."""
    with runner.store.engine.begin():
        for each in processes:
            each.suspend()


def lease_of(runner: Runner, job: str) -> int:
    """Until when it is held now."""
    return runner.store.read(job)["lease_until"]


def are_gone(processes: list[psutil.Process]) -> bool:
    """Whoever waits for them with psutil takes their exit codes away from the runner."""
    return not any(each.is_running() and each.status() != psutil.STATUS_ZOMBIE for each in processes)


def test_a_job_that_does_not_listen_is_ended_with_all_that_it_started(runner, monkeypatch):
    monkeypatch.setenv("SORIDAM_JOB_GRACE", "0.5")
    job = submit(runner, "ignore")
    with at_work(runner):
        started = started_by(runner, job)
        runner.store.cancel(job)
    assert runner.store.read(job)["state"] == "cancelled"
    assert len(started) == 4
    wait_for(lambda: are_gone(started))


@pytest.mark.parametrize("killed", [0, 1], ids=["guard", "job"])
def test_whoever_of_guard_and_job_is_killed_the_rest_goes_with_it(runner, killed):
    job = submit(runner, "ignore")
    with at_work(runner):
        started = started_by(runner, job)
        started[killed].kill()
    assert len(started) == 4
    wait_for(lambda: are_gone(started))
    assert runner.store.read(job)["state"] == "waiting"


def test_a_killed_runner_takes_its_job_along_with_all_that_the_job_started(runner, tmp_path):
    job = submit(runner, "ignore")
    script = "import sys; from tests.studio.jobs.test_runner import run_one; run_one(*sys.argv[1:])"
    words = [runner._settings.database, str(tmp_path)]
    process = psutil.Popen([sys.executable, "-c", script, *words], start_new_session=True)
    started = started_by(runner, job)
    process.kill()
    assert len(started) == 4
    wait_for(lambda: are_gone(started))
    process.wait()


def run_one(database: str, folder: str, lease: str = str(LEASE)) -> None:
    Runner(RunnerSettings(database, Path(folder), lease=float(lease), preload=(KINDS_FOR_TESTS,))).run_next()


@pytest.fixture
def brief(runner):
    """One whose leases are over soon."""
    return Runner(replace(runner._settings, lease=6.0))


def test_a_job_that_holds_the_interpreter_keeps_its_lease(runner, tmp_path):
    until = tmp_path / "until"
    os.mkfifo(until)
    job = submit(runner, "hold_interpreter", until=str(until))
    with at_work(runner):
        wait_for(lambda: any(event.kind == "sample" for event in runner.store.read_events(job)))
        for _ in range(2):
            held = lease_of(runner, job)
            wait_for(lambda held=held: lease_of(runner, job) > held)
        until.write_bytes(b".")
    assert (runner.store.read(job)["state"], runner.store.read(job)["attempts"]) == ("done", 1)


def test_a_job_that_holds_the_interpreter_is_stopped_all_the_same(runner, tmp_path, monkeypatch):
    monkeypatch.setenv("SORIDAM_JOB_GRACE", "0.5")
    until = tmp_path / "until"
    os.mkfifo(until)
    job = submit(runner, "hold_interpreter", until=str(until))
    with at_work(runner):
        wait_for(lambda: any(event.kind == "sample" for event in runner.store.read_events(job)))
        runner.store.pause(job)
    row = runner.store.read(job)
    assert (row["state"], row["attempts"]) == ("paused", 0)


def test_a_job_that_is_frozen_alone_is_held_for_it_and_goes_on_when_it_wakes(runner):
    job = submit(runner, "count", steps=30, pause=0.05)
    with at_work(runner):
        wait_for(lambda: runner.store.read(job)["done"] >= 1)
        freeze(runner, children_named("soridam.studio.jobs.child")[1:])
        held = lease_of(runner, job)
        wait_for(lambda: lease_of(runner, job) > held)
        children_named("soridam.studio.jobs.child")[1].resume()
    assert (runner.store.read(job)["state"], runner.store.read(job)["attempts"]) == ("done", 1)


def test_guard_and_job_that_are_frozen_are_killed_as_they_are_before_another_worker_may_have_the_job(brief):
    job = submit(brief, "count", steps=1000, pause=0.1)
    with at_work(brief):
        wait_for(lambda: brief.store.read(job)["done"] >= 1)
        frozen = children_named("soridam.studio.jobs.child")
        freeze(brief, frozen)
        wait_for(lambda: are_gone(frozen))
        assert brief.store.reconcile() == 0  # the lease is not over yet
    row = brief.store.read(job)
    assert (row["state"], row["attempts"], row["lapses"]) == ("waiting", 0, 1)  # its runner has seen it


def test_a_child_that_takes_longer_to_load_than_a_lease_lasts_is_waited_for(runner, tmp_path, monkeypatch):
    (tmp_path / "sitecustomize.py").write_text("import time; time.sleep(4)")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{ROOT}")
    busy = Runner(replace(runner._settings, lease=3.0))
    job = submit(busy, "count", steps=1)
    busy.run_next()
    row = busy.store.read(job)
    assert (row["state"], row["fence"]) == ("done", 1)


def test_a_tree_that_is_frozen_whole_is_ended_by_its_runner_and_writes_nothing_more(runner, monkeypatch):
    see = runner._see_to_its_end  # looks twice in a lease
    monkeypatch.setattr(runner, "_see_to_its_end", lambda claim, child: see(replace(claim, lease=1.0), child))
    job = submit(runner, "count", steps=1000, pause=0.1)
    with at_work(runner):
        wait_for(lambda: runner.store.read(job)["done"] >= 1)
        freeze(runner, children_named("soridam.studio.jobs.child"))
        with runner.store.engine.begin() as connection:
            connection.execute(update(jobs).values(lease_until=0))
        assert runner.store.reconcile() == 1
        claim = runner.store.claim("another", ["cpu"], 60)
        assert claim.job == job
        before = runner.store.read_events(job)[-1].number
    assert runner.store.read_events(job)[-1].number == before
    assert runner.store.read(job)["fence"] == claim.fence


def test_a_frozen_tree_dies_before_its_lease_is_over_though_nobody_looks_after_it(brief):
    """Runner, guard and job are frozen, and stay so: the kernel's timer is what is left."""
    job = submit(brief, "count", steps=100_000, pause=0.01)
    script = "import sys; from tests.studio.jobs.test_runner import run_one; run_one(*sys.argv[1:])"
    words = [brief._settings.database, str(brief._settings.artifacts), "6"]
    process = psutil.Popen([sys.executable, "-c", script, *words])
    wait_for(lambda: brief.store.read(job)["done"] >= 1)
    tree = [process, *process.children(recursive=True)]
    freeze(brief, tree)
    notes = brief._settings.artifacts / job / "notes.txt"
    before = notes.read_text()
    wait_for(lambda: are_gone(tree[1:]))
    assert process.status() == psutil.STATUS_STOPPED
    assert brief.store.reconcile() == 0  # the lease is not over yet
    wait_for(lambda: brief.store.reconcile() == 1)
    assert notes.read_text() == before
    process.kill()
    process.wait()


def test_the_loop_runs_what_waits_and_gives_back_what_it_has_when_it_is_stopped(runner):
    first, long = submit(runner, "count", steps=2), submit(runner, "count", steps=1000, pause=0.05)
    goes_on = threading.Event()
    goes_on.set()
    loop = threading.Thread(target=serve, args=(runner, goes_on.is_set))
    loop.start()
    wait_for(lambda: runner.store.read(long)["done"] >= 2)
    assert runner.store.read(first)["state"] == "done"
    goes_on.clear()
    runner.stop()
    loop.join(timeout=30)
    row = runner.store.read(long)
    assert (row["state"], row["attempts"]) == ("waiting", 0)
    assert int(row["checkpoint"]) >= 2


def test_the_database_s_address_is_in_no_argument_of_the_child(runner):
    job = submit(runner, "count", steps=50, hold=1)
    at_work = threading.Thread(target=runner.run_next)
    at_work.start()
    wait_for(lambda: runner.store.read(job)["done"] >= 1)
    for child in psutil.Process().children(recursive=True):
        assert runner._settings.database not in " ".join(child.cmdline())
    runner.store.cancel(job)
    at_work.join(timeout=30)
    assert "studio.db" not in repr(runner._settings).replace(str(runner._settings.artifacts), "")
