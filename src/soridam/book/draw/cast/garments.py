"""Torso and clothes, in the coordinates of the torso. Begin with `draw_torso` and `draw_garment`."""

from soridam.book.draw.brush import Brush
from soridam.book.draw.cast.palette import Palette
from soridam.book.draw.cast.poses import Stance
from soridam.book.draw.colors import lighten, shade
from soridam.book.draw.outline import Frame, Outline, outline, oval, symmetric
from soridam.book.story import Character

TORSO = symmetric(((0, -134), (30, -130), (50, -104), (60, -56), (63, -10), (48, 24), (0, 36)))
_BELLY = oval(0, -36, 40, 52)
_TOP = outline(
    "M-24 -134 Q0 -122 24 -134 C44 -130 54 -112 58 -84 C64 -54 67 -26 66 2 "
    "C40 16 -40 16 -66 2 C-67 -26 -64 -54 -58 -84 C-54 -112 -44 -130 -24 -134 Z"
)
_PANTS = outline("M-66 -28 C-30 -16 30 -16 66 -28 C69 -2 62 24 50 32 C26 44 -26 44 -50 32 C-62 24 -69 -2 -66 -28 Z")
_BIB = outline(
    "M-34 -84 C-20 -79 20 -79 34 -84 C39 -85 41 -82 41 -78 L44 -18 "
    "C20 -4 -20 -4 -44 -18 L-41 -78 C-41 -82 -39 -85 -34 -84 Z"
)
_BODICE = outline(
    "M-26 -134 Q0 -120 26 -134 C44 -130 52 -112 54 -88 C55 -70 52 -56 50 -44 "
    "Q0 -32 -50 -44 C-52 -56 -55 -70 -54 -88 C-52 -112 -44 -130 -26 -134 Z"
)
_POCKET = outline(
    "M-21 -58 L21 -58 C24 -58 25 -56 25 -53 L24 -38 C22 -26 -22 -26 -24 -38 L-25 -53 C-25 -56 -24 -58 -21 -58 Z"
)
_COLLAR = outline("M0 -116 C10 -110 26 -108 36 -114 C42 -120 38 -132 30 -136 C18 -130 6 -126 0 -116 Z")
_HEART = outline("M0 10 C-14 -2 -12 -14 -4 -13 C-1 -13 0 -10 0 -8 C0 -10 1 -13 4 -13 C12 -14 14 -2 0 10 Z")
_STAR = outline("M0 -9 L2.6 -3 L9 -2.6 L4 1.6 L5.6 8 L0 4.4 L-5.6 8 L-4 1.6 L-9 -2.6 L-2.6 -3 Z")


def draw_torso(brush: Brush, character: Character, palette: Palette) -> None:
    """The bare body."""
    brush.solid(TORSO, palette.coat)
    if character.kind != "child":
        brush.inside(TORSO).fill(_BELLY, brush.volume(palette.belly, dark=0.14))
    if character.kind == "panda":
        band = outline("M-80 -140 L80 -140 L80 -92 C40 -76 -40 -76 -80 -92 Z")
        brush.inside(TORSO).fill(band, brush.volume(palette.limb))


def draw_garment(brush: Brush, character: Character, palette: Palette, stance: Stance) -> None:
    """What covers the torso; sleeves and trouser legs belong to the limbs."""
    match character.outfit.garment:
        case "overalls":
            _draw_overalls(brush, palette)
        case "dress":
            _draw_dress(brush, palette, stance)
        case "shirt":
            _draw_shirt(brush, character, palette)
        case "raincoat":
            _draw_raincoat(brush, palette, stance)
        case "pajamas":
            _draw_pajamas(brush, palette)
        case "none":
            if character.kind == "child":
                _draw_underclothes(brush, palette)


def draw_neck_shadow(brush: Brush) -> None:
    """What the head throws on the chest."""
    brush.inside(TORSO.through(Frame().scaled(1.05))).shadow(
        outline("M-70 -140 L70 -140 L70 -118 Q0 -70 -70 -118 Z"), 0.34
    )


def _draw_overalls(brush: Brush, palette: Palette) -> None:
    brush.solid(_TOP, palette.shirt)
    for side in (-1, 1):
        strap = outline(f"M{side * 27} -80 C{side * 29} -100 {side * 32} -118 {side * 30} -134")
        brush.line(strap, shade(palette.garment, 0.34), 15)
        brush.line(strap, palette.garment, 12)
    brush.solid(_BIB, palette.garment)
    brush.solid(_PANTS, palette.garment)
    brush.solid(_POCKET, shade(palette.garment, 0.12), dark=0.2)
    brush.line(outline("M-20 -52 Q0 -48 20 -52"), lighten(palette.garment, 0.4), 2.4, opacity=0.8)
    brush.line(outline("M0 -8 L0 34"), shade(palette.garment, 0.26), 2.6, opacity=0.7)
    for x in (-27, 27):
        _draw_button(brush, complex(x, -77), palette, 6.5)


def _draw_dress(brush: Brush, palette: Palette, stance: Stance) -> None:
    skirt = _skirt(stance, hem=52, half=96)
    brush.solid(skirt, palette.garment)
    inside = brush.inside(skirt)
    for x in (-44, -14, 16, 46):
        fold = outline(f"M{x * 0.5} -46 Q{x * 0.8} 0 {x * 1.4} 60")
        inside.line(fold, shade(palette.garment, 0.3), 5, opacity=0.35)
    _draw_hem(brush, skirt, palette)
    brush.solid(_BODICE, palette.garment)
    sash = outline("M-51 -54 Q0 -40 51 -54 L52 -40 Q0 -26 -52 -40 Z")
    brush.solid(sash, palette.accent)
    brush.solid(_COLLAR, palette.trim, dark=0.16)
    brush.solid(_COLLAR.mirrored(), palette.trim, dark=0.16)


def _skirt(stance: Stance, hem: float, half: float) -> Outline:
    length, width = stance.skirt
    low, wide, blown = hem * length, half * width, stance.sway * 20
    return outline(
        f"M-46 -50 Q0 -38 46 -50 "
        f"C{58 + blown / 4:.1f} -28 {wide - 14 + blown:.1f} {low - 34:.1f} {wide + blown:.1f} {low - 6:.1f} "
        f"C{wide * 0.6 + blown:.1f} {low + 14:.1f} {-wide * 0.6 + blown:.1f} {low + 14:.1f} "
        f"{-wide + blown:.1f} {low - 6:.1f} "
        f"C{-wide + 14 + blown:.1f} {low - 34:.1f} {-58 + blown / 4:.1f} -28 -46 -50 Z"
    )


def _draw_hem(brush: Brush, skirt: Outline, palette: Palette) -> None:
    """Dots along the lower edge: the third curve of a skirt, drawn a little higher."""
    begin, one, two, end = skirt.points[5:9]
    for i in range(11):
        t = 0.04 + 0.092 * i
        place = (1 - t) ** 3 * begin + 3 * t * (1 - t) ** 2 * one + 3 * t**2 * (1 - t) * two + t**3 * end
        brush.fill(oval(place.real * 0.96, place.imag - 8, 3.4), palette.trim)


def _draw_shirt(brush: Brush, character: Character, palette: Palette) -> None:
    if character.kind == "child":
        brush.solid(_PANTS, palette.trousers)
        brush.line(outline("M0 4 L0 34"), shade(palette.trousers, 0.3), 2.6, opacity=0.7)
    brush.solid(_TOP, palette.garment)
    inside = brush.inside(_TOP)
    for y in (-92, -60, -28):
        inside.line(outline(f"M-70 {y} Q0 {y + 16} 70 {y}"), palette.trim, 10)
    brush.line(outline("M-24 -133 Q0 -119 24 -133"), shade(palette.garment, 0.22), 6)


def _draw_raincoat(brush: Brush, palette: Palette, stance: Stance) -> None:
    coat = _coat(stance)
    blown = stance.sway * 10
    brush.solid(coat, palette.garment, light=0.4)
    inside = brush.inside(coat)
    inside.line(outline(f"M0 -126 L{blown * 0.6:.1f} 60"), shade(palette.garment, 0.3), 3, opacity=0.8)
    for side in (-1, 1):
        pocket = outline(f"M{side * 20} -20 L{side * 48} -24 L{side * 50} -4 Q{side * 36} 4 {side * 22} 0 Z")
        brush.solid(pocket, shade(palette.garment, 0.08), dark=0.2)
    for y in (-92, -58, -24):
        _draw_button(brush, complex(8, y), palette, 6)
    brush.gloss(coat, 0.3)
    for collar in (_COLLAR, _COLLAR.mirrored()):
        brush.solid(collar.through(Frame(c=130j).scaled(1.25, 1.3).moved(-126j)), shade(palette.garment, 0.1))


def _coat(stance: Stance) -> Outline:
    length, width = stance.skirt
    low, wide, blown = 36 * length, 74 * (0.5 + width / 2), stance.sway * 10
    return outline(
        f"M-26 -134 Q0 -124 26 -134 C46 -130 56 -112 60 -84 "
        f"C66 -50 {wide - 2 + blown:.1f} {low - 30:.1f} {wide + blown:.1f} {low - 4:.1f} "
        f"C40 {low + 12:.1f} -40 {low + 12:.1f} {-wide + blown:.1f} {low - 4:.1f} "
        f"C{-wide + 2 + blown:.1f} {low - 30:.1f} -66 -50 -60 -84 C-56 -112 -46 -130 -26 -134 Z"
    )


def _draw_pajamas(brush: Brush, palette: Palette) -> None:
    brush.solid(_PANTS, palette.garment)
    brush.solid(_TOP, palette.garment)
    inside = brush.inside(_TOP)
    for x, y in ((-42, -96), (-22, -56), (-46, -24), (38, -100), (26, -66), (48, -36), (22, -8), (-18, -14)):
        inside.fill(_STAR.moved(complex(x, y)), palette.trim)
    brush.line(outline("M0 -118 L0 10"), palette.trim, 3)
    for y in (-92, -58, -24):
        _draw_button(brush, complex(0, y), palette, 5)
    for collar in (_COLLAR, _COLLAR.mirrored()):
        brush.solid(collar, palette.trim, dark=0.16)


def _draw_underclothes(brush: Brush, palette: Palette) -> None:
    brush.solid(_PANTS, palette.garment)
    brush.solid(_TOP, palette.shirt)
    brush.line(outline("M-24 -133 Q0 -119 24 -133"), palette.garment, 5)
    brush.fill(_HEART.moved(-76j), palette.garment)


def _draw_button(brush: Brush, place: complex, palette: Palette, radius: float) -> None:
    brush.solid(oval(place.real, place.imag, radius), palette.accent, light=0.5)
