import pytest
from hypothesis import given
from hypothesis import strategies as st

from soridam.text.english_numbers import LARGEST, cardinal, ordinal, spell


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("3", "three"),
        ("21", "twenty one"),
        ("100", "one hundred"),
        ("110", "one hundred ten"),
        ("1,234", "one thousand two hundred thirty four"),
        ("1000000", "one million"),
        ("3:30", "three thirty"),
        ("3:05", "three oh five"),
        ("12:00", "twelve o'clock"),
        ("$5", "five dollars"),
        ("$1.50", "one dollar and fifty cents"),
        ("21st", "twenty first"),
        ("12th", "twelfth"),
        ("30th", "thirtieth"),
        ("1987", "nineteen eighty seven"),
        ("2024", "twenty twenty four"),
        ("1990s", "nineteen nineties"),
        ("90s", "nineties"),
        ("0.5", "zero point five"),
        ("-3", "minus three"),
        ("50%", "fifty percent"),
        ("007", "zero zero seven"),
        ("5G", "five G"),
    ],
)
def test_a_number_is_read_as_people_read_it(token, words):
    assert " ".join(spell(token)) == words


@given(st.integers(0, LARGEST))
def test_every_number_has_words(number):
    assert cardinal(number)
    assert ordinal(number)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_different_numbers_have_different_words(one, other):
    assert (cardinal(one) == cardinal(other)) == (one == other)


def test_a_number_beyond_all_names_is_an_error():
    with pytest.raises(ValueError):
        cardinal(LARGEST + 1)
