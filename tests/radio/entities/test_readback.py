import pytest

from soridam.radio.entities.callsigns import is_same_callsign
from soridam.radio.entities.find import find_entities
from soridam.radio.entities.readback import compare_readback
from soridam.radio.phraseology.phrase import read_phrase

CLEARANCE = "lufthansa one two three turn left heading zero nine zero descend flight level one eight zero"


def compared(clearance: str, readback: str):
    return compare_readback(find_entities(read_phrase(clearance)), find_entities(read_phrase(readback)))


@pytest.mark.parametrize(
    "readback",
    [
        "left heading zero niner zero descending flight level one eight zero lufthansa one two three",
        "down to flight level one eight zero heading zero nine zero one two three",
        "heading 090, FL 180, DLH123",
    ],
)
def test_a_full_readback_matches_in_any_order_and_form(readback):
    assert compared(CLEARANCE, readback).match == "matches"


@pytest.mark.parametrize(
    ("readback", "kind", "cleared", "read_back"),
    [
        ("heading zero nine zero flight level one six zero lufthansa one two three", "level", "FL180", "FL160"),
        ("heading one nine zero flight level one eight zero lufthansa one two three", "heading", "090", "190"),
        ("heading zero nine zero flight level one eight zero lufthansa one two four", "callsign", "DLH123", "DLH124"),
        (
            "turning right heading zero nine zero flight level one eight zero lufthansa one two three",
            *("clearance", "turn_left", "turn_right"),
        ),
    ],
)
def test_another_value_is_a_difference(readback, kind, cleared, read_back):
    found = compared(CLEARANCE, readback)
    assert found.match == "differs"
    assert [(one.kind, one.cleared, one.read_back) for one in found.differences] == [(kind, cleared, read_back)]


def test_a_value_that_is_left_out_is_missing():
    found = compared(CLEARANCE, "heading zero nine zero lufthansa one two three")
    assert (found.match, [one.cleared for one in found.missing]) == ("incomplete", ["FL180"])


def test_lining_up_where_holding_was_cleared_differs():
    assert compared("hold short runway two four klm one two", "lining up runway two four klm one two").differences


def test_the_side_of_a_runway_counts():
    assert compared("runway two four left cleared to land", "cleared to land runway two four").match == "differs"


def test_a_trailing_zero_of_a_frequency_does_not():
    assert compared("contact tower 118.70", "118.7").match == "matches"


@pytest.mark.parametrize(
    ("full", "said", "same"),
    [
        ("DLH123", "123", True),
        ("DLH123", "DLH123", True),
        ("DLH123", "23", False),
        ("DLH123", "AFR123", False),
        ("D-EABC", "DBC", True),
        ("D-EABC", "ABC", True),
        ("D-EABC", "BC", True),
        ("D-EABC", "AB", False),
        ("N123AB", "3AB", True),
        ("N123AB", "NAB", True),
        ("N123AB", "N4AB", False),
    ],
)
def test_a_shortened_callsign_is_compared_with_the_full_one(full, said, same):
    assert is_same_callsign(full, said) is same
