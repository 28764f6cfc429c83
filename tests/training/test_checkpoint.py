import json
import math
from dataclasses import replace

import pytest
import torch
from torch import nn

from soridam.core.errors import TrainingError
from soridam.training.averages import Averages
from soridam.training.checkpoint import (
    Checkpoints,
    TrainingState,
    is_whole,
    read_state,
    restore_optimizer,
    restore_weights,
)
from soridam.training.config import Optimizer
from soridam.training.metric import Metric
from soridam.training.optimizer import build_optimizer

NO_AVERAGES = Averages(nn.Linear(1, 1), decay=0.0)
WER = Metric("wer", "WER", "percent")


def build_network(seed=0):
    torch.manual_seed(seed)
    network = nn.Sequential(nn.Linear(3, 4), nn.LayerNorm(4), nn.Linear(4, 2))
    network[0].bias.requires_grad = False
    return network, build_optimizer(network, Optimizer(learning_rate=0.1, weight_decay=0.1))


def take_step(network, optimizer, step):
    optimizer.zero_grad()
    network(torch.full((2, 3), float(step + 1))).square().sum().backward()
    optimizer.step()


@pytest.fixture
def trained():
    network, optimizer = build_network()
    for step in range(3):
        take_step(network, optimizer, step)
    return network, optimizer


@pytest.fixture
def checkpoints(tmp_path):
    return Checkpoints(tmp_path / "checkpoints", keep=2)


def test_a_restored_network_takes_the_same_next_step_bit_for_bit(trained, checkpoints):
    network, optimizer = trained
    saved = checkpoints.save(network, optimizer, NO_AVERAGES, TrainingState(step=3))
    other, other_optimizer = build_network(seed=1)
    other[0].bias.data = network[0].bias.data.clone()  # frozen, so it is no part of a checkpoint
    restore_weights(saved, other)
    restore_optimizer(saved, other_optimizer, other)
    take_step(network, optimizer, 3)
    take_step(other, other_optimizer, 3)
    for ours, theirs in zip(network.parameters(), other.parameters(), strict=True):
        assert torch.equal(ours, theirs)


def test_the_state_comes_back_as_it_was(trained, checkpoints):
    state = TrainingState(3, first_score=math.inf, best_score=0.25, best_step=2, validations_without_gain=1)
    assert read_state(checkpoints.save(*trained, NO_AVERAGES, state)) == state


def test_only_safetensors_and_json_are_written(trained, checkpoints):
    folder = checkpoints.save(*trained, NO_AVERAGES, TrainingState(step=3))
    assert {path.suffix for path in folder.iterdir()} == {".safetensors", ".json"}


def test_the_newest_checkpoint_whose_manifest_holds_is_found(trained, checkpoints):
    for step in (1, 2):
        checkpoints.save(*trained, NO_AVERAGES, TrainingState(step=step))
    assert checkpoints.newest() == checkpoints.path(2)


@pytest.mark.parametrize("name", ["weights.safetensors", "optimizer.safetensors", "state.json"])
def test_a_checkpoint_with_one_changed_byte_is_passed_over(trained, checkpoints, name):
    for step in (1, 2):
        checkpoints.save(*trained, NO_AVERAGES, TrainingState(step=step))
    damaged = checkpoints.path(2) / name
    content = bytearray(damaged.read_bytes())
    content[-2] ^= 1
    damaged.write_bytes(content)
    assert checkpoints.newest() == checkpoints.path(1)


@pytest.mark.parametrize("manifest", ["", "{}", "[1]", '{"weights.safetensors": "0"}'])
def test_a_checkpoint_with_a_broken_manifest_is_not_whole(trained, checkpoints, manifest):
    folder = checkpoints.save(*trained, NO_AVERAGES, TrainingState(step=1))
    (folder / "manifest.json").write_text(manifest)
    assert not is_whole(folder)


def test_a_temporary_folder_of_a_killed_save_is_no_checkpoint_and_does_not_hinder_the_next(trained, checkpoints):
    leftover = checkpoints.folder / ".checkpoint-1.tmp"
    leftover.mkdir(parents=True)
    (leftover / "weights.safetensors").write_bytes(b"half")
    assert checkpoints.newest() is None
    assert is_whole(checkpoints.save(*trained, NO_AVERAGES, TrainingState(step=1)))


def test_the_last_few_and_the_best_are_kept(trained, checkpoints):
    for step in range(1, 6):
        checkpoints.save(*trained, NO_AVERAGES, TrainingState(step=step, best_step=1))
    assert sorted(path.name for path in checkpoints.folder.iterdir()) == [
        "checkpoint-1",
        "checkpoint-4",
        "checkpoint-5",
    ]


def test_a_foreign_file_such_as_a_pickle_is_refused(trained, checkpoints):
    folder = checkpoints.save(*trained, NO_AVERAGES, TrainingState(step=1))
    (folder / "custom_checkpoint_0.pkl").write_bytes(b"\x80\x04N.")
    with pytest.raises(TrainingError, match=r"custom_checkpoint_0\.pkl"):
        read_state(folder)


def test_weights_of_another_network_are_refused(trained, checkpoints):
    folder = checkpoints.save(*trained, NO_AVERAGES, TrainingState(step=1))
    with pytest.raises(TrainingError, match="another model"):
        restore_weights(folder, nn.Linear(3, 4))


def test_an_optimizer_without_its_state_is_refused(trained, checkpoints):
    network, optimizer = trained
    network[0].bias.requires_grad = True
    folder = checkpoints.save(network, optimizer, NO_AVERAGES, TrainingState(step=1))
    with pytest.raises(TrainingError, match="optimizer's state"):
        restore_optimizer(folder, build_optimizer(network, Optimizer(learning_rate=0.1, weight_decay=0.0)), network)


def test_a_better_score_makes_a_checkpoint_the_best_and_resets_the_patience():
    state = TrainingState(first_score=0.5).validated(10, 0.4, WER).validated(20, 0.45, WER)
    assert (state.best_step, state.validations_without_gain) == (10, 1)
    assert state.validated(30, 0.3, WER) == replace(
        state, step=30, best_score=0.3, best_step=30, validations_without_gain=0
    )


def test_a_checkpoint_may_hold_a_score_that_was_never_measured(trained, checkpoints):
    folder = checkpoints.save(*trained, NO_AVERAGES, TrainingState(step=1))
    assert json.loads((folder / "state.json").read_text())["best_score"] == math.inf
