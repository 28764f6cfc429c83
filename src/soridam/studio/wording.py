"""What went wrong and what is being done, in the language of whoever asked. Begin with `tell` and `say`.

Errors are raised in English, where a developer reads them; jobs and files keep them so, as they keep the titles of
progress. `korean.toml` has each of them once more, errors by a code that stays. It is found by its English text, as
gettext does it: nothing that raises an error or shows progress has to know of languages.
"""

import functools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from fastapi import Depends
from starlette.requests import HTTPConnection

Language = Literal["ko", "en"]
CATALOG = Path(__file__).with_name("korean.toml")
COOKIE = "soridam_language"  # what somebody chose on the page
UNKNOWN = "other"  # the code of what the catalog does not have
REMEMBERED = 1_000  # texts that are shown again and again: each is compared with hundreds
PLACE = re.compile(r"\{(\w+)\}")  # where a value stands in a text


@dataclass(frozen=True, slots=True)
class Told:
    """`code` stays the same whatever the language and the values."""

    code: str
    error: str
    hint: str


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the catalog; hints and titles have no code."""

    code: str
    english: str
    korean: str
    pattern: re.Pattern[str]

    @property
    def letters(self) -> int:
        """How much of it is no value: the more, the surer is a match."""
        return len(PLACE.sub("", self.english))


@dataclass(frozen=True, slots=True)
class Catalog:
    """`texts` from the surest on."""

    texts: tuple[Text, ...]
    words: dict[str, str]

    def find(self, english: str) -> tuple[Text, dict[str, str]] | None:
        """The text that was said, and the values in it."""
        for text in self.texts:
            if found := text.pattern.fullmatch(english):
                return text, found.groupdict()
        return None

    def code_of(self, english: str) -> str:
        found = self.find(english)
        return found[0].code if found else UNKNOWN

    def in_korean(self, english: str) -> str:
        """The same in Korean, the texts among its values too; what is not in the catalog stays as it is."""
        if english in self.words:
            return self.words[english]
        found = self.find(english)
        if found is None:
            return english
        text, values = found
        return PLACE.sub(lambda place: self.in_korean(values[place[1]]), text.korean)


@functools.lru_cache(REMEMBERED)
def tell(error: str, hint: str, language: Language) -> Told:
    return Told(read_catalog().code_of(error), say(error, language), say(hint, language))


@functools.lru_cache(REMEMBERED)
def say(text: str, language: Language) -> str:
    """A text without a code: what is being done, or what has happened."""
    return text if language == "en" else read_catalog().in_korean(text)


@functools.cache
def read_catalog() -> Catalog:
    content = tomllib.loads(CATALOG.read_text(encoding="utf-8"))
    messages = (_text(code, english, korean) for code, (english, korean) in content["messages"].items())
    others = {**content["hints"], **content["titles"]}
    uncoded = (_text(UNKNOWN, english, korean) for english, korean in others.items())
    texts = sorted((*messages, *uncoded), key=lambda text: text.letters, reverse=True)
    return Catalog(tuple(texts), content["words"])


def language_of(connection: HTTPConnection) -> Language:
    """What was chosen on the page, or else the first of the browser's languages that we speak, or English."""
    chosen = connection.cookies.get(COOKIE, "")
    accepted = _by_preference(connection.headers.get("accept-language", ""))
    for name in (chosen, *accepted):
        match name.strip().lower()[:2]:
            case "ko":
                return "ko"
            case "en":
                return "en"
    return "en"


async def get_language(connection: HTTPConnection) -> Language:
    """`async`, so that FastAPI asks it where it stands, and not in a thread."""
    return language_of(connection)


Reader = Annotated[Language, Depends(get_language)]  # in a route: the language of whoever asks


def _text(code: str, english: str, korean: str) -> Text:
    pieces = PLACE.split(english)  # literal, name, literal, name, ..., literal
    written = (f"(?P<{piece}>.*?)" if number % 2 else re.escape(piece) for number, piece in enumerate(pieces))
    return Text(code, english, korean, re.compile("".join(written), re.DOTALL))


def _by_preference(accept: str) -> Iterator[str]:
    """The languages of an Accept-Language, the most wanted first (RFC 9110, 12.5.4)."""
    offered = []
    for one in accept[:200].split(","):
        name, _, weight = one.partition(";q=")
        try:
            offered.append((float(weight or 1), name))
        except ValueError:
            continue
    return (name for weight, name in sorted(offered, key=lambda offer: -offer[0]) if weight > 0)
