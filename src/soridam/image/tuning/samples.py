"""Samples during training: the same prompts painted with the same seeds each time. Begin with `paint_samples`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import torch
from PIL import Image

from soridam.image.model import Parts
from soridam.image.schedulers import set_scheduler

FIRST_SEED = 1_000
PAINTED_AT_ONCE = 8


def paint_samples(
    parts: Parts, prompts: Sequence[str], *, side: int, steps: int, guidance: float, first_seed: int = FIRST_SEED
) -> list[Image.Image]:
    """Paint each prompt with a seed of its own, as the networks are now."""
    found: list[Image.Image] = []
    with _fast_sampler(parts), torch.no_grad():
        for start in range(0, len(prompts), PAINTED_AT_ONCE):
            chosen = list(prompts[start : start + PAINTED_AT_ONCE])
            seeds = range(first_seed + start, first_seed + start + len(chosen))
            found += parts.pipeline(
                prompt=chosen,
                generator=[torch.Generator().manual_seed(seed) for seed in seeds],
                num_inference_steps=steps,
                guidance_scale=guidance,
                width=side,
                height=side,
            ).images
    return found


@contextmanager
def _fast_sampler(parts: Parts) -> Iterator[None]:
    """Inside of the block the pipeline samples with DPM-Solver++, which needs few steps."""
    own = parts.pipeline.scheduler
    is_flow = own.config.get("prediction_type") == "flow_prediction"
    set_scheduler(parts.pipeline, *(("dpm++ 2m", {"use_flow_sigmas": True}) if is_flow else ("dpm++ 2m karras", {})))
    try:
        yield
    finally:
        parts.pipeline.scheduler = own
