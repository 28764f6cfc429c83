"""Characters and pixels for the tests of the cast."""

import io
from collections.abc import Callable

import numpy as np
import pytest
import resvg_py
from PIL import Image

from soridam.book.draw.cast import draw_figure
from soridam.book.draw.svg import SvgCanvas, group, translate
from soridam.book.story import Character, Kind, Mood, Outfit, Pose

SIDE, FEET = 260, (130, 220)  # pixels of a raster, and where the feet stand in it


@pytest.fixture
def make_character() -> Callable[..., Character]:
    def make(kind: Kind, coat: str = "#f3a24c", **outfit) -> Character:
        return Character(id="hero", name="Hero", kind=kind, look_en="a hero", coat=coat, outfit=Outfit(**outfit))

    return make


@pytest.fixture
def rasterize() -> Callable[..., tuple]:
    """Draws a figure 130 pixels high; returns it, its boxes moved to the raster, and the RGBA raster in 0..255."""

    def draw(character: Character, pose: Pose = "stand", mood: Mood = "smile", facing=1):
        canvas = SvgCanvas()
        figure = draw_figure(character, pose, mood, height=130, canvas=canvas, facing=facing)
        document = canvas.document(group(figure.svg, transform=translate(*FEET)), SIDE, SIDE)
        png = bytes(resvg_py.svg_to_bytes(svg_string=document, skip_system_fonts=True))
        raster = np.asarray(Image.open(io.BytesIO(png)).convert("RGBA")).astype(float)
        return figure.body.moved(*FEET), figure.face.moved(*FEET), raster

    return draw
