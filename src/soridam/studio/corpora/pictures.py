"""Sound to look at: a spectrogram as PNG without axes, and the peaks of a waveform. The page draws the axes.

Drawn by Pillow: the server is to stay without matplotlib.
"""

import io
from pathlib import Path

import numpy as np
import soundfile
from PIL import Image

from soridam.speech.corpus.spectrogram import HOP, spectrogram

DEPTH = 80.0  # decibels
LONGEST = 300  # seconds in one picture
# From silence to the loudest: dark blue, violet, red, yellow; perceived lightness rises evenly.
STOPS = ((8, 6, 30), (66, 20, 110), (150, 44, 110), (225, 90, 70), (250, 170, 60), (252, 250, 190))


def draw_spectrogram(samples: np.ndarray, width: int, height: int) -> bytes:
    """Return a PNG of this size in pixels, low frequencies at the bottom."""
    levels = np.flipud(spectrogram(samples))
    shades = np.clip((levels + DEPTH) / DEPTH * 255, 0, 255).astype(np.uint8)
    picture = Image.fromarray(shades, mode="L").resize((width, height), Image.Resampling.BILINEAR)
    picture.putpalette(_palette())
    buffer = io.BytesIO()
    picture.save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()


def read_stretch(path: Path, start: float, end: float | None) -> np.ndarray:
    """Samples between two times in seconds, at most five minutes of them."""
    with soundfile.SoundFile(str(path)) as file:
        first = min(round(start * file.samplerate), file.frames)
        last = file.frames if end is None else min(round(end * file.samplerate), file.frames)
        file.seek(first)
        count = min(max(0, last - first), LONGEST * file.samplerate)
        samples: np.ndarray = file.read(count, dtype="float32")
        return samples if len(samples) else np.zeros(HOP, dtype=np.float32)


def read_peaks(path: Path, points: int) -> tuple[float, list[float]]:
    """(seconds, peaks): the loudest sample of each of `points` equal stretches, 0 to 1. Memory holds one of them."""
    with soundfile.SoundFile(str(path)) as file:
        length = max(1, -(-file.frames // points))
        blocks = file.blocks(blocksize=length, dtype="float32")
        peaks = [round(float(np.abs(block).max(initial=0.0)), 3) for block in blocks]
        return file.frames / file.samplerate, peaks


def _palette() -> list[int]:
    places = np.linspace(0, 255, len(STOPS))
    colors = [np.interp(np.arange(256), places, [stop[channel] for stop in STOPS]) for channel in range(3)]
    return np.stack(colors, axis=1).round().astype(int).reshape(-1).tolist()
