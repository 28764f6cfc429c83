from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from soridam.book.draw.svg import Box, Stop, SvgCanvas, element, group, number, path, translate

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
