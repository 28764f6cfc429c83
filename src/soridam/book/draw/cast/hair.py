"""Children's hair: what falls behind the head and what frames the face. Begin with `draw_fringe`."""

from soridam.book.draw.brush import Brush
from soridam.book.draw.cast.palette import Palette
from soridam.book.draw.cast.poses import Stance
from soridam.book.draw.colors import shade
from soridam.book.draw.outline import Frame, outline, oval
from soridam.book.story import HairStyle

# Over the top of the head from the right temple to the left one; each hairline leads back. Curls have their own cap.
_OVER = "M112 22 C120 -66 76 -118 0 -118 C-76 -118 -120 -66 -112 22"
_HAIRLINE: dict[str, str] = {
    "short": "C-106 -4 -100 -28 -86 -46 C-64 -38 -30 -38 -4 -60 C22 -40 58 -36 86 -48 C100 -28 106 -4 112 22 Z",
    "bob": "C-108 -2 -104 -26 -98 -46 C-60 -41 60 -41 98 -46 C104 -26 108 -2 112 22 Z",
    "buns": "C-104 -14 -84 -52 -2 -74 C66 -56 100 -20 112 22 Z",
    "long": "C-106 0 -94 -40 -40 -74 C-4 -48 58 -38 96 -40 C105 -18 110 2 112 22 Z",
}
_BOB = outline(
    "M0 -122 C-92 -122 -136 -58 -130 24 C-128 66 -124 92 -108 106 C-92 114 -70 110 -58 104 L58 104 "
    "C70 110 92 114 108 106 C124 92 128 66 130 24 C136 -58 92 -122 0 -122 Z"
)
_LONG = outline(
    "M0 -122 C-92 -122 -134 -58 -128 30 C-126 84 -142 128 -132 186 C-112 206 -72 202 -44 188 L44 188 "
    "C72 202 112 206 132 186 C142 128 126 84 128 30 C134 -58 92 -122 0 -122 Z"
)
_CURLS_BEHIND = (
    (-104, 30),
    (-116, -16),
    (-102, -62),
    (-66, -98),
    (-20, -114),
    (28, -112),
    (72, -94),
    (104, -58),
    (116, -12),
    (104, 32),
)
_CURLY_CAP = outline("M94 -46 C104 -90 62 -118 0 -118 C-62 -118 -104 -90 -94 -46 C-60 -66 60 -66 94 -46 Z")
_CURLS_BEFORE = ((-86, -58, 31), (-50, -76, 34), (-8, -84, 35), (36, -78, 34), (74, -60, 31))


def draw_hair_behind(brush: Brush, style: HairStyle, palette: Palette, stance: Stance) -> None:
    """What the head, and for long hair the shoulders, stand before."""
    match style:
        case "bob":
            level = Frame().rotated(-stance.tilt if stance.lying else 0)
            brush.within(level).solid(_BOB, shade(palette.hair, 0.12), dark=0.4)
        case "long":
            lying = Frame().scaled(0.74, 1).rotated(70)
            spread = lying if stance.lying else Frame().rotated(-stance.sway * 9)
            brush.within(spread).solid(_LONG, shade(palette.hair, 0.12), dark=0.4)
        case "buns":
            for side in (-1, 1):
                bun = oval(side * 102, -76, 40)
                brush.solid(bun, palette.hair)
                brush.gloss(bun)
                brush.within(Frame().moved(complex(side * 80, -58))).solid(
                    oval(0, 0, 11, 14, side * 40), palette.accent
                )
        case "curly":
            brush.joined([oval(x, y, 34) for x, y in _CURLS_BEHIND], shade(palette.hair, 0.1))
        case "short":
            brush.solid(oval(0, -8, 113, 108), shade(palette.hair, 0.2))


def draw_fringe(brush: Brush, style: HairStyle, palette: Palette, sway: float) -> None:
    """What lies on the forehead."""
    if style == "curly":
        curls = [oval(x, y, radius) for x, y, radius in _CURLS_BEFORE]
        brush.joined([_CURLY_CAP, *curls], palette.hair)
        for curl in curls[::2]:
            brush.gloss(curl, 0.3)
        return
    cap = outline(f"{_OVER} {_HAIRLINE[style]}")
    brush.solid(cap, palette.hair)
    inside = brush.inside(cap)
    _draw_strands(inside, style, palette)
    inside.gloss(cap, 0.38)
    if style == "short":
        tuft = outline("M-16 -108 C-10 -128 6 -138 26 -136 C18 -128 18 -118 22 -108 Z")
        brush.within(Frame().rotated(-sway * 10)).solid(tuft, palette.hair)


def _draw_strands(inside: Brush, style: HairStyle, palette: Palette) -> None:
    lines = {
        "short": ("M-4 -50 C0 -72 8 -88 20 -100", "M-84 -38 C-84 -60 -74 -78 -60 -90", "M84 -40 C84 -60 76 -76 64 -88"),
        "bob": ("M-34 -28 C-36 -56 -30 -80 -18 -98", "M34 -28 C38 -56 34 -80 24 -98", "M0 -26 C0 -54 2 -76 4 -96"),
        "buns": (
            "M-2 -68 C-2 -84 -2 -100 0 -116",
            "M-50 -54 C-62 -70 -76 -80 -92 -82",
            "M50 -56 C62 -72 76 -82 92 -84",
        ),
        "long": (
            "M-40 -66 C-36 -84 -28 -100 -16 -114",
            "M10 -44 C4 -70 0 -90 -4 -108",
            "M62 -28 C60 -56 48 -82 30 -102",
        ),
    }[style]
    for d in lines:
        inside.line(outline(d), shade(palette.hair, 0.28), 3, opacity=0.6)
