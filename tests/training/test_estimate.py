import time

import numpy as np
import pytest
import torch
from torch import nn

from soridam.core.errors import TrainingError
from soridam.core.messages import Message
from soridam.training.estimate import (
    Estimate,
    count_heaviest,
    explaining_out_of_memory,
    optimizer_bytes,
    probe,
    refuse_too_large,
    watching_peak,
)

CPU = torch.device("cpu")
HINT = Message("Lower batches.rows.")


def test_only_trained_weights_need_gradients_and_averages():
    network = nn.Linear(10, 10)
    network.bias.requires_grad = False
    assert optimizer_bytes(network) == 100 * 12


def test_the_peak_of_memory_is_seen_although_it_is_freed_again():
    with watching_peak(CPU) as peak:
        small = peak.bytes
        block = np.ones(40_000_000, dtype=np.float32)
        time.sleep(0.1)  # longer than it takes to look
        del block
    assert peak.bytes - small > 150_000_000


def test_a_probe_leaves_no_gradients_and_extrapolates_to_the_run():
    network = nn.Linear(4, 4)
    found = probe(lambda: network(torch.ones(1, 4)).sum().backward(), network, device=CPU, batches=100, hint=HINT)
    assert network.weight.grad is None
    assert found.training_seconds == pytest.approx(100 * found.batch_seconds)


def test_an_estimate_can_be_read():
    text = Estimate(3_000_000_000, 16_000_000_000, 1.5, training_seconds=5_400, validation_seconds=60).describe()
    assert text == (
        "About 3.0 GB of memory (of 16.0 GB), 90 min of training and 60 s of validation; 1.50 s for the heaviest batch."
    )


def test_a_run_lasts_as_long_as_training_and_validation_together():
    assert Estimate(0, 0, 1.0, training_seconds=100, validation_seconds=20).run_seconds == 120


@pytest.mark.parametrize("error", [MemoryError(), torch.OutOfMemoryError(), RuntimeError("DefaultCPUAllocator: no")])
def test_a_lack_of_memory_names_the_settings_to_lower(error):
    with pytest.raises(TrainingError) as told, explaining_out_of_memory(HINT):
        raise error
    assert told.value.hint == "Lower batches.rows."


def test_the_allocator_of_the_cpu_still_says_what_we_look_for():
    with pytest.raises(TrainingError, match="memory"), explaining_out_of_memory(HINT):
        torch.empty(2**60)


def test_other_errors_pass_unchanged():
    with pytest.raises(RuntimeError, match="shapes"), explaining_out_of_memory(HINT):
        raise RuntimeError("shapes differ")


def test_a_model_whose_optimizer_alone_is_too_large_is_refused_before_it_starts():
    with torch.device("meta"):
        network = nn.Linear(1_000_000, 1_000_000)
    with pytest.raises(TrainingError, match="12000"):
        refuse_too_large(network, CPU, HINT)


def test_a_run_that_fits_only_without_its_optimizer_is_refused(monkeypatch):
    monkeypatch.setattr("soridam.training.estimate.free_memory", lambda device: 0)
    network = nn.Linear(4000, 4000)  # 64 MB of weights, 128 MB of averages
    with pytest.raises(TrainingError, match="are available") as told:
        probe(lambda: network(torch.ones(1, 4000)).sum().backward(), network, device=CPU, batches=1, hint=HINT)
    assert told.value.hint == "Lower batches.rows."


def test_a_run_is_counted_in_batches_as_heavy_as_its_heaviest():
    assert count_heaviest([10.0, 5.0, 5.0], batches=3) == pytest.approx(2)
    assert count_heaviest([4.0, 4.0], batches=7) == pytest.approx(7)
