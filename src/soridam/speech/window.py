"""The window and token limits of short context, shared by training and inference.

Whisper was trained on 30 s windows. Fine-tuned at the utterances' own length it needs a tenth of the work; a model
says in its config (`short_context`) that it was. One that was not never ends its output on a short window, so the
tokens are bounded by the duration and a runaway falls back to 30 s. Reasons: docs/decisions/0002-short-context.md
"""

import math
import zlib
from dataclasses import asdict, dataclass
from typing import Any, Self

FULL_WINDOW = 30.0  # seconds
CONFIG_KEY = "short_context"

# Fast Korean speech reaches 12 tokens a second (a syllable is up to three byte-level tokens); English rarely 6.
TOKENS_PER_SECOND = 14
TOKENS_AT_LEAST = 24
TOKENS_AT_MOST = 224  # half of Whisper's 448; the rest may hold a prompt
# OpenAI's own bound for repetitive text: how many times zlib shrinks it.
MOST_COMPRESSIBLE = 2.4
COMPARABLE_CHARACTERS = 48  # shorter texts compress by chance
# OpenAI's own rule for silence (openai/whisper `transcribe.py`).
NO_SPEECH = 0.6
LEAST_LOG_PROBABILITY = -1.0


@dataclass(frozen=True, slots=True)
class ShortContext:
    """The window that a model was trained for: the utterance, some silence after it, rounded up.

    `padding` and `step` are seconds.
    """

    padding: float = 1.0
    step: float = 0.5

    def window(self, duration: float) -> float:
        """Return seconds to encode for an utterance of `duration` seconds; at most 30."""
        return min(FULL_WINDOW, math.ceil((duration + self.padding) / self.step) * self.step)

    def to_config(self) -> dict[str, float]:
        return asdict(self)

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Self | None:
        """Read it from a model's config.json; None for a model with 30 s windows only."""
        values = config.get(CONFIG_KEY)
        return cls(**values) if values else None


def token_limit(duration: float) -> int:
    """Return the most tokens that `duration` seconds of speech can hold."""
    return min(TOKENS_AT_MOST, max(TOKENS_AT_LEAST, math.ceil(duration * TOKENS_PER_SECOND)))


def is_runaway(text: str, *, ended: bool) -> bool:
    """Did the model fail to stop, or repeat itself?"""
    return not ended or is_repetitive(text)


def is_repetitive(text: str) -> bool:
    data = text.encode()
    return len(data) >= COMPARABLE_CHARACTERS and len(data) / len(zlib.compress(data)) > MOST_COMPRESSIBLE


def is_doubted(no_speech_probability: float, average_log_probability: float) -> bool:
    """Return whether the model itself doubts both that there is speech and its text."""
    return no_speech_probability > NO_SPEECH and average_log_probability < LEAST_LOG_PROBABILITY
