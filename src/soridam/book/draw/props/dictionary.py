"""The prop dictionary: what can be drawn, its words in English and Korean, how large it is and where it may be.

Begin with `find_prop`, which story writers ask for the prop of a word. The entries are in `props.toml`.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from pydantic import Field

from soridam.book.story import Language
from soridam.core.config import Section

Stand = Literal["ground", "water", "air", "sky", "held", "table", "far", "soil"]


class Prop(Section):
    """One entry: `size` is of the longest side in heights of a hero, `stands` names the best place first.

    `faces` says which way the drawing looks; None: it is never turned. Of a `head` there is no body: something has to
    stand before its lower edge. What has a `grip` is held at its lower end.
    """

    id: str
    group: str
    en: tuple[str, ...] = Field(min_length=1)
    ko: tuple[str, ...] = Field(min_length=1)
    icon: str
    size: float = Field(gt=0.1, lt=2)
    stands: tuple[Stand, ...] = Field(min_length=1)
    faces: Literal["left", "right"] | None = None
    head: bool = False
    grip: bool = False


@lru_cache(maxsize=1)
def load_props() -> Mapping[str, Prop]:
    """Return all entries by their id, in the order of the file."""
    text = Path(__file__).with_name("props.toml").read_text(encoding="utf-8")
    entries = {
        name: Prop(id=name, group=group, **entry)
        for group, members in tomllib.loads(text).items()
        for name, entry in members.items()
    }
    return MappingProxyType(entries)


def find_prop(word: str, language: Language) -> str | None:
    """The id of the prop that a word names. English in singular or plural, Korean without particles; case and spaces
    do not matter."""
    index = _index(language)
    return next((index[form] for form in _forms(word, language) if form in index), None)


def with_whole_words(text: str) -> str:
    """Korean text in which the dictionary's words of three syllables and more stand whole: 눈 사람을 → 눈사람을."""
    return _parted_words().sub(lambda match: match[0].replace(" ", ""), text)


@lru_cache(maxsize=1)
def _parted_words() -> re.Pattern[str]:
    words = sorted((word for word in _index("ko") if re.fullmatch("[가-힣]{3,}", word)), key=len, reverse=True)
    anyhow = "|".join(" ?".join(word) for word in words)
    return re.compile(rf"(?<![가-힣])(?:{anyhow})(?=[은는이가을를의에도만과와로랑들]|[^가-힣]|$)")


@lru_cache(maxsize=2)
def _index(language: Language) -> dict[str, str]:
    return {
        _plain(word): prop.id for prop in load_props().values() for word in (prop.en if language == "en" else prop.ko)
    }


def _plain(word: str) -> str:
    """Without case, spaces and hyphens: "Ice-cream" and "ice cream" are one word."""
    return re.sub(r"[\s\-–’']+", "", unicodedata.normalize("NFC", word)).casefold()


def _forms(word: str, language: Language) -> Iterator[str]:
    if language == "ko":
        plain = _plain(word)
        yield plain
        if plain.endswith("들"):
            yield plain.removesuffix("들")
        return
    plain = _plain(re.sub(r"^(a|an|the|some)\s+", "", word.strip(), flags=re.IGNORECASE))
    yield plain
    for plural, singular in (("ies", "y"), ("es", ""), ("s", "")):
        if plain.endswith(plural):
            yield plain.removesuffix(plural) + singular
