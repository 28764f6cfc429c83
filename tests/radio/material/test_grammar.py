import re
from itertools import islice

import pytest

from soridam.radio.entities.find import find_entities
from soridam.radio.entities.readback import compare_readback
from soridam.radio.entities.turn import guess_turn
from soridam.radio.material.grammar import PARTS, Exchange, Line, Part, airlines_of, iter_exchanges, list_airports
from soridam.radio.phraseology.phrase import read_phrase

EXCHANGES = 200


def exchanges(part: Part, seed: int = 7) -> list[Exchange]:
    return list(islice(iter_exchanges(part, seed), EXCHANGES))


def lines(part: Part) -> list[Line]:
    return [line for exchange in exchanges(part) for line in exchange.lines]


def skeleton(line: Line) -> str:
    """The words around callsign and values."""
    kept = [piece.written for piece in read_phrase(line.text).pieces if piece.kind == "word"]
    return " ".join(word for word in kept if not re.fullmatch("[A-Z]{3,}", word))


def test_equal_seeds_give_equal_exchanges_and_others_do_not():
    assert exchanges("train") == exchanges("train")
    assert exchanges("train") != exchanges("train", seed=8)


@pytest.mark.parametrize(("first", "second"), [("train", "validation"), ("train", "test"), ("validation", "test")])
def test_parts_share_no_airport_airline_callsign_waypoint_or_sentence(first, second):
    days = list_airports(first, 7), list_airports(second, 7)
    for names in (
        lambda day: {day.code},
        lambda day: set(day.waypoints),
        lambda day: set(day.callsigns),
    ):
        here, there = (set().union(*map(names, of_part)) for of_part in days)
        assert here.isdisjoint(there)
    assert set(airlines_of(first)).isdisjoint(airlines_of(second))
    whole = [{line.text for line in lines(part)} for part in (first, second)]
    assert whole[0].isdisjoint(whole[1])


def test_every_airline_belongs_to_one_part():
    assert sum(len(airlines_of(part)) for part in PARTS) == len(set().union(*map(airlines_of, PARTS)))


@pytest.mark.parametrize("part", PARTS)
def test_the_parser_finds_what_the_grammar_said(part):
    right = [
        sorted((one.kind, one.value) for one in find_entities(read_phrase(line.text), exchange.airport.waypoints)
               if one.kind != "clearance") == sorted([("callsign", line.callsign), *line.values])
        for exchange in exchanges(part) for line in exchange.lines
    ]  # fmt: skip
    assert sum(right) / len(right) > 0.94


@pytest.mark.parametrize("part", PARTS)
def test_the_speaker_is_mostly_guessed(part):
    guessed = []
    for line in lines(part):
        phrase = read_phrase(line.text)
        guessed.append(guess_turn(phrase, find_entities(phrase)).speaker == line.speaker)
    assert sum(guessed) / len(guessed) > 0.9


def test_a_slip_is_read_back_then_corrected_and_a_comparison_finds_it():
    found, slips = 0, 0
    for exchange in exchanges("train"):
        for before, line, after in zip(exchange.lines, exchange.lines[1:], exchange.lines[2:], strict=False):
            if line.slip:
                slips += 1
                assert (line.speaker, after.speaker) == ("pilot", "controller")
                said, read_back = (
                    find_entities(read_phrase(one.text), exchange.airport.waypoints) for one in (before, line)
                )
                found += bool(compare_readback(said, read_back).differences)
    assert slips > 5
    assert found / slips > 0.9


def test_read_backs_that_are_right_are_not_flagged():
    flagged = pairs = 0
    for exchange in exchanges("test"):
        first, second = exchange.lines[-2:]
        if (first.speaker, second.speaker, second.slip) == ("controller", "pilot", False):
            pairs += 1
            said, read_back = (
                find_entities(read_phrase(one.text), exchange.airport.waypoints) for one in (first, second)
            )
            flagged += bool(compare_readback(said, read_back).differences)
    assert pairs > 100
    assert flagged / pairs < 0.02
