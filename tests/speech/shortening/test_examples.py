import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from soridam.speech.audio import SAMPLE_RATE
from soridam.speech.channel import ChannelShares
from soridam.speech.shortening.config import Examples
from soridam.speech.shortening.examples import draw_examples, sound_of

DURATIONS = [0.4, 1.0, 2.5, 6.0, 29.9]
PIECES = [np.full(round(seconds * SAMPLE_RATE), 1000 * (n + 1), dtype=np.int16) for n, seconds in enumerate(DURATIONS)]


@given(
    durations=st.lists(st.floats(0.3, 30), min_size=1, max_size=30),
    count=st.integers(1, 60),
    seed=st.integers(0, 1000),
)
def test_every_example_is_from_0_3_to_30_s_and_lies_within_its_pieces(durations, count, seed):
    for example in draw_examples(durations, Examples(), count=count, seed=seed):
        assert 0.3 - 1e-9 <= example.duration <= 30.0
        whole = sum(durations[piece] for piece in example.pieces) + sum(example.pauses)
        assert example.kind == "noise" or example.start + example.duration <= whole + 1e-6


def test_all_kinds_occur_and_each_piece_comes_before_any_comes_again():
    examples = draw_examples(DURATIONS * 20, Examples(), count=200, seed=1)
    assert {example.kind for example in examples} == {"whole", "cut", "joined", "noise"}
    assert {example.timed for example in examples} == {True, False}
    only_whole = Examples(cut=0, joined=0, noise=0)
    pieces = [example.pieces[0] for example in draw_examples(DURATIONS * 20, only_whole, count=90, seed=1)]
    assert len(set(pieces)) == 90


def test_an_example_sounds_the_same_each_time_and_as_long_as_it_says():
    channel = ChannelShares(noise=0.5, gain=0.5, telephone=0.2)
    for example in draw_examples(DURATIONS, Examples(joined=0.3), count=30, seed=3):
        wave = sound_of(example, PIECES, channel)
        assert len(wave) == round(example.duration * SAMPLE_RATE)
        assert np.array_equal(wave, sound_of(example, PIECES, channel))


def test_without_changes_a_cut_is_that_part_of_its_piece():
    piece = np.arange(2 * SAMPLE_RATE, dtype=np.int16)
    (example,) = draw_examples([2.0], Examples(cut=1, joined=0, noise=0), count=1, seed=0)
    wave = sound_of(example, [piece], ChannelShares())
    assert round(float(wave[0]) * 32767) == piece[round(example.start * SAMPLE_RATE)]
