import os

from typer.testing import CliRunner

from soridam.cli.main import app
from soridam.settings import read_settings


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
