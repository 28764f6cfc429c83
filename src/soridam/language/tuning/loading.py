"""Batches of packed examples, each one row of tokens without padding.

The content of a batch depends on the seed and its number alone, so that restarts and the number of processes change
nothing.
Begin with `TrainingBatches`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from torch import Tensor

from soridam.language.data.encode import Encoded
from soridam.training.batches import BatchLimits, EpochChain
from soridam.training.loss import IGNORED, count_tokens

Unit = tuple[Encoded, ...]  # pieces that stay together: one, or the two answers of a preference
MOST_OPEN = 16  # batches that still take examples; more would sort them by length


@dataclass(frozen=True, slots=True)
class Batch:
    """One row of packed examples. tokens, positions and labels have shape (1, length); `pieces` are its examples."""

    number: int
    token_ids: Tensor
    positions: Tensor
    labels: Tensor
    pieces: tuple[Encoded, ...]

    @property
    def tokens(self) -> int:
        """Return how many tokens are learned from it."""
        return count_tokens(self.labels)


@dataclass(frozen=True, slots=True)
class PreferenceBatch(Batch):
    """Pairs of answers, and the log-probability that the untrained model gives to each: (pairs, 2)."""

    reference: Tensor

    @property
    def tokens(self) -> int:
        """Return how many pairs it has: the loss of a step is the mean over pairs."""
        return len(self.reference)


def make_batch(number: int, pieces: Sequence[Encoded]) -> Batch:
    """Join pieces to one row. Positions begin at 0 with each, which is how attention keeps them apart."""
    tokens = [token for piece in pieces for token in piece.tokens[:-1]]
    positions = [place for piece in pieces for place in range(piece.length)]
    labels = [
        token if learned else IGNORED
        for piece in pieces
        for token, learned in zip(piece.tokens[1:], piece.learned[1:], strict=True)
    ]
    ids, places, wanted = (torch.tensor([row]) for row in (tokens, positions, labels))
    return Batch(number, ids, places, wanted, tuple(pieces))


def pack(lengths: Sequence[int], limits: BatchLimits, seed: Sequence[int]) -> list[tuple[int, ...]]:
    """Group indices in random order into batches of at most so many rows and tokens. Every index occurs exactly once.

    Each index goes into the fullest open batch that has room for it (best fit). One that is longer than the limit is a
    batch of its own.
    """
    order = np.random.default_rng(seed).permutation(len(lengths)).tolist()
    closed: list[list[int]] = []
    open_batches: list[tuple[int, list[int]]] = []  # tokens in it, and indices
    for index in order:
        fitting = [one for one in open_batches if one[0] + lengths[index] <= limits.length]
        filled, batch = max(fitting, key=lambda one: one[0]) if fitting else (0, [])
        open_batches = [one for one in open_batches if one[1] is not batch]
        batch.append(index)
        if len(batch) < limits.rows:
            open_batches.append((filled + lengths[index], batch))
        else:
            closed.append(batch)
        if len(open_batches) > MOST_OPEN:
            fullest = max(open_batches, key=lambda one: one[0])
            open_batches.remove(fullest)
            closed.append(fullest[1])
    return [tuple(batch) for batch in (*closed, *(batch for _, batch in open_batches))]


class TrainingBatches:
    """The batches of all epochs, by number."""

    def __init__(
        self, units: Sequence[Unit], limits: BatchLimits, *, seed: int, reference: Tensor | None = None
    ) -> None:
        self.units = units
        self.limits = limits
        self.seed = seed
        self.reference = reference  # (units, 2) of preferences
        self.lengths = [sum(piece.length for piece in unit) for unit in units]

    @cached_property
    def chain(self) -> EpochChain[tuple[int, ...]]:
        return EpochChain(self.plan_epoch)

    def plan_epoch(self, epoch: int) -> list[tuple[int, ...]]:
        batches = pack(self.lengths, self.limits, (self.seed, epoch))
        order = np.random.default_rng([self.seed, epoch, 1]).permutation(len(batches))
        return [batches[place] for place in order]

    @cached_property
    def heaviest(self) -> tuple[int, ...]:
        """Return the batch of the first epoch with the most tokens."""
        return max(self.plan_epoch(0), key=self.length_of)

    def length_of(self, batch: Sequence[int]) -> int:
        return sum(self.lengths[index] for index in batch)

    def make(self, number: int, indices: Sequence[int]) -> Batch:
        batch = make_batch(number, [piece for index in indices for piece in self.units[index]])
        if self.reference is None:
            return batch
        rows = self.reference[list(indices)]
        return PreferenceBatch(
            batch.number, batch.token_ids, batch.positions, batch.labels, batch.pieces, reference=rows
        )

    def iter_batches(self, numbers: Sequence[int]) -> Iterator[Batch]:
        """Yield the batches of these numbers, in their order."""
        for number in numbers:
            yield self.make(number, self.chain.batch(number))

    def iter_in_order(self) -> Iterator[Batch]:
        """Yield all examples once, in their own order and in batches of the same limits, for validation."""
        indices: list[int] = []
        number = 0
        for index in range(len(self.units)):
            if indices and self._is_full(indices, index):
                yield self.make(number, indices)
                indices, number = [], number + 1
            indices.append(index)
        yield self.make(number, indices)

    def _is_full(self, indices: Sequence[int], following: int) -> bool:
        return len(indices) >= self.limits.rows or self.length_of([*indices, following]) > self.limits.length


def sum_by_piece(losses: Tensor, pieces: Sequence[Encoded]) -> Tensor:
    """Sum the losses of each piece: losses (labels,), in the order of the row, give (pieces,)."""
    counts = [piece.labels for piece in pieces]
    return torch.stack([part.sum() for part in losses.split(counts)])
