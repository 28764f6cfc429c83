import io
import os
import resource
import sys
from functools import partial
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from soridam.book.listen import MOST_SECONDS, WhisperListener
from soridam.book.topic import find_topic
from soridam.core.errors import AudioError, UsageError
from soridam.speech.recognition.recognizer import load_recognizer
from soridam.speech.recognition.transcript import Segment, Transcript

SPEECH = Path(__file__).parents[1] / "fixtures" / "speech"
SAID = "thank you"
RECORDING = SPEECH / "auth-thankyou.flac"
FORMATS = {"webm": "libopus", "ogg": "libopus", "mp4": "aac", "mp3": "libmp3lame", "wav": "pcm_s16le"}


def encoded(container: str) -> bytes:
    """The fixture as a browser or a telephone would send it."""
    samples, rate = soundfile.read(RECORDING, dtype="int16")
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=container) as output:
        stream = output.add_stream(FORMATS[container], rate=48_000 if container == "webm" else 44_100)
        if FORMATS[container] == "libopus":
            stream.rate = 48_000
        frame = av.AudioFrame.from_ndarray(samples[None, :], format="s16", layout="mono")
        frame.rate = rate
        resampler = av.AudioResampler(format=stream.codec_context.format or "s16", layout="mono", rate=stream.rate)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            output.mux(stream.encode(piece))
        output.mux(stream.encode(None))
    return buffer.getvalue()


@pytest.fixture(scope="module")
def listener():
    return WhisperListener(partial(load_recognizer, "base"), find_topic)


@pytest.mark.weights
@pytest.mark.parametrize("container", FORMATS)
def test_a_wish_is_heard_in_any_format_that_browsers_record(listener, container):
    heard = listener.listen(encoded(container), "en")
    assert SAID in heard.transcript.lower()
    assert heard.language == "en"


@pytest.mark.weights
def test_nothing_of_a_recording_is_written_to_disk(listener, monkeypatch, tmp_path):
    recording = encoded("webm")
    listener.listen(recording, "en")  # loads the model and its caches first
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    written: list[str] = []
    watching = True

    def audit(event: str, arguments: tuple) -> None:
        if watching and event == "open" and opens_for_writing(*arguments[1:3]):
            written.append(str(arguments[0]))

    sys.addaudithook(audit)
    try:
        listener.listen(recording, "en")
        assert not list(tmp_path.iterdir())
        (tmp_path / "seen").write_text("the hook sees what is written")
    finally:
        watching = False
    assert written == [str(tmp_path / "seen")]


def opens_for_writing(mode: object, flags: object) -> bool:
    by_mode = isinstance(mode, str) and bool(set(mode) & set("wax+"))
    return by_mode or (isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR)))


@pytest.mark.weights
def test_a_silent_recording_is_told_kindly(listener):
    buffer = io.BytesIO()
    soundfile.write(buffer, np.zeros(16_000, dtype=np.float32), 16_000, format="WAV")
    with pytest.raises(AudioError, match="No words"):
        listener.listen(buffer.getvalue(), "en")


def test_what_is_no_recording_is_refused(listener):
    with pytest.raises(AudioError):
        listener.listen(b"<html>no sound</html>", "en")


def test_a_recording_that_is_too_long_for_a_wish_is_refused_before_it_is_recognized():
    def load():
        raise AssertionError("the model is not needed for this")

    buffer = io.BytesIO()
    seconds = int(MOST_SECONDS) + 1
    soundfile.write(buffer, np.zeros(8_000 * seconds, dtype=np.float32), 8_000, format="FLAC")
    with pytest.raises(AudioError, match="longer than"):
        WhisperListener(load, find_topic).listen(buffer.getvalue(), "en")


def test_a_language_that_books_are_not_written_in_is_told():
    class German:
        def transcribe(self, wave, options):
            return Transcript((Segment(0.0, 1.0, "Danke schön"),), "de", 0.9, 1.0, "transcribe")

    with pytest.raises(UsageError, match="'de'"):
        WhisperListener(German, find_topic).listen(RECORDING.read_bytes(), None)


def test_a_word_that_was_heard_in_two_is_whole_in_the_topic():
    class Korean:
        def transcribe(self, wave, options):
            return Transcript((Segment(0.0, 1.0, "눈 사람을 만들고 싶어요."),), "ko", 0.9, 1.0, "transcribe")

    heard = WhisperListener(Korean, find_topic).listen(RECORDING.read_bytes(), "ko")
    assert (heard.transcript, heard.topic) == ("눈 사람을 만들고 싶어요.", "눈사람을 만들고 싶어요")


def bombs() -> dict[str, bytes]:
    """Small recordings that claim to be, or become, very long ones."""
    silence = io.BytesIO()
    soundfile.write(silence, np.zeros(16_000 * 3600, dtype=np.int16), 16_000, format="FLAC")
    slow = io.BytesIO()
    soundfile.write(slow, np.zeros(20_000, dtype=np.int16), 8_000, format="WAV")
    at_one_hertz = bytearray(slow.getvalue())
    at_one_hertz[24:28] = (1).to_bytes(4, "little")
    return {"silence": silence.getvalue(), "1 Hz": bytes(at_one_hertz)}


@pytest.mark.parametrize(("name", "code"), [("silence", "audio.too-long"), ("1 Hz", "audio.odd-rate")])
def test_a_wish_that_would_fill_the_memory_is_refused_before_it_does(name, code):
    def load():
        raise AssertionError("no model is needed for that")

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(AudioError) as refused:
        WhisperListener(load, find_topic).listen(bombs()[name], "en")
    assert refused.value.code == code
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 * 1024  # KiB, with the bomb
