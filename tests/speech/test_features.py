import numpy as np
import pytest
from transformers import WhisperFeatureExtractor

from soridam.speech.features import log_mel, mel_filters, pad_with_silence


def speech_like(seconds: float) -> np.ndarray:
    return np.random.default_rng(7).normal(scale=0.1, size=int(seconds * 16_000)).astype(np.float32)


@pytest.mark.parametrize("mels", [80, 128])
def test_at_30_seconds_it_equals_the_spectrogram_of_transformers(mels):
    samples = speech_like(3)
    theirs = WhisperFeatureExtractor(feature_size=mels)(samples, sampling_rate=16_000, return_tensors="np")
    np.testing.assert_allclose(log_mel(samples, mels, 30.0), theirs.input_features[0], atol=1e-5)


def test_a_short_window_is_the_beginning_of_the_long_one():
    samples = speech_like(2)
    # the last frame of the short window sees a reflected edge instead of more silence
    np.testing.assert_allclose(log_mel(samples, 80, 3.0)[:, :290], log_mel(samples, 80, 30.0)[:, :290], atol=1e-5)


@pytest.mark.parametrize("seconds", [0.02, 0.5, 3.01, 30.0])
def test_the_number_of_frames_is_always_even(seconds):
    assert log_mel(speech_like(1), 80, seconds).shape[1] % 2 == 0


def test_padding_rounds_up_to_whole_positions():
    assert len(pad_with_silence(speech_like(1), 1.001)) == 51 * 320


def test_longer_sound_is_cut():
    assert len(pad_with_silence(speech_like(5), 2.0)) == 32_000


def test_every_filter_hears_something():
    assert (mel_filters(128).sum(axis=1) > 0).all()
