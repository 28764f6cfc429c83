from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from soridam.speech.tuning.mixture import MixtureShares, plan_examples
from soridam.speech.window import FULL_WINDOW

DURATIONS = np.random.default_rng(0).uniform(0.5, 6.0, 400).tolist()
TOKENS = [8] * len(DURATIONS)
SHARE = st.floats(0, 1)


@given(SHARE, SHARE, SHARE, SHARE, st.lists(st.floats(0.1, 30), min_size=1, max_size=40))
def test_every_row_occurs_exactly_once_in_an_epoch(timestamps, no_speech, long_form, speed, durations):
    shares = MixtureShares(timestamps, no_speech, long_form, speed)
    examples = plan_examples(durations, [5] * len(durations), shares, seed=1, epoch=0)
    assert Counter(row for example in examples for row in example.rows) == Counter(range(len(durations)))


@given(SHARE, SHARE, st.lists(st.floats(0.1, 30), min_size=1, max_size=40))
def test_no_example_is_longer_than_whispers_window(long_form, speed, durations):
    shares = MixtureShares(long_form=long_form, speed=speed)
    assert all(
        e.duration <= FULL_WINDOW for e in plan_examples(durations, [5] * len(durations), shares, seed=1, epoch=0)
    )


def test_without_shares_every_utterance_is_plain():
    examples = plan_examples(DURATIONS, TOKENS, MixtureShares(), seed=1, epoch=0)
    assert {(example.kind, example.speed) for example in examples} == {("plain", 1.0)}
    assert [example.duration for example in examples] == DURATIONS


def test_shares_are_kept_within_what_chance_allows():
    examples = plan_examples(DURATIONS, TOKENS, MixtureShares(timestamps=0.25, no_speech=0.1), seed=1, epoch=0)
    kinds = Counter(example.kind for example in examples)
    assert kinds["no_speech"] == 40
    assert kinds["timed"] / 400 == pytest.approx(0.25, abs=0.06)


def test_joined_utterances_fill_long_windows_with_pauses_between_them():
    examples = plan_examples(DURATIONS, TOKENS, MixtureShares(long_form=1.0), seed=1, epoch=0)
    assert all(example.kind == "timed" for example in examples)
    assert np.median([example.duration for example in examples]) > 24
    for example in examples:
        assert len(example.pauses) == len(example.rows) - 1
        spoken = sum(DURATIONS[row] for row in example.rows)
        assert example.duration == pytest.approx(spoken + sum(example.pauses))


def test_a_faster_utterance_is_shorter():
    examples = plan_examples(DURATIONS, TOKENS, MixtureShares(speed=1.0, speed_range=(1.1, 1.2)), seed=1, epoch=0)
    assert all(e.duration == pytest.approx(DURATIONS[e.rows[0]] / e.speed) for e in examples)


def test_epochs_differ_and_the_same_epoch_is_the_same():
    shares = MixtureShares(timestamps=0.5, speed=0.5)
    first, again, second = (plan_examples(DURATIONS, TOKENS, shares, seed=1, epoch=epoch) for epoch in (0, 0, 1))
    assert first == again != second


def test_joined_texts_fit_into_the_decoder():
    shares = MixtureShares(long_form=1.0)
    examples = plan_examples([1.0] * 100, [60] * 100, shares, seed=1, epoch=0)
    assert {len(example.rows) for example in examples[:-1]} == {7}  # 7 * (60 + 2) <= 440 < 8 * (60 + 2)
