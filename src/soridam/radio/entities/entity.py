"""One thing that a transmission names, and the kinds of them."""

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal[
    "callsign", "runway", "heading", "level", "speed", "frequency", "squawk", "qnh", "waypoint", "wind", "information",
    "clearance",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entity:
    """A named thing; `value` is its canonical form, by kind:

    callsign DLH123, D-EABC, or what was said of it (BC, 123); runway 27L; heading 090; level FL180, 4000 ft, 1200 m;
    speed 250 kt, M.82; frequency 118.7; squawk 7000; qnh 1013; waypoint in capitals; wind 270/8; information B;
    clearance a name of `clearances.toml`. `start` and `end` (exclusive) count pieces of the phrase.
    """

    kind: Kind
    value: str
    start: int
    end: int
    spoken: str

    def to_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "value": self.value, "spoken": self.spoken, "start": self.start, "end": self.end}
