"""What is trained, by name, on a tiny model of every family: nothing is silently left out."""

import pytest
import torch
from tests.language.tiny_chat import FAMILIES, build_tiny, write_tiny_chat
from tests.language.tuning.test_network import SECOND

from soridam.core.errors import ConfigError
from soridam.language.tuning.config import LanguageTuning
from soridam.language.tuning.loading import make_batch
from soridam.language.tuning.trainable import find_blocks, load_for_training, lora_layers, train_parts
from soridam.training.config import ModelSection

ATTENTION = {"gpt2": 2, "phi3": 2}  # linear layers of a block; of others q, k, v and o
MLP = {"gpt2": 2, "phi3": 2}  # of others gate, up and down
CPU = torch.device("cpu")


@pytest.mark.parametrize("family", FAMILIES)
def test_adapters_find_every_linear_layer_of_both_branches(family):
    model = build_tiny(family)
    attention = lora_layers(model, LanguageTuning(parts=("attention",)))
    mlp = lora_layers(model, LanguageTuning(parts=("mlp",)))
    assert (len(attention), len(mlp)) == (3 * ATTENTION.get(family, 4), 3 * MLP.get(family, 3))
    assert not set(attention) & set(mlp)
    assert all(("attn" in name, "mlp" in name) == (True, False) for name in attention)
    assert all(("attn" in name, "mlp" in name) == (False, True) for name in mlp)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_range_of_layers_is_kept(family):
    blocks = find_blocks(build_tiny(family), LanguageTuning(layers=(1, 2)))
    assert len(blocks) == 4
    assert not any(".0." in block for block in blocks)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("method", ["lora", "lora-int8", "lora-4bit"])
def test_every_adapter_gets_a_gradient(family, method, tmp_path):
    tuning = LanguageTuning(method=method, rank=2, alpha=4)
    folder = write_tiny_chat(tmp_path, family)
    network, _ = load_for_training(folder, ModelSection(), tuning, precision="float32", device=CPU, seed=7)
    batch = make_batch(0, [SECOND])
    network.train()
    network(batch.token_ids, batch.positions, batch.labels).sum().backward()
    second_factors = [p.grad for name, p in network.named_parameters() if "lora_B" in name]
    assert len(second_factors) == 3 * (ATTENTION.get(family, 4) + MLP.get(family, 3))
    assert all(gradient is not None and gradient.abs().sum() > 0 for gradient in second_factors)


def test_all_three_parts_are_the_whole_model():
    model = build_tiny("llama")
    train_parts(model, LanguageTuning(parts=("attention", "mlp", "embeddings")))
    assert all(parameter.requires_grad for parameter in model.parameters())


def test_one_part_leaves_the_others_as_they_are():
    model = build_tiny("llama")
    train_parts(model, LanguageTuning(parts=("mlp",), layers=(2, 2)))
    trained = {name for name, parameter in model.named_parameters() if parameter.requires_grad}
    assert trained == {f"model.layers.2.mlp.{name}_proj.weight" for name in ("gate", "up", "down")}


def test_adapters_on_embeddings_that_are_the_output_layer_too_are_refused():
    with pytest.raises(ConfigError, match="output layer"):
        lora_layers(build_tiny("qwen3"), LanguageTuning(parts=("attention", "embeddings")))


def test_adapters_on_free_embeddings_are_put_on_both_ends():
    names = lora_layers(build_tiny("llama"), LanguageTuning(parts=("attention", "embeddings")))
    assert {"model.embed_tokens", "lm_head"} <= set(names)


def test_layers_beyond_the_last_are_refused():
    with pytest.raises(ConfigError, match="0 to 2"):
        find_blocks(build_tiny("llama"), LanguageTuning(layers=(1, 3)))
