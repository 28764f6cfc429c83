"""The illustrator that paints: all pages of a book in one batch, each looked at before a child sees it.

A picture that does not pass is painted once more with another seed; what fails again is drawn instead.
"""

import io
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PIL import Image, ImageOps

from soridam.book.pages.label import SOURCE_TYPES, xmp_packet
from soridam.book.paint.prompts import NEGATIVE, page_prompt
from soridam.book.parts import Drawing, Illustrator, PictureRequest, WatchPainting
from soridam.book.story import Character, Picture
from soridam.image.generate import PaintJob, Pipeline

SIZE = (1536, 1152)
ANOTHER_SEED = 1_000_003  # added for the second try; no page of a book has it

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Painter:
    """`is_fit` looks at a picture; `fallback` draws what could not be painted, and covers, for their lettering."""

    load: Callable[[], Pipeline]
    is_fit: Callable[[Image.Image], bool]
    fallback: Illustrator
    portrait: Callable[[Character], Image.Image] | None = None
    watch: WatchPainting | None = None

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
        pictures = [self._fit(image) for image in self._paint(requests)]
        bad = [index for index, picture in enumerate(pictures) if picture is None]
        if bad:
            log.warning("%d of %d pictures did not pass and are painted once more.", len(bad), len(requests))
            again = [replace(requests[index], seed=requests[index].seed + ANOTHER_SEED) for index in bad]
            for index, image in zip(bad, self._paint(again), strict=True):
                pictures[index] = self._fit(image)
        return pictures

    def _paint(self, requests: Sequence[PictureRequest]) -> list[Image.Image]:
        hero = requests[0].characters[0]
        job = PaintJob(
            prompts=[page_prompt(request.picture, request.characters) for request in requests],
            seeds=[request.seed for request in requests],
            negative=NEGATIVE,
            hero=self.portrait(hero) if self.portrait else None,
        )
        return self.load().paint(job, self.watch)

    def _fit(self, image: Image.Image) -> Image.Image | None:
        return image if self.is_fit(image) else None

    def _finished(self, request: PictureRequest, image: Image.Image | None) -> Drawing:
        if image is None:
            return self.fallback.draw(request.picture, request.characters, seed=request.seed, title=request.title)
        return Drawing(_to_png(image))


def _to_png(image: Image.Image) -> bytes:
    from PIL.PngImagePlugin import PngInfo

    facts = PngInfo()
    facts.add_itxt("XML:com.adobe.xmp", xmp_packet(SOURCE_TYPES["diffusion"]).decode())
    buffer = io.BytesIO()
    ImageOps.fit(image.convert("RGB"), SIZE, Image.Resampling.LANCZOS).save(buffer, "PNG", pnginfo=facts)
    return buffer.getvalue()
