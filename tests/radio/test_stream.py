from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soridam.radio.material.channel import Airband, transmit
from soridam.radio.material.voices import list_voices, say
from soridam.radio.stream import TransmissionCutter, iter_transmissions
from soridam.radio.transmissions import LONGEST, Transmission, find_transmissions
from soridam.speech.audio import SAMPLE_RATE, Waveform
from soridam.speech.channel import colored_noise

SENTENCES = (
    "lufthansa one two three descend flight level one eight zero",
    "descending flight level one eight zero lufthansa one two three",
    "speedbird two alfa contact tower one one eight decimal seven",
)
TOLERANCE = 0.5  # seconds: margins around speech
SQUELCHED, HISSING = 0.0008, 0.03  # the second is as loud as the noise of a carrier
RNG = np.random.default_rng


@pytest.fixture(scope="module")
def spoken() -> list[Waveform]:
    voices = list_voices("test")
    airband = Airband(clipped_start=0.0, overlap=0.0, signal_to_noise=(12.0, 20.0))
    return [
        transmit(say(text, voices[number]), None, airband, RNG(number)).samples for number, text in enumerate(SENTENCES)
    ]


def recording(spoken: list[Waveform], level: float, seed: int, pauses: tuple[float, float] = (0.5, 4.0)) -> Waveform:
    """Transmissions in any order, with pauses of noise of that level."""
    rng, pieces = RNG(seed), []
    for number in rng.integers(0, len(spoken), 6):
        pause = rng.normal(0, level, int(rng.uniform(*pauses) * SAMPLE_RATE)).astype(np.float32)
        pieces += [pause, spoken[number]]
    return np.concatenate([*pieces, rng.normal(0, level, SAMPLE_RATE).astype(np.float32)])


def streamed(samples: Waveform, size: int = 4_000) -> list[Transmission]:
    return list(iter_transmissions(samples[first : first + size] for first in range(0, len(samples), size)))


def assert_same(found: list[Transmission], whole: list[Transmission]) -> None:
    assert len(found) == len(whole)
    for one, other in zip(found, whole, strict=True):
        assert (one.start, one.end) == pytest.approx((other.start, other.end), abs=TOLERANCE)
        assert one.level == pytest.approx(other.level, abs=1.0)


@pytest.mark.parametrize("seed", range(6))
def test_a_stream_holds_the_transmissions_of_the_whole_recording(spoken, seed):
    samples = recording(spoken, SQUELCHED, seed)
    assert_same(streamed(samples), find_transmissions(samples))


@pytest.mark.parametrize("seed", range(3))
def test_without_a_squelch_a_pause_in_the_speech_ends_a_transmission(spoken, seed):
    samples = recording(spoken, HISSING, seed, pauses=(1.8, 4.0))
    assert len(streamed(samples)) == 6


def test_a_receiver_that_writes_zeros_between_transmissions_is_no_other_case(spoken):
    samples = recording(spoken, 0.0, 1)
    assert_same(streamed(samples), find_transmissions(samples))


@settings(max_examples=10)
@given(st.lists(st.integers(100, 90_000), min_size=1, max_size=4))
def test_it_does_not_matter_how_the_sound_comes_in(spoken, sizes):
    samples = recording(spoken[:1], SQUELCHED, 2)[: 9 * SAMPLE_RATE]
    cutter, found, at = TransmissionCutter(), [], 0
    while at < len(samples):
        for size in sizes:
            found += cutter.add(samples[at : at + size])
            at += size
    found += cutter.finish()
    assert [(one.start, one.end) for one in found] == [(one.start, one.end) for one in streamed(samples)]


def test_a_transmission_is_given_soon_after_its_end(spoken):
    samples, cutter = recording(spoken, SQUELCHED, 3, pauses=(1.5, 4.0)), TransmissionCutter()
    late = []
    for first in range(0, len(samples), 1_600):
        late += [(first + 1_600) / SAMPLE_RATE - one.end for one in cutter.add(samples[first : first + 1_600])]
    assert len(late) == 6
    assert max(late) < 1.2


def test_transmissions_hold_their_own_samples_and_never_overlap(spoken):
    samples = recording(spoken, SQUELCHED, 4, pauses=(0.3, 0.6))
    found = streamed(samples)
    assert all(first.end <= second.start for first, second in pairwise(found))
    for one in found:
        start = round(one.start * SAMPLE_RATE)
        assert np.array_equal(one.samples, samples[start : start + len(one.samples)])


def test_what_goes_on_when_the_stream_ends_is_given(spoken):
    (found,) = streamed(np.concatenate([np.zeros(8_000, np.float32), spoken[0]]))
    assert len(found.samples) > 0.8 * len(spoken[0])


def test_a_stream_that_stops_while_the_squelch_is_closed_ends_the_transmission(spoken):
    blocks = iter([spoken[0], np.zeros(0, np.float32), np.zeros(0, np.float32), spoken[1]])
    found = iter_transmissions(blocks)
    first = next(found)
    assert next(blocks, None) is not None  # the second transmission is not asked for yet
    assert first.end == pytest.approx(len(spoken[0]) / SAMPLE_RATE, abs=TOLERANCE)


def test_endless_noise_holds_nothing_and_takes_no_memory():
    cutter = TransmissionCutter()
    for seed in range(40):
        assert list(cutter.add(colored_noise(2 * SAMPLE_RATE, 0.5, RNG(seed)) * np.float32(0.05))) == []
    assert cutter.kept < 5.0


def test_who_never_stops_speaking_is_cut(spoken):
    cutter, found = TransmissionCutter(), []
    for _ in range(20):
        found += cutter.add(spoken[0])
        assert cutter.kept < LONGEST + 5.0
    assert len(found) >= 2
    assert max(one.end - one.start for one in found) < 30
