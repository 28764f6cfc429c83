"""Pieces of speech of at most one window, cut from a long recording: `cut_pieces`.

The pauses between are left out, as in WhisperX and faster-whisper: a window costs the same whether it is full or not.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from soridam.speech.audio import SAMPLE_RATE, Waveform
from soridam.speech.recognition.guard import BLOCK
from soridam.speech.window import FULL_WINDOW

# Silero's own thresholds: speech begins at the first and ends below the second.
BEGINS, ENDS = 0.5, 0.35
PAUSE = 0.16  # seconds below `ENDS` after which speech has ended
AROUND = 0.25  # seconds of what is before and after it that are kept: 0.4 gave more errors and more windows
LONGEST = int(FULL_WINDOW * SAMPLE_RATE)

Span = tuple[int, int]  # first sample and the one after the last


@dataclass(frozen=True, slots=True)
class Piece:
    """Spans of a recording, in order, that go through the model together; at most 30 s of sound."""

    spans: tuple[Span, ...]

    @property
    def start(self) -> float:
        """Seconds from the beginning of the recording."""
        return self.spans[0][0] / SAMPLE_RATE

    @property
    def end(self) -> float:
        return self.spans[-1][1] / SAMPLE_RATE

    def sound(self, wave: Waveform) -> Waveform:
        """Return the spans concatenated."""
        return np.concatenate([wave[first:last] for first, last in self.spans])

    def certainty(self, probabilities: np.ndarray) -> float:
        """Return the detector's confidence that there is speech in it."""
        return max(float(probabilities[first // BLOCK : -(-last // BLOCK)].max()) for first, last in self.spans)

    def time(self, seconds: float, *, is_end: bool = False) -> float:
        """When in the recording what is `seconds` into the piece was said. An end at a joint is that before it."""
        behind = [0, *accumulate(last - first for first, last in self.spans)]  # samples, at the joints
        sample = min(max(0, round(seconds * SAMPLE_RATE)), behind[-1])
        index = bisect_right(behind, sample - 1 if is_end and sample else sample) - 1
        index = min(index, len(self.spans) - 1)
        return (self.spans[index][0] + sample - behind[index]) / SAMPLE_RATE


def cut_pieces(probabilities: np.ndarray, samples: int) -> list[Piece]:
    """Pack speech into pieces; `probabilities` are those of its blocks of 512 samples."""
    pieces: list[list[Span]] = []
    room = 0
    for span in _padded(list(_iter_spans(probabilities)), samples):
        for first, last in _within_a_window(span, probabilities):
            if last - first > room:
                pieces.append([])
                room = LONGEST
            pieces[-1].append((first, last))
            room -= last - first
    return [Piece(tuple(spans)) for spans in pieces]


def _iter_spans(probabilities: np.ndarray) -> Iterator[Span]:
    """Stretches of speech, in blocks."""
    patience = round(PAUSE * SAMPLE_RATE / BLOCK)
    start, quiet = None, 0
    for block, probability in enumerate(probabilities.tolist()):
        if start is None:
            if probability >= BEGINS:
                start, quiet = block, 0
        elif probability >= ENDS:
            quiet = 0
        else:
            quiet += 1
            if quiet >= patience:
                yield start, block + 1 - quiet
                start = None
    if start is not None:
        yield start, len(probabilities) - quiet


def _padded(spans: Sequence[Span], samples: int) -> Iterator[Span]:
    """Return spans in samples with padding: up to half of the pause before the next one."""
    around = round(AROUND * SAMPLE_RATE)
    ends = [0, *(last * BLOCK for _, last in spans)]
    starts = [*(first * BLOCK for first, _ in spans), 2 * samples]
    for number, (first, last) in enumerate(spans):
        before = (starts[number] - ends[number]) // 2 if number else starts[0]
        behind = (starts[number + 1] - ends[number + 1]) // 2
        yield first * BLOCK - min(around, before), min(samples, last * BLOCK + min(around, behind))


def _within_a_window(span: Span, probabilities: np.ndarray) -> Iterator[Span]:
    """The span; where it is longer than a window, cut where the detector is least sure, in the window's last third."""
    first, last = span
    while last - first > LONGEST:
        low, high = (first + LONGEST * 2 // 3) // BLOCK, (first + LONGEST) // BLOCK
        cut = (low + int(probabilities[low:high].argmin())) * BLOCK
        yield first, cut
        first = cut
    yield first, last
