"""Values of clearances: drawn, said in one of the ways that are heard, and slipped. Begin with `draw_value`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from soridam.radio.entities.entity import Kind
from soridam.radio.phraseology.speech import say_amount, say_digits
from soridam.text.telephony import LETTERS

NINER = 0.5  # of the nines
SIDES = {"L": "left", "R": "right", "C": "center"}
Rng = np.random.Generator


@dataclass(frozen=True, slots=True)
class Value:
    """A value as entities write it, and as it is said here."""

    value: str
    spoken: str


def draw_value(kind: Kind, runways: Sequence[str], waypoints: Sequence[str], rng: Rng) -> Value:
    """Draw a value and a way to say it. Lists are those of the airport."""
    if kind == "runway":
        return say_value(kind, str(rng.choice(runways)), rng)
    if kind == "waypoint":
        return say_value(kind, str(rng.choice(waypoints)), rng)
    return say_value(kind, DRAWN[kind](rng), rng)


def draw_slip(kind: Kind, right: Value, runways: Sequence[str], waypoints: Sequence[str], rng: Rng) -> Value:
    """Draw another value of the kind: what a pilot reads back by mistake."""
    while (wrong := draw_value(kind, [*runways, "36", "18"], [*waypoints, "ORANO"], rng)).value == right.value:
        pass
    return wrong


def say_value(kind: Kind, value: str, rng: Rng) -> Value:
    """Say a value; half of the nines are niners."""
    said = _say(kind, value, rng)
    words = (("niner" if word == "nine" and rng.random() < NINER else word) for word in said.split())
    return Value(value, " ".join(words))


def _say(kind: Kind, value: str, rng: Rng) -> str:
    match kind:
        case "level" if value.startswith("FL"):
            return f"flight level {say_digits(value[2:])}"
        case "level":
            feet = value.removesuffix(" ft")
            return f"{say_amount(feet)} feet" if rng.random() < 0.7 else f"altitude {say_amount(feet)}"
        case "speed":
            return say_digits(value.removesuffix(" kt"))
        case "frequency":
            whole, _, part = value.partition(".")
            return f"{say_digits(whole)} {'decimal' if rng.random() < 0.8 else 'point'} {say_digits(part)}"
        case "qnh":
            return f"qnh {say_digits(value)}"
        case "runway":
            return f"{say_digits(value[:2])} {SIDES.get(value[2:], '')}".strip()
        case "wind":
            degrees, _, knots = value.partition("/")
            return f"{say_digits(degrees)} degrees {say_digits(knots)} knots"
        case "information":
            return next(word for word, letter in LETTERS.items() if letter == value)
        case "waypoint":
            return value.lower()
    return say_digits(value)


def _draw_level(rng: Rng) -> str:
    if rng.random() < 0.7:
        return f"FL{10 * int(rng.integers(6, 42)):02}"
    return f"{500 * int(rng.integers(3, 20))} ft"


def _draw_frequency(rng: Rng) -> str:
    part = str(rng.choice(["7", "05", "275", "95", "1", "125", "55", "8", "425", "675"]))
    return f"{rng.integers(118, 137)}.{part}"


DRAWN: Mapping[Kind, Callable[[Rng], str]] = {
    "level": _draw_level,
    "frequency": _draw_frequency,
    "heading": lambda rng: f"{5 * int(rng.integers(1, 73)):03}",
    "speed": lambda rng: f"{10 * int(rng.integers(14, 31))} kt",
    "squawk": lambda rng: "".join(map(str, rng.integers(0, 8, 4))),
    "qnh": lambda rng: str(rng.integers(985, 1036)),
    "wind": lambda rng: f"{10 * int(rng.integers(1, 37)):03}/{rng.integers(2, 28)}",
    "information": lambda rng: str(rng.choice(list("ABCDEFGHKLMNOPQRSTUVWXYZ"))),
}
