"""Which examples an epoch is made of: plain utterances, timed ones, joined ones, and windows without speech.

Decided by (seed, epoch) before any sound is read, so that lengths are known when batches are packed.
Begin with `plan_examples`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from soridam.speech.window import FULL_WINDOW

PAUSE_RANGE = (0.2, 1.0)  # seconds between joined utterances
TOKENS_AT_MOST = 440  # of the decoder's 448 places; the rest is for the prompt and the end
NO_SPEECH_RANGE = (0.5, 8.0)  # seconds of nothing
Kind = Literal["plain", "timed", "no_speech"]


@dataclass(frozen=True, slots=True)
class Example:
    """One row of a batch. `rows` are corpus rows in order; `pauses` seconds follow all but the last of them."""

    kind: Kind
    rows: tuple[int, ...]
    pauses: tuple[float, ...]
    speed: float
    duration: float  # seconds, after the change of speed


@dataclass(frozen=True, slots=True)
class MixtureShares:
    timestamps: float = 0.0
    no_speech: float = 0.0
    long_form: float = 0.0
    speed: float = 0.0
    speed_range: tuple[float, float] = (0.9, 1.1)


def plan_examples(
    durations: Sequence[float], tokens: Sequence[int], shares: MixtureShares, *, seed: int, epoch: int
) -> list[Example]:
    """Return all examples of one epoch: every row once, alone or joined, and then some silence.

    `durations` (seconds) and `tokens` (of the text) are those of the rows.
    """
    rng = np.random.default_rng([seed, epoch, 0])
    speeds = _draw_speeds(np.asarray(durations), shares, rng)
    lengths = np.asarray(durations) / speeds
    joined = rng.random(len(durations)) < shares.long_form
    timed = rng.random(len(durations)) < shares.timestamps
    examples = [
        Example("timed" if timed[row] else "plain", (row,), (), float(speeds[row]), float(lengths[row]))
        for row in np.flatnonzero(~joined).tolist()
    ]
    examples += _join(rng.permutation(np.flatnonzero(joined)).tolist(), durations, tokens, rng)
    return examples + _draw_silence(round(len(durations) * shares.no_speech), rng)


def _draw_speeds(durations: np.ndarray, shares: MixtureShares, rng: np.random.Generator) -> np.ndarray:
    changed = rng.random(len(durations)) < shares.speed
    speeds = np.where(changed, rng.uniform(*shares.speed_range, len(durations)), 1.0).round(3)
    return np.where(durations / speeds > FULL_WINDOW, 1.0, speeds)  # what fills the window stays in it


def _join(
    rows: list[int], durations: Sequence[float], tokens: Sequence[int], rng: np.random.Generator
) -> list[Example]:
    """Fill windows of 30 s, one row after the other, as far as the decoder can hold their texts and times."""
    groups: list[list[int]] = []
    pauses: list[list[float]] = []
    length, written = 0.0, 0
    for row in rows:
        pause = float(rng.uniform(*PAUSE_RANGE))
        longer, more = length + pause + float(durations[row]), written + tokens[row] + 2
        if not groups or longer > FULL_WINDOW or more > TOKENS_AT_MOST:
            groups.append([row])
            pauses.append([])
            length, written = float(durations[row]), tokens[row] + 2
        else:
            groups[-1].append(row)
            pauses[-1].append(pause)
            length, written = longer, more
    return [
        Example("timed", tuple(group), tuple(between), 1.0, float(sum(durations[row] for row in group) + sum(between)))
        for group, between in zip(groups, pauses, strict=True)
    ]


def _draw_silence(count: int, rng: np.random.Generator) -> list[Example]:
    return [Example("no_speech", (), (), 1.0, float(duration)) for duration in rng.uniform(*NO_SPEECH_RANGE, count)]
