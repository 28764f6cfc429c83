"""Input and output of the voice in every language: words with their places, sounds, pauses, times."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

Language = Literal["ko", "en"]  # that the voice reads
VOICE_RATE = 24_000  # Hz

PAUSES = ",.!?…—:;"
_TOKEN = re.compile(r"\S+")
_SPOKEN = re.compile(r"[^\W_]|[&+=@#]")
_ELLIPSIS = re.compile(r"\.{2,}|…+|⋯+")
_LOOKALIKES = str.maketrans({"、": ",", "，": ",", "。": ".", "！": "!", "？": "?", "：": ":", "；": ";", "–": "—"})
_TITLES = r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)"
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St)\.$")
_SENTENCE_END = re.compile(rf"(?<![.!?…。！？])(?:[!?…。！？]|{_TITLES}\.)[.!?…。！？]*[”’\"')\]」』]*(?=\s|$)|\n+")


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """Characters [begin, stop) of a text, how they sound in the letters of the voice, and the pause that follows.

    `pause` is one of PAUSES, or "" where the next word follows at once.
    """

    begin: int
    stop: int
    sounds: str
    pause: str = ""


@dataclass(frozen=True, slots=True)
class TimedWord:
    """A word of a text: characters [begin, stop) of it, said from `start` to `end` seconds."""

    begin: int
    stop: int
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class SpokenText:
    """A text read aloud: float32 mono at VOICE_RATE in -1..1, and when each word is said."""

    wave: np.ndarray
    words: tuple[TimedWord, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """A token between two spaces: its place, its text without the marks around it, and the pause after it."""

    begin: int
    stop: int
    text: str
    pause: str


def iter_tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a text. A dash or dots between spaces are a pause after the token before."""
    waiting: Token | None = None
    for found in _TOKEN.finditer(text):
        piece = found.group()
        if _SPOKEN.search(piece):
            if waiting:
                yield waiting
            waiting = Token(found.start(), found.end(), _inner(piece), pause_after(piece))
        elif waiting and not waiting.pause:
            waiting = Token(waiting.begin, waiting.stop, waiting.text, pause_after(piece))
    if waiting:
        yield waiting


def pause_after(piece: str) -> str:
    """Return the pause that the marks at the end of a piece ask for; the strongest of several ("?!" asks)."""
    letters = list(_SPOKEN.finditer(piece))
    tail = piece[letters[-1].end() :] if letters else piece
    if tail == "." and _TITLE.search(piece):
        return ""
    tail = _ELLIPSIS.sub("…", tail.translate(_LOOKALIKES))
    marks = [mark for mark in tail if mark in PAUSES]
    return max(marks, key="—,:;….!?".index, default="—" if tail.strip() == "-" and not letters else "")


def iter_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of a text begins and stops; what holds nothing to say is left out."""
    start = 0
    for found in _SENTENCE_END.finditer(text):
        if _SPOKEN.search(text, start, found.end()):
            yield start, found.end()
            start = found.end()
    if _SPOKEN.search(text, start):
        yield start, len(text)


def _inner(piece: str) -> str:
    letters = list(_SPOKEN.finditer(piece))
    begin = letters[0].start()
    while begin and piece[begin - 1] in "$€£¥₩+-−":  # these are read with the number after them
        begin -= 1
    stop = letters[-1].end()
    if piece[stop : stop + 1] in ("%", "°", "℃"):
        stop += 1
    return piece[begin:stop]
