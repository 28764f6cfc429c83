"""The parser of a transmission. Begin with `find_entities`."""

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from types import MappingProxyType

from soridam.radio.entities.callsigns import find_callsigns
from soridam.radio.entities.entity import Entity
from soridam.radio.entities.grammar import CLEARANCES, LABELS, LONGEST_CLEARANCE
from soridam.radio.entities.values import entity, find_values, label_before, word
from soridam.radio.phraseology.phrase import Phrase, Piece
from soridam.text.telephony import LETTERS

SHORTEST_WAYPOINT = 3


def find_entities(
    phrase: Phrase, waypoints: Collection[str] = (), callsigns: Mapping[str, str] = MappingProxyType({})
) -> tuple[Entity, ...]:
    """Find everything that a transmission names, in order; clearances and their values overlap in place.

    `waypoints` are names that are known around here, in any case; others are guessed after "direct" and the like.
    `callsigns` are those of the day, by the words in which they are said (of `standardize`).
    """
    values = find_values(phrase.pieces)
    taken = {place for value in values for place in range(value.start, value.end)}
    named = find_callsigns(phrase.pieces, taken, callsigns)
    taken |= {place for callsign in named for place in range(callsign.start, callsign.end)}
    found = [
        *values,
        *named,
        *_iter_waypoints(phrase.pieces, frozenset(name.lower() for name in waypoints), taken),
        *_iter_clearances(phrase.pieces),
    ]
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.kind)))


def _iter_waypoints(pieces: Sequence[Piece], known: Set[str], taken: Set[int]) -> Iterator[Entity]:
    for at in range(len(pieces)):
        name = word(pieces, at)
        if at not in taken and name and (name in known or _is_guessed(pieces, at, name)):
            yield entity("waypoint", name.upper(), pieces, at, at + 1)


def _is_guessed(pieces: Sequence[Piece], at: int, name: str) -> bool:
    if len(name) < SHORTEST_WAYPOINT or not name.isalpha() or name in LETTERS or name in LABELS["no_waypoint"]:
        return False
    place = label_before(pieces, at, frozenset({"direct"}))
    return place is not None


def _iter_clearances(pieces: Sequence[Piece]) -> Iterator[Entity]:
    at = 0
    while at < len(pieces):
        for length in range(LONGEST_CLEARANCE, 0, -1):
            words = tuple(word(pieces, place) for place in range(at, min(len(pieces), at + length)))
            words = tuple(one.lower() for one in words)
            if len(words) == length and words in CLEARANCES:
                yield entity("clearance", CLEARANCES[words], pieces, at, at + length)
                at += length - 1
                break
        at += 1
