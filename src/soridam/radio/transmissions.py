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
class Stretch:
    """A stretch of time in seconds."""

    start: float
    end: float


def find_transmissions(samples: Waveform) -> list[Transmission]:
    """Find the transmissions of a recording in order; none in silence or noise."""
    if not np.any(samples):
        return []
    found = [
        widen(part, stretch)
        for stretch in _open_stretches(samples)
        for spoken in _spoken(samples, stretch)
        for part in cut_long(spoken, samples)
    ]
    return [
        Transmission(one.start, one.end, piece := samples_in(samples, one), level_of(piece)) for one in apart(found)
    ]


def _open_stretches(samples: Waveform) -> list[Stretch]:
    """Return where the squelch is open; the whole recording where nothing shows that there was one."""
    runs = open_runs(frame_levels(samples))
    if runs is None:
        return [Stretch(0.0, duration_of(samples))]
    return [Stretch(first / FRAMES_PER_SECOND, last / FRAMES_PER_SECOND) for first, last in runs]


def open_runs(levels: np.ndarray) -> list[tuple[int, int]] | None:
    """Return the runs of frames in which the squelch is open; None where nothing shows that there is one."""
    if not len(levels):
        return None
    is_open = levels > np.percentile(levels, 2) + OPEN
    runs = list(_iter_runs(is_open, fewest_between=round(CLOSED * FRAMES_PER_SECOND)))
    inside = sum(last - first for first, last in runs)
    dips = sum(int((~is_open[first:last]).sum()) for first, last in runs)
    return None if not runs or dips > DIPS * inside else runs


def _iter_runs(mask: np.ndarray, *, fewest_between: int) -> Iterator[tuple[int, int]]:
    """Yield first and end (exclusive) of the runs that are true; shorter gaps than `fewest_between` belong to them."""
    places = np.flatnonzero(mask)
    if len(places):
        breaks = np.flatnonzero(np.diff(places) > fewest_between)
        firsts, lasts = [places[0], *places[breaks + 1]], [*places[breaks], places[-1]]
        yield from ((int(first), int(last) + 1) for first, last in zip(firsts, lasts, strict=True))


def _spoken(samples: Waveform, stretch: Stretch) -> Iterator[Stretch]:
    for one in spoken_in(samples_in(samples, stretch)):
        yield Stretch(stretch.start + one.start, stretch.start + one.end)


def spoken_in(piece: Waveform) -> Iterator[Stretch]:
    """Yield where somebody speaks, pauses included."""
    if not np.any(piece):
        return
    heard = speech_probabilities(piece) >= SPEECH
    for first, last in _iter_runs(heard, fewest_between=round(PAUSE * BLOCKS_PER_SECOND)):
        one = Stretch(first / BLOCKS_PER_SECOND, last / BLOCKS_PER_SECOND)
        if one.end - one.start >= SHORTEST:
            yield one


def cut_long(one: Stretch, samples: Waveform) -> Iterator[Stretch]:
    """Cut what is too long for a recognizer, at its quietest moments."""
    start = one.start
    while one.end - start > LONGEST:
        moment = quietest_moment(samples, start + LONGEST / 2, start + LONGEST)
        yield Stretch(start, moment)
        start = moment
    yield Stretch(start, one.end)


def widen(one: Stretch, within: Stretch) -> Stretch:
    """Keep a margin around speech, as far as the squelch is open."""
    return Stretch(max(within.start, one.start - MARGIN), min(within.end, one.end + MARGIN))


def apart(found: list[Stretch]) -> list[Stretch]:
    """Move the borders of neighbors that overlap to the middle."""
    if not found:
        return []
    borders = [(one.end + two.start) / 2 if one.end > two.start else None for one, two in pairwise(found)]
    starts = [None, *borders]
    ends = [*borders, None]
    return [
        Stretch(one.start if start is None else start, one.end if end is None else end)
        for one, start, end in zip(found, starts, ends, strict=True)
    ]


def samples_in(samples: Waveform, one: Stretch) -> Waveform:
    """Return the samples of a stretch."""
    return samples[round(one.start * SAMPLE_RATE) : round(one.end * SAMPLE_RATE)]


def level_of(piece: Waveform) -> float:
    """Return the mean level in decibels below full scale."""
    return float(10 * np.log10(np.mean(np.square(piece)) + 1e-10))
