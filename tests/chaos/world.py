"""A studio whose database and broker are behind proxies that can be cut, and jobs that arrive. Begin with `World`."""

import contextlib
import json
import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from tests.chaos import kinds  # noqa: F401  its kind is submitted
from tests.chaos.invariants import Line, Outcome, read_journal
from tests.chaos.processes import MODULE
from tests.chaos.proxy import Proxy
from tests.chaos.servers import own_server
from tests.studio.databases import fresh_database

from soridam.studio.database import open_database
from soridam.studio.jobs.hints import build_celery, queue_name, send_missing_hints
from soridam.studio.jobs.store import JobOrder, JobStore
from soridam.studio.jobs.table import ENDED, events, jobs
from soridam.studio.migrations import migrate

ROOT = Path(__file__).parents[2]
PROCESSES = {"studio": f"{MODULE} studio", "worker": f"{MODULE} worker", "child": "soridam.studio.jobs.child"}
MARK = "SORIDAM_CHAOS"
WORKERS = 2
MIGRATING = threading.Lock()  # Alembic knows one database at a time in a process
STEPS, PAUSE = 12, 0.1

Combination = Literal["sqlite", "postgresql+rabbitmq", "mariadb+redis"]
DATABASES = {
    "postgresql": "postgresql+psycopg://postgres@127.0.0.1:{}/{}",
    "mariadb": "mariadb+pymysql://root@127.0.0.1:{}/{}",
}
BROKERS = {"rabbitmq": ("amqp://guest:guest@127.0.0.1:{}//", 5672), "redis": ("redis://127.0.0.1:{}/6", 6379)}


@dataclass(frozen=True)
class Tree:
    """A worker that is at a job: itself, the guard, the job, and what the job has started."""

    worker: psutil.Process
    guard: psutil.Process
    job: psutil.Process

    def all(self) -> list[psutil.Process]:
        return [self.worker, self.guard, self.job, *self.job.children(recursive=True)]


class World:
    """Everything that a fault can hit."""

    def __init__(self, combination: Combination, folder: Path, seed: int, own_servers: bool = False) -> None:
        """`own_servers`: database and broker are started for this world alone, so that they can be killed."""
        self._own_servers = own_servers
        self.name = f"chaos-{uuid.uuid4().hex[:8]}"
        self.folder = folder
        self.rng = random.Random(seed)
        self.submitted: list[str] = []
        self.things: dict[str, list[str]] = {}  # jobs by what they are about
        self._database_kind, _, self._broker_kind = combination.partition("+")
        self._closing = contextlib.ExitStack()
        self._studio: subprocess.Popen[bytes] | None = None
        (folder / "journal").mkdir(parents=True)

    def __enter__(self) -> "World":
        try:
            self._open()
        except BaseException:
            self._closing.close()
            raise
        return self

    def _open(self) -> None:
        with MIGRATING:
            address = self._open_database()
        self.store = JobStore(open_database(address))  # a direct connection, past the proxy
        self._closing.callback(self.store.engine.dispose)
        self.database, address = self._behind_proxy(address)
        self.broker, broker = self._open_broker()
        self._environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
            "SORIDAM_STUDIO__FOLDER": str(self.folder),
            "SORIDAM_STUDIO__DATABASE": address,
            "SORIDAM_STUDIO__BROKER": broker,
            "SORIDAM_STUDIO__WORKERS": str(WORKERS),
            "SORIDAM_JOB_GRACE": "2",
            MARK: self.name,
        }
        self.keep_studio()

    def __exit__(self, *error: object) -> None:
        for process in self.processes():
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        if self._studio is not None:
            self._studio.wait()
        self._closing.close()

    def keep_studio(self) -> None:
        """Start the studio if it does not run, as the system's service manager would."""
        if self._studio is None or self._studio.poll() is not None:
            log = (self.folder / "studio.log").open("ab")
            command = [sys.executable, "-m", MODULE, "studio"]
            self._studio = subprocess.Popen(
                command, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )
            log.close()

    def stop_studio(self) -> list[psutil.Process]:
        """End the studio; return the processes that it left running."""
        assert self._studio is not None
        self._studio.terminate()
        self._studio.wait(60)
        return psutil.wait_procs(self.processes(), timeout=5)[1]

    def submit(self) -> None:
        """A new job; every third has a helper, and every second is about one of two things."""
        number = len(self.submitted)
        payload = {
            "journal": str(self.folder / "journal"),
            "steps": STEPS,
            "pause": PAUSE,
            "helper": number % 3 == 0,
            "about": f"thing {self.rng.randrange(2)}" if number % 2 else None,
        }
        job = self.store.submit(JobOrder("learn", "mina", payload, most_attempts=1000))
        self.submitted.append(job)
        if payload["about"]:
            self.things.setdefault(payload["about"], []).append(job)

    def unfinished(self) -> int:
        """Return how many of the submitted jobs have not ended."""
        counted = select(func.count()).select_from(jobs).where(jobs.c.state.not_in(ENDED))
        with self.store.engine.connect() as connection:
            return int(connection.execute(counted).scalar_one())

    def processes(self, kind: str | None = None) -> list[psutil.Process]:
        """Return the live processes, of one kind or all."""
        found = []
        for pid in psutil.pids():
            with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):  # ended, or somebody else's
                process = psutil.Process(pid)
                is_ours = process.environ().get(MARK) == self.name and process.status() != psutil.STATUS_ZOMBIE
                if is_ours and (kind is None or PROCESSES[kind] in " ".join(process.cmdline())):
                    found.append(process)
        return found

    def trees(self) -> Iterator[Tree]:
        """The workers that are at a job now."""
        children = self.processes("child")
        for job in children:
            with contextlib.suppress(psutil.NoSuchProcess):  # ended while we looked
                guard = job.parent()
                if guard is not None and guard in children and (worker := guard.parent()) is not None:
                    yield Tree(worker, guard, job)

    def outcome(self, job: str) -> Outcome:
        row = self.store.read(job)
        done = select(func.count()).where(events.c.job == job, events.c.kind == "state", events.c.body.like('%"done"%'))
        with self.store.engine.connect() as connection:
            times = connection.execute(done).scalar_one()
        return Outcome(job, row["state"], STEPS, json.loads(row["result"]) if row["result"] else None, times)

    def journal(self, job: str) -> list[Line]:
        return read_journal(self.folder / "journal" / f"{job}.log")

    def lose_hints(self) -> None:
        """As a broker that comes back without what it held."""
        with self._app.connection_for_write() as connection:
            connection.default_channel.queue_purge(queue_name(self._app, "cpu"))

    def double_hints(self) -> None:
        with contextlib.suppress(SQLAlchemyError):
            for _ in range(2):
                send_missing_hints(self._app, self.store)
        for _ in range(5):
            self._app.send_task("soridam.run", queue=queue_name(self._app, "cpu"))

    @contextlib.contextmanager
    def busy_database(self) -> Iterator[None]:
        """Hold SQLite's lock, since it has no server to stop."""
        with contextlib.closing(sqlite3.connect(self.folder / "studio.db", isolation_level=None, timeout=30)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")

    def restart_database(self) -> None:
        """Killed in the middle of whatever it does, and started again."""
        self.database_server.kill()
        time.sleep(0.5)
        self.database_server.start()
        assert wait_for(self._answers, 30), "the database does not recover"

    def restart_broker(self) -> None:
        self.broker_server.kill()
        time.sleep(0.5)
        self.broker_server.start()

    def _answers(self) -> bool:
        try:
            self.unfinished()
        except SQLAlchemyError:  # it listens already, and still recovers
            return False
        return True

    def _open_database(self) -> str:
        if not self._own_servers or self._database_kind == "sqlite":
            return self._closing.enter_context(fresh_database(self._database_kind, self.folder))
        self.database_server = self._closing.enter_context(own_server(self._database_kind))
        pattern = DATABASES[self._database_kind]
        first = "postgres" if self._database_kind == "postgresql" else "mysql"
        admin = create_engine(pattern.format(self.database_server.port, first), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text("CREATE DATABASE soridam"))
        admin.dispose()
        address = pattern.format(self.database_server.port, "soridam")
        engine = open_database(address)
        migrate(engine)
        engine.dispose()
        return address

    def _behind_proxy(self, address: str) -> tuple[Proxy | None, str]:
        url = make_url(address)
        if url.host is None or url.port is None:
            return None, address
        proxy = Proxy(url.host, url.port)
        self._closing.callback(proxy.close)
        return proxy, url.set(port=proxy.port).render_as_string(hide_password=False)

    def _open_broker(self) -> tuple[Proxy | None, str]:
        if not self._broker_kind:
            return None, ""
        pattern, port = BROKERS[self._broker_kind]
        if self._own_servers:
            self.broker_server = self._closing.enter_context(own_server(self._broker_kind))
            port = self.broker_server.port
        proxy = Proxy("127.0.0.1", port)
        self._closing.callback(proxy.close)
        self._app = build_celery(pattern.format(port))
        self._closing.callback(self._forget_queue)
        self._forget_queue()
        return proxy, pattern.format(proxy.port)

    def _forget_queue(self) -> None:
        with self._app.connection_for_write() as connection:
            connection.default_channel.queue_delete(queue_name(self._app, "cpu"))


def wait_for(condition: Callable[[], object], seconds: float, meanwhile: Callable[[], None] = lambda: None) -> bool:
    """Return whether it came true in that time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        meanwhile()
        time.sleep(0.05)
    return True
