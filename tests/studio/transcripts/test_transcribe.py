"""One recording of a batch, with a real recognizer and the decoder that recordings of strangers get."""

import json

import pytest
from tests.studio.speech_work import spoken

from soridam.speech.audio import decode_audio
from soridam.speech.recognition.options import TranscriptionOptions
from soridam.speech.recognition.recognizer import Recognizer, load_recognizer
from soridam.speech.transcribe import Output
from soridam.studio.transcripts import transcribe
from soridam.studio.transcripts.transcribe import _speech, _transcribe_one

OPTIONS = TranscriptionOptions(language="en")
ASKED = {"language": "en", "prompt": "", "hotwords": ""}


class ForgettingRecognizer(Recognizer):
    """A recognizer before which the recording is deleted: whoever decodes again finds no file."""

    def __init__(self, engine, recording):
        super().__init__(engine)
        self._recording = recording

    def transcribe_many(self, waves, options=OPTIONS, progress=None):
        self._recording.unlink()
        return super().transcribe_many(waves, options, progress)


@pytest.fixture(scope="module")
def recognizer(tiny_english):
    return load_recognizer(tiny_english)


@pytest.fixture
def recording(tmp_path):
    path = tmp_path / "thanks.flac"
    path.write_bytes(spoken("auth-thankyou"))
    return path


@pytest.fixture
def output(tmp_path):
    folder = tmp_path / "results"
    folder.mkdir()
    return Output(folder, ("txt",))


@pytest.mark.weights
def test_a_recording_is_decoded_once_to_be_transcribed_and_to_be_played(recognizer, recording, output):
    samples = decode_audio(recording.read_bytes())
    once = ForgettingRecognizer(recognizer.engine, recording)
    result = _transcribe_one(once, _speech(ASKED), output, recording, 0, "a/thanks.flac")
    assert (result["error"], result["text"] != "") == (None, True)
    played = decode_audio((output.folder / "00000.flac").read_bytes())
    assert len(played) == len(samples)


@pytest.mark.weights
def test_a_recording_beyond_the_limit_is_refused_by_its_name(recognizer, recording, output, monkeypatch):
    monkeypatch.setattr(transcribe, "MOST_SECONDS", 0.5)
    result = _transcribe_one(recognizer, _speech(ASKED), output, recording, 0, "a/thanks.flac")
    assert result["error"]["code"] == "audio.longer"
    assert "a/thanks.flac" in json.dumps(result["error"]) and str(recording) not in json.dumps(result)
    assert [path.name for path in output.folder.iterdir()] == ["00000.result"]
