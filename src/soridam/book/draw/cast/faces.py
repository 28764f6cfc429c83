"""Eyes, brows, cheeks, tears: the part of a mood that all kinds share. Begin with `draw_features`."""

from soridam.book.draw.brush import Brush
from soridam.book.draw.cast.anatomy import Anatomy
from soridam.book.draw.cast.expressions import Expression
from soridam.book.draw.cast.palette import Palette
from soridam.book.draw.colors import CREAM, INK, mix
from soridam.book.draw.outline import Frame, Outline, outline, oval
from soridam.book.draw.svg import Stop

_EYE = 19.5, 24.5  # half width and half height
_HAPPY = outline("M-19 8 C-12 -13 12 -13 19 8")
_CLOSED = outline("M-19 -2 C-11 13 11 13 19 -2")
_LOWER_EYE = outline("M-19 -6 Q2 -6 19 7 C17 17 9 23 -1 23 C-13 23 -20 11 -19 -6 Z")
_LID = outline("M-21 -6 Q2 -7 22 9")
_TEAR = outline("M0 -13 C7 -3 10 2 10 7 C10 13 5 16 0 16 C-5 16 -10 13 -10 7 C-10 2 -7 -3 0 -13 Z")


def eye_places(anatomy: Anatomy, turn: float) -> tuple[complex, complex]:
    """Return the middles of the left and the right eye of a head that looks aside by `turn`."""
    x, y = anatomy.eye.real, anatomy.eye.imag
    near, far = 1 - 0.03 * abs(turn), 1 - 0.13 * abs(turn)
    left, right = (near, far) if turn > 0 else (far, near)
    return complex(-x * left + 13 * turn, y), complex(x * right + 13 * turn, y)


def draw_features(brush: Brush, anatomy: Anatomy, palette: Palette, expression: Expression, turn: float) -> None:
    """Cheeks, eyes, brows and drops, on a head whose mouth is drawn elsewhere."""
    cheeks = brush.inside(anatomy.outline)
    for side in (-1, 1):
        middle = complex(side * anatomy.cheek.real + 9 * turn, anatomy.cheek.imag - expression.raised)
        cheeks.glow(oval(middle.real, middle.imag, 29, 21), palette.blush, expression.blush)
    brush = brush.within(Frame(c=complex(0, -expression.raised)))
    left, right = eye_places(anatomy, turn)
    for side, place in ((-1, left), (1, right)):
        narrow = 0.93 if side * turn > 0.3 else 1.0
        size = anatomy.eye_size
        _draw_eye(brush.within(Frame().scaled(size * narrow, size).moved(place)), palette, expression, side)
        if expression.brow_always or anatomy.brows:
            _draw_brow(brush, anatomy, palette, expression, place, side)
    if expression.drop == "tear":
        _draw_drop(brush, left + complex(-16, 30), 0.8)
    elif expression.drop == "sweat":
        _draw_drop(brush, complex(right.real + 36, right.imag - 38), 1.0)


def _draw_eye(brush: Brush, palette: Palette, expression: Expression, side: int) -> None:
    match expression.eyes:
        case "open":
            _draw_open_eye(brush.within(Frame().scaled(expression.eye_size)), palette, expression)
        case "half":
            _draw_half_eye(brush.within(Frame().scaled(side, 1)), palette)
        case "happy":
            brush.line(_HAPPY, palette.line, 8)
        case "closed":
            brush.line(_CLOSED, palette.line, 7.5)


def _draw_open_eye(brush: Brush, palette: Palette, expression: Expression) -> None:
    across, down = _EYE
    look = expression.look
    if palette.dark_ground:
        brush.fill(oval(0, 0, across + 3.5, down + 3), CREAM)
        look *= 0.7
    center = look if palette.dark_ground else look * 0.5
    brush.fill(oval(center.real, center.imag, across, down), _eye_paint(brush, palette))
    glow = look + complex(0, down * 0.46)
    brush.glow(oval(glow.real, glow.imag, across * 0.8, down * 0.5), palette.iris_light, 0.95)
    brush.spark(look, complex(-5.6, -8.6), 8 if expression.shining else 7.2)
    brush.spark(look, complex(6.4, 9), 5 if expression.shining else 3.5, 0.92)
    if expression.shining:
        brush.spark(look, complex(7, -3), 2.4, 0.9)


def _draw_half_eye(brush: Brush, palette: Palette) -> None:
    if palette.dark_ground:
        brush.fill(_LOWER_EYE.through(Frame().scaled(1.16, 1.1)), CREAM)
    brush.fill(_LOWER_EYE, _eye_paint(brush, palette))
    brush.glow(oval(-2, 15, 12, 8), palette.iris_light, 0.95)
    brush.spark(-4 + 3j, complex(-3, 0), 4)
    brush.line(_LID, palette.line, 7)


def _eye_paint(brush: Brush, palette: Palette) -> str:
    return brush.canvas.linear((Stop(0, INK), Stop(0.45, INK), Stop(1, mix(INK, palette.iris, 0.75))))


def _draw_brow(
    brush: Brush, anatomy: Anatomy, palette: Palette, expression: Expression, eye: complex, side: int
) -> None:
    brow = expression.brow
    lifted = 40 * (expression.eye_size - 1)
    inner, middle, outer = (
        eye + complex(side * x, anatomy.brow - (rise + lifted) * anatomy.brow_rise)
        for x, rise in ((-17, brow.inner), (2, brow.middle * 1.5), (19, brow.outer))
    )
    brush.line(Outline("MQ", (inner, middle, outer)), palette.brow, 6.5)


def _draw_drop(brush: Brush, place: complex, size: float) -> None:
    placed = brush.within(Frame().scaled(size).moved(place))
    placed.solid(_TEAR, "#7cc6f2", light=0.6, dark=0.15)
    placed.spark(0, complex(-3, 3), 2.6, 0.9)
