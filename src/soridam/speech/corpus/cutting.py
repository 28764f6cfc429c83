"""Segments of long recordings: joined up to a length if wanted, with a margin to cut where it is quiet.

Begin with `plan_cuts`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from soridam.speech.corpus.utterance import Clip, Rejection, Utterance

MAX_MARGIN = 0.3  # seconds by which a cut may move: transcribers set marks by eye, seldom worse than that
MAX_PAUSE = 2.0  # seconds of silence that two joined segments may have between them


@dataclass(frozen=True, slots=True)
class Margin:
    """Seconds by which the cuts may move outwards without reaching the neighboring segments."""

    before: float = 0.0
    after: float = 0.0


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row of the corpus to be: an utterance, the margin of its cuts, and how many segments it was made of."""

    utterance: Utterance
    margin: Margin = field(default_factory=Margin)
    segments: int = 1


def plan_cuts(
    rows: Iterable[Utterance | Rejection], *, join: bool, max_seconds: float
) -> Iterator[PlannedRow | Rejection]:
    """Give each utterance the margin of its cuts; with `join`, make neighbors one row of at most `max_seconds`.

    Only neighbors in the order of the corpus are seen, so that memory stays flat. Segments are joined when they
    follow each other in the same recording, by the same speaker, with no more than two seconds between them.
    """
    joined = _join_neighbors(rows, max_seconds) if join else _wrap(rows)
    previous: PlannedRow | None = None
    held: PlannedRow | None = None
    for row in joined:
        if isinstance(row, Rejection):
            yield row
            continue
        if held is not None:
            yield _with_margin(held, previous, row)
        previous, held = held, row
    if held is not None:
        yield _with_margin(held, previous, None)


def _wrap(rows: Iterable[Utterance | Rejection]) -> Iterator[PlannedRow | Rejection]:
    for row in rows:
        yield row if isinstance(row, Rejection) else PlannedRow(row)


def _join_neighbors(rows: Iterable[Utterance | Rejection], max_seconds: float) -> Iterator[PlannedRow | Rejection]:
    held: PlannedRow | None = None
    for row in _wrap(rows):
        if isinstance(row, Rejection):
            yield row
        elif held is not None and _may_join(held.utterance, row.utterance, max_seconds):
            held = _joined(held, row.utterance)
        else:
            if held is not None:
                yield held
            held = row
    if held is not None:
        yield held


def _may_join(first: Utterance, second: Utterance, max_seconds: float) -> bool:
    a, b = first.clip, second.clip
    if None in (a.start, a.end, b.start, b.end) or (a.path, a.member) != (b.path, b.member):
        return False
    pause, length = _start(b) - _end(a), _end(b) - _start(a)
    same = (first.speaker, first.part, first.language) == (second.speaker, second.part, second.language)
    return same and 0 <= pause <= MAX_PAUSE and length <= max_seconds


def _joined(first: PlannedRow, second: Utterance) -> PlannedRow:
    utterance = first.utterance
    count = max(len(utterance.readings), len(second.readings))
    return PlannedRow(
        replace(
            utterance,
            clip=replace(utterance.clip, end=second.clip.end),
            transcript=f"{utterance.transcript} {second.transcript}",
            readings=tuple(f"{_reading(utterance, index)} {_reading(second, index)}".strip() for index in range(count)),
            declared_duration=None,
        ),
        segments=first.segments + 1,
    )


def _reading(utterance: Utterance, index: int) -> str:
    """Return a reading of two joined neighbors; a neighbor with one reading uses it for both."""
    readings = utterance.readings or ("",)
    return readings[min(index, len(readings) - 1)]


def _with_margin(row: PlannedRow, previous: PlannedRow | None, following: PlannedRow | None) -> PlannedRow:
    clip = row.utterance.clip
    before = _gap(previous.utterance.clip, clip) if previous else 2 * MAX_MARGIN
    after = _gap(clip, following.utterance.clip) if following else 2 * MAX_MARGIN
    margin = Margin(
        before=_half_of(before) if clip.start is not None else 0.0,
        after=_half_of(after) if clip.end is not None else 0.0,
    )
    return replace(row, margin=margin)


def _gap(first: Clip, second: Clip) -> float:
    """Return seconds between two clips; as much as is ever needed where they are of different recordings."""
    if (first.path, first.member) != (second.path, second.member):
        return 2 * MAX_MARGIN
    if first.end is None or second.start is None:
        return 0.0
    return second.start - first.end


def _half_of(gap: float) -> float:
    """Neighbors meet in the middle at most, so that no sound is in two rows."""
    return min(MAX_MARGIN, max(0.0, gap / 2))


def _start(clip: Clip) -> float:
    assert clip.start is not None
    return clip.start


def _end(clip: Clip) -> float:
    assert clip.end is not None
    return clip.end
