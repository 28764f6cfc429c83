import pytest
from hypothesis import given
from hypothesis import strategies as st

from soridam.book.draw import colors

anything = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


@given(anything)
def test_a_color_survives_the_way_to_lab_and_back(color):
    assert colors.from_lab(colors.to_lab(color)) == color


@given(anything, anything)
def test_a_mix_begins_with_one_and_ends_with_the_other(first, second):
    assert colors.mix(first, second, 0.0) == first
    assert colors.mix(first, second, 1.0) == second


@given(anything, anything)
def test_colors_kept_apart_can_be_told_apart(color, neighbor):
    assert colors.difference(colors.apart(color, neighbor), neighbor) > 0.1


def test_a_color_that_already_differs_stays():
    assert colors.apart("#e8574f", "#4a86d8") == "#e8574f"


@given(anything, st.floats(0.2, 0.8))
def test_lightness_stays_within_its_bounds(color, lowest):
    assert lowest - 0.06 < colors.lightness(colors.within_lightness(color, lowest, lowest + 0.1)) < lowest + 0.16


@pytest.mark.parametrize("text", ["red", "#fff", "#GGGGGG", "#ffffff\n", 'x"/><script>', "url(http://a.b)", ""])
def test_what_is_no_color_is_refused(text):
    for function in (colors.lightness, lambda text: colors.mix("#ffffff", text, 0.5)):
        with pytest.raises(ValueError, match="is not a color"):
            function(text)
