"""Error rates: substitutions, deletions and insertions over a whole corpus. Begin with `word_errors`.

Texts arrive normalized; how they became so is the normalizer's matter. A rate is errors over reference tokens,
both summed over all utterances, never a mean of utterances' rates.
"""

import unicodedata
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
from rapidfuzz.distance import Levenshtein

Metric = Literal["wer", "cer", "cer_no_spaces"]
# Columns of the arrays that `utterance_errors` gives.
SUBSTITUTIONS, DELETIONS, INSERTIONS, LENGTH = range(4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One utterance: what was said, in one reading or in both of a dual transcription, and what a model wrote.

    Fields are given by name, because a swapped pair still scores and the mistake does not show.
    """

    references: tuple[str, ...]
    hypothesis: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Errors, and the number of reference tokens that they are measured against."""

    substitutions: int = 0
    deletions: int = 0
    insertions: int = 0
    reference_length: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.substitutions + other.substitutions,
            self.deletions + other.deletions,
            self.insertions + other.insertions,
            self.reference_length + other.reference_length,
        )

    @property
    def errors(self) -> int:
        return self.substitutions + self.deletions + self.insertions

    @property
    def rate(self) -> float:
        """Errors per reference token; 0.05 is 5 %. Where nothing was said at all, each inserted token counts 1."""
        return self.errors / max(1, self.reference_length)


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of an alignment: reference tokens and what stands for them in the hypothesis."""

    kind: Literal["equal", "substituted", "deleted", "inserted"]
    reference: tuple[str, ...]
    hypothesis: tuple[str, ...]


def words(text: str) -> Sequence[str]:
    return _composed(text).split()


def characters(text: str) -> Sequence[str]:
    """Characters with single spaces between words; a missing space is an error."""
    return " ".join(words(text))


def characters_without_spaces(text: str) -> Sequence[str]:
    """Characters alone, for languages such as Korean where spacing is a matter of taste."""
    return "".join(words(text))


def _composed(text: str) -> str:
    """A Hangul syllable is one character, however the text encodes it."""
    return unicodedata.normalize("NFC", text)


TOKENIZERS: Mapping[Metric, Callable[[str], Sequence[str]]] = MappingProxyType(
    {"wer": words, "cer": characters, "cer_no_spaces": characters_without_spaces}
)
METRICS: tuple[Metric, ...] = tuple(TOKENIZERS)


def error_counts(reference_tokens: Sequence[Hashable], hypothesis_tokens: Sequence[Hashable]) -> Counts:
    """Return the fewest edits that turn the reference into the hypothesis (Levenshtein), by kind.

    Where several sets of edits are equally few, the total is certain and the kinds are one choice among them.
    """
    tags = [edit.tag for edit in Levenshtein.editops(reference_tokens, hypothesis_tokens)]
    return Counts(tags.count("replace"), tags.count("delete"), tags.count("insert"), len(reference_tokens))


def best_reading(pair: Pair, metric: Metric) -> tuple[str, Counts]:
    """Return the reading that fits best, with its errors: the lowest rate, then the fewest errors."""
    tokenize = TOKENIZERS[metric]
    hypothesis = tokenize(pair.hypothesis)
    counted = [(reference, error_counts(tokenize(reference), hypothesis)) for reference in pair.references]
    return min(counted, key=lambda reading: (reading[1].rate, reading[1].errors))


def utterance_errors(pairs: Iterable[Pair], metric: Metric) -> np.ndarray:
    """Substitutions, deletions, insertions and reference length of each utterance; int64, shape (utterances, 4)."""
    counts = [best_reading(pair, metric)[1] for pair in pairs]
    rows = [(c.substitutions, c.deletions, c.insertions, c.reference_length) for c in counts]
    return np.array(rows, dtype=np.int64).reshape(-1, 4)


def as_ratios(errors: np.ndarray) -> np.ndarray:
    """Return errors and reference length of each utterance, (utterances, 2), of what `utterance_errors` gives."""
    return np.stack([errors[:, :LENGTH].sum(axis=1), errors[:, LENGTH]], axis=1)


def total(errors: np.ndarray) -> Counts:
    """Return the sum over utterances of what `utterance_errors` gives."""
    return Counts(*(int(number) for number in errors.sum(axis=0)))


def word_errors(pairs: Iterable[Pair]) -> Counts:
    """Word errors of a corpus; its `rate` is the WER."""
    return total(utterance_errors(pairs, "wer"))


def character_errors(pairs: Iterable[Pair]) -> Counts:
    """Character errors of a corpus, spaces counted; its `rate` is the CER."""
    return total(utterance_errors(pairs, "cer"))


def character_errors_without_spaces(pairs: Iterable[Pair]) -> Counts:
    """Character errors of a corpus, spaces left out on both sides."""
    return total(utterance_errors(pairs, "cer_no_spaces"))


def align(reference_tokens: Sequence[str], hypothesis_tokens: Sequence[str]) -> list[Difference]:
    """Return the stretches, in order, that are equal, substituted (as many tokens as before), deleted or inserted."""
    kinds: dict[str, Literal["equal", "substituted", "deleted", "inserted"]] = {
        "equal": "equal",
        "replace": "substituted",
        "delete": "deleted",
        "insert": "inserted",
    }
    return [
        Difference(
            kinds[stretch.tag],
            tuple(reference_tokens[stretch.src_start : stretch.src_end]),
            tuple(hypothesis_tokens[stretch.dest_start : stretch.dest_end]),
        )
        for stretch in Levenshtein.opcodes(reference_tokens, hypothesis_tokens)
    ]
