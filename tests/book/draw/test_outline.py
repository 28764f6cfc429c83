import pytest
from hypothesis import given
from hypothesis import strategies as st

from soridam.book.draw.outline import Curve, Frame, around, outline, oval, smooth, symmetric, tube
from soridam.book.draw.svg import Box

numbers = st.floats(-100, 100)
points = st.builds(complex, numbers, numbers)


@given(points, numbers, points, st.floats(0.1, 3), st.floats(0.1, 3))
def test_frames_are_steps_taken_one_after_the_other(point, degrees, by, x, y):
    whole = Frame().scaled(x, y).rotated(degrees).moved(by)
    steps = Frame().moved(by).apply(Frame().rotated(degrees).apply(Frame().scaled(x, y).apply(point)))
    assert whole.apply(point) == pytest.approx(steps, abs=1e-6)


def test_mirroring_changes_left_and_right():
    frame = Frame().scaled(-2, 2)
    assert frame.apply(3 + 4j) == -6 + 8j
    assert frame.size == pytest.approx(2)
    assert outline("M1 2 L3 4 Z").mirrored().d == outline("M-1 2 L-3 4 Z").d


def test_an_oval_has_the_box_of_its_radii():
    assert oval(10, 20, 5, 8).box == pytest.approx(Box(5, 12, 15, 28), abs=0.01)
    assert around([oval(0, 0, 1).box, oval(10, 0, 2).box]) == pytest.approx(Box(-1, -2, 12, 2), abs=0.01)


def test_path_data_survives_being_read_and_written():
    assert (
        outline("M0 -5 Q1.5 2 3 4 C1 2 3 4 5 6 L7 8 Z").d
        == "M0.0 -5.0 Q1.5 2.0 3.0 4.0 C1.0 2.0 3.0 4.0 5.0 6.0 L7.0 8.0 Z"
    )


@pytest.mark.parametrize("d", ["M0 0 A5 5 0 0 1 9 9", "M0 0 L5", "M0 0 H5"])
def test_path_data_of_other_steps_is_refused(d):
    with pytest.raises(ValueError, match=r"is not one of|too many or too few"):
        outline(d)


@given(points, points, points, st.floats(5, 30))
def test_a_limb_reaches_a_radius_beyond_its_ends(start, middle, end, radius):
    box = tube(Curve(start, middle, end), (radius, radius)).box.grown(radius * 0.2 + 1)
    for point in (start, end):
        assert box.left <= point.real <= box.right
        assert box.top <= point.imag <= box.bottom


def test_a_symmetric_shape_goes_through_the_points_of_both_sides():
    shape = symmetric(((0, -10), (8, 0), (0, 10)))
    assert {8, -8} <= {round(point.real, 6) for point in shape.points}
    assert smooth(((0, 0), (5, 5), (10, 0)), closed=False).steps == "MCC"
