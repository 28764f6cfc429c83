"""Intervals of ratios of sums, and tests between models. Begin with `bootstrap_interval` and `compare`.

Error rates, a loss per token, and the share of callsigns found are such ratios: a numerator and a denominator of each
unit, both summed over all. Whole units are drawn (utterances, documents), because what is counted inside of one is not
independent. Units of one speaker are not either: give `groups` to draw speakers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

DRAWS = 2_000
LEVEL = 0.95
_CELLS_AT_ONCE = 4_000_000  # of a (draws, units) matrix: 32 MB


@dataclass(frozen=True, slots=True)
class Interval:
    """A rate with its 95 % interval. `units` is how many were drawn from; from a single one nothing can be said."""

    rate: float
    low: float | None
    high: float | None
    units: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """The difference of the second model's rate (negative: better), with its interval and p-value."""

    difference: float
    low: float
    high: float
    p_value: float


def bootstrap_interval(
    ratios: np.ndarray, *, seed: int, groups: Sequence[str] | None = None, draws: int = DRAWS
) -> Interval:
    """Percentile bootstrap of a ratio of sums (Bisani and Ney, ICASSP 2004).

    ratios: (units, 2), numerators and denominators. With `groups`, one label a unit, whole groups are drawn. Of few
    groups (under about ten) such an interval is too narrow.
    """
    units = _units(ratios, groups)
    rate = float(_rates(units.sum(axis=0)))
    if len(units) < 2:
        return Interval(rate, None, None, len(units))
    drawn = np.concatenate([_rates(weights @ units) for weights in _resamples(len(units), seed, draws)])
    low, high = _percentiles(drawn)
    return Interval(rate, low, high, len(units))


def compare(
    first: np.ndarray,
    second: np.ndarray,
    *,
    seed: int,
    groups: Sequence[str] | None = None,
    draws: int = DRAWS,
) -> Comparison:
    """Compare two models on the same units, in the same order; both arrays have shape (units, 2).

    The interval is a paired bootstrap: both rates are taken from the same draw. The p-value is approximate
    randomization (Noreen 1989): if the models were alike, exchanging their outputs unit by unit would give
    a difference as large as the one seen in that share of the draws; two-sided, with 1 added to both counts.
    """
    units = np.concatenate([_units(first, groups), _units(second, groups)], axis=1)  # (units, 4)
    seen = _difference(units.sum(axis=0))
    drawn = np.concatenate([_difference(weights @ units) for weights in _resamples(len(units), seed, draws)])
    low, high = _percentiles(drawn)
    return Comparison(float(seen), low, high, _randomization_p(units, float(seen), seed, draws))


def holm(p_values: Sequence[float]) -> list[float]:
    """p-values of several tests made at once, adjusted so that one false alarm among all is as rare as promised.

    Holm, "A simple sequentially rejective multiple test procedure", 1979.
    """
    adjusted = [0.0] * len(p_values)
    highest = 0.0
    for rank, index in enumerate(sorted(range(len(p_values)), key=lambda index: p_values[index])):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[index]))
        adjusted[index] = highest
    return adjusted


def _units(ratios: np.ndarray, groups: Sequence[str] | None) -> np.ndarray:
    """Numerator and denominator of each unit that is drawn; float64, shape (units, 2)."""
    pairs = ratios.astype(np.float64)
    if groups is None:
        return pairs
    names, places = np.unique(np.asarray(groups), return_inverse=True)
    summed = np.zeros((len(names), 2))
    np.add.at(summed, places, pairs)
    return summed


def _rates(sums: np.ndarray) -> np.ndarray:
    """(…, 2) of numerators and denominators → (…) ratios; a denominator of nothing counts 1, as in `Counts.rate`."""
    return sums[..., 0] / np.maximum(1, sums[..., 1])


def _difference(sums: np.ndarray) -> np.ndarray:
    return _rates(sums[..., 2:]) - _rates(sums[..., :2])


def _resamples(units: int, seed: int, draws: int) -> Iterator[np.ndarray]:
    """Yield how often each unit is drawn, in blocks of shape (draws, units), so that memory stays flat."""
    generator = np.random.default_rng(seed)
    for size in _blocks(units, draws):
        yield generator.multinomial(units, np.full(units, 1 / units), size=size).astype(np.float64)


def _blocks(units: int, draws: int) -> Iterator[int]:
    block = max(1, _CELLS_AT_ONCE // max(1, units))
    for start in range(0, draws, block):
        yield min(block, draws - start)


def _randomization_p(units: np.ndarray, seen: float, seed: int, draws: int) -> float:
    differing = units[(units[:, :2] != units[:, 2:]).any(axis=1)]
    if not len(differing):
        return 1.0
    generator = np.random.default_rng([seed, 1])
    exchange = np.concatenate([differing[:, 2:] - differing[:, :2], differing[:, :2] - differing[:, 2:]], axis=1)
    sums = units.sum(axis=0)
    as_large = 0
    for size in _blocks(len(differing), draws):
        swapped = generator.integers(0, 2, size=(size, len(differing))).astype(np.float64)
        differences = _difference(sums + swapped @ exchange)
        as_large += int((np.abs(differences) >= abs(seen) - 1e-12).sum())
    return (as_large + 1) / (draws + 1)


def _percentiles(drawn: np.ndarray) -> tuple[float, float]:
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
