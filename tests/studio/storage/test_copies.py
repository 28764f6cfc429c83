"""Two machines that share a database and a store, and no folder: what one makes the other shows."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update
from tests.book.small_book import write_small_book
from tests.studio.databases import KINDS, fresh_database
from tests.studio.s3 import KEYS, s3_server

from soridam.book.draw.heroes import default_hero
from soridam.book.folder import open_book
from soridam.book.story import Wish
from soridam.core.errors import BookError, StorageError
from soridam.settings import BookSettings, Settings, StudioSettings
from soridam.studio.books.work import make_book, redraw_page
from soridam.studio.database import now_ms
from soridam.studio.housekeeping import tidy_daily
from soridam.studio.jobs.attempt import Attempt, LostLeaseError
from soridam.studio.jobs.context import JobContext, StopRequestedError
from soridam.studio.jobs.store import JobOrder
from soridam.studio.jobs.table import jobs
from soridam.studio.parts import StudioParts, build_parts
from soridam.studio.records import books, stored
from soridam.studio.storage.copies import Copies
from soridam.studio.storage.deletions import sweep_folders
from soridam.studio.storage.store import Storage, open_storage
from soridam.studio.storage.versions import point_at, read_version
from soridam.studio.worker import build_runner

BOOK = "6a3c2f60-0000-4000-8000-000000000009"


@pytest.fixture(scope="module")
def store():
    with pytest.MonkeyPatch.context() as patch, s3_server() as settings:
        for name, value in KEYS.items():
            patch.setenv(name, value)
        yield settings


@pytest.fixture
def machine(store, tmp_path):
    """A machine of the studio, by name: it has a folder of its own."""
    with fresh_database("sqlite", tmp_path) as address:
        yield from _machines(store, tmp_path, address)


def _machines(store, tmp_path, address):
    built = {}

    def named(name: str) -> StudioParts:
        if name not in built:
            settings = StudioSettings(folder=str(tmp_path / name), database=address, storage=store)
            (tmp_path / name).mkdir()
            built[name] = build_parts(settings)
        return built[name]

    named("server").accounts.create("keeper", "owner")
    yield named
    open_storage(store).delete(f"books/{BOOK}")
    for parts in built.values():
        parts.close()


def wish_for_a_book(parts: StudioParts):
    """As the page does it: a job, and a row of the shelf."""
    user = parts.accounts.create("mina", "maker")
    wish = Wish(topic="a kite", hero=default_hero("rabbit", "en"), language="en", age_band="3-4")
    job = parts.jobs.submit(JobOrder("book", user.id, {"book": BOOK, "wish": wish.model_dump(mode="json")}))
    give_row(parts, user, wish, job)
    return user


def give_row(parts: StudioParts, user, wish: Wish, job: str | None = None) -> None:
    values = {"id": BOOK, "owner": user.id, "title": "x", "language": "en", "complete": True, "job": job}
    with parts.engine.begin() as connection:
        connection.execute(insert(books).values(created=now_ms(), wish=wish.model_dump_json(), **values))


def tell_environment(parts: StudioParts, monkeypatch) -> None:
    monkeypatch.setenv("SORIDAM_STUDIO__FOLDER", parts.settings.folder)
    monkeypatch.setenv("SORIDAM_STUDIO__STORAGE__URL", parts.settings.storage.url)
    monkeypatch.setenv("SORIDAM_STUDIO__STORAGE__ENDPOINT", parts.settings.storage.endpoint)
    monkeypatch.setenv("SORIDAM_BOOK__NARRATOR", "none")


@contextmanager
def job_on(parts: StudioParts, stopping: threading.Event | None = None):
    """The next job with its context, as its process on this machine has them."""
    claim = parts.jobs.claim("test", ["cpu"], 600)
    assert claim is not None
    attempt = Attempt(parts.jobs, claim)
    settings = Settings(book=BookSettings(narrator="none"), studio=parts.settings)
    folder = Path(parts.settings.folder)
    yield attempt, JobContext(attempt, folder, stopping or threading.Event(), settings), claim.payload


def make(parts: StudioParts) -> None:
    with job_on(parts) as (attempt, context, payload):
        attempt.finish(make_book(context, payload))


def test_a_book_that_a_worker_made_elsewhere_is_read_on_the_server(machine, monkeypatch):
    """By a process of its own, which gets keys and settings by the environment."""
    server, worker = machine("server"), machine("worker")
    user = wish_for_a_book(server)
    tell_environment(worker, monkeypatch)
    job = build_runner(worker.settings, ["cpu"]).run_next()
    assert server.jobs.read(job)["state"] == "done", dict(server.jobs.read(job))
    there, here = open_book(worker.settings.books_folder / BOOK), server.bookcase.open_own(user, BOOK)
    assert here.is_complete and here.record == there.record
    assert [here.read_picture(each) for each in here.numbers] == [there.read_picture(each) for each in there.numbers]


def test_pages_are_seen_while_the_book_is_made_and_another_machine_goes_on_with_them(machine, monkeypatch):
    """The first worker stops after two pages, with its disk; the second does not draw those again."""
    server = machine("server")
    user, stopping, told = wish_for_a_book(server), threading.Event(), []
    with job_on(machine("lost"), stopping) as (attempt, context, payload):
        tell = context.sample

        def stop_after_two(body):
            tell(body)
            told.extend([body["page"]] if "page" in body else [])
            if len(told) == 2:
                stopping.set()

        monkeypatch.setattr(context, "sample", stop_after_two)
        with pytest.raises(StopRequestedError):
            make_book(context, payload)
        attempt.stop("waiting")
    early = server.bookcase.open_own(user, BOOK)
    ready = [number for number in early.numbers if early.sheet(number)]
    assert len(ready) == 2 and not early.is_complete
    make(machine("worker"))
    late = server.bookcase.open_own(user, BOOK)
    assert late.is_complete
    assert [late.made_sheet(number) for number in ready] == [early.made_sheet(number) for number in ready]


def test_a_page_that_is_drawn_anew_elsewhere_replaces_the_one_on_the_server(machine):
    server = machine("server")
    user = server.accounts.create("mina", "maker")
    give_row(server, user, write_small_book(server.settings.books_folder / BOOK, "en").record.wish)
    before = server.bookcase.open_own(user, BOOK)
    server.jobs.submit(JobOrder("redraw", user.id, {"book": BOOK, "number": 1}))
    with job_on(machine("other")) as (attempt, context, payload):
        attempt.finish(redraw_page(context, payload))
    after = server.bookcase.open_own(user, BOOK)
    assert after.made_sheet(1).version == before.made_sheet(1).version + 1
    assert after.made_sheet(2) == before.made_sheet(2)


def test_an_attempt_that_has_lost_its_lease_shows_nothing_to_anybody(machine):
    server, worker = machine("server"), machine("worker")
    user = wish_for_a_book(server)
    with (
        job_on(worker) as (_, context, _payload),
        context.working_copy("books", BOOK) as copy,
    ):
        write_small_book(copy.folder, "en")
        copy.save()
        shown = read_version(server.engine, BOOK)
        (copy.folder / "pictures" / "page-01-v1.png").write_bytes(b"late")
        with server.engine.begin() as connection:
            connection.execute(update(jobs).values(fence=jobs.c.fence + 1))
        with pytest.raises(LostLeaseError):
            copy.save()
        assert read_version(server.engine, BOOK) == shown
        with server.engine.begin() as connection:
            connection.execute(update(jobs).values(fence=jobs.c.fence - 1))
    assert server.bookcase.open_own(user, BOOK).is_complete


def test_what_was_there_before_the_store_is_taken_along_when_it_is_first_looked_at(machine):
    server, other = machine("server"), machine("other")
    user = server.accounts.create("mina", "maker")
    written = write_small_book(server.settings.books_folder / BOOK, "en")
    give_row(server, user, written.record.wish)
    assert server.bookcase.open_own(user, BOOK).record == written.record
    assert other.bookcase.open_own(user, BOOK).record == written.record


def test_a_change_on_one_server_is_seen_by_another_and_of_two_at_once_one_is_refused(machine):
    one, two = machine("server"), machine("two")
    user = one.accounts.create("mina", "maker")
    give_row(one, user, write_small_book(one.settings.books_folder / BOOK, "en").record.wish)
    one.bookcase.open_own(user, BOOK)
    copies = Copies(one.engine, one.settings)
    with copies.changing("books", BOOK) as folder:
        (folder / "note.txt").write_text("one")
    assert (Copies(two.engine, two.settings).refresh("books", BOOK) / "note.txt").read_text() == "one"
    with pytest.raises(StorageError, match="meanwhile"), copies.changing("books", BOOK) as folder:
        (folder / "note.txt").write_text("one again")
        with Copies(two.engine, two.settings).changing("books", BOOK) as elsewhere:
            (elsewhere / "note.txt").write_text("two")
    assert (copies.refresh("books", BOOK) / "note.txt").read_text() == "two"


def test_what_somebody_here_works_on_is_not_replaced_under_them(machine):
    server = machine("server")
    user = wish_for_a_book(server)
    with (
        job_on(server) as (_, context, _payload),
        context.working_copy("books", BOOK) as copy,
    ):
        write_small_book(copy.folder, "en")
        copy.save()
        (copy.folder / "pictures" / "new.png").write_bytes(b"being drawn")
        assert server.bookcase.open_own(user, BOOK).is_complete
        assert (copy.folder / "pictures" / "new.png").read_bytes() == b"being drawn"


def test_a_copy_of_what_was_deleted_comes_back_from_no_machine(machine, store):
    server, worker = machine("server"), machine("worker")
    user = server.accounts.create("mina", "maker")
    give_row(server, user, write_small_book(server.settings.books_folder / BOOK, "en").record.wish)
    server.bookcase.open_own(user, BOOK)
    worker.copies.refresh("books", BOOK)
    server.bookcase.delete(server.bookcase.find(user, BOOK))
    server.deletion.sweep()
    with pytest.raises(StorageError, match="no longer"):
        worker.copies.refresh("books", BOOK)
    with pytest.raises(StorageError, match="deleted meanwhile"), server.engine.begin() as connection:
        point_at(connection, "books", BOOK, "0" * 64)
    assert not open_storage(store).versions(f"books/{BOOK}")
    sweep_folders(worker.engine, Path(worker.settings.folder))
    assert not (worker.settings.books_folder / BOOK).exists()


def test_a_job_that_fails_on_a_machine_without_the_book_leaves_the_book_of_the_server_alone(machine):
    """As after a restore: nothing is in the store yet."""
    server, worker = machine("server"), machine("worker")
    user = server.accounts.create("mina", "maker")
    written = write_small_book(server.settings.books_folder / BOOK, "en")
    give_row(server, user, written.record.wish)
    server.jobs.submit(JobOrder("redraw", user.id, {"book": BOOK, "number": 1}))
    with job_on(worker) as (_, context, payload), pytest.raises(BookError):
        redraw_page(context, payload)
    assert read_version(server.engine, BOOK) is None
    tidy_daily(server)
    assert server.bookcase.open_own(user, BOOK).record == written.record
    assert worker.bookcase.open_own(user, BOOK).record == written.record


def test_a_reader_waits_until_what_another_one_fetches_is_whole(machine, monkeypatch):
    server, other = machine("server"), machine("other")
    user = server.accounts.create("mina", "maker")
    give_row(server, user, write_small_book(server.settings.books_folder / BOOK, "en").record.wish)
    server.bookcase.open_own(user, BOOK)
    begun, go_on, fetch = threading.Event(), threading.Event(), Storage._fetch

    def slowly(self, source, digest, path):
        begun.set()
        assert go_on.wait(60)
        fetch(self, source, digest, path)

    monkeypatch.setattr(Storage, "_fetch", slowly)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(other.bookcase.open_own, user, BOOK)
        assert begun.wait(60)
        second = pool.submit(other.bookcase.open_own, user, BOOK)
        go_on.set()
        assert first.result().is_complete and second.result().is_complete


@pytest.mark.parametrize("way", ["book", "account"])
def test_what_is_deleted_is_in_the_store_no_more(way, machine, store):
    server = machine("server")
    user = server.accounts.create("mina", "maker")
    give_row(server, user, write_small_book(server.settings.books_folder / BOOK, "en").record.wish)
    server.bookcase.open_own(user, BOOK)
    assert open_storage(store).versions(f"books/{BOOK}")
    if way == "book":
        server.bookcase.delete(server.bookcase.find(user, BOOK))
        server.deletion.sweep()
    else:
        server.deletion.delete_account(user.id)
    assert open_storage(store).versions(f"books/{BOOK}") == set()
    assert read_version(server.engine, BOOK) is None


@pytest.mark.parametrize("kind", KINDS)
def test_the_pointer_moves_on_every_database(kind, store, tmp_path):
    with fresh_database(kind, tmp_path) as address:
        machines = _machines(store, tmp_path, address)
        parts = next(machines)("server")
        user = parts.accounts.create("mina", "maker")
        parts.jobs.submit(JobOrder("redraw", user.id, {"book": BOOK, "number": 1}))
        attempt = Attempt(parts.jobs, parts.jobs.claim("a", ["cpu"], 600))
        for version in ("1", "1", "2"):
            attempt.point_at("books", BOOK, version)
            assert read_version(parts.engine, BOOK) == version
        next(machines, None)


def test_without_a_store_nothing_is_copied_and_no_row_is_written(tmp_path):
    with fresh_database("sqlite", tmp_path) as address:
        parts = build_parts(StudioSettings(folder=str(tmp_path), database=address))
        user = parts.accounts.create("mina", "maker")
        give_row(parts, user, write_small_book(parts.settings.books_folder / BOOK, "en").record.wish)
        before = sorted(tmp_path.rglob("*"))
        opened = parts.bookcase.open_own(user, BOOK)
        with Copies(parts.engine, parts.settings).changing("books", BOOK) as folder:
            assert folder == opened.folder
        assert sorted(tmp_path.rglob("*")) == before
        with parts.engine.connect() as connection:
            assert connection.execute(select(stored)).all() == []
        parts.close()
