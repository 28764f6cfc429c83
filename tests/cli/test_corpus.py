import csv
import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from soridam.cli.main import run


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    """An audiofolder of twelve recordings by four speakers, one of them missing."""
    folder = tmp_path / "raw"
    folder.mkdir()
    random = np.random.default_rng(0)
    with (folder / "metadata.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["file_name", "text", "speaker"])
        for number in range(12):
            if number != 5:
                soundfile.write(folder / f"{number}.wav", random.normal(0, 0.1, 16_000), 16_000)
            table.writerow([f"{number}.wav", f"sentence number {number}", f"speaker {number % 4}"])
    return folder


@pytest.fixture
def corpus(recordings: Path, tmp_path: Path) -> Path:
    assert run(["corpus", "prepare", str(recordings), "--out", str(tmp_path / "corpus"), "--workers", "1"]) == 0
    return tmp_path / "corpus"


def test_prepare_says_what_was_written_and_what_was_set_aside(
    recordings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["corpus", "prepare", str(recordings), "--out", str(tmp_path / "out"), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert (told["read"], told["written"], sum(told["quarantined"].values())) == (12, 11, 1)


def test_prepare_refuses_an_option_that_the_reader_does_not_have(recordings: Path, tmp_path: Path) -> None:
    assert run(["corpus", "prepare", str(recordings), "--out", str(tmp_path / "out"), "--set", "colour=red"]) == 2


def test_prepare_of_a_folder_that_is_not_there_is_told_plainly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["corpus", "prepare", str(tmp_path / "gone"), "--out", str(tmp_path / "out")]) in (1, 2)
    assert "gone" in capsys.readouterr().err


def test_check_of_a_usable_corpus_succeeds(corpus: Path) -> None:
    assert run(["corpus", "check", str(corpus)]) == 0


def test_check_fails_when_a_row_cannot_be_used(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from soridam.speech.corpus.shards import CorpusSplit, write_shard

    split = CorpusSplit(corpus, "train")
    rows = [split.row(index) | {"audio": {"bytes": b"broken", "path": "x"}} for index in range(2)]
    write_shard(corpus / "data" / "train-00000.parquet", rows)
    capsys.readouterr()
    assert run(["corpus", "check", str(corpus), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["errors"] == 2


def test_describe_writes_the_page(corpus: Path, tmp_path: Path) -> None:
    run(
        ["corpus", "describe", str(corpus), "--out", str(tmp_path / "page.html"), "--language", "ko", "--examples", "1"]
    )
    assert '<html lang="ko">' in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_split_prints_the_leaks(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["corpus", "split", str(corpus), "--ratio", "6:4", "--by", "speaker"]
    assert run([*command, "--out", str(tmp_path / "split")]) == 0
    assert "test shares with train: 0 speakers (0 of" in capsys.readouterr().out


def test_split_shows_leaky_and_disjoint_ways_side_by_side(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    run(["corpus", "split", str(corpus), "--dry-run", "--json"])
    assert [way["by"] for way in json.loads(capsys.readouterr().out)] == ["row", "speaker", "text", "both"]


def test_split_without_a_place_to_go_is_a_usage_error(corpus: Path) -> None:
    assert run(["corpus", "split", str(corpus)]) == 2


def test_push_shows_what_it_would_do(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["corpus", "push", str(corpus), "me/corpus", "--dry-run"]) == 0
    assert "me/corpus (private)" in capsys.readouterr().out


def test_rows_that_name_no_language_get_the_given_one_and_its_text(recordings: Path, tmp_path: Path) -> None:
    from soridam.core.files import read_json
    from soridam.speech.corpus.shards import CorpusSplit

    run(["corpus", "prepare", str(recordings), "--out", str(tmp_path / "out"), "--language", "ko"])
    options = read_json(tmp_path / "out" / "corpus.json")["options"]
    assert set(CorpusSplit(tmp_path / "out", "train").column("language")) == {"ko"}
    assert (options["normalizer"], options["normalizer_version"]) == ("korean-train", 2)


def test_an_unknown_text_policy_is_a_usage_error_with_the_nearest_name(
    recordings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["corpus", "prepare", str(recordings), "--out", str(tmp_path / "o"), "--text-policy", "koreen"]) == 2
    assert "Did you mean korean?" in capsys.readouterr().err


def test_prepare_says_which_text_trains(recordings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["corpus", "prepare", str(recordings), "--out", str(tmp_path / "out"), "-l", "ko"])
    assert "Training text: korean-train-2" in capsys.readouterr().out


def test_prepare_asks_for_the_language_that_nothing_tells(
    recordings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["corpus", "prepare", str(recordings), "--out", str(tmp_path / "out")])
    assert "--language ko" in capsys.readouterr().out
