import pytest
from hypothesis import given
from hypothesis import strategies as st

from soridam.radio.entities.find import find_entities
from soridam.radio.phraseology.forms import AIRLINES, write_name
from soridam.radio.phraseology.phrase import read_phrase
from soridam.radio.phraseology.speech import say_digits
from soridam.speech.corpus.readers.atco2 import plain_text
from soridam.text.telephony import TELEPHONY

# What is said = kind:value of everything that it names.
GOLDEN = """
CSA One Delta Zulu QNH one zero one three = callsign:CSA1DZ qnh:1013
cleared ILS approach runway two four = clearance:approach runway:24
lufthansa one two three turn left heading zero niner zero descend to flight level one eight zero \
= callsign:DLH123 clearance:turn_left heading:090 clearance:descend level:FL180
speedbird two alfa contact praha radar one two seven decimal one two five \
= callsign:BAW2A clearance:contact frequency:127.125
ryanair four fife wind two seven zero degrees eight knots runway two four cleared to land \
= callsign:RYR45 wind:270/8 runway:24 clearance:land
cleared to land runway two four oscar kilo alfa bravo charlie = clearance:land runway:24 callsign:OK-ABC
descend tree thousand feet qnh niner niner eight wizz air two three four \
= clearance:descend level:3000 ft qnh:998 callsign:WZZ234
reduce speed two two zero knots direct to ablan korean air seven zero one \
= clearance:reduce_speed speed:220 kt clearance:direct waypoint:ABLAN callsign:KAL701
hold short runway zero six left alfa bravo charlie = clearance:hold_short runway:06L callsign:ABC
november one two three alfa bravo squawk double four two one = callsign:N123AB clearance:squawk squawk:4421
turn right zero four zero and climb five thousand easy four five alfa \
= clearance:turn_right heading:040 clearance:climb level:5000 ft callsign:EZY45A
taxi to holding point runway two seven via alfa and delta four austrian five one six \
= clearance:taxi runway:27 callsign:AUA516
contact tower one one eight seven swiss one zero = clearance:contact frequency:118.7 callsign:SWR10
mach decimal eight two emirates two zero four = speed:M.82 callsign:UAE204
information bravo on the ground request taxi csa three six delta = information:B clearance:taxi callsign:CSA36D
air france one two three passing level one one zero = callsign:AFR123 level:FL110
descending flight level eight zero one two four seven x-ray = clearance:descend level:FL80 callsign:1247X
line up and wait runway nine left klm six zero four = clearance:line_up runway:09L callsign:KLM604
climb to one thousand two hundred meters = clearance:climb level:1200 m
maintain two fifty knots until six miles = clearance:maintain speed:250 kt
traffic ten o'clock five miles opposite direction =
taxi via bravo charlie delta = clearance:taxi
altimeter two niner niner two two three four = qnh:2992 callsign:234
go around climb straight ahead tree thousand four five six \
= clearance:go_around clearance:climb level:3000 ft callsign:456
"""
CASES = [
    (said, found.split("|"))
    for said, _, found in (line.partition(" =") for line in GOLDEN.replace("\\\n", "").strip().splitlines())
]


def named(said: str, waypoints: tuple[str, ...] = ()) -> list[str]:
    return [f"{one.kind}:{one.value}" for one in find_entities(read_phrase(said), waypoints)]


@pytest.mark.parametrize(("said", "found"), CASES, ids=[said for said, _ in CASES])
def test_a_transmission_names_these_things(said, found):
    assert " ".join(named(said)) == "|".join(found).strip()


def test_a_line_of_atco2_names_what_its_marks_name():
    line = "[#callsign]CSA One Delta Zulu[/#callsign] [#command]descend[/#command] [#value]FL nine zero[/#value]"
    assert named(plain_text(line)) == ["callsign:CSA1DZ", "clearance:descend", "level:FL90"]


def test_a_known_waypoint_is_found_anywhere():
    assert named("after baltu three miles", ("BALTU",)) == ["waypoint:BALTU"]
    assert named("after baltu three miles") == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("fly heading 270, climb FL 120", ["heading:270", "clearance:climb", "level:FL120"]),
        ("KAL701, contact Seoul 119.05", ["callsign:KAL701", "clearance:contact", "frequency:119.05"]),
        ("RWY 33L cleared for takeoff, D-EABC", ["runway:33L", "clearance:takeoff", "callsign:D-EABC"]),
    ],
)
def test_digits_are_read_like_words(said, found):
    assert named(said) == found


FLIGHTS = st.tuples(
    st.sampled_from(sorted(TELEPHONY)), st.integers(10, 9999).map(str), st.sampled_from(["", "A", "XY"])
).map(lambda parts: (parts[0], (parts[1] + parts[2])[:4]))


@given(FLIGHTS, st.integers(10, 410), st.sampled_from(["climb", "descend"]))
def test_whatever_is_cleared_for_whichever_flight_is_found(flight, level, verb):
    said = f"{TELEPHONY[flight[0]]} {say_digits(flight[1])} {verb} flight level {say_digits(f'{level:03}')}"
    assert named(said) == [f"callsign:{''.join(flight)}", f"clearance:{verb}", f"level:FL{level:03}"]


@given(st.sampled_from(sorted(AIRLINES)), st.integers(10, 999).map(str))
def test_an_airline_is_found_under_each_of_its_names_in_both_forms(name, flight):
    said = named(f"{' '.join(name)} {say_digits(flight)} go ahead")
    assert said == named(f"{write_name(name)} {flight} go ahead") == [f"callsign:{AIRLINES[name]}{flight}"]


@given(st.text(max_size=40))
def test_any_text_is_parsed(text):
    phrase = read_phrase(text)
    assert all(0 <= one.start < one.end <= len(phrase.pieces) for one in find_entities(phrase))
