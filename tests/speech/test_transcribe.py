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


def test_a_folder_gives_all_recordings_below_it_and_keeps_its_structure(tmp_path):
    (tmp_path / "day").mkdir()
    for name in ("b.wav", "day/a.flac", "notes.txt"):
        (tmp_path / name).write_bytes(b"1")
    assert [recording.stem for recording in collect_recordings([tmp_path])] == ["b", "day/a"]


def test_recordings_that_would_write_one_file_keep_their_suffix(tmp_path):
    for name in ("a.wav", "a.mp3"):
        (tmp_path / name).write_bytes(b"1")
    assert [recording.stem for recording in collect_recordings([tmp_path])] == ["a.mp3", "a.wav"]


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
    recordings = [*collect_recordings([tmp_path]), Recording((SPEECH / "auth-thankyou.flac").read_bytes(), "stdin")]
    outcomes = list(transcribe_all(recognizer, recordings, TranscriptionOptions(language="en")))
    assert [outcome.error is None for outcome in outcomes] == [True, False, True]
    output = Output(tmp_path / "out", ("txt", "json"))
    paths = [path for outcome in outcomes for path in output.write(outcome)]
    assert [path.name for path in paths] == ["a.txt", "a.json", "stdin.txt", "stdin.json"]
    assert "thank you" in json.loads(paths[1].read_text())["text"].lower()
    assert np.isclose(json.loads(paths[1].read_text())["duration"], 1.6, atol=0.1)
