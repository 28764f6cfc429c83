"""A transmission as it was said and as it is written, piece by piece. Begin with `read_phrase`.

- `Phrase.spoken` is what was said, word by word: niner, fife, double.
- `Phrase.standard` is the same in one pronunciation: nine, five, the digit twice; "point" between digits is decimal.
- `Phrase.written` is the display: Lufthansa 123 descend FL 180. `speak(phrase.written)` is `phrase.standard` again.

A thousand that was said shows as a comma: "two five zero zero" is 2500, "two thousand five hundred" 2,500.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from soridam.radio.phraseology.forms import ABBREVIATIONS, AIRLINES, LENGTHS, LONGEST_AIRLINE, PREFIXES, write_name
from soridam.radio.phraseology.runs import split_runs
from soridam.radio.phraseology.speech import HUNDREDS, say_amount, say_digits, speak
from soridam.text.airtraffic_glue import LONGEST_FLIGHT, glue_at
from soridam.text.airtraffic_numbers import Lexeme, lex
from soridam.text.telephony import LETTER_SPELLINGS, LETTERS

Kind = Literal["word", "number", "level", "runway", "callsign", "letters"]
LEVEL_DIGITS = (2, 3)
RUNWAY = re.compile(r"[0-9]{1,2}[LRC]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are written together, in the three forms of a phrase."""

    kind: Kind
    spoken: str
    standard: str
    written: str

    def to_json(self) -> dict[str, str]:
        return {"kind": self.kind, "spoken": self.spoken, "written": self.written}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A transmission in pieces; each of its forms is theirs, joined by spaces."""

    pieces: tuple[Piece, ...]

    @property
    def spoken(self) -> str:
        return " ".join(piece.spoken for piece in self.pieces)

    @property
    def standard(self) -> str:
        return " ".join(piece.standard for piece in self.pieces)

    @property
    def written(self) -> str:
        return " ".join(piece.written for piece in self.pieces)

    def to_json(self) -> dict[str, Any]:
        return {
            "spoken": self.spoken,
            "written": self.written,
            "pieces": [piece.to_json() for piece in self.pieces],
        }


def read_phrase(text: str) -> Phrase:
    """Read a transmission in words, in digits, or in a mixture of both; punctuation is left out.

    Where a written form would not give the words back, they are shown as words.
    """
    words = speak(text).split()
    phrase = Phrase(tuple(_iter_pieces(words)))
    return phrase if _is_lossless(phrase) else Phrase(tuple(Piece("word", word, word, word) for word in words))


def _is_lossless(phrase: Phrase) -> bool:
    """Return whether the display gives the standard words, and these the display."""
    again = Phrase(tuple(_iter_pieces(phrase.standard.split())))
    return speak(phrase.written) == phrase.standard and again.written == phrase.written


def write(text: str) -> str:
    """Return the display of a transmission: Lufthansa 123 descend FL 180."""
    return read_phrase(text).written


def standardize(text: str) -> str:
    """Return the words of a transmission in one pronunciation; what `speak` gives of its display."""
    return read_phrase(text).standard


@dataclass(frozen=True, slots=True)
class _Reading:
    """The words of a transmission, its lexemes, and the place in the words at which each lexeme begins."""

    words: Sequence[str]
    lexemes: Sequence[Lexeme]
    starts: Sequence[int]

    def said(self, first: int, end: int) -> str:
        """Return the words of the lexemes from `first` to `end`, exclusive."""
        return " ".join(self.words[self.starts[first] : self.starts[end]])

    def word(self, at: int) -> str:
        return self.lexemes[at].word if at < len(self.lexemes) else ""

    def is_number(self, at: int) -> bool:
        return at >= 0 and self.lexemes[at].text[-1:].isdigit()


def _iter_pieces(words: Sequence[str]) -> Iterator[Piece]:
    lexemes = list(split_runs(lex(words)))
    starts = [0]
    for lexeme in lexemes:
        starts.append(starts[-1] + lexeme.width)
    reading = _Reading(words, lexemes, starts)
    at = 0
    while at < len(lexemes):
        found = _airline(reading, at) or _prefixed(reading, at) or _joined(reading, at)
        piece, end = found or (_single(reading, at), at + 1)
        yield piece
        at = end


def _airline(reading: _Reading, at: int) -> tuple[Piece, int] | None:
    """Read an airline's name with the digits and letters of a flight."""
    for length in range(min(LONGEST_AIRLINE, len(reading.lexemes) - at - 1), 0, -1):
        name = tuple(lexeme.word for lexeme in reading.lexemes[at : at + length])
        digits = reading.lexemes[at + length].digits
        shortest = 2 if name[0] in LETTERS else 1  # "delta four" is a taxiway
        if name in AIRLINES and shortest <= len(digits) <= LONGEST_FLIGHT:
            flight, end = _flight(reading.lexemes, at + length)
            standard = f"{' '.join(name)} {say_digits(flight)}"
            return Piece("callsign", reading.said(at, end), standard, f"{write_name(name)} {flight}"), end
    return None


def _flight(lexemes: Sequence[Lexeme], at: int) -> tuple[str, int]:
    """Return the digits and letters of a flight, at most four, and the place after them."""
    flight, end = lexemes[at].digits, at + 1
    while end < len(lexemes):
        more = lexemes[end].letter or (lexemes[end].digits if lexemes[end].spoken and flight[-1].isalpha() else "")
        if not more or len(flight) + len(more) > LONGEST_FLIGHT:
            break
        flight, end = flight + more, end + 1
    return flight, end


def _prefixed(reading: _Reading, at: int) -> tuple[Piece, int] | None:
    """Read a flight level or a pressure with its label."""
    for label, written in PREFIXES.items():
        end = at + len(label.split())
        if end >= len(reading.lexemes) or label.split() != [one.word for one in reading.lexemes[at:end]]:
            continue
        digits = reading.lexemes[end].digits
        if digits and (written != "FL" or len(digits) in LEVEL_DIGITS):
            kind: Kind = "level" if written == "FL" else "number"
            standard = f"{label} {say_digits(digits)}"
            return Piece(kind, reading.said(at, end + 1), standard, f"{written} {digits}"), end + 1
    return None


def _joined(reading: _Reading, at: int) -> tuple[Piece, int] | None:
    """Read a runway with its side, or letters with digits: 27L, N123AB, D-EABC."""
    glued = glue_at(reading.lexemes, at)
    said = reading.said(at, glued.end)
    if glued.end == at + 1 or glued.text == said:
        return None
    kind: Kind = "runway" if RUNWAY.fullmatch(glued.text) else "letters"
    return Piece(kind, said, speak(glued.text), glued.text), glued.end


def _single(reading: _Reading, at: int) -> Piece:
    lexeme, said = reading.lexemes[at], reading.said(at, at + 1)
    if not lexeme.digits and lexeme.width == 1:
        standard = LETTER_SPELLINGS.get(said, said)
        return Piece("word", said, standard, said.upper() if said in ABBREVIATIONS else standard)
    if lexeme.amount and lexeme.digits.endswith("00") and len(lexeme.digits) > 3:
        return Piece("number", said, say_amount(lexeme.digits), f"{int(lexeme.digits):,}")
    if HUNDREDS.fullmatch(lexeme.digits) and reading.word(at + 1) in LENGTHS and not reading.is_number(at - 1):
        return Piece("number", said, say_amount(lexeme.digits), lexeme.digits)
    return Piece("number", said, speak(lexeme.text), lexeme.text)
