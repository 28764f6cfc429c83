"""`prepare_folder`: what it chooses where little is said. What happens to the rows is tested with `prepare`."""

import csv
from pathlib import Path

import numpy as np
import pytest
import soundfile

from soridam.core.errors import ConfigError, CorpusError, UsageError
from soridam.speech.corpus.folder import Preparation, prepare_folder, training_normalizer
from soridam.speech.corpus.shards import CorpusSplit


def write_sound(path: Path, seed: int = 0) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, np.random.default_rng(seed).normal(0, 0.1, 8_000), 16_000)


def write_audiofolder(folder: Path, rows: list[tuple[str, str]]) -> Path:
    for seed, name in enumerate(sorted({name for name, _ in rows})):
        write_sound(folder / name, seed)
    with (folder / "metadata.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("file_name", "text"), *rows])
    return folder


def write_ljspeech(folder: Path) -> Path:
    write_sound(folder / "wavs" / "one.wav")
    (folder / "metadata.csv").write_text("one|사과 3개|\n", encoding="utf-8")
    return folder


def prepare(folder: Path, out: Path, **options: str) -> Preparation:
    return prepare_folder(folder, out, workers=1, **options)  # type: ignore[arg-type]


def test_the_language_may_be_told_by_its_name(tmp_path: Path) -> None:
    folder = write_audiofolder(tmp_path / "raw", [("a.wav", "안녕")])
    assert prepare(folder, tmp_path / "out", language="Korean").languages == ["ko"]


def test_a_language_that_nobody_speaks_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    folder = write_audiofolder(tmp_path / "raw", [("a.wav", "hi")])
    with pytest.raises(UsageError, match="Koraen"):
        prepare(folder, tmp_path / "out", language="Koraen")
    assert not (tmp_path / "out").exists()


def test_a_borrowed_layout_takes_the_language_that_is_told(tmp_path: Path) -> None:
    result = prepare(write_ljspeech(tmp_path / "raw"), tmp_path / "out", language="ko")
    assert (result.reader, result.languages, result.normalizer) == ("ljspeech", ["ko"], "korean-train-2")


def test_a_borrowed_layout_without_a_word_is_in_the_language_of_its_first_corpus(tmp_path: Path) -> None:
    assert prepare(write_ljspeech(tmp_path / "raw"), tmp_path / "out").languages == ["en"]


@pytest.mark.parametrize(
    ("given", "reader", "language", "expected"),
    [
        ("", "aihub_command", "", "korean-train"),
        ("", "atcosim", "ko", "airtraffic-train"),
        ("", "table", "ko", "korean-train"),
        ("", "table", "ja", ""),
        ("none", "atcosim", "", "none"),
        ("korean", "table", "en", "korean-train"),
    ],
)
def test_the_text_that_trains_follows_the_word_then_the_reader_then_the_language(
    given: str, reader: str, language: str, expected: str
) -> None:
    assert training_normalizer(given, reader=reader, language=language) == expected


def test_a_length_that_whisper_cannot_hear_is_a_usage_error(tmp_path: Path) -> None:
    folder = write_audiofolder(tmp_path / "raw", [("a.wav", "hi")])
    with pytest.raises(ConfigError, match="max_seconds"):
        prepare_folder(folder, tmp_path / "out", max_seconds=45.0)


def test_two_rows_of_one_recording_keep_ids_of_their_own(tmp_path: Path) -> None:
    folder = write_audiofolder(tmp_path / "raw", [("a.wav", "one"), ("a.wav", "two")])
    prepare(folder, tmp_path / "out")
    assert CorpusSplit(tmp_path / "out", "train").column("id") == ["a", "a~2"]


def test_a_corpus_that_is_finished_says_that_nothing_was_done(tmp_path: Path) -> None:
    folder = write_audiofolder(tmp_path / "raw", [("a.wav", "one")])
    assert [prepare(folder, tmp_path / "out").new for _ in range(2)] == [True, False]


def test_a_finished_corpus_is_not_taken_for_current_when_a_recording_was_added(tmp_path: Path) -> None:
    folder = write_audiofolder(tmp_path / "raw", [("a.wav", "one")])
    prepare(folder, tmp_path / "out")
    write_audiofolder(tmp_path / "raw", [("a.wav", "one"), ("b.wav", "two")])
    with pytest.raises(CorpusError, match=r"changed since .*2 files of [\d,]+ bytes then, 3 of") as error:
        prepare(folder, tmp_path / "out")
    assert "--out" in error.value.hint


def test_a_transcript_of_equal_length_that_was_mended_is_noticed(tmp_path: Path) -> None:
    folder = write_audiofolder(tmp_path / "raw", [("a.wav", "one")])
    prepare(folder, tmp_path / "out")
    table = folder / "metadata.csv"
    table.write_bytes(table.read_bytes().replace(b"one", b"two"))
    with pytest.raises(CorpusError, match="of 2 files some were written again or renamed"):
        prepare(folder, tmp_path / "out")


def test_an_interrupted_preparation_does_not_go_on_with_other_recordings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_audiofolder(tmp_path / "raw", [("a.wav", "one")])
    with monkeypatch.context() as broken, pytest.raises(CorpusError, match="a full disk"):
        broken.setattr("soridam.speech.corpus.prepare.work_through", full_disk)
        prepare(folder, tmp_path / "out")
    write_sound(folder / "a.wav", seed=1)
    with pytest.raises(CorpusError, match="changed since"):
        prepare(folder, tmp_path / "out")


def full_disk(*_: object, **__: object) -> None:
    raise CorpusError("disk.full", "a full disk", hint="")


def test_a_corpus_may_not_lie_inside_its_own_recordings(tmp_path: Path) -> None:
    folder = write_audiofolder(tmp_path / "raw", [("a.wav", "one")])
    with pytest.raises(UsageError, match="part of its own recordings"):
        prepare(folder, folder / "corpus")
    assert not (folder / "corpus").exists()


def test_a_table_given_for_its_folder_is_told_so(tmp_path: Path) -> None:
    folder = write_audiofolder(tmp_path / "raw", [("a.wav", "one")])
    with pytest.raises(CorpusError, match="is a file") as error:
        prepare(folder / "metadata.csv", tmp_path / "out")
    assert str(folder) in error.value.hint


def test_an_option_of_the_reader_with_a_value_of_another_kind_is_refused(tmp_path: Path) -> None:
    folder = write_ljspeech(tmp_path / "raw")
    with pytest.raises(UsageError, match="speaker=True"):
        prepare_folder(folder, tmp_path / "out", reader="ljspeech", reader_options={"speaker": True})
