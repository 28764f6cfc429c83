import numpy as np
import pytest

from soridam.speech.activity import find_speech, frame_levels, quietest_moment
from soridam.speech.audio import SAMPLE_RATE


def noise(seconds: float, level: float) -> np.ndarray:
    """White noise at a level in dBFS."""
    random = np.random.default_rng(1)
    return (random.normal(0, 10 ** (level / 20), round(seconds * SAMPLE_RATE))).astype(np.float32)


def test_the_level_of_a_full_scale_square_wave_is_zero() -> None:
    assert frame_levels(np.ones(640, dtype=np.float32)).tolist() == [0.0, 0.0]


def test_half_the_amplitude_is_six_decibels_less() -> None:
    assert frame_levels(np.full(320, 0.5, dtype=np.float32)) == pytest.approx([-6.02], abs=0.01)


def test_speech_is_found_between_the_pauses() -> None:
    samples = np.concatenate([noise(0.2, -70), noise(0.4, -20), noise(0.2, -70)])
    assert np.flatnonzero(find_speech(frame_levels(samples))).tolist() == list(range(10, 30))


@pytest.mark.parametrize("samples", [np.zeros(16_000, dtype=np.float32), noise(1, -75), np.zeros(0, dtype=np.float32)])
def test_silence_holds_no_speech(samples: np.ndarray) -> None:
    assert not find_speech(frame_levels(samples)).any()


def test_the_quietest_moment_is_inside_the_pause() -> None:
    samples = np.concatenate([noise(0.5, -20), noise(0.06, -60), noise(0.5, -20)])
    assert 0.5 <= quietest_moment(samples, 0.3, 0.8) <= 0.56


def test_an_empty_range_gives_its_lower_end() -> None:
    assert quietest_moment(noise(1, -20), 0.4, 0.4) == 0.4
