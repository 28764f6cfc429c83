import numpy as np
import pytest

from soridam.speech.evaluation.slices import duration_bucket, iter_slices
from soridam.text.error_rates import METRICS

DURATIONS = np.array([0.5, 1.5, 1.5, 3.0])
ERRORS = {metric: np.array([[1, 0, 0, 2], [0, 0, 0, 4], [0, 1, 0, 4], [0, 0, 2, 8]]) for metric in METRICS}
UNKNOWN = {factor: [""] * 4 for factor in ("region", "source", "speaker")}
FACTS = {"age": ["10~19", "3~6", "3~6", ""], "gender": ["female"] * 4, **UNKNOWN}


def slices_of(factor: str):
    found = iter_slices(ERRORS, FACTS, DURATIONS, seed=7)
    return {cut.value: cut for cut in found if cut.factor == factor}


@pytest.mark.parametrize(
    ("seconds", "bucket"), [(0.99, "0-1"), (1.0, "1-2"), (3.9, "2-4"), (29.9, "15-30"), (30.0, "30-")]
)
def test_an_edge_belongs_to_the_longer_bucket(seconds, bucket):
    assert duration_bucket(seconds) == bucket


def test_ages_come_in_order_and_the_unknown_last():
    assert list(slices_of("age")) == ["3~6", "10~19", ""]


def test_a_slice_has_the_errors_of_its_rows_alone():
    children = slices_of("age")["3~6"]
    assert (children.utterances, children.seconds) == (2, 3.0)
    assert (children.scores["wer"].counts.errors, children.scores["wer"].counts.reference_length) == (1, 8)


def test_a_factor_with_one_value_is_no_slice():
    assert slices_of("gender") == {}


def test_slices_of_a_factor_add_up():
    assert sum(cut.scores["cer"].counts.errors for cut in slices_of("duration").values()) == 4
