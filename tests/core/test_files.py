import signal
import subprocess
import sys

import pytest

from soridam.core.files import (
    iter_json_lines,
    replacing,
    replacing_folder,
    sha256_of,
    write_json_lines,
    write_text,
)


def test_a_failed_write_leaves_the_old_file(tmp_path):
    path = tmp_path / "report.txt"
    write_text(path, "old")
    with pytest.raises(RuntimeError), replacing(path) as temporary:
        temporary.write_text("half of the n")
        raise RuntimeError
    assert path.read_text() == "old"


def test_a_failed_write_leaves_no_temporary_file(tmp_path):
    with pytest.raises(RuntimeError), replacing(tmp_path / "report.txt") as temporary:
        temporary.write_text("half")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_a_writer_killed_in_the_middle_leaves_the_old_file(tmp_path):
    path = tmp_path / "report.txt"
    write_text(path, "old")
    program = (
        "import os, signal, pathlib\n"
        "from soridam.core.files import replacing\n"
        f"with replacing(pathlib.Path({str(path)!r})) as temporary:\n"
        "    temporary.write_text('half')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == -signal.SIGKILL
    assert path.read_text() == "old"


def test_json_lines_come_back_as_written(tmp_path):
    rows = [{"text": "소리담"}, {"text": "voices\nand tales"}]
    write_json_lines(tmp_path / "rows.jsonl", rows)
    assert list(iter_json_lines(tmp_path / "rows.jsonl")) == rows


def test_the_hash_is_that_of_the_content(tmp_path):
    path = tmp_path / "empty"
    path.touch()
    assert sha256_of(path) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_folder_takes_the_place_of_the_old_one_only_when_it_is_whole(tmp_path):
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "old").touch()
    with pytest.raises(ValueError, match="half way"), replacing_folder(folder) as temporary:
        temporary.mkdir()
        raise ValueError("half way")
    assert [path.name for path in folder.iterdir()] == ["old"]
    with replacing_folder(folder) as temporary:
        temporary.mkdir()
        (temporary / "new").touch()
    assert [path.name for path in folder.iterdir()] == ["new"]
    assert [path.name for path in tmp_path.iterdir()] == ["model"]
