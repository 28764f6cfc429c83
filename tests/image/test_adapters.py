"""LoRA files: written as trained, read in both forms, refused where something is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from tests.image.test_adapter_keys import read_golden

from soridam.core.errors import ExportError, WeightsError
from soridam.image.adapters import (
    Adapter,
    Factors,
    describe_adapter,
    read_adapter,
    save_adapter,
    save_kohya,
    write_diffusers,
)
from soridam.image.kinds import TunableKind

NAME = "down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q"
TEXT = "encoder.layers.0.self_attn.q_proj"


def _state(layer: str, rank: int = 2, *, seed: int = 0) -> dict[str, torch.Tensor]:
    drawn = torch.Generator().manual_seed(seed)
    return {
        f"{layer}.lora_A.weight": torch.randn(rank, 8, generator=drawn),
        f"{layer}.lora_B.weight": torch.randn(8, rank, generator=drawn),
    }


def _save(folder: Path, **values: Any) -> Path:
    return save_adapter(folder, **{"unet": _state(NAME), "rank": 2, "alpha": 2, "metadata": {}, **values})


@st.composite
def adapters(draw: st.DrawFn, family: TunableKind) -> Adapter:
    golden = [layer for layer, _ in read_golden(family)]
    chosen = draw(st.lists(st.sampled_from(golden), min_size=1, max_size=6, unique=True))
    kind = draw(st.sampled_from([torch.float32, torch.float16, torch.bfloat16]))
    layers = {}
    for layer in chosen:
        rank, square = draw(st.integers(1, 4)), draw(st.booleans())
        inner, outer = ((3, 3), (1, 1)) if square else ((), ())
        down, up = torch.randn(rank, 5, *inner), torch.randn(7, rank, *outer)
        layers[layer] = Factors(down.to(kind), up.to(kind))
    return Adapter(layers, {"modelspec.title": draw(st.text(max_size=5))})


@pytest.mark.parametrize("family", ["sd", "sdxl"])
def test_an_adapter_survives_both_forms_bit_by_bit(family: TunableKind, tmp_path: Path) -> None:
    @settings(max_examples=30, deadline=None)
    @given(adapters(family))
    def survives(adapter: Adapter) -> None:
        for number, write in enumerate((write_diffusers, lambda p, a: save_kohya(p, a, family=family))):
            read = read_adapter(write(tmp_path / f"{number}.safetensors", adapter))
            assert set(read.layers) == set(adapter.layers)
            for layer, factors in adapter.layers.items():
                assert torch.equal(read.layers[layer].down, factors.down)
                assert torch.equal(read.layers[layer].up, factors.up)
            assert read.metadata["modelspec.title"] == adapter.metadata["modelspec.title"]

    survives()


def test_what_training_gives_is_written_under_the_names_of_diffusers(tmp_path: Path) -> None:
    file = _save(tmp_path, text_encoder=_state(TEXT), text_encoder_2=_state(f"text_model.{TEXT}"))
    assert file == tmp_path / "pytorch_lora_weights.safetensors"
    assert set(load_file(file)) == {
        f"{layer}.{factor}.weight"
        for layer in (f"unet.{NAME}", f"text_encoder.text_model.{TEXT}", f"text_encoder_2.text_model.{TEXT}")
        for factor in ("lora_A", "lora_B")
    }


def test_a_scale_other_than_one_is_multiplied_into_the_weights(tmp_path: Path) -> None:
    """Diffusers has read alpha for some layers and not for others; a file without it has one meaning."""
    state = _state(NAME)
    factors = read_adapter(_save(tmp_path, alpha=8)).layers[f"unet.{NAME}"]
    change = 4 * state[f"{NAME}.lora_B.weight"] @ state[f"{NAME}.lora_A.weight"]
    assert torch.allclose(factors.up @ factors.down, change)
    with safe_open(tmp_path / "pytorch_lora_weights.safetensors", framework="pt") as file:
        assert file.metadata()["ss_network_dim"] == "2" and file.metadata()["ss_network_alpha"] == "2.0"


def test_alphas_of_kohya_scale_each_layer(tmp_path: Path) -> None:
    state = _state(NAME)
    name = "lora_unet_" + NAME.replace(".", "_")
    down, up = state.values()
    save_file(
        {f"{name}.lora_down.weight": down, f"{name}.lora_up.weight": up, f"{name}.alpha": torch.tensor(0.5)},
        tmp_path / "a.safetensors",
    )
    factors = read_adapter(tmp_path / "a.safetensors").layers[f"unet.{NAME}"]
    assert torch.allclose(factors.up @ factors.down, 0.25 * up @ down)


def test_the_file_says_what_it_is_and_where_it_is_from(tmp_path: Path) -> None:
    metadata = describe_adapter(
        family="sdxl", title="Tokti", trigger="tokti",
        captions={"5_tokti dinosaur": ["tokti, red overalls", "tokti, straw hat"]}, run="fox-01",
    )  # fmt: skip
    read = read_adapter(_save(tmp_path, metadata=metadata)).metadata
    assert read["ss_base_model_version"] == "sdxl_base_v1-0"
    assert read["modelspec.architecture"] == "stable-diffusion-xl-v1-base/lora"
    assert read["modelspec.title"] == "Tokti" and read["modelspec.trigger_phrase"] == "tokti"
    assert read["soridam_run"] == "fox-01"
    tags = {"5_tokti dinosaur": {"tokti": 2, "red overalls": 1, "straw hat": 1}}
    assert json.loads(read["ss_tag_frequency"]) == tags


def test_the_same_adapter_is_the_same_bytes(tmp_path: Path) -> None:
    metadata = {f"key {number}": "값" for number in range(20)}
    first, second = (_save(tmp_path / name, metadata=metadata).read_bytes() for name in "ab")
    assert first == second


@pytest.mark.parametrize(
    "old",
    [
        {"unet.mid_block.attentions.0.transformer_blocks.0.attn1.processor.to_q_lora.down.weight": (2, 8),
         "unet.mid_block.attentions.0.transformer_blocks.0.attn1.processor.to_q_lora.up.weight": (8, 2)},
        {"unet.mid_block.attentions.0.transformer_blocks.0.attn1.to_q.lora.down.weight": (2, 8),
         "unet.mid_block.attentions.0.transformer_blocks.0.attn1.to_q.lora.up.weight": (8, 2),
         "text_encoder.text_model.encoder.layers.0.self_attn.q_proj.lora_linear_layer.down.weight": (2, 8),
         "text_encoder.text_model.encoder.layers.0.self_attn.q_proj.lora_linear_layer.up.weight": (8, 2)},
    ],
)  # fmt: skip
def test_earlier_forms_of_diffusers_are_read(old: dict[str, tuple[int, int]], tmp_path: Path) -> None:
    save_file({key: torch.ones(shape) for key, shape in old.items()}, tmp_path / "a.safetensors")
    layers = read_adapter(tmp_path / "a.safetensors").layers
    assert "unet.mid_block.attentions.0.transformer_blocks.0.attn1.to_q" in layers
    assert len(layers) == len(old) // 2


@pytest.mark.parametrize(
    ("keys", "code", "named"),
    [
        (["unet.conv_in.lora_A.weight"], "adapter.unplaced", "unet.conv_in.lora_A"),
        (["vae.conv_in.lora_A.weight", "vae.conv_in.lora_B.weight"], "adapter.unplaced", "vae.conv_in.lora_A.weight"),
        (["lora_unet_single_blocks_0.alpha"], "adapter.unplaced", "lora_unet_single_blocks_0.alpha"),
        (["lora_te_text_model_encoder_layers_0_mlp_fc1.alpha"], "adapter.unplaced", "mlp.fc1.alpha"),
        (["lora_unet_conv_in.hada_w1_a"], "adapter.other-kind", "LoHa"),
        (["unet.conv_in.lokr_w1"], "adapter.other-kind", "LoKr"),
        (["lora_unet_conv_in.dora_scale"], "adapter.other-kind", "DoRA"),
    ],
)  # fmt: skip
def test_a_key_without_its_place_is_named(keys: list[str], code: str, named: str, tmp_path: Path) -> None:
    save_file({key: torch.ones(1, 1) for key in keys}, tmp_path / "a.safetensors")
    with pytest.raises(WeightsError) as caught:
        read_adapter(tmp_path / "a.safetensors")
    assert caught.value.code == code and named in caught.value.message


def test_factors_of_different_ranks_do_not_fit_one_another(tmp_path: Path) -> None:
    tensors = {"unet.conv_in.lora_A.weight": torch.ones(2, 3), "unet.conv_in.lora_B.weight": torch.ones(3, 4)}
    save_file(tensors, tmp_path / "a.safetensors")
    with pytest.raises(WeightsError, match=r"unet\.conv_in"):
        read_adapter(tmp_path / "a.safetensors")


def test_a_pickle_is_not_opened_whatever_its_name(tmp_path: Path) -> None:
    torch.save(_state(NAME), tmp_path / "pytorch_lora_weights.safetensors")
    torch.save(_state(NAME), tmp_path / "other.bin")
    for path in (tmp_path, tmp_path / "other.bin"):
        with pytest.raises(WeightsError, match="pickle"):
            read_adapter(path)


def test_a_value_that_is_no_number_is_not_written(tmp_path: Path) -> None:
    state = _state(NAME)
    state[f"{NAME}.lora_B.weight"][3, 1] = torch.nan
    with pytest.raises(ExportError, match=f"unet.{NAME}.lora_B"):
        _save(tmp_path / "new", unet=state)
    assert not any(tmp_path.rglob("*.safetensors*"))


def test_kohyas_form_has_no_dora(tmp_path: Path) -> None:
    adapter = Adapter({f"unet.{NAME}": Factors(torch.ones(2, 8), torch.ones(8, 2), torch.ones(8))})
    with pytest.raises(ExportError, match="DoRA"):
        save_kohya(tmp_path / "a.safetensors", adapter, family="sd")
    read = read_adapter(write_diffusers(tmp_path / "b.safetensors", adapter))
    magnitude = read.layers[f"unet.{NAME}"].magnitude
    assert magnitude is not None and torch.equal(magnitude, torch.ones(8))
