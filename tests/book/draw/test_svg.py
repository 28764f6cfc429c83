import io
from functools import partial
from xml.etree import ElementTree

import numpy as np
import pytest
import resvg_py
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from soridam.book.draw.svg import (
    Box,
    Stop,
    SvgCanvas,
    circle,
    element,
    group,
    number,
    path,
    rect,
    stroke,
    translate,
)

SVG = "{http://www.w3.org/2000/svg}"


def test_what_is_defined_twice_alike_is_kept_once():
    canvas = SvgCanvas()
    stops = (Stop(0, "#ffffff"), Stop(1, "#000000", 0.5))
    first, second, other = canvas.linear(stops), canvas.linear(stops), canvas.linear(stops, end=(1, 0))
    assert first == second == "url(#d1)"
    assert other == "url(#d2)"


def test_a_document_holds_every_definition_under_its_id():
    canvas = SvgCanvas("book-")
    paint = canvas.radial((Stop(0, "#ffffff"), Stop(1, "#4a86d8")))
    clip = canvas.clip(path("M0 0H9V9H0Z"))
    root = ElementTree.fromstring(canvas.document(group(path("M0 0H5", paint), clip_path=clip), 20, 10))
    assert root.get("viewBox") == "0 0 20 10"
    assert [item.get("id") for item in root.find(f"{SVG}defs")] == ["book-1", "book-2"]


@pytest.mark.parametrize(
    "shape",
    [
        partial(stroke, "M10 40C40 0 0 0 60 60", "#c04020", 12),
        partial(circle, 40, 30, 22, "#4a86d8"),
        partial(rect, 8, 8, 40, 30, "#4a86d8", stroke="#000000", stroke_width=9),
    ],
    ids=["a line", "a filled shape", "a shape in two paints"],
)
def test_a_shape_that_can_be_seen_through_looks_as_if_it_lay_on_a_layer_of_its_own(shape):
    below = rect(0, 0, 80, 80, "#f0d040")
    own, layer = shape(opacity=0.4), group(shape(), opacity=0.4)
    ours, layered = (_pixels(SvgCanvas().document(below + drawn, 80, 80)) for drawn in (own, layer))
    assert np.abs(ours - layered).max() <= 4  # at edges, where what is half covered is rounded once more
    assert np.abs(ours - _pixels(SvgCanvas().document(below + shape(), 80, 80))).max() > 40


def test_a_shape_in_one_paint_needs_no_layer():
    assert stroke("M0 0H5", "#000000", 2, opacity=0.4) == stroke("M0 0H5", "#000000", 2, stroke_opacity=0.4)
    assert circle(1, 1, 1, "#000000", opacity=0.4) == circle(1, 1, 1, "#000000", fill_opacity=0.4)


def _pixels(svg: str) -> np.ndarray:
    with Image.open(io.BytesIO(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True))) as image:
        return np.asarray(image.convert("RGBA")).astype(int)


@given(st.text())
def test_no_attribute_breaks_out_of_its_quotes(text):
    text = "".join(character for character in text if character.isprintable())
    assert ElementTree.fromstring(element("path", fill=text)).get("fill") == text


@given(st.floats(-1e6, 1e6))
def test_numbers_are_short_and_close(value):
    assert abs(float(number(value)) - value) <= 0.005001
    assert number(0.0) == number(-0.001) == "0"


def test_boxes_move_grow_and_contain():
    box = Box(0, 0, 10, 20)
    assert box.grown(1).contains(box)
    assert not box.moved(1, 0).contains(box)
    assert box.scaled(2) == Box(0, 0, 20, 40)
    assert box.center == (5, 10)
    assert translate(1.5, -2) == "translate(1.5 -2)"
