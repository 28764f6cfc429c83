"""The door: which reader there is, which fits a folder, and what is said when none does."""

import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from corpus_builders import json_bytes, wav_bytes, write, write_zip

from soridam.core.errors import CorpusError, UsageError
from soridam.speech.corpus.readers import READERS, find_reader, guess_reader

COMMAND = json_bytes({"전사정보": {"LabelText": "불 켜"}}, mark=True)
TALK = json_bytes({"발화정보": {"stt": "안녕"}})
TELEPHONE = json_bytes({"dataSet": {"dialogs": []}})
STUDIO = json_bytes([{"data": {"audio": "a.wav"}, "annotations": []}])
NEMO = json_bytes({"audio_filepath": "a.wav", "text": "x"})
FINETUNE = json_bytes({"audio": {"path": "a.wav"}, "sentence": "x"})


@pytest.mark.parametrize("name", READERS)
def test_every_reader_of_the_table_can_be_opened(name: str) -> None:
    assert callable(find_reader(name).iter_utterances)


@pytest.mark.parametrize("name", ["aihub-command", "ATCOSIM"])
def test_a_name_may_be_written_as_people_write_it(name: str) -> None:
    assert find_reader(name)


def test_an_unknown_name_gets_the_nearest_one() -> None:
    with pytest.raises(UsageError) as caught:
        find_reader("ksponspech")
    assert caught.value.hint == "Did you mean ksponspeech?"


@pytest.mark.parametrize("name", ["../evil", "guess", "__init__", "os"])
def test_only_readers_of_the_table_are_opened(name: str) -> None:
    with pytest.raises(UsageError):
        find_reader(name)


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({"라벨링데이터/x.json": COMMAND}, "aihub_command"),
        ({"x.json": TALK, "x.wav": b""}, "aihub_talk"),
        ({"x.json": TELEPHONE}, "aihub_telephone"),
        ({"KsponSpeech_scripts/train.trn": b"a :: b"}, "ksponspeech"),
        ({"a/x.pcm": b"", "a/x.txt": b""}, "ksponspeech"),
        ({"TXTdata/fulldata.csv": b"", "WAVdata/a.wav": b""}, "atcosim"),
        ({"DATA/x.xml": b"<data/>", "DATA/x.wav": b""}, "atco2"),
        ({"x.trs": b"<Trans/>", "x.wav": b""}, "uwb_atcc"),
        ({"metadata.csv": b"file_name,text\n"}, "audiofolder"),
        ({"train/metadata.csv": b"file_name,text\n", "train/a.wav": b""}, "audiofolder"),
        ({"metadata.jsonl": b"{}"}, "audiofolder"),
        ({"metadata.csv": b"LJ001|a|b\n", "wavs/LJ001.wav": b""}, "ljspeech"),
        ({"list.csv": b"audio,text\n"}, "table"),
        ({"train.tsv": b"audio\ttext\n"}, "table"),
        ({"train.jsonl": NEMO}, "nemo"),
        ({"train_manifest.json": NEMO + b"\n" + NEMO}, "nemo"),
        ({"train.jsonl": FINETUNE}, "whisper_finetune"),
        ({"list.jsonl": json_bytes({"audio": "a.wav", "text": "x"})}, "table"),
        ({"wav.scp": b"", "text": b""}, "kaldi"),
        ({"data/train/wav.scp": b"", "data/train/text": b""}, "kaldi"),
        ({"LibriSpeech/dev-clean/1/2/1-2.trans.txt": b""}, "librispeech"),
        ({"validated.tsv": b"", "clips/a.mp3": b""}, "common_voice"),
        ({"train.tsv": b"client_id\tpath\tsentence\n", "clips/a.mp3": b""}, "common_voice"),
        ({"project.json": STUDIO}, "label_studio"),
        ({"a.srt": b"", "a.mp4": b""}, "timed_text"),
        ({"a.TextGrid": b"", "a.wav": b""}, "timed_text"),
        ({"a.txt": b"hello", "a.wav": b""}, "timed_text"),
    ],
)
def test_the_layout_is_told_from_what_lies_there(tmp_path: Path, files: dict[str, bytes], name: str) -> None:
    for path, content in files.items():
        write(tmp_path / path, content)
    assert guess_reader(tmp_path) == name


def test_the_layout_is_told_from_inside_of_archives(tmp_path: Path) -> None:
    write_zip(tmp_path / "[원천]a.zip", {"x.wav": wav_bytes()})
    write_zip(tmp_path / "[라벨]a.zip", {"x.json": COMMAND})
    assert guess_reader(tmp_path) == "aihub_command"


def test_parquet_files_are_known(tmp_path: Path) -> None:
    pq.write_table(pa.table({"audio": [b""], "text": [""]}), tmp_path / "x.parquet")
    assert guess_reader(tmp_path) == "datasets_folder"


def test_a_folder_in_no_known_layout_is_told_what_was_found_and_what_to_type(tmp_path: Path) -> None:
    write(tmp_path / "a.wav", wav_bytes())
    with pytest.raises(CorpusError, match=r"found a\.wav; expected") as caught:
        guess_reader(tmp_path)
    assert f"soridam corpus prepare {tmp_path} --reader NAME" in caught.value.hint


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="There is no folder"):
        guess_reader(tmp_path / "nowhere")


def test_the_door_is_light() -> None:
    code = "import sys, soridam.speech.corpus.readers as r; [r.find_reader(n) for n in r.READERS]; " + (
        "sys.exit(any(name in sys.modules for name in ('torch', 'datasets', 'transformers', 'pyarrow', 'av')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_folder_of_sound_alone_is_told_the_folder_with_the_transcripts(tmp_path: Path) -> None:
    write(tmp_path / "corpus" / "clips" / "a.wav", wav_bytes())
    write(tmp_path / "corpus" / "metadata.csv", "file_name,text\nclips/a.wav,hi\n")
    with pytest.raises(CorpusError) as caught:
        guess_reader(tmp_path / "corpus" / "clips")
    assert f"soridam corpus prepare {tmp_path / 'corpus'} " in caught.value.hint
