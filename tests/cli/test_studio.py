import io
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.studio.factories import book_order, give_belongings
from typer.testing import CliRunner

from soridam.cli.main import app
from soridam.settings import StudioSettings, read_settings
from soridam.studio.backups.archive import MANIFEST
from soridam.studio.backups.backup import LEFT_OUT
from soridam.studio.database import open_database
from soridam.studio.jobs.attempt import Attempt
from soridam.studio.migrations import migrate
from soridam.studio.parts import StudioParts, build_parts
from soridam.studio.people.accounts import User
from soridam.studio.tables import all_tables


def test_workers_read_the_same_folder_and_file_as_the_server(tmp_path, monkeypatch):
    (tmp_path / "mine.toml").write_text('[book]\nnarrator = "none"\n')
    monkeypatch.setattr(os, "environ", os.environ.copy())
    monkeypatch.setattr("soridam.studio.http.build.build_page", lambda: None)
    seen = []
    monkeypatch.setattr("soridam.studio.server.run_studio", lambda given: seen.append((given, read_settings())))
    arguments = ["studio", "--folder", str(tmp_path / "kept"), "--settings", str(tmp_path / "mine.toml")]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    (given, of_a_worker) = seen[0]
    assert of_a_worker.studio.folder == given.folder == str(tmp_path / "kept")
    assert of_a_worker.book.narrator == "none"


@pytest.fixture
def studio(tmp_path, monkeypatch) -> StudioParts:
    """With one person, and an environment of the test's own."""
    monkeypatch.setattr(os, "environ", os.environ.copy())
    (tmp_path / "old").mkdir()
    parts = build_parts(StudioSettings(folder=str(tmp_path / "old")))
    migrate(parts.engine)
    parts.accounts.create("mina", "owner")
    yield parts
    parts.close()


def command(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """A command as a process of its own: it has imported nothing but what it imports itself."""
    return subprocess.run(
        [sys.executable, "-m", "soridam", "studio", *arguments], capture_output=True, text=True, check=False
    )


def rows_of(folder: Path) -> dict[str, list]:
    """All rows by table, without what a database counts itself."""
    engine = open_database(f"sqlite:///{folder / 'studio.db'}")
    found = {}
    with engine.connect() as connection:
        for table in all_tables():
            columns = [column for column in table.c if column is not table.autoincrement_column]
            found[table.name] = sorted(map(repr, connection.execute(select(*columns)).all()))
    engine.dispose()
    return found


def test_every_row_comes_back_from_a_backup_by_two_commands(studio, tmp_path):
    mina = studio.accounts.people()[0]
    give_belongings(studio, mina)
    finish_a_job(studio, mina)
    archive, old, new = (str(tmp_path / name) for name in ("studio.tar", "old", "new"))
    backed_up = command("backup", archive, "--folder", old)
    assert backed_up.returncode == 0, backed_up.stderr
    assert "1 users, 1 books, 1 corpora, 7 runs, 5 jobs" in backed_up.stdout
    restored = command("restore", archive, "--folder", new)
    assert restored.returncode == 0, restored.stderr
    assert "deleted after the backup" in restored.stdout
    before, after = rows_of(tmp_path / "old"), rows_of(tmp_path / "new")
    assert {name for name in before if before[name] and not after[name]} == {"secrets", "shares"}
    assert {name: rows for name, rows in after.items() if rows} == {
        name: rows for name, rows in before.items() if rows and name not in LEFT_OUT
    }


def finish_a_job(studio: StudioParts, mina: User) -> None:
    studio.jobs.submit(book_order(mina.id))
    claim = studio.jobs.claim("a", ["cpu"], 60)
    assert claim is not None
    attempt = Attempt(studio.jobs, claim)
    attempt.progress(1, 2, "별")
    attempt.finish({"이름": "별"})


def test_a_backup_without_jobs_comes_back_and_says_what_that_means(studio, tmp_path):
    archive, short, new = (tmp_path / name for name in ("studio.tar", "short.tar", "new"))
    assert command("backup", str(archive), "--folder", str(tmp_path / "old")).returncode == 0
    leave_out_jobs(archive, short)
    restored = command("restore", str(short), "--folder", str(new))
    assert restored.returncode == 0, restored.stderr
    assert "has no jobs" in restored.stdout and f"{new}/runs" in restored.stdout
    assert rows_of(new)["users"] == rows_of(tmp_path / "old")["users"]


def leave_out_jobs(archive: Path, short: Path) -> None:
    """What the command once wrote."""
    gone = {"jobs", "job_events"}
    with tarfile.open(archive) as old, tarfile.open(short, "w") as new:
        for member in old:
            data = old.extractfile(member).read()
            if member.name == MANIFEST:
                manifest = json.loads(data)
                manifest["tables"] = {name: count for name, count in manifest["tables"].items() if name not in gone}
                manifest["files"] = {
                    name: facts for name, facts in manifest["files"].items() if not name.startswith("tables/job")
                }
                data = json.dumps(manifest).encode()
            if not member.name.startswith("tables/job"):
                member.size = len(data)
                new.addfile(member, io.BytesIO(data))


def test_a_dry_run_of_retention_lists_and_removes_nothing(studio, tmp_path):
    trash = tmp_path / "old" / "jobs" / "gone"
    trash.mkdir(parents=True)
    (trash / "x").write_bytes(b"x" * 20_000)
    os.utime(trash, (0, 0))
    command = ["studio", "retention", "--folder", str(tmp_path / "old")]
    listed = CliRunner().invoke(app, [*command, "--dry-run"])
    assert "0.02 MB  jobs/gone" in listed.stdout and "1 things would be removed" in listed.stdout
    assert trash.exists()
    assert "1 things were removed" in CliRunner().invoke(app, command).stdout
    assert not trash.exists()
