import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from soridam.speech.recognition.guard import BLOCK
from soridam.speech.recognition.pieces import LONGEST, Piece, cut_pieces

RATE = 16_000


def detector(*stretches: tuple[float, float]) -> np.ndarray:
    """Probabilities: seconds, and how sure it is that somebody speaks in them."""
    return np.concatenate([np.full(round(seconds * RATE / BLOCK), sure) for seconds, sure in stretches])


def cut(probabilities: np.ndarray) -> list[Piece]:
    return cut_pieces(probabilities, len(probabilities) * BLOCK)


def test_what_is_said_is_packed_into_one_window_and_the_pauses_are_left_out():
    (piece,) = cut(detector((20, 0.0), (5, 0.9), (20, 0.1), (5, 0.9), (20, 0.0)))
    assert len(piece.spans) == 2
    assert sum(last - first for first, last in piece.spans) == pytest.approx(11 * RATE, abs=0.5 * RATE)


def test_silence_gives_nothing():
    assert cut(detector((60, 0.2))) == []


def test_speech_without_a_pause_is_cut_where_the_detector_is_least_sure():
    first, second = cut(detector((25, 0.9), (0.1, 0.45), (20, 0.9)))
    assert first.end == second.start == pytest.approx(25.05, abs=0.1)


def test_times_of_a_piece_are_found_again_in_the_recording():
    piece = Piece(((16_000, 32_000), (64_000, 80_000)))
    assert [piece.time(at) for at in (0.0, 0.5, 1.0, 1.5)] == [1.0, 1.5, 4.0, 4.5]
    assert [piece.time(at, is_end=True) for at in (0.5, 1.0, 2.0, 9.0)] == [1.5, 2.0, 5.0, 5.0]
    assert piece.sound(np.arange(80_000)).tolist()[15_999:16_001] == [31_999, 64_000]


@given(st.lists(st.tuples(st.floats(0.03, 40), st.sampled_from([0.0, 0.4, 0.6, 1.0])), min_size=1, max_size=20))
def test_pieces_are_in_order_fit_a_window_and_hold_all_that_is_certain(stretches):
    probabilities = detector(*stretches)
    samples = len(probabilities) * BLOCK
    pieces = cut_pieces(probabilities, samples)
    spans = [span for piece in pieces for span in piece.spans]
    assert all(0 <= first < last <= samples for first, last in spans)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
    assert all(sum(last - first for first, last in piece.spans) <= LONGEST for piece in pieces)
    for block in np.flatnonzero(probabilities >= 0.6):
        assert any(first <= block * BLOCK and (block + 1) * BLOCK <= last for first, last in spans)
