"""What all scenery is drawn with: a canvas, the light of the picture, and chance that a seed repeats.

Coordinates are pixels of a page of WIDTH × HEIGHT, y downwards. `Setting` is what a painted place consists of.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from soridam.book.draw.colors import darken, lighten
from soridam.book.draw.scenery.light import Light
from soridam.book.draw.svg import Box, Stop, SvgCanvas, circle, element, ellipse, scale, translate

WIDTH, HEIGHT = 1536, 1152
SHADOW = "#1b2440"

Curve = Callable[[float], float]  # a height for each x


@dataclass(frozen=True, slots=True)
class Surface:
    """A top on which things stand: of a table, a shelf, a sill."""

    left: float
    right: float
    y: float


@dataclass(frozen=True, slots=True)
class Setting:
    """A painted place. `back` lies behind everybody, `front` before their feet.

    Feet stand between `far` and `near`, from the horizon's side to the page's lower edge; far things stand at
    `horizon`. `air` is where things fly, `sky` where they hang high (None indoors), `water` where they swim, `soil`
    where they grow, `surfaces` are tables, `bed` is where one sleeps. `shows` names the props that the place has
    anyway, `sights` are what the cast should not hide if it can stand elsewhere.
    """

    back: str
    front: str
    far: float
    near: float
    horizon: float
    air: Box
    sky: Box | None = None
    water: Box | None = None
    soil: tuple[Surface, ...] = ()
    surfaces: tuple[Surface, ...] = ()
    bed: Surface | None = None
    shows: frozenset[str] = frozenset()
    sights: tuple[Box, ...] = ()


class Painter:
    """Colors are named as at noon and drawn as the light makes them. The same seed makes the same choices."""

    def __init__(self, canvas: SvgCanvas, light: Light, seed: str) -> None:
        self.canvas = canvas
        self.light = light
        self.seed = seed
        self.rng = random.Random(seed)
        self.sun_on_the_right = random.Random(f"{seed} side").random() < 0.5

    def branch(self, name: str, light: Light | None = None) -> "Painter":
        """A painter whose chance runs apart: what it draws moves nothing that this one draws, and it may have another
        light."""
        painter = Painter(self.canvas, light or self.light, f"{self.seed} {name}")
        painter.sun_on_the_right = self.sun_on_the_right
        return painter

    def between(self, low: float, high: float) -> float:
        return self.rng.uniform(low, high)

    def pick(self, choices: Sequence[str]) -> str:
        return self.rng.choice(choices)

    def downward(self, color: str, light: float = 0.2, dark: float = 0.16) -> str:
        """Return a paint that is lighter above and darker below."""
        return self.canvas.linear((Stop(0, lighten(color, light)), Stop(0.5, color), Stop(1, darken(color, dark))))

    def sideways(self, color: str, light: float = 0.16, dark: float = 0.2) -> str:
        """Return a paint of something upright and round, lit from the left."""
        stops = (Stop(0, lighten(color, light)), Stop(0.45, color), Stop(1, darken(color, dark)))
        return self.canvas.linear(stops, end=(1, 0))

    def rounded(self, color: str, light: float = 0.28, dark: float = 0.22) -> str:
        """Return a paint of a ball, lit from the upper left."""
        stops = (Stop(0, lighten(color, light)), Stop(0.55, color), Stop(1, darken(color, dark)))
        return self.canvas.radial(stops, center=(0.38, 0.3), radius=0.85)

    def glow(self, x: float, y: float, radius: float, color: str, opacity: float) -> str:
        """Light that fades outwards."""
        stops = (Stop(0, color, opacity), Stop(0.4, color, opacity * 0.4), Stop(1, color, 0))
        return circle(x, y, radius, self.canvas.radial(stops))

    def shadow(self, x: float, y: float, width: float, strength: float = 0.4) -> str:
        """Return what something as wide as `width` throws on the ground at its feet."""
        stops = (Stop(0, SHADOW, strength), Stop(0.55, SHADOW, strength * 0.48), Stop(1, SHADOW, 0))
        return ellipse(x, y, width * 0.56, width * 0.09, self.canvas.radial(stops))

    def stamp(self, *drawing: str) -> str:
        """Keep a drawing to be repeated with `stamped`."""
        return self.canvas.define("g", *drawing)

    def stamped(self, stamp: str, x: float, y: float, size: float = 1.0, *, mirrored: bool = False) -> str:
        """Return a kept drawing with its origin at (x, y)."""
        turn = scale(-size if mirrored else size, size)
        return element("use", href=f"#{stamp}", transform=f"{translate(x, y)} {turn}")

    def mirrored(self) -> bool:
        return self.rng.random() < 0.5
