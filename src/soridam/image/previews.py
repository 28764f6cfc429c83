"""Previews of half-painted pictures: a linear projection of the latents, without the decoder."""

import io
from collections.abc import Callable

import torch
from PIL import Image

from soridam.image.kinds import KindName

# Told after each step of painting: its number from 0, and the half-painted pictures as JPEG, which nobody has checked.
WatchPainting = Callable[[int, list[bytes]], None]

# Red, green and blue as linear mixtures of the four latent channels, a good fit found by least squares in the field.
MIXTURES: dict[KindName, tuple[tuple[float, float, float], ...]] = {
    "sdxl": (
        (0.3651, 0.4232, 0.4341),
        (-0.2533, -0.0042, 0.1068),
        (0.1076, 0.1111, -0.0362),
        (-0.3165, -0.2492, -0.2188),
    ),
    "sd": (
        (0.3512, 0.2297, 0.3227),
        (0.3250, 0.4974, 0.2350),
        (-0.2829, 0.1762, 0.2721),
        (-0.2120, -0.2616, -0.7177),
    ),
}


def preview_latents(latents: torch.Tensor, kind: KindName) -> list[bytes]:
    """Latents (pictures, 4, height, width) of a kind in MIXTURES as small JPEGs of that size."""
    mixture = torch.tensor(MIXTURES[kind], dtype=torch.float32)
    colors = torch.einsum("nchw,cr->nhwr", latents.float().cpu(), mixture)
    pixels = ((colors + 1) / 2).clamp(0, 1).mul(255).byte().numpy()
    return [_jpeg(Image.fromarray(each)) for each in pixels]


def _jpeg(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()
