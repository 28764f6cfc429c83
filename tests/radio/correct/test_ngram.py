import pytest

from soridam.radio.correct.atoms import read_atoms
from soridam.radio.correct.guard import Evidence
from soridam.radio.correct.ngram import NgramModel, propose_likelier

SENTENCES = (
    "lufthansa one two three descend flight level one eight zero",
    "speedbird two alfa descend flight level nine zero",
    "korean air seven zero one turn left heading one two zero",
    "delta four five turn left heading three six zero",
)


@pytest.fixture(scope="module")
def model() -> NgramModel:
    return NgramModel(SENTENCES * 2)


def test_a_sentence_of_radio_is_likelier_than_the_same_words_in_another_order(model):
    right, wrong = (
        model.logarithm(read_atoms(text))
        for text in ("turn left heading one zero zero", "heading left one zero zero turn")
    )
    assert right > wrong


def test_which_number_was_said_is_all_the_same_to_it(model):
    first, second = (
        model.logarithm(read_atoms(f"descend flight level {said}")) for said in ("one eight zero", "nine one")
    )
    assert first == second


def test_a_word_that_training_never_had_has_a_probability(model):
    assert model.logarithm(read_atoms("descend zwiebel")) > float("-inf")


def test_an_edit_of_another_hypothesis_is_proposed_where_the_sentence_becomes_likelier(model):
    evidence = Evidence(
        ("turn loft heading one zero zero", "turn left heading one zero zero", "burn loft heading one zero zero")
    )
    (proposal,) = propose_likelier(evidence, model)
    assert (proposal.start, proposal.end, proposal.words, proposal.proposer) == (1, 2, "left", "n-gram")
    assert 0.5 < proposal.confidence < 1
