import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soridam.text.airtraffic import callsigns, number_tokens, to_digits, to_words, unify
from soridam.text.airtraffic_numbers import DIGIT_WORDS
from soridam.text.telephony import ALPHABET, DESIGNATORS, TELEPHONY

CANONICAL = """
1 = one
0021 = zero zero two one
heading 090 = heading zero nine zero
squawk 7000 = squawk seven zero zero zero
121.9 = one two one decimal nine
118.05 = one one eight decimal zero five
09L = zero nine left
runway 27R = runway two seven right
runway 9L = runway nine left
18C = one eight center
FL350 = flight level three five zero
FL90 = flight level nine zero
KAL701 = korean air seven zero one
KAL12AB = korean air one two alfa bravo
BAW4A5B = speedbird four alfa five bravo
DAL456 = delta four five six
D4 = delta four
A3 = alfa three
N123AB = november one two three alfa bravo
HL7611 = hotel lima seven six one one
XYZ12 = xray yankee zulu one two
D-EABC = delta echo alfa bravo charlie
HB-JCA = hotel bravo juliett charlie alfa
qnh 1013 = qnh one zero one three
27 lima = two seven lima
bravo alfa whiskey 12 = bravo alfa whiskey one two
foxtrot lima 350 = foxtrot lima three five zero
information alfa 12 = information alfa one two
"""
PAIRS = [line.split(" = ") for line in CANONICAL.strip().splitlines()]


@pytest.mark.parametrize(("digits", "words"), PAIRS)
def test_digits_become_words(digits: str, words: str) -> None:
    assert to_words(digits) == words


@pytest.mark.parametrize(("digits", "words"), PAIRS)
def test_words_become_digits(digits: str, words: str) -> None:
    assert to_digits(words) == digits


NUMBERS = st.text("0123456789", min_size=1, max_size=8)
RUNWAYS = st.builds("{:02d}{}".format, st.integers(1, 36), st.sampled_from(["L", "R", "C"]))
FREQUENCIES = st.builds("{}.{}".format, NUMBERS, NUMBERS)
LEVELS = st.integers(10, 999).map("FL{}".format)
FLIGHTS = st.builds(
    "{}{}{}".format,
    st.sampled_from(sorted(TELEPHONY)),
    st.integers(10, 99),
    st.text("".join(ALPHABET), max_size=2),
)


@given(st.one_of(NUMBERS, RUNWAYS, FREQUENCIES, LEVELS, FLIGHTS))
def test_digits_survive_the_way_through_words(digits: str) -> None:
    assert to_digits(to_words(digits)) == digits


PLAIN = (
    "decimal",
    "left",
    "right",
    "center",
    "runway",
    "heading",
    "flight level",
    "the",
    "climb",
    "information",
    "qnh",
)
WORDS = st.sampled_from([*DIGIT_WORDS, *ALPHABET.values(), *TELEPHONY.values(), *PLAIN])


@given(st.lists(st.one_of(WORDS, st.sampled_from(DIGIT_WORDS)), max_size=14).map(" ".join))
def test_canonical_words_survive_the_way_through_digits(words: str) -> None:
    assert to_words(to_digits(words)) == words


@given(st.text(max_size=20))
def test_spelled_text_holds_no_digits_but_ordinals(text: str) -> None:
    spoken = re.sub(r"[0-9]+(st|nd|rd|th)\b", "", to_words(text))
    assert re.search("[0-9]", spoken) is None


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("two thousand five hundred", "2500"),
        ("one one thousand five hundred", "11500"),
        ("one zero thousand", "10000"),
        ("flight level one hundred", "FL100"),
        ("one thousand thirteen", "1013"),
        ("one hundred twenty one", "121"),
        ("five thousand two one zero", "5000 210"),
        ("triple seven", "777"),
        ("double zero four", "004"),
        ("one twenty one point nine", "121.9"),
        ("two ten", "210"),
        ("one oh one", "101"),
        ("niner tree fife fower", "9354"),
        ("zero nine", "09"),
        ("runway zero niner centre", "runway 09C"),
        ("lufthansa three two one two zero", "lufthansa 32120"),
        ("korean air 701", "KAL701"),
        ("Korean Air seven zero one, Descend", "KAL701, Descend"),
        ("one two, three", "12, 3"),
        ("alpha three", "A3"),
    ],
)
def test_numbers_are_written_as_controllers_mean_them(words: str, digits: str) -> None:
    assert to_digits(words) == digits


@pytest.mark.parametrize(
    "words", ["the other one", "a tree on the runway", "a hundred times", "oh no", "double check", "turn left", "oh"]
)
def test_plain_talk_stays_plain(words: str) -> None:
    assert to_digits(words) == words


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("RWY 09L", "runway zero nine left"),
        ("RWY27", "runway two seven"),
        ("27L/09R", "two seven left zero nine right"),
        ("QNH1013", "qnh one zero one three"),
        ("10,000 feet", "one zero zero zero zero feet"),
        ("10nm", "one zero nm"),
        ("12:30", "one two three zero"),
        ("the 3rd", "the 3rd"),
        ("via B, then A", "via bravo, then a"),
        ("taxi via B C D", "taxi via bravo charlie delta"),
        ("I L S approach", "ils approach"),
        ("cleared i l s", "cleared ils"),
        ("can i a", "can i a"),
        ("ILS27L", "ils two seven left"),
        ("FL 350", "flight level three five zero"),
        ("fl350 klm123", "flight level three five zero klm one two three"),
        ("niner point tree thousand", "niner point tree thousand"),
    ],
)
def test_written_forms_are_spelled_and_spoken_words_stay(written: str, spoken: str) -> None:
    assert to_words(written) == spoken


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("niner", "nine"),
        ("KAL701", "Korean Air seven zero one"),
        ("two thousand five hundred", "2500"),
        ("one two one point niner", "121.9"),
        ("alpha, juliet x-ray", "alfa juliett xray"),
        ("FL350.", "flight level tree fife zero"),
        ("cleared I L S approach", "cleared ILS approach"),
        ("q n h 1013", "QNH one zero one three"),
        ("proceed to V O R", "proceed to VOR"),
        ("C P D L C", "CPDLC"),
        ("FL 350", "FL350"),
        ("FL080", "FL80"),
        ("runway 9L", "runway 09L"),
        ("runway 9", "runway zero nine"),
        ("3000 ft", "three thousand feet"),
        ("10 kt", "one zero knots"),
        ("10NM", "one zero nautical miles"),
        ("1013 hPa", "one zero one three hectopascals"),
        ("air france 123", "AFR123"),
        ("wizz air 45", "WZZ45"),
        ("koreanair 701", "KAL701"),
        ("cleared for take off", "cleared for takeoff"),
        ("HB-JCA", "hotel bravo juliett charlie alfa"),
        ("HL-7611", "hotel lima seven six one one"),
        ("OK-ABC", "oscar kilo alfa bravo charlie"),
    ],
)
def test_equal_messages_score_as_equal(one: str, other: str) -> None:
    assert unify(one) == unify(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("zero nine", "nine"),
        ("09", "9"),
        ("27L", "27R"),
        ("121.9", "129.1"),
        ("FL180", "FL80"),
        ("heading 09", "heading 9"),
    ],
)
def test_different_numbers_stay_different(one: str, other: str) -> None:
    assert unify(one) != unify(other)


def test_number_tokens_are_the_same_in_both_forms() -> None:
    words = "korean air seven zero one, contact tower one two one decimal nine, runway zero nine left."
    assert number_tokens(words) == number_tokens(to_digits(words)) == ("KAL701", "121.9", "09L")


def test_callsigns_are_those_of_known_airlines() -> None:
    assert callsigns("speedbird four alfa bravo behind XYZ12") == ("BAW4AB",)


def test_no_two_airlines_share_a_telephony_name() -> None:
    assert len(DESIGNATORS) == len(TELEPHONY)
