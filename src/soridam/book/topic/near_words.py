"""Words that were misheard or misspelled, and the word of the lexicon that sounds like them. Begin with `near_word`.

Korean is compared by its letters (jamo): 버클레인 and 포클레인 differ in two of twelve. English is compared by letters.
"""

import re
import unicodedata
from functools import cache

from rapidfuzz.distance import Levenshtein

from soridam.book.story import Language
from soridam.book.topic.lexicon import lexicon
from soridam.book.topic.parts import Topic

SHORTEST = {"ko": 6, "en": 7}  # letters; shorter words are near too many others
MOST_DIFFERENT = 0.26  # of the letters
MOST_DIFFERENT_IN_SOUND = 0.4  # of an English word with the same consonants
_EVERYDAY = {
    "ko": (
        "포클레인",
        "앞니",
        "방귀",
        "아이스크림",
        "유치원",
        "할머니",
        "할아버지",
        "헬리콥터",
        "티라노사우루스",
        "고슴도치",
    ),
    "en": ("excavator", "dinosaur", "grandma", "helicopter", "butterfly", "crocodile", "elephant", "princess"),
}


def with_near_words(text: str, topic: Topic) -> str:
    """Return the wish with the words that were meant in the place of unknown ones; empty if there is none."""
    language, meant = topic.language, text
    for noun in topic.nouns:
        if noun.concept is None and (near := near_word(noun.head, language)):
            meant = meant.replace(noun.head, near)
    return meant if meant != text else ""


def near_word(word: str, language: Language) -> str:
    """Return the known word that is written almost like this one; empty if none is, or if it is known itself."""
    letters = _letters(word)
    if len(letters) < SHORTEST[language] or lexicon().noun(word, language):
        return ""
    most = int(len(letters) * MOST_DIFFERENT)
    beginning = letters[0]
    near = [
        (Levenshtein.distance(letters, other, score_cutoff=most), known)
        for known, other in _known(language)
        if abs(len(other) - len(letters)) <= most and (language == "ko" or other[0] == beginning)
    ]
    best = min(near, default=(most + 1, ""))
    if 0 < best[0] <= most:
        return best[1]
    if language == "ko":
        return ""
    most = int(len(letters) * MOST_DIFFERENT_IN_SOUND)
    alike = (known for known, other in _known("en") if other[0] == beginning and _sound(other) == _sound(letters))
    return next((known for known in alike if Levenshtein.distance(letters, known, score_cutoff=most) <= most), "")


@cache
def _known(language: Language) -> tuple[tuple[str, str], ...]:
    words = dict.fromkeys([*lexicon().nouns[language], *_EVERYDAY[language]])
    return tuple((word, _letters(word)) for word in words if " " not in word)


@cache
def _sound(word: str) -> str:
    """Return the consonants of an English word, doubled ones once: dinosore sounds like dinosaur."""
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouy]", "", word))


def _letters(word: str) -> str:
    return unicodedata.normalize("NFD", word.lower())
