from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.radio.messages import heard

from soridam.radio.entities.find import find_entities
from soridam.radio.entities.turn import Turn, follow_turn, guess_turn
from soridam.radio.phraseology.phrase import read_phrase
from soridam.radio.pipeline import with_readbacks


def guessed(said: str):
    phrase = read_phrase(said)
    return guess_turn(phrase, find_entities(phrase))


@pytest.mark.parametrize(
    "said",
    [
        "lufthansa one two three descend flight level one eight zero",
        "speedbird two alfa wind two seven zero degrees eight knots runway two four cleared to land",
        "oscar kilo alfa bravo charlie hold short runway zero six",
    ],
)
def test_instructions_after_a_callsign_are_a_controllers(said):
    turn = guessed(said)
    assert turn.speaker == "controller"
    assert turn.probability > 0.7


@pytest.mark.parametrize(
    "said",
    [
        "descending flight level one eight zero lufthansa one two three",
        "praha radar good morning speedbird two alfa passing flight level one one zero",
        "ruzyne tower oscar kilo alfa bravo charlie holding short runway zero six ready for departure",
    ],
)
def test_an_echo_before_a_callsign_and_a_call_to_a_station_are_a_pilots(said):
    turn = guessed(said)
    assert turn.speaker == "pilot"
    assert turn.probability > 0.7


def test_nothing_said_is_a_toss_of_a_coin():
    assert guessed("").probability < 0.75


PROBABILITIES = st.floats(0.01, 0.99)


@given(PROBABILITIES, PROBABILITIES)
def test_who_spoke_before_says_nothing_of_another_aircraft(guess, before):
    assert follow_turn(Turn.of(guess), Turn.of(before), "other").controller == pytest.approx(guess)


@given(PROBABILITIES)
def test_the_other_side_answers_the_surer_the_better_the_callsigns_fit(guess):
    pilot = Turn("pilot", 0.9)
    same, unknown = (follow_turn(Turn.of(guess), pilot, relation).controller for relation in ("same", "unknown"))
    assert guess < unknown < same < 1


def test_a_readback_without_words_of_its_own_is_the_pilots_where_a_clearance_stands_before_it():
    alone = heard("flight level one eight zero lufthansa one two three").messages[0].turn
    clearance, answer = heard(
        "lufthansa one two three descend flight level one eight zero",
        "lufthansa one two three flight level one eight zero",
    ).messages
    assert (clearance.turn.speaker, answer.turn.speaker) == ("controller", "pilot")
    assert 0.5 <= alone.probability < 1
    assert answer.readback is not None and answer.readback.match == "matches"


def test_after_a_long_silence_nothing_is_known_of_who_speaks():
    first, second = heard("lufthansa one two three descend", "lufthansa one two three").messages
    moved = replace(second, start=first.end + 60, turn=guessed("lufthansa one two three"))
    assert [one.turn for one in with_readbacks([first, moved])][1] == guessed("lufthansa one two three")
