"""Transmissions in a recording: where the squelch opened and somebody spoke. Begin with `find_transmissions`.

A receiver whose squelch is closed is far quieter than the carrier under speech. Where a recording shows that, it
decides where a transmission ends; otherwise a pause in the speech does. The detector of speech hears each stretch
alone: what it heard before would make it doubt.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from soridam.speech.activity import FRAME, frame_levels, quietest_moment
from soridam.speech.audio import SAMPLE_RATE, Waveform, duration_of
from soridam.speech.recognition.guard import BLOCK, SPEECH, speech_probabilities

LONGEST = 28.0  # seconds, what a recognizer takes at once
PAUSE = 0.9  # seconds without speech after which a transmission is over
CLOSED = 0.25  # seconds with the squelch closed after which it is
OPEN = 8.0  # decibels above the quietest level at which the squelch is open
DIPS = 0.02  # of the frames of a carrier that may be as quiet as the closed squelch
MARGIN = 0.2  # seconds that are kept around speech
SHORTEST = 0.25  # seconds of speech
BLOCKS_PER_SECOND = SAMPLE_RATE / BLOCK
FRAMES_PER_SECOND = SAMPLE_RATE / FRAME


@dataclass(frozen=True, slots=True)
class Transmission:
    """A stretch of a recording, in seconds, with its samples at 16 kHz, and its level in dB below full scale."""

    start: float
    end: float
    samples: Waveform
    level: float


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: float
    end: float


def find_transmissions(samples: Waveform) -> list[Transmission]:
    """Find the transmissions of a recording in order; none in silence or noise."""
    if not np.any(samples):
        return []
    found = [
        _widen(part, stretch)
        for stretch in _open_stretches(samples)
        for spoken in _spoken(samples, stretch)
        for part in _cut(spoken, samples)
    ]
    return [_transmission(samples, one) for one in _apart(found)]


def _open_stretches(samples: Waveform) -> list[_Stretch]:
    """Return where the squelch is open; the whole recording where nothing shows that there was one."""
    levels = frame_levels(samples)
    whole = [_Stretch(0.0, duration_of(samples))]
    if not len(levels):
        return whole
    is_open = levels > np.percentile(levels, 2) + OPEN
    runs = list(_iter_runs(is_open, fewest_between=round(CLOSED * FRAMES_PER_SECOND)))
    inside = sum(last - first for first, last in runs)
    dips = sum(int((~is_open[first:last]).sum()) for first, last in runs)
    if not runs or dips > DIPS * inside:
        return whole
    return [_Stretch(first / FRAMES_PER_SECOND, last / FRAMES_PER_SECOND) for first, last in runs]


def _iter_runs(mask: np.ndarray, *, fewest_between: int) -> Iterator[tuple[int, int]]:
    """Yield first and end (exclusive) of the runs that are true; shorter gaps than `fewest_between` belong to them."""
    places = np.flatnonzero(mask)
    if len(places):
        breaks = np.flatnonzero(np.diff(places) > fewest_between)
        firsts, lasts = [places[0], *places[breaks + 1]], [*places[breaks], places[-1]]
        yield from ((int(first), int(last) + 1) for first, last in zip(firsts, lasts, strict=True))


def _spoken(samples: Waveform, stretch: _Stretch) -> Iterator[_Stretch]:
    """Yield where somebody speaks in a stretch, pauses included."""
    piece = samples[round(stretch.start * SAMPLE_RATE) : round(stretch.end * SAMPLE_RATE)]
    if not np.any(piece):
        return
    heard = speech_probabilities(piece) >= SPEECH
    for first, last in _iter_runs(heard, fewest_between=round(PAUSE * BLOCKS_PER_SECOND)):
        one = _Stretch(stretch.start + first / BLOCKS_PER_SECOND, stretch.start + last / BLOCKS_PER_SECOND)
        if one.end - one.start >= SHORTEST:
            yield one


def _cut(one: _Stretch, samples: Waveform) -> Iterator[_Stretch]:
    """Cut what is too long for a recognizer, at its quietest moments."""
    start = one.start
    while one.end - start > LONGEST:
        moment = quietest_moment(samples, start + LONGEST / 2, start + LONGEST)
        yield _Stretch(start, moment)
        start = moment
    yield _Stretch(start, one.end)


def _widen(one: _Stretch, within: _Stretch) -> _Stretch:
    return _Stretch(max(within.start, one.start - MARGIN), min(within.end, one.end + MARGIN))


def _apart(found: list[_Stretch]) -> list[_Stretch]:
    """Move the borders of neighbors that overlap to the middle."""
    if not found:
        return []
    borders = [(one.end + two.start) / 2 if one.end > two.start else None for one, two in pairwise(found)]
    starts = [None, *borders]
    ends = [*borders, None]
    return [
        _Stretch(one.start if start is None else start, one.end if end is None else end)
        for one, start, end in zip(found, starts, ends, strict=True)
    ]


def _transmission(samples: Waveform, one: _Stretch) -> Transmission:
    piece = samples[round(one.start * SAMPLE_RATE) : round(one.end * SAMPLE_RATE)]
    level = 10 * np.log10(np.mean(np.square(piece)) + 1e-10)
    return Transmission(one.start, one.end, piece, float(level))
