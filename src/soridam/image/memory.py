"""Pipelines that are larger than the memory of the GPU. Begin with `place_pipelines`."""

from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeVar

import torch
from PIL import Image
from torch import nn

from soridam.core.errors import WeightsError

T = TypeVar("T")
Placement = Literal["whole", "offload", "offload-fp8", "none"]

WORKING_BYTES = 2 * 10**9  # for what is computed besides the weights, of one picture of a million pixels
FP8 = torch.float8_e4m3fn  # half the bytes of bfloat16; layers are widened one by one as they compute
TOO_LARGE = "image.memory"


def place_pipelines(pipelines: Sequence[Any], device: str, free: int) -> None:
    """Bring pipelines to a GPU with `free` bytes, or as much of a single one at once as fits.

    Raises WeightsError where not even the largest part fits, or not all of several, which share parts.
    """
    placement = choose_placement(part_bytes(pipelines), free)
    if placement == "none" or (placement != "whole" and len(pipelines) > 1):
        raise too_large()
    for pipeline in pipelines:
        if placement == "whole":
            pipeline.to(device)
        else:
            if placement == "offload-fp8":
                store_in_fp8(pipeline)
            pipeline.enable_model_cpu_offload(device=device)


def paint_in_halves(paint: Callable[[Sequence[T]], list[Image.Image]], items: Sequence[T]) -> list[Image.Image]:
    """Paint items in one batch, or in halves as long as the memory does not suffice.

    Raises OutOfMemoryError where it does not suffice for one.
    """
    try:
        return paint(items)
    except torch.OutOfMemoryError:
        torch.cuda.empty_cache()
        if len(items) == 1:
            raise
    middle = len(items) // 2
    return [picture for half in (items[:middle], items[middle:]) for picture in paint_in_halves(paint, half)]


def choose_placement(parts: Sequence[int], free: int) -> Placement:
    """Choose how parts of so many bytes are used with `free` bytes: all there at once, or each when it computes.

    Moving parts costs a second or two for a batch, and changes no picture, so that it comes before fp8, which does.
    """
    rest = free - WORKING_BYTES
    if sum(parts) <= rest:
        return "whole"
    if max(parts) <= rest:
        return "offload"
    return "offload-fp8" if max(parts) / 2 <= rest else "none"


def part_bytes(pipelines: Sequence[Any]) -> list[int]:
    """Return the bytes of each network of some pipelines, of those that they share once."""
    networks = {id(part): part for pipeline in pipelines for part in _networks(pipeline).values()}
    return [
        sum(parameter.numel() * parameter.element_size() for parameter in part.parameters())
        for part in networks.values()
    ]


def store_in_fp8(pipeline: Any) -> None:
    """Keep the weights of the denoiser and the text encoders in 8 bits; they compute in the format they had."""
    from diffusers.hooks import apply_layerwise_casting

    for name, part in _networks(pipeline).items():
        if name == "vae":
            continue
        if hasattr(part, "enable_layerwise_casting"):
            part.enable_layerwise_casting(FP8, part.dtype)
        else:  # of Transformers, whose models say that they compute in the format of their first weights
            apply_layerwise_casting(part, FP8, part.dtype, skip_modules_pattern=("embed", "norm"))


def too_large() -> WeightsError:
    return WeightsError(
        "image.memory",  # TOO_LARGE
        "The memory of the GPU does not suffice for one picture.",
        hint="Choose a smaller model, or end what else uses the GPU.",
    )


def _networks(pipeline: Any) -> dict[str, Any]:
    return {name: part for name, part in pipeline.components.items() if isinstance(part, nn.Module)}
