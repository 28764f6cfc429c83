"""Weights of CTranslate2 in int8: near what they were, and small enough for processors without VNNI."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from soridam.training.ctranslate2_form import round_rows

finite = st.floats(-(2.0**60), 2.0**60, width=32, allow_subnormal=False)


@given(arrays(np.float32, array_shapes(min_dims=2, max_dims=3, max_side=5), elements=finite))
def test_rows_are_rounded_to_the_nearest_step(weights):
    rounded, scales = round_rows(weights)
    assert rounded.shape == weights.shape
    for row, integers, scale in zip(weights, rounded, scales, strict=True):
        assert np.abs(row * scale - integers).max() <= 0.5001


@given(arrays(np.float32, (3, 4), elements=finite))
def test_two_products_with_bytes_stay_in_16_bits(weights):
    rounded, _ = round_rows(weights)
    assert 2 * 255 * np.abs(rounded.astype(int)).max() <= np.iinfo(np.int16).max


def test_a_row_of_zeros_and_a_row_of_tiny_weights_are_no_division_by_zero():
    rounded, scales = round_rows(np.array([[0, 0], [1e-45, 0]], dtype=np.float32))
    assert rounded[0].tolist() == [0, 0]
    assert np.isfinite(scales).all()
    assert (scales > 0).all()
