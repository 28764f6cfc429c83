"""The log-mel spectrogram that Whisper hears, in numpy, for any length. The loader and the recognizer share it,
so that a model meets in use exactly what it was trained on.

Source of the formulas: openai/whisper `audio.py`; the mel scale is Slaney's, as in librosa.
"""

from functools import cache

import numpy as np

from soridam.speech.audio import SAMPLE_RATE, Waveform

FFT_SAMPLES = 400
HOP_SAMPLES = 160
FRAMES_PER_SECOND = SAMPLE_RATE // HOP_SAMPLES
FRAMES_PER_POSITION = 2  # the encoder's second convolution halves the frames
SAMPLES_PER_POSITION = HOP_SAMPLES * FRAMES_PER_POSITION

# Slaney's scale: linear below 1 kHz, logarithmic above.
_HZ_PER_MEL = 200 / 3
_BREAK_HZ = 1000.0
_BREAK_MEL = _BREAK_HZ / _HZ_PER_MEL
_LOG_STEP = np.log(6.4) / 27


def log_mel(samples: Waveform, mels: int, seconds: float) -> np.ndarray:
    """Log-mel spectrogram of `samples` (16 kHz), padded with silence or cut to `seconds`.

    Returns float32 of shape (mels, frames), frames = 100 per second, always even.
    """
    padded = pad_with_silence(samples, seconds)
    power = _power_spectrum(padded)
    spectrum = np.log10(np.maximum(mel_filters(mels) @ power, 1e-10))
    return (np.maximum(spectrum, spectrum.max() - 8.0) + 4.0) / 4.0


def pad_with_silence(samples: Waveform, seconds: float) -> Waveform:
    """Exactly `seconds` long, rounded up to whole encoder positions (0.02 s)."""
    length = -(-round(seconds * SAMPLE_RATE) // SAMPLES_PER_POSITION) * SAMPLES_PER_POSITION
    return np.pad(samples[:length], (0, max(0, length - len(samples))))


def _power_spectrum(samples: Waveform) -> np.ndarray:
    """Short-time power spectrum, shape (201, frames): centered frames, the last one dropped as Whisper does."""
    reflected = np.pad(samples, FFT_SAMPLES // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(reflected, FFT_SAMPLES)[::HOP_SAMPLES][:-1]
    spectrum = np.fft.rfft(frames * _hann(), axis=1)
    return (spectrum.real**2 + spectrum.imag**2).T


@cache
def _hann() -> np.ndarray:
    """Return the periodic Hann window."""
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FFT_SAMPLES) / FFT_SAMPLES)).astype(np.float32)


@cache
def mel_filters(mels: int) -> np.ndarray:
    """Triangular filters of equal area, shape (mels, 201)."""
    bins = np.linspace(0, SAMPLE_RATE / 2, FFT_SAMPLES // 2 + 1)
    edges = _mel_to_hz(np.linspace(0, _hz_to_mel(SAMPLE_RATE / 2), mels + 2))
    rising = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    area = 2 / (edges[2:] - edges[:-2])
    return (np.maximum(0, np.minimum(rising, falling)) * area[:, None]).astype(np.float32)


def _hz_to_mel(hz: float) -> float:
    return hz / _HZ_PER_MEL if hz < _BREAK_HZ else _BREAK_MEL + float(np.log(hz / _BREAK_HZ)) / _LOG_STEP


def _mel_to_hz(mel: np.ndarray) -> np.ndarray:
    return np.where(mel < _BREAK_MEL, mel * _HZ_PER_MEL, _BREAK_HZ * np.exp(_LOG_STEP * (mel - _BREAK_MEL)))
