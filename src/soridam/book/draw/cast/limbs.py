"""Arms and legs, hands and feet, with what is worn on them. Begin with `draw_arm` and `draw_leg`."""

import cmath
import math

from soridam.book.draw.brush import Brush
from soridam.book.draw.cast.anatomy import Anatomy
from soridam.book.draw.cast.cuts import Cut
from soridam.book.draw.cast.palette import Palette
from soridam.book.draw.cast.poses import Foot
from soridam.book.draw.colors import CREAM, lighten, shade
from soridam.book.draw.outline import Curve, Frame, Outline, outline, oval, smooth, tube

_ARM = (17.5, 17, 15.5, 15)
_LEG = (26, 24, 21, 20)
_SIDE_SHOE = outline(
    "M-23 0 C-25 -18 -14 -25 0 -24 C11 -23 14 -14 24 -12 C40 -9 48 -1 47 9 "
    "C46 15 42 17 36 17 L-15 17 C-23 17 -22 8 -23 0 Z"
)
_FRONT_SHOE = outline(
    "M-25 3 C-27 -14 -15 -23 1 -23 C18 -23 33 -13 34 3 C35 13 30 17 21 17 L-14 17 C-22 17 -24 12 -25 3 Z"
)
_SHOE_SOLE = outline("M-26 10 L52 10 L52 22 L-26 22 Z")
_WEB = outline(
    "M-16 -4 C-14 -18 14 -18 20 -8 C32 -12 48 -4 50 6 C44 6 42 8 43 15 C34 11 28 13 25 17 "
    "C18 12 8 12 2 17 L-10 17 C-22 16 -20 4 -16 -4 Z"
)
_PAW = outline("M-18 -6 C-20 -22 16 -24 22 -8 C36 -8 42 0 42 8 C42 15 38 17 32 17 L-14 17 C-24 17 -22 4 -18 -6 Z")
_ORANGE = "#f7a531"


def draw_arm(brush: Brush, arm: Curve, anatomy: Anatomy, palette: Palette, cut: Cut) -> None:
    """From the shoulder to the hand, then the sleeve over it."""
    if anatomy.hand == "flipper":
        brush.solid(tube(arm, (17, 20, 19, 15, 9)), palette.limb)
    else:
        brush.joined([tube(arm, _ARM), *_hand_shapes(arm, anatomy)], palette.limb)
        if anatomy.hand in ("paw", "mitten"):
            _draw_fingers(brush, arm, palette)
    if cut.sleeve:
        color = palette.shirt if cut.sleeve_of_shirt else palette.garment
        _draw_cloth(
            brush, arm, (21.5, 21, 20.5, 19.5) if not cut.puffed else (21, 27, 26, 19), cut.sleeve, color, palette
        )


def draw_leg(brush: Brush, leg: Curve, anatomy: Anatomy, palette: Palette, cut: Cut) -> None:
    """From the hip to the ankle; feet come later, since they may lie before everything else."""
    brush.solid(tube(leg, _LEG, 0, 0.92), palette.limb)
    if cut.leg:
        color = palette.trousers if cut.trousers else palette.garment
        _draw_cloth(brush, leg, (31, 30, 29, 26), cut.leg, color, palette)


def draw_foot(brush: Brush, leg: Curve, foot: Foot, anatomy: Anatomy, palette: Palette, cut: Cut) -> None:
    """A shoe, a boot or a bare foot at the end of the leg."""
    side = -1 if foot.point < 0 else 1
    placed = brush.within(Frame().scaled(side, 1).rotated(foot.angle).moved(leg.end))
    match cut.feet:
        case "shoes":
            _draw_shoe(placed, foot, palette)
        case "boots":
            brush.solid(tube(leg, (24, 25, 24), 0.42, 1.04, cut=True), palette.shoes)
            _draw_shoe(placed, foot, palette)
            brush.line(_cuff(leg, 0.45, 24), shade(palette.shoes, 0.3), 5)
        case "bare":
            _draw_bare_foot(placed, anatomy, palette)


def draw_sole(brush: Brush, leg: Curve, foot: Foot, anatomy: Anatomy, palette: Palette, cut: Cut) -> None:
    """A foot whose sole looks at the viewer."""
    side = -1 if foot.point < 0 else 1
    placed = brush.within(Frame().rotated(side * 14).moved(leg.end + complex(side * 2, -7)))
    if cut.feet == "bare":
        _draw_bare_sole(placed, anatomy, palette)
        return
    if cut.feet == "boots":
        brush.solid(tube(leg, (25, 26, 26), 0.4, 1.0), palette.shoes)
    placed.solid(oval(0, 0, 26, 31), palette.shoes)
    placed.fill(oval(0, 1, 19, 23.5), placed.volume(palette.sole, dark=0.2))
    for y in (-8, 2, 12):
        placed.line(outline(f"M-10 {y} Q0 {y + 4} 10 {y}"), shade(palette.sole, 0.2), 2.6, opacity=0.7)


def _draw_bare_sole(brush: Brush, anatomy: Anatomy, palette: Palette) -> None:
    if anatomy.hand == "mitten":
        toes = [oval(x, y, 7) for x, y in ((-17, -22), (-6, -28), (6, -28), (17, -22))]
        brush.joined([*toes, oval(0, 2, 23, 27)], palette.limb)
        brush.glow(oval(0, 14, 14, 12), palette.blush, 0.35)
        return
    orange = anatomy.hand == "flipper"
    brush.solid(oval(0, 0, 26, 30), _ORANGE if orange else palette.limb)
    pad = lighten(_ORANGE, 0.45) if orange else lighten(palette.inner_ear, 0.1)
    brush.fill(oval(0, 8, 13, 11), pad)
    for x, y in ((-12, -10), (0, -15), (12, -10)):
        brush.fill(oval(x, y, 5, 6), pad)


def _draw_cloth(brush: Brush, limb: Curve, radii: tuple[float, ...], stop: float, color: str, palette: Palette) -> None:
    brush.solid(tube(limb, radii, 0.0, stop, cut=True), color)
    brush.line(_cuff(limb, stop - 0.045, radii[-1] - 2), shade(color, 0.24), 4, opacity=0.75)


def _cuff(limb: Curve, t: float, half: float) -> Outline:
    side = limb.direction(t) * 1j * half
    middle = limb.at(t)
    return Outline("MQ", (middle + side, middle + limb.direction(t) * 5, middle - side))


def _hand_shapes(arm: Curve, anatomy: Anatomy) -> list[Outline]:
    heading = arm.direction(1.0)
    palm = arm.end + heading * 5
    if anatomy.hand == "paw":
        return [oval(palm.real, palm.imag, 18.5)]
    if anatomy.hand == "mitten":
        thumb = arm.end + heading * cmath.rect(15, math.radians(58))
        return [oval(palm.real, palm.imag, 16.5, 16.5), oval(thumb.real, thumb.imag, 7.5)]
    fingers = [palm + heading * 15 * cmath.rect(1, math.radians(angle)) for angle in (-52, 0, 52)]
    return [oval(palm.real, palm.imag, 15), *(oval(tip.real, tip.imag, 7.5) for tip in fingers)]


def _draw_fingers(brush: Brush, arm: Curve, palette: Palette) -> None:
    heading = arm.direction(1.0)
    palm = arm.end + heading * 5
    for angle in (-24, 14):
        turned = heading * cmath.rect(1, math.radians(angle))
        brush.line(Outline("ML", (palm + turned * 9, palm + turned * 17)), shade(palette.limb, 0.34), 2.6, opacity=0.7)


def _draw_shoe(brush: Brush, foot: Foot, palette: Palette) -> None:
    shape = _SIDE_SHOE if abs(foot.point) > 0.6 else _FRONT_SHOE
    brush.solid(shape, palette.shoes)
    brush.inside(shape).fill(_SHOE_SOLE, palette.sole)
    brush.gloss(shape, 0.55)


def _draw_bare_foot(brush: Brush, anatomy: Anatomy, palette: Palette) -> None:
    match anatomy.bare_feet:
        case "web":
            brush.solid(_WEB, _ORANGE if anatomy.hand == "flipper" else palette.limb)
        case "claw":
            brush.solid(_PAW, palette.limb)
            for x in (14, 26, 37):
                brush.inside(_PAW).fill(oval(x, 13, 5, 7), CREAM)
        case "paw":
            brush.solid(_PAW, palette.limb)
            for x in (20, 31):
                brush.line(
                    smooth(((x, 2), (x + 2, 8), (x + 1, 14)), closed=False), shade(palette.limb, 0.36), 2.6, opacity=0.7
                )
