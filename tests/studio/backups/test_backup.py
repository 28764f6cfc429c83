"""Backups are tested by restoring them: from one database into another, with a book and a corpus to look at."""

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text, update
from tests.studio.databases import KINDS, empty_database, fresh_database
from tests.studio.factories import book_order, give_belongings

from soridam.core.errors import BackupError, UsageError
from soridam.core.progress import SilentProgress, progress_shown_by
from soridam.settings import StudioSettings
from soridam.studio.backups.backup import HELD, LEFT_OUT, hold, make_backup
from soridam.studio.backups.restore import restore_backup
from soridam.studio.database import now_ms, open_snapshot
from soridam.studio.jobs.table import jobs
from soridam.studio.parts import StudioParts, build_parts
from soridam.studio.people.accounts import User
from soridam.studio.people.audit import read_entries, write_entry
from soridam.studio.records import deletions, users
from soridam.studio.storage.extents import files_of
from soridam.studio.tables import all_tables, find_table

WAYS = [("sqlite", "sqlite"), ("sqlite", "postgresql"), ("postgresql", "mariadb"), ("mariadb", "sqlite")]


@contextmanager
def a_studio(kind: str, folder: Path):
    folder.mkdir(parents=True)
    with fresh_database(kind, folder) as address:
        parts = build_parts(StudioSettings(folder=str(folder), database=address))
        yield parts
        parts.close()


@contextmanager
def restored(kind: str, archive: Path, folder: Path):
    """The studio that comes out of an archive."""
    if kind == "sqlite":
        restore_backup(archive, folder)
        parts = build_parts(StudioSettings(folder=str(folder)))
        yield parts
        parts.close()
        return
    with empty_database(kind, folder) as address:
        restore_backup(archive, folder, address)
        parts = build_parts(StudioSettings(folder=str(folder), database=address))
        yield parts
        parts.close()


def live_in(parts: StudioParts) -> tuple[User, dict[str, str]]:
    """Mina, with one of everything, a prepared corpus, and a line in the log."""
    mina = parts.accounts.create("미나 🐋", "maker", "a long password")
    things = give_belongings(parts, mina)
    parts.consents.give(mina.id, "store")
    place = parts.corpora.own(mina, things["corpus"]).place
    (place.corpus / "data").mkdir(parents=True)
    (place.ready / "figures.json").write_text("{}")
    (place.corpus / "data" / "train.parquet").write_bytes(os.urandom(30_000))
    (place.files / "고래.wav").parent.mkdir(parents=True)
    (place.files / "고래.wav").write_bytes(b"sound")
    write_entry(parts.engine, {"method": "POST", "path": "/api/books", "client": None}, mina, 202)
    return mina, things


def content(parts: StudioParts) -> dict[str, list]:
    """All rows that a backup takes, without what a database counts itself."""
    found = {}
    with parts.engine.connect() as connection:
        for table in all_tables():
            if table.name not in LEFT_OUT:
                columns = [column for column in table.c if column is not table.autoincrement_column]
                rows = connection.execute(select(*columns)).mappings().all()
                found[table.name] = sorted(json.dumps(dict(row), sort_keys=True) for row in rows)
    return found


@pytest.mark.parametrize(("source", "target"), WAYS)
def test_what_is_restored_is_what_was_there(source, target, tmp_path):
    archive, there = tmp_path / "studio.tar", tmp_path / "new"
    with a_studio(source, tmp_path / "old") as old:
        mina, things = live_in(old)
        made = make_backup(old.engine, tmp_path / "old", archive)
        before = content(old)
        assert made.rows["books"] == made.rows["pictures"] == 1 and before["segments"]
        with restored(target, archive, there) as new:
            assert content(new) == before
            copied, original = (each.bookcase.open_own(mina, things["book"]) for each in (new, old))
            assert copied.read_picture(1) == original.read_picture(1)
            (corpus,) = new.corpora.all(mina)
            assert corpus.state(1) == "ready"
            assert (corpus.place.files / "고래.wav").read_bytes() == b"sound"
            runs = {run.id for run in new.runs.all(mina, "train")}
            assert runs == {things["run"], things["recognizer"], things["picture_model"]}
            assert new.accounts.check_password("미나 🐋", "a long password") == mina
            write_entry(new.engine, {"method": "POST", "path": "/after", "client": None}, mina, 200)
            assert [entry.action for entry in read_entries(new.engine, None, 2)] == ["POST /after", "POST /api/books"]


def test_ways_in_that_may_have_been_revoked_since_are_left_out(tmp_path):
    with a_studio("sqlite", tmp_path / "old") as old:
        mina, things = live_in(old)
        session = old.accounts.issue(mina, "session", 600)
        make_backup(old.engine, tmp_path / "old", tmp_path / "studio.tar")
        with restored("sqlite", tmp_path / "studio.tar", tmp_path / "new") as new, new.engine.connect() as connection:
            assert new.accounts.find(session, "session") is None
            for name in LEFT_OUT:
                assert connection.execute(select(func.count()).select_from(find_table(name))).scalar_one() == 0
    assert things["secret"].encode() not in (tmp_path / "studio.tar").read_bytes()


def test_who_reads_the_archive_is_its_owner_alone(tmp_path):
    with a_studio("sqlite", tmp_path / "old") as old:
        make_backup(old.engine, tmp_path / "old", tmp_path / "studio.tar")
    assert (tmp_path / "studio.tar").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("wanted", "state"), [("run", "waiting"), ("cancel", "cancelled"), ("pause", "paused")])
def test_a_job_that_ran_waits_for_its_next_attempt_or_is_stopped_as_it_was_asked(wanted, state, tmp_path):
    with a_studio("sqlite", tmp_path / "old") as old:
        mina = old.accounts.create("mina", "maker")
        job = old.jobs.submit(book_order(mina.id))
        old.jobs.claim("a", ["cpu"], 600)
        with old.engine.begin() as connection:
            connection.execute(update(jobs).values(wanted=wanted))
        make_backup(old.engine, tmp_path / "old", tmp_path / "studio.tar")
        with restored("sqlite", tmp_path / "studio.tar", tmp_path / "new") as new:
            row = new.jobs.read(job)
            assert (row["state"], row["runner"], row["lease_until"], row["attempts"]) == (state, None, None, 0)
            assert new.jobs.read_events(job)[-1].body == {"state": state, "because": "restored"}
            again = new.jobs.claim("b", ["cpu"], 600)
            assert (again is not None and again.fence == 2) == (state == "waiting")


def test_paths_below_the_studio_follow_it(tmp_path):
    with a_studio("sqlite", tmp_path / "old") as old:
        mina, things = live_in(old)
        weights, elsewhere = f"{tmp_path}/old/runs/{things['run']}/run", f"{tmp_path}/older/model"
        config = Path(weights) / "config.toml"
        config.parent.mkdir(parents=True)
        config.write_text(f'[model]\nname = "{weights}"\nother = "{elsewhere}"\n')
        order = book_order(mina.id)
        job = old.jobs.submit(type(order)(order.kind, mina.id, {**order.payload, "model": weights, "x": elsewhere}))
        make_backup(old.engine, tmp_path / "old", tmp_path / "studio.tar")
        with restored("sqlite", tmp_path / "studio.tar", tmp_path / "new 새") as new:
            moved = weights.replace("/old/", "/new 새/")
            payload = json.loads(new.jobs.read(job)["payload"])
            assert (payload["model"], payload["x"]) == (moved, elsewhere)
            assert (Path(moved) / "config.toml").read_text() == f'[model]\nname = "{moved}"\nother = "{elsewhere}"\n'


@pytest.mark.parametrize("kind", KINDS)
def test_a_snapshot_sees_one_moment_while_others_write(kind, tmp_path):
    with a_studio(kind, tmp_path / "old") as old:
        count = select(func.count()).select_from(users)
        old.accounts.create("mina", "maker")
        with open_snapshot(old.engine) as snapshot:
            assert snapshot.execute(count).scalar_one() == 1
            old.accounts.create("jun", "maker")
            assert snapshot.execute(count).scalar_one() == 1
        assert len(old.accounts.people()) == 2


def test_what_happens_while_the_files_are_copied_is_not_in_the_backup(tmp_path):
    with a_studio("sqlite", tmp_path / "old") as old:
        live_in(old)
        with progress_shown_by(at_bytes(1, lambda: old.accounts.create("late", "maker"))):
            make_backup(old.engine, tmp_path / "old", tmp_path / "studio.tar")
        with restored("sqlite", tmp_path / "studio.tar", tmp_path / "new") as new:
            assert [person.name for person in new.accounts.people()] == ["미나 🐋"]


def test_a_corpus_that_is_prepared_anew_meanwhile_is_the_old_or_the_new_one(tmp_path, monkeypatch):
    """Its folder is replaced between two of its files; then it is taken once more."""
    with a_studio("sqlite", tmp_path / "old") as old:
        mina, things = live_in(old)
        place = old.corpora.own(mina, things["corpus"]).place
        making = place.making("job")
        for path in files_of(place.ready):
            copy = making / path.relative_to(place.ready)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text("new")
        link, linked = os.link, []

        def publish_after_the_first(path, target):
            link(path, target)
            linked.append(path)
            if len(linked) == 2:
                place.publish("job")

        monkeypatch.setattr(os, "link", publish_after_the_first)
        hold(place.folder, tmp_path / "held")
        assert {path.read_text() for path in files_of(tmp_path / "held" / "ready")} == {"new"}


def test_what_somebody_deletes_meanwhile_is_in_no_backup(tmp_path):
    with a_studio("sqlite", tmp_path / "old") as old:
        _, things = live_in(old)

        def forget():
            with old.engine.begin() as connection:
                connection.execute(insert(deletions).values(id=things["book"], at=now_ms()))

        with progress_shown_by(at_bytes(1, forget)), pytest.raises(BackupError, match="deleted"):
            make_backup(old.engine, tmp_path / "old", tmp_path / "studio.tar")
        assert [path.name for path in tmp_path.iterdir()] == ["old"]


def test_work_in_progress_and_what_is_drawn_anew_is_not_copied(tmp_path):
    for name in (
        "making-1/a",
        "old-1/a",
        "incoming/a",
        "thumbnails/1.jpg",
        ".lock",
        "run/.checkpoint-3.tmp/w",
        "files/making-x.wav",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [path.name for path in files_of(tmp_path)] == ["making-x.wav"]


def test_a_backup_is_never_overwritten(tmp_path):
    with a_studio("sqlite", tmp_path / "old") as old:
        (tmp_path / "studio.tar").write_text("precious")
        with pytest.raises(UsageError, match="already"):
            make_backup(old.engine, tmp_path / "old", tmp_path / "studio.tar")
        assert (tmp_path / "studio.tar").read_text() == "precious"


def test_a_database_of_another_version_is_not_backed_up(tmp_path):
    with empty_database("sqlite", tmp_path) as address:
        parts = build_parts(StudioSettings(folder=str(tmp_path), database=address))
        with pytest.raises(BackupError, match="older or newer"):
            make_backup(parts.engine, tmp_path, tmp_path / "studio.tar")


def test_a_table_that_nobody_knows_is_not_left_out_without_a_word(tmp_path):
    with a_studio("sqlite", tmp_path / "old") as old:
        with old.engine.begin() as connection:
            connection.execute(text("CREATE TABLE surprise (id INTEGER)"))
        with pytest.raises(BackupError, match="surprise"):
            make_backup(old.engine, tmp_path / "old", tmp_path / "studio.tar")
        assert not (tmp_path / "studio.tar").exists()


KILLED = """
import os, signal, sys
from contextlib import contextmanager
from pathlib import Path
from soridam.core.progress import SilentProgress, progress_shown_by
from soridam.studio.backups.backup import make_backup
from soridam.studio.backups.restore import restore_backup
from soridam.studio.database import open_database

class Killer(SilentProgress):
    left = int(sys.argv[2])
    def advance(self, amount=1):
        Killer.left -= 1
        if not Killer.left:
            os.kill(os.getpid(), signal.SIGKILL)

@contextmanager
def show(*_):
    yield Killer()

here = Path(sys.argv[3])
with progress_shown_by(show):
    if sys.argv[1] == "backup":
        make_backup(open_database(f"sqlite:///{here / 'old' / 'studio.db'}"), here / "old", here / "studio.tar")
    else:
        restore_backup(here / "studio.tar", here / "new", sys.argv[4])
"""


def kill_at(step: int, what: str, folder: Path, database: str = "") -> None:
    command = [sys.executable, "-c", KILLED, what, str(step), str(folder), database]
    environment = {**os.environ, "TMPDIR": str(folder)}  # so that what is left there is seen, too
    assert subprocess.run(command, check=False, env=environment).returncode == -signal.SIGKILL


@pytest.mark.parametrize("step", [1, 20])
def test_a_backup_that_is_killed_half_way_leaves_no_archive(step, tmp_path):
    with a_studio("sqlite", tmp_path / "old") as old:
        live_in(old)
        kept = {path.name for path in (tmp_path / "old").iterdir()}
        kill_at(step, "backup", tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == ["old"]
        assert {path.name for path in (tmp_path / "old").iterdir()} <= {*kept, "backup.lock", HELD}
        make_backup(old.engine, tmp_path / "old", tmp_path / "studio.tar")
        assert not (tmp_path / "old" / HELD).exists()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_restore_that_is_killed_half_way_leaves_no_studio_and_can_be_done_again(kind, tmp_path):
    with a_studio("sqlite", tmp_path / "old") as old:
        mina, _ = live_in(old)
        make_backup(old.engine, tmp_path / "old", tmp_path / "studio.tar")
    with empty_database(kind, tmp_path) as address:
        database = "" if kind == "sqlite" else address
        kill_at(20, "restore", tmp_path, database)
        assert not (tmp_path / "new").exists()
        restore_backup(tmp_path / "studio.tar", tmp_path / "new", database)
        parts = build_parts(StudioSettings(folder=str(tmp_path / "new"), database=database))
        assert [person.id for person in parts.accounts.people()] == [mina.id]
        parts.close()
    assert not list(tmp_path.glob(".*"))


def at_bytes(step: int, do):
    """Progress that does something at the so-manieth word of it."""

    class Doing(SilentProgress):
        left = step

        def advance(self, amount: float = 1) -> None:
            Doing.left -= 1
            if Doing.left == 0:
                do()

    @contextmanager
    def show(*_):
        yield Doing()

    return show
