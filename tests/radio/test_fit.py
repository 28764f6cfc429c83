from pathlib import Path

from soridam.radio.correct.guard import Evidence
from soridam.radio.correct.snapping import Lists
from soridam.radio.fit import fit_corrector, fit_thresholds
from soridam.radio.score import Truth
from soridam.radio.testset import RadioSet, Spoken

NEIGHBORS = Lists(("DLH1234", "DLH1239", "KAL701"))


def made(*pairs: tuple[str, str, str]) -> tuple[RadioSet, list[Evidence]]:
    """A set of what was said, with its callsign, and what was heard."""
    spoken = tuple(
        Spoken(str(number), Truth(said, callsign), NEIGHBORS, Path("unused"))
        for number, (said, callsign, _) in enumerate(pairs)
    )
    return RadioSet("made", spoken), [Evidence((heard,)) for *_, heard in pairs]


def test_a_threshold_that_changes_what_is_not_listed_is_too_low():
    listed = ("korean air seven zero one climb", "KAL701", "corean air seven zero one climb")
    unlisted = ("lufthansa one two three four climb", "DLH1234", "lufthansa one two three four climb")
    unlike = ("loft hansa one two three four climb", "DLH1234", "loft hands one two three four climb")
    fitted = fit_thresholds(*made(*[listed, unlisted, listed, unlike] * 3))
    assert (fitted.better, fitted.worse, fitted.unlisted_changed) == (6, 0, 0)
    assert fitted.is_harmless
    assert fitted.thresholds.callsign == 0.85  # below it 1239 would take the place of 1234


def test_the_strictest_is_taken_where_none_is_harmless():
    listed = ("climb", "KAL701", "climb")
    unlisted = ("luftansa one two three nine climb", "DLH1234", "luftansa one two three nine climb")
    fitted = fit_thresholds(*made(listed, unlisted))
    assert (fitted.unlisted_changed, fitted.thresholds.callsign) == (1, 0.85)
    assert not fitted.is_harmless


def test_a_corrector_learns_which_edits_pass_and_takes_no_harmful_one():
    """Other hypotheses repair "dissent", and leave out "kindly", which training never had but was said."""
    digits = ("one", "two", "three", "four", "five", "six")
    plain = [f"korean air seven zero one descend flight level one {digit} zero" for digit in digits]
    said = [*plain, *(f"{text} kindly" for text in plain)]
    spoken = tuple(Spoken(text, Truth(text, "KAL701"), NEIGHBORS, Path("unused")) for text in said) * 25
    repaired = [Evidence((text.replace("descend", "dissent"), text), scores=(-0.2, -0.3)) for text in plain]
    heard = [*repaired, *(Evidence((f"{text} kindly", text), scores=(-0.2, -0.3)) for text in plain)]
    corrector, _ = fit_corrector(RadioSet("made", spoken), heard * 25, plain * 2)
    results = [corrector.correct(evidence, NEIGHBORS) for evidence in heard]
    assert (corrector.gate.tried, corrector.gate.better, corrector.gate.passed) == (300, 150, 150)
    assert [result.text for result in results] == said
    assert {change.proposal.proposer for result in results for change in result.changes} == {"n-gram"}


def test_with_too_few_edits_to_learn_from_nothing_passes():
    said = "korean air seven zero one descend"
    spoken = (Spoken("1", Truth(said, "KAL701"), NEIGHBORS, Path("unused")),)
    heard = [Evidence((said.replace("descend", "dissent"), said))]
    corrector, _ = fit_corrector(RadioSet("made", spoken), heard, [said, said])
    result = corrector.correct(heard[0], NEIGHBORS)
    assert result.text == heard[0].hypotheses[0]
    assert [one.refusal for one in result.suggestions] == ["not sure enough"]
