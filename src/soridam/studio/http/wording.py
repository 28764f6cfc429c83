"""What went wrong and what is being done, in the language of whoever asked. Begin with `tell` and `say`.

Errors and titles of progress are templates with values (`core.messages`); jobs and files keep both. `korean.toml` has
each template once more in Korean, and is asked by the English one, as gettext is: nothing that raises an error or shows
progress has to know of languages, and no text is searched for a pattern.
"""

import functools
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import Depends
from starlette.requests import HTTPConnection

from soridam.book.names import with_particle
from soridam.core.errors import SoridamError, from_report
from soridam.core.messages import Message

Language = Literal["ko", "en"]
CATALOG = Path(__file__).with_name("korean.toml")
COOKIE = "soridam_language"  # what somebody chose on the page
UNKNOWN = "other"  # the code of what the catalog does not have
# A place of a Korean template, and a particle that depends on its value: {file}은(는), {name}(이)라는, {found}예요.
_PLACE = re.compile(r"\{(\w+)\}('?)(?:([은이을])\([는가를]\)|\((이)\)(라고|라는)|(?:이에|예)(요))")


@dataclass(frozen=True, slots=True)
class Wording:
    """`code` stays the same whatever the language and the values."""

    code: str
    error: str
    hint: str


@dataclass(frozen=True, slots=True)
class Catalog:
    """The Korean of every template, the English template of every code, and the Korean of words that stand as values.

    `on_pages` has the hints that a page words otherwise in English too, because a terminal's name a command.
    """

    templates: Mapping[str, str]
    codes: Mapping[str, str]
    on_pages: Mapping[str, str]
    words: Mapping[str, str]

    def in_korean(self, said: str | Message) -> str:
        """Return the Korean, that of its values too; what is not in the catalog stays as it is."""
        if isinstance(said, str):
            return self.words.get(said) or self.templates.get(said, said)
        values = {name: self.in_korean(value) for name, value in said.values.items()}
        return _with_particles(self.templates.get(said.template, said.template), values).format(**values)

    def in_english(self, said: str | Message) -> str:
        """Return the English as a page has it."""
        if isinstance(said, str):
            return self.on_pages.get(said, said)
        values = {name: self.in_english(value) for name, value in said.values.items()}
        return self.on_pages.get(said.template, said.template).format(**values)


def _with_particles(template: str, values: Mapping[str, str]) -> str:
    """Return the template with the form of each particle that its value takes: 책.zip은, 나무는, '2'라는."""

    def chosen(place: re.Match[str]) -> str:
        name, mark, either, called, saying, is_it = place.groups()
        particle = either or (called + saying if called else "이에" + is_it)
        said = values[name] + mark
        return f"{{{name}}}{mark}" + with_particle(said, particle).removeprefix(said)

    return _PLACE.sub(chosen, template)


def tell(error: SoridamError, language: Language) -> Wording:
    return Wording(error.code, say(error.what, language), say(error.advice, language))


def tell_stored(error: str | Mapping[str, Any], hint: str | None, language: Language) -> Wording:
    """Return the error of a row or a file: what `as_report` wrote, or the English texts that were kept before."""
    if isinstance(error, str) and error.startswith('{"code": '):
        error = json.loads(error)
    if isinstance(error, str):
        return Wording(UNKNOWN, say(error, language), say(hint or "", language))
    return tell(from_report(SoridamError, error), language)


def is_known(error: SoridamError) -> bool:
    """Return whether the catalog has this error and hint: what comes back from a browser may be anything."""
    catalog = read_catalog()
    return catalog.codes.get(error.code) == error.what.template and error.advice.template in catalog.templates


def say(said: str | Message, language: Language) -> str:
    """Word a title, an error or a hint. A `str` is a template without values."""
    catalog = read_catalog()
    return catalog.in_korean(said) if language == "ko" else catalog.in_english(said)


@functools.cache
def read_catalog() -> Catalog:
    content = tomllib.loads(CATALOG.read_text(encoding="utf-8"))
    hints = {english: [said] if isinstance(said, str) else said for english, said in content["hints"].items()}
    messages = dict(content["messages"].values())  # English to Korean
    return Catalog(
        codes={code: english for code, (english, _) in content["messages"].items()},
        templates={**messages, **{english: said[0] for english, said in hints.items()}, **content["titles"]},
        on_pages={english: said[1] for english, said in hints.items() if len(said) > 1},
        words=content["words"],
    )


def language_of(connection: HTTPConnection) -> Language:
    """Return the language chosen on the page, or else the first of the browser's that we speak, or English."""
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


def _by_preference(accept: str) -> Iterator[str]:
    """Return the languages of an Accept-Language, the most wanted first (RFC 9110, 12.5.4)."""
    offered = []
    for one in accept[:200].split(","):
        name, _, weight = one.partition(";q=")
        try:
            offered.append((float(weight or 1), name))
        except ValueError:
            continue
    return (name for weight, name in sorted(offered, key=lambda offer: -offer[0]) if weight > 0)
