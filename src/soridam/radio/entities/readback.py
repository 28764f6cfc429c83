"""Comparison of a read-back with its clearance: what differs is what a controller wants to see first.

Begin with `compare_readback`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from soridam.radio.entities.callsigns import is_same_callsign
from soridam.radio.entities.entity import Entity, Kind
from soridam.radio.entities.grammar import OPPOSITES

READ_BACK: tuple[Kind, ...] = ("level", "heading", "speed", "frequency", "squawk", "qnh", "runway", "waypoint")
Match = Literal["matches", "incomplete", "differs"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that was cleared, and what was read back in its place."""

    kind: Kind
    cleared: str
    read_back: str

    def to_json(self) -> dict[str, str]:
        return {"kind": self.kind, "cleared": self.cleared, "read_back": self.read_back}


@dataclass(frozen=True, slots=True)
class Readback:
    """The outcome of a comparison: other values, and values that were not read back."""

    differences: tuple[Difference, ...]
    missing: tuple[Difference, ...]

    @property
    def match(self) -> Match:
        return "differs" if self.differences else "incomplete" if self.missing else "matches"

    def to_json(self) -> dict[str, Any]:
        return {
            "match": self.match,
            "differences": [one.to_json() for one in self.differences],
            "missing": [one.to_json() for one in self.missing],
        }


def compare_readback(clearance: Sequence[Entity], readback: Sequence[Entity]) -> Readback:
    """Compare the values that must be read back (ICAO Doc 4444, 4.5.7.5), the direction, and the callsign.

    Values of one kind are compared as a set: their order does not matter.
    """
    differences, missing = list(_opposite(clearance, readback)), []
    for kind in READ_BACK:
        lacking, extra = _left_over(_values(clearance, kind), _values(readback, kind))
        pairs = min(len(lacking), len(extra))
        differences += [Difference(kind, *pair) for pair in zip(lacking, extra, strict=False)]
        missing += [Difference(kind, value, "") for value in lacking[pairs:]]
    cleared, answered = _values(clearance, "callsign"), _values(readback, "callsign")
    if cleared and answered and not any(_may_be_same(one, other) for one in cleared for other in answered):
        differences.append(Difference("callsign", cleared[0], answered[0]))
    return Readback(tuple(differences), tuple(missing))


def _may_be_same(first: str, second: str) -> bool:
    return is_same_callsign(first, second) or is_same_callsign(second, first)


def _left_over(cleared: list[str], read_back: list[str]) -> tuple[list[str], list[str]]:
    lacking, extra = Counter(cleared) - Counter(read_back), Counter(read_back) - Counter(cleared)
    return list(lacking.elements()), list(extra.elements())


def _values(entities: Sequence[Entity], kind: Kind) -> list[str]:
    return [comparable(one) for one in entities if one.kind == kind]


def comparable(one: Entity) -> str:
    """Return a value under which equal ones are equal: 118.70 is 118.7, FL080 is FL80."""
    if one.kind == "frequency":
        return one.value.rstrip("0").rstrip(".")
    return f"FL{one.value[2:].lstrip('0')}" if one.value.startswith("FL") else one.value


def _opposite(clearance: Sequence[Entity], readback: Sequence[Entity]) -> list[Difference]:
    cleared, answered = _names(clearance), _names(readback)
    return [
        Difference("clearance", name, other)
        for name in cleared
        if name not in answered
        for other in answered
        if other in OPPOSITES.get(name, ()) and other not in cleared
    ]


def _names(entities: Sequence[Entity]) -> list[str]:
    return list(dict.fromkeys(_values(entities, "clearance")))
