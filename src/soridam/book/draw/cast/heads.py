"""The head of every kind: its shape, its markings, its muzzle. Begin with `draw_head`."""

from soridam.book.draw.brush import Brush
from soridam.book.draw.cast.anatomy import ANATOMY
from soridam.book.draw.cast.ears import draw_ears_before, draw_ears_behind
from soridam.book.draw.cast.expressions import Expression
from soridam.book.draw.cast.faces import draw_features, eye_places
from soridam.book.draw.cast.hair import draw_fringe
from soridam.book.draw.cast.mouths import draw_mouth
from soridam.book.draw.cast.palette import Palette
from soridam.book.draw.cast.poses import Stance
from soridam.book.draw.colors import CREAM, mix, shade
from soridam.book.draw.outline import Outline, outline, oval, symmetric
from soridam.book.story import Character, Kind

_TUFT = outline("M92 26 C106 30 120 30 129 26 C126 36 122 42 116 47 C122 49 126 49 130 48 C120 66 104 74 86 74 Z")
_FOX_MASK = outline("M-126 26 C-88 -4 -40 12 0 56 C40 12 88 -4 126 26 L126 126 L-126 126 Z")
_PENGUIN_MASK = symmetric(((0, -28), (38, -62), (78, -46), (93, 6), (82, 62), (44, 92), (0, 97)))
_TIGER_FOREHEAD = (
    "M-7 -104 L7 -104 L4 -58 Q0 -50 -4 -58 Z",
    "M-40 -100 C-34 -80 -26 -72 -16 -64 C-24 -64 -42 -72 -52 -94 Z",
    "M40 -100 C34 -80 26 -72 16 -64 C24 -64 42 -72 52 -94 Z",
)
_TIGER_SIDES = (
    "M122 -20 C104 -18 92 -12 84 -4 C96 -6 108 -4 120 0 Z",
    "M122 12 C108 12 98 16 92 22 C102 22 112 26 118 30 Z",
)


def face_outlines(kind: Kind, turn: float) -> list[Outline]:
    """Return the bare head without ears, in its own coordinates; a frog's with the bulges of its eyes."""
    anatomy = ANATOMY[kind]
    bulges = [oval(eye.real, eye.imag + 4, 40) for eye in eye_places(anatomy, turn)] if kind == "frog" else []
    return [*bulges, anatomy.outline]


def draw_head(brush: Brush, character: Character, palette: Palette, expression: Expression, stance: Stance) -> None:
    """Everything from the neck up but back hair and what is worn on the head."""
    kind, turn = character.kind, stance.turn
    anatomy = ANATOMY[kind]
    draw_ears_behind(brush, kind, palette, stance)
    _draw_skull(brush, character, palette, turn)
    _draw_markings(brush.inside(anatomy.outline), character, palette, turn)
    brush.gloss(anatomy.outline)
    _draw_muzzle(brush, character, palette, expression, turn)
    draw_ears_before(brush, kind, palette, stance)
    draw_features(brush, anatomy, palette, expression, turn)
    draw_mouth(brush, kind, anatomy, palette, expression, turn)
    if kind == "child":
        draw_fringe(brush, character.hair_style, palette, stance.sway)
    _draw_whiskers(brush, character, palette, turn)


def _draw_skull(brush: Brush, character: Character, palette: Palette, turn: float) -> None:
    anatomy = ANATOMY[character.kind]
    shapes = face_outlines(character.kind, turn)
    if character.kind == "fox":
        brush.joined([_TUFT.moved(-9 - 2j), _TUFT.mirrored().moved(9 - 2j)], palette.belly)
    elif anatomy.tufts:
        shapes = [_TUFT, _TUFT.mirrored(), *shapes]
    elif character.kind == "child":
        shapes = [*(oval(side * 104 - 5 * turn, 18, 17, 18) for side in (-1, 1)), *shapes]
    brush.joined(shapes, palette.coat)
    if character.kind == "child":
        for side in (-1, 1):
            brush.glow(oval(side * 107 - 5 * turn, 19, 10, 11), shade(palette.coat, 0.4), 0.5)


def _draw_markings(inside: Brush, character: Character, palette: Palette, turn: float) -> None:
    """Fur of other colors, cut off where the head ends."""
    shift = 9 * turn
    match character.kind:
        case "cat":
            for x, top, bottom in ((-26, -92, -62), (0, -100, -62), (26, -92, -62)):
                stripe = outline(f"M{x + shift / 2:.0f} {top} L{x * 0.8 + shift:.0f} {bottom}")
                inside.line(stripe, palette.marking, 11, opacity=0.75)
        case "tiger":
            for d in _TIGER_FOREHEAD:
                inside.fill(outline(d).moved(shift), palette.marking)
            for d in _TIGER_SIDES:
                inside.fill(outline(d), palette.marking)
                inside.fill(outline(d).mirrored(), palette.marking)
            inside.fill(oval(shift, 66, 78, 44), inside.volume(palette.belly, dark=0.1))
        case "fox":
            inside.fill(_FOX_MASK.moved(shift), inside.volume(palette.belly, dark=0.14))
        case "penguin":
            inside.fill(_PENGUIN_MASK.moved(shift * 1.2), inside.volume(palette.belly, dark=0.14))
        case "panda":
            for side, eye in zip((-1, 1), eye_places(ANATOMY["panda"], turn), strict=True):
                patch = oval(eye.real + side * 2, eye.imag + 5, 32, 38, side * -24)
                inside.fill(patch, inside.volume(palette.limb, light=0.16))
        case "dog":
            eye = eye_places(ANATOMY["dog"], turn)[1]
            inside.fill(oval(eye.real + 6, eye.imag - 8, 44, 52, 14), mix(palette.coat, palette.marking, 0.5))
        case "frog":
            inside.fill(oval(shift, 84, 102, 66), inside.volume(palette.belly, dark=0.12))
        case "dinosaur":
            for x, y, radius in ((-30, -66, 9), (-8, -78, 6), (26, -70, 8)):
                inside.fill(oval(x + shift, y, radius, radius * 0.8), palette.marking, opacity=0.4)
        case "rabbit" | "bear" | "mouse" | "child":
            pass


def _draw_muzzle(brush: Brush, character: Character, palette: Palette, expression: Expression, turn: float) -> None:
    anatomy = ANATOMY[character.kind]
    if anatomy.muzzle is not None:
        y, across, down = anatomy.muzzle
        shape = oval(15 * turn, y - expression.raised, across, down)
        color = mix(palette.coat, palette.belly, 0.55) if character.kind == "dinosaur" else palette.belly
        brush.fill(shape, brush.volume(color, dark=0.16))
        brush.gloss(shape, 0.3)
    if character.kind in ("dinosaur", "frog"):
        y = 34 if character.kind == "dinosaur" else 10
        for side in (-1, 1):
            brush.fill(oval(17 * turn + side * 14, y - expression.raised, 4.5, 5.5), shade(palette.coat, 0.55))


def _draw_whiskers(brush: Brush, character: Character, palette: Palette, turn: float) -> None:
    if character.kind not in ("cat", "mouse", "tiger"):
        return
    color = CREAM if palette.dark_ground else shade(palette.coat, 0.55)
    for side in (-1, 1):
        for y, far, drop in ((44, 134, -6), (58, 134, 8)):
            start = complex(side * 88 + 6 * turn, y)
            brush.line(
                Outline("MQ", (start, start + side * 24, complex(side * far + 4 * turn, y + drop))),
                color,
                3.4,
                opacity=0.75,
            )
