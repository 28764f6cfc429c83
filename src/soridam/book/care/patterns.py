"""Phrases that need no parse, from `patterns_en.toml` and `patterns_ko.toml`. Begin with `pattern_signs`.

Every repetition in a pattern is bounded and a wish is short, so that no text takes long to match.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from soridam.book.care.kinds import Sign
from soridam.book.story import Language


@dataclass(frozen=True, slots=True)
class _Pattern:
    sign: Sign
    when: re.Pattern[str]
    also: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    animals: int  # how many first words may be no animal and no figure of a tale
    of_people: bool  # none of the words may be one


def pattern_signs(text: str, language: Language, creatures: Sequence[bool] = ()) -> tuple[Sign, ...]:
    """Return the signs of all patterns that match. Korean is matched without spaces, which children put anywhere.

    `creatures` says of each word (in Korean of each noun) whether it is an animal or a fairy-tale figure.
    """
    line = text.replace(" ", "").replace("누나를", "언니를") if language == "ko" else text  # 나를 is no part of 누나를
    return tuple(_met(line, language, creatures))


def _met(line: str, language: Language, creatures: Sequence[bool]) -> Iterator[Sign]:
    for each in _patterns(language):
        if any(creatures[: each.animals]) or (each.of_people and any(creatures)):
            continue
        is_met = each.when.search(line) and (each.also is None or each.also.search(line))
        if is_met and (each.unless is None or not each.unless.search(line)):
            yield each.sign


def pattern_part(name: str, language: Language) -> re.Pattern[str]:
    """Return a pattern by its name in the table `parts`. Raises KeyError."""
    return re.compile(_data(language)["parts"][name])


@cache
def _data(language: Language) -> dict[str, Any]:
    text = resources.files(__package__).joinpath(f"patterns_{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _patterns(language: Language) -> tuple[_Pattern, ...]:
    data = _data(language)
    names: dict[str, str] = data.get("names", {})

    def compiled(source: str | list[str]) -> re.Pattern[str] | None:
        joined = "|".join(source) if isinstance(source, list) else source
        for name, meaning in names.items():
            joined = joined.replace(f"<{name}>", f"(?:{meaning})")
        return re.compile(joined) if joined else None

    found = []
    for wish_class in ("disclosure", "tender"):
        for each in data.get(wish_class, ()):
            when = compiled(each["when"])
            assert when is not None, "a pattern says when it is met"
            sign = Sign(wish_class, each["kind"], each["heard"])
            found.append(
                _Pattern(
                    sign,
                    when,
                    compiled(each.get("also", "")),
                    compiled(each.get("unless", "")),
                    each.get("animals", 0),
                    "<creature>" in str(each.get("unless", "")),
                )
            )
    return tuple(found)
