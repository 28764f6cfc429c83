"""Numbers in a Korean sentence, read as words: 3개 as 세 개, 6월 as 유월, 010 as 공일공. Begin with `spell_numbers`."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from soridam.text.korean_amounts import Amount, read_amount
from soridam.text.korean_counters import (
    CURRENCIES,
    NATIVE_COUNTERS,
    NUMBERED_THINGS,
    RATES,
    SINO_COUNTERS,
    UNITS,
)
from soridam.text.korean_numerals import digit_by_digit, native, sino


def _longest_first(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


SIGNS = "+-−$€£¥₩"
# Signs and numbers of one character as keyboards and other programs write them, and what they stand for here.
_ALIKE = {
    **dict.fromkeys("∼〜˜～", "~"),
    **dict.fromkeys("‐‑‒–—―", "-"),
    **dict.fromkeys("∶：", ":"),
    **dict.fromkeys("ㆍ・•‧∙⋅", "·"),
    **{numeral: str(value) for value, numeral in enumerate("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ", start=1)},
    **{chr(0x2460 + value - 1): str(value) for value in range(1, 21)},  # ① to ⑳
    **{
        part: f"{top}/{below}" for part, top, below in (("½", 1, 2), ("⅓", 1, 3), ("⅔", 2, 3), ("¼", 1, 4), ("¾", 3, 4))
    },
}
_SIGNS_ALIKE = re.escape("".join(sign for sign, meant in _ALIKE.items() if meant in "~-:·"))
_NUMBERS_ALIKE = "".join(sign for sign, meant in _ALIKE.items() if meant not in "~-:·")
BESIDE_DIGITS = re.compile(rf"(?<=[0-9가-힣%)])[{_SIGNS_ALIKE}](?=[0-9])")
SINGLE_NUMBER = re.compile(f"[{_NUMBERS_ALIKE}]")
NUMBER_START = re.compile(r"[0-9]|[-+−](?=[0-9])|[$€£¥₩] ?(?=[0-9])")
LATIN_RUN = re.compile(r"[0-9A-Za-z.,]*[0-9A-Za-z]")
PHONE = re.compile(
    r"(?:01[016789]|0[2-7][0-9]?|050[0-9]|080)(?:([-. ])[0-9]{3,4}\1|\) ?[0-9]{3,4}[-. ])[0-9]{4}(?![0-9-])"
    r"|1[568][0-9]{2}-[0-9]{4}(?![0-9-])|[2-9][0-9]{2,3}-[0-9]{4}(?![0-9-])|01[016789][0-9]{7,8}(?![0-9])"
)
ABROAD = re.compile(r"\+([0-9]{1,3})[- ]\(?([0-9]{1,4})\)?[- ]([0-9]{3,4})[- ]([0-9]{4})(?![0-9-])")
EMERGENCY = re.compile(r"11[249](?![0-9])")
DATE = re.compile(r"((?:1[89]|20)[0-9]{2})([-./]) ?(0?[1-9]|1[0-2])\2 ?(0?[1-9]|[12][0-9]|3[01])(?![0-9])")
DAY_OF_WEEK = re.compile(r"(0?[1-9]|1[0-2])[/.] ?(0?[1-9]|[12][0-9]|3[01]) ?(?=\([월화수목금토일](?:요일)?\))")
CLOCK = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9])(?::([0-5][0-9]))?(?![0-9:])")
SCORE = re.compile(r"([0-9]{1,4}) ?(?::|대) ?([0-9]{1,4})(?![0-9:])")
_ENDS_A_MATCH = "이기|이겼|이긴|졌|지고|져|진 |승|패|무승부|역전|앞서|앞섰|뒤지|뒤졌|비기|비겼|끝|마치|마쳤|리드"
RESULT = re.compile(rf"([0-9]{{1,2}})-([0-9]{{1,2}})(?=(?:으로|로)? ?(?:{_ENDS_A_MATCH})|(?:으로|로)(?![가-힣]))")
NEIGHBORING_TENS = re.compile(r"([1-8]) ?~ ?([2-9])0(?![0-9])")
MEMORIAL = re.compile(r"([0-9]{1,2})(?:·([0-9]{1,2})|\.([0-9]{1,2})(?= ?(?:절|운동|전쟁|혁명|민주|사변|의거)))")
FRACTION = re.compile(r"([1-9][0-9]{0,3})/([1-9][0-9]{0,3})(?![0-9/])")
FRACTION_IN_WORDS = re.compile(r"([1-9][0-9]{0,3})분의 ?([1-9][0-9]{0,3})(?![0-9])")
UNTIL = re.compile(r" ?~ ?(?=[0-9])")
RANGE = re.compile(r" ?~ ?|-(?=[0-9]{1,2}[가-힣])")
RATE = re.compile(rf" ?({_longest_first(list(RATES))})(?![A-Za-z0-9])")
UNIT = re.compile(rf" ?({_longest_first(list(UNITS))})(?![A-Za-z0-9])")
COUNTER = re.compile(rf"({_longest_first([*NATIVE_COUNTERS, *SINO_COUNTERS])})")
PARTICLE = re.compile(r"$|[^가-힣]|[이가은는을를에의도만과와로까부마씩쯤정짜들밖보처나라야입인였]")
NUMBERED = re.compile(rf" ?(?:{'|'.join(NUMBERED_THINGS)})")
AFTER_A_CLASS = re.compile(r"(?:반|조|열|분단) ?$")  # 3학년 2반 15번
_GREAT_THINGS = "극장|명절|보험|의무|원칙|종교|성인|악법|은행|그룹|메이저|과제|문명|미항|요소|기업|리그|영양소|불가사의"
GREAT = re.compile(rf"강(?!아지)|문(?!제)|양|륙|천왕| ?(?:{_GREAT_THINGS})")  # 대 is great, and counts no cars
MONTHS = {6: "유", 10: "시"}


@dataclass(frozen=True, slots=True)
class _Reading:
    spoken: str
    end: int


def spell_numbers(text: str) -> str:
    """Write the numbers of a Korean sentence as they are read aloud.

    A number that touches Latin letters (KF94, 5G) is part of a name and stays. 번 counts times up to 19 unless a
    numbered thing follows (3번 출구); 분 is minutes, 대 beyond nine an age. Runs once: the result holds no more
    numbers to read.
    """
    text = _plain_signs(text)
    pieces: list[str] = []
    at = 0
    while start := NUMBER_START.search(text, at):
        pieces.append(text[at : start.start()])
        reading = _read(text, start.start())
        pieces.append(reading.spoken)
        at = reading.end
        if until := UNTIL.match(text, at):  # 9시~18시
            pieces.append("에서 ")
            at = until.end()
        elif text[at : at + 1].isdecimal() and text[at - 1] not in SIGNS:
            pieces.append(" ")  # 12시30분
    pieces.append(text[at:])
    return "".join(pieces)


def _plain_signs(text: str) -> str:
    """Write signs beside digits, and numbers of one character, in the letters that the rules know."""
    text = SINGLE_NUMBER.sub(lambda found: _apart(text, found), text)
    return BESIDE_DIGITS.sub(lambda found: _ALIKE[found[0]], text)


def _apart(text: str, found: re.Match[str]) -> str:
    """The digits of one character, apart from a number before them: ①② are two. ①번 is the first, and not once."""
    if text.startswith("번", found.end()):
        return f"{sino(int(_ALIKE[found[0]]))} " if _ALIKE[found[0]].isdecimal() else _ALIKE[found[0]]
    before = text[found.start() - 1 : found.start()]
    return (" " if before.isdecimal() or before in _ALIKE else "") + _ALIKE[found[0]]


def _read(text: str, at: int) -> _Reading:
    if not text[at].isdecimal():
        return _signed(text, at)
    if name := _name(text, at):
        return name
    for rule in RULES:
        if reading := rule(text, at):
            return reading
    raise AssertionError("the last rule reads any digit")


def _signed(text: str, at: int) -> _Reading:
    """Read a signed amount: a currency goes after its amount; a sign counts only if nothing precedes it."""
    if abroad := ABROAD.match(text, at):
        return _Reading(
            "플러스 " + " ".join(digit_by_digit(group, zero="공") for group in abroad.groups()), abroad.end()
        )
    if text[at] in CURRENCIES:
        amount = read_amount(text, at + 1 + (text[at + 1] == " "))
        if amount is None or _touches_latin(text, amount.end):
            return _Reading(text[at], at + 1)
        return _Reading(f"{amount.spoken} {CURRENCIES[text[at]]}", amount.end)
    if (at and not text[at - 1].isspace() and text[at - 1] != "(") or _name(text, at + 1):
        return _Reading(text[at], at + 1)
    return _Reading("플러스 " if text[at] == "+" else "마이너스 ", at + 1)


def _name(text: str, at: int) -> _Reading | None:
    """Keep names such as KF94, F-16, 5G and 2NE1, whose reading the letters do not show."""
    before = text[at - 1] if at else ""
    if before == "-" and at > 1:
        before = text[at - 2]
    run = LATIN_RUN.match(text, at)
    assert run is not None
    amount = read_amount(text, at)
    assert amount is not None
    touches = _touches_latin(text, amount.end) and not (UNIT.match(text, amount.end) or RATE.match(text, amount.end))
    return _Reading(run.group(), run.end()) if _is_latin(before) or touches else None


def _touches_latin(text: str, at: int) -> bool:
    return at < len(text) and _is_latin(text[at])


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _phone(text: str, at: int) -> _Reading | None:
    found = PHONE.match(text, at)
    if found is None or (at and text[at - 1] in "-0123456789"):
        return None
    number = found.group()
    if number.isdecimal():
        number = f"{number[:3]}-{number[3:-4]}-{number[-4:]}"
    groups = re.findall("[0-9]+", number)
    return _Reading(" ".join(digit_by_digit(group, zero="공") for group in groups), found.end())


def _emergency(text: str, at: int) -> _Reading | None:
    found = EMERGENCY.match(text, at)
    if found is None or COUNTER.match(text, found.end()) or UNIT.match(text, found.end()):
        return None
    return None if RANGE.match(text, found.end()) else _Reading(digit_by_digit(found.group(), zero="공"), found.end())


def _date(text: str, at: int) -> _Reading | None:
    if (found := DATE.match(text, at)) is None:
        return None
    year, month, day = (int(found[group]) for group in (1, 3, 4))
    return _Reading(f"{sino(year)} 년 {_month(month)} {sino(day)} 일", found.end())


def _day_of_week(text: str, at: int) -> _Reading | None:
    """10/3(화)"""
    if (found := DAY_OF_WEEK.match(text, at)) is None:
        return None
    return _Reading(f"{_month(int(found[1]))} {sino(int(found[2]))} 일", found.end())


def _clock(text: str, at: int) -> _Reading | None:
    if (found := CLOCK.match(text, at)) is None:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    spoken = _counted(hour, "시")
    spoken += f" {sino(minute)} 분" if minute else ""
    return _Reading(spoken + (f" {sino(second)} 초" if second else ""), found.end())


def _score(text: str, at: int) -> _Reading | None:
    found = SCORE.match(text, at)
    if found is None or ("대" in found.group() and COUNTER.match(text, found.end())):  # 차 3대 2명
        return None
    return _Reading(f"{sino(int(found[1]))} 대 {sino(int(found[2]))}", found.end())


def _result(text: str, at: int) -> _Reading | None:
    """1-0으로 이겼다"""
    if (found := RESULT.match(text, at)) is None:
        return None
    return _Reading(f"{sino(int(found[1]))} 대 {sino(int(found[2]))}", found.end())


def _neighboring_tens(text: str, at: int) -> _Reading | None:
    """2~30대 is read as one number: 이삼십 대."""
    found = NEIGHBORING_TENS.match(text, at)
    if found is None or int(found[1]) + 1 != int(found[2]):
        return None
    space = " " if COUNTER.match(text, found.end()) else ""
    return _Reading(f"{sino(int(found[1]))}{sino(int(found[2]))}십{space}", found.end())


def _memorial(text: str, at: int) -> _Reading | None:
    if (found := MEMORIAL.match(text, at)) is None:
        return None
    return _Reading(digit_by_digit(found[1] + (found[2] or found[3]), zero="공"), found.end())


def _fraction(text: str, at: int) -> _Reading | None:
    if found := FRACTION_IN_WORDS.match(text, at):
        return _Reading(f"{sino(int(found[1]))}분의 {sino(int(found[2]))}", found.end())
    found = FRACTION.match(text, at)
    if found is None or text[at - 1 : at] == "/":
        return None
    return _Reading(f"{sino(int(found[2]))}분의 {sino(int(found[1]))}", found.end())


def _range(text: str, at: int) -> _Reading | None:
    """3~5개 repeats a counter that changes the numeral (세 개에서 다섯 개) and no other (삼에서 오 퍼센트)."""
    first = read_amount(text, at)
    if first is None or (mark := RANGE.match(text, first.end)) is None:
        return None
    last = read_amount(text, mark.end())
    if last is None or _name(text, last.start):
        return None
    counter = _counter_after(text, last)
    both_native = counter in NATIVE_COUNTERS and last.value is not None
    low = _counted(first.value, counter) if both_native and first.value is not None else first.spoken
    reading = _amount(text, last.start)
    return _Reading(f"{low}에서 {reading.spoken}", reading.end)


def _amount(text: str, at: int) -> _Reading:
    """Return an amount with what it counts or measures, if anything."""
    amount = read_amount(text, at)
    assert amount is not None
    if found := RATE.match(text, amount.end):
        before, unit = RATES[found[1]]
        return _Reading(f"{before} {amount.spoken} {unit}", found.end())
    if found := UNIT.match(text, amount.end):
        return _Reading(f"{amount.spoken} {UNITS[found[1]]}", found.end())
    if text.startswith("여", amount.end) and (amount.value or 0) >= 10:  # 100여 명
        gap = " " if COUNTER.match(text, amount.end + 1) else ""
        return _Reading(f"{amount.spoken}여{gap}", amount.end + 1)
    return _with_counter(text, amount)


def _with_counter(text: str, amount: Amount) -> _Reading:
    counter = _counter_after(text, amount)
    if not counter:
        return _Reading(amount.spoken, amount.end)
    end = amount.end + (text[amount.end] == " ") + len(counter)
    if amount.value is None:
        return _Reading(f"{amount.spoken} {counter}", end)
    if counter == "대" and (great := GREAT.match(text, end)):  # 4대강
        return _Reading(f"{sino(amount.value)}대{great[0]}", great.end())
    is_numbered = counter == "번" and (NUMBERED.match(text, end) or AFTER_A_CLASS.search(text[: amount.start]))
    is_name = text[: amount.start].endswith("제") or bool(is_numbered)
    spoken = f"{sino(amount.value)} {counter}" if is_name else _counted(amount.value, counter)
    return _Reading(spoken, end)


def _counter_after(text: str, amount: Amount) -> str:
    """Return the counter after an amount, or "". After a space it must end its word, save for a particle."""
    spaced = text.startswith(" ", amount.end)
    found = COUNTER.match(text, amount.end + spaced)
    if found is None or (spaced and not PARTICLE.match(text, found.end())):
        return ""
    return found[1]


def _counted(number: int, counter: str) -> str:
    if counter == "월" and 1 <= number <= 12:
        return _month(number)
    if counter in ("번째", "째") and number == 1:
        return f"첫 {counter}" if counter == "번째" else "첫째"
    if counter == "째" and 2 <= number <= 9:
        return {2: "둘", 3: "셋", 4: "넷"}.get(number, native(number)) + counter
    if 1 <= number <= NATIVE_COUNTERS.get(counter, 0):
        return f"{native(number)} {counter}"
    return f"{sino(number)} {counter}"


def _month(number: int) -> str:
    return MONTHS.get(number, sino(number)) + "월"


RULES: tuple[Callable[[str, int], _Reading | None], ...] = (
    _phone,
    _emergency,
    _date,
    _day_of_week,
    _clock,
    _result,
    _score,
    _memorial,
    _fraction,
    _neighboring_tens,
    _range,
    _amount,
)
