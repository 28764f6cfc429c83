import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from soridam.radio.correct.gate import FEATURES, NEVER, Gate, Tried, describe, fit_gate, merge
from soridam.radio.correct.guard import Evidence, Proposal

HEARD = Evidence(
    ("turn loft heading one zero zero", "turn left heading one zero zero", "turn loft heading now"),
    (),
    (-0.1, -0.2, -0.5),
)
EDIT = Proposal(1, 2, "left", "n-gram")


def edits(gains: list[int], *, told: bool) -> list[Tried]:
    """Edits whose share of hypotheses tells whether they help, or tells nothing."""
    rng = np.random.default_rng(7)
    return [
        Tried((float(gain > 0) if told else float(rng.random()), *rng.normal(size=len(FEATURES) - 1).tolist()), gain)
        for gain in gains
    ]


def test_an_edit_is_described_by_who_holds_it_and_how_large_it_is():
    assert describe(HEARD, EDIT, None) == (0.5, pytest.approx(0.1), 0.0, 1.0, 1.0, 1.0, 0.0)


def test_equal_edits_of_several_proposers_become_one_with_all_their_names():
    (one,) = merge([EDIT, Proposal(1, 2, "left", "language model", 0.9)])
    assert (one.proposer, one.words) == ("n-gram, language model", "left")


def test_edits_that_can_be_told_apart_pass():
    gate = fit_gate(edits([1] * 150 + [-1] * 150, told=True))
    assert (gate.tried, gate.better, gate.passed) == (300, 150, 150)
    decided = gate.decide(HEARD, [EDIT], None)
    assert decided[0].confidence == pytest.approx(gate.probability(describe(HEARD, EDIT, None)))


def test_nothing_passes_where_harm_cannot_be_told_from_help():
    gate = fit_gate(edits([1, -1] * 200, told=False))
    assert (gate.passed, gate.threshold) == (0, NEVER)


def test_nothing_passes_where_too_few_edits_without_harm_were_seen():
    gate = fit_gate(edits([1] * 148 + [-1] * 150, told=True))
    assert (gate.better, gate.passed, gate.threshold) == (148, 0, NEVER)


@given(st.lists(st.sampled_from([-2, -1, 0, 1]), max_size=40))
def test_a_gate_comes_back_from_json_and_never_lets_a_harmful_fold_through(gains):
    tried = edits(gains, told=False)
    gate = fit_gate(tried)
    assert Gate.from_json(gate.to_json()) == gate
    assert gate.threshold == NEVER or gate.passed >= 149


def test_a_gate_of_other_features_is_refused():
    fields = fit_gate([]).to_json() | {"weights": [1.0]}
    with pytest.raises(ValueError, match="features"):
        Gate.from_json(fields)


def test_an_edit_that_touches_a_number_never_passes():
    open_gate = fit_gate(edits([1] * 150 + [-1] * 150, told=True))
    heard = Evidence(("turn left heading one zero zero", "turn left heading one zero five"))
    (decided,) = open_gate.decide(heard, [Proposal(3, 4, "one zero five", "n-gram")], None)
    assert decided.confidence >= open_gate.threshold
    assert not decided.sure
