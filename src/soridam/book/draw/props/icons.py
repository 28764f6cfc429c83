"""The drawings of the props: icons of Fluent Emoji and Noto (see THIRD_PARTY_NOTICES.md), packed by
`scripts/pack_props.py`. Begin with `draw_icon`."""

import re
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from soridam.book.draw.svg import Box, SvgCanvas, element, scale, translate

_REFERENCE = re.compile(r"url\(#([^)]+)\)")


class Icon(NamedTuple):
    """A drawn prop: it stands on (0, 0), the middle of its lower edge; `box` is what it covers."""

    svg: str
    box: Box


def draw_icon(prop: str, size: float, canvas: SvgCanvas, *, mirrored: bool = False) -> Icon:
    """Return the drawing of a prop whose longest side measures `size`. Raises KeyError for an unknown prop."""
    drawing = _drawing(prop)
    left, top, width, height = _frame(drawing)
    factor = size / max(width, height)
    middle = left + width / 2
    placed = element(
        "use",
        href=f"#{_defined(drawing, canvas)}",
        transform=f"{scale(-factor if mirrored else factor, factor)} {translate(-middle, -top - height)}",
    )
    return Icon(placed, icon_box(prop, size))


def icon_box(prop: str, size: float) -> Box:
    """Return what a prop will cover whose longest side measures `size` and that stands on (0, 0)."""
    _, _, width, height = _frame(_drawing(prop))
    factor = size / max(width, height)
    return Box(-width * factor / 2, -height * factor, width * factor / 2, 0)


def _frame(drawing: Element) -> tuple[float, float, float, float]:
    """Left, top, width and height in the units of the drawing."""
    left, top, width, height = (float(value) for value in drawing.attrib["viewBox"].split())
    return left, top, width, height


@lru_cache(maxsize=128)
def _drawing(prop: str) -> Element:
    with zipfile.ZipFile(Path(__file__).with_name("icons.zip")) as archive:
        return ElementTree.fromstring(archive.read(f"{prop}.svg"))


def _defined(drawing: Element, canvas: SvgCanvas) -> str:
    """Return the id under which the canvas keeps the drawing."""
    names: dict[str, str] = {}
    for definition in drawing[0]:  # `defs`, which the packing puts first
        own = str(definition.get("id"))
        attributes = _attributes(definition, names)
        del attributes["id"]
        children = (_written(child, names) for child in definition)
        names[own] = canvas.define(_local(definition), *children, **attributes)
    return canvas.define("g", *(_written(child, names) for child in drawing[1:]))


def _written(node: Element, names: dict[str, str]) -> str:
    return element(_local(node), *(_written(child, names) for child in node), **_attributes(node, names))


def _attributes(node: Element, names: dict[str, str]) -> dict[str, str]:
    return {key: _REFERENCE.sub(lambda match: f"url(#{names[match[1]]})", value) for key, value in node.attrib.items()}


def _local(node: Element) -> str:
    return node.tag.rpartition("}")[2]
