"""Digits that run on from a value into the flight number after it. Begin with `split_runs`.

"heading zero nine zero one two three" is heading 090, said by flight 123: a heading has three digits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from soridam.text.airtraffic_numbers import Lexeme

HIGHEST_HUNDREDS = "4"  # flight levels beyond 499 are not flown; "eight zero one two three" begins with 80
FLIGHT_LENGTHS = (2, 3, 4)


def split_runs(lexemes: Sequence[Lexeme]) -> Iterator[Lexeme]:
    """Cut a run of digits after a label that takes a fixed number of them, where a flight number may be left."""
    for at, lexeme in enumerate(lexemes):
        length = _length_after(lexemes, at) if lexeme.spoken and lexeme.width == len(lexeme.digits) else 0
        if length and len(lexeme.digits) - length in FLIGHT_LENGTHS:
            yield _part(lexeme, lexeme.digits[:length])
            yield _part(lexeme, lexeme.digits[length:])
        else:
            yield lexeme


def _part(lexeme: Lexeme, digits: str) -> Lexeme:
    return replace(lexeme, text=digits, digits=digits, width=len(digits))


def _length_after(lexemes: Sequence[Lexeme], at: int) -> int:
    """Return how many digits the label before this number takes; 0 where none is known."""
    digits, label = lexemes[at].digits, lexemes[at - 1].word if at else ""
    if label == "heading":
        return 3
    if label == "level":
        return 3 if digits[0] <= HIGHEST_HUNDREDS else 2
    if label in ("squawk", "squawking", "altimeter"):
        return 4
    if label in ("qnh", "qfe"):
        return 4 if digits[0] == "1" else 3
    return 0
