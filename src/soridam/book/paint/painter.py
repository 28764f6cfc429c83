"""The illustrator that paints: all pages of a book in one batch, each looked at before a child sees it.

A picture that does not pass is painted once more with another seed; what fails again is drawn instead, and so is all
that is too large for the memory.
"""

import io
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PIL import Image, ImageOps

from soridam.book.paint.labeled import write_png
from soridam.book.paint.prompts import NEGATIVE, page_prompt
from soridam.book.parts import Drawing, Illustrator, PictureRequest, WatchPainting
from soridam.book.story import Character, Picture
from soridam.core.errors import WeightsError
from soridam.image.fit import paint_fit
from soridam.image.generate import PaintJob, Pipeline
from soridam.image.memory import TOO_LARGE

SIZE = (1536, 1152)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Painter:
    """`is_fit` looks at a picture; `fallback` draws what could not be painted, and covers, for their lettering.

    A hero that is shown as somebody's drawing is painted only where the painter sees the drawing: with a portrait, or
    with `continues_drawing`. With that the model continues the drawn page, so that layout, hero and room for the text
    stay. `trigger` are the words by which a LoRA that the model paints with knows the hero.
    """

    load: Callable[[], Pipeline]
    is_fit: Callable[[Image.Image], bool]
    fallback: Illustrator
    portrait: Callable[[Character], Image.Image] | None = None
    watch: WatchPainting | None = None
    continues_drawing: bool = False
    trigger: str = ""

    def draw(
        self, picture: Picture, characters: Sequence[Character], *, seed: int, title: str | None = None
    ) -> Drawing:
        """Return one picture; a cover is drawn, because diffusion models cannot letter."""
        return self.draw_all([PictureRequest(picture, tuple(characters), seed, title)])[0]

    def draw_all(self, requests: Sequence[PictureRequest]) -> list[Drawing]:
        """All pictures in one batch, in the order they were asked for."""
        painted = [request for request in requests if request.title is None]
        found = dict(zip(painted, self._fit_pictures(painted), strict=True)) if painted else {}
        return [self._finished(request, found.get(request)) for request in requests]

    def _fit_pictures(self, requests: Sequence[PictureRequest]) -> list[Image.Image | None]:
        hero = requests[0].characters[0]
        if hero.drawing and not self.portrait and not self.continues_drawing:
            log.warning("The painter does not see the hero's drawing (book.diffusion.structure). The pages are drawn.")
            return [None] * len(requests)
        job = PaintJob(
            prompts=[page_prompt(request.picture, request.characters, self.trigger) for request in requests],
            seeds=[request.seed for request in requests],
            negative=NEGATIVE,
            hero=self.portrait(hero) if self.portrait else None,
            drawn=[Image.open(io.BytesIO(self._drawn(request).png)) for request in requests]
            if self.continues_drawing
            else (),
        )
        try:
            return [painted.image for painted in paint_fit(self.load(), job, self.is_fit, self.watch)]
        except WeightsError as error:
            if error.code != TOO_LARGE:
                raise
            log.warning("%s The pages are drawn.", error.message)
            return [None] * len(requests)

    def _finished(self, request: PictureRequest, image: Image.Image | None) -> Drawing:
        if image is None:
            return self._drawn(request)
        return Drawing(write_png(ImageOps.fit(image.convert("RGB"), SIZE, Image.Resampling.LANCZOS)))

    def _drawn(self, request: PictureRequest) -> Drawing:
        return self.fallback.draw(request.picture, request.characters, seed=request.seed, title=request.title)
