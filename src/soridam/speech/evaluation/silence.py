"""Clips without speech: any text that a model writes for them is hallucinated. Begin with `build_silent_clips`.

The same seed gives the same clips on every machine, so models can be compared across evaluations.
"""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from soridam.speech.audio import SAMPLE_RATE, Waveform

Kind = Literal["silence", "white noise", "pink noise", "hum"]
KINDS: tuple[Kind, ...] = get_args(Kind)
DURATIONS = (1.0, 2.0, 5.0, 15.0)  # seconds; most inventions come on short windows and on full ones
QUIETEST, LOUDEST = -60.0, -25.0  # decibels below full scale, from a quiet room to a bad line


@dataclass(frozen=True, slots=True)
class SilentClip:
    kind: Kind
    wave: Waveform


def build_silent_clips(*, seed: int) -> list[SilentClip]:
    """Return one clip of each kind and duration; noise and hum at levels drawn between a quiet room and a bad line."""
    clips = []
    for kind_number, kind in enumerate(KINDS):
        for place, duration in enumerate(DURATIONS):
            generator = np.random.default_rng([seed, kind_number, place])
            clips.append(SilentClip(kind, _draw(kind, round(duration * SAMPLE_RATE), generator)))
    return clips


def _draw(kind: Kind, samples: int, generator: np.random.Generator) -> Waveform:
    match kind:
        case "silence":
            return np.zeros(samples, dtype=np.float32)
        case "white noise":
            wave = generator.standard_normal(samples)
        case "pink noise":
            wave = _pink(samples, generator)
        case "hum":
            wave = _hum(samples, generator)
    level = 10 ** (generator.uniform(QUIETEST, LOUDEST) / 20)
    return (wave * level / np.sqrt(np.mean(wave**2))).astype(np.float32)


def _pink(samples: int, generator: np.random.Generator) -> np.ndarray:
    """Return noise whose power falls with frequency, as that of rooms and lines does."""
    spectrum = np.fft.rfft(generator.standard_normal(samples))
    frequencies = np.fft.rfftfreq(samples, 1 / SAMPLE_RATE)
    spectrum /= np.sqrt(np.maximum(frequencies, 20.0))
    return np.fft.irfft(spectrum, samples)


def _hum(samples: int, generator: np.random.Generator) -> np.ndarray:
    """Mains hum, 50 or 60 Hz with falling harmonics, over a little noise."""
    time = np.arange(samples) / SAMPLE_RATE
    base = generator.choice([50.0, 60.0])
    phases = generator.uniform(0, 2 * np.pi, 6)
    tones = sum(np.sin(2 * np.pi * base * (n + 1) * time + phase) / (n + 1) for n, phase in enumerate(phases))
    return np.asarray(tones + 0.02 * generator.standard_normal(samples))
