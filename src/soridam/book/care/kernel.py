"""Kernel ridge regression: scores of a sentence for each class. Begin with `fit` or `Fitted`.

The kernel is the sum of two: one falls with the distance of the sentence vectors, the other counts the letter n-grams
that two sentences share. What is fitted is a weight of each known sentence for each class (Saunders, Gammerman and Vovk
1998, "Ridge regression learning algorithm in dual variables"). To be small, the vectors are stored along their
principal directions, one byte a number; the n-gram part is linear, so that its weights are stored summed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from soridam.book.care.letters import letter_rows

Array = np.ndarray
DIRECTIONS = 144  # of the 512 of a vector of meaning; with fewer than 128 the figures get worse
NARROW = 2.0  # how fast likeness falls with distance
LETTERS = 0.7  # what shared letters count beside meaning
RIDGE = 0.2
STEPS = 127  # of a byte, on each side of zero


@dataclass(frozen=True)
class Fitted:
    """The fitted model: `points` are the known sentences, `duals` their weights, `letters` the weights of n-grams."""

    directions: Array
    points: Array
    step: Array
    duals: Array
    letters: Array

    @classmethod
    def of(cls, kept: Mapping[str, Array]) -> Self:
        return cls(**{name: kept[name] for name in ("directions", "points", "step", "duals", "letters")})

    def scores(self, vectors: Array, sentences: Sequence[str]) -> Array:
        """Score each sentence for each class: (sentences, classes)."""
        likeness = _likeness(vectors @ self.directions.astype("f4"), self.points * self.step)
        return np.asarray(likeness @ self.duals + letter_rows(sentences) @ self.letters.astype("f4"))


def fit(vectors: Array, sentences: Sequence[str], labels: Array, count: int) -> Fitted:
    """Fit weights that bring sentences near to 1 for their own class and to 0 for others; classes weigh the same."""
    directions = _main_directions(vectors).astype("f2")
    along = vectors @ directions.astype("f4")
    step = np.asarray(np.abs(along).max() / STEPS, dtype="f4")
    points = np.round(along / step).astype(np.int8)
    rows = letter_rows(sentences)
    alike = _likeness(points * step, points * step) + LETTERS * rows @ rows.T
    shares = np.bincount(labels, minlength=count)[labels] * count / len(labels)
    duals = np.linalg.solve(alike + RIDGE * np.diag(shares), np.eye(count)[labels] - 1 / count)
    letters = LETTERS * rows.T @ duals
    return Fitted(directions, points, step, duals.astype("f4"), letters.astype("f2"))


def _likeness(some: Array, others: Array) -> Array:
    """Return the kernel of two sets of vectors, (some, others): 1 for equal ones, falling with the squared distance."""
    squares = (some**2).sum(1)[:, None] + (others**2).sum(1) - 2 * some @ others.T
    return np.asarray(np.exp(-NARROW * np.maximum(squares, 0)))


def _main_directions(vectors: Array) -> Array:
    """Return the principal directions of the vectors, one in each column."""
    return np.asarray(np.linalg.svd(vectors - vectors.mean(0), full_matrices=False)[2][:DIRECTIONS].T)
