"""What draws an outline: with volume, flat, as a line, or as soft light and shadow on top of another.

Begin with `Brush`. A brush works through a frame on a sheet; `Brush.within` gives one for a part of the part, on the
same sheet. Light always comes from the upper left of the picture, also where the frame turns or mirrors.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from soridam.book.draw.colors import LIGHT, SHADOW, lighten, lightness, shade
from soridam.book.draw.outline import Frame, Outline, around, oval
from soridam.book.draw.svg import Box, Stop, SvgCanvas, group, path, rotate, stroke, translate

CONTOUR = 2.0  # units: the soft edge that parts a limb from a body of the same color


@dataclass(slots=True)
class Sheet:
    """What has been drawn so far, in order, and the boxes of all that may stick out."""

    elements: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """Around everything drawn."""
        return around(self.boxes)


class Brush:
    """Draws on a sheet through a frame. Lengths (line widths, shifts of light) are in units of the frame."""

    def __init__(self, canvas: SvgCanvas, frame: Frame, sheet: Sheet | None = None, clip: str | None = None) -> None:
        self.canvas = canvas
        self.frame = frame
        self.sheet = Sheet() if sheet is None else sheet
        self._clip = clip

    def within(self, frame: Frame) -> "Brush":
        """Return a brush for coordinates that `frame` places in those of this brush."""
        return Brush(self.canvas, frame.then(self.frame), self.sheet, self._clip)

    def inside(self, outline: Outline) -> "Brush":
        """Return a brush of the same frame whose strokes show only inside the outline."""
        return Brush(self.canvas, self.frame, self.sheet, self.canvas.clip(path(self._moved(outline).d, "#ffffff")))

    def solid(self, outline: Outline, color: str, light: float = 0.28, dark: float = 0.30) -> None:
        """A rounded body: lit at the upper left, shaded at the lower right, with a soft contour of its own color."""
        width = self._length(CONTOUR)
        moved = self._moved(outline)
        edged = path(moved.d, self.volume(color, light, dark), stroke=contour(color), stroke_width=width)
        self._add(edged, moved.box.grown(width / 2))

    def joined(self, outlines: Sequence[Outline], color: str, light: float = 0.28, dark: float = 0.30) -> None:
        """Several bodies as one: a contour around all of them, none between."""
        width = self._length(2 * CONTOUR)
        for outline in outlines:
            moved, edge = self._moved(outline), contour(color)
            edged = path(moved.d, edge, stroke=edge, stroke_width=width, stroke_linejoin="round")
            self._add(edged, moved.box.grown(width / 2))
        for outline in outlines:
            self._put(outline, self.volume(color, light, dark))

    def fill(self, outline: Outline, paint: str, opacity: float | None = None) -> None:
        """Flat, in a color or any other paint."""
        self._put(outline, paint, opacity=opacity)

    def line(self, outline: Outline, color: str, width: float, opacity: float | None = None) -> None:
        """Along the outline, with round ends."""
        moved = self._moved(outline)
        reach = self._length(width) / 2
        self._add(stroke(moved.d, color, self._length(width), opacity=opacity), moved.box.grown(reach))

    def glow(self, outline: Outline, color: str, opacity: float) -> None:
        """A soft spot that fades to nothing at the outline."""
        stops = (Stop(0, color, opacity), Stop(0.5, color, opacity * 0.55), Stop(1, color, 0))
        self._put(outline, self.canvas.radial(stops))

    def gloss(self, outline: Outline, opacity: float = 0.4) -> None:
        """The shine of light on a round body, at the upper left of wherever it stands."""
        box = self._moved(outline).box
        x, y = box.center
        place = f"{translate(x - box.width * 0.19, y - box.height * 0.26)} {rotate(-32)}"
        stops = (Stop(0, LIGHT, opacity), Stop(0.6, LIGHT, opacity * 0.4), Stop(1, LIGHT, 0))
        shine = oval(0, 0, box.width * 0.24, box.height * 0.13)
        self._add(path(shine.d, self.canvas.radial(stops), transform=place), None)

    def spark(self, center: complex, toward: complex, radius: float, opacity: float = 1) -> None:
        """A catchlight beside `center`; `toward` is meant in the picture, so that mirroring leaves it where it is."""
        place = self.frame.apply(center) + toward * self.frame.size
        radius = self._length(radius)
        self._add(path(oval(0, 0, radius).moved(place).d, "#ffffff", opacity=None if opacity == 1 else opacity), None)

    def shadow(self, outline: Outline, opacity: float = 0.2) -> None:
        """What a part above throws on this one: dark at the top, fading downwards."""
        stops = (Stop(0, SHADOW, opacity), Stop(1, SHADOW, 0))
        self._put(outline, self.canvas.linear(stops))

    def volume(self, color: str, light: float = 0.28, dark: float = 0.30) -> str:
        """Return the paint of a rounded body."""
        stops = (Stop(0, lighten(color, light)), Stop(0.5, color), Stop(1, shade(color, dark)))
        return self.canvas.radial(stops, center=(0.36, 0.26), radius=0.86)

    def svg(self) -> str:
        return group(*self.sheet.elements)

    def _moved(self, outline: Outline) -> Outline:
        return outline.through(self.frame)

    def _length(self, units: float) -> float:
        return units * self.frame.size

    def _put(self, outline: Outline, paint: str, **attributes: str | float | None) -> None:
        moved = self._moved(outline)
        self._add(path(moved.d, paint, **attributes), moved.box)

    def _add(self, element: str, box: Box | None) -> None:
        if self._clip is not None:
            element, box = group(element, clip_path=self._clip), None
        self.sheet.elements.append(element)
        if box is not None:
            self.sheet.boxes.append(box)


def contour(color: str) -> str:
    """Return the edge of a body: its own color darker, or lighter where it is so dark that night would swallow it."""
    return shade(color, 0.34) if lightness(color) > 0.42 else lighten(color, 0.22)
