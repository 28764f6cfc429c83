"""Thresholds of names, fitted on transmissions whose names training never saw. Begin with `fit_thresholds`.

The lists of every other transmission lack the callsign that was said: what is changed there is wrong, and a threshold
that allows it is too low.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from soridam.radio.correct.snapping import DEFAULT, Thresholds
from soridam.radio.matrix import Hypotheses, without_callsign
from soridam.radio.pipeline import correct_names
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


def fit_thresholds(radio_set: RadioSet, heard: Sequence[Hypotheses]) -> Fitted:
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


def _try(thresholds: Thresholds, pairs: Sequence[tuple[Spoken, Hypotheses]]) -> Fitted:
    better = worse = changed = 0
    for number, (spoken, hypotheses) in enumerate(pairs):
        if number % 2:
            changed += bool(correct_names(hypotheses, without_callsign(spoken), thresholds).changes)
            continue
        result = correct_names(hypotheses, spoken.lists, thresholds)
        if result.changes:
            before, after = (score(spoken.truth, text).words.errors for text in (hypotheses[0], result.text))
            better, worse = better + (after < before), worse + (after > before)
    return Fitted(thresholds, better, worse, changed, len(pairs))
