from pathlib import Path

import numpy as np
import psutil
import pytest

from soridam.core.errors import AudioError
from soridam.speech.audio import decode_audio
from soridam.studio.openai.speech_process import SpeechProcess
from soridam.studio.openai.speech_process_main import encode_sound

RECORDING = Path(__file__).parents[2] / "fixtures" / "speech" / "auth-thankyou.flac"
OPTIONS = {"language": "en", "task": "transcribe", "prompt": "", "hotwords": ""}
HEAR = {"model": "tiny.en", "options": OPTIONS, "format": "", "stream": False}


@pytest.fixture(scope="module")
def speech():
    opened = SpeechProcess()
    yield opened
    opened.close()


@pytest.mark.weights
def test_models_stay_for_the_next_request(speech):
    (heard,) = speech.stream("transcribe", HEAR, RECORDING.read_bytes())
    process = speech._process
    assert "thank you" in heard.body["transcript"]["text"].lower()
    list(speech.stream("transcribe", HEAR, RECORDING.read_bytes()))
    assert speech._process is process


@pytest.mark.weights
def test_an_error_keeps_its_kind_and_the_next_request_is_answered(speech):
    with pytest.raises(AudioError) as refusal:
        list(speech.stream("transcribe", HEAR, b"<html>"))
    assert refusal.value.hint
    assert len(list(speech.stream("transcribe", HEAR, RECORDING.read_bytes()))) == 1


def test_what_takes_too_long_is_ended():
    impatient = SpeechProcess(timeout=0.05)
    with pytest.raises(AudioError, match="too long"):
        list(impatient.stream("transcribe", HEAR, RECORDING.read_bytes()))
    assert not impatient.is_running
    impatient.close()


@pytest.mark.weights
def test_who_stops_listening_ends_the_work_and_the_next_one_is_answered():
    speech = SpeechProcess()
    answers = speech.stream("transcribe", {**HEAR, "stream": True}, RECORDING.read_bytes())
    next(answers)
    assert speech.is_running
    answers.close()
    assert not speech.is_running
    assert len(list(speech.stream("transcribe", HEAR, RECORDING.read_bytes()))) == 1
    speech.close()


def test_nothing_is_left_of_an_idle_one():
    idle = SpeechProcess(idle=0.05)
    with pytest.raises(AudioError):
        list(idle.stream("transcribe", HEAR, b"<html>"))
    process = psutil.Process(idle._process.pid)
    psutil.wait_procs([process], timeout=60)
    assert not process.is_running()
    idle.close()


@pytest.mark.parametrize(
    ("form", "head"),
    [("wav", b"RIFF"), ("flac", b"fLaC"), ("mp3", b"\xff\xf3"), ("opus", b"OggS"), ("aac", b"\xff\xf1"), ("pcm", b"")],
)
def test_sound_is_written_in_every_form(form, head):
    tone = 0.3 * np.sin(np.arange(24_000) * 2 * np.pi * 440 / 24_000).astype(np.float32)
    written = encode_sound(tone, form)
    assert written.startswith(head)
    if form == "pcm":
        assert len(written) == 48_000
        return
    heard = decode_audio(written, rate=24_000)
    assert len(heard) / 24_000 == pytest.approx(1, abs=0.15)
    spectrum = np.abs(np.fft.rfft(heard))
    assert np.argmax(spectrum) * 24_000 / len(heard) == pytest.approx(440, abs=3)
