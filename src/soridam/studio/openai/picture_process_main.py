"""What the painting process does: `python -m soridam.studio.openai.picture_process_main` answers on standard input.

Begin with `Painters.reply`.
"""

import base64
import os
import sys
from collections.abc import Callable
from typing import Any

from PIL import Image

from soridam.book.paint.check import load_check
from soridam.book.paint.labeled import write_png
from soridam.book.paint.prompts import NEGATIVE
from soridam.core.errors import UsageError
from soridam.image.fit import Painted, paint_fit
from soridam.image.generate import PaintJob, Pipeline
from soridam.settings import DiffusionSettings, read_settings
from soridam.studio.resident import ModelCache, answer
from soridam.wiring import build_pipeline

MOST_PIPELINES = 1  # that fit into the memory of a GPU beside what paints


class Painters:
    """The pipelines that were asked for; `settings` name the one for requests that name none."""

    def __init__(self, settings: DiffusionSettings, is_fit: Callable[[Image.Image], bool]) -> None:
        self._settings, self._is_fit = settings, is_fit
        self._pipelines: ModelCache[Pipeline] = ModelCache(self._load, MOST_PIPELINES)

    def reply(self, asked: dict[str, Any], _: bytes) -> dict[str, Any]:
        """Paint `count` pictures of a prompt, with seeds that follow one another from `seed` on.

        Raises UsageError where a picture does not pass the check with either of two seeds.
        """
        count, seed = asked["count"], asked["seed"]
        job = PaintJob([asked["prompt"]] * count, [seed + number for number in range(count)], NEGATIVE)
        size = (asked["width"], asked["height"]) if asked["width"] else None
        painted = paint_fit(self._pipelines.find(asked["model"]), job, self._is_fit, size=size)
        return {"pictures": [_as_json(each) for each in painted]}

    def _load(self, model: str) -> Pipeline:
        if not model:
            return build_pipeline(self._settings)
        return build_pipeline(DiffusionSettings(model=model, device=self._settings.device))


def _as_json(painted: Painted) -> dict[str, Any]:
    if painted.image is None:
        raise UsageError(
            "image.unfit",
            "Nothing was painted that may be shown.",
            hint="Describe the picture in other words, or take another seed.",
        )
    return {"png": base64.b64encode(write_png(painted.image)).decode(), "seed": painted.seed}


def main() -> None:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not come between the answers
    answer(Painters(read_settings().book.diffusion, load_check()).reply, sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
