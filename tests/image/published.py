"""Stable Diffusion 1.5 and SDXL with the layers of the published models, on the meta device: no weights."""

from collections.abc import Iterator

import torch
from diffusers import UNet2DConditionModel
from torch import nn
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection


def sd_unet() -> UNet2DConditionModel:
    with torch.device("meta"):
        return UNet2DConditionModel(sample_size=64, cross_attention_dim=768, attention_head_dim=8)


def sdxl_unet() -> UNet2DConditionModel:
    with torch.device("meta"):
        return UNet2DConditionModel(
            sample_size=128, block_out_channels=(320, 640, 1280), layers_per_block=2, cross_attention_dim=2048,
            down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
            up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"), attention_head_dim=(5, 10, 20),
            transformer_layers_per_block=(1, 2, 10), use_linear_projection=True, addition_embed_type="text_time",
            addition_time_embed_dim=256, projection_class_embeddings_input_dim=2816,
        )  # fmt: skip


def sd_text_encoder() -> CLIPTextModel:
    with torch.device("meta"):
        return CLIPTextModel(
            CLIPTextConfig(hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12)
        )


def sdxl_text_encoder_2() -> CLIPTextModelWithProjection:
    config = CLIPTextConfig(
        hidden_size=1280, intermediate_size=5120, num_hidden_layers=32, num_attention_heads=20, hidden_act="gelu",
        projection_dim=1280,
    )  # fmt: skip
    with torch.device("meta"):
        return CLIPTextModelWithProjection(config)


def iter_layers(part: str, model: nn.Module) -> Iterator[str]:
    """Every layer that a LoRA could change, by its path in a pipeline."""
    for name, module in model.named_modules():
        if isinstance(module, nn.Linear | nn.Conv2d):
            text = part != "unet" and not name.startswith(("text_model", "text_projection"))
            yield f"{part}.text_model.{name}" if text else f"{part}.{name}"
