from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from corpus_builders import reasons, utterances, wav_bytes, write

from soridam.core.errors import CorpusError
from soridam.speech.corpus.archive import read_clip
from soridam.speech.corpus.readers.datasets_folder import iter_utterances

SOUNDS = [wav_bytes(0.05 + index / 100) for index in range(7)]


def table(**columns: Any) -> pa.Table:
    audio = [{"bytes": sound, "path": f"{index}.wav"} for index, sound in enumerate(SOUNDS)]
    return pa.table({"audio": audio, "text": [f"text {index}" for index in range(7)], **columns})


def test_embedded_sound_is_read_from_every_row_group(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    pq.write_table(table(), tmp_path / "data" / "train-00000-of-00001.parquet", row_group_size=3)
    rows = utterances(list(iter_utterances(tmp_path)))
    assert [read_clip(row.clip) for row in rows] == SOUNDS
    assert [row.transcript for row in rows] == [f"text {index}" for index in range(7)]


def test_the_part_is_told_by_the_file(tmp_path: Path) -> None:
    pq.write_table(table(), tmp_path / "validation-00000.parquet")
    assert {row.part for row in utterances(list(iter_utterances(tmp_path)))} == {"validation"}


@pytest.mark.parametrize("form", ["stream", "file"])
def test_arrow_files_are_read_in_both_forms(tmp_path: Path, form: str) -> None:
    opened = pa.ipc.new_stream if form == "stream" else pa.ipc.new_file
    with opened(str(tmp_path / "data-00000-of-00001.arrow"), table().schema) as writer:
        writer.write_table(table(), max_chunksize=3)
    assert [read_clip(row.clip) for row in utterances(list(iter_utterances(tmp_path)))] == SOUNDS


def test_what_datasets_saves_is_read(tmp_path: Path) -> None:
    from datasets import Dataset

    Dataset(table()).save_to_disk(str(tmp_path / "saved"))
    assert [read_clip(row.clip) for row in utterances(list(iter_utterances(tmp_path)))] == SOUNDS


def test_sound_that_is_not_embedded_is_found_by_its_path(tmp_path: Path) -> None:
    write(tmp_path / "a.wav", SOUNDS[0])
    audio = pa.array([{"bytes": None, "path": "a.wav"}], pa.struct([("bytes", pa.binary()), ("path", pa.string())]))
    pq.write_table(pa.table({"audio": audio, "sentence": ["hello"]}), tmp_path / "x.parquet")
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert row.clip.path == tmp_path / "a.wav"


def test_plain_binary_sound_is_read(tmp_path: Path) -> None:
    pq.write_table(pa.table({"audio": SOUNDS, "text": ["x"] * 7}), tmp_path / "x.parquet")
    assert [read_clip(row.clip) for row in utterances(list(iter_utterances(tmp_path)))] == SOUNDS


def test_rows_without_text_are_set_aside(tmp_path: Path) -> None:
    texts = ["a", None, "", " ", "b", "c", "d"]
    pq.write_table(table().set_column(1, "text", [texts]), tmp_path / "x.parquet")
    found = reasons(list(iter_utterances(tmp_path)))
    assert found == ["", "no-transcript", "no-transcript", "no-transcript", "", "", ""]


def test_a_wrong_column_is_told(tmp_path: Path) -> None:
    pq.write_table(pa.table({"audio": SOUNDS, "words": ["x"] * 7}), tmp_path / "x.parquet")
    with pytest.raises(CorpusError, match="found the columns audio, words"):
        list(iter_utterances(tmp_path))


@pytest.mark.parametrize("suffix", ["parquet", "arrow"])
def test_a_damaged_file_is_an_error_that_names_it(tmp_path: Path, suffix: str) -> None:
    write(tmp_path / f"x.{suffix}", b"PAR1 nothing of use")
    with pytest.raises(CorpusError, match=rf"x\.{suffix}"):
        list(iter_utterances(tmp_path))


@pytest.mark.parametrize("member", ["9/0/audio", "0/99/audio", "0/0/nothing", "nonsense"])
def test_a_cell_that_is_not_there_is_a_corpus_error(tmp_path: Path, member: str) -> None:
    from soridam.speech.corpus.utterance import Clip

    pq.write_table(table(), tmp_path / "x.parquet")
    with pytest.raises(CorpusError, match="no cell"):
        read_clip(Clip(tmp_path / "x.parquet", member))
