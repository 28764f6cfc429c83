"""Skies: colors, sun and moon, stars, clouds, rainbow, and what falls from them. Begin with `paint_sky`."""

import itertools
import math
from collections.abc import Sequence

from soridam.book.draw.colors import darken, lighten, mix
from soridam.book.draw.scenery.painter import HEIGHT, WIDTH, Painter
from soridam.book.draw.svg import (
    Box,
    Stop,
    circle,
    ellipse,
    group,
    number,
    path,
    rect,
    rotate,
    stroke,
    translate,
)

RAINBOW = ("#f4727a", "#f9a863", "#fbe07a", "#7fd491", "#69b8f0", "#a48be8")
INK = "#5a3a2a"


def paint_sky(painter: Painter, horizon: float, *, luminary: bool = True, clouds: int = 3) -> str:
    """Return the sky down to the horizon and a little below, with what time and weather put into it."""
    painter = painter.branch("sky")
    light = painter.light
    parts = [backdrop(painter, horizon)]
    if light.is_night and not light.is_gray:
        parts.append(stars(painter, Box(0, 0, WIDTH, horizon * 0.94), 150))
    if luminary and not light.is_gray:
        parts.append(_luminary(painter, horizon))
    if light.weather == "rainbow":
        parts.append(rainbow(painter, painter.between(560, 900), horizon + 120, horizon * 0.95))
    parts.append(cloud_cover(painter, horizon, clouds))
    return "".join(parts)


def backdrop(painter: Painter, horizon: float) -> str:
    colors = painter.light.sky
    stops = [Stop(place / (len(colors) - 1), color) for place, color in enumerate(colors)]
    paint = painter.canvas.linear(stops, (0, 0), (0, horizon + 60), "userSpaceOnUse")
    return rect(0, 0, WIDTH, HEIGHT, paint)


def stars(painter: Painter, area: Box, count: int) -> str:
    """Small ones as dots of three sizes, and some that twinkle."""
    parts = []
    for size, opacity in ((2.4, 0.55), (3.6, 0.75), (5.2, 0.95)):
        dots = "".join(
            f"M{number(painter.between(area.left, area.right))} {number(_upper(painter, area))}h0"
            for _ in range(count // 3)
        )
        parts.append(stroke(dots, "#fff8dc", size, opacity=opacity))
    for _ in range(count // 10):
        x, y = painter.between(area.left + 30, area.right - 30), _upper(painter, area)
        parts.append(twinkle(x, y, painter.between(7, 15)))
    return "".join(parts)


def _upper(painter: Painter, area: Box) -> float:
    """Return a height in the area, more often a great one."""
    return area.top + area.height * painter.rng.random() ** 1.4


def twinkle(x: float, y: float, size: float, color: str = "#fffbe8") -> str:
    """Return a star of four points."""
    a, b = number(size), number(size * 0.16)
    curve = f"M0 -{a}Q{b} -{b} {a} 0Q{b} {b} 0 {a}Q-{b} {b} -{a} 0Q-{b} -{b} 0 -{a}Z"
    return path(curve, color, transform=translate(x, y))


def _luminary(painter: Painter, horizon: float) -> str:
    x = painter.between(1150, 1270) if painter.sun_on_the_right else painter.between(266, 386)
    match painter.light.time:
        case "night":
            y = painter.between(190, 250)
            return crescent(painter, x, y, 84) if painter.mirrored() else moon(painter, x, y, 96)
        case "sunset":
            return setting_sun(painter, painter.between(430, 1100), horizon - 20, 132)
        case "morning":
            return sun(painter, x, horizon * 0.52, 84)
        case _:
            return sun(painter, x, painter.between(205, 250), 86)


def sun(painter: Painter, x: float, y: float, radius: float) -> str:
    """Return a kind face in a ring of rays."""
    petals = "".join(
        path(f"M0 -{number(radius * 1.5)}L{number(radius * 0.26)} -{number(radius * 0.9)}L-{number(radius * 0.26)} "
             f"-{number(radius * 0.9)}Z", "#ffb63d", stroke="#ffb63d", stroke_width=14, stroke_linejoin="round",
             transform=rotate(angle))
        for angle in range(0, 360, 30)
    )  # fmt: skip
    return "".join(
        (
            painter.glow(x, y, radius * 5.2, "#fff2b8", 0.85),
            rays(painter, x, y, "#fffbe2", 9, 0.11),
            group(petals, circle(0, 0, radius * 1.06, "#ffb63d"), circle(0, 0, radius, painter.rounded("#ffd65c", 0.4)),
                  face(radius), transform=translate(x, y)),
        )
    )  # fmt: skip


def setting_sun(painter: Painter, x: float, y: float, radius: float) -> str:
    paint = painter.canvas.linear((Stop(0, "#fff6c9"), Stop(1, "#ffd38a")))
    return "".join(
        (
            painter.glow(x, y, radius * 4.6, "#fff3c0", 0.9),
            rays(painter, x, y, "#fff7dc", 12, 0.15),
            circle(x, y, radius, paint),
        )
    )


def moon(painter: Painter, x: float, y: float, radius: float) -> str:
    places = ((-0.62, 0.35, 0.2), (0.55, -0.6, 0.16), (0.62, 0.42, 0.24), (-0.1, 0.8, 0.13), (-0.4, -0.72, 0.12))
    craters = "".join(
        ellipse(radius * dx, radius * dy, radius * size, radius * size * 0.9, "#e9bf62", opacity=0.45)
        for dx, dy, size in places
    )
    return painter.glow(x, y, radius * 4.4, "#fff2c0", 0.7) + group(
        circle(0, 0, radius, painter.rounded("#ffe08a", 0.42, 0.12)), craters, face(radius), transform=translate(x, y)
    )


def crescent(painter: Painter, x: float, y: float, radius: float) -> str:
    outer, inner, near, far = (number(radius * share) for share in (1.0, 0.86, 0.3, 0.95))
    shape = f"M{near} -{far}A{outer} {outer} 0 1 0 {far} {near}A{inner} {inner} 0 0 1 {near} -{far}Z"
    paint = painter.rounded("#ffe08a", 0.42, 0.12)
    return painter.glow(x, y, radius * 4.4, "#fff2c0", 0.6) + path(shape, paint, transform=translate(x, y))


def face(radius: float) -> str:
    """Closed smiling eyes, cheeks, a smile."""
    k = radius / 100
    lines = "M-48 -8Q-32 -30 -16 -8M16 -8Q32 -30 48 -8M-30 24Q0 54 30 24"
    return group(
        ellipse(-54, 22, 17, 12, "#ff8c6b", opacity=0.5),
        ellipse(54, 22, 17, 12, "#ff8c6b", opacity=0.5),
        stroke(lines, INK, 8),
        transform=f"scale({number(k)})",
    )


def rays(painter: Painter, x: float, y: float, color: str, count: int, opacity: float) -> str:
    """Wedges of light from a point."""
    wedges = []
    for _ in range(count):
        angle, half = painter.between(0, 2 * math.pi), math.radians(painter.between(2, 5))
        corners = [(x + 1600 * math.cos(angle + side), y + 1600 * math.sin(angle + side)) for side in (-half, half)]
        wedges.append(f"M{number(x)} {number(y)}" + "".join(f"L{number(a)} {number(b)}" for a, b in corners) + "Z")
    return path("".join(wedges), color, fill_opacity=opacity)


def rainbow(painter: Painter, x: float, y: float, radius: float) -> str:
    band = radius * 0.052
    opacity = 0.32 if painter.light.is_night else 0.6
    arcs = []
    for place, color in enumerate(RAINBOW):
        r = number(radius - place * band)
        curve = (
            f"M{number(x - radius + place * band)} {number(y)}A{r} {r} 0 0 1 {number(x + radius - place * band)} "
            f"{number(y)}"
        )
        arcs.append(path(curve, stroke=color, stroke_width=band + 1, stroke_opacity=opacity))
    return "".join(arcs)


def cloud_cover(painter: Painter, horizon: float, clouds: int) -> str:
    """Return some white clouds in fair weather; a gray ceiling of them when it is gray."""
    return _ceiling(painter, horizon) if painter.light.is_gray else _fair_clouds(painter, horizon, clouds)


def _ceiling(painter: Painter, horizon: float) -> str:
    tone = mix(painter.light.sky[0], "#ffffff", 0.16 if painter.light.weather == "rain" else 0.42)
    parts = []
    for x in range(-60, WIDTH + 200, 210):
        place = (x + painter.between(-50, 50), painter.between(10, 70))
        parts.append(cloud(painter, *place, painter.between(330, 470), darken(tone, 0.05), 0.9))
    for x in range(40, WIDTH, 330):
        place = (x + painter.between(-70, 70), painter.between(120, horizon * 0.42))
        parts.append(cloud(painter, *place, painter.between(230, 380), lighten(tone, 0.25), 0.92))
    return "".join(parts)


def _fair_clouds(painter: Painter, horizon: float, count: int) -> str:
    light = painter.light
    white = mix("#ffffff", light.sky[1], 0.62 if light.is_night else 0.3 if light.time == "sunset" else 0.04)
    first = 20 if painter.sun_on_the_right else 600  # no cloud before sun or moon
    parts = []
    for place in range(count):
        x = first + (place + painter.between(0.3, 0.7)) * (WIDTH - 620) / count
        y, width = painter.between(150, horizon * 0.52), painter.between(190, 310)
        parts.append(cloud(painter, x, y, width, white, 0.6 if light.is_night else 0.94))
    return "".join(parts)


def cloud(painter: Painter, x: float, y: float, width: float, color: str, opacity: float = 1.0) -> str:
    """Round heads on a flat foot; (x, y) is the middle of the foot."""
    stops = (
        Stop(0, color, opacity),
        Stop(0.55, color, opacity),
        Stop(1, mix(color, painter.light.sky[1], 0.42), opacity * 0.9),
    )
    return path(cloud_outline(painter, width), painter.canvas.linear(stops), transform=translate(x, y))


def cloud_outline(painter: Painter, width: float) -> str:
    heads = painter.rng.choice((4, 5, 5, 6))
    height = width * painter.between(0.3, 0.42)
    points = [(-width / 2, 0.0)]
    for place in range(1, heads):
        share = place / heads
        lift = math.sin(math.pi * (share * 0.86 + 0.07)) * painter.between(0.72, 1.0)
        points.append((-width / 2 + width * (share + painter.between(-0.03, 0.03)), -height * lift))
    points.append((width / 2, 0.0))
    curve = [f"M{number(points[0][0])} 0"]
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        radius = number(math.hypot(x1 - x0, y1 - y0) * 0.56)
        curve.append(f"A{radius} {radius} 0 0 1 {number(x1)} {number(y1)}")
    foot = number(height * 0.2)
    return "".join(curve) + f"q0 {foot} -{foot} {foot}H{number(-width / 2 + height * 0.2)}q-{foot} 0 -{foot} -{foot}Z"


def falling(painter: Painter, count: int, *, near: bool, spare: Sequence[Box] = ()) -> str:
    """Rain or snow in front of (`near`) or behind the cast; nothing in other weathers, and nothing in `spare` boxes."""
    match painter.light.weather:
        case "rain":
            return _rain(painter, count, spare, near=near)
        case "snow":
            return _snow(painter, count, spare, near=near)
        case _:
            return ""


def _rain(painter: Painter, count: int, spare: Sequence[Box], *, near: bool) -> str:
    color = mix("#eaf6ff", painter.light.sky[2], 0.2)
    drops = []
    for _ in range(count):
        length = painter.between(34, 60) if near else painter.between(18, 40)
        x, y = painter.between(-20, WIDTH + 40), painter.between(-20, HEIGHT - length)
        if _is_free(Box(x - length * 0.2, y, x, y + length), spare):
            drops.append(f"M{number(x)} {number(y)}l{number(-length * 0.2)} {number(length)}")
    return stroke("".join(drops), color, 3.4 if near else 2.6, opacity=0.62 if near else 0.5)


def _snow(painter: Painter, count: int, spare: Sequence[Box], *, near: bool) -> str:
    parts = []
    for size in (9, 13, 18) if near else (5, 7, 10):
        flakes = []
        for _ in range(count // 3):
            x, y = painter.between(0, WIDTH), painter.between(0, HEIGHT)
            if _is_free(Box(x, y, x, y).grown(size), spare):
                flakes.append(f"M{number(x)} {number(y)}h0")
        parts.append(stroke("".join(flakes), "#ffffff", size, opacity=0.9))
    return "".join(parts)


def _is_free(box: Box, spare: Sequence[Box]) -> bool:
    return not any(
        box.left < other.right and other.left < box.right and box.top < other.bottom and other.top < box.bottom
        for other in spare
    )
