"""What the airband makes of speech: band, clipping, noise, clipped first syllables, overlaps. Begin with `transmit`."""

from dataclasses import dataclass

import numpy as np

from soridam.speech.audio import SAMPLE_RATE, Waveform
from soridam.speech.channel import band_pass, colored_noise, power_ratio

QUIET = 1e-9
SQUEALING = 0.8  # of the overlaps that are asked for


@dataclass(frozen=True, slots=True)
class Airband:
    """How bad reception is. Ranges are drawn from evenly, shares are probabilities between 0 and 1."""

    low: float = 300.0  # Hz
    high: tuple[float, float] = (2_700.0, 3_400.0)  # Hz
    drive: tuple[float, float] = (1.0, 4.0)  # of the transmitter's limiter; higher clips more
    signal_to_noise: tuple[float, float] = (6.0, 25.0)  # decibels
    clipped_start: float = 0.2
    clipped_seconds: tuple[float, float] = (0.05, 0.2)  # the key is pressed too late
    overlap: float = 0.04
    overlap_level: tuple[float, float] = (-16.0, -6.0)  # decibels of the other transmission
    squeal: float = 0.0  # of the overlaps: two carriers that differ are heard as a tone
    squeal_pitch: tuple[float, float] = (100.0, 3_000.0)  # Hz that carriers differ by
    squeal_drift: float = 5.0  # Hz a second


DEFAULT = Airband()


@dataclass(frozen=True, slots=True)
class Received:
    """A transmission as it is heard: samples at 16 kHz, and whether another one lies over it."""

    samples: Waveform
    overlapped: bool
    clipped: bool
    squeal: float | None = None  # Hz of the tone, where the overlap has one


def transmit(speech: Waveform, other: Waveform | None, airband: Airband, rng: np.random.Generator) -> Received:
    """Send speech over the air. `other` is a transmission that may lie over it; silence surrounds it a little."""
    clipped = rng.random() < airband.clipped_start
    if clipped:
        speech = speech[int(rng.uniform(*airband.clipped_seconds) * SAMPLE_RATE) :]
    margins = (rng.uniform(0.1, 0.4, 2) * SAMPLE_RATE).astype(int)
    limited = np.pad(limit(speech, airband, rng), tuple(margins))
    overlapped, squeal = other is not None and rng.random() < airband.overlap, None
    if overlapped and other is not None:
        limited, squeal = _lay_over(limited, limit(other, airband, rng), airband, rng)
    hiss = band_pass(colored_noise(len(limited), rng.uniform(0.0, 0.5), rng), SAMPLE_RATE, (airband.low, 3_400.0))
    noisy = limited + hiss * power_ratio(limited, hiss, rng.uniform(*airband.signal_to_noise))
    loud = noisy * rng.uniform(0.15, 0.7) / (np.max(np.abs(noisy)) + QUIET)
    return Received(loud.astype(np.float32), overlapped, clipped, squeal)


def limit(speech: Waveform, airband: Airband, rng: np.random.Generator) -> Waveform:
    """The band of a transmitter, and its limiter, which flattens peaks."""
    narrow = band_pass(speech, SAMPLE_RATE, (airband.low, rng.uniform(*airband.high)))
    loud = narrow / (np.percentile(np.abs(narrow), 99) + QUIET)
    return np.tanh(loud * rng.uniform(*airband.drive)).astype(np.float32)


def _lay_over(
    first: Waveform, second: Waveform, airband: Airband, rng: np.random.Generator
) -> tuple[Waveform, float | None]:
    """Add the second at a place and level of its own, and the tone of two carriers; what reaches beyond is cut."""
    level = 10 ** (rng.uniform(*airband.overlap_level) / 20)
    start = int(rng.integers(0, max(1, len(first) // 2)))
    piece = second[: len(first) - start] * level
    mixed = first.copy()
    mixed[start : start + len(piece)] += piece
    if airband.squeal and rng.random() < airband.squeal:
        pitch = float(np.exp(rng.uniform(*np.log(airband.squeal_pitch))))
        mixed[start : start + len(piece)] += level * _squeal(len(piece), pitch, airband, rng)
        return mixed, round(pitch, 1)
    return mixed, None


def _squeal(count: int, pitch: float, airband: Airband, rng: np.random.Generator) -> Waveform:
    """The difference of two carriers, as a receiver of amplitude modulation hears it, in the band of speech."""
    seconds = np.arange(count) / SAMPLE_RATE
    drift = rng.uniform(-airband.squeal_drift, airband.squeal_drift)
    tone = np.cos(2 * np.pi * (pitch + drift * seconds / 2) * seconds + rng.uniform(0, 2 * np.pi)).astype(np.float32)
    return band_pass(tone, SAMPLE_RATE, (airband.low, 3_400.0))
