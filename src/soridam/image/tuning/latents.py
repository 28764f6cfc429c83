"""Latents of all pictures of a run, computed once and kept in a file of its folder. Begin with `prepare_latents`.

The file says which pictures, sizes and autoencoder it was made from, and is made anew if these have changed. Rows are
read as they are needed, so that memory does not grow with the number of pictures.
"""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from soridam.core.files import replacing, sha256_of
from soridam.core.progress import show_progress
from soridam.core.weights.save import raising_system_errors
from soridam.image.data.buckets import Bucket, crop_box, fit_to_bucket
from soridam.image.data.opened import open_picture
from soridam.image.data.preflight import CheckedPicture
from soridam.image.model import Parts
from soridam.image.pixels import to_tensor

FILE = "latents.safetensors"
ENCODED_AT_ONCE = 16  # pictures


def time_ids_of(one: CheckedPicture) -> tuple[float, ...]:
    """Return what SDXL is told: own height and width, what was cut at the top and left, height and width."""
    (width, height), bucket = one.size, one.bucket
    left, top, _, _ = crop_box(one.size, bucket)
    scale = max(bucket.width / width, bucket.height / height)
    return height, width, round(top * scale), round(left * scale), bucket.height, bucket.width


def prepare_latents(pictures: Sequence[CheckedPicture], parts: Parts, folder: Path) -> Path:
    """Compute the latents into a file of `folder`, unless they are there; returns the file.

    Raises CorpusError for a picture that cannot be opened.
    """
    path, digest = folder / FILE, _digest(pictures, parts)
    if not _is_of(path, digest):
        folder.mkdir(parents=True, exist_ok=True)
        tensors = _encode_all(pictures, parts)
        with replacing(path) as temporary, raising_system_errors(temporary):
            save_file(tensors, temporary, metadata={"digest": digest})
    return path


class Latents:
    """The latents of pictures by their number: mean and deviation, from which each step draws."""

    def __init__(self, path: Path, pictures: Sequence[CheckedPicture]) -> None:
        self.pictures = tuple(pictures)
        self._file: Any = safe_open(path, framework="pt")
        self._place: dict[int, tuple[str, int]] = {}
        for bucket, numbers in by_bucket(self.pictures).items():
            self._place |= {number: (str(bucket), row) for row, number in enumerate(numbers)}

    def draw(self, numbers: Sequence[int], generator: torch.Generator) -> Tensor:
        """Draw latents of pictures of one bucket, (rows, channels, height, width)."""
        mean, deviation = (torch.cat([self._row(kind, number) for number in numbers]) for kind in ("mean", "deviation"))
        return mean + deviation * torch.randn(mean.shape, generator=generator)

    def mean(self, numbers: Sequence[int]) -> Tensor:
        """Return the mean latents of pictures of one bucket."""
        return torch.cat([self._row("mean", number) for number in numbers])

    def _row(self, kind: str, number: int) -> Tensor:
        bucket, row = self._place[number]
        found: Tensor = self._file.get_slice(f"{kind}/{bucket}")[row : row + 1]
        return found


def by_bucket(pictures: Sequence[CheckedPicture]) -> dict[Bucket, list[int]]:
    """Return the numbers of the pictures of each bucket, in their order."""
    found: dict[Bucket, list[int]] = {}
    for number, one in enumerate(pictures):
        found.setdefault(one.bucket, []).append(number)
    return dict(sorted(found.items()))


def _encode_all(pictures: Sequence[CheckedPicture], parts: Parts) -> dict[str, Tensor]:
    tensors = {}
    with show_progress("Encoding pictures", len(pictures), "pictures") as progress:
        for bucket, numbers in by_bucket(pictures).items():
            found = []
            for chunk in _chunks(numbers):
                images = [fit_to_bucket(open_picture(pictures[number].picture.path), bucket) for number in chunk]
                found.append(parts.encode_pictures(to_tensor(np.stack([np.asarray(image) for image in images]))))
                progress.advance(len(chunk))
            tensors[f"mean/{bucket}"] = torch.cat([mean.cpu() for mean, _ in found]).contiguous()
            tensors[f"deviation/{bucket}"] = torch.cat([deviation.cpu() for _, deviation in found]).contiguous()
    return tensors


def _chunks(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[start : start + ENCODED_AT_ONCE] for start in range(0, len(numbers), ENCODED_AT_ONCE))


def _digest(pictures: Sequence[CheckedPicture], parts: Parts) -> str:
    digest = hashlib.sha256()
    for file in sorted((parts.folder / "vae").glob("*.safetensors")):
        digest.update(sha256_of(file).encode())
    for one in pictures:
        digest.update(f"{one.digest} {one.bucket}\n".encode())
    return digest.hexdigest()


def _is_of(path: Path, digest: str) -> bool:
    try:
        with safe_open(path, framework="pt") as file:
            return (file.metadata() or {}).get("digest") == digest
    except (OSError, SafetensorError):
        return False
