"""Whisper's own English and basic normalizers, once, as everybody applies them. Begin with `score_english`.

They are not idempotent: one pass writes 3.1 as "3 one", another would join that to 31. So each text gets one pass.
"""

from collections.abc import Callable
from functools import cache

from soridam.text.spacing import drop_invisible


def score_english(text: str) -> str:
    """Whisper's English normalizer (Radford et al. 2022, appendix C): contractions, numbers, British spellings."""
    return _english()(drop_invisible(text)).strip()


def score_multilingual(text: str) -> str:
    """Whisper's basic normalizer: lower case, no brackets with their content, no punctuation, diacritics kept."""
    return _basic()(drop_invisible(text)).strip()


@cache
def _english() -> Callable[[str], str]:
    from whisper_normalizer.english import EnglishTextNormalizer

    return EnglishTextNormalizer()


@cache
def _basic() -> Callable[[str], str]:
    from whisper_normalizer.basic import BasicTextNormalizer

    return BasicTextNormalizer()
