"""Exchanges of controllers and pilots, with read-backs that slip now and then. Begin with `iter_exchanges`.

Airports, airlines, waypoints, sentences and voices are apart between train, validation and test.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import count
from typing import Any, Literal

import numpy as np

from soridam.radio.entities.entity import Kind
from soridam.radio.entities.turn import Speaker
from soridam.radio.material.values import Value, draw_slip, draw_value
from soridam.text.airtraffic import to_words
from soridam.text.telephony import TELEPHONY

Part = Literal["train", "validation", "test"]
PARTS: tuple[Part, ...] = ("train", "validation", "test")
AIRLINE_SHARES = (0.6, 0.15, 0.25)  # of all airlines, by part
CALLSIGNS = 25  # on the list of a day
WAYPOINTS = 12
REGISTRATIONS = 3  # of the callsigns
MARKS = {"train": ["OK", "HB", "D", "F"], "validation": ["OM"], "test": ["PH", "OE", "I"]}
SLIPS = 0.1  # of the read-backs that hold a value
SLOT = re.compile(r"\{(\w+)\}")
VALUES: Mapping[str, Kind] = {
    "level": "level", "second_level": "level", "heading": "heading", "speed": "speed", "frequency": "frequency",
    "squawk": "squawk", "qnh": "qnh", "runway": "runway", "waypoint": "waypoint", "wind": "wind",
    "letter": "information",
}  # fmt: skip
LABELLED: tuple[Kind, ...] = ("heading", "runway", "speed", "squawk")  # what the others are tells itself
SYLLABLES = {
    "train": (("ba", "ke", "li", "mo", "ru", "ta"), ("n", "r", "l", "ts"), ("o", "ek", "ix", "an")),
    "validation": (("ve", "do", "pi", "su"), ("g", "m", "b"), ("as", "ol", "en")),
    "test": (("na", "ge", "ki", "po", "wu", "sa"), ("d", "v", "k", "p"), ("ar", "il", "om", "us")),
}


@dataclass(frozen=True, slots=True)
class Airport:
    """An aerodrome on one day: its runways and what retrieval lists for it."""

    code: str
    name: str
    region: str
    runways: tuple[str, ...]
    waypoints: tuple[str, ...]
    callsigns: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "airport": self.code,
            "runways": list(self.runways),
            "waypoints": list(self.waypoints),
            "callsigns": list(self.callsigns),
        }


@dataclass(frozen=True, slots=True)
class Line:
    """One transmission as text, who speaks, and what it names; `slip` marks a read-back with another value."""

    text: str
    speaker: Speaker
    callsign: str
    values: tuple[tuple[Kind, str], ...]
    slip: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """Transmissions that belong together, at one airport."""

    airport: Airport
    lines: tuple[Line, ...]


def iter_exchanges(part: Part, seed: int, first: int = 0) -> Iterator[Exchange]:
    """Yield exchanges without end, from the one of number `first`; equal parts, seeds and numbers give equal ones."""
    days = list_airports(part, seed)
    for number in count(first):
        rng = np.random.default_rng([seed, PARTS.index(part), 1, number])
        yield _exchange(part, days[int(rng.integers(len(days)))], rng)


@cache
def list_airports(part: Part, seed: int) -> tuple[Airport, ...]:
    """Draw the day of each airport of a part: which callsigns are on its frequency, which waypoints around it."""
    described = _table("airports.toml")[part]
    rng = np.random.default_rng([seed, PARTS.index(part), 0])
    waypoints = _draw_waypoints(part, len(described) * WAYPOINTS, rng)
    return tuple(
        Airport(
            code,
            facts["name"],
            facts["region"],
            tuple(facts["runways"]),
            tuple(waypoints[place * WAYPOINTS : (place + 1) * WAYPOINTS]),
            tuple(_draw_callsigns(part, rng)),
        )
        for place, (code, facts) in enumerate(described.items())
    )


def airlines_of(part: Part) -> tuple[str, ...]:
    """Return the designators of a part, in an order that no seed changes."""
    order = np.random.default_rng(13).permutation(sorted(TELEPHONY)).tolist()
    train = round(AIRLINE_SHARES[0] * len(order))
    validation = train + round(AIRLINE_SHARES[1] * len(order))
    return tuple({"train": order[:train], "validation": order[train:validation], "test": order[validation:]}[part])


def list_sentences(part: Part) -> tuple[str, ...]:
    """Return the sentences of a part without what fills them."""
    templates = _table("templates.toml")[part]
    exchanges = [*templates["controller_first"], *templates["pilot_first"], templates["corrections"]]
    return tuple(SLOT.sub(" ", sentence) for exchange in exchanges for sentence in exchange)


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("soridam.radio.material").joinpath(name).read_text(encoding="utf-8"))


def _draw_callsigns(part: Part, rng: np.random.Generator) -> Iterator[str]:
    airlines = airlines_of(part)
    drawn: set[str] = set()
    while len(drawn) < CALLSIGNS - REGISTRATIONS:
        letters = "".join(rng.choice(list("ABCDEFGHJKLMNPRSTUVWXYZ"), int(rng.choice([0, 0, 0, 1, 2]))))
        digits = str(rng.integers(1, 10 ** int(rng.integers(2, 5 - len(letters) // 2))))
        drawn.add(f"{rng.choice(airlines)}{(digits + letters)[:4]}")
    while len(drawn) < CALLSIGNS:
        mark = str(rng.choice(MARKS[part]))
        drawn.add(f"{mark}-{''.join(rng.choice(list('ABCDEFGHKLMNOPRSTVXYZ'), 5 - len(mark)))}")
    yield from sorted(drawn)


def _draw_waypoints(part: Part, count: int, rng: np.random.Generator) -> list[str]:
    begin, middle, end = SYLLABLES[part]
    names = [(one + two + three + ("" if len(one + two + three) > 4 else "i")).upper()[:5]
             for one in begin for two in middle for three in end]  # fmt: skip
    drawn = list(dict.fromkeys(rng.permutation(names).tolist()))
    return (drawn * (count // len(drawn) + 1))[:count]


def _exchange(part: Part, airport: Airport, rng: np.random.Generator) -> Exchange:
    templates = _table("templates.toml")[part]
    callsign = str(rng.choice(airport.callsigns))
    first: Speaker = "pilot" if rng.random() < 0.3 else "controller"
    sentences = _pick(templates[f"{first}_first"], rng)
    speakers: list[Speaker] = ["controller", "pilot"] if first == "controller" else ["pilot", "controller", "pilot"]
    values = _draw_values(sentences, airport, rng)
    filler = _Filler(airport, callsign, values, rng)
    lines = [filler.line(sentence, who) for sentence, who in zip(sentences, speakers, strict=True)]
    return Exchange(airport, (*lines[:-1], *_readback(filler, sentences[-1], lines[-1], templates["corrections"], rng)))


def _readback(
    filler: "_Filler", sentence: str, right: Line, corrections: Sequence[str], rng: np.random.Generator
) -> Iterator[Line]:
    """The read-back; one that slips is followed by a correction and the right one."""
    slipping = [name for name in SLOT.findall(sentence) if name in filler.values and name not in ("wind", "letter")]
    if not slipping or rng.random() >= SLIPS:
        yield right
        return
    name = str(rng.choice(slipping))
    wrong = draw_slip(VALUES[name], filler.values[name], filler.airport.runways, filler.airport.waypoints, rng)
    yield _Filler(filler.airport, filler.callsign, {**filler.values, name: wrong}, rng).line(
        sentence, "pilot", slip=True
    )
    label = f"{VALUES[name]} " if VALUES[name] in LABELLED else ""
    correction = str(_pick(corrections, rng)).replace("{value}", f"{label}{{{name}}}")
    yield filler.line(correction, "controller")
    yield right


def _draw_values(sentences: Sequence[str], airport: Airport, rng: np.random.Generator) -> dict[str, Value]:
    names = dict.fromkeys(name for sentence in sentences for name in SLOT.findall(sentence) if name in VALUES)
    return {name: draw_value(VALUES[name], airport.runways, airport.waypoints, rng) for name in names}


@dataclass(frozen=True, slots=True)
class _Filler:
    """The values of an exchange, with which its sentences are filled."""

    airport: Airport
    callsign: str
    values: Mapping[str, Value]
    rng: np.random.Generator

    def line(self, sentence: str, speaker: Speaker, *, slip: bool = False) -> Line:
        named = [name for name in SLOT.findall(sentence) if name in VALUES]
        text = SLOT.sub(lambda found: self._spoken(found[1]), sentence)
        values = tuple((VALUES[name], self.values[name].value) for name in named)
        return Line(" ".join(text.split()), speaker, self.callsign, values, slip)

    def _spoken(self, name: str) -> str:
        if name in self.values:
            return self.values[name].spoken
        match name:
            case "callsign":
                return to_words(self.callsign)
            case "station":
                return f"{self.airport.region} {_pick(('radar', 'approach', 'tower', 'ground'), self.rng)}"
            case "next":
                return f"{self.airport.name} {_pick(('tower', 'director', 'arrival', 'control'), self.rng)}"
            case "taxiways":
                return " and ".join(_pick(("alfa", "bravo", "kilo", "lima", "november"), self.rng) for _ in range(2))
            case "stand":
                return to_words(str(self.rng.integers(10, 99)))
        raise KeyError(name)


def _pick(items: Sequence[Any], rng: np.random.Generator) -> Any:
    return items[int(rng.integers(len(items)))]
