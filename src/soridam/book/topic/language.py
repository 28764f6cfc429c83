"""The language that a wish was meant in. Begin with `language_of`."""

import re

from soridam.book.story import Language

# Words that hold an English sentence together, whatever it names.
_ENGLISH = frozenset(
    [
        "a",
        "an",
        "the",
        "i",
        "my",
        "me",
        "we",
        "our",
        "you",
        "your",
        "he",
        "she",
        "it",
        "they",
        "his",
        "her",
        "their",
        "is",
        "are",
        "was",
        "were",
        "am",
        "be",
        "been",
        "do",
        "does",
        "did",
        "can",
        "could",
        "will",
        "would",
        "want",
        "wants",
        "to",
        "of",
        "in",
        "on",
        "at",
        "with",
        "and",
        "or",
        "but",
        "who",
        "that",
        "which",
        "about",
        "for",
        "from",
        "by",
        "not",
        "this",
        "like",
        "make",
        "play",
        "go",
        "what",
        "why",
        "how",
        "where",
        "when",
        "if",
    ]
)


def language_of(text: str) -> Language:
    """Return English for "I want to play 축구 with my 할아버지", Korean for "pizza를 먹는 dragon"."""
    korean = re.findall(r"[가-힣]+", text)
    held = sum(word.lower() in _ENGLISH for word in re.findall(r"(?<![A-Za-z가-힣])[A-Za-z']+(?![A-Za-z가-힣])", text))
    if not korean:
        return "en"
    return "en" if held >= 2 and held >= len(korean) else "ko"
