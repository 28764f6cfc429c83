"""Ground of every kind: hills, paths, mountains, rocks, dunes, fields, and what makes their surfaces lively."""

import math

from soridam.book.draw.colors import darken, lighten
from soridam.book.draw.scenery.painter import HEIGHT, WIDTH, Curve, Painter
from soridam.book.draw.svg import ellipse, number, path, stroke

STEP = 32  # pixels between the points of a ridge


def rolling(painter: Painter, y: float, amplitude: float, waves: float) -> Curve:
    """Return a gently waving line about the height y."""
    phase = painter.between(0, 2 * math.pi)

    def height(x: float) -> float:
        turn = x / WIDTH * math.pi * waves
        return y + amplitude * math.sin(phase + turn) + amplitude * 0.35 * math.sin(phase * 2.1 + turn * 2.3)

    return height


def below(curve: Curve) -> str:
    """Return path data of all that lies under a curve."""
    points = "L".join(f"{x} {number(curve(x))}" for x in range(0, WIDTH + STEP, STEP))
    return f"M0 {HEIGHT}L{points}L{WIDTH} {HEIGHT}Z"


def along(curve: Curve, lift: float = 0.0) -> str:
    """Return path data of the curve itself."""
    return "M" + "L".join(f"{x} {number(curve(x) + lift)}" for x in range(0, WIDTH + STEP, STEP))


def hill(painter: Painter, curve: Curve, color: str, depth: float = 0.0, *, texture: int = 22) -> str:
    """Land under a curve, with a light rim and brushed strokes."""
    seen = painter.light.land(color, depth)
    parts = [
        path(below(curve), painter.downward(seen, 0.18, 0.16)),
        stroke(along(curve, 4), lighten(seen, 0.4), 7, opacity=0.5),
    ]
    for tone in (lighten(seen, 0.26), darken(seen, 0.16)):
        strokes = []
        for _ in range(texture // 2):
            x, length = painter.between(-60, WIDTH - 60), painter.between(80, 260)
            lowest = max(curve(min(max(x + part, 0), WIDTH)) for part in (0, length / 2, length))
            strokes.append(
                f"M{number(x)} {number(lowest + painter.between(22, 300))}q{number(length / 2)} "
                f"{number(painter.between(-18, -6))} {number(length)} 0"
            )
        parts.append(stroke("".join(strokes), tone, 6, opacity=0.2))
    return "".join(parts)


def footpath(painter: Painter, curve: Curve, x: float, end: float, color: str = "#f0d9a4") -> str:
    """Return a path that comes from the crest at x and widens towards the page's lower edge about `end`."""
    top = curve(x) + 3
    sand = painter.light.land(color)
    bend = (x + end) / 2 + painter.between(-120, 120)
    left = (
        f"M{number(x - 22)} {number(curve(x - 22) + 4)}C{number(bend - 60)} "
        f"{number(top + (HEIGHT - top) * 0.35)} {number(end - 240)} {number(top + (HEIGHT - top) * 0.6)} "
        f"{number(end - 210)} {HEIGHT + 10}"
    )
    right = (
        f"H{number(end + 190)}C{number(end + 80)} {number(top + (HEIGHT - top) * 0.6)} {number(bend + 70)} "
        f"{number(top + (HEIGHT - top) * 0.35)} {number(x + 24)} {number(curve(x + 24) + 4)}Z"
    )
    return path(left + right, painter.downward(sand, 0.2, 0.08), fill_opacity=0.9)


def peak(painter: Painter, x: float, foot: float, width: float, height: float, color: str, depth: float) -> str:
    """Return a mountain with a shaded side and a cap of snow."""
    stone = painter.light.outdoors(color, depth)
    snow = painter.light.outdoors("#fbfdff", depth * 0.5)
    lean = painter.between(-0.12, 0.12)

    def points(*places: tuple[float, float]) -> str:
        """Return path data through places given in halves of the width and in heights."""
        return "M" + "L".join(f"{number(x + across * width / 2)} {number(foot - up * height)}" for across, up in places)

    top, right_slope = (lean, 1.0), ((0.36, 0.56), (0.5, 0.48), (1.0, 0.0))
    ridge = points((-1.0, 0.0), (-0.45, 0.52), (-0.32, 0.58), top, *right_slope)
    shade = points(top, *right_slope, (0.1, 0.0), (0.16, 0.4), (-0.02, 0.62))
    cap = points(top, (0.33, 0.6), (0.2, 0.65), (0.1, 0.53), (-0.04, 0.66), (-0.16, 0.55), (-0.3, 0.6))
    cap_shade = points(top, (0.33, 0.6), (0.2, 0.65), (0.1, 0.53))
    return (
        path(f"{ridge}Z", painter.downward(stone, 0.14, 0.1), stroke=stone, stroke_width=10, stroke_linejoin="round")
        + path(f"{shade}Z", darken(stone, 0.16), fill_opacity=0.55)
        + path(f"{cap}Z", snow, stroke=snow, stroke_width=8, stroke_linejoin="round")
        + path(f"{cap_shade}Z", darken(snow, 0.14), fill_opacity=0.5)
    )


def rock(painter: Painter, x: float, y: float, width: float, color: str = "#a9a7a4", depth: float = 0.0) -> str:
    """Return a stone of a few faces, on (x, y)."""
    gray = painter.light.land(color, depth)
    stamp = painter.stamp(
        path(
            "M-50 0Q-58 -26 -34 -46Q-18 -68 14 -62Q44 -56 50 -26Q58 -8 48 0Q0 8 -50 0Z",
            painter.rounded(gray, 0.3, 0.26),
        ),
        path("M-30 -40Q-14 -58 12 -54Q0 -40 -18 -36Z", lighten(gray, 0.4), fill_opacity=0.5),
    )
    return painter.shadow(x, y, width, 0.36) + painter.stamped(stamp, x, y, width / 104, mirrored=painter.mirrored())


def pebbles(painter: Painter, count: int, top: float, bottom: float, color: str) -> str:
    """Small flat stones, strewn."""
    parts = []
    for _ in range(count):
        x, y = painter.between(0, WIDTH), painter.between(top, bottom)
        size = painter.between(6, 14) * (0.6 + 0.6 * (y - top) / max(bottom - top, 1))
        tone = painter.light.land(color)
        parts.append(ellipse(x, y, size, size * 0.6, painter.pick((lighten(tone, 0.2), darken(tone, 0.12), tone))))
    return "".join(parts)


def specks(
    painter: Painter, count: int, top: float, bottom: float, color: str, size: float = 5, opacity: float = 0.5
) -> str:
    """Dots of one color: sand, dust, crumbs of snow."""
    dots = "".join(
        f"M{number(painter.between(0, WIDTH))} {number(painter.between(top, bottom))}h0" for _ in range(count)
    )
    return stroke(dots, color, size, opacity=opacity)
