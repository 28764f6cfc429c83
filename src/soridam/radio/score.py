"""Scores of radio transcripts against what was said: words, callsigns, values, numbers. Begin with `score`."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from soridam.radio.correct.atoms import allowed_numbers, count_numbers
from soridam.radio.entities.entity import Entity, Kind
from soridam.radio.entities.find import find_entities
from soridam.radio.entities.readback import READ_BACK, comparable
from soridam.radio.phraseology.phrase import read_phrase
from soridam.text.airtraffic import to_words, unify
from soridam.text.error_rates import Counts, error_counts


@dataclass(frozen=True, slots=True)
class Truth:
    """What was said in a transmission: its words, the callsign, and values; both empty where nobody knows."""

    text: str
    callsign: str = ""
    values: tuple[tuple[Kind, str], ...] = ()
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """One transmission of one system. `callsign` is None where there is none to be found."""

    words: Counts
    callsign: bool | None
    values_right: int
    values_said: int


def score(truth: Truth, text: str, waypoints: Iterable[str] = ()) -> Score:
    """Score a text, in the one normal form of air-traffic talk."""
    said, written = unify(truth.text), unify(text)
    right, total = _values(truth, text, tuple(waypoints))
    return Score(error_counts(said.split(), written.split()), _has_callsign(truth, written), right, total)


def invented_numbers(text: str, hypotheses: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    """Return the numbers of a text that occur more often than in any hypothesis and any name."""
    allowed = allowed_numbers(hypotheses, names)
    return tuple(sorted(number for number, count in count_numbers(text).items() if count > allowed[number]))


def _has_callsign(truth: Truth, written: str) -> bool | None:
    """Return whether the callsign stands in the text whole, as it is spoken."""
    if not truth.callsign:
        return None
    return f" {unify(to_words(truth.callsign))} " in f" {written} "


def _values(truth: Truth, text: str, waypoints: tuple[str, ...]) -> tuple[int, int]:
    """Return how many of the values said are found in the text, and how many were said."""
    said = Counter((kind, _plain(kind, value)) for kind, value in truth.values if kind in READ_BACK)
    entities = find_entities(read_phrase(text), waypoints)
    found = Counter((one.kind, comparable(one)) for one in entities if one.kind in READ_BACK)
    return sum((said & found).values()), sum(said.values())


def _plain(kind: Kind, value: str) -> str:
    return comparable(Entity(kind, value, 0, 0, ""))
