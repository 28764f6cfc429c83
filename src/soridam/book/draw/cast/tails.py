"""Tails, in the coordinates of the torso, behind it. Begin with `draw_tail`."""

from soridam.book.draw.brush import Brush
from soridam.book.draw.cast.ears import crest_color
from soridam.book.draw.cast.palette import Palette
from soridam.book.draw.colors import mix
from soridam.book.draw.outline import Frame, outline, oval
from soridam.book.story import Kind

_CAT = outline(
    "M-20 22 C-86 40 -124 8 -120 -42 C-118 -68 -100 -92 -84 -84 C-72 -76 -84 -62 -88 -46 C-94 -14 -74 0 -34 -8 Z"
)
_FOX = outline(
    "M-18 18 C-76 40 -150 10 -150 -58 C-150 -92 -130 -112 -116 -122 "
    "C-104 -96 -84 -72 -64 -50 C-48 -32 -36 -20 -24 -14 Z"
)
_FOX_TIP = outline("M-160 -60 C-138 -74 -128 -60 -116 -78 C-106 -66 -96 -84 -84 -72 L-100 -140 L-160 -140 Z")
_DOG = outline("M-30 14 C-72 18 -104 -12 -104 -52 C-104 -68 -86 -74 -80 -60 C-76 -36 -62 -20 -34 -14 Z")
_MOUSE = outline("M-30 20 C-96 42 -140 4 -112 -34 C-98 -52 -128 -66 -138 -48")
_DINOSAUR = outline("M-10 -34 C-62 -28 -96 0 -150 6 C-164 8 -166 22 -152 26 C-104 40 -50 44 -8 34 Z")
_PENGUIN = outline("M-24 8 C-58 16 -76 30 -84 44 C-62 46 -32 44 -6 36 Z")
_SPIKE = outline("M-14 8 C-12 -8 -5 -20 0 -24 C5 -20 12 -8 14 8 Z")


def draw_tail(brush: Brush, kind: Kind, palette: Palette, turned: float) -> None:
    """`turned` degrees clockwise about its root."""
    root = -34 + 6j
    brush = brush.within(Frame(c=-root).rotated(turned).moved(root))
    match kind:
        case "cat":
            brush.solid(_CAT, palette.coat)
            _draw_rings(
                brush.inside(_CAT),
                mix(palette.coat, palette.marking, 0.7),
                ((-128, -40, -84, -34), (-126, -16, -78, -8)),
            )
        case "tiger":
            brush.solid(_CAT, palette.coat)
            rings = ((-128, -50, -82, -44), (-126, -22, -80, -14), (-108, 16, -76, -14), (-60, 34, -52, -10))
            _draw_rings(brush.inside(_CAT), palette.marking, rings)
        case "fox":
            brush.solid(_FOX, palette.coat)
            brush.inside(_FOX).fill(_FOX_TIP, brush.volume(palette.belly))
        case "dog":
            brush.solid(_DOG, palette.coat)
        case "mouse":
            brush.line(_MOUSE, mix(palette.inner_ear, palette.marking, 0.35), 12)
            brush.line(_MOUSE, palette.inner_ear, 8)
        case "rabbit":
            brush.joined([oval(-62, 8, 19), oval(-76, -4, 15), oval(-78, 14, 15), oval(-60, -6, 16)], palette.belly)
        case "bear":
            brush.solid(oval(-62, 6, 18), palette.coat)
        case "panda":
            brush.solid(oval(-62, 6, 18), palette.limb)
        case "penguin":
            brush.solid(_PENGUIN, palette.coat)
        case "dinosaur":
            for x, y, angle in ((-134, 4, -14), (-104, -6, -22), (-76, -20, -28)):
                brush.within(Frame().rotated(angle).moved(complex(x, y))).solid(_SPIKE, crest_color(palette))
            brush.solid(_DINOSAUR, palette.coat)
        case "frog" | "child":
            pass


def _draw_rings(inside: Brush, color: str, rings: tuple[tuple[int, int, int, int], ...]) -> None:
    for x, y, end_x, end_y in rings:
        inside.line(outline(f"M{x} {y} L{end_x} {end_y}"), color, 11)
