import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from soridam.image.data.buckets import Bucket, all_buckets, crop_box, fit_to_bucket, place_in, share_kept

SIDES = ((512, 64), (1024, 64), (768, 64), (64, 8), (512, 32))
sizes = st.tuples(st.integers(1, 9_000), st.integers(1, 9_000))
sides = st.sampled_from([*SIDES, (256, 64), (64, 64), (100, 64)])


@given(sizes, sides)
def test_every_size_has_a_bucket_in_steps_and_within_the_area(size, limits):
    side, step = limits
    bucket = place_in(size, side, step)
    assert bucket.area <= side * side
    assert bucket.width % step == bucket.height % step == 0
    assert max(bucket.width, bucket.height) <= 3 * min(bucket.width, bucket.height)


@given(sizes, sides)
def test_no_picture_is_scaled_up_that_need_not_be(size, limits):
    bucket = place_in(size, *limits)
    enlarged = [length for length, mine in zip(size, (bucket.width, bucket.height), strict=True) if mine > length]
    assert all(length < limits[1] for length in enlarged)  # only what is shorter than one step


@given(st.floats(1, 3), st.booleans(), st.sampled_from(SIDES))
def test_of_a_large_picture_at_most_a_sixth_is_cut_off(ratio, tall, limits):
    size = (round(3_000 * ratio), 3_000)
    bucket = place_in(size[::-1] if tall else size, *limits)
    assert share_kept(size[::-1] if tall else size, bucket) >= 5 / 6
    assert bucket.area >= 0.75 * limits[0] ** 2


@pytest.mark.parametrize("limits", [*SIDES, (256, 64), (32, 8)])
@pytest.mark.parametrize("size", [(1024, 768), (2048, 1536), (768, 1024)])
def test_a_page_of_a_book_loses_at_most_a_twentieth(size, limits):
    assert share_kept(size, place_in(size, *limits)) >= 0.95


@pytest.mark.parametrize(("side", "step"), SIDES)
def test_a_square_stays_a_square(side, step):
    assert place_in((4_000, 4_000), side, step) == Bucket(side, side)


def test_the_same_sizes_lie_on_their_sides():
    found = {(bucket.width, bucket.height) for bucket in all_buckets(512, 64)}
    assert found == {(height, width) for width, height in found}
    assert place_in((1600, 900), 512, 64) == Bucket(640, 384)
    assert place_in((900, 1600), 512, 64) == Bucket(384, 640)


def test_a_side_that_is_shorter_than_a_step_is_refused():
    with pytest.raises(ValueError, match="64 fits 32 x 32"):
        place_in((500, 500), 32, 64)


@given(sizes, sides)
def test_the_part_that_is_shown_has_the_shape_of_the_bucket_and_lies_in_the_picture(size, limits):
    bucket = place_in(size, *limits)
    left, top, right, bottom = crop_box(size, bucket)
    assert 0 <= left < right <= size[0]
    assert 0 <= top < bottom <= size[1]
    assert (right - left) / (bottom - top) == pytest.approx(bucket.width / bucket.height)
    assert (right - left) * (bottom - top) / (size[0] * size[1]) == pytest.approx(share_kept(size, bucket))


def test_a_wide_picture_is_cut_alike_at_both_sides_and_a_tall_one_more_below():
    assert crop_box((300, 100), Bucket(64, 64)) == (100, 0, 200, 100)
    assert crop_box((100, 400), Bucket(64, 64)) == pytest.approx((0, 100, 100, 200))


def test_a_face_in_the_upper_third_stays_whole():
    tall = np.zeros((400, 100, 3), np.uint8)
    tall[100:133] = 255
    fitted = np.asarray(fit_to_bucket(Image.fromarray(tall), Bucket(64, 64)))
    assert fitted.shape == (64, 64, 3)
    assert fitted[:, 0, 0].astype(int).sum() == pytest.approx(255 * 33 * 0.64, rel=0.05)


@given(sizes.filter(lambda size: size[0] * size[1] < 250_000), st.sampled_from([(64, 8), (128, 64)]))
def test_a_fitted_picture_has_the_size_of_its_bucket(size, limits):
    bucket = place_in(size, *limits)
    assert fit_to_bucket(Image.new("RGB", size, "teal"), bucket).size == (bucket.width, bucket.height)
