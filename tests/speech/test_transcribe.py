import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from soridam.core.errors import AudioError
from soridam.speech.recognition.options import TranscriptionOptions
from soridam.speech.recognition.recognizer import load_recognizer
from soridam.speech.transcribe import Output, Recording, collect_recordings, transcribe_all

SPEECH = Path(__file__).parents[1] / "fixtures" / "speech"
SOUND = SPEECH.parent / "sound"


def test_a_folder_gives_all_recordings_below_it_and_keeps_its_structure(tmp_path):
    (tmp_path / "day").mkdir()
    for name in ("b.wav", "day/a.flac", "notes.txt"):
        (tmp_path / name).write_bytes(b"1")
    assert [recording.stem for recording in collect_recordings([tmp_path]).recordings] == ["b", "day/a"]


def test_recordings_that_would_write_one_file_keep_their_suffix(tmp_path):
    for name in ("a.wav", "a.mp3"):
        (tmp_path / name).write_bytes(b"1")
    assert [recording.stem for recording in collect_recordings([tmp_path]).recordings] == ["a.mp3", "a.wav"]


def stems_of(*paths: Path) -> list[str]:
    return [recording.stem for recording in collect_recordings(paths).recordings]


def make(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"1")


def test_files_of_one_name_from_several_folders_keep_their_folders(tmp_path):
    make(tmp_path, "a/y.wav", "b/y.wav", "b/z.wav")
    assert stems_of(tmp_path / "a/y.wav", tmp_path / "b/y.wav", tmp_path / "b/z.wav") == ["a/y", "b/y", "z"]
    assert stems_of(tmp_path / "a", tmp_path / "b") == ["a/y", "b/y", "z"]


def test_a_recording_that_is_given_twice_is_taken_once(tmp_path):
    make(tmp_path, "a/y.wav")
    assert stems_of(tmp_path / "a/y.wav", tmp_path / "a", tmp_path / "a/y.wav") == ["y"]


def test_what_a_walk_leaves_out_is_counted(tmp_path):
    make(tmp_path, "a.mov", "b.txt", "c/d.txt", ".hidden.txt", "e")
    collected = collect_recordings([tmp_path])
    assert [recording.stem for recording in collected.recordings] == ["a"]
    assert collected.left_out == {".txt": 2, "": 1}


def test_an_address_is_said_to_be_one():
    with pytest.raises(AudioError, match=r"https://example.org/a.mp3 is an address"):
        collect_recordings([Path("https://example.org/a.mp3")])


@pytest.mark.weights
def test_of_what_is_cut_off_the_rest_is_transcribed_and_that_is_told(tmp_path):
    recognizer = load_recognizer("base", precision="int8")
    recordings = [Recording(SOUND / "flac_streamed_no_length.flac", "a"), Recording(SOUND / "ogg_truncated.ogg", "b")]
    whole, cut = transcribe_all(recognizer, recordings, TranscriptionOptions(language="en"))
    assert (whole.error, whole.warnings, cut.error) == (None, (), None)
    assert cut.to_json()["warnings"] == ["It is cut off after 0.4 s."]
    (path,) = Output(tmp_path, ("json",)).write(cut)
    assert json.loads(path.read_text())["warnings"] == ["It is cut off after 0.4 s."]


@pytest.mark.parametrize("name", ["nowhere.wav", "empty"])
def test_a_missing_file_and_an_empty_folder_are_refused(tmp_path, name):
    (tmp_path / "empty").mkdir()
    with pytest.raises(AudioError):
        collect_recordings([tmp_path / name])


@pytest.mark.weights
def test_a_bad_file_is_named_and_the_rest_goes_on(tmp_path):
    shutil.copy(SPEECH / "queue-thankyou.flac", tmp_path / "a.flac")
    (tmp_path / "b.flac").write_bytes(b"no sound")
    recognizer = load_recognizer("base", precision="int8")
    recordings = [
        *collect_recordings([tmp_path]).recordings,
        Recording((SPEECH / "auth-thankyou.flac").read_bytes(), "stdin"),
    ]
    outcomes = list(transcribe_all(recognizer, recordings, TranscriptionOptions(language="en")))
    assert [outcome.error is None for outcome in outcomes] == [True, False, True]
    output = Output(tmp_path / "out", ("txt", "json"))
    paths = [path for outcome in outcomes for path in output.write(outcome)]
    assert [path.name for path in paths] == ["a.txt", "a.json", "stdin.txt", "stdin.json"]
    assert "thank you" in json.loads(paths[1].read_text())["text"].lower()
    assert np.isclose(json.loads(paths[1].read_text())["duration"], 1.6, atol=0.1)
