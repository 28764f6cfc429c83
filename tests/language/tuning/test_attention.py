"""Attention of packed examples, each computed alone: the same as behind the mask of Transformers, in every family."""

import pytest
import torch
from tests.language.tiny_chat import FAMILIES, build_tiny
from torch.utils.flop_counter import FlopCounterMode

from soridam.language.tuning.attention import BY_EXAMPLE, attend_apart, lengths_of
from soridam.language.tuning.network import CausalNetwork
from soridam.training.loss import IGNORED

LENGTHS = (90, 1, 70, 40)  # some longer than the sliding windows of 64


def row(lengths):
    generator = torch.Generator().manual_seed(1)
    tokens = torch.randint(5, 250, (1, sum(lengths)), generator=generator)
    positions = torch.cat([torch.arange(length) for length in lengths])[None]
    labels = torch.where(torch.arange(sum(lengths))[None] % 3 == 0, IGNORED, tokens.roll(-1))
    return tokens, positions, labels


def learned(family, monkeypatch, *, apart):
    """Losses and gradients of a row of examples."""
    with monkeypatch.context() as patch:
        if not apart:
            patch.setattr("soridam.language.tuning.network.lengths_of", lambda _: ())
        network = CausalNetwork(build_tiny(family))
        losses = network(*row(LENGTHS))
        losses.sum().backward()
    return [losses.detach(), *(parameter.grad for parameter in network.parameters())]


@pytest.mark.parametrize("family", FAMILIES)
def test_losses_and_gradients_are_those_of_one_attention_behind_a_mask(family, monkeypatch):
    one, other = (learned(family, monkeypatch, apart=apart) for apart in (True, False))
    assert all(torch.allclose(a, b, atol=1e-4, rtol=1e-4) for a, b in zip(one, other, strict=True))


def test_lengths_are_read_from_positions_that_begin_again():
    assert lengths_of(row(LENGTHS)[1]) == list(LENGTHS)
    assert lengths_of(torch.arange(7)[None]) == [7]


def test_products_of_queries_and_keys_are_those_within_examples():
    """Twelve examples of a row cost a twelfth of one that is as long."""

    def cost(lengths):
        network = CausalNetwork(build_tiny("llama"))
        # CPU's attention is not among what FlopCounterMode knows; plain products are.
        with torch.nn.attention.sdpa_kernel(torch.nn.attention.SDPBackend.MATH), FlopCounterMode(display=False) as seen:
            network(*row(lengths))
        return sum(count for operation, count in seen.get_flop_counts()["Global"].items() if "bmm" in str(operation))

    assert 0 < cost((20,) * 12) <= cost((240,)) / 11


def test_a_model_keeps_an_attention_that_is_not_sdpa():
    inner = build_tiny("llama")
    inner.set_attn_implementation("eager")
    attend_apart(inner)
    assert inner.config._attn_implementation == "eager"


def test_a_saved_model_names_no_attention_of_ours(tmp_path):
    network = CausalNetwork(build_tiny("llama"))
    network.inner.save_pretrained(tmp_path)
    assert BY_EXAMPLE not in (tmp_path / "config.json").read_text()
