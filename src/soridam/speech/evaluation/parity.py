"""Does an exported model say what its original says? Tokens compared one by one. Begin with `compare_tokens`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from soridam.core.progress import Progress
from soridam.speech.audio import SAMPLE_RATE, Waveform
from soridam.speech.model import Decoded, Whisper
from soridam.speech.recognition.engine import Decoding, Engine

# Two orders of adding the same numbers differ in the sixth digit; where two tokens are this near, either is right.
TIE = 0.01  # difference of log-probabilities


@dataclass(frozen=True, slots=True)
class Sample:
    """A sound, its language, and what the original writes for it."""

    wave: Waveform
    language: str
    original: Decoded


@dataclass(frozen=True, slots=True)
class Difference:
    """The first token in which two transcripts of an utterance differ."""

    utterance: int
    position: int
    original: str
    exported: str
    gap: float  # log-probability of the original's choice less that of the other, to the original


@dataclass(frozen=True, slots=True)
class Parity:
    """The agreement of an export with its original. `tokens` are the original's, `equal_tokens` those before a
    difference.
    """

    utterances: int
    tokens: int
    equal_tokens: int
    differences: tuple[Difference, ...]

    @property
    def is_exact(self) -> bool:
        """No difference but at ties."""
        return all(abs(difference.gap) < TIE for difference in self.differences)

    def to_json(self) -> dict[str, Any]:
        return {
            "utterances": self.utterances,
            "equal_utterances": self.utterances - len(self.differences),
            "tokens": self.tokens,
            "equal_tokens": self.equal_tokens,
            "differences": [
                {
                    "utterance": difference.utterance,
                    "token": difference.position,
                    "original": difference.original,
                    "exported": difference.exported,
                    "log_probability_gap": round(difference.gap, 4),
                }
                for difference in self.differences
            ],
        }


def compare_tokens(whisper: Whisper, engine: Engine, samples: Sequence[Sample], progress: Progress) -> Parity:
    """Compare with what the original wrote: greedy, from the same features, in the window that it chose."""
    tokens, equal, differences = 0, 0, []
    for number, sample in enumerate(samples):
        original = sample.original
        exported = engine.write_alone(sample.wave, Decoding(sample.language), original.window)
        position = _first_difference(original.tokens, exported.tokens)
        tokens += len(original.tokens)
        equal += len(original.tokens) if position is None else position
        if position is not None:
            gap = _gap(whisper, sample, position, exported.tokens)
            differences.append(Difference(number, position, original.text, exported.text, gap))
        progress.advance()
    return Parity(len(samples), tokens, equal, tuple(differences))


def _first_difference(first: Sequence[int], second: Sequence[int]) -> int | None:
    if tuple(first) == tuple(second):
        return None
    pairs = zip(first, second, strict=False)
    return next((i for i, (one, other) in enumerate(pairs) if one != other), min(len(first), len(second)))


@torch.inference_mode()
def _gap(whisper: Whisper, sample: Sample, position: int, exported: Sequence[int]) -> float:
    """Log-probability of the original's token less that of the other's, given the tokens before."""
    end, written = whisper.tokens.end, sample.original.tokens
    chosen, other = (tokens[position] if position < len(tokens) else end for tokens in (written, exported))
    prompt = [*whisper.tokens.prompt(sample.language), *written[:position]]
    features = whisper.features([sample.wave], sample.original.window)
    logits = whisper.network(features, torch.tensor([prompt]))[0, -1]
    return float(logits[chosen] - logits[other])


def generate_sounds(seed: int) -> list[Waveform]:
    """Sounds for a comparison without a corpus: gliding tones with overtones in noise, one to eight seconds."""
    random = np.random.default_rng(seed)
    return [_glide(random, seconds) for seconds in (1.0, 2.0, 3.5, 5.0, 8.0)]


def _glide(random: np.random.Generator, seconds: float) -> Waveform:
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    pitch = 120 + 60 * np.sin(2 * np.pi * random.uniform(0.3, 2) * time)
    phase = 2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE
    voice = sum(np.sin(overtone * phase) / overtone for overtone in range(1, 12))
    loudness = np.abs(np.sin(2 * np.pi * random.uniform(1.5, 4) * time))
    sound = 0.1 * loudness * voice + random.normal(0, 0.005, len(time))
    return np.asarray(sound, dtype=np.float32)
