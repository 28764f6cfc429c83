from pathlib import Path

import numpy as np
import pytest

from soridam.speech.audio import SAMPLE_RATE, decode_audio
from soridam.speech.recognition.guard import Hearing, is_confirmed, is_silence, listen, may_echo

SPEECH = Path(__file__).parents[2] / "fixtures" / "speech"
TIME = np.arange(3 * SAMPLE_RATE) / SAMPLE_RATE
NOT_SPEECH = {
    "digital silence": np.zeros(3 * SAMPLE_RATE),
    "room": np.random.default_rng(0).normal(0, 0.002, 3 * SAMPLE_RATE),
    "loud noise": np.random.default_rng(0).normal(0, 0.2, 3 * SAMPLE_RATE),
    "dial tone": 0.2 * (np.sin(2 * np.pi * 350 * TIME) + np.sin(2 * np.pi * 440 * TIME)),
}


@pytest.mark.parametrize("path", sorted(SPEECH.glob("*.flac")), ids=lambda path: path.stem)
def test_speech_is_heard(path):
    assert listen(decode_audio(path)).is_speech


@pytest.mark.parametrize("path", sorted(SPEECH.glob("*.flac")), ids=lambda path: path.stem)
def test_speech_is_heard_however_quiet_the_recording_is(path):
    quiet = np.rint(decode_audio(path) * 0.003 * 32768) / 32768  # some -60 dB, of 16 bits
    assert listen(quiet.astype(np.float32)).is_speech


@pytest.mark.parametrize("level", [1e-5, 1e-4, 1e-3, 1e-2, 0.1])
def test_noise_is_no_speech_however_quiet_it_is(level):
    assert not listen((level * np.random.default_rng(1).normal(0, 1, 3 * SAMPLE_RATE)).astype(np.float32)).is_speech


@pytest.mark.parametrize("kind", NOT_SPEECH)
def test_what_is_no_speech_is_not_heard(kind):
    assert not listen(NOT_SPEECH[kind].astype(np.float32)).is_speech


def test_speech_is_found_between_silences():
    wave = decode_audio(SPEECH / "all-circuits-busy-now.flac")
    quiet = np.zeros(SAMPLE_RATE, dtype=np.float32)
    hearing = listen(np.concatenate([quiet, wave, quiet]))
    assert 0.9 < hearing.start < 1.4 and hearing.end < 1.2 + len(wave) / SAMPLE_RATE


def test_the_models_doubt_decides_only_where_the_detector_is_unsure():
    assert is_silence(Hearing(0.4, 0, 1), no_speech_probability=0.9, average_log_probability=-1.5)
    assert not is_silence(Hearing(0.9, 0, 1), no_speech_probability=0.9, average_log_probability=-1.5)
    assert not is_silence(Hearing(0.4, 0, 1), no_speech_probability=0.9, average_log_probability=-0.5)


def test_a_text_that_stands_in_the_prompt_may_be_its_echo():
    assert may_echo("Soridam, Cheongju.", "soridam cheongju")
    assert may_echo("dial two for", "Please dial two for sales")


def test_a_word_or_two_of_the_prompt_are_no_echo():
    assert not may_echo("Cheongju", "Soridam, Cheongju")
    assert not may_echo("", "Soridam") and not may_echo("Soridam", "")


def test_what_is_written_without_the_prompt_too_was_said():
    assert is_confirmed("Soridam is open.", "Sori dam is open")
    assert not is_confirmed("Soridam is open.", "Thank you.")
