"""After a deletion nothing of somebody is left: searched for by what they brought, in every file and every table."""

import asyncio
import shutil
import uuid
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import insert, select, text, update
from tests.book.small_book import write_small_book
from tests.studio.databases import KINDS, fresh_database
from tests.studio.factories import book_order

from soridam.core.errors import NotFoundError, UsageError
from soridam.settings import StudioSettings
from soridam.studio.database import now_ms
from soridam.studio.jobs.attempt import Attempt
from soridam.studio.parts import build_parts
from soridam.studio.people.accounts import User
from soridam.studio.people.audit import write_entry
from soridam.studio.people.deletion import SWEPT_FOR, forget_old_rows
from soridam.studio.records import books, deletions
from soridam.studio.tables import all_tables

CANARY = "카나리아-7f3a9c"
SOUND = np.random.default_rng(7).integers(-9000, 9000, 4000).astype("<i2").tobytes()


@pytest.fixture(params=KINDS)
def parts(request, tmp_path):
    with fresh_database(request.param, tmp_path) as address:
        built = build_parts(StudioSettings(folder=str(tmp_path / "studio"), database=address))
        Path(built.settings.folder).mkdir()
        built.accounts.create("keeper", "owner")
        yield built
        built.close()


def bring(parts) -> User:
    """Somebody with a book, a job that has told things, ways in, and a recording; all with the canary in it."""
    user = parts.accounts.create(f"{CANARY} 미나", "maker", "a long password")
    parts.accounts.issue(user, "token", 600, "books", label=CANARY)
    parts.accounts.link_identity(user.id, "https://id.example", CANARY)
    job = parts.jobs.submit(book_order(user.id, CANARY))
    attempt = Attempt(parts.jobs, parts.jobs.claim("a", ["cpu"], 30))
    attempt.log(CANARY)
    attempt.finish({"title": CANARY})
    artifacts = Path(parts.settings.folder) / "jobs" / job / "attempt-1"
    artifacts.mkdir(parents=True)
    (artifacts / "recording.wav").write_bytes(SOUND)
    book = str(uuid.uuid4())
    write_small_book(parts.settings.books_folder / book, "en")
    (parts.settings.books_folder / book / f"{CANARY}.txt").write_text("x")
    values = {"id": book, "owner": user.id, "title": CANARY, "language": "en", "complete": True, "wish": CANARY}
    with parts.engine.begin() as connection:
        connection.execute(insert(books).values(created=now_ms(), job=job, **values))
    corpus = parts.corpora.create(user, "corpus", "ko", "upload")
    asyncio.run(parts.corpora.uploads(corpus).receive(f"{CANARY}.wav", 0, len(SOUND), pieces_of(SOUND)))
    write_entry(parts.engine, {"method": "POST", "path": "/api/books", "client": None}, user, 202)
    return user


async def pieces_of(data: bytes):
    yield data


def traces(parts, *marks: bytes) -> list[str]:
    """Where the marks are found: names and bytes of all files, and rows of all tables."""
    found = []
    for path in Path(parts.settings.folder).parent.rglob("*"):
        if any(mark in str(path).encode() for mark in marks):
            found.append(f"name {path}")
        if path.is_file() and any(mark in path.read_bytes() for mark in marks):
            found.append(f"file {path}")
    with parts.engine.connect() as connection:
        for table in all_tables():
            rows = repr(connection.execute(select(table)).all()).encode()
            found += [f"table {table.name}"] if any(mark in rows for mark in marks) else []
    return found


def test_nothing_of_a_deleted_person_is_found_anywhere(parts):
    user = bring(parts)
    before = traces(parts, CANARY.encode(), SOUND)
    assert {"table users", "table secrets", "table jobs", "table job_events", "table books"} <= set(before)
    assert any(".wav" in trace for trace in before)
    parts.deletion.delete_account(user.id)
    assert traces(parts, CANARY.encode(), SOUND) == []
    assert [person.name for person in parts.accounts.people()] == ["keeper"]


def test_what_belongs_to_others_stays(parts):
    user = bring(parts)
    jun = parts.accounts.create("jun", "maker")
    kept = parts.jobs.submit(book_order(jun.id))
    parts.deletion.delete_account(user.id)
    assert parts.jobs.read(kept)["state"] == "waiting"


def test_what_a_job_writes_while_its_owner_leaves_goes_with_the_next_sweep(parts):
    user = bring(parts)
    job = parts.jobs.submit(book_order(user.id))
    parts.deletion.delete_account(user.id)
    late = Path(parts.settings.folder) / "jobs" / job
    late.mkdir(parents=True)
    (late / "late.wav").write_bytes(SOUND)
    parts.deletion.sweep()
    assert traces(parts, SOUND) == []


def test_a_deletion_that_was_killed_before_its_folders_is_finished_later(parts, monkeypatch):
    user = bring(parts)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", die)
        with pytest.raises(KeyboardInterrupt):
            parts.deletion.delete_account(user.id)
    assert traces(parts, SOUND)
    parts.deletion.sweep()
    forget_old_rows(parts.engine)
    assert traces(parts, CANARY.encode(), SOUND) == []


def test_what_was_deleted_is_itself_forgotten_in_time(parts):
    parts.deletion.delete_account(bring(parts).id)
    with parts.engine.begin() as connection:
        connection.execute(update(deletions).values(at=now_ms() - SWEPT_FOR * 1000 - 1))
    parts.deletion.sweep()
    with parts.engine.connect() as connection:
        assert connection.execute(text("SELECT COUNT(*) FROM deletions")).scalar_one() == 0


def test_the_last_owner_and_nobody_cannot_be_deleted(parts):
    (keeper,) = parts.accounts.people()
    with pytest.raises(UsageError, match="needs an owner"):
        parts.deletion.delete_account(keeper.id)
    with pytest.raises(NotFoundError):
        parts.deletion.delete_account("nobody")


def test_every_table_with_something_of_somebody_s_is_reached_from_them():
    """By `owner`, or by a foreign key that cascades from a table that is reached. The log keeps ids only."""
    reached = {"users", "audit", "deletions", "invitations"}
    for table in all_tables():
        cascades = any(key.ondelete == "CASCADE" and key.column.table.name in reached for key in table.foreign_keys)
        if "owner" in table.c or "place" in table.c or cascades:
            reached.add(table.name)
    assert {table.name for table in all_tables()} - reached == set()
