"""The reviewed verbs of `wanted.toml`. Begin with `may_be_wanted`."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from soridam.book.story import Language
from soridam.book.topic.lexicon import lexicon
from soridam.book.topic.parts import CREATURES, Action

_DONE = ("play", "event", "idea")  # classes of nouns that become a deed with 하다: 축구하다, 탐험하다


def may_be_wanted(action: Action, language: Language) -> bool:
    """Return whether a story may tell of somebody who wants to do this."""
    verb = action.verb.split(" ")[0] if language == "en" else action.verb.replace(" ", "")
    if verb in _wanted(language) or (verb in _with_things(language) and not _names_somebody(action.around, language)):
        return True
    if language == "en":
        return False
    concept = lexicon().noun(verb.removesuffix("하"), "ko") if verb.endswith("하") else None
    return concept is not None and concept.noun_class in _DONE


@cache
def untold(language: Language) -> frozenset[str]:
    """Return the verbs of which no small story is told in the child's words."""
    return frozenset(_data()["untold"][language].split())


def _names_somebody(phrase: str, language: Language) -> bool:
    words = [word.strip(".,") for word in phrase.split()]
    stems = [word[:length] for word in words for length in range(1, len(word) + 1)] if language == "ko" else words
    return any((concept := lexicon().noun(stem, language)) and concept.noun_class in CREATURES for stem in stems)


@cache
def _wanted(language: Language) -> frozenset[str]:
    return frozenset(_data()[language].split())


@cache
def _with_things(language: Language) -> frozenset[str]:
    return frozenset(_data()["things"][language].split())


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("wanted.toml").read_text(encoding="utf-8"))
