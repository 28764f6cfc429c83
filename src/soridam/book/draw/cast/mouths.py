"""Noses, mouths and the penguin's beak. Begin with `draw_mouth`."""

from soridam.book.draw.brush import Brush
from soridam.book.draw.cast.anatomy import Anatomy
from soridam.book.draw.cast.expressions import Expression, Mouth
from soridam.book.draw.cast.palette import Palette
from soridam.book.draw.colors import INK, shade
from soridam.book.draw.outline import Frame, Outline, outline, oval
from soridam.book.story import Kind

_THROAT, _TONGUE, _TEETH = "#7a2438", "#ff8fa3", "#fffdf6"
_LINE = 5.5
_BEAK = "#f7a531"

# Half as wide as 24, their upper edge near y = 0.
_ARC = outline("M-22 -4 C-12 11 12 11 22 -4")
_DOUBLE_ARC = outline("M-23 -1 C-20 9 -4 11 0 -1 C4 11 20 9 23 -1")
_FROWN = outline("M-18 9 C-10 -5 10 -5 18 9")
_WAVE = outline("M-22 4 C-16 -6 -9 -6 -4 2 C0 9 7 8 10 1 C13 -5 18 -4 22 2")
_LAUGH = outline("M-27 -3 Q0 6 27 -3 C28 20 15 34 0 34 C-15 34 -28 20 -27 -3 Z")
_GRIN = outline("M-29 -5 Q0 6 29 -5 C26 15 13 22 0 22 C-13 22 -26 15 -29 -5 Z")
_BUCK_TEETH = outline("M-8 -2 L8 -2 L8 9 Q8 12 5 12 L-5 12 Q-8 12 -8 9 Z")
_FANG = outline("M9 0 C12 0 15 -1 18 -2 C18 4 16 8 14 9 C11 8 9 4 9 0 Z")
_NOSE = outline("M-13 -7 C-8 -12 8 -12 13 -7 C15 0 6 9 0 9 C-6 9 -15 0 -13 -7 Z")


def draw_mouth(
    brush: Brush, kind: Kind, anatomy: Anatomy, palette: Palette, expression: Expression, turn: float
) -> None:
    """Nose and mouth of any kind; a head that looks aside takes them along."""
    if kind == "penguin":
        _draw_beak(brush.within(Frame(c=complex(18 * turn, anatomy.mouth - expression.raised))), expression.mouth)
        return
    x = 17 * turn
    size = anatomy.mouth_width / 24
    place = brush.within(Frame().scaled(size).moved(complex(x, anatomy.mouth - expression.raised)))
    color = palette.line if kind == "child" else INK
    _draw_lips(place, anatomy, expression.mouth, color, _LINE / size**0.6)
    if anatomy.nose is not None:
        nose = brush.within(Frame(c=complex(x * 1.2, anatomy.nose - expression.raised)))
        _draw_nose(nose, kind, palette, anatomy.mouth - anatomy.nose)


def _draw_nose(brush: Brush, kind: Kind, palette: Palette, above_mouth: float) -> None:
    if kind == "child":
        brush.glow(oval(0, 0, 13, 9), palette.blush, 0.45)
        brush.line(outline("M-7 -1 Q0 7 7 -1"), shade(palette.coat, 0.42), 5)
        return
    size = {"bear": 1.12, "dog": 1.25, "mouse": 0.9, "rabbit": 0.86}.get(kind, 1.0)
    brush.line(outline(f"M0 6 L0 {above_mouth - 2:.0f}"), INK, 4.5)
    nose = brush.within(Frame().scaled(size))
    nose.solid(_NOSE, palette.nose, light=0.35, dark=0.25)
    nose.spark(0, complex(-4, -4), 2.6, 0.85)


def _draw_lips(brush: Brush, anatomy: Anatomy, mouth: Mouth, color: str, width: float) -> None:
    match mouth:
        case "smile":
            brush.line(_DOUBLE_ARC if anatomy.muzzle and anatomy.nose else _ARC, color, width)
        case "frown":
            brush.line(_FROWN, color, width)
        case "wavy":
            brush.line(_WAVE.moved(4j), color, width)
        case "round":
            _draw_hole(brush, oval(0, 11, 11.5, 14.5))
        case "yawn":
            _draw_hole(brush, oval(0, 14, 15, 15.5))
        case "open":
            _draw_laugh(brush, anatomy)
        case "grin":
            _draw_grin(brush, anatomy, color, width)


def _draw_hole(brush: Brush, shape: Outline) -> None:
    brush.fill(shape, _THROAT)
    brush.inside(shape).fill(shape.moved(complex(0, shape.box.height * 0.62)), _TONGUE)


def _draw_laugh(brush: Brush, anatomy: Anatomy) -> None:
    brush.fill(_LAUGH, _THROAT)
    inside = brush.inside(_LAUGH)
    inside.fill(oval(0, 34, 17, 15), _TONGUE)
    match anatomy.teeth:
        case "buck":
            inside.fill(_BUCK_TEETH.moved(2j), _TEETH)
        case "fang":
            inside.fill(_FANG.moved(1j), _TEETH)
        case None:
            inside.fill(oval(0, -3, 19, 9), _TEETH)
    brush.line(outline("M-28 -3 Q0 6 28 -3"), INK, 4)


def _draw_grin(brush: Brush, anatomy: Anatomy, color: str, width: float) -> None:
    brush.fill(_GRIN, _TEETH)
    inside = brush.inside(_GRIN)
    inside.fill(oval(0, 24, 22, 7), "#f3d9d2")
    if anatomy.teeth == "buck":
        inside.line(outline("M0 0 L0 15"), "#e3cfc8", 2.5)
    brush.line(_GRIN, color, width * 0.8)


def _draw_beak(brush: Brush, mouth: Mouth) -> None:
    opening = {"open": 20.0, "round": 17.0, "yawn": 13.0, "grin": 9.0}.get(mouth, 0.0)
    corner = {"frown": 7.0, "wavy": 3.0, "round": 2.0}.get(mouth, -4.0)
    width = {"round": 22.0, "yawn": 24.0, "open": 32.0, "grin": 33.0}.get(mouth, 28.0)
    if opening:
        lower = outline(f"M{-width + 4} 2 C{-width + 6} {opening + 14} {width - 6} {opening + 14} {width - 4} 2 Z")
        brush.solid(lower, shade(_BEAK, 0.12))
        throat = outline(f"M{-width + 9} 2 C{-width + 11} {opening + 7} {width - 11} {opening + 7} {width - 9} 2 Z")
        brush.fill(throat, _THROAT)
        brush.inside(throat).fill(oval(0, opening + 2, width * 0.45, opening * 0.5), _TONGUE)
    else:
        brush.solid(outline(f"M-18 4 C-14 {16 + corner / 3} 14 {16 + corner / 3} 18 4 Z"), shade(_BEAK, 0.15))
    upper = outline(
        f"M0 -22 C10 -22 {width - 6} -8 {width} {corner} C{width - 8} 8 8 11 0 11 "
        f"C-8 11 {-width + 8} 8 {-width} {corner} C{-width + 6} -8 -10 -22 0 -22 Z"
    )
    brush.solid(upper, _BEAK)
    brush.gloss(upper)
    if mouth == "wavy":
        brush.line(outline("M-20 5 C-14 -1 -8 8 0 4 C8 0 13 9 20 4"), shade(_BEAK, 0.55), 3)
