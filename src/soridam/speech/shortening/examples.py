"""What a model hears when it teaches itself: pieces whole, cut and joined, and noise, from 0.3 to 30 s.

All is drawn from the seed before any sound is touched, and each example sounds the same in every epoch, so that the
teacher has to hear it only once. Begin with `draw_examples`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from soridam.speech.audio import SAMPLE_RATE, Waveform
from soridam.speech.channel import ChannelShares, augment, colored_noise
from soridam.speech.shortening.config import Examples
from soridam.speech.shortening.sounds import SHORTEST, waveform
from soridam.speech.window import FULL_WINDOW

PAUSE_RANGE = (0.1, 1.0)  # seconds between joined pieces
NOISE_RANGE = (0.3, 8.0)  # seconds
NOISE_LEVELS = (0.0, 0.05)  # root mean square
MOST_JOINED = 8
Kind = Literal["whole", "cut", "joined", "noise"]


@dataclass(frozen=True, slots=True)
class Example:
    """`pieces` with `pauses` (seconds) after all but the last, and of that `duration` seconds from `start` on."""

    kind: Kind
    pieces: tuple[int, ...]
    pauses: tuple[float, ...]
    start: float
    duration: float
    timed: bool
    seed: int  # of its noise, loudness and channel


def draw_examples(durations: Sequence[float], values: Examples, *, count: int, seed: int) -> list[Example]:
    """Draw `count` examples; every piece, of which `durations` are seconds, comes before any comes again."""
    rng = np.random.default_rng([seed, 1])
    order: list[int] = []
    examples = []
    for number in range(count):
        kind = _draw_kind(values, rng)
        if len(order) < MOST_JOINED:
            order += rng.permutation(len(durations)).tolist()
        timed = bool(rng.random() < values.timestamps) and kind != "noise"
        pieces, pauses, length = _draw_pieces(kind, order, durations, rng)
        start, duration = 0.0, length
        if kind == "cut" and length > SHORTEST:
            duration = math.exp(rng.uniform(math.log(SHORTEST), math.log(length)))
            start = float(rng.uniform(0, length - duration))
        examples.append(Example(kind, pieces, pauses, start, duration, timed, seed * 1_000_003 + number))
    return examples


def _draw_kind(values: Examples, rng: np.random.Generator) -> Kind:
    draw = rng.random()
    kinds: tuple[tuple[Kind, float], ...] = (("cut", values.cut), ("joined", values.joined), ("noise", values.noise))
    for kind, share in kinds:
        if draw < share:
            return kind
        draw -= share
    return "whole"


def _draw_pieces(
    kind: Kind, order: list[int], durations: Sequence[float], rng: np.random.Generator
) -> tuple[tuple[int, ...], tuple[float, ...], float]:
    """Take pieces off `order`; returns them, the pauses between them, and how long they are together."""
    if kind == "noise":
        return (), (), float(rng.uniform(*NOISE_RANGE))
    pieces = [order.pop()]
    pauses: list[float] = []
    length = durations[pieces[0]]
    while kind == "joined" and len(pieces) < MOST_JOINED and order:
        pause = float(rng.uniform(*PAUSE_RANGE))
        if length + pause + durations[order[-1]] > FULL_WINDOW:
            break
        length += pause + durations[order[-1]]
        pieces.append(order.pop())
        pauses.append(pause)
    return tuple(pieces), tuple(pauses), min(FULL_WINDOW, length)


def sound_of(example: Example, pieces: Sequence[np.ndarray], channel: ChannelShares) -> Waveform:
    """Return the waveform of an example, the same each time; (samples,) at 16 kHz."""
    rng = np.random.default_rng([example.seed, 2])
    length = round(example.duration * SAMPLE_RATE)
    if example.kind == "noise":
        return colored_noise(length, rng.uniform(0.0, 2.0), rng) * np.float32(rng.uniform(*NOISE_LEVELS))
    parts: list[Waveform] = []
    for position, piece in enumerate(example.pieces):
        pause = example.pauses[position] if position < len(example.pauses) else 0.0
        parts += [waveform(pieces[piece]), np.zeros(round(pause * SAMPLE_RATE), dtype=np.float32)]
    first = round(example.start * SAMPLE_RATE)
    return augment(np.concatenate(parts)[first : first + length], channel, rng)
