import io
import re
from xml.etree import ElementTree

import numpy as np
import pytest
import resvg_py
from PIL import Image

from soridam.book.draw.props.dictionary import load_props
from soridam.book.draw.props.icons import draw_icon
from soridam.book.draw.svg import SvgCanvas, group, translate


@pytest.mark.parametrize("group_name", sorted({prop.group for prop in load_props().values()}))
def test_every_prop_has_a_drawing_whose_references_resolve(group_name):
    canvas = SvgCanvas()
    drawn = [draw_icon(prop.id, 100, canvas) for prop in load_props().values() if prop.group == group_name]
    root = ElementTree.fromstring(canvas.document("".join(icon.svg for icon in drawn), 200, 200))
    text = ElementTree.tostring(root, encoding="unicode")
    names = [node.get("id") for node in root.iter() if node.get("id")]
    pointed = set(re.findall(r"url\(#([^)]+)\)|href=\"#([^\"]+)\"", text))
    assert len(names) == len(set(names))
    assert {first or second for first, second in pointed} <= set(names)
    assert "filter" not in text
    assert all(max(icon.box.width, icon.box.height) == pytest.approx(100) for icon in drawn)


def test_an_icon_fills_its_box_and_stands_on_its_lower_edge():
    canvas = SvgCanvas()
    icon = draw_icon("hedgehog", 160, canvas)
    document = canvas.document(group(icon.svg, transform=translate(100, 180)), 200, 200)
    alpha = np.asarray(Image.open(io.BytesIO(resvg_py.svg_to_bytes(svg_string=document))).convert("RGBA"))[..., 3]
    rows, columns = np.flatnonzero((alpha > 24).any(axis=1)), np.flatnonzero((alpha > 24).any(axis=0))
    placed = icon.box.moved(100, 180)
    drawn = (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)
    assert drawn == pytest.approx(placed, abs=2)


def test_a_mirrored_icon_looks_the_other_way_in_the_same_box():
    canvas = SvgCanvas()
    left, right = draw_icon("fish", 80, canvas), draw_icon("fish", 80, canvas, mirrored=True)
    assert left.box == right.box
    assert left.svg != right.svg


def test_a_prop_drawn_twice_is_defined_once():
    canvas = SvgCanvas()
    draw_icon("rabbit", 80, canvas)
    once = canvas.document("", 10, 10)
    draw_icon("rabbit", 40, canvas)
    assert canvas.document("", 10, 10) == once


def test_an_unknown_prop_is_an_error():
    with pytest.raises(KeyError):
        draw_icon("sword", 80, SvgCanvas())
