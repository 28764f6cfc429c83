"""Colors as `#rrggbb` strings: mixed, lightened and darkened as the eye sees it, and kept apart from each other.

All reckoning is done in OKLab (Björn Ottosson, 2020, https://bottosson.github.io/posts/oklab/), where equal steps look
equal. Every function refuses with ValueError what is not `#rrggbb`, so that nothing else ever reaches an SVG.
"""

import cmath
import math
import re
from functools import lru_cache

INK = "#2b2140"  # the darkest tone of a picture: eyes, mouths, deep shadow; never black
CREAM = "#fff6e6"  # the lightest: bellies, teeth, highlights on cloth
SHADOW = "#1d1a3a"  # what shadows lean to
LIGHT = "#fffdf6"  # what sunlit sides lean to

_HEX = re.compile(r"#[0-9a-f]{6}\Z")

Lab = tuple[float, float, float]


@lru_cache(maxsize=4096)
def to_lab(color: str) -> Lab:
    """Lightness 0..1, then green-red and blue-yellow, each about -0.4..0.4."""
    if not _HEX.match(color):
        raise ValueError(f"{color!r} is not a color such as #4a86d8.")
    red, green, blue = (_linear(int(color[i : i + 2], 16) / 255) for i in (1, 3, 5))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def from_lab(lab: Lab) -> str:
    """Return the color a screen can show that has this lightness and hue, and as much of the colorfulness as fits."""
    light, a, b = min(max(lab[0], 0.0), 1.0), lab[1], lab[2]
    channels = _channels((light, a, b))
    if not _fits(channels):
        fits, too_much = 0.0, 1.0
        for _ in range(8):
            factor = (fits + too_much) / 2
            fits, too_much = (factor, too_much) if _fits(_channels((light, a * factor, b * factor))) else (fits, factor)
        channels = _channels((light, a * fits, b * fits))
    return "#" + "".join(f"{round(_gamma(value) * 255):02x}" for value in channels)


@lru_cache(maxsize=4096)
def mix(first: str, second: str, amount: float) -> str:
    """`first` at amount 0, `second` at 1."""
    lab, other = to_lab(first), to_lab(second)
    return from_lab(_between(lab, other, amount))


def lighten(color: str, amount: float) -> str:
    return mix(color, LIGHT, amount)


def darken(color: str, amount: float) -> str:
    return mix(color, SHADOW, amount)


@lru_cache(maxsize=4096)
def shade(color: str, amount: float) -> str:
    """The side of a body that is turned from the light: darker, no grayer, a little cooler; yellow turns to amber."""
    light, a, b = to_lab(color)
    return mix(from_lab((light * (1 - 0.72 * amount), *_toward_amber(a, b, amount))), SHADOW, 0.22 * amount)


def lightness(color: str) -> float:
    """0 is black, 1 is white."""
    return to_lab(color)[0]


def colorfulness(color: str) -> float:
    """0 is gray; the purest red of a screen has 0.26."""
    _, a, b = to_lab(color)
    return (a**2 + b**2) ** 0.5


@lru_cache(maxsize=4096)
def with_lightness(color: str, value: float) -> str:
    """Return the same hue, as light as `value` in 0..1."""
    _, a, b = to_lab(color)
    return from_lab((value, a, b))


@lru_cache(maxsize=4096)
def saturate(color: str, factor: float) -> str:
    """`factor` below 1 is grayer, above 1 more colorful."""
    light, a, b = to_lab(color)
    return from_lab((light, a * factor, b * factor))


@lru_cache(maxsize=4096)
def soften(color: str, most: float = 0.2) -> str:
    """Return the color itself, or one of its hue whose colorfulness is `most`: no neon."""
    pure = colorfulness(color)
    return color if pure <= most else saturate(color, most / pure)


def within_lightness(color: str, lowest: float, highest: float) -> str:
    """Return the color itself, or the nearest of its hue whose lightness lies in lowest..highest."""
    return with_lightness(color, min(max(lightness(color), lowest), highest))


def difference(first: str, second: str) -> float:
    """Return how far apart two colors look: 0 the same, 0.1 clearly different side by side, 1 black and white.

    A step in color counts twice a step in lightness: a yellow coat is told from fair skin that is as light.
    """
    light, a, b = to_lab(first)
    other, other_a, other_b = to_lab(second)
    return math.hypot(light - other, 2 * (a - other_a), 2 * (b - other_b))


@lru_cache(maxsize=4096)
def apart(color: str, neighbor: str, least: float = 0.14) -> str:
    """The color itself, or lightened or darkened just so far that it is told from its neighbor (`difference`)."""
    if difference(color, neighbor) >= least:
        return color
    _, a, b = to_lab(color)
    other, other_a, other_b = to_lab(neighbor)
    step = (least**2 - min(4 * ((a - other_a) ** 2 + (b - other_b) ** 2), least**2)) ** 0.5
    lighter, darker = from_lab((other + step, a, b)), from_lab((other - step, *_toward_amber(a, b, 0.4)))
    seen = [shifted for shifted in (lighter, darker) if difference(shifted, neighbor) >= least * 0.9]
    return min(seen or [lighter, darker], key=lambda shifted: difference(shifted, color))


def _channels(lab: Lab) -> tuple[float, float, float]:
    """Linear red, green and blue; outside of 0..1 where no screen can show the color."""
    light, a, b = lab
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _fits(channels: tuple[float, float, float]) -> bool:
    return min(channels) >= -0.001 and max(channels) <= 1.001


def _toward_amber(a: float, b: float, amount: float) -> tuple[float, float]:
    """Return the hue of a darker yellow: one of the same hue would be olive. Other hues stay."""
    hue = math.degrees(math.atan2(b, a))
    if not 60 < hue < 130:
        return a, b
    turned = complex(a, b) * cmath.rect(1, math.radians(-50 * amount * min(hue - 60, 130 - hue) / 35))
    return turned.real, turned.imag


def _between(lab: Lab, other: Lab, amount: float) -> Lab:
    return (
        lab[0] + (other[0] - lab[0]) * amount,
        lab[1] + (other[1] - lab[1]) * amount,
        lab[2] + (other[2] - lab[2]) * amount,
    )


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _gamma(value: float) -> float:
    value = min(max(value, 0.0), 1.0)
    return value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
