"""Spoken numbers of radiotelephony, read into digit strings so that leading zeros live on. Begin with `lex`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from soridam.text.english_numbers import ONES
from soridam.text.english_numbers import TENS as TEN_WORDS
from soridam.text.telephony import LETTERS

DIGIT_WORDS = tuple(ONES[:10])
VARIANTS = {"niner": "nine", "tree": "three", "fife": "five", "fower": "four"}  # ICAO Annex 10 pronunciation
DIGITS: dict[str, str] = {word: str(value) for value, word in enumerate(DIGIT_WORDS)}
DIGITS |= {variant: DIGITS[word] for variant, word in VARIANTS.items()}
TEENS: dict[str, str] = {word: str(value) for value, word in enumerate(ONES[10:], start=10)}
TENS: dict[str, str] = {word: str(value) for value, word in enumerate(TEN_WORDS[2:], start=2)}
REPEATS = {"double": 2, "triple": 3}
SEPARATORS = ("decimal", "point")
SIDES = {"L": "left", "R": "right", "C": "center", "": ""}
# After these "one" is a pronoun: "the other one".
BEFORE_A_PRONOUN = frozenset(
    {"the", "that", "this", "another", "other", "which", "any", "each", "every", "last", "first", "next"}
)


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A word, or a number with its digits. `spoken` numbers were said digit by digit and may belong to letters.

    An `amount` was said with hundred or thousand; `width` is how many words it was read from.
    """

    text: str
    digits: str = ""
    spoken: bool = False
    amount: bool = False
    width: int = 1

    @property
    def word(self) -> str:
        return "" if self.digits else self.text.lower()

    @property
    def letter(self) -> str:
        return LETTERS.get(self.word, "")


def lex(tokens: Sequence[str]) -> list[Lexeme]:
    """Read the numbers among the tokens of one clause, with their decimals; written numbers are left as they are."""
    return list(_iter_decimals(list(_iter_numbers(tokens))))


def _iter_numbers(tokens: Sequence[str]) -> Iterator[Lexeme]:
    words = [token.lower() for token in tokens]
    at = 0
    while at < len(tokens):
        digits, end = _read_number(words, at)
        if not digits or _is_no_number(words, at, end):
            written = tokens[at] if tokens[at].isascii() and tokens[at].isdecimal() else ""
            yield Lexeme(tokens[at], written)
            at += 1
            continue
        said = words[at:end]
        is_amount = "hundred" in said or "thousand" in said
        yield Lexeme(digits, digits, all(word in DIGITS for word in said), is_amount, end - at)
        at = end


def _is_no_number(words: Sequence[str], at: int, end: int) -> bool:
    if end - at > 1:
        return False
    if words[at] == "one":
        return at > 0 and words[at - 1] in BEFORE_A_PRONOUN
    return words[at] in VARIANTS and words[at] != "niner"  # a tree may be a tree


def _iter_decimals(lexemes: list[Lexeme]) -> Iterator[Lexeme]:
    at = 0
    while at < len(lexemes):
        triple = lexemes[at : at + 3]
        if len(triple) == 3 and triple[0].digits and triple[1].word in SEPARATORS and triple[2].digits:
            number = f"{triple[0].digits}.{triple[2].digits}"
            width = sum(lexeme.width for lexeme in triple)
            yield Lexeme(number, width=width)  # decimals belong to nothing else
            at += 3
        else:
            yield lexemes[at]
            at += 1


def _read_number(words: Sequence[str], start: int) -> tuple[str, int]:
    """Digits and the place after them; ("", start) where no number begins."""
    digits, at = _read_digits(words, start)
    if not digits or at == len(words) or words[at] not in ("hundred", "thousand"):
        return digits, at
    if words[at] == "hundred":
        return _add_below_hundred(words, at + 1, f"{digits}00")
    digits, at = f"{digits}000", at + 1
    if at + 1 < len(words) and words[at] in DIGITS and words[at + 1] == "hundred":
        digits, at = f"{digits[:-3]}{DIGITS[words[at]]}00", at + 2
    return _add_below_hundred(words, at, digits)


def _add_below_hundred(words: Sequence[str], at: int, digits: str) -> tuple[str, int]:
    """ "one thousand thirteen" is 1013, but "two thousand one three" is 2000 and another number."""
    if at < len(words) and (words[at] in TENS or words[at] in TEENS):
        small, at = _read_piece(words, at)
        return digits[:-2] + small, at
    return digits, at


def _read_digits(words: Sequence[str], at: int) -> tuple[str, int]:
    digits = ""
    while at < len(words):
        piece, end = _read_piece(words, at)
        if words[at] == "oh" and digits and end < len(words) and words[end] in DIGITS:
            piece = "0"
        if not piece:
            break
        digits, at = digits + piece, end
    return digits, at


def _read_piece(words: Sequence[str], at: int) -> tuple[str, int]:
    word, after = words[at], words[at + 1] if at + 1 < len(words) else ""
    if word in REPEATS and after in DIGITS:
        return DIGITS[after] * REPEATS[word], at + 2
    if word in TENS:
        return (TENS[word] + DIGITS[after], at + 2) if DIGITS.get(after, "0") != "0" else (f"{TENS[word]}0", at + 1)
    return DIGITS.get(word) or TEENS.get(word, ""), at + 1
