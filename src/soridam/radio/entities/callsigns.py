"""Callsigns: airline telephony with a flight, registrations, and what is left of them in later calls.

Begin with `find_callsigns`; `is_same_callsign` compares a shortened one with a full one.
"""

import re
from collections.abc import Mapping, Sequence, Set
from types import MappingProxyType

from soridam.radio.entities.entity import Entity
from soridam.radio.entities.grammar import LABELS
from soridam.radio.entities.values import digits_of, entity, word
from soridam.radio.phraseology.forms import AIRLINES
from soridam.radio.phraseology.phrase import Piece
from soridam.text.telephony import LETTERS

REGISTRATION = re.compile(r"[A-Z]{1,2}-[A-Z]{3,4}|[A-Z]{1,2}[0-9][0-9A-Z]{1,4}")
FLIGHT = re.compile(r"[A-Z]{3}[0-9][0-9A-Z]{0,3}")
FEWEST_LETTERS, MOST_LETTERS = 2, 5  # of a registration, or of what is said of it
MOST_PIECES = 6  # of a known callsign
EDGE = 2  # pieces from either end in which a callsign without an airline may stand
LATER = 2  # letters behind the digits of a flight
FLIGHT_LENGTHS = (2, 3, 4)  # digits


def find_callsigns(
    pieces: Sequence[Piece], taken: Set[int], known: Mapping[str, str] = MappingProxyType({})
) -> list[Entity]:
    """Find the callsigns in order. `taken` are the places of pieces that are values.

    `known` are callsigns by the words in which they are said; one of an airline in no table is found by it.
    """
    found: list[Entity] = []
    at = 0
    while at < len(pieces):
        value = None if at in taken else _known(pieces, at, known) or _unknown(pieces, at, taken)
        if value is not None:
            found.append(value)
        at = value.end if value is not None else at + 1
    return found or _bare_number(pieces, taken)


def is_same_callsign(full: str, said: str) -> bool:
    """Return whether what was said may stand for a callsign: 123 or DLH123 for DLH123, BC, ABC or DBC for D-EABC."""
    whole, part = full.replace("-", ""), said.replace("-", "")
    if whole == part:
        return True
    if FLIGHT.fullmatch(whole):
        return part == whole[3:]
    if not FEWEST_LETTERS <= len(part) < len(whole):
        return False
    return whole.endswith(part) or (whole[0] == part[0] and whole.endswith(part[1:]))


def _known(pieces: Sequence[Piece], at: int, known: Mapping[str, str]) -> Entity | None:
    for end in range(min(len(pieces), at + MOST_PIECES), at, -1) if known else ():
        callsign = known.get(" ".join(piece.standard for piece in pieces[at:end]))
        if callsign is not None:
            return entity("callsign", callsign, pieces, at, end)
    return None


def _airline(pieces: Sequence[Piece], at: int) -> Entity | None:
    if pieces[at].kind != "callsign":
        return None
    *name, flight = pieces[at].written.split()
    designator = AIRLINES[tuple(" ".join(name).lower().split())]
    return entity("callsign", designator + flight, pieces, at, at + 1)


def _unknown(pieces: Sequence[Piece], at: int, taken: Set[int]) -> Entity | None:
    return _airline(pieces, at) or _registration(pieces, at) or _letters(pieces, at, taken)


def _registration(pieces: Sequence[Piece], at: int) -> Entity | None:
    piece = pieces[at]
    if piece.kind != "letters" or word(pieces, at - 1) in LABELS["no_callsign"]:
        return None
    return entity("callsign", piece.written, pieces, at, at + 1) if REGISTRATION.fullmatch(piece.written) else None


def _letters(pieces: Sequence[Piece], at: int, taken: Set[int]) -> Entity | None:
    """Letters of the spelling alphabet in a row, at an edge: what is said of a registration."""
    if word(pieces, at - 1) in (LABELS["no_callsign"] | LETTERS.keys()):
        return None
    end = at
    while end < len(pieces) and end not in taken and word(pieces, end) in LETTERS:
        end += 1
    at_edge = at < EDGE or end > len(pieces) - EDGE
    if not at_edge or not FEWEST_LETTERS <= end - at <= MOST_LETTERS:
        return None
    return entity("callsign", "".join(LETTERS[word(pieces, place)] for place in range(at, end)), pieces, at, end)


def _bare_number(pieces: Sequence[Piece], taken: Set[int]) -> list[Entity]:
    """A number without a label as the last or the first word: a flight without its airline, with letters or not."""
    last = len(pieces) - 1
    while last > 0 and len(pieces) - last <= LATER and word(pieces, last) in LETTERS:
        last -= 1
    for at, end in ((last, len(pieces)), (0, 1)):
        if 0 <= at < len(pieces) and at not in taken and len(digits_of(pieces[at])) in FLIGHT_LENGTHS:
            if word(pieces, at - 1) in LABELS["numbers_before"] or "," in pieces[at].written:
                continue
            letters = "".join(LETTERS[word(pieces, place)] for place in range(at + 1, end))
            return [entity("callsign", digits_of(pieces[at]) + letters, pieces, at, end)]
    return []
