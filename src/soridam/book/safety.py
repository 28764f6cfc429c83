"""Words that do not belong into a picture book, in wishes and in pages, Korean and English alike.

Begin with `find_blocked`. The list is our own (`blocked_words.toml`), because general filters miss mild insults and
flag 새끼 고양이; glin-profanity is asked as well, word by word, for what it knows of disguised profanity: its phrases
flag "a girl on the moon" and "a big black dog".
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from soridam.book.care.answer import check_disclosure
from soridam.book.stand_ins import with_stand_ins
from soridam.book.story import Language
from soridam.core.errors import RefusedWishError, StoryError

# What may follow a Korean noun; a stem that ends in "." must be followed by one of these or by the end of the word.
_PARTICLES = "은는이가을를의에도만과와로랑아야께들한"
_INVISIBLE = dict.fromkeys((*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF, 0xAD))
_BETWEEN = r"[\d.,_*~!·\-]*"  # what is put between syllables to get past a list
_WORD = re.compile(r"\S+")
# "s h i t", "시 발": words of one letter side by side. Only there is anything read across the borders of words, because
# harmless neighbors look rude together: 기다리자 해적이, 다시 발을, a big black dog.
_SPACED_OUT = re.compile(r"(?<!\S)\w[.,*~!·\-]*(?:\s+\w[.,*~!·\-]*)+(?!\S)")

_DIGITS = str.maketrans("01345@$", "oieasas")
_MASKED = re.compile(r"(?<![\w@$])(?=[\d@$]*[a-z])[a-z\d@$]*[\d@$][a-z\d@$]*")

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
    """Return all blocked words of a text in any language, in order; those inside harmless words are left out.

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


@dataclass(frozen=True, slots=True)
class CleanTopic:
    """A topic without words that are never printed, and those words; `stand_ins` say what came in their place."""

    topic: str
    left_out: tuple[str, ...] = ()
    stand_ins: tuple[tuple[str, str], ...] = ()


def clean_topic(topic: str, language: Language) -> str:
    """Return the topic without words that are never printed, in composed form (NFC).

    What hurts a child is left as it was said, since it is no longer heard without its words ("my friend said that my
    drawing is ugly"); the stories written for it quote nothing of it.

    Raises RefusedWishError, in kind words, for what is declined; DisclosedWishError, which is one too, where a child
    tells of harm: that is heard before anything is cut out of it.
    """
    judgement = check_disclosure(topic, language)
    cleaned = clean_heard(topic, language).topic
    return unicodedata.normalize("NFC", topic) if judgement.wish_class == "tender" else cleaned


def clean_heard(topic: str, language: Language) -> CleanTopic:
    """As `clean_topic` for what `listen_closely` has heard as no disclosure, and what was left out.

    Somebody else's hero, or a real person, becomes a made-up one. Raises RefusedWishError.
    """
    topic, stand_ins = with_stand_ins(unicodedata.normalize("NFC", topic), language)
    left_out: list[str] = []
    while blocked := find_blocked(topic):  # what is left may have become a word: 시 바보 발
        if any(each.refused for each in blocked):
            raise RefusedWishError("wish.declined", KIND_WORDS[language], hint=SUGGESTIONS[language])
        left_out += [topic[each.begin : each.stop] for each in blocked]
        topic = _without(topic, blocked)
    return CleanTopic(topic, tuple(dict.fromkeys(left_out)), stand_ins)


def _without(topic: str, blocked: Iterable[Blocked]) -> str:
    kept = list(topic)
    for each in blocked:
        begin, stop = each.begin, each.stop
        while stop < len(kept) and "가" <= kept[stop] <= "힣":
            stop += 1  # the rest of the Korean word means nothing alone
        kept[begin:stop] = [" "] * (stop - begin)
    return " ".join("".join(kept).split())


def check_text(text: str) -> None:
    """Raises StoryError if the text of a page holds a blocked word; the word itself is not repeated."""
    blocked = find_blocked(text)
    if blocked:
        raise StoryError(
            "story.unsuitable",
            "A text holds words that do not belong in a picture book ({words}).",
            hint="Use other words.",
            words=blocked[0].reason,
        )


def _plain(text: str) -> str:
    """Lowercase, in compatibility form, invisible characters as hyphens; every character where it was."""
    return "".join(map(_fold, text))


def _fold(character: str) -> str:
    """Return one character for one, so that places in the text stay true."""
    if ord(character) in _INVISIBLE:
        return "-"
    folded = unicodedata.normalize("NFKC", character).lower()
    return folded if len(folded) == 1 else character


def _matches(plain: str) -> Iterator[Blocked]:
    unmasked = _MASKED.sub(lambda word: word[0].translate(_DIGITS), plain)  # n1gger; as long as it was
    for text in dict.fromkeys((plain, unmasked)):
        for reason, refused, pattern in _patterns():
            for match in pattern.finditer(text):
                yield Blocked(reason, match.start(), match.end(), refused)
    runs = [run.span() for run in _SPACED_OUT.finditer(plain)]
    for begin, stop in runs:
        for match in _spaced_out_profanity().finditer(plain, begin, stop):
            yield Blocked("profanity", match.start(), match.end(), refused=True)
    for begin, stop in [*runs, *(word.span() for word in _WORD.finditer(plain))]:
        for first, last in _disguised(plain[begin:stop]):
            yield Blocked("profanity", begin + first, begin + last, refused=True)


@lru_cache(maxsize=20_000)
def _disguised(word: str) -> tuple[tuple[int, int], ...]:
    """Where profanity stands in a word or in letters that were spaced out; all of it if disguised beyond finding it."""
    found: list[str] = _filter().check_profanity(word)["profane_words"]
    plain = {unicodedata.normalize("NFKC", each).lower() for each in found}  # it gives Korean back in single letters
    places = [re.search(r"\s*".join(map(re.escape, each)), word) for each in sorted(plain)]
    return tuple(place.span() if place else (0, len(word)) for place in places)


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
def _spaced_out_profanity() -> re.Pattern[str]:
    entries = (_korean(entry, r"[\s\d.,_*~!·\-]*") for entry in _words()["refused"]["profanity"]["ko"])
    return re.compile("|".join(entries))


@cache
def _allowed() -> re.Pattern[str]:
    lists = _words()["allowed"]
    words = sorted((*lists["ko"], *lists["en"]), key=len, reverse=True)  # great tits before great tit
    return re.compile("|".join(map(_spaces_free, words)))


def _english(word: str) -> str:
    forms = "(?:e(?:s|d)?|ing)" if word.endswith("e") else "(?:s|es|ed|ing)?"
    return rf"(?<![a-z]){re.escape(word.removesuffix('e'))}{forms}(?![a-z])"


def _korean(entry: str, between: str = _BETWEEN) -> str:
    anywhere, ends = entry.startswith("*"), entry.endswith(".")
    words = _plain(entry.strip("*.")).split()
    start = "" if anywhere else r"(?<![가-힣])"
    end = rf"(?=[{_PARTICLES}]|[^가-힣]|$)" if ends else ""
    return start + r"\s*".join(between.join(map(re.escape, word)) for word in words) + end


def _spaces_free(words: str) -> str:
    """Return a pattern in which a space of the lists stands for any number of them, also none."""
    return r"\s*".join(map(re.escape, words.split()))
