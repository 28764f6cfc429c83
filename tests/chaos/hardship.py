"""Two hard lives of a machine: starved of processor, and put to sleep again and again. Begin with `run_hardship`.

Nothing breaks here, so that nothing may fail: a real book and a real training are among the jobs, and all of them must
be done, and once.
"""

import itertools
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import psutil
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from tests.acceptance.prompts import build_talkative_whisper
from tests.chaos.invariants import Violation, check_job
from tests.chaos.processes import LEASE
from tests.chaos.world import World, wait_for
from tests.studio.speech_work import send_tones

from soridam.core.weights.store import store
from soridam.settings import StudioSettings
from soridam.studio.api.deps import SESSION_COOKIE
from soridam.studio.app import build_app
from soridam.studio.jobs.table import jobs
from soridam.studio.parts import build_parts

Kind = Literal["starved", "asleep"]

BUSY = 8  # processes that do nothing but compute
SLEEPS = 5
SLEEP = LEASE * 1.6  # seconds
LEARNING = 6  # jobs that write down each of their steps
VALUES = {
    "optimizer.steps": 6,
    "optimizer.learning_rate": 5e-3,
    "batches.seconds": 6.0,
    "validation.every": 2,
    "validation.rows": 4,
    "mixture.long_form": 0.0,
}


@dataclass(frozen=True)
class Report:
    """The result. `lapses` counts leases that ran out, `failed` are the kinds of jobs that did not end as done."""

    kind: Kind
    jobs: Counter[str]
    seconds: float
    lapses: int
    crashes: int
    failed: list[str]
    twice: list[str]
    violations: list[Violation]
    left_behind: list[str]

    @property
    def held(self) -> bool:
        return not (self.failed or self.twice or self.violations or self.left_behind)


def run_hardship(
    kind: Kind, folder: Path, *, seed: int, seconds: float, tell: Callable[[str], None] = lambda line: None
) -> Report:
    """Let jobs run on such a machine, for `seconds` at most."""
    home = folder / "home"
    folder.mkdir(parents=True, exist_ok=True)
    given = {"SORIDAM_HOME": str(home), "SORIDAM_BOOK__NARRATOR": "none", "OMP_NUM_THREADS": "1"}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in given.items():
            patch.setenv(name, value)
        store("tiny", "transformers", {}, lambda target, _: build_talkative_whisper().save(target))
        with World("sqlite", folder, seed) as world:
            _ask(world, tell)
            begun = time.monotonic()
            if kind == "starved":
                with _busy(BUSY):
                    wait_for(lambda: world.unfinished() == 0, seconds, world.keep_studio)
            else:
                _suspend_repeatedly(world, tell)
                wait_for(lambda: world.unfinished() == 0, seconds, world.keep_studio)
            took = time.monotonic() - begun
            left = [" ".join(process.cmdline()) for process in world.stop_studio()]
            return _judge(kind, world, took, left)


def _ask(world: World, tell: Callable[[str], None]) -> None:
    """A book and a training, as a page asks for them, and what writes down its steps. The corpus is made in peace."""
    parts = build_parts(StudioSettings(folder=str(world.folder), database=f"sqlite:///{world.folder / 'studio.db'}"))
    client = TestClient(build_app(parts), base_url="http://127.0.0.1:8765")
    user = parts.accounts.create("mina", "maker")
    client.cookies.set(SESSION_COOKIE, parts.accounts.issue(user, "session", 3600))
    corpus = f"/api/corpora/{client.post('/api/corpora', json={'name': 'Tones', 'language': 'en'}).json()['id']}"
    send_tones(client, corpus)
    client.post(f"{corpus}/prepare", json={}).raise_for_status()
    assert wait_for(lambda: world.unfinished() == 0, 240), "the corpus is not prepared"
    split = client.post(f"{corpus}/split", json={"by": "text", "ratio": "5:1", "name": "Tones, split"}).json()
    assert wait_for(lambda: world.unfinished() == 0, 240), "the corpus is not split"
    tell("the corpus is there")
    run = {"name": "First", "corpus": split["id"], "recipe": "tiny", "values": VALUES}
    client.post("/api/runs", json=run).raise_for_status()
    client.post("/api/books", json={"topic": "a kite", "hero": "bear", "language": "en"}).raise_for_status()
    for _ in range(LEARNING):
        world.submit()
    parts.close()


@contextmanager
def _busy(count: int) -> Iterator[None]:
    """So many processes that only compute, each in a session of its own: Linux shares the processor among sessions."""
    command = [sys.executable, "-c", "while True: pass"]
    spinning = [subprocess.Popen(command, start_new_session=True) for _ in range(count)]
    try:
        yield
    finally:
        for each in spinning:
            each.kill()
            each.wait()


def _suspend_repeatedly(world: World, tell: Callable[[str], None]) -> None:
    """Stop all processes of the studio for longer than a lease while jobs run, then continue them."""
    for number in range(1, SLEEPS + 1):
        wait_for(lambda: next(world.trees(), None), 60)
        time.sleep(world.rng.uniform(0.5, 2.0))
        with world.busy_database():  # where one of them is stopped with the lock, we could not look meanwhile
            stopped = world.processes()
            for each in stopped:
                with suppress(psutil.NoSuchProcess):
                    each.suspend()
        tell(f"asleep, {number} of {SLEEPS}: {len(stopped)} processes")
        time.sleep(SLEEP)
        for each in stopped:
            with suppress(psutil.NoSuchProcess):  # the kernel has ended guards and their jobs meanwhile
                each.resume()


def _judge(kind: Kind, world: World, took: float, left: list[str]) -> Report:
    with world.store.engine.connect() as connection:
        rows = connection.execute(select(jobs)).mappings().all()
    events = {row["id"]: world.store.read_events(row["id"], limit=100_000) for row in rows}
    states = {id: [each.body for each in found if each.kind == "state"] for id, found in events.items()}
    pages = {id: Counter(each.body["page"] for each in found if "page" in each.body) for id, found in events.items()}
    done = {id: sum(body.get("state") == "done" for body in found) for id, found in states.items()}
    twice = [f"{row['kind']}: done {done[row['id']]} times" for row in rows if done[row["id"]] > 1]
    twice += [f"page {page}" for found in pages.values() for page, count in found.items() if count > 1]
    outcomes = [world.outcome(job) for job in world.submitted]
    found = (check_job(each, world.journal(each.job)) for each in outcomes)
    return Report(
        kind=kind,
        jobs=Counter(row["kind"] for row in rows),
        seconds=took,
        lapses=_count(states, "lease over"),
        crashes=_count(states, "crash"),
        failed=[f"{row['kind']}: {row['state']} {row['error'] or ''}" for row in rows if row["state"] != "done"],
        twice=twice,
        violations=list(itertools.chain.from_iterable(found)),
        left_behind=left,
    )


def _count(states: dict[str, list[dict[str, Any]]], because: str) -> int:
    return sum(body.get("because") == because for found in states.values() for body in found)


def figures(report: Report) -> dict[str, Any]:
    """Return the figures of a report that are stored."""
    return {
        "busy_processes" if report.kind == "starved" else "sleeps": BUSY if report.kind == "starved" else SLEEPS,
        "cores": os.cpu_count(),
        "lease_seconds": LEASE,
        "seconds": round(report.seconds),
        "jobs": dict(sorted(report.jobs.items())),
        "leases_that_ran_out": report.lapses,
        "crashes": report.crashes,
        "failed": report.failed,
        "done_twice": report.twice,
        "violations": [str(violation) for violation in report.violations],
        "left_behind": report.left_behind,
    }
