"""Finds what must not be published: keys, tokens, and what names a person. Begin with `scan_text`.

The shapes of keys are those that their issuers document. Whatever is found is shown by its first letters only.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

PATTERNS: dict[str, re.Pattern[str]] = {
    "hugging-face-token": re.compile(r"\b(?:hf|api_org)_[A-Za-z0-9]{30,}\b"),
    "openai-or-anthropic-key": re.compile(r"\bsk-[A-Za-z0-9_-]{20,}"),
    "aws-key": re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),
    "google-key": re.compile(r"\bAIza[A-Za-z0-9_-]{35}\b"),
    "github-token": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})"),
    "gitlab-token": re.compile(r"\bglpat-[A-Za-z0-9_-]{20,}"),
    "slack-token": re.compile(r"\bxox[abprs]-[A-Za-z0-9-]{10,}"),
    "private-key": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    "web-token": re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}"),
    "password-in-address": re.compile(r"(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*://[^\s:/@]+:[^\s:/@]+@"),
    "named-secret": re.compile(
        r"(?i)\b(?:password|passwd|secret|api[_-]?key|access[_-]?token|비밀번호)[\"']?\s*[:=]\s*[\"']?[^\s\"',}]{6,}"
    ),
    "email": re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}\b"),
    "korean-resident-number": re.compile(
        r"(?<!\d)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\s?-\s?[1-8]\d{6}(?!\d)"
    ),
    "phone-number": re.compile(
        r"(?<![\d-])(?:\+\d{1,3}[ -]?\d{1,4}|01[016789]|0(?:2|[3-6][1-5]))[ -]\d{3,4}[ -]\d{4}(?![\d-])"
    ),
    "home-folder": re.compile(r"(?:/home|/Users)/[^/\s\"']+/|[A-Z]:\\Users\\[^\\\s\"']+\\"),
}
RANDOM_LOOKING = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{32,}={0,2}(?![A-Za-z0-9+/_-])")
RANDOM_ENTROPY = 4.3  # bits a letter: words have below 4, hexadecimal digits at most 4, random base64 of 40 about 4.8


@dataclass(frozen=True)
class Secret:
    """Something found: of what kind, where, and how it begins."""

    kind: str
    place: str
    glimpse: str


def scan_text(text: str, place: str) -> list[Secret]:
    """Everything suspicious in one text, by kind; `place` says where it came from."""
    found = [
        Secret(kind, place, _glimpse(match.group()))
        for kind, pattern in PATTERNS.items()
        for match in pattern.finditer(text)
    ]
    known = {secret.glimpse for secret in found}
    return found + [secret for secret in _random_looking(text, place) if secret.glimpse not in known]


def scan_texts(texts: Iterable[tuple[str, str]]) -> Iterator[Secret]:
    """Yield the same for many (text, place)."""
    for text, place in texts:
        yield from scan_text(text, place)


def _random_looking(text: str, place: str) -> Iterator[Secret]:
    for match in RANDOM_LOOKING.finditer(text):
        word = match.group()
        mixed = any(c.isdigit() for c in word) and any(c.isupper() for c in word) and any(c.islower() for c in word)
        if mixed and entropy(word) > RANDOM_ENTROPY:
            yield Secret("random-looking", place, _glimpse(word))


def entropy(word: str) -> float:
    """Bits per letter (Shannon) by the word's own letter frequencies."""
    counts = Counter(word)
    return -sum(count / len(word) * math.log2(count / len(word)) for count in counts.values())


def _glimpse(secret: str) -> str:
    """Enough to find it again, too little to use it."""
    return f"{secret[:4]}… ({len(secret)} letters)"
