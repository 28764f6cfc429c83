"""Pairs that teach a language model to choose: hypotheses, and the one of them that is nearest to what was said.

The answer is always a hypothesis, so that nothing is learned which nobody heard: where no hypothesis has the callsign,
the model is not taught to write one. At least half of the pairs keep the first hypothesis. Begin with `make_pairs`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from soridam.radio.correct.guard import Evidence
from soridam.radio.correct.writer import in_inst, prompt_of
from soridam.radio.phraseology.speech import speak
from soridam.radio.testset import RadioSet
from soridam.text.airtraffic import unify
from soridam.text.error_rates import error_counts


@dataclass(frozen=True, slots=True)
class Pair:
    """What a writer is asked, and what it should answer; `keeps` where that is the first hypothesis."""

    prompt: str
    answer: str
    keeps: bool

    def to_json(self, *, inst: bool) -> dict[str, str]:
        """Return a record of the language recipes; `inst` for models without a chat template."""
        return {"prompt": in_inst(self.prompt) if inst else self.prompt, "completion": self.answer}


def make_pairs(radio_set: RadioSet, heard: Sequence[Evidence], *, seed: int = 7) -> list[Pair]:
    """Make a pair of each transmission with several hypotheses; of those that change some are left out, if need be."""
    pairs = [
        _pair(spoken.truth.text, evidence)
        for spoken, evidence in zip(radio_set.spoken, heard, strict=True)
        if len(evidence.hypotheses) > 1
    ]
    keeping = [pair for pair in pairs if pair.keeps]
    changing = [pair for pair in pairs if not pair.keeps]
    order = np.random.default_rng(seed).permutation(len(changing))[: len(keeping)]
    chosen = {id(changing[place]) for place in order}
    return [pair for pair in pairs if pair.keeps or id(pair) in chosen]


def _pair(said: str, evidence: Evidence) -> Pair:
    reference = unify(said).split()
    errors = [error_counts(reference, unify(text).split()).errors for text in evidence.hypotheses]
    nearest = int(np.argmin(errors))  # of several the first
    return Pair(prompt_of(evidence), speak(evidence.hypotheses[nearest]), keeps=nearest == 0)
