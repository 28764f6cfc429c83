"""Pixels as numbers, as networks take and give them, and pictures as files. Begin with `to_tensor`."""

import io

import numpy as np
import torch
from PIL import Image
from torch import Tensor


def to_tensor(pixels: np.ndarray) -> Tensor:
    """Turn pictures (rows, height, width, 3) of bytes into numbers in -1…1, (rows, 3, height, width)."""
    return torch.from_numpy(pixels).permute(0, 3, 1, 2).float().div(127.5).sub(1).contiguous()


def to_bytes(pictures: Tensor) -> np.ndarray:
    """Turn numbers in -1…1, (rows, 3, height, width), into bytes, (rows, height, width, 3)."""
    return pictures.float().clamp(-1, 1).add(1).mul(127.5).round().byte().permute(0, 2, 3, 1).cpu().numpy()


def to_png(image: Image.Image) -> bytes:
    """Return a picture as PNG."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
