"""Pictures that somebody has looked at before they are shown: what does not pass is painted once more.

Begin with `paint_fit`.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from PIL import Image

from soridam.image.generate import PaintJob, Pipeline
from soridam.image.previews import WatchPainting

ANOTHER_SEED = 1_000_003  # added for the second try; no picture of the first try has it

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Painted:
    """A picture and the seed that it came of; `image` is None where both tries did not pass."""

    image: Image.Image | None
    seed: int


def paint_fit(
    pipeline: Pipeline,
    job: PaintJob,
    is_fit: Callable[[Image.Image], bool],
    watch: WatchPainting | None = None,
    size: tuple[int, int] | None = None,
) -> list[Painted]:
    """Paint a job, and once more with another seed what `is_fit` does not let pass."""
    painted = _looked_at(pipeline, job, is_fit, watch, size)
    bad = [index for index, each in enumerate(painted) if each.image is None]
    if bad:
        log.warning("%d of %d pictures did not pass and are painted once more.", len(bad), len(painted))
        again = job.only(bad)
        again = replace(again, seeds=[seed + ANOTHER_SEED for seed in again.seeds])
        for index, each in zip(bad, _looked_at(pipeline, again, is_fit, watch, size), strict=True):
            painted[index] = each
    return painted


def _looked_at(
    pipeline: Pipeline,
    job: PaintJob,
    is_fit: Callable[[Image.Image], bool],
    watch: WatchPainting | None,
    size: tuple[int, int] | None,
) -> list[Painted]:
    images = pipeline.paint(job, watch, size)
    return [Painted(image if is_fit(image) else None, seed) for image, seed in zip(images, job.seeds, strict=True)]
