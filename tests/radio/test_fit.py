from pathlib import Path

from soridam.radio.correct.snapping import Lists
from soridam.radio.fit import fit_thresholds
from soridam.radio.score import Truth
from soridam.radio.testset import RadioSet, Spoken

NEIGHBORS = Lists(("DLH1234", "DLH1239", "KAL701"))


def made(*pairs: tuple[str, str, str]) -> tuple[RadioSet, list[tuple[str, ...]]]:
    """A set of what was said, with its callsign, and what was heard."""
    spoken = tuple(
        Spoken(str(number), Truth(said, callsign), NEIGHBORS, Path("unused"))
        for number, (said, callsign, _) in enumerate(pairs)
    )
    return RadioSet("made", spoken), [(heard,) for *_, heard in pairs]


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
