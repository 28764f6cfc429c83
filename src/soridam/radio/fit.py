"""A corrector, fitted on transmissions that the recognizer was not trained on. Begin with `fit_corrector`.

The lists of every other transmission lack the callsign that was said: what is changed there is wrong, and a threshold
that allows it is too low. The gate is fitted on what its proposers propose for all of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from soridam.radio.correct.gate import Tried, describe, fit_gate, touches_number
from soridam.radio.correct.guard import Evidence, correct
from soridam.radio.correct.ngram import NgramModel
from soridam.radio.correct.snapping import DEFAULT, Thresholds
from soridam.radio.correct.writer import Writer
from soridam.radio.corrector import Corrector
from soridam.radio.matrix import without_callsign
from soridam.radio.score import score
from soridam.radio.testset import RadioSet, Spoken

LIKENESS = (0.65, 0.7, 0.75, 0.8, 0.85)
MARGINS = (0.08, 0.12, 0.16)
CHARACTERS = (0.5, 0.6, 0.7)
HARM = 0.01  # of the transmissions that may be made worse, or changed without reason


@dataclass(frozen=True, slots=True)
class Fitted:
    """Thresholds, and what they do: transmissions made better and worse, and changed where the name was not listed."""

    thresholds: Thresholds
    better: int
    worse: int
    unlisted_changed: int
    transmissions: int

    @property
    def is_harmless(self) -> bool:
        listed, unlisted = (self.transmissions + 1) // 2, self.transmissions // 2
        return self.worse <= HARM * listed and self.unlisted_changed <= HARM * unlisted


def fit_corrector(
    radio_set: RadioSet, heard: Sequence[Evidence], sentences: Sequence[str], writer: Writer | None = None
) -> tuple[Corrector, Fitted]:
    """Fit thresholds and gate; `sentences` are what the n-gram learns, of the recognizer's training."""
    fitted = fit_thresholds(radio_set, heard)
    ngram = NgramModel(tuple(sentences)) if sentences else None
    ungated = Corrector(fitted.thresholds, ngram, writer=writer)
    gate = fit_gate(try_proposals(radio_set, heard, ungated))
    return replace(ungated, gate=gate), fitted


def try_proposals(radio_set: RadioSet, heard: Sequence[Evidence], corrector: Corrector) -> list[Tried]:
    """Make every edit of words that is proposed and allowed by the guard, alone; count the words that it makes good."""
    tried = []
    for spoken, evidence, text in zip(radio_set.spoken, heard, corrector.write(heard), strict=True):
        before = score(spoken.truth, evidence.hypotheses[0]).words.errors
        for proposal in corrector.propose(evidence, text):
            result = correct(evidence, [proposal])
            if result.changes and not touches_number(evidence, proposal):
                gain = before - score(spoken.truth, result.text).words.errors
                tried.append(Tried(describe(evidence, proposal, corrector.ngram), gain))
    return tried


def fit_thresholds(radio_set: RadioSet, heard: Sequence[Evidence]) -> Fitted:
    """Try all thresholds; the one that makes most transmissions better among those that do no harm, else the strictest.

    Of several that are as good the strictest is taken.
    """
    pairs = list(zip(radio_set.spoken, heard, strict=True))
    tried = [_try(thresholds, pairs) for thresholds in _iter_thresholds()]
    harmless = [one for one in tried if one.is_harmless]
    return max(harmless, key=lambda one: (one.better, _strictness(one)), default=max(tried, key=_strictness))


def _iter_thresholds() -> Iterator[Thresholds]:
    for likeness, margin, characters in product(LIKENESS, MARGINS, CHARACTERS):
        yield replace(DEFAULT, callsign=likeness, callsign_margin=margin, characters=characters)


def _strictness(one: Fitted) -> tuple[float, float, float]:
    return one.thresholds.callsign, one.thresholds.callsign_margin, one.thresholds.characters


def _try(thresholds: Thresholds, pairs: Sequence[tuple[Spoken, Evidence]]) -> Fitted:
    corrector, better, worse, changed = Corrector(thresholds), 0, 0, 0
    for number, (spoken, evidence) in enumerate(pairs):
        if number % 2:
            changed += bool(corrector.correct(evidence, without_callsign(spoken)).changes)
            continue
        result = corrector.correct(evidence, spoken.lists)
        if result.changes:
            before, after = (score(spoken.truth, text).words.errors for text in (result.heard, result.text))
            better, worse = better + (after < before), worse + (after > before)
    return Fitted(thresholds, better, worse, changed, len(pairs))
