"""Batches planned ahead from (seed, epoch, lengths): packed by total length, equal for every number of processes.

Nothing here touches data. A micro-batch has a number that counts through all epochs; an optimizer step takes
`accumulate` consecutive numbers and process r of w works on every w-th of them. A resumed run just starts at a
later number. Begin with `pack_by_length` and `EpochChain`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from soridam.core.errors import ConfigError

T = TypeVar("T")

# Lengths are shaken by this much before sorting, so that the same utterances do not always meet.
LENGTH_JITTER = 0.1


@dataclass(frozen=True, slots=True)
class BatchLimits:
    """A batch holds at most `rows` rows and `length` in total, padding included; a single longer row is a batch."""

    length: float
    rows: int


def pack_by_length(lengths: Sequence[float], limits: BatchLimits, seed: Sequence[int]) -> list[tuple[int, ...]]:
    """Group indices of similar length into batches, in random order. Every index occurs exactly once."""
    if not len(lengths):
        return []
    rng = np.random.default_rng(seed)
    shaken = np.asarray(lengths) * rng.uniform(1 - LENGTH_JITTER, 1 + LENGTH_JITTER, len(lengths))
    batches: list[list[int]] = [[]]
    longest = 0.0
    for index in np.argsort(shaken, kind="stable").tolist():
        longest = max(longest, lengths[index])
        rows = len(batches[-1]) + 1
        if batches[-1] and (rows > limits.rows or rows * longest > limits.length):
            batches.append([])
            longest = lengths[index]
        batches[-1].append(index)
    return [tuple(batches[position]) for position in rng.permutation(len(batches))]


class EpochChain(Generic[T]):
    """The batches of all epochs, numbered through: those of epoch 1 follow those of epoch 0 without a gap."""

    def __init__(self, plan_epoch: Callable[[int], list[T]]) -> None:
        self._plan_epoch = plan_epoch
        self._starts = [0]
        self._planned: tuple[int, list[T]] = (-1, [])

    def batch(self, number: int) -> T:
        epoch = self.epoch_of(number)
        return self._plan(epoch)[number - self._starts[epoch]]

    def epoch_of(self, number: int) -> int:
        while self._starts[-1] <= number:
            self._starts.append(self._starts[-1] + len(self._plan(len(self._starts) - 1)))
        return int(np.searchsorted(self._starts, number, side="right")) - 1

    def _plan(self, epoch: int) -> list[T]:
        if self._planned[0] != epoch:
            self._planned = (epoch, self._plan_epoch(epoch))
        return self._planned[1]


def numbers_of_process(steps: range, *, accumulate: int, process: int, processes: int) -> list[int]:
    """Return the numbers of the micro-batches that one process works on, in order."""
    return [step * accumulate + micro for step in steps for micro in range(process, accumulate, processes)]


def refuse_uneven(*, accumulate: int, processes: int) -> None:
    """Raises ConfigError if the processes cannot share a step evenly: one of them would wait for ever."""
    if accumulate % processes:
        raise ConfigError(
            "run.accumulate",
            "batches.accumulate={count} cannot be shared by {processes} processes.",
            hint="Set batches.accumulate to a multiple of {processes}; the results stay those of one process.",
            count=accumulate,
            processes=processes,
        )
