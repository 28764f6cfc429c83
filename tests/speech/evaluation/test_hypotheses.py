from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.speech.evaluation.evaluated import Parrot, tone

from soridam.core.progress import SilentProgress
from soridam.speech.evaluation.hypotheses import ROWS_AT_ONCE, SECONDS_AT_ONCE, Row, batches, read_kept, transcribe_rows

ROWS = [Row(number, 1.0 + number / 10, "en") for number in range(20)]
TEXTS = [f"text {number}\u2028한글" for number in range(20)]


def read(number: int):
    return tone(number, ROWS[number].duration)


def transcribe(kept: Path, recognizer: Parrot, rows=ROWS):
    return transcribe_rows(rows, read, lambda: recognizer, kept, SilentProgress())


def refuse():
    raise AssertionError("The model is not needed.")


def test_hypotheses_come_in_the_order_of_the_rows(tmp_path):
    assert [hypothesis.text for hypothesis in transcribe(tmp_path / "kept.jsonl", Parrot(TEXTS))] == TEXTS


def test_what_is_kept_is_not_transcribed_again(tmp_path):
    first = transcribe(tmp_path / "kept.jsonl", Parrot(TEXTS))
    assert transcribe_rows(ROWS, read, refuse, tmp_path / "kept.jsonl", SilentProgress()) == first


@pytest.mark.parametrize(("cut", "missing"), [(1, 0), (40, 1), (700, 2)])
def test_an_interrupted_run_makes_only_the_missing_batches(tmp_path, cut, missing):
    kept = tmp_path / "kept.jsonl"
    whole = transcribe(kept, Parrot(TEXTS))
    kept.write_bytes(kept.read_bytes()[:-cut])  # as a kill in the middle of a write leaves it
    parrot = Parrot(TEXTS)
    again = transcribe(kept, parrot)
    assert [hypothesis.text for hypothesis in again] == [hypothesis.text for hypothesis in whole]
    assert len(parrot.batches) == missing
    assert {hypothesis.text for hypothesis in read_kept(kept).values()} == set(TEXTS)


def test_another_language_is_transcribed_anew(tmp_path):
    transcribe(tmp_path / "kept.jsonl", Parrot(TEXTS))
    korean = [Row(row.number, row.duration, "ko") for row in ROWS]
    parrot = Parrot(TEXTS)
    transcribe(tmp_path / "kept.jsonl", parrot, korean)
    assert sum(map(len, parrot.batches)) == len(ROWS)


@given(st.lists(st.tuples(st.floats(0.1, 30), st.sampled_from(["en", "ko"])), max_size=60))
def test_batches_hold_every_row_once_and_stay_small(drawn):
    rows = [Row(number, duration, language) for number, (duration, language) in enumerate(drawn)]
    made = list(batches(rows))
    assert sorted(row.number for batch in made for row in batch) == list(range(len(rows)))
    for batch in made:
        assert len({row.language for row in batch}) == 1
        assert len(batch) <= ROWS_AT_ONCE
        assert len(batch) * max(row.duration for row in batch) <= SECONDS_AT_ONCE or len(batch) == 1
