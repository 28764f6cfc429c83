import io

import numpy as np
import pytest
from PIL import Image

from soridam.book.draw.raster import SOURCE_TYPE, on_paper, rasterize
from soridam.book.draw.scenery.painter import HEIGHT, WIDTH
from soridam.book.draw.svg import SvgCanvas, rect


def page(color: str) -> bytes:
    return rasterize(SvgCanvas().document(rect(0, 0, WIDTH, HEIGHT, color), WIDTH, HEIGHT))


def test_a_page_has_the_size_of_a_drawing_and_says_how_it_came_about():
    with Image.open(io.BytesIO(page("#7fc95c"))) as image:
        assert image.size == (WIDTH, HEIGHT)
        assert image.mode == "RGB"
        assert SOURCE_TYPE in image.info["XML:com.adobe.xmp"]
        assert image.getxmp()["xmpmeta"]["RDF"]["Description"]["DigitalSourceType"] == SOURCE_TYPE


def test_the_same_svg_gives_the_same_bytes():
    assert page("#f3a24c") == page("#f3a24c")


@pytest.mark.parametrize("color", ["#ffffff", "#808080", "#000000", "#4fb0ee"])
def test_paper_changes_colors_a_little_and_nowhere_much(color):
    wanted = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)], np.int16)
    flat = np.broadcast_to(wanted.astype(np.uint8), (HEIGHT, WIDTH, 3))
    difference = on_paper(flat).astype(np.int16) - wanted
    assert np.abs(difference).max() <= 28
    assert np.abs(difference.mean(axis=(0, 1))).max() < 6
    if color == "#808080":
        assert difference.std() > 1


def test_what_is_no_svg_is_an_error():
    with pytest.raises(ValueError, match="root node"):
        rasterize("<html>")
