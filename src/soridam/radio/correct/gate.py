"""The gate: which proposals of language models are let through to the guard. Begin with `Gate` and `fit_gate`.

The guard keeps numbers honest, but not every edit that another hypothesis holds is better. Which number was said is not
a language model's business: an edit that touches one is a suggestion. For all others the gate is a logistic regression
on what is known of an edit, fitted on transmissions that the recognizer was not trained on. It lets an edit through
from the probability above which none made a transmission worse, if those are enough to believe it; else none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

import numpy as np

from soridam.radio.correct.atoms import keys_of, read_atoms
from soridam.radio.correct.guard import Evidence, Proposal, list_edits
from soridam.radio.correct.ngram import PROPOSER as NGRAM
from soridam.radio.correct.ngram import NgramModel
from soridam.radio.correct.writer import PROPOSER as WRITER

FEATURES = (
    "share of the hypotheses that have the edit",
    "recognizer's loss, nats a token",
    "n-gram's gain, bits",
    "atoms taken away",
    "atoms put in",
    "proposed by the n-gram",
    "proposed by a language model",
)
FOLDS = 5
FEWEST = 149  # edits without harm: then, with 95 % confidence, at most 2 % of those that pass do any
NEVER = 2.0  # a probability that nothing reaches
STRENGTH = 1.0  # of the regularization, scikit-learn's C


@dataclass(frozen=True, slots=True)
class Tried:
    """An edit of a fitted transmission: its features, and by how many words it made the text better (or worse)."""

    features: tuple[float, ...]
    gain: int


@dataclass(frozen=True, slots=True)
class Gate:
    """Weights of the features after they were centered and scaled, and the probability from which an edit passes.

    `tried`, `better` and `passed` tell what it was fitted on: edits, edits that helped, edits that would have passed.
    """

    centers: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    threshold: float
    tried: int = 0
    better: int = 0
    passed: int = 0

    def probability(self, features: Sequence[float]) -> float:
        """Return the probability, from 0 to 1, that an edit makes the text better."""
        scaled = (np.asarray(features) - self.centers) / self.scales
        return float(1 / (1 + np.exp(-(scaled @ self.weights + self.bias))))

    def decide(self, evidence: Evidence, proposals: Sequence[Proposal], ngram: NgramModel | None) -> list[Proposal]:
        """Return the proposals with the gate's probability as confidence; what does not pass is not sure."""
        decided = []
        for proposal in proposals:
            probability = self.probability(describe(evidence, proposal, ngram))
            passes = probability >= self.threshold and not touches_number(evidence, proposal)
            decided.append(replace(proposal, confidence=probability, sure=passes))
        return decided

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> Self:
        """As `to_json` gave it. Raises TypeError or ValueError for anything else."""
        lists = {name: tuple(map(float, fields[name])) for name in ("centers", "scales", "weights")}
        if {len(one) for one in lists.values()} != {len(FEATURES)}:
            raise ValueError("a gate with other features")
        return cls(**{**fields, **lists})


def describe(evidence: Evidence, proposal: Proposal, ngram: NgramModel | None) -> tuple[float, ...]:
    """Return what is known of an edit, in the order of FEATURES."""
    base = read_atoms(evidence.hypotheses[0])
    new, old = read_atoms(proposal.words), base[proposal.start : proposal.end]
    holders = [place for place in range(1, len(evidence.hypotheses)) if _holds(evidence, place, proposal)]
    scores = evidence.scores or (0.0,) * len(evidence.hypotheses)
    loss = scores[0] - max((scores[place] for place in holders), default=min(scores))
    bits = ngram.gain(base, proposal.start, proposal.end, new) if ngram is not None else 0.0
    return (
        len(holders) / max(1, len(evidence.hypotheses) - 1),
        loss,
        float(np.clip(bits, -40, 40)),
        float(len(old)),
        float(len(new)),
        float(NGRAM in proposal.proposer),
        float(WRITER in proposal.proposer),
    )


def touches_number(evidence: Evidence, proposal: Proposal) -> bool:
    """Return whether a number is among the words that an edit takes away or puts in."""
    old = read_atoms(evidence.hypotheses[0])[proposal.start : proposal.end]
    return any(atom.is_number for atom in (*old, *read_atoms(proposal.words)))


def _holds(evidence: Evidence, place: int, proposal: Proposal) -> bool:
    """Return whether a hypothesis has the very edit."""
    keys = keys_of(read_atoms(proposal.words))
    edits = list_edits(read_atoms(evidence.hypotheses[0]), read_atoms(evidence.hypotheses[place]))
    return any((start, end, keys_of(atoms)) == (proposal.start, proposal.end, keys) for start, end, atoms in edits)


def merge(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Make one proposal of those that propose the same, with the names of all who do."""
    merged: dict[tuple[int, int, tuple[str, ...]], Proposal] = {}
    for one in proposals:
        place = one.start, one.end, keys_of(read_atoms(one.words))
        other = merged.get(place)
        names = one.proposer if other is None else f"{other.proposer}, {one.proposer}"
        merged[place] = replace(one, proposer=names)
    return list(merged.values())


def fit_gate(tried: Sequence[Tried]) -> Gate:
    """Fit the weights, and the threshold on folds that were left out: no edit that passes makes a text worse.

    Equal edits give an equal gate. Without both kinds of edits, some that help and some that do not, nothing passes.
    """
    features = np.array([one.features for one in tried], dtype=float).reshape(-1, len(FEATURES))
    gains = np.array([one.gain for one in tried])
    helps = gains > 0
    if min(helps.sum(), (~helps).sum()) < FOLDS:
        zeros, ones = (0.0,) * len(FEATURES), (1.0,) * len(FEATURES)
        return Gate(zeros, ones, zeros, 0.0, NEVER, len(tried), int(helps.sum()))
    centers, scales = features.mean(axis=0), np.maximum(features.std(axis=0), 1e-6)
    scaled = (features - centers) / scales
    threshold, passed = _threshold(_left_out(scaled, helps), gains)
    model = _regression().fit(scaled, helps)
    return Gate(
        tuple(centers.tolist()), tuple(scales.tolist()), tuple(model.coef_[0].tolist()), float(model.intercept_[0]),
        threshold, len(tried), int(helps.sum()), passed,
    )  # fmt: skip


def _regression() -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=STRENGTH)


def _left_out(scaled: np.ndarray, helps: np.ndarray) -> np.ndarray:
    """Return each edit's probability by a regression that was fitted without its fold."""
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=7)
    found: np.ndarray = cross_val_predict(_regression(), scaled, helps, cv=folds, method="predict_proba")[:, 1]
    return found


def _threshold(probabilities: np.ndarray, gains: np.ndarray) -> tuple[float, int]:
    """Return the probability above that of every harmful edit, and how many edits reach it."""
    highest = probabilities[gains < 0].max(initial=0.5)
    passing = probabilities > highest
    if passing.sum() < FEWEST:
        return NEVER, 0
    return float(probabilities[passing].min()), int(passing.sum())
