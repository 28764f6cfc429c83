"""Two stations that speak at once, heard by the tone that their carriers make. Begin with `find_overlap`.

On AM the difference of two carriers is a squeal: a tone that stays in place while both are on, also in the pauses of
the speech. Voices have no such tone. Two voices without it (carriers that differ by less than the band begins, or a
receiver of FM) are not found: nothing in the sound tells them from one voice in noise.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from soridam.speech.audio import SAMPLE_RATE, Waveform

SIZE, HOP = 1024, 256  # samples of a spectrum, 64 ms, and from one to the next
LOWEST, HIGHEST = 220.0, 3_600.0  # Hz in which tones are looked for
PEAK = 6.0  # decibels above what lies around it
NEAR, FAR = 5, 12  # bins on either side that lie around a peak, first and last
# Fitted on synthetic transmissions of the train voices, 214 alone and 114 under another one with a squeal.
STEADY = 1.58  # seconds at which both are as likely
SLOPE = 5.33  # of the log-odds, by the logarithm of the seconds
CERTAIN = 0.79  # probability at which a transmission is flagged: so is 1 in 100 of those alone


@dataclass(frozen=True, slots=True)
class Overlap:
    """Whether two stations speak at once. `probability` is that they do; `tone` is what gives them away, in Hz."""

    overlap: bool
    probability: float
    tone: float | None = None

    def to_json(self) -> dict[str, Any]:
        tone = {"tone": round(self.tone)} if self.tone is not None else {}
        return {"overlap": self.overlap, "overlap_probability": round(self.probability, 3), **tone}


NONE = Overlap(False, 0.0)


def find_overlap(samples: Waveform) -> Overlap:
    """Look for a steady tone in a transmission at 16 kHz."""
    seconds, tone = steadiest_tone(samples)
    if not seconds:
        return NONE
    probability = 1 / (1 + math.exp(-SLOPE * math.log(seconds / STEADY)))
    return Overlap(True, probability, tone) if probability >= CERTAIN else Overlap(False, probability)


def steadiest_tone(samples: Waveform) -> tuple[float, float]:
    """Return how long the steadiest tone stays, in seconds, and where, in Hz."""
    first, last = (round(frequency * SIZE / SAMPLE_RATE) for frequency in (LOWEST, HIGHEST))
    best, place = 0, 0
    running = np.zeros(last - first, dtype=int)
    for peaks in _peaks(samples, first, last):
        running = np.where(peaks, running + 1, 0)
        if running.max(initial=0) > best:
            place = int(running.argmax())
            best = int(running[place])
    return best * HOP / SAMPLE_RATE, (first + place) * SAMPLE_RATE / SIZE


def _peaks(samples: Waveform, first: int, last: int) -> np.ndarray:
    """Return in which bins there is a peak, one bin more on either side: tones drift. Shape (spectra, bins)."""
    if len(samples) < SIZE:
        return np.zeros((0, last - first), dtype=bool)
    frames = np.lib.stride_tricks.sliding_window_view(samples, SIZE)[::HOP] * np.hanning(SIZE).astype(np.float32)
    levels = 20 * np.log10(np.abs(np.fft.rfft(frames, axis=1)) + 1e-6)
    around = np.stack([levels[:, first + by : last + by] for by in range(-FAR, FAR + 1) if abs(by) >= NEAR]).mean(0)
    middle, below, above = (levels[:, first + by : last + by] for by in (0, -1, 1))
    peaks = (middle > around + PEAK) & (middle >= below) & (middle >= above)
    wide = peaks.copy()
    wide[:, 1:] |= peaks[:, :-1]
    wide[:, :-1] |= peaks[:, 1:]
    return wide
