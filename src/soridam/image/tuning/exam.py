"""The exam of a picture model: how well it predicts held-out pictures, always at the same noise. Begin with `Exam`.

The loss of training jumps with the noise level that a row happens to get, so that nobody can read it. Here the same
pictures are asked at the same levels with the same noise each time, once with their own caption and once with that of
another picture: the gap between both is what the model knows of words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from soridam.image.tuning.latents import Latents, by_bucket, time_ids_of
from soridam.image.tuning.loading import Captions
from soridam.image.tuning.network import DiffusionNetwork, Texts
from soridam.image.tuning.objective import Noise

EXAM_SEED = 11
ROWS_AT_ONCE = 16
LOWEST, HIGHEST = 0.02, 0.98  # shares of the noise levels: the very ends say nothing


@dataclass(frozen=True, slots=True)
class Question:
    """A picture at one noise level: numbers of picture, own caption and another's, and the level's place."""

    picture: int
    caption: int
    other: int
    place: int  # of the level, from 0
    level: int
    seed: int


@dataclass(frozen=True, slots=True)
class Marks:
    """Sums over questions: losses with the right and the exchanged caption by the level's place, and how many."""

    right: tuple[float, ...]
    exchanged: tuple[float, ...]
    counts: tuple[int, ...]

    @property
    def loss(self) -> float:
        return sum(self.right) / sum(self.counts)

    @property
    def gap(self) -> float:
        """Return how much worse the model does with exchanged captions, as a share of its loss."""
        return sum(self.exchanged) / sum(self.right) - 1

    def figures(self) -> dict[str, float]:
        """Return what is logged: both losses, the gap, and the loss at each level, from little noise to much."""
        by_level = {
            f"loss_level_{place}": total / count
            for place, (total, count) in enumerate(zip(self.right, self.counts, strict=True))
            if count
        }
        return {
            "heldout_loss": self.loss,
            "exchanged_loss": sum(self.exchanged) / sum(self.counts),
            "caption_gap": self.gap,
            **by_level,
        }


@dataclass(frozen=True)
class Exam:
    """The questions of a run and what is needed to ask them."""

    latents: Latents
    captions: Captions
    noise: Noise
    levels: int
    most: int  # pictures

    def questions(self) -> list[Question]:
        """Return each picture at each level; pictures of one size stand together."""
        numbers = [number for group in by_bucket(self.latents.pictures).values() for number in group][: self.most]
        own = [self.captions.number_of(self.latents.pictures[number].picture.caption) for number in numbers]
        return [
            Question(number, own[row], _another(own, row), place, self._level(row, place, len(numbers)), row)
            for row, number in enumerate(numbers)
            for place in range(self.levels)
        ]

    def _level(self, row: int, place: int, rows: int) -> int:
        """Spread the rows evenly over each of the equal parts of the noise levels."""
        share = (place + (row + 0.5) / rows) / self.levels
        return round((LOWEST + (HIGHEST - LOWEST) * share) * (self.noise.levels - 1))

    def iter_groups(self) -> Iterator[list[Question]]:
        """Yield the questions in groups of one size."""
        group: list[Question] = []
        for question in self.questions():
            if group and (len(group) == ROWS_AT_ONCE or self._size(question) != self._size(group[0])):
                yield group
                group = []
            group.append(question)
        if group:
            yield group

    def _size(self, question: Question) -> object:
        return self.latents.pictures[question.picture].bucket

    @torch.no_grad()
    def losses(self, network: DiffusionNetwork, texts: Texts, group: Sequence[Question]) -> tuple[list[float], ...]:
        """Return the loss of each question of a group with its own caption, and with the exchanged one."""
        device = network.unet.device
        latents = self.latents.mean([one.picture for one in group])
        noise = torch.stack([_noise_of(one, latents.shape[1:]) for one in group])
        level = torch.tensor([one.level for one in group])
        time_ids = torch.tensor([time_ids_of(self.latents.pictures[one.picture]) for one in group])
        given = [
            tensor.to(device)
            for tensor in (
                self.noise.add(latents, noise, level), level, self.noise.wanted(latents, noise, level), time_ids
            )
        ]  # fmt: skip
        return tuple(
            network(*given, *texts.rows(captions), encoded=texts.encoded).tolist()
            for captions in ([one.caption for one in group], [one.other for one in group])
        )

    def ask(self, network: DiffusionNetwork, texts: Texts, group: Sequence[Question]) -> Marks:
        """Ask one group and add up its losses by the level's place."""
        right, exchanged = (
            tuple(
                sum(loss for loss, one in zip(losses, group, strict=True) if one.place == place)
                for place in range(self.levels)
            )
            for losses in self.losses(network, texts, group)
        )
        return Marks(right, exchanged, tuple(sum(one.place == place for one in group) for place in range(self.levels)))


def add_marks(marks: Sequence[Marks]) -> Marks:
    """Add the marks of several groups."""
    right, exchanged, counts = ([*zip(*(getattr(one, name) for one in marks), strict=True)] for name in Marks.__slots__)
    return Marks(tuple(map(sum, right)), tuple(map(sum, exchanged)), tuple(map(sum, counts)))


def _another(captions: Sequence[int], row: int) -> int:
    """Return the caption of the next picture that has another one; its own if all are the same."""
    following = (captions[(row + step) % len(captions)] for step in range(1, len(captions)))
    return next((caption for caption in following if caption != captions[row]), captions[row])


def _noise_of(question: Question, shape: torch.Size) -> Tensor:
    generator = torch.Generator().manual_seed(EXAM_SEED * 1_000_003 + question.seed * 1_009 + question.place)
    return torch.randn(shape, generator=generator)
