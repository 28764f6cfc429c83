"""Sliders on tiny random models of every kind: untouched rows stay as they are, and gains are scaled weights."""

import copy
import threading

import pytest
import torch
from diffusers import UNet2DConditionModel
from tests.speech.tiny_whisper import build_tiny_whisper
from torch import nn
from transformers import (
    CLIPTextConfig,
    CLIPTextModel,
    Gemma3ForCausalLM,
    Gemma3TextConfig,
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    MistralConfig,
    MistralForCausalLM,
    Phi3Config,
    Phi3ForCausalLM,
    PhiConfig,
    PhiForCausalLM,
    Qwen2Config,
    Qwen2ForCausalLM,
    Qwen3Config,
    Qwen3ForCausalLM,
)

from soridam.core.errors import UsageError
from soridam.training.adjust import (
    UNTOUCHED,
    Adjustable,
    Adjustment,
    find_norms,
    find_sites,
)

SMALL = {
    "vocab_size": 64,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "max_position_embeddings": 32,
}
GROUPED = {**SMALL, "num_key_value_heads": 2}
BOTH = Adjustment(attention=0.5, mlp=1.4, epsilon=1e-2)


def gpt2() -> nn.Module:
    return GPT2LMHeadModel(GPT2Config(vocab_size=64, n_embd=32, n_layer=3, n_head=4, n_positions=32))


def clip() -> nn.Module:
    return CLIPTextModel(CLIPTextConfig(**SMALL, eos_token_id=2))


def unet() -> nn.Module:
    return UNet2DConditionModel(
        sample_size=8,
        in_channels=4,
        out_channels=4,
        block_out_channels=(32, 64),
        layers_per_block=1,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=32,
        attention_head_dim=8,
        norm_num_groups=8,
    )


KINDS = {
    "gpt2": gpt2,
    "llama": lambda: LlamaForCausalLM(LlamaConfig(**GROUPED)),
    "mistral": lambda: MistralForCausalLM(MistralConfig(**GROUPED)),
    "qwen2": lambda: Qwen2ForCausalLM(Qwen2Config(**GROUPED)),
    "qwen3": lambda: Qwen3ForCausalLM(Qwen3Config(**GROUPED, head_dim=8)),
    "gemma3": lambda: Gemma3ForCausalLM(Gemma3TextConfig(**GROUPED, head_dim=8)),
    "phi": lambda: PhiForCausalLM(PhiConfig(**SMALL)),
    "phi3": lambda: Phi3ForCausalLM(Phi3Config(**GROUPED, pad_token_id=0)),
    "whisper": lambda: build_tiny_whisper().inner,
    "clip": clip,
    "unet": unet,
}


def inputs_of(kind: str, model: nn.Module, rows: int) -> dict:
    generator = torch.Generator().manual_seed(1)

    def same(*shape):
        return torch.randn(1, *shape, generator=generator).repeat(rows, *[1] * len(shape))

    if kind == "unet":
        return {"sample": same(4, 8, 8), "timestep": torch.tensor(5), "encoder_hidden_states": same(6, 32)}
    tokens = torch.randint(3, 60, (1, 8), generator=generator).repeat(rows, 1)
    if kind == "whisper":
        frames = 2 * model.config.max_source_positions
        return {"input_features": same(model.config.num_mel_bins, frames), "decoder_input_ids": tokens}
    return {"input_ids": tokens}


@torch.no_grad()
def outputs(kind: str, model: nn.Module, rows: int) -> torch.Tensor:
    found = model(**inputs_of(kind, model, rows))
    return found.logits if hasattr(found, "logits") else found[0]


def build(kind: str) -> nn.Module:
    torch.manual_seed(0)
    model = KINDS[kind]().eval()
    with torch.no_grad():
        for parameter in model.parameters():  # fresh weights are so small that a norm's epsilon hardly shows
            parameter.add_(torch.randn_like(parameter) * 0.05)
    return model


@pytest.mark.parametrize("kind", KINDS)
def test_in_one_batch_an_untouched_row_stays_bit_by_bit_and_an_adjusted_one_is_scaled_weights(kind):
    model = build(kind)
    written = copy.deepcopy(model)
    alone = outputs(kind, model, 2)
    with Adjustable(model).rows([UNTOUCHED, BOTH]):
        together = outputs(kind, model, 2)
    assert torch.equal(together[0], alone[0])
    Adjustable(written).write(BOTH)
    expected = outputs(kind, written, 2)[1]
    assert (expected - alone[1]).abs().max() > 1e-2
    torch.testing.assert_close(together[1], expected, atol=1e-3, rtol=1e-3)
    assert torch.equal(outputs(kind, model, 2), alone)  # nothing has to be undone


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("change", [{"attention": 0.5}, {"mlp": 0.5}, {"epsilon": 0.1}])
def test_no_slider_of_any_kind_of_model_changes_nothing(kind, change):
    model = build(kind)
    with Adjustable(model).rows([UNTOUCHED, Adjustment(**change)]):
        untouched, adjusted = outputs(kind, model, 2)
    assert (adjusted - untouched).abs().max() > 1e-4


@pytest.mark.parametrize(
    ("kind", "attention", "mlp", "norms"),
    [("gpt2", 6, 6, 7), ("llama", 3, 3, 7), ("qwen3", 3, 3, 13), ("gemma3", 3, 3, 19), ("clip", 6, 6, 7)],
)
def test_tensors_are_counted_from_the_loaded_model(kind, attention, mlp, norms):
    model = build(kind)
    assert Adjustable(model).count(Adjustment(attention=0.9)).tensors == attention
    assert Adjustable(model).count(Adjustment(mlp=0.9)).tensors == mlp
    assert Adjustable(model).count(Adjustment(epsilon=0.1)).norms == norms
    everything = Adjustable(model).count(Adjustment(attention=0.9, mlp=0.9))
    assert str(everything) == f"{attention + mlp} of {len(list(model.parameters()))} tensors"
    assert Adjustable(model).count(UNTOUCHED).tensors == 0


def test_gains_can_be_kept_to_a_range_of_layers():
    model = build("llama")
    middle = Adjustment(attention=0.5, layers=(1, 1))
    written = copy.deepcopy(model)
    adjustable = Adjustable(model)
    assert adjustable.count(middle).tensors == 1
    Adjustable(written).write(middle)
    with adjustable.rows([middle]):
        torch.testing.assert_close(outputs("llama", model, 1), outputs("llama", written, 1), atol=1e-4, rtol=1e-4)


def test_the_layers_of_a_unet_are_its_blocks_in_the_order_in_which_they_compute():
    model = build("unet")
    adjustable = Adjustable(model)
    assert adjustable.layer_names == ["down 0", "down 1", "mid", "up 0", "up 1"]
    assert [site.layer for site in adjustable.sites] == sorted(site.layer for site in adjustable.sites)
    touched = {name for name in adjustable.layer_names if adjustable.count(_of_block(adjustable, name)).tensors}
    assert touched == {"down 0", "mid", "up 1"}  # the others have no attention
    names = [site.name for site in adjustable.sites if site.layer == 2]
    assert names and all(name.startswith("mid_block.") for name in names)


def _of_block(adjustable: Adjustable, name: str) -> Adjustment:
    layer = adjustable.layer_names.index(name)
    return Adjustment(attention=0.5, layers=(layer, layer))


def test_the_layers_of_other_models_are_called_by_their_numbers():
    assert Adjustable(build("llama")).layer_names == ["0", "1", "2"]


def test_a_batch_that_guidance_doubles_is_adjusted_in_both_halves():
    model = build("unet")
    rows = [UNTOUCHED, BOTH]
    with Adjustable(model).rows(rows):
        once, twice = outputs("unet", model, 2), outputs("unet", model, 4)
    torch.testing.assert_close(twice, once.repeat(2, 1, 1, 1), atol=1e-5, rtol=1e-5)


def test_two_threads_with_different_sliders_get_their_own_answers():
    model = build("llama")
    adjustable = Adjustable(model)
    wanted = dict.fromkeys((0.5, 0.8, 1.0, 1.3))
    for gain in wanted:
        with adjustable.rows([Adjustment(mlp=gain)]):
            wanted[gain] = outputs("llama", model, 1)
    wrong = []
    start = threading.Barrier(len(wanted))

    def ask(gain):
        start.wait()
        for _ in range(20):
            with adjustable.rows([Adjustment(mlp=gain)]):
                if not torch.equal(outputs("llama", model, 1), wanted[gain]):
                    wrong.append(gain)

    threads = [threading.Thread(target=ask, args=(gain,)) for gain in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_model_without_a_known_branch_is_refused():
    with pytest.raises(UsageError, match="no attention or mlp branch"):
        find_sites(nn.Sequential(nn.Linear(2, 2), nn.LayerNorm(2)))


def test_every_norm_is_found():
    assert len(find_norms(build("llama"))) == 7  # two a layer and the last one
