"""Numbers in English words: 3:30 as three thirty, $5 as five dollars, 21st as twenty first. Begin with `spell`."""

import re
from collections.abc import Callable

ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["_", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
THOUSANDS = ("", "thousand", "million", "billion", "trillion")
LARGEST = 1000 ** len(THOUSANDS) - 1
IRREGULAR_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
CURRENCIES = {"$": ("dollar", "dollars"), "€": ("euro", "euros"), "£": ("pound", "pounds"), "₩": ("won", "won")}

_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_MONEY = re.compile(r"([$€£₩])([0-9][0-9,]*)(?:\.([0-9]{2}))?")
_ORDINAL = re.compile(r"\A([0-9][0-9,]*)(?:st|nd|rd|th)", re.IGNORECASE)
_DECADE = re.compile(r"((?:1[0-9]|20)?[1-9])0s")
_YEAR = re.compile(r"1[1-9][0-9]{2}|20[1-9][0-9]")
_AMOUNT = re.compile(r"([-−+]?)([0-9]+(?:,[0-9]{3})*)(?:\.([0-9]+))?(%?)")
_DIGIT = re.compile(r"[0-9]")


def spell(token: str) -> list[str]:
    """Return the words of a token that holds digits; letters around them stay pieces of their own (5G, 3D)."""
    for pattern, words in _READINGS:
        if found := pattern.fullmatch(token):
            return words(found)
    pieces = re.findall(r"[0-9]+|[^\W\d_]+", token)
    return [word for piece in pieces for word in (_long_number(piece) if piece[0].isdecimal() else [piece])]


def cardinal(number: int) -> list[str]:
    """123 as one hundred twenty three. ValueError below zero and above LARGEST."""
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} has no English reading here")
    if number < 20:
        return [ONES[number]]
    words: list[str] = []
    for power in reversed(range(len(THOUSANDS))):
        group, number = divmod(number, 1000**power)
        if group:
            words += [*_below_thousand(group), *([THOUSANDS[power]] if power else [])]
    return words


def ordinal(number: int) -> list[str]:
    """21 as twenty first."""
    *words, last = cardinal(number)
    if last in IRREGULAR_ORDINALS:
        return [*words, IRREGULAR_ORDINALS[last]]
    return [*words, last[:-1] + "ieth" if last.endswith("y") else last + "th"]


def _below_thousand(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    words = [ONES[hundreds], "hundred"] if hundreds else []
    if rest >= 20:
        words.append(TENS[rest // 10])
        rest %= 10
    return [*words, ONES[rest]] if rest else words


def _long_number(digits: str) -> list[str]:
    number = int(digits.replace(",", ""))
    if number > LARGEST or (digits.startswith("0") and len(digits) > 1):
        return [ONES[int(digit)] for digit in digits if digit.isdecimal()]
    return cardinal(number)


def _clock(found: re.Match[str]) -> list[str]:
    hour, minute = int(found[1]), int(found[2])
    if minute == 0:
        return [*cardinal(hour), "o'clock"] if hour <= 12 else [*cardinal(hour), "hundred"]
    return [*cardinal(hour), *(["oh"] if minute < 10 else []), *cardinal(minute)]


def _money(found: re.Match[str]) -> list[str]:
    amount = int(found[2].replace(",", ""))
    words = [*_long_number(found[2]), CURRENCIES[found[1]][amount != 1]]
    cents = int(found[3] or 0)
    return [*words, "and", *cardinal(cents), "cent" if cents == 1 else "cents"] if cents else words


def _year(found: re.Match[str]) -> list[str]:
    century, rest = divmod(int(found.group()), 100)
    if rest == 0:
        return [*cardinal(century), "hundred"]
    return [*cardinal(century), *(["oh"] if rest < 10 else []), *cardinal(rest)]


def _decade(found: re.Match[str]) -> list[str]:
    tens = TENS[int(found[1][-1])]
    century = cardinal(int(found[1][:-1])) if len(found[1]) > 1 else []
    return [*century, tens[:-1] + "ies" if tens.endswith("y") else tens + "s"]


def _amount(found: re.Match[str]) -> list[str]:
    sign = {"-": ["minus"], "−": ["minus"], "+": ["plus"]}.get(found[1], [])
    point = ["point", *(ONES[int(digit)] for digit in found[3])] if found[3] else []
    return [*sign, *_long_number(found[2]), *point, *(["percent"] if found[4] else [])]


_READINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], list[str]]], ...] = (
    (_CLOCK, _clock),
    (_MONEY, _money),
    (_ORDINAL, lambda found: ordinal(int(found[1].replace(",", "")))),
    (_DECADE, _decade),
    (_YEAR, _year),
    (_AMOUNT, _amount),
)


def has_digits(token: str) -> bool:
    return _DIGIT.search(token) is not None
