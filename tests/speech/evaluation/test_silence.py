import numpy as np
import pytest

from soridam.speech.audio import SAMPLE_RATE
from soridam.speech.evaluation.silence import DURATIONS, KINDS, LOUDEST, QUIETEST, build_silent_clips

CLIPS = build_silent_clips(seed=7)


def test_each_kind_comes_in_each_duration():
    made = [(clip.kind, len(clip.wave) / SAMPLE_RATE) for clip in CLIPS]
    assert made == [(kind, duration) for kind in KINDS for duration in DURATIONS]


def test_the_same_seed_gives_the_same_clips():
    again = build_silent_clips(seed=7)
    assert all(np.array_equal(one.wave, other.wave) for one, other in zip(CLIPS, again, strict=True))


def test_another_seed_gives_other_noise():
    assert not np.array_equal(CLIPS[5].wave, build_silent_clips(seed=8)[5].wave)


def test_silence_is_digital_silence():
    assert not any(clip.wave.any() for clip in CLIPS if clip.kind == "silence")


def test_noise_keeps_to_its_levels():
    for clip in CLIPS:
        if clip.kind != "silence":
            level = 20 * np.log10(np.sqrt(np.mean(clip.wave**2)))
            assert QUIETEST - 0.1 <= level <= LOUDEST + 0.1


@pytest.mark.parametrize(("kind", "falls"), [("white noise", 0.0), ("pink noise", 10.0)])
def test_pink_noise_loses_ten_decibels_a_decade(kind, falls):
    wave = next(clip.wave for clip in reversed(CLIPS) if clip.kind == kind)
    power = np.abs(np.fft.rfft(wave)) ** 2
    frequencies = np.fft.rfftfreq(len(wave), 1 / SAMPLE_RATE)
    low, high = (power[(frequencies > f) & (frequencies < 1.2 * f)].mean() for f in (400, 4000))
    assert 10 * np.log10(low / high) == pytest.approx(falls, abs=1.0)
