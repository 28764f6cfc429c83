"""The colors of a figure, from the few that a character names. Begin with `palette_of`.

Whatever a child chooses must look good: colors are kept from neon, and from pure black and white so that light and
shadow show on them; clothes as dark or light as the coat are shifted until they part from it.
"""

from dataclasses import dataclass

from soridam.book.draw.colors import (
    CREAM,
    INK,
    apart,
    colorfulness,
    difference,
    lighten,
    lightness,
    mix,
    saturate,
    shade,
    soften,
    with_lightness,
    within_lightness,
)
from soridam.book.story import Character, Kind

_SKY, _NAVY = "#9dbdf2", "#43569c"
_PINK = "#ff8a9e"
_LASHES = "#150d1c"
_DARK_PATCH = "#3a3344"
_IRISES: dict[Kind, str] = {
    "cat": "#6fae4a",
    "rabbit": "#a0566b",
    "bear": "#8a5a34",
    "fox": "#b9782c",
    "panda": "#7a6a8c",
    "dog": "#7c5232",
    "tiger": "#c99a2e",
    "mouse": "#6d5aa8",
    "penguin": "#4a7fb0",
    "frog": "#d39a2c",
    "dinosaur": "#3f9a86",
    "child": "#7b5136",
}


@dataclass(frozen=True, slots=True)
class Palette:
    """`ground` is what the eyes lie on, `line` what closed eyes and a mouth on the coat are drawn with."""

    coat: str
    limb: str
    belly: str
    inner_ear: str
    marking: str
    nose: str
    iris: str
    ground: str
    line: str
    brow: str
    blush: str
    hair: str
    garment: str
    shirt: str
    trousers: str
    trim: str
    shoes: str
    sole: str
    accent: str

    @property
    def iris_light(self) -> str:
        """The lower part of an eye, where light falls through."""
        return saturate(lighten(self.iris, 0.22), 1.35)

    @property
    def dark_ground(self) -> bool:
        """Whether eyes need white around them to be seen."""
        return lightness(self.ground) < 0.52


def palette_of(character: Character) -> Palette:
    """Raises ValueError for what is not a color."""
    kind, outfit = character.kind, character.outfit
    coat = _coat(character)
    belly = _belly(kind, coat)
    limb = _patch(coat) if kind == "panda" else coat
    ground = {"panda": _patch(coat), "penguin": belly}.get(kind, coat)
    enough = 0.17 if kind == "child" else 0.13  # clothes must not be taken for skin
    garment = _parted(_parted(_dyed(outfit.color, 0.28, 0.96), coat, enough), limb, enough)
    shirt = _shirt(garment, limb)
    trousers = apart(_trousers(garment), limb, 0.13)
    hair = apart(_dyed(character.hair, 0.24, 0.94), coat, 0.16)
    accent = _parted(_dyed(outfit.accent, 0.28, 0.95), coat, 0.1)
    return Palette(
        coat=coat,
        limb=limb,
        belly=belly,
        inner_ear=mix(coat, _PINK, 0.62 if kind != "bear" else 0.3),
        marking=_marking(kind, coat),
        nose=_nose(kind, belly),
        iris=_IRISES[kind],
        ground=ground,
        line=_line(kind, ground),
        brow=_brow(kind, coat, belly, hair),
        blush="#ff6f86" if lightness(coat) > 0.55 else "#ff8aa0",
        hair=hair,
        garment=garment,
        shirt=shirt,
        trousers=trousers,
        trim=lighten(garment, 0.62) if lightness(garment) < 0.82 else shade(garment, 0.26),
        shoes=apart(apart(accent, garment, 0.1), limb, 0.12),
        sole=lighten(accent, 0.55) if lightness(accent) < 0.8 else shade(accent, 0.2),
        accent=apart(accent, garment, 0.12),
    )


def _coat(character: Character) -> str:
    lowest, highest = (0.41, 0.95) if character.kind == "child" else (0.31, 0.965)
    return _dyed(character.coat, lowest, highest)


def _dyed(color: str, darkest: float, lightest: float) -> str:
    """Return a color as cloth or fur can have it: neither neon nor so dark or light that no shading shows."""
    return within_lightness(soften(color), darkest, lightest)


def _parted(cloth: str, coat: str, enough: float) -> str:
    """Cloth that is told from a coat. White on white and black on black take a hint of blue rather than turn gray."""
    if difference(cloth, coat) < enough and colorfulness(cloth) < 0.03:
        cloth = mix(cloth, _SKY if lightness(cloth) > 0.5 else _NAVY, 0.6)
    return apart(cloth, coat, enough)


def _belly(kind: Kind, coat: str) -> str:
    if kind == "penguin":
        return apart("#fffaf0", coat, 0.12)
    if kind in ("frog", "dinosaur"):
        return mix(lighten(saturate(coat, 1.1), 0.55), "#fff3b8", 0.35)
    return mix(lighten(coat, 0.74), CREAM, 0.5)


def _patch(coat: str) -> str:
    """Return a panda's patches: dark, or light on a dark coat."""
    return _DARK_PATCH if lightness(coat) > 0.5 else mix(CREAM, coat, 0.1)


def _marking(kind: Kind, coat: str) -> str:
    """Stripes, tips of ears and spots."""
    if lightness(coat) < 0.45:
        return lighten(coat, 0.3)
    return shade(coat, {"tiger": 0.75, "fox": 0.7}.get(kind, 0.42))


def _nose(kind: Kind, belly: str) -> str:
    color = _PINK if kind in ("cat", "rabbit", "mouse", "tiger") else "#3a2a35"
    return apart(color, belly, 0.2)


def _line(kind: Kind, ground: str) -> str:
    """Dark on every skin, as lips and lashes are; light on dark fur."""
    if lightness(ground) > 0.5:
        return INK
    return _LASHES if kind == "child" else lighten(ground, 0.86)


def _brow(kind: Kind, coat: str, belly: str, hair: str) -> str:
    if kind == "child":
        return apart(shade(hair, 0.2), coat, 0.2) if lightness(coat) > 0.6 else _LASHES
    if kind == "penguin":
        return apart(shade(coat, 0.2), belly, 0.35)
    return shade(coat, 0.66) if lightness(coat) > 0.5 else lighten(coat, 0.62)


def _shirt(garment: str, limb: str) -> str:
    """Return what is worn under overalls: warm white, or dark where that would be lost on a light garment and coat."""
    return apart(apart(CREAM, limb, 0.07), garment, 0.12)


def _trousers(garment: str) -> str:
    """Return what goes with a shirt: a quiet blue or sand, whichever parts from it."""
    blue, sand = "#4c5f8f", "#c9a877"
    return blue if difference(blue, garment) > difference(sand, garment) else with_lightness(sand, 0.72)
