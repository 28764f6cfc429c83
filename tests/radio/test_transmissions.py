from itertools import pairwise

import numpy as np
import pytest

from soridam.radio.material.channel import Airband, transmit
from soridam.radio.material.voices import list_voices, say
from soridam.radio.transmissions import find_transmissions
from soridam.speech.audio import SAMPLE_RATE, Waveform
from soridam.speech.channel import colored_noise

SENTENCES = (
    "lufthansa one two three descend flight level one eight zero",
    "descending flight level one eight zero lufthansa one two three",
    "speedbird two alfa contact tower one one eight decimal seven",
)
RNG = np.random.default_rng


@pytest.fixture(scope="module")
def spoken() -> list[Waveform]:
    voice = list_voices("test")[0]
    quiet = Airband(clipped_start=0.0, overlap=0.0, signal_to_noise=(15.0, 15.0))
    return [transmit(say(text, voice), None, quiet, RNG(number)).samples for number, text in enumerate(SENTENCES)]


def recording(spoken: list[Waveform], pause: float, level: float) -> tuple[Waveform, list[tuple[float, float]]]:
    """The transmissions with noise of a level between them, and where they are."""
    pieces, places, at = [], [], 0
    for number, one in enumerate(spoken):
        gap = RNG(100 + number).normal(0, level, int(pause * SAMPLE_RATE)).astype(np.float32)
        pieces += [gap, one]
        at += len(gap)
        places.append((at / SAMPLE_RATE, (at + len(one)) / SAMPLE_RATE))
        at += len(one)
    return np.concatenate(pieces), places


@pytest.mark.parametrize("pause", [0.4, 3.0])
def test_the_squelch_divides_transmissions_however_short_the_pause(spoken, pause):
    samples, places = recording(spoken, pause, 0.0008)
    found = find_transmissions(samples)
    assert len(found) == len(places)
    for one, (start, end) in zip(found, places, strict=True):
        assert one.start == pytest.approx(start, abs=0.5)
        assert one.end == pytest.approx(end, abs=0.5)
        assert len(one.samples) == pytest.approx((one.end - one.start) * SAMPLE_RATE, abs=2)


def test_one_transmission_alone_is_one(spoken):
    assert [len(find_transmissions(one)) for one in spoken] == [1, 1, 1]


def test_transmissions_do_not_overlap(spoken):
    found = find_transmissions(recording(spoken, 0.3, 0.0008)[0])
    assert all(first.end <= second.start for first, second in pairwise(found))


@pytest.mark.parametrize("exponent", [0.0, 1.0])
def test_noise_and_silence_hold_none(exponent):
    assert find_transmissions(colored_noise(8 * SAMPLE_RATE, exponent, RNG(1)) * np.float32(0.05)) == []
    assert find_transmissions(np.zeros(4 * SAMPLE_RATE, np.float32)) == []


def test_what_is_too_long_for_a_recognizer_is_cut(spoken):
    samples = np.concatenate([np.tile(spoken[0], 9), np.zeros(SAMPLE_RATE, np.float32)])
    found = find_transmissions(samples)
    assert len(found) > 1
    assert max(one.end - one.start for one in found) < 30
