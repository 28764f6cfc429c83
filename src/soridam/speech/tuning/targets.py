"""Decoder inputs and labels for speech, timed speech, and no speech.

The decoder input is the prompt and the text; labels are the same, one place ahead. Exactly one start token goes in,
exactly one end token is to be written, and of the prompt only the first answer is learned: the language, or that
nobody speaks. The rest of the prompt is given in use, so there is nothing to learn.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from soridam.speech.model import Tokens
from soridam.training.loss import IGNORED

MOST_TOKENS = 448  # positions of Whisper's decoder


@dataclass(frozen=True, slots=True)
class TimedText:
    """A stretch of speech inside a window. `start` and `end` are seconds."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Target:
    """Decoder input and labels, of equal length."""

    decoder_input: tuple[int, ...]
    labels: tuple[int, ...]


def plain_target(tokens: Tokens, text: str, language: str) -> Target:
    """Return the text alone."""
    return _target(tokens, tokens.prompt(language), encode_text(tokens, text))


def timed_target(tokens: Tokens, stretches: Sequence[TimedText], language: str) -> Target:
    """Return the text with the time before and after each stretch, in steps of 0.02 s."""
    written: list[int] = []
    for stretch in stretches:
        written += [
            tokens.timestamp(stretch.start),
            *encode_text(tokens, stretch.text),
            tokens.timestamp(stretch.end),
        ]
    return _target(tokens, tokens.prompt(language, timestamps=True), written)


def no_speech_target(tokens: Tokens, language: str) -> Target:
    """Return the target of a clip without speech: the no-speech token first, and no text after it."""
    target = _target(tokens, tokens.prompt(language), [])
    first = IGNORED if tokens.no_speech is None else tokens.no_speech
    labels = target.labels if len(target.labels) == 1 else (first, *target.labels[1:])
    return Target(target.decoder_input, labels)


def encode_text(tokens: Tokens, text: str) -> list[int]:
    """Whisper writes a space before every text, also before a Korean one."""
    return tokens.encode(" " + text.strip())


def _target(tokens: Tokens, prompt: list[int], written: list[int]) -> Target:
    decoder_input = [*prompt, *written]
    unlearned = [IGNORED] * (len(prompt) - 1)
    if tokens.multilingual:
        unlearned[0] = prompt[1]
    return Target(tuple(decoder_input), (*unlearned, *written, tokens.end))


def stack_targets(targets: Sequence[Target], padding: int) -> tuple[Tensor, Tensor]:
    """Decoder inputs and labels of a batch, each (batch, tokens); short rows are filled up at the right."""
    shape = len(targets), max(len(target.labels) for target in targets)
    decoder_input, labels = np.full(shape, padding), np.full(shape, IGNORED)
    for row, target in enumerate(targets):
        decoder_input[row, : len(target.labels)] = target.decoder_input
        labels[row, : len(target.labels)] = target.labels
    return torch.from_numpy(decoder_input), torch.from_numpy(labels)
