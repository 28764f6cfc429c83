"""Sizes by aspect ratio, so that pictures of any shape are learned almost whole. Begin with `place_in`.

A bucket has sides that are multiples of a step and at most as many pixels as the square that a model was made for
(the aspect ratio bucketing of NovelAI, 2022). A picture is scaled until it covers its bucket, never up if a smaller
bucket does, and what juts out is cut off: as much on the left as on the right, and above half as much as below,
because faces are in the upper part of a picture.
"""

import math
from dataclasses import dataclass
from functools import cache

from PIL import Image

MOST_RATIO = 3  # of the longer side to the shorter one; what is longer is cut
ABOVE = 1 / 3  # of what is cut off in height


@dataclass(frozen=True, slots=True, order=True)
class Bucket:
    """A size in pixels to which pictures are brought."""

    width: int
    height: int

    @property
    def area(self) -> int:
        return self.width * self.height

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


@cache
def all_buckets(side: int, step: int) -> tuple[Bucket, ...]:
    """Return all sizes in multiples of `step` with at most side x side pixels, none longer than 3 : 1.

    Raises ValueError if not even one step fits.
    """
    if side < step:
        raise ValueError(f"no bucket in steps of {step} fits {side} x {side} pixels")
    longest = math.isqrt(side * side * MOST_RATIO)
    lengths = range(step, longest + 1, step)
    sizes = [Bucket(width, height) for width in lengths for height in lengths if width * height <= side * side]
    return tuple(size for size in sizes if max(size.width, size.height) <= MOST_RATIO * min(size.width, size.height))


def place_in(size: tuple[int, int], side: int, step: int) -> Bucket:
    """Return the bucket of a picture of this width and height.

    It is the one that keeps the most: of the picture when it is cut, and of the pixels that the model takes. To lose
    from the picture counts twice. Raises ValueError as `all_buckets` does.
    """
    width, height = (max(length, step) for length in size)
    fitting = [one for one in all_buckets(side, step) if one.width <= width and one.height <= height]
    return max(fitting, key=lambda one: (share_kept(size, one) ** 2 * one.area, one))


def share_kept(size: tuple[int, int], bucket: Bucket) -> float:
    """Return how much of a picture's area is left in its bucket, 0 to 1."""
    ratio = size[0] / size[1] * bucket.height / bucket.width
    return min(ratio, 1 / ratio)


def crop_box(size: tuple[int, int], bucket: Bucket) -> tuple[float, float, float, float]:
    """Return the part of a picture that its bucket shows: left, top, right and bottom in pixels of the picture."""
    width, height = size
    scale = max(bucket.width / width, bucket.height / height)
    kept_width, kept_height = min(width, bucket.width / scale), min(height, bucket.height / scale)
    left, top = (width - kept_width) / 2, (height - kept_height) * ABOVE
    return left, top, min(width, left + kept_width), min(height, top + kept_height)


def fit_to_bucket(image: Image.Image, bucket: Bucket) -> Image.Image:
    """Scale and cut a picture to its bucket."""
    box = crop_box(image.size, bucket)
    return image.resize((bucket.width, bucket.height), Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
