"""The studio under load: start-up, memory, answers a second, five hundred listeners, and how soon a job begins.

    python benchmarks/studio.py --json benchmarks/results/studio.json

Real servers over real HTTP on loopback; this process is the load. The brokers and databases are those of the tests, on
their standard ports; without them --only leaves parts out.
"""

import asyncio
import contextlib
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx
import numpy as np
import psutil
from measure import Results, benchmark_arguments, finish, tree_memory
from sqlalchemy import Engine, create_engine, insert, text

from soridam.studio.database import open_database
from soridam.studio.http.build import build_page
from soridam.studio.jobs.attempt import Attempt
from soridam.studio.jobs.store import JobOrder, JobStore
from soridam.studio.jobs.table import jobs as job_table
from soridam.studio.records import books as book_table

STARTS = 5
IDLE = 60.0  # seconds
JOBS, BOOKS = 10_000, 1_000
AT_ONCE, SECONDS = 8, 6.0  # connections that ask, and how long
LISTENERS, EVENTS = 500, 20
SUBMISSIONS = 8
REPEATS = 5
POSTGRESQL = "postgresql+psycopg://postgres@127.0.0.1:5432/{}"
MARIADB = "mariadb+pymysql://root@127.0.0.1:3306/{}"
DISPATCH = {
    "embedded, SQLite": ("", ""),
    "Celery on RabbitMQ, PostgreSQL": (POSTGRESQL, "amqp://guest:guest@127.0.0.1:5672//"),
    "Celery on Redis, MariaDB": (MARIADB, "redis://127.0.0.1:6379/7"),
}
NO_LIMITS = {f"SORIDAM_STUDIO__LIMITS__{name}": "1000000 per hour" for name in ("LOGINS", "JOBS", "UPLOADS")}


class TalkingResults(Results):
    """Tells each figure at once: all of them take minutes."""

    def add(self, system: str, metric: str, value: float, unit: str) -> None:
        super().add(system, metric, value, unit)
        print(f"{system}: {metric} {value:,.1f} {unit}", file=sys.stderr)


@dataclass
class Studio:
    """One that runs, and how long it took to answer."""

    process: "subprocess.Popen[str]"
    address: str
    link: str
    seconds: float
    processor: float  # seconds of the server alone, in the same time

    @contextlib.contextmanager
    def client(self) -> Iterator[httpx.Client]:
        """Who has come in by the link, once."""
        with httpx.Client(base_url=self.address, timeout=120) as client:
            assert client.get(self.link).status_code == 303
            yield client

    def request(self, path: str, cookie: str) -> bytes:
        return f"GET {path} HTTP/1.1\r\nHost: {self.address[7:]}\r\nCookie: {cookie}\r\n\r\n".encode()

    async def connect(self, path: str, cookie: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection on which the first question has been asked."""
        reader, writer = await asyncio.open_connection("127.0.0.1", int(self.address.rpartition(":")[2]))
        writer.write(self.request(path, cookie))
        return reader, writer

    def memory(self) -> float:
        """MB of all processes that it started and its own: proportional set size, so that shared pages count once."""
        return tree_memory(psutil.Process(self.process.pid)) / 1e6

    def processor_share(self) -> float:
        """Percent of a core that all of them take, over a minute."""
        server = psutil.Process(self.process.pid)
        processes = [server, *server.children(recursive=True)]
        before = sum(sum(each.cpu_times()[:2]) for each in processes)
        time.sleep(IDLE)
        return 100 * (sum(sum(each.cpu_times()[:2]) for each in processes) - before) / IDLE


def cookie_of(client: httpx.Client) -> str:
    return "; ".join(f"{name}={value}" for name, value in client.cookies.items())


@contextlib.contextmanager
def running(
    folder: Path, database: str = "", broker: str = "", workers: int = 1, narrator: str = "none"
) -> Iterator[Studio]:
    """Timed from the command to the first page that is answered."""
    settings = {
        "SORIDAM_STUDIO__FOLDER": str(folder),
        "SORIDAM_STUDIO__DATABASE": database,
        "SORIDAM_STUDIO__BROKER": broker,
        "SORIDAM_STUDIO__WORKERS": str(workers),
        "SORIDAM_BOOK__NARRATOR": narrator,
        **NO_LIMITS,
    }
    environment = {**os.environ, **settings, "PYTHONPYCACHEPREFIX": str(folder.parent / "pycache")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # set up means: compiled, as pip leaves it
    command = [sys.executable, "-u", "-m", "soridam", "studio", "--port", "0"]
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        told = ""
        while "Ctrl-C" not in told:
            line = process.stdout.readline()
            assert line, "The studio did not start."
            told += line
        found = re.search(r"(http://\S+)/login\?link=\S+", told)
        assert found is not None
        assert httpx.get(f"{found[1]}/", timeout=60).status_code == 200
        seconds, used = time.perf_counter() - begun, psutil.Process(process.pid).cpu_times()
        yield Studio(process, found[1], found[0], seconds, used.user + used.system)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


# --- what is there to be shown ---------------------------------------------------------------------------------------


def make_book(client: httpx.Client) -> str:
    """A real one, through the studio; without a voice. Returns its id, which is its folder's name."""
    made = client.post("/api/books", json={"topic": "a kite that was lost", "hero": "bear", "language": "en"}).json()
    with client.stream("GET", f"/api/jobs/{made['job']}/events", timeout=600) as events:
        assert "event: end" in "".join(events.iter_text())
    return str(made["id"])


def fill(engine: Engine, folder: Path, owner: str, book: Path, many_books: int, many_jobs: int) -> list[str]:
    """Books that are copies of one, and jobs that are over; returns the books' ids."""
    ids = [str(uuid.uuid4()) for _ in range(many_books)]
    for each in ids:
        shutil.copytree(book, folder / "books" / each, copy_function=os.link)
    wish = json.dumps({"topic": "a kite that was lost"})
    row = {"owner": owner, "title": "A kite", "language": "en", "complete": True, "wish": wish, "job": None}
    about_book = json.dumps({"book": ids[0]})
    job = {"kind": "book", "queue": "cpu", "owner": owner, "title": "A kite", "state": "done", "wanted": "run"}
    job |= {"payload": about_book, "result": about_book, "priority": 0, "done": 11.0, "total": 11.0}
    job |= {"fence": 1, "attempts": 1, "most_attempts": 3, "last_event": 0}
    with engine.begin() as connection:
        connection.execute(insert(book_table), [{**row, "id": each, "created": n} for n, each in enumerate(ids, 1)])
        for first in range(0, many_jobs, 1000):
            numbers = range(first, min(first + 1000, many_jobs))
            connection.execute(insert(job_table), [{**job, "id": str(uuid.uuid4()), "submitted": n} for n in numbers])
    return ids


# --- the parts -------------------------------------------------------------------------------------------------------


def measure_start(results: Results, folder: Path) -> None:
    with running(folder):
        pass  # sets up, and compiles
    seconds, processor = [], []
    for _ in range(STARTS):
        with running(folder) as studio:
            seconds.append(studio.seconds)
            processor.append(studio.processor)
    results.add("start, set up", "median", statistics.median(seconds), "s")
    results.add("start, set up", "slowest", max(seconds), "s")
    results.add("start, set up", "processor time of the server", statistics.median(processor), "s")
    with running(folder) as studio:
        time.sleep(10)  # until nothing of the start goes on
        results.add("idle, server and worker", "memory", studio.memory(), "MB")
        results.add("idle, server and worker", "processor", studio.processor_share(), "% of a core")


def measure_pages(results: Results, folder: Path) -> None:
    with running(folder) as studio:
        with studio.client() as client:
            book = make_book(client)
            owner = client.get("/api/me").json()["id"]
            engine = open_database(f"sqlite:///{folder / 'studio.db'}")
            ids = fill(engine, folder, owner, folder / "books" / book, BOOKS - 1, JOBS)
            job = client.get("/api/jobs").json()[0]["id"]
            cookie = cookie_of(client)
        paths = {
            "the page itself": "/",
            "shelf, 60 of 1,000 books": "/api/books",
            "one book": f"/api/books/{ids[0]}",
            "jobs, 50 of 10,000": "/api/jobs",
            "one job": f"/api/jobs/{job}",
        }
        for name, path in paths.items():
            add_rates(results, name, asyncio.run(ask_again_and_again(studio, path, cookie)))
        results.add("after that, server and worker", "memory", studio.memory(), "MB")


def measure_reading(results: Results, folder: Path) -> None:
    """A book with a voice, opened by its family and by a stranger, for the first time and again; and taken along."""
    with running(folder, narrator="kokoro") as studio, studio.client() as client:
        book = make_book(client)
        shared = client.post(f"/api/books/{book}/shares", json={}).json()["path"]
        forms = {form: f"/api/books/{book}/export?form={form}" for form in ("pdf", "epub", "audio", "print")}
        for name, path in {"reader": f"/api/books/{book}/reader", "reader by a link": shared, **forms}.items():
            first, *again = [seconds_of(client, path) for _ in range(1 + REPEATS)]
            results.add(name, "first time", first, "s")
            results.add(name, "again, slowest", max(again), "s")
        with ThreadPoolExecutor(1) as aside:
            change_page(client, book)
            printing = aside.submit(seconds_of, client, forms["print"])
            waits = []
            while not printing.done():
                waits.append(seconds_of(client, "/healthz"))
            results.add("/healthz while a print is made", "slowest", 1000 * max(waits), "ms")
            results.add("/healthz while a print is made", "p95", 1000 * float(np.percentile(waits, 95)), "ms")


def seconds_of(client: httpx.Client, path: str) -> float:
    begun = time.perf_counter()
    client.get(path, timeout=600).raise_for_status()
    return time.perf_counter() - begun


def change_page(client: httpx.Client, book: str) -> None:
    """So that all forms are made anew."""
    job = client.post(f"/api/books/{book}/pages/1/redraw").json()["job"]
    with client.stream("GET", f"/api/jobs/{job}/events", timeout=600) as events:
        assert "event: end" in "".join(events.iter_text())


async def ask_again_and_again(studio: Studio, path: str, cookie: str) -> list[float]:
    """Seconds of every answer, from several connections that each ask again as soon as they have one."""
    took: list[float] = []

    async def ask(until: float) -> None:
        reader, writer = await studio.connect(path, cookie)
        while True:
            begun = time.perf_counter()
            await read_answer(reader)
            took.append(time.perf_counter() - begun)
            if time.perf_counter() > until:
                return writer.close()
            writer.write(studio.request(path, cookie))

    await ask(time.perf_counter() + 1)  # warm up
    took.clear()
    until = time.perf_counter() + SECONDS
    await asyncio.gather(*(ask(until) for _ in range(AT_ONCE)))
    return took


async def read_answer(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    assert length is not None
    await reader.readexactly(int(length[1]))


def add_rates(results: Results, name: str, took: list[float]) -> None:
    results.add(name, "requests", len(took) / SECONDS, "1/s")
    results.add(name, "p50", 1000 * float(np.percentile(took, 50)), "ms")
    results.add(name, "p95", 1000 * float(np.percentile(took, 95)), "ms")


def measure_listeners(results: Results, folder: Path) -> None:
    with running(folder, workers=0) as studio, studio.client() as client:
        owner = client.get("/api/me").json()["id"]
        store = JobStore(open_database(f"sqlite:///{folder / 'studio.db'}"))
        for many in (1, 50):
            attempts = []
            for _ in range(many):
                store.submit(JobOrder("book", owner, {"book": str(uuid.uuid4()), "wish": {"topic": "a kite"}}))
                claim = store.claim("a benchmark", ["cpu"], 3600)
                assert claim is not None
                attempts.append(Attempt(store, claim))
            name = f"{LISTENERS} listeners of {many} job{'s' if many > 1 else ''}"
            before = studio.memory()
            delays, memory = asyncio.run(listen(studio, cookie_of(client), attempts))
            results.add(name, "median to the last", 1000 * statistics.median(delays), "ms")
            results.add(name, "slowest", 1000 * max(delays), "ms")
            results.add(name, "memory", memory, "MB")
            results.add(name, "memory of listeners", memory - before, "MB")
            for attempt in attempts:
                attempt.finish({})


async def listen(studio: Studio, cookie: str, attempts: list[Attempt]) -> tuple[list[float], float]:
    """Seconds from the commit of an event until the last listener of its job has it, of several; and MB meanwhile."""
    arrivals: dict[str, list[float]] = {}
    writers: list[asyncio.StreamWriter] = []

    async def follow(job: str) -> asyncio.Task[None]:
        reader, writer = await studio.connect(f"/api/jobs/{job}/events", cookie)
        writers.append(writer)  # a connection that nobody holds is closed
        while not (await reader.readline()).startswith(b"id: 1"):  # it is told what was before
            pass

        async def hear() -> None:
            while line := await reader.readline():
                if b'"line": "' in line:
                    arrivals.setdefault(line.partition(b'"line": "')[2].decode()[:8], []).append(time.perf_counter())

        return asyncio.create_task(hear())

    listening = [await follow(attempts[n % len(attempts)].claim.job) for n in range(LISTENERS)]
    delays = []
    for number in range(EVENTS):
        attempt, word = attempts[number % len(attempts)], f"{number:08d}"
        await asyncio.sleep(0.37)  # another moment between two looks each time
        await asyncio.to_thread(attempt.log, word)
        written = time.perf_counter()
        await until(lambda word=word: len(arrivals.get(word, ())) >= LISTENERS // len(attempts))
        delays.append(max(arrivals[word]) - written)
    memory = studio.memory()
    for each in listening:
        each.cancel()
    return delays, memory


async def until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.perf_counter() + seconds
    while not condition():
        assert time.perf_counter() < deadline, "An event did not come to everybody."
        await asyncio.sleep(0.005)


def measure_dispatch(results: Results, folder: Path) -> None:
    for name, (pattern, broker) in DISPATCH.items():
        place = folder / re.sub(r"\W+", "-", name)
        with fresh_database(pattern) as database, running(place, database, broker) as studio, studio.client() as client:
            store = JobStore(open_database(database or f"sqlite:///{place / 'studio.db'}"))
            nothing = {"book": str(uuid.uuid4()), "number": 1}  # a book that is not there: the job fails at once
            job = store.submit(JobOrder("redraw", client.get("/api/me").json()["id"], nothing))
            wait_for_failure(store, job, 1)
            delays = [try_again(client, store, job, number) for number in range(2, SUBMISSIONS + 2)]
            store.engine.dispose()
        results.add(name, "submitted to started, median", 1000 * statistics.median(delays), "ms")
        results.add(name, "slowest", 1000 * max(delays), "ms")


def try_again(client: httpx.Client, store: JobStore, job: str, number: int) -> float:
    """Seconds, by the database's clock, from the moment in which a job begins to wait until a worker has begun it."""
    time.sleep(1.5 + number % 5 / 17)  # the worker has nothing to do by then, and is anywhere between two looks
    client.post(f"/api/jobs/{job}/retry").raise_for_status()
    waited, ran, _ = wait_for_failure(store, job, number)[-3:]
    return (ran - waited) / 1000


def wait_for_failure(store: JobStore, job: str, number: int) -> list[int]:
    """The moments of all changes of its state, once it has failed so often."""
    deadline = time.monotonic() + 120
    while True:
        changes = [event for event in store.read_events(job) if event.kind == "state"]
        if sum(change.body["state"] == "failed" for change in changes) >= number:
            return [change.at for change in changes]
        assert time.monotonic() < deadline, "No worker takes the job."
        time.sleep(0.05)


@contextlib.contextmanager
def fresh_database(pattern: str) -> Iterator[str]:
    if not pattern:
        yield ""
        return
    name = f"soridam_{uuid.uuid4().hex[:12]}"
    first = "postgres" if pattern == POSTGRESQL else "mysql"
    admin = create_engine(pattern.format(first), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield pattern.format(name)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name}" + (" WITH (FORCE)" if pattern == POSTGRESQL else "")))


PARTS = ("start", "pages", "reading", "listeners", "dispatch")


def main() -> None:
    parser = benchmark_arguments(__doc__ or "")
    parser.add_argument("--only", choices=PARTS, action="append", help="may be repeated; default: all")
    arguments = parser.parse_args()
    wanted = arguments.only or PARTS
    build_page()
    results = TalkingResults("studio")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if "start" in wanted:
            measure_start(results, folder / "start")
        if "pages" in wanted:
            measure_pages(results, folder / "pages")
        if "reading" in wanted:
            measure_reading(results, folder / "reading")
        if "listeners" in wanted:
            measure_listeners(results, folder / "listeners")
        if "dispatch" in wanted:
            measure_dispatch(results, folder / "dispatch")
    finish(results, arguments.json)


if __name__ == "__main__":
    main()
