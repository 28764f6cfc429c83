"""Whisper's own English and basic normalizers, made idempotent. Begin with `score_english`."""

from collections.abc import Callable
from functools import cache

MOST_PASSES = 20


def score_english(text: str) -> str:
    """Whisper's English normalizer (Radford et al. 2022, appendix C): contractions, numbers, British spellings."""
    return _settle(_english(), text)


def score_multilingual(text: str) -> str:
    """Whisper's basic normalizer: lower case, no brackets with their content, no punctuation, diacritics kept."""
    return _settle(_basic(), text)


def _settle(normalize: Callable[[str], str], text: str) -> str:
    """Apply until nothing changes: one pass of Whisper's leaves work in texts such as "one dollars one"."""
    for _ in range(MOST_PASSES):
        before, text = text, normalize(text).strip()
        if text == before:
            break
    return text


@cache
def _english() -> Callable[[str], str]:
    from whisper_normalizer.english import EnglishTextNormalizer

    return EnglishTextNormalizer()


@cache
def _basic() -> Callable[[str], str]:
    from whisper_normalizer.basic import BasicTextNormalizer

    return BasicTextNormalizer()
