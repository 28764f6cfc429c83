import pytest
from hypothesis import given
from hypothesis import strategies as st

from soridam.text.korean_numerals import LARGEST, digit_by_digit, native, sino

PLACES = {"십": 10, "백": 100, "천": 1000}
GROUPS = {"만": 10**4, "억": 10**8, "조": 10**12, "경": 10**16}


def value_of(words: str) -> int:
    """Reads numerals back by a way of its own: from left to right, letter by letter."""
    total = group = digit = 0
    for letter in words.replace(" ", ""):
        if letter in PLACES:
            group, digit = group + (digit or 1) * PLACES[letter], 0
        elif letter in GROUPS:
            total, group, digit = total + ((group + digit) or 1) * GROUPS[letter], 0, 0
        else:
            digit = "영일이삼사오육칠팔구".index(letter)
    return total + group + digit


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "영"),
        (10, "십"),
        (100, "백"),
        (111, "백십일"),
        (2024, "이천이십사"),
        (10_000, "만"),
        (12_345, "만 이천삼백사십오"),
        (110_000, "십일만"),
        (100_000_000, "일억"),
        (1_000_010_000, "십억 일만"),
        (3_0000_0000_0000, "삼조"),
    ],
)
def test_numbers_are_read_as_koreans_say_them(number: int, words: str) -> None:
    assert sino(number) == words


@given(st.integers(0, LARGEST))
def test_a_reading_can_be_turned_back_into_its_number(number: int) -> None:
    assert value_of(sino(number)) == number


@pytest.mark.parametrize(("number", "words"), [(1, "한"), (3, "세"), (20, "스무"), (21, "스물한"), (99, "아흔아홉")])
def test_native_numerals_stand_in_front_of_a_counter(number: int, words: str) -> None:
    assert native(number) == words


def test_native_numerals_end_at_ninety_nine() -> None:
    with pytest.raises(ValueError, match="100"):
        native(100)


def test_zero_has_the_name_that_is_asked_for() -> None:
    assert digit_by_digit("010", zero="공") == "공일공"
