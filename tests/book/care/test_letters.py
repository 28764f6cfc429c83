"""Pieces of letters: which sentences share them, and how long they take."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soridam.book.care.letters import WIDTH, letter_rows


def test_a_row_has_length_one():
    rows = letter_rows(["my dad hits me", "아빠가 때려요", ""])
    assert rows.shape == (3, WIDTH)
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1, 1], abs=1e-3)


@pytest.mark.parametrize(
    ("one", "alike", "other"),
    [
        ("아빠가 때려요", "압빠가 떄려여", "토끼가 웃어요"),
        ("삼촌이 만졌어요", "삼춘이 만젔어", "토끼가 달나라에 갔어요"),
        ("my daddy hits me", "my dady hitz me", "a rabbit on the moon"),
    ],
)
def test_misspelled_sentences_share_more_letters_than_others(one, alike, other):
    rows = letter_rows([one, alike, other])
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.1


def test_a_text_twice_as_long_takes_about_twice_as_long():
    def seconds(text: str) -> float:
        best = 9.0
        for _ in range(3):
            begin = time.process_time()
            letter_rows([text])
            best = min(best, time.process_time() - begin)
        return best

    text = "".join(chr(0xAC00 + at * 7 % 11172) for at in range(20_000))
    assert seconds(text + text[::-1]) < 5 * seconds(text) + 0.05


@settings(max_examples=100)
@given(st.text(max_size=200))
def test_any_text_has_a_row(said):
    assert np.isfinite(letter_rows([said])).all()
