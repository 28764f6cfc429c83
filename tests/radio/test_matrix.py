from pathlib import Path

import pytest

from soridam.radio.correct.snapping import Lists
from soridam.radio.matrix import corrections, measure_matrix
from soridam.radio.score import Truth
from soridam.radio.testset import RadioSet, Spoken

LISTS = Lists(("DLH123", "BAW2A", "KAL701"), ())
SPOKEN = tuple(
    Spoken(str(number), Truth(text, callsign, ()), LISTS, Path("unused"))
    for number, (text, callsign) in enumerate(
        [
            ("lufthansa one two three descend now", "DLH123"),
            ("korean air seven zero one climb now", "KAL701"),
            ("speedbird two alfa turn left", "BAW2A"),
        ]
    )
)
HEARD = [
    ("luftansa one two three descend now",),
    ("korean air seven zero one climb now", "korean air seven zero one crime now"),
    ("",),
]


@pytest.fixture(scope="module")
def cells():
    matrix = measure_matrix(RadioSet("made/test", SPOKEN), {"base": HEARD}, corrections())
    return {cell.correction: cell for cell in matrix.cells}


def test_without_correction_nothing_changes(cells):
    none = cells["none"]
    assert (none.changed, none.better, none.worse, none.invented) == (0, 0, 0, 0)
    assert none.callsign_exact.rate == pytest.approx(1 / 3)
    assert none.word_error_rate.rate == pytest.approx(6 / 18)


def test_a_guarded_correction_finds_the_callsign_and_says_that_it_was_right(cells):
    guarded = cells["guarded"]
    assert (guarded.better, guarded.worse, guarded.changes, guarded.changes_right) == (1, 0, 1, 1)
    assert guarded.callsign_exact.rate == pytest.approx(2 / 3)
    assert guarded.against_none.difference < 0


def test_a_list_without_the_true_name_changes_nothing_here(cells):
    assert cells["guarded, not on the list"].changed == 0


def test_figures_go_into_json(cells):
    told = cells["guarded"].to_json()
    assert told["utterances"] == 3
    assert told["wer"]["value"] == pytest.approx(5 / 18, abs=1e-4)
    assert told["invented_numbers"] == 0
