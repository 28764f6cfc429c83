"""The words that children ask for (`lexicon.toml`): what they are, where they belong, how English says them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from pydantic import Field

from soridam.book.story import Kind, Language, Place, Time, Weather
from soridam.core.config import Section

NounClass = Literal[
    "animal",
    "fantasy",
    "person",
    "family",
    "food",
    "toy",
    "clothes",
    "thing",
    "vehicle",
    "place",
    "nature",
    "plant",
    "event",
    "body",
    "play",
    "idea",
]
Said = Literal["", "mass", "the", "name", "pair"]


def words_of(listed: str) -> frozenset[str]:
    """Return a set of words from one string."""
    return frozenset(listed.split())


class Concept(Section):
    """A noun of the lexicon. `said`: mass takes no article, the takes "the", name is written like a name."""

    noun_class: NounClass = Field(alias="is")
    ko: tuple[str, ...]
    en: tuple[str, ...]
    theme: str
    kind: Kind | None = None
    place: Place | None = None
    time: Time | None = None
    weather: Weather | None = None
    said: Said = ""

    @property
    def english(self) -> str:
        """The word for the prompts of diffusion models."""
        return self.en[0]


@dataclass(frozen=True)
class Lexicon:
    """Both languages' words, ready to be looked up. Korean words are kept without spaces."""

    nouns: dict[Language, dict[str, Concept]]
    verbs: dict[Language, dict[str, str]]
    verb_themes: dict[str, str]
    signals: dict[Language, dict[str, str]]
    longest: int

    def noun(self, word: str, language: Language) -> Concept | None:
        """Return the concept of a word; in Korean also that of the last part of a compound (분홍장갑: 장갑)."""
        known = self.nouns[language]
        if language == "en":
            return known.get(word.lower())
        plain = word.replace(" ", "")
        parts = (plain[start:] for start in range(len(plain)) if start == 0 or len(plain) - start > 1)
        return next((known[part] for part in parts if part in known), None)


@cache
def lexicon() -> Lexicon:
    data = tomllib.loads(resources.files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8"))
    concepts = [Concept.model_validate(values) for values in data["nouns"].values()]
    english = {word: concept for concept in concepts for word in concept.en}
    korean = {word.replace(" ", ""): concept for concept in concepts for word in concept.ko}
    return Lexicon(
        nouns={"en": english, "ko": korean},
        verbs={"en": _by_word(data["verbs"], "en"), "ko": _by_word(data["verbs"], "ko")},
        verb_themes={name: values["theme"] for name, values in data["verbs"].items() if "theme" in values},
        signals={"en": _by_word(data["signals"], "en"), "ko": _by_word(data["signals"], "ko")},
        longest=max(len(word.split()) for word in english),
    )


def _by_word(table: dict[str, Any], language: Language) -> dict[str, str]:
    return {
        word.replace(" ", "") if language == "ko" else word: name
        for name, values in table.items()
        for word in values[language]
    }
