"""The comparison of recognizers and corrections on one test set. Begin with `measure_matrix`.

Each recognizer hears every transmission once; each correction works on the same hypotheses, so that cells differ in one
thing only and can be compared in pairs.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from soridam.core.progress import Progress, SilentProgress
from soridam.evaluation.significance import Comparison, Interval, bootstrap_interval, compare
from soridam.radio.correct.guard import Corrected, Evidence
from soridam.radio.correct.snapping import DEFAULT, Lists, Thresholds
from soridam.radio.pipeline import correct_names, hypotheses_of
from soridam.radio.score import Score, invented_numbers, score
from soridam.radio.testset import RadioSet, Spoken
from soridam.speech.recognition.options import TranscriptionOptions
from soridam.speech.recognition.recognizer import Recognizer
from soridam.text.airtraffic import unify

AT_ONCE = 16  # transmissions in memory
Hypotheses = tuple[str, ...]  # of one transmission, the best first
Correction = Callable[[Hypotheses, Spoken], Corrected]


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
            **({"p_value": round(self.against_none.p_value, 4)} if self.against_none else {}),
        }


@dataclass(frozen=True, slots=True)
class Matrix:
    """All cells of one test set."""

    label: str
    cells: tuple[Cell, ...]

    def to_json(self) -> dict[str, Any]:
        return {"test_set": self.label, "cells": [cell.to_json() for cell in self.cells]}


def recognize_all(
    recognizer: Recognizer, radio_set: RadioSet, hypotheses: int, progress: Progress | None = None
) -> list[Hypotheses]:
    """Recognize every transmission; one in which nothing was heard has the hypothesis "". Progress counts seconds."""
    options = TranscriptionOptions("en", words=False, hypotheses=hypotheses)
    found: list[Hypotheses] = []
    for first in range(0, len(radio_set.spoken), AT_ONCE):
        waves = [radio_set.wave(one) for one in radio_set.spoken[first : first + AT_ONCE]]
        transcripts = recognizer.transcribe_many(waves, options, progress or SilentProgress())
        found += [hypotheses_of(transcript) or ("",) for transcript in transcripts]
    return found


def corrections(thresholds: Thresholds = DEFAULT) -> Mapping[str, Correction]:
    """Return the corrections by name. The last one is for harm: its lists lack the callsign that was said."""
    return {
        "none": lambda hypotheses, spoken: Corrected(Evidence(hypotheses, spoken.lists.spoken())),
        "guarded": lambda hypotheses, spoken: correct_names(hypotheses, spoken.lists, thresholds),
        "guarded, not on the list": lambda hypotheses, spoken: correct_names(
            hypotheses, without_callsign(spoken), thresholds
        ),
    }


def without_callsign(spoken: Spoken) -> Lists:
    """Return the lists of a transmission without the callsign that was said in it."""
    others = tuple(one for one in spoken.lists.callsigns if one != spoken.truth.callsign)
    return replace(spoken.lists, callsigns=others)


def measure_matrix(
    radio_set: RadioSet, heard: Mapping[str, Sequence[Hypotheses]], chosen: Mapping[str, Correction], *, seed: int = 7
) -> Matrix:
    """Score each correction on what each recognizer heard; `heard` is by the recognizer's name."""
    cells: list[Cell] = []
    for recognizer, hypotheses in heard.items():
        plain = [score(one.truth, found[0], one.lists.waypoints) for one, found in _pairs(radio_set, hypotheses)]
        for name, correction in chosen.items():
            results = [correction(found, one) for one, found in _pairs(radio_set, hypotheses)]
            cells.append(_cell(radio_set, (recognizer, name), results, plain, seed))
    return Matrix(radio_set.label, tuple(cells))


def _pairs(radio_set: RadioSet, hypotheses: Sequence[Hypotheses]) -> list[tuple[Spoken, Hypotheses]]:
    return list(zip(radio_set.spoken, hypotheses, strict=True))


def _cell(
    radio_set: RadioSet, names: tuple[str, str], results: Sequence[Corrected], plain: Sequence[Score], seed: int
) -> Cell:
    spoken = radio_set.spoken
    scores = [score(one.truth, result.text, one.lists.waypoints) for one, result in zip(spoken, results, strict=True)]
    errors, before = _errors(scores), _errors(plain)
    callsigns = np.array([(float(one.callsign), 1.0) for one in scores if one.callsign is not None]).reshape(-1, 2)
    values = np.array([(one.values_right, one.values_said) for one in scores], dtype=float)
    made = [(change, one) for one, result in zip(spoken, results, strict=True) for change in result.changes]
    return Cell(
        *names,
        texts=tuple(result.text for result in results),
        word_error_rate=bootstrap_interval(errors, seed=seed),
        callsign_exact=bootstrap_interval(callsigns, seed=seed),
        values_right=bootstrap_interval(values, seed=seed),
        invented=sum(bool(invented_numbers(one.text, one.evidence.hypotheses, one.evidence.names)) for one in results),
        better=int((errors[:, 0] < before[:, 0]).sum()),
        worse=int((errors[:, 0] > before[:, 0]).sum()),
        changed=sum(bool(result.changes) for result in results),
        changes=len(made),
        changes_right=sum(f" {unify(change.words)} " in f" {unify(one.truth.text)} " for change, one in made),
        against_none=None if names[1] == "none" else compare(before, errors, seed=seed),
    )


def _errors(scores: Sequence[Score]) -> np.ndarray:
    """Word errors and words said of each transmission, shape (transmissions, 2)."""
    return np.array([(one.words.errors, one.words.reference_length) for one in scores], dtype=float).reshape(-1, 2)


def _interval(interval: Interval) -> dict[str, float | None]:
    def rounded(value: float | None) -> float | None:
        return None if value is None else round(value, 4)

    return {"value": rounded(interval.rate), "low": rounded(interval.low), "high": rounded(interval.high)}
