"""Tiny pipelines in memory, pictures that they paint, and random adapters that are strong enough to be seen."""

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from diffusers import StableDiffusionPipeline, StableDiffusionXLPipeline
from tests.book.paint.tiny_diffusion import write_tiny_sd, write_tiny_sdxl
from torch import nn

from soridam.core.libraries import quiet_diffusers
from soridam.image.adapters import Adapter, Factors, with_text_model
from soridam.image.kinds import TunableKind

ATTENTION = r"unet.*attn\d\.to_(q|k|v|out\.0)"
TEXT = r"text_encoder(_2)?.*self_attn\.(q|k|v|out)_proj"
WRITERS = {"sd": write_tiny_sd, "sdxl": write_tiny_sdxl}
KINDS = {"sd": StableDiffusionPipeline, "sdxl": StableDiffusionXLPipeline}


def load_plain(folder: Path, family: TunableKind) -> Any:
    """A pipeline as any program loads it."""
    quiet_diffusers()
    pipeline = KINDS[family].from_pretrained(folder, use_safetensors=True, torch_dtype=torch.float32)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


@cache
def _written(family: TunableKind) -> TemporaryDirectory[str]:
    folder = TemporaryDirectory()
    WRITERS[family](Path(folder.name))
    return folder


def tiny_pipeline_folder(family: TunableKind) -> Path:
    return Path(_written(family).name)


def tiny_pipeline(family: TunableKind) -> Any:
    return load_plain(tiny_pipeline_folder(family), family)


def paint(pipeline: Any, seed: int = 3) -> np.ndarray:
    """One picture, (height, width, 3) from 0 to 1."""
    drawn = torch.Generator("cpu").manual_seed(seed)
    with torch.inference_mode():
        return pipeline(
            "a fox", num_inference_steps=2, guidance_scale=5.0, width=32, height=32, generator=drawn, output_type="np"
        ).images[0]


def random_adapter(
    pipeline: Any, *, targets: str = f"{ATTENTION}|{TEXT}", rank: int = 2, seed: int = 0, size: float = 0.3
) -> Adapter:
    """An adapter for all layers whose path in the pipeline matches."""
    drawn = torch.Generator().manual_seed(seed)
    layers = {}
    for part in ("unet", "text_encoder", "text_encoder_2"):
        model = getattr(pipeline, part, None)
        for name, module in model.named_modules() if model is not None else ():
            if not re.fullmatch(targets, f"{part}.{name}") or not isinstance(module, nn.Linear | nn.Conv2d):
                continue
            outer, inner, *square = module.weight.shape
            down = torch.randn(rank, inner, *square, generator=drawn)
            up = size * torch.randn(outer, rank, *[1] * len(square), generator=drawn)
            layers[with_text_model(f"{part}.{name}")] = Factors(down, up)
    return Adapter(layers)
