"""Names of layers in both forms: golden lists of the published models, and Diffusers' own reading of kohya's."""

from pathlib import Path

import pytest
import torch
from diffusers import StableDiffusionPipeline, StableDiffusionXLPipeline
from diffusers.utils import convert_unet_state_dict_to_peft
from tests.image.published import iter_layers, sd_text_encoder, sd_unet, sdxl_text_encoder_2, sdxl_unet

from soridam.image.adapter_keys import kohya_name, module_of
from soridam.image.kinds import TunableKind

GOLDEN = Path(__file__).parents[1] / "fixtures" / "lora_keys"


def read_golden(family: TunableKind) -> list[tuple[str, str]]:
    """Pairs of one layer's names, in Diffusers' form and in kohya's."""
    diffusers, kohya = ((GOLDEN / f"{family}_{form}.txt").read_text().split() for form in ("diffusers", "kohya"))
    return list(zip(diffusers, kohya, strict=True))


@pytest.mark.parametrize("family", ["sd", "sdxl"])
def test_golden_names_of_both_forms_mean_one_another(family: TunableKind) -> None:
    for layer, name in read_golden(family):
        assert kohya_name(layer, family) == name
        assert module_of(name) == layer


def test_every_layer_of_the_published_models_has_a_name_that_is_understood() -> None:
    parts = {
        "unet": (sd_unet(), sdxl_unet()),
        "text_encoder": (sd_text_encoder(),),
        "text_encoder_2": (sdxl_text_encoder_2(),),
    }
    layers = [(part, layer) for part, models in parts.items() for model in models for layer in iter_layers(part, model)]
    assert len(layers) == 282 + 794 + 72 + 193
    for part, layer in layers:
        assert module_of(kohya_name(layer, "sdxl")) == layer
        if part != "text_encoder_2":
            assert module_of(kohya_name(layer, "sd")) == layer


@pytest.mark.parametrize(("family", "kind"), [("sd", StableDiffusionPipeline), ("sdxl", StableDiffusionXLPipeline)])
def test_diffusers_reads_kohyas_names_as_we_do(
    family: TunableKind, kind: type[StableDiffusionPipeline | StableDiffusionXLPipeline]
) -> None:
    golden = [(layer, name) for layer, name in read_golden(family) if layer.startswith("unet.")]
    written = {
        f"{name}.{kind}": torch.ones(1)
        for _, name in golden
        for kind in ("lora_down.weight", "lora_up.weight", "alpha")
    }
    unet = sd_unet() if family == "sd" else sdxl_unet()
    state, _ = kind.lora_state_dict(written, unet_config=unet.config)
    read = convert_unet_state_dict_to_peft(state)
    assert {key.removesuffix(".lora_A.weight") for key in read if "lora_A" in key} == {layer for layer, _ in golden}


@pytest.mark.parametrize(
    "name",
    [
        "lora_unet_", "lora_unet_input_blocks_attn1_to_q", "lora_unet_input_blocks_0_1_proj_in", "lora_vae_conv_in",
        "lora_unet_double_blocks_0_img_attn_qkv", "lora_unet_output_blocks_2_7_conv", "unet.conv_in", "lora_te_",
        "lora_unet_input_blocks_4", "lora_unet_text_model",
    ],
)  # fmt: skip
def test_other_names_are_not_understood(name: str) -> None:
    assert module_of(name) is None
