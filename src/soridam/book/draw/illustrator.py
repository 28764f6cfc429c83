"""The default illustrator: draws pictures without a GPU, a hub or a key. Begin with `DrawnIllustrator`."""

import hashlib
from collections.abc import Callable, Sequence

from soridam.book.draw.cast import draw_figure
from soridam.book.draw.cover import compose_cover
from soridam.book.draw.cutout.figure import PaperFigures
from soridam.book.draw.raster import rasterize
from soridam.book.draw.raster_process import RasterProcess
from soridam.book.draw.scene.compose import compose
from soridam.book.draw.scenery.painter import HEIGHT, WIDTH
from soridam.book.draw.svg import SvgCanvas
from soridam.book.parts import Drawing
from soridam.book.story import Character, Picture


class DrawnIllustrator:
    """Puppet heroes in drawn scenery. The same arguments give the same bytes."""

    def __init__(self, process: RasterProcess | None = None, drawings: Callable[[str], bytes] | None = None) -> None:
        """`process`: where pictures are rasterized, if not in this process, which nobody else can use meanwhile.

        `drawings` finds the drawing that a hero is shown as, by its digest; without it heroes are puppets.
        """
        self._process = process
        self._draw = PaperFigures(drawings).draw if drawings else draw_figure

    def draw(
        self, picture: Picture, characters: Sequence[Character], *, seed: int, title: str | None = None
    ) -> Drawing:
        """Raises StoryError when the picture names a character or a prop that there is not."""
        if self._process is not None:
            self._process.start()
        canvas = SvgCanvas()
        place_seed = _place_seed(characters)
        if title is None:
            body = compose(picture, characters, seed=seed, place_seed=place_seed, canvas=canvas, draw=self._draw).body
        else:
            scene, lettered = compose_cover(
                picture, characters, title, seed=seed, place_seed=place_seed, canvas=canvas, draw=self._draw
            )
            body = scene.body + lettered.svg
        svg = canvas.document(body, WIDTH, HEIGHT)
        png = rasterize(svg) if self._process is None else self._process.rasterize(svg)
        return Drawing(png=png, svg=svg)


def _place_seed(characters: Sequence[Character]) -> int:
    """The same for all pages of a story, so that the hero comes back to the same meadow, whatever it is called."""
    named = {"name", "look_en", "drawing"}
    looks = "\n".join(sorted(character.model_dump_json(exclude=named) for character in characters))
    return int.from_bytes(hashlib.sha256(looks.encode()).digest()[:4], "big")
