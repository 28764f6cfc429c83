import numpy as np
import pytest

from soridam.speech.audio import SAMPLE_RATE
from soridam.speech.channel import (
    ChannelShares,
    add_noise,
    augment,
    change_gain,
    change_speed,
    colored_noise,
    mask_features,
    through_a_law,
    through_gsm,
    through_mu_law,
    through_radio,
    through_telephone,
)

CHANNELS = [through_telephone, through_gsm, through_radio]


def tone(hz, seconds=1.0):
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (0.3 * np.sin(2 * np.pi * hz * time)).astype(np.float32)


def power_at(samples, hz):
    spectrum = np.abs(np.fft.rfft(samples)) ** 2 / len(samples)
    bin_width = SAMPLE_RATE / len(samples)
    center = round(hz / bin_width)
    return spectrum[center - 2 : center + 3].sum()


@pytest.fixture
def rng():
    return np.random.default_rng(5)


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_channel_keeps_length_and_type(channel, rng):
    samples = tone(1000, 0.7331)
    heard = channel(samples, rng)
    assert heard.shape == samples.shape
    assert np.isfinite(heard).all()


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_channel_lets_the_middle_of_speech_through_and_stops_what_is_outside(channel):
    heard = channel(tone(1000) + tone(6000), np.random.default_rng(5))
    assert power_at(heard, 1000) > 0.3 * power_at(tone(1000), 1000)
    assert power_at(heard, 6000) < 0.01 * power_at(tone(6000), 6000)


@pytest.mark.parametrize("channel", CHANNELS)
def test_silence_stays_finite(channel, rng):
    assert np.isfinite(channel(np.zeros(8000, np.float32), rng)).all()


@pytest.mark.parametrize("law", [through_mu_law, through_a_law])
def test_eight_bits_of_a_law_cost_about_38_decibels_of_a_tone(law):
    samples = tone(440)
    noise = law(samples) - samples
    ratio = 10 * np.log10(np.mean(samples**2) / np.mean(noise**2))
    assert 35 < ratio < 42  # ITU-T G.711 asks for at least 33 dB over its range


@pytest.mark.parametrize("law", [through_mu_law, through_a_law])
def test_a_law_has_at_most_256_levels(law):
    assert len(np.unique(law(np.linspace(-1, 1, 20_001)))) <= 256


def test_a_coded_mobile_call_is_worse_than_a_land_line():
    speechlike = tone(500) + tone(1200) * 0.5 + tone(2300) * 0.2

    def distortion(channel):
        heard = channel(speechlike, np.random.default_rng(1))
        return np.mean((heard - speechlike) ** 2)

    assert distortion(through_gsm) > 3 * distortion(through_telephone)


def test_noise_is_as_far_below_the_signal_as_asked(rng):
    samples = tone(440)
    noise = add_noise(samples, 10.0, rng) - samples
    assert 10 * np.log10(np.mean(samples**2) / np.mean(noise**2)) == pytest.approx(10.0, abs=0.1)


def test_brown_noise_is_louder_at_low_frequencies(rng):
    noise = colored_noise(SAMPLE_RATE, 2.0, rng)
    assert power_at(noise, 100) > 20 * power_at(noise, 4000)


def test_gain_is_in_decibels_and_clips():
    assert np.allclose(change_gain(np.float32([0.1]), 6.0206), 0.2, atol=1e-5)
    assert change_gain(np.float32([0.9]), 12.0)[0] == 1.0


def test_speed_divides_the_length_and_raises_the_pitch():
    fast = change_speed(tone(440), 1.1)
    assert len(fast) == pytest.approx(SAMPLE_RATE / 1.1, abs=2)
    assert power_at(fast, 484) > 100 * power_at(fast, 440)


def test_without_shares_nothing_changes(rng):
    assert np.array_equal(augment(tone(440), ChannelShares(), rng), tone(440))


def test_the_same_chance_gives_the_same_sound():
    shares = ChannelShares(noise=0.5, gain=0.5, telephone=0.3, gsm=0.3, radio=0.3)
    for seed in range(8):
        first, second = (augment(tone(440), shares, np.random.default_rng(seed)) for _ in range(2))
        assert np.array_equal(first, second)


def test_at_most_one_channel_is_drawn_as_often_as_its_share():
    shares = ChannelShares(telephone=0.5)
    changed = [
        not np.array_equal(augment(tone(440, 0.1), shares, np.random.default_rng(seed)), tone(440, 0.1))
        for seed in range(200)
    ]
    assert np.mean(changed) == pytest.approx(0.5, abs=0.1)


def test_masking_replaces_bands_and_stretches_by_the_mean_and_leaves_the_rest(rng):
    features = np.random.default_rng(1).standard_normal((80, 300)).astype(np.float32)
    masked = mask_features(features, rng)
    changed = masked != features
    assert 0 < changed.mean() < 0.5
    assert np.unique(masked[changed]) == pytest.approx([features.mean()])
