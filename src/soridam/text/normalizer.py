"""Normalizers for training, scoring and display: three separate choices, by name and version.

Begin with `find_text_policy`; a corpus and a report record the `label` of each normalizer that touched their text.
"""

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from soridam.core.errors import UsageError
from soridam.text import airtraffic
from soridam.text.english import score_english, score_multilingual
from soridam.text.korean_numbers import spell_numbers
from soridam.text.korean_numerals import digit_by_digit
from soridam.text.spacing import drop_punctuation, tidy

DIGITS = re.compile("[0-9]+")


@dataclass(frozen=True, slots=True)
class Normalizer:
    """A named way to write text; a change of what it returns raises `version`.

    `apply` is idempotent, but for Whisper's own normalizers, which are applied once to each text.
    """

    name: str
    version: int
    apply: Callable[[str], str]

    @property
    def label(self) -> str:
        return f"{self.name}-{self.version}"


@dataclass(frozen=True, slots=True)
class TextPolicy:
    """One normalizer for labels, one for both sides of an error rate, one for what users see."""

    name: str
    train: Normalizer
    score: Normalizer
    display: Normalizer


def find_normalizer(name: str) -> Normalizer:
    """Return the normalizer of that name. Raises UsageError, with the nearest name, for any other."""
    return NORMALIZERS[_known(name, NORMALIZERS, "normalizer")]


def find_text_policy(name: str) -> TextPolicy:
    """Return the preset of that name. Raises UsageError, with the nearest name, for any other."""
    return TEXT_POLICIES[_known(name, TEXT_POLICIES, "text policy")]


def _known(name: str, names: Iterable[str], kind: str) -> str:
    if name in names:
        return name
    near = difflib.get_close_matches(name, list(names), n=1)
    guess = f"Did you mean {near[0]}? " if near else ""
    raise UsageError(
        "text.no-normalizer",
        "There is no {kind} named {name}.",
        hint="{suggestion}Known: {names}.",
        kind=kind,
        name=f"{name!r}",
        suggestion=guess,
        names=", ".join(names),
    )


def _keep(text: str) -> str:
    return text


def _train_korean(text: str) -> str:
    """Numbers as words, punctuation and letter case as they are."""
    return tidy(spell_numbers(tidy(text)))


def _score_korean(text: str) -> str:
    """Numbers as words, no punctuation, Latin letters small. Spaces stay: the error rate counts with and without.

    The digits of names become words too, or 5G would be read as five grams once its letter is small.
    """
    bare = drop_punctuation(tidy(spell_numbers(tidy(text))))
    spelled = spell_numbers(bare)  # a name such as 3.5G has just lost its point, and its 3 stands alone
    return DIGITS.sub(lambda found: digit_by_digit(found[0], zero="공"), spelled).lower()


NORMALIZERS: dict[str, Normalizer] = {
    normalizer.name: normalizer
    for normalizer in (
        Normalizer("none", 1, _keep),
        Normalizer("whitespace", 1, tidy),
        Normalizer("korean-train", 2, _train_korean),
        Normalizer("korean-score", 2, _score_korean),
        Normalizer("english-score", 2, score_english),
        Normalizer("multilingual-score", 2, score_multilingual),
        Normalizer("airtraffic-train", 2, airtraffic.to_bare_words),
        Normalizer("airtraffic-score", 2, airtraffic.unify),
        Normalizer("airtraffic-display", 1, airtraffic.to_digits),
    )
}


def _policy(name: str, *, train: str, score: str, display: str) -> TextPolicy:
    return TextPolicy(name, NORMALIZERS[train], NORMALIZERS[score], NORMALIZERS[display])


LANGUAGE_POLICIES = {"ko": "korean", "en": "english"}  # other languages: multilingual
TEXT_POLICIES: dict[str, TextPolicy] = {
    policy.name: policy
    for policy in (
        _policy("korean", train="korean-train", score="korean-score", display="whitespace"),
        _policy("english", train="whitespace", score="english-score", display="whitespace"),
        _policy("airtraffic", train="airtraffic-train", score="airtraffic-score", display="airtraffic-display"),
        _policy("multilingual", train="whitespace", score="multilingual-score", display="whitespace"),
    )
}
