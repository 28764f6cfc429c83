"""Pictures drawn in another process are the same, and whoever waits for them is not held up."""

import threading
import time

import pytest

from soridam.book.draw.raster import rasterize
from soridam.book.draw.raster_process import RasterProcess
from soridam.core.errors import BookError

BLURRED = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300"><filter id="f"><feTurbulence baseFrequency="0.05" '
    'numOctaves="3"/></filter><rect width="400" height="300" fill="#ee7d3b"/>'
    '<rect width="120" height="100" filter="url(#f)"/></svg>'
)


@pytest.fixture
def process():
    made = RasterProcess()
    yield made
    made.close()


def test_the_picture_is_the_one_that_our_own_process_would_draw(process):
    assert process.rasterize(BLURRED, 640) == rasterize(BLURRED, 640)
    assert process.rasterize(BLURRED, 320) == rasterize(BLURRED, 320)


def test_other_threads_go_on_while_a_picture_is_drawn(process):
    process.rasterize(BLURRED, 64)  # it has loaded
    drawing = threading.Thread(target=process.rasterize, args=(BLURRED, 4000))
    drawing.start()
    turns = 0
    while drawing.is_alive():
        time.sleep(0.001)
        turns += 1
    assert turns > 50  # in the drawing's own process it would be 0 or 1


def test_a_process_that_dies_is_said_so_and_the_next_picture_has_a_new_one(process):
    with pytest.raises(BookError, match="ended"):
        process.rasterize("<svg", 64)
    assert process.rasterize(BLURRED, 64) == rasterize(BLURRED, 64)
