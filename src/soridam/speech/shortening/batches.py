"""Batches of sounds in short windows, and the lessons that belong to them. Begin with `ShortBatches`.

The examples, and which of them are together, are the same in every epoch; order and margins are not. So the teacher
hears each batch once, and a run that is resumed has the same lessons to the last bit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from soridam.speech.audio import Waveform
from soridam.speech.channel import ChannelShares
from soridam.speech.features import log_mel
from soridam.speech.shortening.examples import Example, sound_of
from soridam.speech.shortening.teacher import Lesson, Teacher
from soridam.speech.window import ShortContext
from soridam.training.batches import BatchLimits, EpochChain, pack_by_length


@dataclass(frozen=True, slots=True)
class Heard:
    """Sounds of one batch, the one at `place` of the plan. features: (rows, mels, frames) of the short window."""

    number: int
    place: int
    features: Tensor
    waves: tuple[Waveform, ...]
    timed: bool


@dataclass(frozen=True, slots=True)
class Taught:
    """A batch with what the teacher says of it.

    decoder_input and wanted: (rows, tokens), the second true where something is learned; choices and probabilities:
    (places, kept), the places in the order of the wanted ones.
    """

    number: int
    features: Tensor
    decoder_input: Tensor
    wanted: Tensor
    choices: Tensor
    probabilities: Tensor

    @property
    def tokens(self) -> int:
        return len(self.choices)


@dataclass(frozen=True, slots=True)
class ShortPlan:
    """Options of packing and windowing examples."""

    seed: int
    limits: BatchLimits
    short_context: ShortContext
    channel: ChannelShares
    mels: int


class ShortBatches(Dataset[Heard]):
    """The batches of all epochs, by number."""

    def __init__(self, pieces: Sequence[np.ndarray], examples: Sequence[Example], plan: ShortPlan) -> None:
        self._pieces = pieces
        self.examples = examples
        self.plan = plan
        self.packed = self._pack()
        self._chain = EpochChain(self._plan_epoch)

    def _pack(self) -> list[tuple[int, ...]]:
        """Return batches of examples that are alike in length; those with times are by themselves."""
        packed = []
        for timed in (False, True):
            numbers = [number for number, example in enumerate(self.examples) if example.timed == timed]
            lengths = [self.plan.short_context.window(self.examples[number].duration) for number in numbers]
            for batch in pack_by_length(lengths, self.plan.limits, (self.plan.seed, 2, int(timed))):
                packed.append(tuple(numbers[index] for index in batch))
        return packed

    def _plan_epoch(self, epoch: int) -> list[int]:
        rng = np.random.default_rng([self.plan.seed, epoch, 3])
        return rng.permutation(len(self.packed)).tolist()

    def padded_seconds(self, place: int) -> float:
        """Return the length of a batch with all its padding."""
        longest = max(self.examples[number].duration for number in self.packed[place])
        return len(self.packed[place]) * self.plan.short_context.window(longest)

    def __getitem__(self, number: int) -> Heard:
        return self.hear(number, self._chain.batch(number))

    def hear(self, number: int, place: int) -> Heard:
        """Return the batch at a place of the plan; the margin comes from the seed and `number`."""
        examples = [self.examples[index] for index in self.packed[place]]
        waves = tuple(sound_of(example, self._pieces, self.plan.channel) for example in examples)
        seconds = self._draw_window(max(example.duration for example in examples), number)
        features = np.stack([log_mel(wave, self.plan.mels, seconds) for wave in waves])
        return Heard(number, place, torch.from_numpy(features), waves, examples[0].timed)

    def _draw_window(self, longest: float, number: int) -> float:
        """The longest sound and a random margin up to the padding of use, so that it carries no information."""
        short = self.plan.short_context
        margin = float(np.random.default_rng([self.plan.seed, number, 4]).uniform(0.0, short.padding))
        return ShortContext(margin, short.step).window(longest)


@dataclass(frozen=True)
class Lessons:
    """The lessons of the batches that were met; each is given once and then remembered."""

    teacher: Teacher
    _known: dict[int, list[Lesson]] = field(default_factory=dict)

    def add(self, heard: Heard) -> Taught:
        """Return the batch with its lessons."""
        if heard.place not in self._known:
            self._known[heard.place] = self.teacher.teach(heard.waves, timed=heard.timed)
        return stack_lessons(heard, self._known[heard.place], self.teacher.whisper.tokens.end)


def stack_lessons(heard: Heard, lessons: Sequence[Lesson], padding: int) -> Taught:
    """Return a batch with its lessons as tensors; short rows are filled up at the right."""
    shape = len(lessons), max(len(lesson.prompt) + len(lesson.written) for lesson in lessons)
    decoder_input, wanted = np.full(shape, padding), np.zeros(shape, dtype=bool)
    for row, lesson in enumerate(lessons):
        given = (*lesson.prompt, *lesson.written)
        decoder_input[row, : len(given)] = given
        wanted[row, 0] = True
        if lesson.is_whole:
            wanted[row, len(lesson.prompt) - 1 : len(given)] = True
    return Taught(
        heard.number,
        heard.features,
        torch.from_numpy(decoder_input),
        torch.from_numpy(wanted),
        torch.from_numpy(np.concatenate([lesson.choices for lesson in lessons]).astype(np.int64)),
        torch.from_numpy(np.concatenate([lesson.probabilities for lesson in lessons])),
    )


def iter_heard(batches: ShortBatches, numbers: Sequence[int], *, workers: int) -> DataLoader[Heard]:
    """Return the batches with these numbers, in order, made ahead by `workers` processes (0: made when asked for)."""
    return DataLoader(
        batches, batch_size=None, sampler=numbers, num_workers=workers, prefetch_factor=4 if workers else None
    )
