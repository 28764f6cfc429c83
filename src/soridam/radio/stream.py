"""An endless stream of sound, cut into transmissions as they end. Begin with `iter_transmissions`.

Squelch and detector are those of a whole recording; only the level of the closed squelch is that of the last minute. At
most half a minute of sound is kept.
"""

from collections.abc import Iterable, Iterator

import numpy as np

from soridam.radio.transmissions import (
    CLOSED,
    FRAMES_PER_SECOND,
    PAUSE,
    Stretch,
    Transmission,
    apart,
    cut_long,
    level_of,
    open_runs,
    samples_in,
    spoken_in,
    widen,
)
from soridam.speech.activity import FRAME, frame_levels
from soridam.speech.audio import SAMPLE_RATE, Waveform, duration_of

STEP = SAMPLE_RATE // 4  # samples that are looked at together, whole frames
HISTORY = round(60.0 * FRAMES_PER_SECOND)  # frames whose levels show where the squelch is
RARELY = 8  # what goes on is heard again when it has grown by an eighth: it is heard from its beginning each time
LEAD = round(2.0 * FRAMES_PER_SECOND)  # frames kept where nobody speaks yet: speech begins softly


def iter_transmissions(blocks: Iterable[Waveform]) -> Iterator[Transmission]:
    """Yield each transmission of a 16 kHz stream when it is over; times are seconds of sound from its beginning.

    An empty block says that nothing comes for now, as from a receiver that is silent while its squelch is closed.
    """
    cutter = TransmissionCutter()
    for block in blocks:
        yield from cutter.add(block) if len(block) else cutter.finish()
    yield from cutter.finish()


class TransmissionCutter:
    """Takes sound in blocks of any length; what it finds does not depend on them."""

    def __init__(self, start: float = 0.0) -> None:
        """Begin at a time in seconds."""
        self._waiting = np.zeros(0, np.float32)  # less than a step
        self._kept = np.zeros(0, np.float32)  # what is not decided yet, whole frames
        self._levels = np.zeros(0)  # of the last minute, `_kept` included
        self._first = round(start * FRAMES_PER_SECOND)  # frames before `_kept`
        self._again = 0  # the frame at which what goes on is worth hearing anew
        self._border = start  # where the last transmission ended

    @property
    def kept(self) -> float:
        """Seconds of sound that are not decided yet."""
        return duration_of(self._kept)

    def add(self, block: Waveform) -> Iterator[Transmission]:
        """Yield what is over with these samples."""
        self._waiting = np.concatenate([self._waiting, block])
        while len(self._waiting) >= STEP:
            step, self._waiting = self._waiting[:STEP], self._waiting[STEP:]
            yield from self._advance(step, is_last=False)

    def finish(self) -> Iterator[Transmission]:
        """Yield what goes on: nothing follows for now."""
        rest, self._waiting = self._waiting, np.zeros(0, np.float32)
        yield from self._advance(np.pad(rest, (0, -len(rest) % FRAME)), is_last=True)

    def _advance(self, step: Waveform, *, is_last: bool) -> Iterator[Transmission]:
        self._kept = np.concatenate([self._kept, step])
        self._levels = np.concatenate([self._levels, frame_levels(step)])[-HISTORY:]
        there = len(self._kept) // FRAME
        decided = there if is_last else max(0, there - LEAD)
        for first, last in self._stretches(there):
            is_over = is_last or there - last > CLOSED * FRAMES_PER_SECOND
            if not is_over and self._first + there < self._again:
                decided = first
                continue
            found, until = self._hear(first, last, is_over=is_over)
            yield from found
            decided = max(decided, until) if is_over else until
            self._again = self._first + there + (there - decided) // RARELY
        self._kept = self._kept[decided * FRAME :]
        self._first += decided

    def _stretches(self, there: int) -> list[tuple[int, int]]:
        """Return where in `_kept` the squelch is open, in frames; all of it where nothing shows that there is one."""
        runs = open_runs(self._levels)
        if runs is None:
            return [(0, there)]
        before = len(self._levels) - there
        return [(max(0, first - before), last - before) for first, last in runs if last > before]

    def _hear(self, first: int, last: int, *, is_over: bool) -> tuple[list[Transmission], int]:
        """Return the transmissions of a stretch that have ended, and the frame before which nothing is left to find."""
        piece = self._kept[first * FRAME : last * FRAME]
        whole = Stretch(0.0, duration_of(piece))
        parts = [part for one in spoken_in(piece) for part in cut_long(one, piece)]
        goes_on = bool(parts) and not is_over and parts[-1].end > whole.end - PAUSE
        ended = apart([widen(part, whole) for part in parts])[: len(parts) - goes_on]
        undecided = parts[-1].start if goes_on else whole.end
        until = max(round(undecided * FRAMES_PER_SECOND) - LEAD, 0)
        if ended:
            until = max(until, int(ended[-1].end * FRAMES_PER_SECOND))
        return [self._transmission(piece, one, first) for one in ended], last if is_over else first + until

    def _transmission(self, piece: Waveform, one: Stretch, first: int) -> Transmission:
        offset = (self._first + first) / FRAMES_PER_SECOND
        start = max(self._border, offset + one.start)
        self._border = offset + one.end
        sound = samples_in(piece, Stretch(start - offset, one.end))
        return Transmission(start, self._border, sound, level_of(sound))
