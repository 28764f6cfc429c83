"""Ears, horns and whatever else grows on a head behind or beside the face. Begin with `draw_ears_behind`."""

from soridam.book.draw.brush import Brush
from soridam.book.draw.cast.palette import Palette
from soridam.book.draw.cast.poses import Stance
from soridam.book.draw.colors import lighten, mix
from soridam.book.draw.outline import Frame, Outline, outline, oval
from soridam.book.story import Kind

_CAT = outline("M22 -80 C42 -112 72 -140 90 -145 C106 -148 114 -92 107 -22 Z")
_CAT_INNER = outline("M46 -84 C58 -104 76 -122 87 -126 C95 -127 99 -92 96 -48 Z")
_FOX = outline("M18 -82 C40 -122 76 -160 94 -164 C110 -166 119 -94 109 -22 Z")
_FOX_INNER = outline("M46 -84 C58 -112 80 -138 90 -142 C99 -143 103 -98 98 -50 Z")
_FOX_TIP = outline("M60 -128 C74 -146 86 -158 94 -164 C104 -165 109 -146 111 -122 C94 -132 78 -134 60 -128 Z")
_RABBIT = outline("M-21 10 C-38 -52 -33 -132 -5 -138 C25 -142 33 -58 22 10 Z")
_RABBIT_INNER = outline("M-10 -8 C-20 -58 -18 -112 -4 -117 C12 -119 18 -62 11 -8 Z")
_DOG = outline("M58 -84 C96 -112 130 -70 134 -10 C136 34 106 50 94 24 C84 2 84 -40 52 -64 Z")
_SPIKE = outline("M-21 14 C-18 -12 -8 -30 0 -36 C8 -30 18 -12 21 14 Z")


def draw_ears_behind(brush: Brush, kind: Kind, palette: Palette, stance: Stance) -> None:
    """What the head partly covers. A head that looks aside takes its ears a little the other way."""
    brush = brush.within(Frame(c=complex(-6 * stance.turn, 0)))
    match kind:
        case "cat":
            _draw_pair(brush, _CAT, palette.coat, _CAT_INNER, palette.inner_ear)
        case "fox":
            _draw_fox_ears(brush, palette)
        case "rabbit":
            _draw_rabbit_ears(brush, palette, stance.ears)
        case "bear":
            _draw_pair(brush, oval(80, -76, 35), palette.coat, oval(82, -72, 20), palette.inner_ear)
        case "tiger":
            _draw_pair(brush, oval(82, -76, 36), palette.coat, oval(84, -72, 21), palette.belly)
        case "panda":
            _draw_pair(brush, oval(84, -74, 36), palette.limb, oval(86, -70, 19), lighten(palette.limb, 0.14))
        case "mouse":
            _draw_pair(brush, oval(86, -74, 50), palette.coat, oval(88, -71, 35), palette.inner_ear)
        case "penguin":
            _draw_feathers(brush, palette)
        case "dinosaur":
            _draw_crest(brush, palette)
        case "dog" | "frog" | "child":
            pass  # drawn with or before the head itself


def draw_ears_before(brush: Brush, kind: Kind, palette: Palette, stance: Stance) -> None:
    """Ears that hang over the head."""
    if kind != "dog":
        return
    for side, ear in ((-1, _DOG.mirrored()), (1, _DOG)):
        pivot = complex(side * 70, -74)
        swung = Frame(c=-pivot).rotated(-stance.sway * 22 - side * 4).moved(pivot - 6 * stance.turn)
        brush.within(swung).solid(ear, palette.marking)


def _draw_pair(brush: Brush, ear: Outline, color: str, inner: Outline, inner_color: str) -> None:
    for outer, hollow in ((ear.mirrored(), inner.mirrored()), (ear, inner)):
        brush.solid(outer, color)
        brush.fill(hollow, brush.volume(inner_color, light=0.1, dark=0.16))


def _draw_fox_ears(brush: Brush, palette: Palette) -> None:
    _draw_pair(brush, _FOX, palette.coat, _FOX_INNER, mix(palette.marking, palette.coat, 0.25))
    for ear, tip in ((_FOX.mirrored(), _FOX_TIP.mirrored()), (_FOX, _FOX_TIP)):
        brush.inside(ear).fill(tip, palette.marking, opacity=0.85)


def _draw_rabbit_ears(brush: Brush, palette: Palette, fallen: float) -> None:
    for side in (-1, 1):
        place = Frame().rotated(side * 11 + fallen).moved(complex(side * 43, -84))
        ear = brush.within(place)
        ear.solid(_RABBIT, palette.coat)
        ear.fill(_RABBIT_INNER, ear.volume(palette.inner_ear, light=0.1, dark=0.16))


def _draw_feathers(brush: Brush, palette: Palette) -> None:
    for angle in (-28, 26, 0):
        feather = outline("M-9 8 C-9 -12 -4 -26 2 -34 C9 -24 11 -10 9 8 Z")
        brush.within(Frame().rotated(angle).moved(-98j)).solid(feather, palette.coat)


def _draw_crest(brush: Brush, palette: Palette) -> None:
    color = crest_color(palette)
    for x, y, angle, size in ((-58, -82, -34, 0.85), (58, -82, 34, 0.85), (-24, -100, -13, 1.05), (24, -100, 13, 1.05)):
        brush.within(Frame().scaled(size).rotated(angle).moved(complex(x, y))).solid(_SPIKE, color)


def crest_color(palette: Palette) -> str:
    """Return the spikes of a dinosaur: a warmer tone beside its coat."""
    return mix(palette.coat, "#f7944a", 0.86)
