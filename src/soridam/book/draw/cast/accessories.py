"""What is worn besides clothes: behind the body, at the neck, on the head. Begin with the `draw_` functions."""

from soridam.book.draw.brush import Brush
from soridam.book.draw.cast.anatomy import Anatomy
from soridam.book.draw.cast.faces import eye_places
from soridam.book.draw.cast.palette import Palette
from soridam.book.draw.cast.poses import Stance
from soridam.book.draw.colors import apart, darken, lighten, shade
from soridam.book.draw.outline import Frame, Outline, outline, oval
from soridam.book.story import Accessory

_GOLD, _STRAW, _LEAF = "#f6c445", "#e0b878", "#5cb85f"
_BOW = outline("M0 0 C-16 -26 -52 -34 -54 -8 C-54 20 -22 22 0 4 Z")
_RIBBON = outline("M-2 2 C-12 16 -20 26 -30 38 L-14 38 C-6 26 4 14 6 4 Z")
_CROWN = outline("M-46 6 C-50 -14 -54 -32 -56 -48 L-30 -26 L0 -58 L30 -26 L56 -48 C54 -32 50 -14 46 6 Q0 18 -46 6 Z")
_LEAF_LEFT = outline("M0 0 C-12 -2 -34 -6 -40 -30 C-16 -34 -2 -20 0 0 Z")
_LEAF_RIGHT = outline("M0 0 C-4 -22 8 -46 38 -50 C42 -22 24 -4 0 0 Z")
_HAT_CROWN = outline("M-62 6 C-64 -52 -44 -70 0 -70 C44 -70 64 -52 62 6 Q0 26 -62 6 Z")
_HAT_BAND = outline("M-66 -14 Q0 8 66 -14 L66 10 Q0 32 -66 10 Z")
_FLYING_CAPE = outline(
    "M34 -130 C-20 -142 -90 -132 -186 -104 C-178 -84 -190 -64 -182 -46 "
    "C-166 -40 -176 -14 -160 2 C-116 -16 -70 6 -30 12 Z"
)
_FLYING_FOLDS = (outline("M0 -116 C-50 -110 -120 -90 -182 -48"), outline("M6 -90 C-40 -70 -100 -50 -160 0"))
_PACK = outline(
    "M-44 -136 C-80 -132 -96 -100 -96 -56 C-96 -16 -88 6 -52 6 L52 6 C88 6 96 -16 96 -56 C96 -100 80 -132 44 -136 Z"
)
_SCARF_RING = outline("M-62 -8 C-40 14 40 14 62 -8 C72 0 72 20 58 26 C30 42 -30 42 -58 26 C-72 20 -72 0 -62 -8 Z")


def draw_worn_behind(brush: Brush, worn: tuple[Accessory, ...], palette: Palette, stance: Stance) -> None:
    """Cape and backpack, in the coordinates of the torso, before the body is drawn."""
    if "cape" in worn:
        _draw_cape(brush.within(Frame(c=-14 if stance.lying else 0)), palette, stance)
    if "backpack" in worn:
        _draw_pack(brush.within(Frame(c=-52 if stance.lying else -44 * stance.turn)), palette)


def draw_worn_on_chest(brush: Brush, worn: tuple[Accessory, ...], palette: Palette) -> None:
    """Straps and the cape's clasp, in the coordinates of the torso, over the clothes and under the arms."""
    if "backpack" in worn:
        for side in (-1, 1):
            strap = outline(f"M{side * 26} -134 C{side * 36} -108 {side * 38} -76 {side * 56} -44")
            brush.line(strap, shade(palette.accent, 0.4), 15)
            brush.line(strap, palette.accent, 11)
    if "cape" in worn:
        brush.solid(
            outline("M-46 -132 C-20 -100 20 -100 46 -132 L42 -112 C20 -86 -20 -86 -42 -112 Z"), _cape_color(palette)
        )
        brush.solid(oval(0, -98, 9), _GOLD)


def draw_scarf(brush: Brush, worn: tuple[Accessory, ...], palette: Palette, stance: Stance) -> None:
    """In the coordinates of the torso, over the arms and under the chin."""
    if "scarf" in worn:
        _draw_scarf(brush.within(Frame(c=-124j)), palette, stance)


def draw_worn_on_head(
    brush: Brush, worn: tuple[Accessory, ...], anatomy: Anatomy, palette: Palette, turn: float
) -> None:
    """Glasses, then a bow beside an ear, then whatever is piled on top: hat, crown and leaf may all be worn."""
    if "glasses" in worn:
        _draw_glasses(brush, anatomy, palette, turn)
    if "bow" in worn:
        tied = Frame().rotated(24).moved(anatomy.ear - 4 * turn)
        _draw_bow(brush.within(tied), palette)
    (brim, half), top = anatomy.hat, anatomy.skull.top
    tilted = Frame().rotated(-5)
    if "hat" in worn:
        _draw_hat(brush.within(tilted.moved(complex(0, brim))), palette, half / 62)
        top = brim - 66 * half / 62
    if "crown" in worn:
        size = min(half / 40, 1)
        _draw_crown(brush.within(tilted.scaled(size).moved(complex(-2, top + 12 * size))))
        top -= 34 * size
    if "leaf" in worn:
        _draw_leaf(brush.within(Frame(c=complex(0, top + 2))))


def _cape_color(palette: Palette) -> str:
    return apart(palette.accent, palette.garment, 0.14)


def _draw_pack(brush: Brush, palette: Palette) -> None:
    color = shade(palette.accent, 0.06)
    for side in (-1, 1):
        brush.solid(oval(side * 88, -36, 20, 30, side * -6), lighten(color, 0.12))
    brush.solid(_PACK, color)


def _draw_cape(brush: Brush, palette: Palette, stance: Stance) -> None:
    color = _cape_color(palette)
    if stance.sway < -0.6:
        brush.solid(_FLYING_CAPE, color)
        for fold in _FLYING_FOLDS:
            brush.inside(_FLYING_CAPE).line(fold, shade(color, 0.35), 6, opacity=0.4)
        return
    blown = stance.sway * 62
    length, width = stance.skirt
    low, half = 58 * length, 110 * width
    left, right = -half + blown, half + blown * 0.6
    cape = outline(
        f"M-38 -128 C-66 -80 {left - 2:.1f} {low - 60:.1f} {left:.1f} {low - 6:.1f} "
        f"C{left * 0.5:.1f} {low + 16:.1f} {right * 0.5:.1f} {low + 16:.1f} {right:.1f} {low - 6:.1f} "
        f"C{right - 6:.1f} {low - 60:.1f} 66 -80 38 -128 Z"
    )
    brush.solid(cape, color)
    for x in (-0.7, 0.7):
        fold = outline(
            f"M{x * 50:.1f} -100 Q{x * 80 + blown / 2:.1f} {low - 60:.1f} {x * half + blown:.1f} {low + 6:.1f}"
        )
        brush.inside(cape).line(fold, shade(color, 0.35), 6, opacity=0.4)


def _draw_scarf(brush: Brush, palette: Palette, stance: Stance) -> None:
    color = palette.accent
    hung = brush.within(
        Frame(c=-26 - 20j).rotated(stance.sway * 46 - (0 if stance.lying else stance.lean * 0.8)).moved(26 + 20j)
    )
    hung.solid(outline("M14 14 C22 40 26 60 22 88 C30 94 46 92 52 86 C56 60 52 34 40 10 Z"), shade(color, 0.1))
    for x in (28, 37, 46):
        hung.line(outline(f"M{x} 84 L{x} 94"), shade(color, 0.34), 3)
    hung.line(outline("M24 72 Q38 78 53 70"), lighten(color, 0.5), 6)
    brush.solid(_SCARF_RING, color)
    brush.line(outline("M-54 6 C-30 24 30 24 54 6"), shade(color, 0.3), 3, opacity=0.55)
    brush.solid(oval(28, 22, 15, 17, -16), color)


def _draw_glasses(brush: Brush, anatomy: Anatomy, palette: Palette, turn: float) -> None:
    color = apart(darken(palette.accent, 0.2), palette.ground, 0.3)
    left, right = eye_places(anatomy, turn)
    radius = 31 * anatomy.eye_size
    for eye in (left, right):
        ring = oval(eye.real, eye.imag + 1, radius, radius * 0.98)
        brush.fill(ring, "#ffffff", opacity=0.14)
        brush.line(ring, color, 5.5)
    bridge = (left + radius, (left + right) / 2 - 7j, right - radius)
    brush.line(Outline("MQ", bridge), color, 5.5)


def _draw_bow(brush: Brush, palette: Palette) -> None:
    color = palette.accent
    for ribbon, loop in ((_RIBBON, _BOW), (_RIBBON.mirrored(), _BOW.mirrored())):
        brush.solid(ribbon, shade(color, 0.14))
        brush.solid(loop, color)
        brush.gloss(loop, 0.4)
    brush.solid(oval(0, -1, 11, 12), shade(color, 0.1))


def _draw_hat(brush: Brush, palette: Palette, size: float) -> None:
    brush = brush.within(Frame().scaled(size))
    straw = apart(_STRAW, palette.coat, 0.1)
    brush.solid(oval(0, 8, 108, 25), shade(straw, 0.1))
    brush.solid(_HAT_CROWN, straw)
    brush.inside(_HAT_CROWN).fill(_HAT_BAND, brush.volume(palette.accent))
    brush.gloss(_HAT_CROWN, 0.35)
    brush.line(outline("M-100 12 C-70 32 70 32 100 12"), lighten(straw, 0.35), 3, opacity=0.6)


def _draw_crown(brush: Brush) -> None:
    brush.solid(_CROWN, _GOLD, light=0.45)
    for place in (-56 - 48j, -58j, 56 - 48j):
        brush.solid(oval(place.real, place.imag, 7), "#fff1b0")
    for x, color in ((-26, "#5bb8e8"), (0, "#ee5f7a"), (26, "#6bcf8a")):
        brush.solid(oval(x, -6, 6.5), color, light=0.5)
    brush.gloss(_CROWN, 0.4)


def _draw_leaf(brush: Brush) -> None:
    brush.line(outline("M0 14 Q-2 4 0 -2"), shade(_LEAF, 0.2), 6)
    brush.solid(_LEAF_LEFT, lighten(_LEAF, 0.2))
    brush.solid(_LEAF_RIGHT, _LEAF)
    brush.line(outline("M2 -4 Q14 -26 32 -44"), lighten(_LEAF, 0.45), 2.6, opacity=0.8)
    brush.line(outline("M-4 -4 Q-18 -12 -34 -26"), lighten(_LEAF, 0.55), 2.4, opacity=0.8)
