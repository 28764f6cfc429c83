import os
from pathlib import Path

import pytest

from soridam.speech.corpus.fingerprint import Fingerprint, fingerprint_of


def write_source(folder: Path) -> Path:
    (folder / "wavs").mkdir(parents=True)
    for name in ("metadata.csv", "wavs/a.wav", "wavs/b.wav"):
        (folder / name).write_text(f"content of {name}")
        os.utime(folder / name, (1_000_000_000, 1_000_000_000))
    return folder


def look(folder: Path) -> Fingerprint:
    return fingerprint_of(folder, leave_out=folder / "out")


def edit(folder: Path) -> None:
    (folder / "metadata.csv").write_text("Content of metadata.csv")


def rename(folder: Path) -> None:
    (folder / "wavs/a.wav").rename(folder / "wavs/c.wav")


def remove(folder: Path) -> None:
    (folder / "wavs/a.wav").unlink()


def add(folder: Path) -> None:
    (folder / "wavs/c.wav").touch()


def swap(folder: Path) -> None:
    (folder / "wavs/a.wav").rename(folder / "wavs/c.wav")
    (folder / "wavs/b.wav").rename(folder / "wavs/a.wav")
    (folder / "wavs/c.wav").rename(folder / "wavs/b.wav")
    os.utime(folder / "wavs/a.wav", (1_000_000_001, 1_000_000_001))


@pytest.mark.parametrize("change", [edit, rename, remove, add, swap])
def test_any_change_of_a_file_is_seen(tmp_path: Path, change: object) -> None:
    folder = write_source(tmp_path / "raw")
    before = look(folder)
    change(folder)  # type: ignore[operator]
    assert look(folder).digest != before.digest


def test_files_and_bytes_are_counted(tmp_path: Path) -> None:
    found = look(write_source(tmp_path / "raw"))
    assert (found.files, found.bytes) == (3, len("content of metadata.csv") + 2 * len("content of wavs/a.wav"))


def test_equal_folders_look_equal_wherever_they_lie(tmp_path: Path) -> None:
    assert look(write_source(tmp_path / "one")) == look(write_source(tmp_path / "two"))


def test_hidden_files_and_the_corpus_itself_do_not_count(tmp_path: Path) -> None:
    folder = write_source(tmp_path / "raw")
    before = look(folder)
    (folder / ".DS_Store").touch()
    (folder / "out/data").mkdir(parents=True)
    (folder / "out/data/train-00000.parquet").touch()
    assert look(folder) == before


def test_what_a_link_leads_to_counts_and_links_in_a_circle_end(tmp_path: Path) -> None:
    folder = write_source(tmp_path / "raw")
    (tmp_path / "elsewhere.wav").write_text("one")
    (folder / "wavs/linked.wav").symlink_to(tmp_path / "elsewhere.wav")
    (folder / "wavs/nowhere.wav").symlink_to(tmp_path / "missing.wav")
    (folder / "wavs/back").symlink_to(folder)
    before = look(folder)
    (tmp_path / "elsewhere.wav").write_text("two!")
    after = look(folder)
    assert (after.files, after.bytes - before.bytes) == (4, 1)
