from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from soridam.radio.correct.gate import FEATURES, Gate
from soridam.radio.correct.guard import Evidence
from soridam.radio.correct.ngram import NgramModel
from soridam.radio.correct.snapping import Lists
from soridam.radio.corrector import Corrector
from soridam.radio.matrix import SILENT, measure_matrix
from soridam.radio.picture import draw_matrix
from soridam.radio.score import Truth
from soridam.radio.testset import RadioSet, Spoken

LISTS = Lists(("DLH123", "BAW2A", "KAL701"), ())
SPOKEN = tuple(
    Spoken(
        str(number),
        Truth(text, callsign, ()),
        LISTS,
        Path("unused"),
        tags=("LKPR", ("pilot", "controller")[number % 2]),
    )
    for number, (text, callsign) in enumerate(
        [
            ("lufthansa one two three descend now", "DLH123"),
            ("korean air seven zero one climb now", "KAL701"),
            ("speedbird two alfa turn left", "BAW2A"),
        ]
    )
)
HEARD = [
    Evidence(("luftansa one two three descend now",)),
    Evidence(("korean air seven zero one crime now", "korean air seven zero one climb now")),
    SILENT,
]
OPEN = Gate((0.0,) * len(FEATURES), (1.0,) * len(FEATURES), (0.0,) * len(FEATURES), 4.0, 0.5)
CORRECTOR = Corrector(ngram=NgramModel(tuple(one.truth.text for one in SPOKEN) * 2), gate=OPEN)


@pytest.fixture(scope="module")
def cells():
    matrix = measure_matrix(RadioSet("made/test", SPOKEN), {"base": HEARD}, CORRECTOR)
    return {cell.correction: cell for cell in matrix.cells}


def test_without_correction_nothing_changes(cells):
    none = cells["none"]
    assert (none.changed, none.better, none.worse, none.invented) == (0, 0, 0, 0)
    assert none.callsign_exact.rate == pytest.approx(1 / 3)
    assert none.word_error_rate.rate == pytest.approx(7 / 18)


def test_a_guarded_correction_finds_the_callsign_and_says_that_it_was_right(cells):
    names = cells["names"]
    assert (names.better, names.worse, names.changes, names.changes_right) == (1, 0, 1, 1)
    assert names.callsign_exact.rate == pytest.approx(2 / 3)
    assert names.against_none.difference < 0


def test_an_n_gram_takes_the_word_of_another_hypothesis_that_is_likelier(cells):
    assert cells["n-gram"].texts[1] == SPOKEN[1].truth.text
    assert (cells["n-gram"].better, cells["n-gram"].worse) == (1, 0)


def test_all_together_do_what_each_does(cells):
    guarded = cells["guarded"]
    assert (guarded.better, guarded.worse, guarded.changes_right) == (2, 0, 2)


def test_each_slice_shows_its_errors_before_and_after(cells):
    slices = {one.name: (one.utterances, one.before, one.after, one.words) for one in cells["guarded"].slices}
    assert slices == {"LKPR": (3, 7, 5, 18), "controller": (1, 1, 0, 7), "pilot": (2, 6, 5, 11)}


def test_a_list_without_the_true_name_changes_nothing_here(cells):
    assert cells["guarded, not on the list"].changed == 1  # by the n-gram


def test_figures_go_into_json(cells):
    told = cells["guarded"].to_json()
    assert told["utterances"] == 3
    assert told["wer"]["value"] == pytest.approx(5 / 18, abs=1e-4)
    assert told["invented_numbers"] == 0


def test_the_picture_is_a_png_with_a_row_for_each_cell():
    small, large = (
        measure_matrix(RadioSet("made", SPOKEN), heard, CORRECTOR) for heard in ({"a": HEARD}, {"a": HEARD, "b": HEARD})
    )
    heights = [Image.open(BytesIO(draw_matrix(matrix))).height for matrix in (small, large)]
    assert heights[1] > heights[0]
