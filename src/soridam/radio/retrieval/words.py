"""The words by which passages are found: English without endings, Korean morphemes. Begin with `words_of`."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from soridam.text.morphemes import korean_analyzer_with

SHORTEST_STEMMED = 4
_LATIN = re.compile(r"[0-9]+(?:[.,:/-][0-9]+)+|[A-Za-z]+(?:['’-][A-Za-z]+)+|[A-Za-z0-9]+")
_AIRBAND = re.compile(r"1(?:1[89]|2[0-9]|3[0-6])\.[0-9]{1,3}")  # MHz
_HANGUL = re.compile(r"[가-힣]")
_KINDS = ("NN", "NR", "NP", "VV", "VA", "XR", "MAG")  # nouns, verbs, adjectives, roots, adverbs
DATA: Mapping[str, Any] = tomllib.loads(
    resources.files("soridam.radio.retrieval").joinpath("terms.toml").read_text(encoding="utf-8")
)
TERMS: Mapping[str, str] = DATA["terms"]
_STOP = frozenset(" ".join(DATA["everywhere"].values()).split())


def words_of(text: str) -> list[str]:
    """Return the words of a text in order, without those that stand everywhere."""
    latin = [word for match in _LATIN.finditer(text) for word in _english(match[0])]
    found = [*latin, *(_korean(_LATIN.sub(" ", text)) if _HANGUL.search(text) else ())]
    return [word for word in found if word not in _STOP]


def groups_of(question: str) -> list[tuple[str, ...]]:
    """Return the words of a question, each with what else documents in Korean and English call it."""
    return [(word, *_others_of(word)) for word in dict.fromkeys(words_of(question))]


def gloss_of(question: str) -> str:
    """Return the terms of a Korean question in English, in its order, with what is not Korean in it."""
    return " ".join(TERMS.get(word) or ("" if is_korean(word) else word) for word in words_of(question)).strip()


@cache
def _others_of(word: str) -> tuple[str, ...]:
    if word not in TERMS:
        return ()
    same = (other for other, english in TERMS.items() if english == TERMS[word] and other != word)
    return (*same, *words_of(TERMS[word]))


def proper_nouns(text: str) -> list[str]:
    """Return the names in a Korean text, such as 김포, that are no terms of air traffic."""
    if not is_korean(text):
        return []
    tokens = korean_analyzer_with(tuple(TERMS)).tokenize(text)
    return [token.form for token in tokens if token.tag == "NNP" and token.form not in TERMS]


def is_korean(text: str) -> bool:
    """Return whether there is Hangul in it."""
    return bool(_HANGUL.search(text))


def _english(word: str) -> Iterator[str]:
    if _AIRBAND.fullmatch(word):
        yield "frequency"  # which few documents say beside it
    lower = word.lower().replace("’", "'").removesuffix("'s")
    yield _stem(lower)
    if "-" in lower and not lower[0].isdigit():
        yield from (_stem(part) for part in lower.split("-") if len(part) > 1)


@cache
def _stem(word: str) -> str:
    """Return the form that dictionaries list; landings and landed are land."""
    from lemminflect import getLemma

    if not word.isalpha() or len(word) < SHORTEST_STEMMED or word in _STOP:
        return word
    noun = str((getLemma(word, "NOUN", lemmatize_oov=False) or (word,))[0])
    return str((getLemma(noun, "VERB", lemmatize_oov=False) or (noun,))[0]) if noun.endswith(("ing", "ed")) else noun


def _korean(text: str) -> Iterator[str]:
    for token in korean_analyzer_with(tuple(TERMS)).tokenize(text):
        if str(token.tag).startswith(_KINDS):
            yield token.form
