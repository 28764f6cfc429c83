"""Amounts as Korean text writes them: 1,234, 3.5, 3만 5천, 12억 3,000만. Begin with `read_amount`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from soridam.text.korean_numerals import LARGEST, digit_by_digit, sino

NUMERAL = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)*")
MAGNITUDES = {"백": 10**2, "천": 10**3, "만": 10**4, "억": 10**8, "조": 10**12}
MAGNITUDE = re.compile(r"백(?!신|일장)|천(?!사|장|막)|만(?!큼|화|두)|억|조(?!각|별|금|건)")
TERM = re.compile(
    rf" ?(?P<number>[0-9][0-9,]{{0,24}})?(?P<unit>{MAGNITUDE.pattern})|(?P<rest>[0-9]{{1,16}})(?!\.?[0-9])"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """`value` is None where there is no whole number to count with: decimals and very long numbers.

    `written_zero` marks a leading zero, which is read aloud unless a counter follows (007, but 09시).
    """

    spoken: str
    value: int | None
    start: int
    end: int
    written_zero: bool = False


def read_amount(text: str, start: int) -> Amount | None:
    """Return the amount that begins at `start`, with its magnitudes, or None."""
    numeral = NUMERAL.match(text, start)
    if numeral is None:
        return None
    digits = numeral.group().replace(",", "")
    if len(digits.partition(".")[0]) >= len(str(LARGEST)):
        return Amount(digit_by_digit(digits.replace(".", ""), zero="공"), None, start, numeral.end())
    if "." in digits:
        return _decimal(text, numeral, digits)
    if digits[0] != "0" and MAGNITUDE.match(text, numeral.end()) and (compound := _compound(text, start)):
        return compound
    leading_zero = len(digits) > 1 and digits[0] == "0"
    spoken = digit_by_digit(digits, zero="공") if leading_zero else sino(int(digits))
    return Amount(spoken, int(digits), start, numeral.end(), leading_zero)


def _decimal(text: str, numeral: re.Match[str], digits: str) -> Amount:
    whole, *parts = digits.split(".")
    spoken = " 점 ".join([sino(int(whole)), *(digit_by_digit(part, zero="영") for part in parts)])
    magnitude = MAGNITUDE.match(text, numeral.end())
    if magnitude is None:
        return Amount(spoken, None, numeral.start(), numeral.end())
    return Amount(spoken + magnitude.group(), None, numeral.start(), magnitude.end())


def _compound(text: str, start: int) -> Amount | None:
    """Sum the terms: 천 and 백 within a group of four digits, 만, 억 and 조 closing one."""
    total, group, end = 0, 0, start
    for term in _iter_terms(text, start):
        if term.unit >= 10**4:
            total, group = total + (group + term.number) * term.unit, 0
        else:
            group += term.number * term.unit
        end = term.end
    value = total + group
    return Amount(sino(value), value, start, end) if 0 < value <= LARGEST else None


@dataclass(frozen=True, slots=True)
class _Term:
    number: int
    unit: int
    end: int


def _iter_terms(text: str, start: int) -> Iterator[_Term]:
    """Terms whose units fall, such as 12억, 3,000만, 5천 and 20; a number without a unit is the last one."""
    at, large, small = start, LARGEST, 10**4
    while found := TERM.match(text, at):
        written = found["number"] or found["rest"]
        number = int(written.replace(",", "")) if written else 0
        unit = MAGNITUDES[found["unit"]] if found["unit"] else 1
        if not written and (unit < 10**4 or small == 10**4):  # 3천만 continues, 3만 억 does not
            return
        if unit >= 10**4:
            falls = unit < large
        else:
            falls = unit < small and number * unit < (10 * small if unit > 1 else min(small, large))
        if not falls:
            return
        yield _Term(number, unit, found.end())
        large, small = (unit, 10**4) if unit >= 10**4 else (large, unit)
        at = found.end()
