"""Detection of sound and silence by energy alone. Begin with `frame_levels`.

Good enough to cut recordings and to describe a corpus; transcription uses a trained detector instead.
"""

import numpy as np

from soridam.speech.audio import SAMPLE_RATE

FRAME = SAMPLE_RATE // 50  # 20 ms
FLOOR = -100.0  # dBFS, the level given to digital silence
SPEECH_RANGE = 30.0  # dB below the loud frames that still count as speech
SILENCE = -60.0  # dBFS; quieter than any recorded room with somebody speaking in it


def frame_levels(samples: np.ndarray) -> np.ndarray:
    """Level of each frame of 20 ms in dB below full scale, shape (frames,); a shorter rest is left out."""
    frames = samples[: len(samples) - len(samples) % FRAME].reshape(-1, FRAME)
    power = np.einsum("ij,ij->i", frames, frames) / FRAME
    return 10 * np.log10(np.maximum(power, 10 ** (FLOOR / 10)))


def find_speech(levels: np.ndarray) -> np.ndarray:
    """Return which frames hold sound, as opposed to the room: within 30 dB of the loud ones, and above -60 dBFS."""
    if not len(levels):
        return np.zeros(0, dtype=bool)
    loud = np.percentile(levels, 95)
    return levels > max(loud - SPEECH_RANGE, SILENCE)


def quietest_moment(samples: np.ndarray, low: float, high: float) -> float:
    """Return the middle of the quietest frame between two times, in seconds. An empty range gives its lower end."""
    first, last = (round(max(0.0, time) * SAMPLE_RATE) for time in (low, high))
    levels = frame_levels(samples[first:last])
    if not len(levels):
        return max(0.0, low)
    return (first + (int(np.argmin(levels)) + 0.5) * FRAME) / SAMPLE_RATE
