"""Samples during training: the same prompts painted with the same seeds each time. Begin with `paint_samples`."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import torch
from PIL import Image

from soridam.image.model import Parts

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


def to_png(image: Image.Image) -> bytes:
    """Return a picture as PNG."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


@contextmanager
def _fast_sampler(parts: Parts) -> Iterator[None]:
    """Inside of the block the pipeline samples with DPM-Solver++, which needs few steps."""
    from diffusers import DPMSolverMultistepScheduler

    own = parts.pipeline.scheduler
    flow = {"use_flow_sigmas": True} if own.config.get("prediction_type") == "flow_prediction" else {}
    parts.pipeline.scheduler = DPMSolverMultistepScheduler.from_config(own.config, use_karras_sigmas=not flow, **flow)
    try:
        yield
    finally:
        parts.pipeline.scheduler = own
