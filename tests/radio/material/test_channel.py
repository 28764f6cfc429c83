import numpy as np

from soridam.radio.material.channel import Airband, transmit
from soridam.speech.audio import SAMPLE_RATE

CLEAN = Airband(signal_to_noise=(60.0, 60.0), clipped_start=0.0, overlap=0.0)


def tone(hertz: float, seconds: float = 1.0) -> np.ndarray:
    times = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (0.3 * np.sin(2 * np.pi * hertz * times)).astype(np.float32)


def power_at(samples: np.ndarray, hertz: float) -> float:
    spectrum = np.abs(np.fft.rfft(samples)) ** 2
    frequency = np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE)
    return float(spectrum[np.abs(frequency - hertz) < 20].sum())


def test_the_band_is_300_to_3400_hertz():
    mixed = tone(100) + tone(1_000) + tone(6_000)
    heard = transmit(mixed, None, CLEAN, np.random.default_rng(1)).samples
    assert power_at(heard, 1_000) > 1_000 * power_at(heard, 100)
    assert power_at(heard, 1_000) > 1_000 * power_at(heard, 6_000)


def test_the_limiter_makes_harmonics():
    soft, hard = (
        transmit(tone(900), None, Airband(drive=(drive, drive), signal_to_noise=(60, 60), clipped_start=0, overlap=0),
                 np.random.default_rng(1)).samples
        for drive in (0.2, 6.0)
    )  # fmt: skip
    assert power_at(hard, 2_700) / power_at(hard, 900) > 5 * power_at(soft, 2_700) / power_at(soft, 900)


def test_a_key_that_is_pressed_late_shortens_the_beginning():
    late = Airband(clipped_start=1.0, overlap=0.0)
    heard = transmit(tone(900), None, late, np.random.default_rng(1))
    whole = transmit(tone(900), None, Airband(clipped_start=0.0, overlap=0.0), np.random.default_rng(1))
    assert heard.clipped
    assert not whole.clipped
    assert len(heard.samples) < SAMPLE_RATE + 0.8 * SAMPLE_RATE


def test_another_transmission_lies_over_it_and_is_reported():
    over = Airband(clipped_start=0.0, overlap=1.0, overlap_level=(0.0, 0.0), signal_to_noise=(60, 60))
    heard = transmit(tone(900), tone(1_500), over, np.random.default_rng(1))
    alone = transmit(tone(900), None, over, np.random.default_rng(1))
    assert heard.overlapped
    assert not alone.overlapped
    assert power_at(heard.samples, 1_500) > 100 * power_at(alone.samples, 1_500)


def test_nothing_leaves_full_scale_and_equal_seeds_are_equal():
    heard = [transmit(tone(900), tone(700), Airband(), np.random.default_rng(5)).samples for _ in range(2)]
    assert np.abs(heard[0]).max() <= 0.7 + 1e-6
    assert np.array_equal(*heard)
