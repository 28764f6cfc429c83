import os

import pytest
from typer.testing import CliRunner

from soridam.cli.main import app
from soridam.settings import StudioSettings, read_settings
from soridam.studio.migrations import migrate
from soridam.studio.parts import StudioParts, build_parts


def test_workers_read_the_same_folder_and_file_as_the_server(tmp_path, monkeypatch):
    (tmp_path / "mine.toml").write_text('[book]\nnarrator = "none"\n')
    monkeypatch.setattr(os, "environ", os.environ.copy())
    monkeypatch.setattr("soridam.studio.build.build_page", lambda: None)
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
    parts.engine.dispose()


def test_a_studio_comes_back_from_its_backup_by_two_commands(studio, tmp_path):
    archive, old, new = (str(tmp_path / name) for name in ("studio.tar", "old", "new"))
    backed_up = CliRunner().invoke(app, ["studio", "backup", archive, "--folder", old])
    assert backed_up.exit_code == 0, backed_up.output
    assert "1 users, 0 books" in backed_up.stdout
    restored = CliRunner().invoke(app, ["studio", "restore", archive, "--folder", new])
    assert restored.exit_code == 0, restored.output
    assert "deleted after the backup" in restored.stdout
    parts = build_parts(StudioSettings(folder=new))
    assert [person.name for person in parts.accounts.people()] == ["mina"]
    parts.engine.dispose()


def test_a_dry_run_of_retention_lists_and_removes_nothing(studio, tmp_path):
    trash = tmp_path / "old" / "jobs" / "gone"
    trash.mkdir(parents=True)
    (trash / "x").write_bytes(b"x" * 20_000)
    os.utime(trash, (0, 0))
    command = ["studio", "retention", "--folder", str(tmp_path / "old")]
    listed = CliRunner().invoke(app, [*command, "--dry-run"])
    assert "0.02 MB  jobs/gone" in listed.stdout and "1 things would go" in listed.stdout
    assert trash.exists()
    assert "1 things have gone" in CliRunner().invoke(app, command).stdout
    assert not trash.exists()
