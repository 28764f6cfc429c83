"""The comparison of recognizers and corrections on one test set. Begin with `measure_matrix`.

Each recognizer hears every transmission once; each correction works on the same hypotheses, so that cells differ in one
thing only and can be compared in pairs.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from soridam.core.progress import Progress, SilentProgress
from soridam.evaluation.significance import Comparison, Interval, bootstrap_interval, compare
from soridam.radio.correct.guard import Change, Corrected, Evidence, correct
from soridam.radio.correct.ngram import propose_likelier
from soridam.radio.correct.snapping import Lists
from soridam.radio.correct.writer import ask_writer, propose_written
from soridam.radio.corrector import Corrector
from soridam.radio.pipeline import evidence_of
from soridam.radio.score import Score, invented_numbers, score
from soridam.radio.testset import RadioSet, Spoken
from soridam.speech.recognition.options import TranscriptionOptions
from soridam.speech.recognition.recognizer import Recognizer
from soridam.text.airtraffic import unify

AT_ONCE = 16  # transmissions in memory
SILENT = Evidence(("",))  # of a transmission in which nothing was heard
FREE = "free language model"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a correction made of a transmission. A language model that is believed gives no changes to look at."""

    text: str
    changed: bool
    changes: tuple[Change, ...] = ()


Correction = Callable[[Evidence, "Spoken", str], Outcome]  # the third is what a language model wrote


@dataclass(frozen=True, slots=True)
class Slice:
    """The transmissions of a set that have something in common: word errors before and after, and the words said."""

    name: str
    utterances: int
    before: int
    after: int
    words: int

    def to_json(self) -> dict[str, Any]:
        rates = {
            "before": round(self.before / max(1, self.words), 4),
            "after": round(self.after / max(1, self.words), 4),
        }
        return {"name": self.name, "utterances": self.utterances, **rates}


@dataclass(frozen=True, slots=True)
class Cell:
    """One recognizer with one correction. Rates are shares from 0 to 1, with their 95 % intervals.

    `better` and `worse` count transmissions against the same recognizer without correction, `changes_right` the changes
    whose words were said; `against_none` compares the error rates in pairs, None for no correction itself.
    """

    recognizer: str
    correction: str
    texts: tuple[str, ...]
    word_error_rate: Interval
    callsign_exact: Interval
    values_right: Interval
    invented: int
    better: int
    worse: int
    changed: int
    changes: int
    changes_right: int
    against_none: Comparison | None
    slices: tuple[Slice, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "recognizer": self.recognizer,
            "correction": self.correction,
            "utterances": len(self.texts),
            "wer": _interval(self.word_error_rate),
            "callsign_exact": _interval(self.callsign_exact),
            "values_right": _interval(self.values_right),
            "invented_numbers": self.invented,
            "made_better": self.better,
            "made_worse": self.worse,
            "changed": self.changed,
            "changes": self.changes,
            "changes_right": self.changes_right,
            "slices": [one.to_json() for one in self.slices],
            **({"p_value": round(self.against_none.p_value, 4)} if self.against_none else {}),
        }


@dataclass(frozen=True, slots=True)
class Matrix:
    """All cells of one test set."""

    label: str
    cells: tuple[Cell, ...]

    def to_json(self) -> dict[str, Any]:
        return {"test_set": self.label, "cells": [cell.to_json() for cell in self.cells]}


def table_of(matrix: Matrix) -> str:
    """Return the cells as lines of text for a terminal."""
    return "\n".join((
        f"{matrix.label}: {len(matrix.cells[0].texts)} transmissions",
        f"{'recognizer + correction':<40} {'WER':>18} {'callsign':>9} {'values':>7}  invented  better/worse  right",
        *map(_line, matrix.cells),
    ))  # fmt: skip


def _line(cell: Cell) -> str:
    rate = cell.word_error_rate
    interval = f"{100 * rate.rate:.1f}"
    if rate.low is not None and rate.high is not None:
        interval += f" [{100 * rate.low:.1f}–{100 * rate.high:.1f}]"
    right = f"{cell.changes_right}/{cell.changes}" if cell.changes else ""
    return (
        f"{cell.recognizer + ' + ' + cell.correction:<40} {interval:>18} {100 * cell.callsign_exact.rate:>8.1f}%"
        f" {100 * cell.values_right.rate:>6.1f}%  {cell.invented:>8}  {cell.better:>6}/{cell.worse:<5}  {right}"
    )


def recognize_all(
    recognizer: Recognizer, radio_set: RadioSet, asked: TranscriptionOptions, progress: Progress | None = None
) -> list[Evidence]:
    """Recognize every transmission; one in which nothing was heard has the hypothesis "". Progress counts seconds."""
    found: list[Evidence] = []
    for first in range(0, len(radio_set.spoken), AT_ONCE):
        waves = [radio_set.wave(one) for one in radio_set.spoken[first : first + AT_ONCE]]
        transcripts = recognizer.transcribe_many(waves, asked, progress or SilentProgress())
        found += [evidence_of(transcript) or SILENT for transcript in transcripts]
    return found


def corrections(corrector: Corrector) -> Mapping[str, Correction]:
    """Return the corrections by name, each proposer alone and all together.

    The one whose names are not on the list is for harm: its lists lack the callsign that was said. So is the language
    model that is believed, without gate and guard.
    """
    chosen: dict[str, Correction] = {"none": lambda heard, spoken, written: _kept(correct(heard, []))}
    if corrector.ngram is not None:
        model = corrector.ngram
        chosen["n-gram"] = lambda heard, spoken, written: _kept(
            correct(heard, corrector.decide(heard, propose_likelier(heard, model)))
        )
    chosen["names"] = lambda heard, spoken, written: _kept(Corrector(corrector.thresholds).correct(heard, spoken.lists))
    if corrector.writer is not None:
        chosen["language model"] = lambda heard, spoken, written: _kept(
            correct(heard, corrector.decide(heard, propose_written(heard, written)))
        )
    chosen["guarded"] = lambda heard, spoken, written: _kept(
        corrector.correct(heard, spoken.lists, written if corrector.writer else None)
    )
    chosen["guarded, not on the list"] = lambda heard, spoken, written: _kept(
        corrector.correct(heard, without_callsign(spoken), written if corrector.writer else None)
    )
    if corrector.writer is not None:
        chosen[FREE] = lambda heard, spoken, written: Outcome(written, unify(written) != unify(heard.hypotheses[0]))
    return chosen


def _kept(corrected: Corrected) -> Outcome:
    return Outcome(corrected.text, bool(corrected.changes), corrected.changes)


def without_callsign(spoken: Spoken) -> Lists:
    """Return the lists of a transmission without the callsign that was said in it."""
    others = tuple(one for one in spoken.lists.callsigns if one != spoken.truth.callsign)
    return replace(spoken.lists, callsigns=others)


def measure_matrix(
    radio_set: RadioSet, heard: Mapping[str, Sequence[Evidence]], corrector: Corrector, *, seed: int = 7
) -> Matrix:
    """Score each correction on what each recognizer heard; `heard` is by the recognizer's name."""
    outcomes = {name: correct_set(radio_set, evidence, corrector) for name, evidence in heard.items()}
    return score_matrix(radio_set, heard, outcomes, seed=seed)


def correct_set(radio_set: RadioSet, heard: Sequence[Evidence], corrector: Corrector) -> dict[str, list[Outcome]]:
    """Correct all transmissions in each way. The language model is asked once."""
    written = ask_writer(corrector.writer, heard) if corrector.writer else [""] * len(heard)
    triples = list(zip(heard, radio_set.spoken, written, strict=True))
    return {name: [correction(*triple) for triple in triples] for name, correction in corrections(corrector).items()}


def score_matrix(
    radio_set: RadioSet,
    heard: Mapping[str, Sequence[Evidence]],
    outcomes: Mapping[str, Mapping[str, Sequence[Outcome]]],
    *,
    seed: int = 7,
) -> Matrix:
    """Score outcomes, by the recognizer's name and the correction's; `heard` is what they were made of."""
    cells: list[Cell] = []
    for recognizer, corrected in outcomes.items():
        evidence = heard[recognizer]
        plain = [
            score(one.truth, found.hypotheses[0], one.lists.waypoints)
            for one, found in zip(radio_set.spoken, evidence, strict=True)
        ]
        cells += [
            _cell(radio_set, (recognizer, name), results, evidence, plain, seed) for name, results in corrected.items()
        ]
    return Matrix(radio_set.label, tuple(cells))


def _cell(
    radio_set: RadioSet,
    names: tuple[str, str],
    outcomes: Sequence[Outcome],
    heard: Sequence[Evidence],
    plain: Sequence[Score],
    seed: int,
) -> Cell:
    spoken = radio_set.spoken
    scores = [score(one.truth, result.text, one.lists.waypoints) for one, result in zip(spoken, outcomes, strict=True)]
    errors, before = _errors(scores), _errors(plain)
    callsigns = np.array([(float(one.callsign), 1.0) for one in scores if one.callsign is not None]).reshape(-1, 2)
    values = np.array([(one.values_right, one.values_said) for one in scores], dtype=float)
    made = [(change, one) for one, result in zip(spoken, outcomes, strict=True) for change in result.changes]
    return Cell(
        *names,
        texts=tuple(result.text for result in outcomes),
        word_error_rate=bootstrap_interval(errors, seed=seed),
        callsign_exact=bootstrap_interval(callsigns, seed=seed),
        values_right=bootstrap_interval(values, seed=seed),
        invented=sum(
            bool(invented_numbers(result.text, evidence.hypotheses, one.lists.spoken()))
            for result, evidence, one in zip(outcomes, heard, spoken, strict=True)
        ),
        better=int((errors[:, 0] < before[:, 0]).sum()),
        worse=int((errors[:, 0] > before[:, 0]).sum()),
        changed=sum(result.changed for result in outcomes),
        changes=len(made),
        changes_right=sum(f" {unify(change.words)} " in f" {unify(one.truth.text)} " for change, one in made),
        against_none=None if names[1] == "none" else compare(before, errors, seed=seed),
        slices=_slices(spoken, before, errors),
    )


def _slices(spoken: Sequence[Spoken], before: np.ndarray, after: np.ndarray) -> tuple[Slice, ...]:
    """Return the figures of transmissions that share a tag, in order of the tags."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(spoken):
        for tag in one.tags:
            places[tag].append(place)
    return tuple(
        Slice(tag, len(at), int(before[at, 0].sum()), int(after[at, 0].sum()), int(before[at, 1].sum()))
        for tag, at in sorted(places.items())
    )


def _errors(scores: Sequence[Score]) -> np.ndarray:
    """Word errors and words said of each transmission, shape (transmissions, 2)."""
    return np.array([(one.words.errors, one.words.reference_length) for one in scores], dtype=float).reshape(-1, 2)


def _interval(interval: Interval) -> dict[str, float | None]:
    def rounded(value: float | None) -> float | None:
        return None if value is None else round(value, 4)

    return {"value": rounded(interval.rate), "low": rounded(interval.low), "high": rounded(interval.high)}
