from soridam.radio.correct.guard import Evidence
from soridam.radio.correct.snapping import EMPTY
from soridam.radio.pairs import make_pairs
from soridam.radio.score import Truth
from soridam.radio.testset import RadioSet, Spoken


def made(*heard: tuple[str, ...]):
    """Pairs of transmissions in all of which "turn left" was said."""
    spoken = tuple(Spoken(str(number), Truth("turn left"), EMPTY) for number in range(len(heard)))
    return make_pairs(RadioSet("made", spoken), [Evidence(one) for one in heard])


def test_the_answer_is_the_nearest_hypothesis_and_never_more_than_was_heard():
    kept, changed = made(("turn left", "turn loft"), ("burn loft", "turn loft", "burn lost"))
    assert (kept.answer, kept.keeps) == ("turn left", True)
    assert (changed.answer, changed.keeps) == ("turn loft", False)


def test_at_least_half_of_the_pairs_keep_the_first_hypothesis():
    pairs = made(("turn left", "turn loft"), *[("turn loft", "turn left")] * 5, ("turn left",))
    assert [pair.keeps for pair in pairs].count(True) * 2 >= len(pairs) == 2


def test_a_pair_is_a_record_of_the_language_recipes():
    (pair,) = made(("turn left", "turn loft"))
    assert pair.to_json(inst=False)["completion"] == "turn left"
    assert pair.to_json(inst=True)["prompt"].startswith("[INST] ")
