"""Which number format a run computes in."""

import time

import pytest
import torch

from soridam.training.precision import choose_precision, computes_in_bf16


@pytest.mark.parametrize("wanted", ["bf16", "float32"])
def test_what_is_asked_for_is_taken(wanted):
    assert choose_precision(wanted) == wanted


@pytest.mark.skipif(torch.cuda.is_available(), reason="asks about the processor")
def test_bf16_is_chosen_on_a_processor_where_matrices_are_multiplied_faster_in_it():
    """Where the choice is bf16 it pays; elsewhere it is not tried, as a loaded machine would decide by chance."""
    assert choose_precision("auto") == ("bf16" if computes_in_bf16() else "float32")
    if computes_in_bf16():
        assert least_time(torch.bfloat16) < least_time(torch.float32)


def least_time(kind):
    matrix = torch.ones(512, 512, dtype=kind)
    times = []
    for _ in range(20):
        started = time.perf_counter()
        torch.mm(matrix, matrix)
        times.append(time.perf_counter() - started)
    return min(times)
