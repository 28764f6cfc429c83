import torch
from torch import nn

from soridam.training.averages import Averages
from soridam.training.checkpoint import Checkpoints, TrainingState, restore_best, restore_newest
from soridam.training.config import Optimizer
from soridam.training.optimizer import build_optimizer


def build(seed=0):
    torch.manual_seed(seed)
    network = nn.Linear(2, 2)
    network.bias.requires_grad = False
    return network, build_optimizer(network, Optimizer(learning_rate=0.5))


def walk(network, optimizer, averages, steps):
    for step in steps:
        network(torch.full((1, 2), 1.0 + step)).square().sum().backward()
        optimizer.step()
        optimizer.zero_grad()
        averages.update(step + 1)


def test_averages_follow_the_weights_slowly_and_of_what_is_trained_only():
    network, optimizer = build()
    averages = Averages(network, decay=0.9)
    assert set(averages.values) == {"weight"}
    expected = network.weight.detach().clone()
    for step in range(5):
        walk(network, optimizer, averages, [step])
        decay = min(0.9, (2 + step) / (11 + step))
        expected = decay * expected + (1 - decay) * network.weight.detach()
    torch.testing.assert_close(averages.values["weight"], expected)


def test_in_use_they_are_the_weights_and_afterwards_both_are_as_before():
    network, optimizer = build()
    averages = Averages(network, decay=0.9)
    walk(network, optimizer, averages, range(3))
    weight, average = network.weight.detach().clone(), averages.values["weight"].clone()
    with averages.in_use():
        assert torch.equal(network.weight, average)
    assert torch.equal(network.weight, weight) and torch.equal(averages.values["weight"], average)


def test_without_decay_there_are_none_and_nothing_changes():
    network, optimizer = build()
    averages = Averages(network, decay=0.0)
    walk(network, optimizer, averages, range(2))
    weight = network.weight.detach().clone()
    with averages.in_use():
        assert torch.equal(network.weight, weight)
    assert averages.values == {}


def test_a_checkpoint_keeps_both_and_the_averages_become_the_model(tmp_path):
    checkpoints = Checkpoints(tmp_path, keep=2)
    network, optimizer = build()
    averages = Averages(network, decay=0.9)
    walk(network, optimizer, averages, range(3))
    saved = checkpoints.save(network, optimizer, averages, TrainingState(step=3))
    other, other_optimizer = build(seed=1)
    others = Averages(other, decay=0.9)
    assert restore_newest(checkpoints, other, other_optimizer, others) == TrainingState(step=3)
    assert torch.equal(others.values["weight"], averages.values["weight"])
    assert torch.equal(other.weight, network.weight)
    restore_best(saved, other)
    assert torch.equal(other.weight, averages.values["weight"])
