"""A guess who speaks, controller or pilot: by phraseology (`guess_turn`), and by who spoke before (`follow_turn`)."""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal

from soridam.radio.entities.entity import Entity
from soridam.radio.phraseology.phrase import Phrase

_DATA: dict[str, Any] = tomllib.loads(
    resources.files("soridam.radio.entities").joinpath("turn.toml").read_text(encoding="utf-8")
)
WEIGHTS: Mapping[str, float] = _DATA["weights"]
WORDS: Mapping[str, Sequence[str]] = _DATA["words"]
SWITCH: Mapping[str, float] = _DATA["switch"]
STATION_WITHIN = 3  # pieces from the beginning: "praha radar good morning …"
Speaker = Literal["controller", "pilot"]
Relation = Literal["same", "unknown", "other"]  # of the callsigns of two transmissions


@dataclass(frozen=True, slots=True)
class Turn:
    """Who probably speaks. `probability` is that of the speaker named, from 0.5 to 1."""

    speaker: Speaker
    probability: float

    @property
    def controller(self) -> float:
        """The probability that it is the controller."""
        return self.probability if self.speaker == "controller" else 1 - self.probability

    @classmethod
    def of(cls, controller: float) -> "Turn":
        return cls("controller", controller) if controller >= 0.5 else cls("pilot", 1 - controller)

    def to_json(self) -> dict[str, Any]:
        return {"speaker": self.speaker, "probability": round(self.probability, 3)}


def guess_turn(phrase: Phrase, entities: Sequence[Entity]) -> Turn:
    """Guess from where the callsign stands, from instructions or their echo, and from words that one of them uses."""
    features = turn_features(phrase, entities)
    odds = sum(WEIGHTS[name] * value for name, value in features.items())
    return Turn.of(1 / (1 + math.exp(-odds)))


def follow_turn(guess: Turn, before: Turn, relation: Relation) -> Turn:
    """Return a guess by phraseology together with who spoke just before: the other one answers.

    One step forward in a hidden Markov model of two states; what follows later is not used, so that a stream and a
    recording give the same.
    """
    switch = SWITCH[relation]
    expected = before.controller * (1 - switch) + (1 - before.controller) * switch
    controller, pilot = expected * guess.controller, (1 - expected) * (1 - guess.controller)
    return Turn.of(controller / (controller + pilot))


def turn_features(phrase: Phrase, entities: Sequence[Entity]) -> dict[str, float]:
    """Return what the guess is made from, by the names of `turn.toml`; each is 0 or 1."""
    pieces, text = phrase.pieces, f" {phrase.standard} "
    callsigns = [one for one in entities if one.kind == "callsign"]
    first = bool(callsigns) and callsigns[0].start == 0
    begin = callsigns[0].end if first else 0
    word = pieces[begin].standard.split()[0] if begin < len(pieces) else ""
    opening = [piece.standard for piece in pieces[:STATION_WITHIN]]
    found = {
        "bias": True,
        "callsign_first": first,
        "callsign_last": bool(callsigns) and not first and callsigns[-1].end == len(pieces),
        "instruction_first": word in WORDS["instructions"],
        "controller_words": any(f" {one} " in text for one in WORDS["controller"]),
        "pilot_words": any(f" {one} " in text for one in WORDS["pilot"]),
        "participle_first": word in WORDS["participles"],
        "station_first": not first and any(one in WORDS["stations"] for one in opening),
    }
    return {name: float(value) for name, value in found.items()}
