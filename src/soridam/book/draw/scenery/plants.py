"""Trees, bushes, flowers, grass, and the foliage in the corners of a page. Begin with `tree` and `flowers`.

Each is drawn once or in a few variants of its own and then repeated, so that a wood stays a small SVG.
"""

import math
import random
from typing import Literal

from soridam.book.draw.colors import darken, lighten, mix
from soridam.book.draw.scenery.painter import HEIGHT, WIDTH, Curve, Painter
from soridam.book.draw.svg import circle, ellipse, group, number, path, rect, rotate, scale, stroke, translate

TreeKind = Literal["round", "pine", "birch", "palm", "blossom"]

VARIANTS = 3
UNIT = 400  # height in which trees are drawn
BARK = "#8a5a3c"
GREENS: dict[TreeKind, str] = {
    "round": "#5fb150", "pine": "#4a9a63", "birch": "#9fcf5a", "palm": "#58b457", "blossom": "#f7b3cb",
}  # fmt: skip
PETALS = ("#ff8fb1", "#ffffff", "#ffd1e0", "#c9a2ff", "#ffb45e", "#ff7d7d")


def tree(
    painter: Painter,
    kind: TreeKind,
    x: float,
    y: float,
    height: float,
    depth: float = 0.0,
    color: str | None = None,
) -> str:
    """Return a tree with its foot at (x, y) and its shadow."""
    depth = round(depth, 1)  # so that neighbors share a drawing
    if kind == "blossom" and painter.light.weather == "snow":
        kind = "round"  # nothing blossoms in snow
    green = painter.light.leaves(color or GREENS[kind], depth)
    bark = painter.light.outdoors("#e9e2d6" if kind == "birch" else BARK, depth)
    shape = random.Random(painter.rng.randrange(VARIANTS))
    drawing = {"round": _round, "pine": _pine, "birch": _birch, "palm": _palm, "blossom": _round}[kind]
    stamp = painter.stamp(drawing(painter, shape, green, bark))
    return painter.shadow(x, y, height * 0.62, 0.34) + painter.stamped(
        stamp, x, y, height / UNIT, mirrored=kind != "pine" and painter.mirrored()
    )


def _round(painter: Painter, shape: random.Random, green: str, bark: str) -> str:
    """Return a crown of balls with leaves on them."""
    places = ((-84, -205, 74), (86, -212, 76), (0, -190, 70), (-50, -298, 84), (54, -304, 80), (2, -250, 100))
    heads = [
        (x + shape.uniform(-10, 10), y + shape.uniform(-10, 10), r * shape.uniform(0.94, 1.06)) for x, y, r in places
    ]
    trunk = path("M-24 0Q-9 -80 -17 -210H17Q9 -80 26 0Z", painter.sideways(bark))
    balls = "".join(circle(x, y, r, painter.rounded(green, 0.3, 0.26)) for x, y, r in heads)
    light, dark = "", ""
    for number_of_leaf in range(30):
        x, y, r = shape.choice(heads)
        angle, reach = shape.uniform(0, 2 * math.pi), shape.uniform(0.2, 0.86) * r
        drawn = leaf(
            x + reach * math.cos(angle), y + reach * math.sin(angle), shape.uniform(7, 12), shape.uniform(-70, 70)
        )
        light, dark = (light + drawn, dark) if number_of_leaf % 2 else (light, dark + drawn)
    return (
        trunk
        + balls
        + path(light, lighten(green, 0.4), fill_opacity=0.5)
        + path(dark, darken(green, 0.26), fill_opacity=0.42)
    )


def leaf(x: float, y: float, size: float, degrees: float) -> str:
    """Return path data of a pointed leaf about (x, y)."""
    along = (size * math.sin(math.radians(degrees)), size * math.cos(math.radians(degrees)))
    across = (along[1], -along[0])
    tips = [(x + along[0] * k, y + along[1] * k) for k in (1, -1)]
    bows = [(x + across[0] * k, y + across[1] * k) for k in (1, -1)]
    return (
        f"M{number(tips[0][0])} {number(tips[0][1])}"
        f"Q{number(bows[0][0])} {number(bows[0][1])} {number(tips[1][0])} {number(tips[1][1])}"
        f"Q{number(bows[1][0])} {number(bows[1][1])} {number(tips[0][0])} {number(tips[0][1])}Z"
    )


def _pine(painter: Painter, shape: random.Random, green: str, bark: str) -> str:
    """Tiers, each over the one below, powdered at the rims when it snows."""
    parts = [rect(-15, -84, 30, 84, painter.sideways(bark))]
    for foot, width, height in ((-64, 112, 150), (-142, 94, 138), (-216, 74, 124), (-282, 52, 118)):
        sag = shape.uniform(-5, 5)
        parts.append(path(_tier(foot, width, height, sag), painter.sideways(green, 0.24, 0.24)))
        if painter.light.weather == "snow":
            parts.append(path(_tier_snow(foot, width, height), painter.light.outdoors("#ffffff"), fill_opacity=0.92))
    return "".join(parts)


def _tier(foot: float, width: float, height: float, sag: float) -> str:
    """Return path data of one tier of a pine, hanging at its rim."""
    top, bend, low = number(foot - height), number(foot - height * 0.5), number(foot + 26)
    w, inner, outer = width, number(width * 0.16), number(width * 0.7)
    return (
        f"M0 {top}C{inner} {bend} {outer} {foot - 16} {w} {number(foot + sag)}Q{number(w / 2)} {low} 0 {foot + 24}"
        f"Q-{number(w / 2)} {low} -{w} {number(foot - sag)}C-{outer} {foot - 16} -{inner} {bend} 0 {top}Z"
    )


def _tier_snow(foot: float, width: float, height: float) -> str:
    """Return path data of the snow on one tier."""

    def at(across: float, up: float) -> str:
        return f"{number(width * across)} {number(foot - height * up)}"

    return (
        f"M0 {number(foot - height)}C{at(0.14, 0.55)} {at(0.4, 0.32)} {at(0.5, 0.28)}Q{at(0.26, 0.16)} {at(0.12, 0.34)}"
        f"Q{at(-0.1, 0.1)} {at(-0.3, 0.36)}Q{at(-0.42, 0.22)} {at(-0.5, 0.28)}"
        f"C{at(-0.4, 0.32)} {at(-0.14, 0.55)} 0 {number(foot - height)}Z"
    )


def _birch(painter: Painter, shape: random.Random, green: str, bark: str) -> str:
    """Return a slim white trunk with dark marks under a light crown."""
    marks = "".join(
        f"M{number(shape.choice((-9, 2)))} {number(y)}h{number(shape.uniform(5, 9))}" for y in range(-250, -10, 22)
    )
    trunk = path("M-12 0Q-7 -120 -9 -300H9Q7 -120 13 0Z", painter.sideways(bark, 0.2, 0.24))
    heads = [(-46, -250, 58), (48, -262, 60), (0, -300, 72), (-30, -345, 54), (30, -350, 52), (0, -226, 50)]
    crown = "".join(
        ellipse(x + shape.uniform(-8, 8), y, r, r * 1.06, painter.rounded(green, 0.34, 0.2)) for x, y, r in heads
    )
    leaves = "".join(
        leaf(shape.uniform(-84, 84), shape.uniform(-380, -210), shape.uniform(5, 9), shape.uniform(-70, 70))
        for _ in range(26)
    )
    return (
        trunk
        + stroke(marks, darken(bark, 0.6), 4, opacity=0.6)
        + crown
        + path(leaves, lighten(green, 0.45), fill_opacity=0.5)
    )


def _palm(painter: Painter, shape: random.Random, green: str, bark: str) -> str:
    """Return a bent trunk with rings, seven fronds, two nuts."""
    bend = shape.uniform(26, 60)
    top = -290
    trunk = path(
        f"M-20 0Q-4 {top * 0.5:.0f} {bend - 9:.0f} {top}h20Q{24 + bend * 0.2:.0f} {top * 0.5:.0f} 24 0Z",
        painter.sideways(bark),
    )
    rings = "".join(
        f"M{-18 + (bend + 10) * (share**2):.0f} {top * share:.0f}q18 10 34 0"
        for share in (0.12, 0.27, 0.42, 0.57, 0.72, 0.87)
    )
    fronds = []
    for angle in (-8, 34, 72, 180, 146, 108, 208):
        spread = angle + shape.uniform(-6, 6)
        blade = "M0 0C40 -62 120 -66 176 6C122 -28 62 -22 0 0Z"
        flip = 90 < spread % 360 < 270
        turn = f"{translate(bend, top)} {scale(-1 if flip else 1, 1)} {rotate(180 - spread if flip else spread)}"
        shade = darken(green, 0.18) if angle in (72, 108) else green
        fronds.append(
            group(
                path(blade, painter.sideways(shade, 0.2, 0.16)),
                stroke("M6 -4C52 -44 108 -46 160 -8", lighten(shade, 0.3), 3, opacity=0.6),
                transform=turn,
            )
        )
    nuts = circle(bend - 14, top + 16, 15, painter.rounded(darken(bark, 0.15))) + circle(
        bend + 16, top + 20, 15, painter.rounded(darken(bark, 0.15))
    )
    return (
        trunk
        + stroke(rings, darken(bark, 0.3), 4, opacity=0.5)
        + "".join(fronds[2:3] + fronds[5:6])
        + nuts
        + "".join(fronds[:2] + fronds[3:5] + fronds[6:])
    )


def bush(painter: Painter, x: float, y: float, width: float, color: str = "#58a950", depth: float = 0.0) -> str:
    """Return a low round bush on (x, y)."""
    green = painter.light.leaves(color, round(depth, 1))
    shape = random.Random(painter.rng.randrange(VARIANTS))
    outline = "M-100 0Q-118 -44 -74 -56Q-66 -98 -22 -84Q14 -116 46 -80Q92 -84 88 -46Q118 -30 100 0Q0 12 -100 0Z"
    leaves = "".join(
        leaf(shape.uniform(-84, 84), shape.uniform(-72, -10), shape.uniform(6, 10), shape.uniform(-70, 70))
        for _ in range(16)
    )
    stamp = painter.stamp(
        path(outline, painter.rounded(green, 0.3, 0.24)), path(leaves, lighten(green, 0.4), fill_opacity=0.5)
    )
    return painter.shadow(x, y, width, 0.3) + painter.stamped(stamp, x, y, width / 200, mirrored=painter.mirrored())


def tufts(painter: Painter, count: int, top: Curve, bottom: float, color: str, depth: float = 0.0) -> str:
    """Tufts of grass between a curve and a height."""
    blade = "M-12 0q-2 -16 -10 -22M0 0q0 -20 2 -32M12 0q2 -16 11 -21"
    stamp = painter.stamp(stroke(blade, darken(painter.light.land(color, depth), 0.24), 4, opacity=0.6))
    return "".join(
        painter.stamped(
            stamp, x := painter.between(0, WIDTH), painter.between(top(x) + 8, bottom), painter.between(0.7, 1.3)
        )
        for _ in range(count)
    )


def flowers(painter: Painter, count: int, top: Curve, bottom: float, colors: tuple[str, ...] = PETALS) -> str:
    """Flowers between a curve and a height, the nearer the larger; none bloom in snow."""
    places = [(painter.between(top(x) + 12, bottom), x) for x in (painter.between(0, WIDTH) for _ in range(count))]
    return _bed(painter, places, colors)


def border_flowers(painter: Painter, count: int, colors: tuple[str, ...] = PETALS) -> str:
    """Flowers at the page's lower edge before everybody, towards its sides, where they hide nothing."""
    reach = WIDTH * 0.27
    offsets = [painter.between(0, reach) for _ in range(count)]
    places = [(painter.between(1108, 1148), WIDTH - offset if painter.mirrored() else offset) for offset in offsets]
    return _bed(painter, places, colors)


def _bed(painter: Painter, places: list[tuple[float, float]], colors: tuple[str, ...]) -> str:
    """Flowers at (y, x), the farther first."""
    stamps = [painter.stamp(flower(painter, color, kind)) for color in colors for kind in (0, 1)]
    drawn = "".join(
        painter.stamped(
            painter.pick(stamps), x, y, 0.5 + 0.75 * max(0.0, (y - 600) / (HEIGHT - 600)), mirrored=painter.mirrored()
        )
        for y, x in sorted(places)
    )
    return "" if painter.light.weather == "snow" else drawn


def flower(painter: Painter, color: str, kind: int) -> str:
    """Return a daisy (0) or a tulip (1), its root at (0, 0)."""
    petal, stem = painter.light.outdoors(color), painter.light.outdoors("#3f8a4a")
    stalk = stroke("M0 0q-4 -20 0 -42M0 -14q10 -10 18 -8", stem, 4)
    if kind:
        return stalk + path(
            "M-12 -44Q-14 -64 -7 -68Q-2 -62 0 -68Q3 -62 7 -68Q14 -62 12 -44Q0 -32 -12 -44Z",
            painter.rounded(petal, 0.25, 0.12),
        )
    petals = "".join(ellipse(0, -10, 6.5, 9.5, petal, transform=rotate(angle)) for angle in range(0, 360, 72))
    return stalk + group(petals, circle(0, 0, 5.5, painter.light.outdoors("#ffd54d")), transform=translate(0, -44))


def corner_blades(painter: Painter, color: str, *, right: bool, count: int = 9) -> str:
    """Long leaves that fan out of a lower corner, before everybody."""
    parts = []
    for place in range(count):
        turn = place / (count - 1) * 86 + painter.between(-5, 5)
        length = painter.between(150, 300)
        green = painter.light.leaves(mix(color, darken(color, 0.5), painter.rng.random()))
        blade = path(
            f"M0 0Q{number(-length * 0.1)} {number(-length * 0.5)} 0 {number(-length)}"
            f"Q{number(length * 0.12)} {number(-length * 0.5)} 0 0Z",
            green,
        )
        vein = stroke(f"M0 0V{number(-length * 0.84)}", lighten(green, 0.25), 3, opacity=0.5)
        foot = translate(WIDTH if right else 0, HEIGHT + 30)
        parts.append(group(blade, vein, transform=f"{foot} {rotate(-turn if right else turn)}"))
    return "".join(parts)


def corner_leaves(painter: Painter, color: str, *, right: bool) -> str:
    """Broad round leaves in a lower corner, before everybody."""
    parts = []
    for place, (x, y, size) in enumerate(
        ((40, 30, 150), (150, 60, 120), (10, 120, 130), (225, 90, 90), (90, 100, 120))
    ):
        green = painter.light.leaves(mix(color, darken(color, 0.4), place % 3 / 2))
        blade = path("M0 40C-70 20 -70 -60 0 -90C70 -60 70 20 0 40Z", painter.rounded(green, 0.2, 0.24)) + stroke(
            "M0 36V-66M0 0L-26 -22M0 0L26 -22M0 -30L-18 -46M0 -30L18 -46", lighten(green, 0.3), 3, opacity=0.5
        )
        px = WIDTH - x if right else x
        tilt = painter.between(10, 46) * (-1 if right else 1)
        parts.append(
            group(blade, transform=f"{translate(px, HEIGHT - 50 + y * 0.7)} {rotate(tilt)} {scale(size / 110)}")
        )
    return "".join(parts)


def corners(painter: Painter, color: str = "#3f8f4a") -> str:
    """Foliage in the lower corners: in both or in one of them."""
    draw = corner_blades if painter.mirrored() else corner_leaves
    left, right = draw(painter, color, right=False), draw(painter, color, right=True)
    return painter.rng.choice((left + right, left, right))
