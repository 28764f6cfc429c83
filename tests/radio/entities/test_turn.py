import pytest

from soridam.radio.entities.find import find_entities
from soridam.radio.entities.turn import guess_turn
from soridam.radio.phraseology.phrase import read_phrase


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
