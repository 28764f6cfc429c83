"""Korean numerals: a whole number as Sino-Korean or native words. Reading numbers in a sentence: `korean_numbers`."""

DIGITS = "영일이삼사오육칠팔구"
SMALL_UNITS = ("", "십", "백", "천")
LARGE_UNITS = ("", "만", "억", "조", "경")
LARGEST = 10 ** (4 * len(LARGE_UNITS)) - 1
NATIVE_TENS = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")
NATIVE_ONES = ("", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉")


def sino(number: int) -> str:
    """12345 -> 만 이천삼백사십오: groups of four digits, apart as the orthography has it (Hangul rules, article 44).

    From 0 to LARGEST; anything else is a ValueError.
    """
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} has no Sino-Korean reading here")
    if number == 0:
        return DIGITS[0]
    groups: list[str] = []
    for unit in LARGE_UNITS:
        number, rest = divmod(number, 10_000)
        if rest:
            groups.append(_group(rest) + unit)
    if groups[-1] == "일만":  # 만 원, but 일억 원
        groups[-1] = "만"
    return " ".join(reversed(groups))


def native(number: int) -> str:
    """Return the form in front of a counter, 1 to 99: 한, 두, 스무, 스물한; anything else is a ValueError."""
    if not 1 <= number <= 99:
        raise ValueError(f"{number} has no native reading")
    if number == 20:
        return "스무"
    return NATIVE_TENS[number // 10] + NATIVE_ONES[number % 10]


def digit_by_digit(digits: str, *, zero: str) -> str:
    """Each digit on its own, as telephone numbers (zero is 공) and decimals (영) are read."""
    return "".join(zero if digit == "0" else DIGITS[int(digit)] for digit in digits)


def _group(number: int) -> str:
    words = ""
    for place, digit in enumerate(reversed(str(number))):
        if digit != "0":
            words = ("" if digit == "1" and place else DIGITS[int(digit)]) + SMALL_UNITS[place] + words
    return words
