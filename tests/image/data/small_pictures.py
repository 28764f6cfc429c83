"""Small pictures of every kind, and files that only claim to be pictures."""

import io
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image


def draw_picture(path: Path, size: tuple[int, int] = (64, 48), seed: int = 0, **saved: object) -> Path:
    """Write soft spots of color that differ with the seed; the extension says the kind."""
    spots = np.random.default_rng(seed).integers(0, 256, (6, 8, 3), dtype=np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(spots).resize(size, Image.Resampling.BICUBIC).save(path, **saved)
    return path


def write_bomb(path: Path, side: int) -> None:
    """Write a PNG of a few hundred bytes that claims `side` x `side` pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1_000)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b""))


def as_bytes(image: Image.Image, kind: str, **saved: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **saved)
    return buffer.getvalue()
