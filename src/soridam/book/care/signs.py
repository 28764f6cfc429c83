"""The word lists of `signs.toml`, as sets."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from soridam.book.story import Language


@dataclass(frozen=True)
class Signs:
    """Sets of words by name, such as `people["kin"]`."""

    people: dict[str, frozenset[str]]
    things: dict[str, frozenset[str]]
    deeds: dict[str, frozenset[str]]


@cache
def signs(language: Language) -> Signs:
    text = resources.files(__package__).joinpath("signs.toml").read_text(encoding="utf-8")
    data: dict[str, dict[str, str]] = tomllib.loads(text)[language]

    def sets(table: str) -> dict[str, frozenset[str]]:
        return {name: frozenset(words.split()) for name, words in data[table].items()}

    return Signs(sets("people"), sets("things"), sets("deeds"))
