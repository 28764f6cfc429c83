"""English pronouns for characters, as markers: {hero:they} becomes she, he or they by the name. Begin with `pronoun`.

A name that is in neither list of `pronouns.toml` is told of as "they". The markers
stay in a finished story, so that a hero can be renamed.
"""

import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Final, Literal

Gender = Literal["she", "he", "they"]

_FORMS: Final[dict[str, dict[Gender, str]]] = {
    "they": {"she": "she", "he": "he", "they": "they"},
    "them": {"she": "her", "he": "him", "they": "them"},
    "their": {"she": "her", "he": "his", "they": "their"},
    "themself": {"she": "herself", "he": "himself", "they": "themself"},
    "was": {"she": "was", "he": "was", "they": "were"},
}
_NAMED: Final = re.compile(r"\{([a-z][a-z0-9-]*)\}('s)?")
_QUOTED: Final = re.compile(r"“[^“”]*”")
_ENDS: Final = re.compile(r"(?:^|[.!?…][”’]?\s+)$")
_BEFORE_SUBJECT: Final = re.compile(
    r"\b(?:and|day|but|so|when|while|as|that|if|because|where|until|what|than|how|once|since|then|yet|or)\s+$|[,;:]\s+$"
)
_BEFORE_OBJECT: Final = re.compile(
    r"\b(?:to|with|for|at|by|from|of|on|behind|beside|after|around|over|under|near|past|about|upon|toward)\s+$"
)
_SINGULAR: Final = re.compile(r"^\s+(?:[a-z]+(?<!s)s|is|has|does)\b(?<! was)(?<!ss)")


def gender_of(name: str) -> Gender:
    """Return how a character of this name is spoken of."""
    first = name.split(" ")[0].lower()
    return "she" if first in _names()["she"] else "he" if first in _names()["he"] else "they"


@cache
def _names() -> dict[str, frozenset[str]]:
    text = resources.files(__package__).joinpath("pronouns.toml").read_text(encoding="utf-8")
    return {gender: frozenset(names.split()) for gender, names in tomllib.loads(text).items()}


def is_pronoun(form: str) -> bool:
    """Return whether a marker's form is one of ours: they, Them, their."""
    return form.lower() in _FORMS


def pronoun(form: str, name: str) -> str:
    """Return the word for a form and a name; a form with a capital gives a word with one. Raises KeyError."""
    word = _FORMS[form.lower()][gender_of(name)]
    return word.capitalize() if form[0].isupper() else word


def with_pronouns(text: str, is_somebody: Callable[[str], bool]) -> str:
    """Return a page's text with a pronoun where a character is named again and nobody else was spoken of in between.

    `is_somebody` tells whether a word names a person or an animal. What is said in quotation marks is left alone.
    """
    told, last, at = list[str](), "", 0
    quotes = [quote.span() for quote in _QUOTED.finditer(text)]
    for named in _NAMED.finditer(text):
        if any(begin <= named.start() < stop for begin, stop in quotes):
            continue
        between = _QUOTED.sub(" ", text[at : named.start()])
        told.append(text[at : named.start()])
        at = named.end()
        others = any(is_somebody(word) for word in re.findall(r"[A-Za-z]+", between)) or "{" in between
        others = others or _is_beside_another(text, named[1], named.start())
        form = _form(text, named) if named[1] == last and not others else ""
        told.append(_marker(named[1], form, text, named) if form else named[0])
        last = named[1]
    return re.sub(r"(\{([a-z][a-z0-9-]*):[Tt]hey\}) was\b", r"\1 {\2:was}", "".join([*told, text[at:]]))


def _is_beside_another(text: str, identity: str, stop: int) -> bool:
    """Return whether somebody else is named in the sentence in which this one was named last."""
    before = text[: text.rfind(f"{{{identity}}}", 0, stop)]
    start = max((end.end() for end in re.finditer(r"[.!?…][”’]?\s+", before)), default=0)
    return any(each[1] != identity for each in re.finditer(r"\{([a-z][a-z0-9-]*)", text[start:stop]))


def _form(text: str, named: re.Match[str]) -> str:
    """Return the form that fits here; empty where the name had better stay."""
    before, after = text[: named.start()], text[named.end() :]
    if named[2]:
        return "their"
    if _ENDS.search(before) or _BEFORE_SUBJECT.search(before):
        is_verb = re.match(r"\s+[a-z]", after) and not re.match(r"\s+(?:the|and|or|little|who)\b", after)
        return "they" if is_verb and (not _SINGULAR.match(after) or after.startswith(" was ")) else ""
    return "them" if _BEFORE_OBJECT.search(before) and not after.startswith(" and ") else ""


def _marker(identity: str, form: str, text: str, named: re.Match[str]) -> str:
    form = form.capitalize() if _ENDS.search(text[: named.start()]) else form
    return f"{{{identity}:{form}}}"
