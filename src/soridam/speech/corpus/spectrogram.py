"""Spectrograms for people. The features of a model are in `speech.features`."""

import numpy as np

WINDOW = 400  # samples, 25 ms
HOP = 160  # samples, 10 ms


def spectrogram(samples: np.ndarray) -> np.ndarray:
    """Decibels below the loudest, shape (frequencies, frames), at least -80."""
    padded = np.pad(samples, (0, max(0, WINDOW - len(samples))))
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP]
    power = np.abs(np.fft.rfft(frames * np.hanning(WINDOW), axis=1)) ** 2
    levels = 10 * np.log10(np.maximum(power.T, 1e-12))
    return np.maximum(levels - levels.max(), -80.0)
