import sys
from pathlib import Path

import numpy as np
import pytest

from soridam.core.errors import DependencyError
from soridam.speech.audio import SAMPLE_RATE, decode_audio
from soridam.speech.recognition.microphone import LONGEST, iter_microphone, iter_utterances

SPEECH = Path(__file__).parents[2] / "fixtures" / "speech"


@pytest.fixture(scope="module")
def spoken():
    return [decode_audio(path) for path in sorted(SPEECH.glob("*.flac"))[:3]]


def blocks_of(samples, size=4000):
    return (samples[first : first + size] for first in range(0, len(samples), size))


def silence(seconds):
    return np.random.default_rng(0).normal(0, 0.001, round(seconds * SAMPLE_RATE)).astype(np.float32)


def test_each_utterance_comes_out_once_and_whole(spoken):
    stream = np.concatenate([part for wave in spoken for part in (silence(1.5), wave)] + [silence(1.5)])
    found = list(iter_utterances(blocks_of(stream)))
    assert len(found) == 3
    for utterance, wave in zip(found, spoken, strict=True):
        assert abs(len(utterance) - len(wave)) < 1.2 * SAMPLE_RATE


def test_silence_gives_nothing():
    assert list(iter_utterances(blocks_of(silence(5)))) == []


def test_what_is_being_said_when_the_stream_ends_is_kept(spoken):
    (found,) = iter_utterances(blocks_of(spoken[0]))
    assert len(found) > 0.5 * len(spoken[0])


def test_speech_without_a_pause_is_cut_before_30_seconds(spoken):
    monologue = np.tile(np.concatenate([wave[4000:-6000] for wave in spoken]), 12)[: 45 * SAMPLE_RATE]
    lengths = [len(part) / SAMPLE_RATE for part in iter_utterances(blocks_of(monologue, 8000))]
    assert max(lengths) <= LONGEST + 1 and sum(lengths) > 30


def test_a_missing_portaudio_is_named_with_its_remedy(monkeypatch):
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    with pytest.raises(DependencyError) as caught:
        next(iter_microphone())
    assert "libportaudio2" in caught.value.hint
