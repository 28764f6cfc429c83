"""The rules of both languages, over every reading of the spelling of a wish. Begin with `rule_signs`."""

from collections.abc import Iterator

from soridam.book.care.english import english_signs
from soridam.book.care.kinds import Sign
from soridam.book.care.korean import korean_signs
from soridam.book.care.spelling import spellings


def rule_signs(said: str) -> tuple[Sign, ...]:
    """Return all signs of a wish, each once; the wish may be in either language."""
    return tuple(dict.fromkeys(_heard(said)))


def _heard(said: str) -> Iterator[Sign]:
    for text in spellings(said):
        yield from korean_signs(text)
        yield from english_signs(text)
