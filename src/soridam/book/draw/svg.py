"""A small SVG builder. Elements are strings; an `SvgCanvas` holds what they share, each thing under an id of its own.

Begin with `SvgCanvas`: make one for a picture, draw everything of the picture with it, end with `document`. There are
no filters (blur, turbulence) on purpose: they cost seconds, gradients cost nothing.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

Value = str | float | None
Units = Literal["objectBoundingBox", "userSpaceOnUse"]
Point = tuple[float, float]


class Stop(NamedTuple):
    """A color of a gradient: where (0..1), which, and how opaque."""

    offset: float
    color: str
    opacity: float = 1.0


class Box(NamedTuple):
    """A rectangle, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def center(self) -> Point:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def contains(self, other: "Box") -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def scaled(self, factor: float) -> "Box":
        return Box(self.left * factor, self.top * factor, self.right * factor, self.bottom * factor)

    def moved(self, x: float, y: float) -> "Box":
        return Box(self.left + x, self.top + y, self.right + x, self.bottom + y)

    def grown(self, margin: float) -> "Box":
        return Box(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)


class SvgCanvas:
    """The definitions of one picture. What is defined twice alike is kept once; the same calls give the same ids."""

    def __init__(self, prefix: str = "d") -> None:
        """`prefix` begins every id: choose another where several pictures stand in one web page."""
        self._prefix = prefix
        self._ids: dict[tuple[str, str, str], str] = {}  # (tag, attributes, content) -> id

    def define(self, name: str, *children: str, **attributes: Value) -> str:
        """Keep an element among the definitions; returns its id."""
        definition = (name, _written(attributes), "".join(children))
        return self._ids.setdefault(definition, f"{self._prefix}{len(self._ids) + 1}")

    def linear(
        self, stops: Sequence[Stop], start: Point = (0, 0), end: Point = (0, 1), units: Units = "objectBoundingBox"
    ) -> str:
        """Return a linear gradient (downwards, if nothing else is said) as a paint: `url(#…)`."""
        name = self.define(
            "linearGradient",
            *(_stop(stop) for stop in stops),
            x1=start[0],
            y1=start[1],
            x2=end[0],
            y2=end[1],
            gradientUnits=None if units == "objectBoundingBox" else units,
        )
        return f"url(#{name})"

    def radial(
        self,
        stops: Sequence[Stop],
        center: Point = (0.5, 0.5),
        radius: float = 0.5,
        units: Units = "objectBoundingBox",
    ) -> str:
        """Return a radial gradient as a paint: `url(#…)`."""
        name = self.define(
            "radialGradient",
            *(_stop(stop) for stop in stops),
            cx=center[0],
            cy=center[1],
            r=radius,
            gradientUnits=None if units == "objectBoundingBox" else units,
        )
        return f"url(#{name})"

    def clip(self, *elements: str) -> str:
        """Elements outside of which nothing shows, for the attribute `clip_path`: `url(#…)`."""
        return f"url(#{self.define('clipPath', *elements)})"

    def document(self, body: str, width: float, height: float, view_box: Box | None = None) -> str:
        """Return the whole SVG of a picture of `width` × `height` pixels."""
        box = view_box or Box(0, 0, width, height)
        defs = "".join(
            f'<{tag} id="{name}"{attributes}>{content}</{tag}>'
            for (tag, attributes, content), name in self._ids.items()
        )
        return element(
            "svg",
            element("defs", defs) if defs else "",
            body,
            xmlns="http://www.w3.org/2000/svg",
            width=width,
            height=height,
            viewBox=" ".join(number(value) for value in (box.left, box.top, box.width, box.height)),
        )


def number(value: float) -> str:
    """At most two decimals and no needless zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def element(name: str, *children: str, **attributes: Value) -> str:
    """`<name …>children</name>`. Attributes: `stroke_width` is written `stroke-width`, None leaves one out."""
    opening = name + _written(attributes)
    content = "".join(children)
    return f"<{opening}>{content}</{name}>" if content else f"<{opening}/>"


def escape(text: str) -> str:
    """Text made safe inside an element or a double-quoted attribute."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def shape(name: str, **attributes: Value) -> str:
    """Return a `path`, `circle`, `ellipse` or `rect` that inherits no paint.

    The opacity of a shape in one paint becomes that of the paint: it looks the same, and needs no layer of its own.
    Layers were half of the time that resvg took for a page.
    """
    is_filled, is_stroked = attributes.get("fill") != "none", attributes.get("stroke", "none") != "none"
    paint_s = "fill_opacity" if is_filled else "stroke_opacity"
    if attributes.get("opacity") is not None and is_filled != is_stroked and paint_s not in attributes:
        attributes[paint_s] = attributes.pop("opacity")
    return element(name, **attributes)


def path(d: str, fill: str = "none", **attributes: Value) -> str:
    return shape("path", d=d, fill=fill, **attributes)


def stroke(d: str, color: str, width: float, **attributes: Value) -> str:
    """Return a line with round ends."""
    return shape(
        "path",
        d=d,
        fill="none",
        stroke=color,
        stroke_width=width,
        stroke_linecap="round",
        stroke_linejoin="round",
        **attributes,
    )


def circle(cx: float, cy: float, r: float, fill: str, **attributes: Value) -> str:
    return shape("circle", cx=cx, cy=cy, r=r, fill=fill, **attributes)


def ellipse(cx: float, cy: float, rx: float, ry: float, fill: str, **attributes: Value) -> str:
    return shape("ellipse", cx=cx, cy=cy, rx=rx, ry=ry, fill=fill, **attributes)


def rect(x: float, y: float, width: float, height: float, fill: str, **attributes: Value) -> str:
    return shape("rect", x=x, y=y, width=width, height=height, fill=fill, **attributes)


def group(*children: str, **attributes: Value) -> str:
    """Elements together, for example with `transform=translate(40, 10)` or an `opacity`."""
    return element("g", *children, **attributes)


def translate(x: float, y: float) -> str:
    return f"translate({number(x)} {number(y)})"


def scale(x: float, y: float | None = None) -> str:
    return f"scale({number_fine(x)} {number_fine(x if y is None else y)})"


def rotate(degrees: float, x: float = 0, y: float = 0) -> str:
    """Clockwise, about (x, y)."""
    return f"rotate({number(degrees)} {number(x)} {number(y)})"


def number_fine(value: float) -> str:
    """Five decimals, for factors."""
    return f"{value:.5f}".rstrip("0").rstrip(".")


@lru_cache(maxsize=4096)
def _stop(stop: Stop) -> str:
    opacity = None if stop.opacity == 1 else stop.opacity
    return element("stop", offset=stop.offset, stop_color=stop.color, stop_opacity=opacity)


def _written(attributes: Mapping[str, Value]) -> str:
    return "".join(
        f' {key.replace("_", "-")}="{escape(value) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
