import pytest
from hypothesis import given
from hypothesis import strategies as st

from soridam.radio.phraseology.forms import AIRLINES
from soridam.radio.phraseology.phrase import read_phrase, standardize, write
from soridam.radio.phraseology.speech import speak
from soridam.text.airtraffic import unify
from soridam.text.airtraffic_numbers import DIGIT_WORDS
from soridam.text.telephony import ALPHABET

BOTH_WAYS = """
lufthansa one two three descend flight level one eight zero = Lufthansa 123 descend FL 180
korean air seven zero one climb flight level three five zero = Korean Air 701 climb FL 350
speedbird four alfa five bravo contact tower one one eight decimal seven = Speedbird 4A5B contact tower 118.7
klm six zero four turn left heading zero nine zero = KLM 604 turn left heading 090
air france one two alfa squawk seven zero zero zero = Air France 12A squawk 7000
delta four five six taxi via delta four = Delta 456 taxi via D4
november one two three alfa bravo runway two seven left cleared to land = N123AB runway 27L cleared to land
delta echo alfa bravo charlie information charlie qnh one zero one three = D-EABC information charlie QNH 1013
descend to altitude two thousand five hundred feet = descend to altitude 2,500 feet
descend to altitude two five zero zero feet = descend to altitude 2500 feet
climb one zero thousand feet = climb 10,000 feet
not below five hundred feet = not below 500 feet
cleared ils approach runway zero six = cleared ILS approach runway 06
wind two seven zero degrees eight knots = wind 270 degrees 8 knots
the other one is a heavy = the other one is a heavy
one thousand two zero zero = 1,000 200
"""
PAIRS = [line.split(" = ") for line in BOTH_WAYS.strip().splitlines()]


@pytest.mark.parametrize(("words", "display"), PAIRS)
def test_words_are_written_as_a_person_reads_them(words, display):
    assert write(words) == display


@pytest.mark.parametrize(("words", "display"), PAIRS)
def test_a_display_gives_its_words_back(words, display):
    assert speak(display) == words


@pytest.mark.parametrize(
    ("said", "standard", "display"),
    [
        ("fife niner tree fower", "five nine three four", "5934"),
        ("squawk double zero four two", "squawk zero zero four two", "squawk 0042"),
        ("one twenty one point niner", "one two one decimal nine", "121.9"),
        ("flight level one hundred", "flight level one zero zero", "FL 100"),
        ("heading two fifty", "heading two five zero", "heading 250"),
        ("ten thousand feet", "one zero thousand feet", "10,000 feet"),
        ("five zero zero feet", "five hundred feet", "500 feet"),
        ("runway two seven centre", "runway two seven center", "runway 27C"),
        ("information alpha", "information alfa", "information alfa"),
        ("air frans one two", "air frans one two", "Air Frans 12"),
    ],
)
def test_pronunciations_become_one_and_what_was_said_is_kept(said, standard, display):
    phrase = read_phrase(said)
    assert (phrase.spoken, phrase.standard, phrase.written) == (said, standard, display)


def test_a_phrase_of_five_hundred_two_is_left_in_words_rather_than_changed():
    assert write("report five hundred two") == "report five hundred two"


PLAIN = (
    *("decimal", "point", "left", "right", "center", "runway", "heading", "flight level", "the", "qnh", "feet"),
    *("niner", "fife", "tree", "double", "triple", "hundred", "thousand", "twenty", "fifteen", "ils", "x-ray", "alpha"),
)
NAMES = st.sampled_from([" ".join(name) for name in AIRLINES])
DIGITS = st.sampled_from(DIGIT_WORDS)
WORDS = st.one_of(DIGITS, DIGITS, st.sampled_from(PLAIN), st.sampled_from(list(ALPHABET.values())), NAMES)
TALK = st.lists(WORDS, max_size=14).map(" ".join)


@given(TALK)
def test_every_transmission_survives_the_way_through_its_display(said):
    assert speak(write(said)) == standardize(said)


@given(TALK)
def test_every_display_survives_the_way_through_its_words(said):
    display = write(said)
    assert write(speak(display)) == display


@given(TALK)
def test_the_words_as_they_were_said_are_all_kept(said):
    assert read_phrase(said).spoken == speak(said)


@given(TALK)
def test_one_pronunciation_is_the_same_message(said):
    assert unify(standardize(said)) == unify(said)


@given(st.text(max_size=30))
def test_any_text_at_all_survives(said):
    assert speak(write(said)) == standardize(said)
