"""Words that do not belong into a picture book, in wishes and in pages, Korean and English alike.

Begin with `find_blocked`. The list is our own (`blocked_words.toml`), because general filters miss mild insults and
flag 새끼 고양이; glin-profanity is asked as well, for what it knows of disguised profanity.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from soridam.book.story import Language
from soridam.core.errors import RefusedWishError, StoryError

# What may follow a Korean noun; a stem that ends in "." must be followed by one of these or by the end of the word.
_PARTICLES = "은는이가을를의에도만과와로랑아야께들한"
_INVISIBLE = dict.fromkeys((*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF, 0xAD))
_BETWEEN = r"[\s\d.,_*~!·\-]*"  # what is put between syllables to get past a list

KIND_WORDS: dict[Language, str] = {
    "ko": "그 이야기는 그림책으로 만들 수 없어요. 다른 이야기를 들려줄래요?",
    "en": "We cannot make a picture book about that. Would you like to tell us another story?",
}
SUGGESTIONS: dict[Language, str] = {
    "ko": "이런 이야기는 어때요? 바다에 간 아기 고래 · 별을 찾는 토끼 · 비 오는 날의 친구",
    "en": "How about: a baby whale at the sea · a rabbit looking for a star · a friend on a rainy day",
}


@dataclass(frozen=True, slots=True)
class Blocked:
    """A word that was met, at characters [begin, stop) of the text. `refused`: a whole wish is declined for it."""

    reason: str
    begin: int
    stop: int
    refused: bool


def find_blocked(text: str) -> tuple[Blocked, ...]:
    """All blocked words of a text in any language, in order; those inside harmless words are left out.

    Places count in the text's composed form (NFC), which is the text itself but for Korean in single letters.
    """
    plain = _plain(unicodedata.normalize("NFC", text))
    harmless = [match.span() for match in _allowed().finditer(plain)]
    found = [
        blocked
        for blocked in _matches(plain)
        if not any(begin <= blocked.begin and blocked.stop <= stop for begin, stop in harmless)
    ]
    return tuple(sorted(found, key=lambda blocked: (blocked.begin, blocked.stop)))


def clean_topic(topic: str, language: Language) -> str:
    """The topic without words that are never printed, in composed form (NFC).

    Raises RefusedWishError, in kind words, for what is declined.
    """
    topic = unicodedata.normalize("NFC", topic)
    blocked = find_blocked(topic)
    if any(each.refused for each in blocked):
        raise RefusedWishError(KIND_WORDS[language], hint=SUGGESTIONS[language])
    kept = list(topic)
    for each in blocked:
        begin, stop = each.begin, each.stop
        while stop < len(kept) and "가" <= kept[stop] <= "힣":
            stop += 1  # the rest of the Korean word means nothing alone
        kept[begin:stop] = [" "] * (stop - begin)
    return " ".join("".join(kept).split()) if blocked else topic


def check_text(text: str) -> None:
    """Raises StoryError if the text of a page holds a blocked word; the word itself is not repeated."""
    blocked = find_blocked(text)
    if blocked:
        raise StoryError(
            f"A text holds words that do not belong into a picture book ({blocked[0].reason}).",
            hint="Use other words.",
        )


def _plain(text: str) -> str:
    """Lowercase, in compatibility form, invisible characters as hyphens; every character where it was."""
    return "".join(map(_fold, text))


def _fold(character: str) -> str:
    """One character for one, so that places in the text stay true."""
    if ord(character) in _INVISIBLE:
        return "-"
    folded = unicodedata.normalize("NFKC", character).lower()
    return folded if len(folded) == 1 else character


def _matches(plain: str) -> Iterator[Blocked]:
    for reason, refused, pattern in _patterns():
        for match in pattern.finditer(plain):
            yield Blocked(reason, match.start(), match.end(), refused)
    for word in _disguised(plain):
        found = re.search(r"\s*".join(map(re.escape, word)), plain)
        begin, stop = found.span() if found else (0, len(plain))  # disguised beyond finding it: all of the text
        yield Blocked("profanity", begin, stop, refused=True)


def _disguised(plain: str) -> set[str]:
    words: list[str] = _filter().check_profanity(plain)["profane_words"]
    return {unicodedata.normalize("NFKC", word).lower() for word in words}  # it gives Korean back in single letters


@cache
def _filter() -> Any:
    from glin_profanity import Filter

    return Filter({"languages": ["english", "korean"]})


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(resources.files("soridam.book").joinpath("blocked_words.toml").read_text(encoding="utf-8"))


@cache
def _patterns() -> tuple[tuple[str, bool, re.Pattern[str]], ...]:
    return tuple(
        (reason, kind == "refused", re.compile("|".join([*map(_korean, lists["ko"]), *map(_english, lists["en"])])))
        for kind in ("refused", "dropped")
        for reason, lists in _words()[kind].items()
    )


@cache
def _allowed() -> re.Pattern[str]:
    lists = _words()["allowed"]
    return re.compile("|".join(re.escape(word) for word in (*lists["ko"], *lists["en"])))


def _english(word: str) -> str:
    forms = "(?:e(?:s|d)?|ing)" if word.endswith("e") else "(?:s|es|ed|ing)?"
    return rf"(?<![a-z]){re.escape(word.removesuffix('e'))}{forms}(?![a-z])"


def _korean(entry: str) -> str:
    anywhere, ends = entry.startswith("*"), entry.endswith(".")
    syllables = _plain(entry.strip("*."))
    start = "" if anywhere else r"(?<![가-힣])"
    end = rf"(?=[{_PARTICLES}]|[^가-힣]|$)" if ends else ""
    return start + _BETWEEN.join(map(re.escape, syllables)) + end
