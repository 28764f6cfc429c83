"""The loss of packed examples, on a tiny model of every family."""

import pytest
import torch
from tests.language.tiny_chat import FAMILIES, build_tiny
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode

from soridam.core.errors import TrainingError
from soridam.language.data.encode import Encoded
from soridam.language.tuning import network as network_module
from soridam.language.tuning.loading import make_batch, sum_by_piece
from soridam.language.tuning.network import CausalNetwork, refuse_unsound

FIRST = Encoded(0, tuple(range(5, 25)), (False,) * 8 + (True,) * 12)
SECOND = Encoded(1, tuple(range(90, 60, -1)), (False,) * 20 + (True,) * 10)


def losses(network, *pieces):
    batch = make_batch(0, pieces)
    return network(batch.token_ids, batch.positions, batch.labels)


@pytest.mark.parametrize("family", FAMILIES)
def test_an_example_has_the_same_loss_alone_and_packed(family):
    network = CausalNetwork(build_tiny(family))
    with torch.no_grad():
        packed, alone = losses(network, FIRST, SECOND), losses(network, SECOND)
    assert torch.allclose(packed[12:], alone, atol=1e-4)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_loss_is_that_of_the_model_itself(family):
    network = CausalNetwork(build_tiny(family))
    tokens = torch.tensor([SECOND.tokens])
    with torch.no_grad():
        own = network.inner(tokens, labels=torch.where(torch.tensor([SECOND.learned]), tokens, -100)).loss
        assert losses(network, SECOND).mean() == pytest.approx(float(own), rel=1e-5)
        refuse_unsound(network, SECOND.tokens, torch.device("cpu"))


def test_chunks_of_logits_change_neither_loss_nor_gradient(monkeypatch):
    found = []
    for chunk in (512, 5):
        monkeypatch.setattr(network_module, "CHUNK", chunk)
        network = CausalNetwork(build_tiny("llama"))
        losses(network, FIRST, SECOND).sum().backward()
        found.append([parameter.grad for parameter in network.parameters()])
    assert all(torch.allclose(one, other, atol=1e-5) for one, other in zip(*found, strict=True))


class LogitRows(TorchDispatchMode):
    """Notes the rows of every softmax that is computed, forward and backward."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        found = function(*args, **(kwargs or {}))
        if "softmax" in str(function):
            self.seen.append(found.shape[0])
        return found


def test_logits_exist_only_where_there_is_a_label_and_a_chunk_at_a_time(monkeypatch):
    monkeypatch.setattr(network_module, "CHUNK", 5)
    network = CausalNetwork(build_tiny("llama"))
    with LogitRows() as rows:
        losses(network, FIRST, SECOND).sum().backward()  # 22 of 48 tokens have a label
    assert rows.seen[:5] == [5, 5, 5, 5, 2]
    assert max(rows.seen) == 5


def test_losses_are_summed_for_each_example():
    sums = sum_by_piece(torch.ones(22), (FIRST, SECOND))
    assert sums.tolist() == [12.0, 10.0]


class Leaking(nn.Module):
    """A network in which every example sees those before it."""

    def __init__(self, network):
        super().__init__()
        self.network, self.inner = network, network.inner

    def forward(self, tokens, positions, labels):
        return self.network(tokens, torch.arange(tokens.shape[1])[None], labels)


def test_a_network_that_leaks_is_refused():
    with pytest.raises(TrainingError, match="packed with another"):
        refuse_unsound(Leaking(CausalNetwork(build_tiny("llama"))), SECOND.tokens, torch.device("cpu"))
