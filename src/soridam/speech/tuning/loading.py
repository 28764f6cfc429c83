"""Batches of features and labels from a corpus split: planned, decoded, augmented, made in worker processes.

What batch number n holds depends on the seed and n alone, so that workers, restarts and the number of processes
change nothing. Begin with `TrainingBatches`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from soridam.speech.audio import SAMPLE_RATE, Waveform
from soridam.speech.channel import ChannelShares, augment, change_speed, colored_noise, mask_features
from soridam.speech.corpus.shards import CorpusSplit
from soridam.speech.features import log_mel
from soridam.speech.model import Tokens
from soridam.speech.tuning.config import Augmentation, RecipeConfig
from soridam.speech.tuning.mixture import Example, MixtureShares, plan_examples
from soridam.speech.tuning.targets import (
    Target,
    TimedText,
    encode_text,
    no_speech_target,
    plain_target,
    stack_targets,
    timed_target,
)
from soridam.speech.window import FULL_WINDOW, ShortContext
from soridam.training.batches import BatchLimits, EpochChain, pack_by_length
from soridam.training.loss import count_tokens

SILENCE_LEVELS = (0.0, 0.02)  # root mean square of the noise in a window where nobody speaks


@dataclass(frozen=True, slots=True)
class Batch:
    """features: (rows, mels, frames); decoder_input and labels: (rows, tokens). `seconds` is the window."""

    number: int
    features: Tensor
    decoder_input: Tensor
    labels: Tensor
    seconds: float

    @property
    def tokens(self) -> int:
        return count_tokens(self.labels)


@dataclass(frozen=True, slots=True)
class LoadingPlan:
    """Options of mixing, packing, windowing and augmenting examples. `short_context` None means 30 s windows."""

    seed: int
    mixture: MixtureShares
    limits: BatchLimits
    short_context: ShortContext | None
    channel: ChannelShares
    spec_augment: float
    mels: int
    language: str  # empty: as each row says


def build_plan(config: RecipeConfig, mels: int) -> LoadingPlan:
    """Return what a config says about loading."""
    mixture, changes, batches, window = config.mixture, config.augmentation, config.batches, config.window
    return LoadingPlan(
        seed=config.seed,
        mixture=MixtureShares(
            mixture.timestamps, mixture.no_speech, mixture.long_form, changes.speed, changes.speed_range
        ),
        limits=BatchLimits(batches.seconds, batches.rows),
        short_context=ShortContext(window.padding, window.step) if window.short else None,
        channel=channel_shares(changes),
        spec_augment=changes.spec_augment,
        mels=mels,
        language=config.data.language,
    )


def channel_shares(changes: Augmentation) -> ChannelShares:
    """Return what a config says about the channel."""
    return ChannelShares(
        changes.noise,
        changes.signal_to_noise,
        changes.gain,
        changes.gain_range,
        changes.telephone,
        changes.gsm,
        changes.radio,
    )


class TrainingBatches(Dataset[Batch]):
    """The batches of all epochs, by number. `rows` are the rows of the split that are trained on."""

    def __init__(self, split: CorpusSplit, rows: Sequence[int], tokens: Tokens, plan: LoadingPlan) -> None:
        self.split = split
        self.rows = rows
        self.tokens = tokens
        self.plan = plan
        self.durations = split.durations[np.asarray(rows, dtype=int)]
        self._texts = split.column("text")
        self._languages = [plan.language] * len(split) if plan.language else split.column("language")

    @cached_property
    def chain(self) -> EpochChain[tuple[Example, ...]]:
        return EpochChain(self.plan_epoch)

    def plan_epoch(self, epoch: int) -> list[tuple[Example, ...]]:
        plan = self.plan
        examples = plan_examples(self.durations, self._token_counts, plan.mixture, seed=plan.seed, epoch=epoch)
        lengths = [self._shortest_window(example) for example in examples]
        packed = pack_by_length(lengths, plan.limits, (plan.seed, epoch, 1))
        return [tuple(examples[index] for index in batch) for batch in packed]

    def _shortest_window(self, example: Example) -> float:
        return self.plan.short_context.window(example.duration) if self.plan.short_context else FULL_WINDOW

    @cached_property
    def _token_counts(self) -> list[int]:
        """Only needed to join texts, and a while for a million of them."""
        if not self.plan.mixture.long_form:
            return [0] * len(self.rows)
        return [len(encode_text(self.tokens, self._texts[row])) for row in self.rows]

    @cached_property
    def heaviest(self) -> tuple[Example, ...]:
        """The batch of the first epoch with the most to encode."""
        return max(self.plan_epoch(0), key=self.padded_seconds)

    def padded_seconds(self, examples: Sequence[Example]) -> float:
        return len(examples) * max(self._shortest_window(example) for example in examples)

    def __getitem__(self, number: int) -> Batch:
        return self.make_batch(number, self.chain.batch(number))

    def make_batch(self, number: int, examples: Sequence[Example]) -> Batch:
        """Read, change and stack the examples; chance comes from the seed and `number`."""
        rng = np.random.default_rng([self.plan.seed, number, 2])
        seconds = self._draw_window(max(example.duration for example in examples), rng)
        made = [self._make_example(example, rng) for example in examples]
        features = np.stack([self._features(wave, seconds, rng) for wave, _ in made])
        decoder_input, labels = stack_targets([target for _, target in made], self.tokens.end)
        return Batch(number, torch.from_numpy(features), decoder_input, labels, seconds)

    def _draw_window(self, longest: float, rng: np.random.Generator) -> float:
        """The longest example and a random margin up to the padding of use, so that it carries no information."""
        if self.plan.short_context is None:
            return FULL_WINDOW
        short = self.plan.short_context
        margin = float(rng.uniform(0.0, short.padding))
        return ShortContext(margin, short.step).window(longest)

    def _make_example(self, example: Example, rng: np.random.Generator) -> tuple[Waveform, Target]:
        if example.kind == "no_speech":
            return self._make_silence(example, rng)
        wave, stretches = self._join(example)
        wave = augment(wave, self.plan.channel, rng)
        language = self._languages[self.rows[example.rows[0]]]
        if example.kind == "timed":
            return wave, timed_target(self.tokens, stretches, language)
        return wave, plain_target(self.tokens, stretches[0].text, language)

    def _make_silence(self, example: Example, rng: np.random.Generator) -> tuple[Waveform, Target]:
        noise = colored_noise(round(example.duration * SAMPLE_RATE), rng.uniform(0.0, 2.0), rng)
        language = self._languages[self.rows[int(rng.integers(len(self.rows)))]]
        return noise * np.float32(rng.uniform(*SILENCE_LEVELS)), no_speech_target(self.tokens, language)

    def _join(self, example: Example) -> tuple[Waveform, list[TimedText]]:
        """Return the utterances one after the other with their pauses, and when each is spoken."""
        sounds: list[Waveform] = []
        stretches: list[TimedText] = []
        start = 0.0
        for position, row in enumerate(example.rows):
            wave = self.split.waveform(self.rows[row])
            wave = change_speed(wave, example.speed) if example.speed != 1.0 else wave
            pause = example.pauses[position] if position < len(example.pauses) else 0.0
            end = min(FULL_WINDOW, start + len(wave) / SAMPLE_RATE)
            stretches.append(TimedText(self._texts[self.rows[row]], start, end))
            sounds += [wave, np.zeros(round(pause * SAMPLE_RATE), dtype=np.float32)]
            start = end + pause
        return np.concatenate(sounds), stretches

    def _features(self, wave: Waveform, seconds: float, rng: np.random.Generator) -> np.ndarray:
        features = log_mel(wave, self.plan.mels, seconds)
        return mask_features(features, rng) if rng.random() < self.plan.spec_augment else features


def iter_loader(batches: TrainingBatches, numbers: Sequence[int], *, workers: int) -> DataLoader[Batch]:
    """Return the batches with these numbers, in order, made ahead by `workers` processes (0: made when asked for)."""
    return DataLoader(
        batches,
        batch_size=None,
        sampler=numbers,
        num_workers=workers,
        prefetch_factor=4 if workers else None,
    )
