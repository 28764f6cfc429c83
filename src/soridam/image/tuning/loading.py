"""Batches of latents and captions of one size each. Begin with `TrainingBatches`.

The content of a batch depends on the seed and its number alone, so that restarts and the number of processes change
nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from torch import Tensor

from soridam.image.tuning.config import Objective
from soridam.image.tuning.latents import Latents, by_bucket, time_ids_of
from soridam.image.tuning.objective import Noise, draw_noise
from soridam.training.batches import BatchLimits, EpochChain, pack_by_length

PRIOR_SEED = 2  # beside the run's seed and the batch's number


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one size, with the noise that was put on them.

    noisy and wanted are (rows, channels, height, width), level and weights (rows,), time_ids (rows, 6). `captions` are
    indices of the run's captions; a row that is learned without one has the index of the empty caption.
    """

    number: int
    noisy: Tensor
    wanted: Tensor
    level: Tensor
    weights: Tensor
    time_ids: Tensor
    captions: tuple[int, ...]
    tokens: int  # rows of the pictures that are to be learned, class pictures not counted

    @property
    def pixels(self) -> int:
        return self.noisy.shape[0] * self.noisy.shape[2] * self.noisy.shape[3]


class TrainingBatches:
    """The batches of all epochs, by number."""

    def __init__(
        self,
        latents: Latents,
        prior: Latents | None,
        captions: "Captions",
        noise: Noise,
        objective: Objective,
        *,
        rows: int,
        seed: int,
    ) -> None:
        self.latents, self.prior, self.captions, self.noise, self.objective = latents, prior, captions, noise, objective
        self.rows, self.seed = rows, seed
        self._prior = by_bucket(prior.pictures) if prior else {}

    @cached_property
    def chain(self) -> EpochChain[tuple[int, ...]]:
        return EpochChain(self.plan_epoch)

    def plan_epoch(self, epoch: int) -> list[tuple[int, ...]]:
        """Return the numbers of the pictures of each batch: those of a bucket together, repeats as often as asked."""
        limits = BatchLimits(self.rows, self.rows)
        planned: list[tuple[int, ...]] = []
        for place, numbers in enumerate(by_bucket(self.latents.pictures).values()):
            seen = [number for number in numbers for _ in range(self.latents.pictures[number].picture.repeats)]
            packed = pack_by_length([1.0] * len(seen), limits, (self.seed, epoch, place))
            planned += [tuple(seen[index] for index in batch) for batch in packed]
        order = np.random.default_rng([self.seed, epoch]).permutation(len(planned))
        return [planned[index] for index in order]

    def iter_batches(self, numbers: Sequence[int]) -> Iterator[Batch]:
        """Yield the batches of these numbers, in their order."""
        for number in numbers:
            yield self.make(number, self.chain.batch(number))

    def make(self, number: int, chosen: Sequence[int]) -> Batch:
        generator = torch.Generator().manual_seed(self.seed * 1_000_003 + number)
        latents = self.latents.draw(chosen, generator)
        chosen_pictures = [self.latents.pictures[index] for index in chosen]
        weights = torch.ones(len(chosen))
        others = self._choose_prior(number, chosen)
        if others and self.prior:
            latents = torch.cat((latents, self.prior.draw(others, generator)))
            chosen_pictures += [self.prior.pictures[index] for index in others]
            weights = torch.cat((weights, torch.full((len(others),), self.objective.prior_weight)))
        level = torch.randint(self.noise.levels, (len(latents),), generator=generator)
        noise = draw_noise(latents.shape, generator, self.objective.noise_offset)
        dropped = torch.rand(len(latents), generator=generator) < self.objective.caption_dropout
        captions = [
            self.captions.empty if without else self.captions.number_of(one.picture.caption)
            for one, without in zip(chosen_pictures, dropped.tolist(), strict=True)
        ]
        return Batch(
            number,
            self.noise.add(latents, noise, level),
            self.noise.wanted(latents, noise, level),
            level,
            weights * self.noise.weights(level, self.objective.min_snr),
            torch.tensor([time_ids_of(one) for one in chosen_pictures]),
            tuple(captions),
            tokens=len(chosen),
        )

    def _choose_prior(self, number: int, chosen: Sequence[int]) -> list[int]:
        """Choose as many class pictures of the same size, if there are any."""
        numbers = self._prior.get(self.latents.pictures[chosen[0]].bucket, [])
        if not numbers:
            return []
        rng = np.random.default_rng([self.seed, PRIOR_SEED, number])
        return [numbers[index] for index in rng.integers(len(numbers), size=len(chosen))]

    @cached_property
    def heaviest(self) -> tuple[int, ...]:
        """Return the batch of the first epoch with the most pixels."""
        return max(self.plan_epoch(0), key=self.pixels_of)

    def pixels_of(self, chosen: Sequence[int]) -> int:
        return len(chosen) * self.latents.pictures[chosen[0]].bucket.area


class Captions:
    """All captions of a run, each once, by number; the empty one is among them."""

    def __init__(self, captions: Sequence[str]) -> None:
        self.texts = tuple(dict.fromkeys(["", *captions]))
        self._numbers = {text: number for number, text in enumerate(self.texts)}
        self.empty = self._numbers[""]

    def number_of(self, caption: str) -> int:
        return self._numbers[caption]
