"""Places of fairy tales: on the clouds, in space, in a cave of crystals."""

import itertools
import math

from soridam.book.draw.colors import darken, lighten, mix
from soridam.book.draw.scenery import land, plants
from soridam.book.draw.scenery.painter import HEIGHT, WIDTH, Painter, Setting
from soridam.book.draw.scenery.sky import RAINBOW, cloud, cloud_outline, paint_sky, stars, twinkle
from soridam.book.draw.svg import Box, Stop, circle, ellipse, group, number, path, rect, rotate, stroke, translate
from soridam.book.story import Time


def clouds(painter: Painter) -> Setting:
    """Above everything: banks of cloud to walk on, stars on strings, a small palace of cloud."""
    light = painter.light
    horizon = 700.0
    white = mix("#ffffff", light.sky[1], 0.5 if light.is_night else 0.0)
    if light.time == "sunset":
        white = mix("#fff4f0", light.sky[2], 0.18)
    if light.is_gray:
        white = mix(white, light.sky[0], 0.28)
    parts = [paint_sky(painter, horizon, clouds=2)]
    if light.weather != "rainbow" and not light.is_gray:
        parts.append(_cloud_arch(painter, painter.between(300, 1236)))
    parts.append(
        _palace(
            painter,
            painter.between(1080, 1240) if not painter.sun_on_the_right else painter.between(300, 450),
            690,
            white,
        )
    )
    parts.append(_bank(painter, 700, mix(white, light.sky[1], 0.5), 120))
    parts.append(_bank(painter, 800, mix(white, light.sky[1], 0.26), 150))
    parts.append(_hanging_stars(painter))
    parts.append(_bank(painter, 900, white, 180))
    front = _front_puffs(painter, white)
    return Setting(
        "".join(parts),
        front,
        far=960,
        near=1085,
        horizon=760,
        air=Box(60, 120, WIDTH - 60, 700),
        sky=Box(80, 50, WIDTH - 80, 380),
    )


def _bank(painter: Painter, y: float, color: str, size: float) -> str:
    """Return a bank of cloud across the page: many heads over a floor of the same color."""
    shade = mix(color, painter.light.sky[0], 0.34)
    heads = painter.canvas.linear((Stop(0, lighten(color, 0.6)), Stop(0.6, color), Stop(1, color)))
    parts, x = [], -80.0
    while x < WIDTH + 80:
        width = painter.between(size * 1.5, size * 2.6)
        foot = y + painter.between(24, 56)
        parts.append(path(cloud_outline(painter, width), heads, transform=translate(x, foot)))
        x += width * painter.between(0.42, 0.62)
    ground = painter.canvas.linear((Stop(0, color), Stop(1, shade)))
    return "".join(parts) + rect(0, y + 20, WIDTH, HEIGHT - y - 20, ground)


def _front_puffs(painter: Painter, color: str) -> str:
    """Low heads of cloud before the feet."""
    parts = []
    for x in range(-20, WIDTH + 160, 170):
        parts.append(cloud(painter, x + painter.between(-30, 30), HEIGHT + 22, painter.between(230, 320), color, 0.96))
    return "".join(parts)


def _palace(painter: Painter, x: float, y: float, white: str) -> str:
    wall = mix(painter.light.outdoors("#fdf0fb", 0.1), white, 0.3)
    gold = painter.light.outdoors("#ffd76e")
    roof = painter.light.outdoors(painter.pick(("#c4a5f2", "#8fc7f2", "#f7a8c4")))
    glass = "#ffdf8a" if painter.light.is_night else painter.light.outdoors("#bfe6fb")
    parts = []
    for dx, width, height in ((-86, 62, 150), (86, 62, 150), (0, 92, 220)):
        parts.append(rect(dx - width / 2, -height, width, height + 30, painter.sideways(wall, 0.1, 0.12)))
        roof_width = width * 0.66
        cone = (
            f"M{dx - roof_width:.0f} {-height + 4}L{dx} {-height - width * 1.5:.0f}L{dx + roof_width:.0f} "
            f"{-height + 4}Q{dx} {-height + 24} {dx - roof_width:.0f} {-height + 4}Z"
        )
        parts.append(path(cone, painter.sideways(roof, 0.16, 0.16)))
        parts.append(five_points(dx, -height - width * 1.5 - 8, 10, gold))
        parts.append(path(f"M{dx - 10} {-height * 0.56:.0f}v-24q10 -16 20 0v24Z", glass))
    base = path(cloud_outline(painter, 330), painter.downward(white, 0.3, 0.08), transform=translate(0, 40))
    return group(*parts, base, transform=f"{translate(x, y)}")


def _cloud_arch(painter: Painter, x: float) -> str:
    """Return a soft small rainbow: on the clouds there always is one."""
    return "".join(
        path(
            f"M{x - 250 + k * 15:.0f} 760A{250 - k * 15} {250 - k * 15} 0 0 1 {x + 250 - k * 15:.0f} 760",
            stroke=color,
            stroke_width=16,
            stroke_opacity=0.34,
        )
        for k, color in enumerate(RAINBOW)
    )


def _hanging_stars(painter: Painter) -> str:
    gold = "#ffe08a" if painter.light.is_night else painter.light.outdoors("#ffd76e")
    parts = []
    for place in range(7):
        x, length = (place + painter.between(0.2, 0.8)) * WIDTH / 7, painter.between(60, 210)
        parts.append(stroke(f"M{number(x)} -4V{number(length)}", painter.light.outdoors("#ffffff"), 2.5, opacity=0.7))
        if painter.light.is_night:
            parts.append(painter.glow(x, length + 18, 70, gold, 0.7))
        parts.append(five_points(x, length + 18, painter.between(18, 28), gold))
    return "".join(parts)


def five_points(x: float, y: float, radius: float, color: str) -> str:
    """Return a star of five soft points."""
    corners = []
    for place in range(10):
        reach = radius if place % 2 == 0 else radius * 0.52
        angle = math.radians(36 * place - 90)
        corners.append(f"{number(reach * math.cos(angle))} {number(reach * math.sin(angle))}")
    return path(
        f"M{'L'.join(corners)}Z",
        color,
        stroke=color,
        stroke_width=radius * 0.3,
        stroke_linejoin="round",
        transform=translate(x, y),
    )


_SPACES: dict[Time, tuple[str, str, str, str, str]] = {
    "morning": ("#141b4d", "#2c3f8f", "#4f6fc0", "#8fd0f0", "#b9c3dc"),
    "day": ("#12133f", "#2a2a78", "#4a3f9f", "#8f7fe0", "#c6c3dd"),
    "sunset": ("#1c1244", "#4a2373", "#8a3f8f", "#f28fa0", "#cdb3cf"),
    "night": ("#0b0f33", "#171c55", "#2b2f7a", "#6f7fd0", "#9a9fc9"),
}  # the sky from above to the horizon, its nebulae, the ground


def space(painter: Painter) -> Setting:
    """On a moon, under planets and the Earth."""
    top, middle, low, nebula, gray = _SPACES[painter.light.time]
    right = painter.sun_on_the_right
    paint = painter.canvas.linear((Stop(0, top), Stop(0.55, middle), Stop(1, low)))
    ground = land.rolling(painter, 850, 22, 1.2)
    parts = [
        rect(0, 0, WIDTH, HEIGHT, paint),
        _deep_sky(painter.branch("sky"), nebula),
        _earth(painter, 1260 if right else 276, 260, 150),
        _ringed(painter, 300 if right else 1236, painter.between(190, 300), 84),
        _small_planets(painter),
        path(land.below(land.rolling(painter, 800, 26, 1.6)), painter.downward(mix(gray, middle, 0.45))),
        path(land.below(ground), painter.downward(gray, 0.2, 0.26)),
        stroke(land.along(ground, 4), lighten(gray, 0.5), 8, opacity=0.6),
    ]
    for _ in range(9):
        y = painter.between(900, 1130)
        parts.append(_crater(painter, painter.between(20, WIDTH - 20), y, painter.between(36, 84) * (y / 1000), gray))
    for x, width in ((painter.between(40, 160), 150), (painter.between(1380, 1500), 180)):
        parts.append(_moon_rock(painter, x, ground(x) + 60, width, gray))
    return Setting(
        "".join(parts),
        "",
        far=940,
        near=1090,
        horizon=840,
        air=Box(60, 80, WIDTH - 60, 760),
        sky=Box(60, 50, WIDTH - 60, 520),
        shows=frozenset({"planet", "globe"}),
        sights=(Box(1096, 96, 1424, 424) if right else Box(112, 96, 440, 424),),
    )


def _deep_sky(painter: Painter, nebula: str) -> str:
    """Stars and nebulae. Weather is of the stars: a shower of meteors, star dust, a bow of light, more nebulae."""
    cloudy = painter.light.weather == "cloudy"
    parts = []
    for _ in range(5 if cloudy else 3):
        x, y, radius = painter.between(100, WIDTH - 100), painter.between(80, 620), painter.between(260, 460)
        parts.append(painter.glow(x, y, radius, painter.pick((nebula, "#d77fd6", "#5fc0e0")), 0.34 if cloudy else 0.24))
    parts.append(stars(painter, Box(0, 0, WIDTH, 840), 240))
    match painter.light.weather:
        case "rain":
            parts.append(_meteors(painter, 9))
        case "snow":
            parts.append(stars(painter, Box(0, 0, WIDTH, HEIGHT - 200), 300))
        case "rainbow":
            for place, color in enumerate(RAINBOW):
                bow = f"M-40 {560 + place * 24}Q768 {120 + place * 24} {WIDTH + 40} {480 + place * 24}"
                parts.append(path(bow, stroke=color, stroke_width=25, stroke_opacity=0.3))
        case _ if painter.mirrored():
            parts.append(_meteors(painter, 2))
    return "".join(parts)


def _meteors(painter: Painter, count: int) -> str:
    parts = []
    for _ in range(count):
        x, y, length = painter.between(200, WIDTH), painter.between(40, 480), painter.between(110, 260)
        paint = painter.canvas.linear((Stop(0, "#fff6cf", 0.95), Stop(1, "#fff6cf", 0)), (0, 1), (1, 0))
        parts.append(
            path(
                f"M{number(x)} {number(y)}l{number(length)} {number(-length * 0.5)}l{number(-length * 0.98)} "
                f"{number(length * 0.5 + 10)}Z",
                paint,
            )
        )
        parts.append(twinkle(x + 2, y + 4, 16, "#fffbe0"))
    return "".join(parts)


def _earth(painter: Painter, x: float, y: float, radius: float) -> str:
    k = radius / 100
    sea = circle(0, 0, 100, painter.rounded("#4f9fe6", 0.4, 0.34))
    lands = path(
        "M-70 -46Q-40 -78 -6 -66Q10 -50 -10 -34Q-40 -30 -36 -6Q-20 10 -40 34Q-60 20 -66 -8Q-84 -24 -70 -46Z"
        "M20 -30Q50 -44 78 -20Q84 10 62 22Q56 52 34 62Q20 40 28 16Q10 0 20 -30ZM-14 62Q10 54 24 74Q4 92 -18 "
        "84Z",
        "#7fcf7a",
    )
    veil = stroke(
        "M-84 -6q30 -14 56 2M-10 -84q30 4 50 16M20 34q24 -12 60 -6M-60 66q26 -8 44 2", "#ffffff", 11, opacity=0.6
    )
    return painter.glow(x, y, radius * 1.7, "#8fc8ff", 0.5) + group(
        sea, lands, veil, transform=f"{translate(x, y)} scale({number(k)})"
    )


def _ringed(painter: Painter, x: float, y: float, radius: float) -> str:
    color = painter.pick(("#f5b36a", "#e58ab5", "#7fd0c0"))
    ring = lighten(color, 0.5)
    behind = path("M-170 0A170 44 0 0 1 170 0", stroke=ring, stroke_width=17, stroke_opacity=0.8)
    before = path("M-170 0A170 44 0 0 0 170 0", stroke=ring, stroke_width=17, stroke_opacity=0.9)
    body = circle(0, 0, 100, painter.rounded(color, 0.4, 0.3)) + stroke(
        "M-86 -40Q0 -22 86 -40M-97 10Q0 34 97 10M-80 54Q0 76 80 54", darken(color, 0.14), 10, opacity=0.5
    )
    return group(behind, body, before, transform=f"{translate(x, y)} {rotate(-16)} scale({number(radius / 100)})")


def _small_planets(painter: Painter) -> str:
    parts = []
    for x, y, radius, color in (
        (painter.between(560, 700), painter.between(110, 220), 34, "#f28fa0"),
        (painter.between(820, 1000), painter.between(300, 420), 24, "#8fe0c8"),
    ):
        parts.append(circle(x, y, radius, painter.rounded(color, 0.4, 0.3)))
        parts.append(
            ellipse(x + radius * 0.3, y + radius * 0.2, radius * 0.2, radius * 0.16, darken(color, 0.2), opacity=0.6)
        )
    return "".join(parts)


def _crater(painter: Painter, x: float, y: float, width: float, gray: str) -> str:
    return ellipse(x, y, width, width * 0.28, lighten(gray, 0.3)) + ellipse(
        x, y + 3, width * 0.88, width * 0.22, painter.downward(darken(gray, 0.26), 0, 0.1)
    )


def _moon_rock(painter: Painter, x: float, y: float, width: float, gray: str) -> str:
    k = width / 100
    body = path(
        "M-52 0Q-60 -34 -30 -46Q-14 -74 18 -62Q52 -52 54 -22Q60 -6 48 0Q0 10 -52 0Z", painter.rounded(gray, 0.35, 0.34)
    )
    return painter.shadow(x, y, width, 0.4) + group(
        body, ellipse(12, -34, 12, 8, darken(gray, 0.3), opacity=0.5), transform=f"{translate(x, y)} scale({number(k)})"
    )


def cave(painter: Painter) -> Setting:
    """Inside a cave: its mouth with the world outside, dripstones, crystals, a pool."""
    light = painter.light
    right = painter.sun_on_the_right
    x, y = (1010.0 if right else 526.0) + painter.between(-60, 60), 620.0
    mouth = _mouth(painter, x, y)
    tone = {"morning": "#7d78b0", "day": "#8580b4", "sunset": "#8f6f9f", "night": "#45488c"}[light.time]
    stops = (Stop(0, lighten(tone, 0.28)), Stop(0.5, tone), Stop(1, darken(tone, 0.45)))
    wall = painter.canvas.radial(stops, (x, y), 1150, "userSpaceOnUse")
    meadow = land.rolling(painter, 640, 24, 2.0)
    floor = land.rolling(painter, 822, 14, 1.6)
    parts = [
        paint_sky(painter, 660, clouds=2),
        land.hill(painter, meadow, "#8ed07c", 0.3, texture=4),
        plants.tree(painter, "pine", x - 130, 740, 190, 0.3),
        plants.tree(painter, "round", x + 150, 750, 210, 0.3),
        path(f"M0 0H{WIDTH}V{HEIGHT}H0Z{mouth}", wall, fill_rule="evenodd"),
        stroke(mouth, darken(tone, 0.3), 26, opacity=0.7),
        stroke(mouth, lighten(tone, 0.4), 6, opacity=0.5),
        _strata(painter, tone, Box(x - 380, y - 420, x + 380, HEIGHT)),
        path(land.below(floor), painter.downward(darken(tone, 0.1), 0.24, 0.26)),
        stroke(land.along(floor, 4), lighten(tone, 0.4), 6, opacity=0.5),
        _beam(painter, x, right=right),
        _pool(painter, 330 if right else 1206, 930, tone),
        _dripstones(painter, tone),
    ]
    for place in (0.05, 0.22, 0.5, 0.78, 0.95):
        cx = (place + painter.between(-0.04, 0.04)) * WIDTH
        parts.append(_crystals(painter, cx, floor(cx) + painter.between(4, 40), painter.between(0.5, 0.8)))
    for cx in (painter.between(70, 150), painter.between(1386, 1466)):
        parts.append(_crystals(painter, cx, 970, painter.between(1.1, 1.35)))
    parts.append(land.specks(painter, 40, 900, HEIGHT, lighten(tone, 0.4), 6, 0.35))
    front = _crystals(painter, painter.rng.choice((24, WIDTH - 24)), HEIGHT + 36, 1.2)
    return Setting(
        "".join(parts),
        front,
        far=930,
        near=1095,
        horizon=800,
        air=Box(120, 250, WIDTH - 120, 720),
        sky=Box(x - 170, y - 250, x + 170, y - 40),
        water=Box(180, 905, 480, 950) if right else Box(1056, 905, 1356, 950),
    )


def _mouth(painter: Painter, x: float, y: float) -> str:
    """Return the rugged outline of the opening."""
    points = []
    for place in range(15):
        angle = math.pi * (1.06 + 1.12 * -place / 14)
        reach = painter.between(0.9, 1.1)
        points.append((x + 330 * reach * math.cos(angle), y + 120 - 440 * reach * max(math.sin(angle), -0.3)))
    corners = [(x - 340, 860.0), *points, (x + 340, 860.0)]
    middles = [((ax + bx) / 2, (ay + by) / 2) for (ax, ay), (bx, by) in itertools.pairwise(corners)]
    curve = [f"M{number(corners[0][0])} {number(corners[0][1])}L{number(middles[0][0])} {number(middles[0][1])}"]
    for (cx, cy), (mx, my) in zip(corners[1:], middles[1:], strict=False):
        curve.append(f"Q{number(cx)} {number(cy)} {number(mx)} {number(my)}")
    return "".join(curve) + f"L{number(corners[-1][0])} {number(corners[-1][1])}Z"


def _beam(painter: Painter, x: float, *, right: bool) -> str:
    """Return what light falls through the opening on the floor."""
    light = painter.light
    color = "#b9c6ff" if light.is_night else "#fff3d0"
    paint = painter.canvas.linear((Stop(0, color, 0.14 if light.is_gray else 0.3), Stop(1, color, 0)))
    lean = -420 if right else 420
    return path(f"M{x - 230:.0f} 800H{x + 230:.0f}L{x + lean + 330:.0f} {HEIGHT}H{x + lean - 330:.0f}Z", paint)


def _strata(painter: Painter, tone: str, opening: Box) -> str:
    """Seams in the rock, none across the opening."""
    lines = []
    for _ in range(40):
        x, y, length = painter.between(-40, WIDTH - 100), painter.between(120, 800), painter.between(110, 210)
        if x + length < opening.left or x > opening.right or y < opening.top:
            lines.append(
                f"M{number(x)} {number(y)}q{number(length / 2)} {number(painter.between(-26, 26))} {number(length)} 0"
            )
    return stroke("".join(lines), darken(tone, 0.34), 8, opacity=0.22)


def _dripstones(painter: Painter, tone: str) -> str:
    """Stones that hang from the roof, longer at the sides."""
    parts = []
    x = -20.0
    while x < WIDTH + 20:
        width = painter.between(90, 180)
        side = abs(x / WIDTH * 2 - 1)
        length = painter.between(50, 120) + 150 * side**2
        shade = mix(tone, darken(tone, 0.4), 0.4 + 0.4 * side)
        parts.append(
            path(
                f"M{number(x)} -10Q{number(x + width * 0.34)} {number(length * 0.5)} {number(x + width / 2)} "
                f"{number(length)}Q{number(x + width * 0.66)} {number(length * 0.5)} {number(x + width)} -10Z",
                painter.sideways(shade, 0.14, 0.24),
            )
        )
        x += width * painter.between(0.6, 0.9)
    return "".join(parts)


def _crystals(painter: Painter, x: float, y: float, size: float) -> str:
    color = painter.pick(("#6fd6f2", "#c58ff2", "#f28fc4", "#8ff2c0"))
    glow = painter.glow(x, y - 60 * size, 150 * size, color, 0.5)
    parts = []
    for dx, lean, height, width in (
        (-44, -22, 92, 34),
        (44, 20, 104, 36),
        (0, -3, 156, 46),
        (-18, -12, 60, 26),
        (22, 12, 66, 26),
    ):
        left = f"M{-width / 2:.0f} 0L{-width / 2:.0f} {-height * 0.74:.0f}L0 {-height}V0Z"
        half = f"M{width / 2:.0f} 0L{width / 2:.0f} {-height * 0.74:.0f}L0 {-height}V0Z"
        parts.append(
            group(
                path(left, lighten(color, 0.42)),
                path(half, darken(color, 0.1)),
                path(
                    f"M{-width / 2:.0f} {-height * 0.74:.0f}L0 {-height}L{width / 2:.0f} {-height * 0.74:.0f}"
                    f"L0 {-height * 0.62:.0f}Z",
                    lighten(color, 0.65),
                ),
                transform=f"translate({dx} 0) rotate({lean})",
            )
        )
    return glow + group(*parts, transform=f"{translate(x, y)} scale({number(size)})")


def _pool(painter: Painter, x: float, y: float, tone: str) -> str:
    water = mix("#4fb9d6", tone, 0.35)
    return (
        ellipse(x, y, 230, 48, darken(tone, 0.2))
        + ellipse(x, y + 3, 214, 40, painter.downward(water, 0.3, 0.12))
        + stroke(
            f"M{x - 120:.0f} {y:.0f}q30 -9 60 0M{x + 20:.0f} {y + 14:.0f}q30 -9 60 0M{x + 60:.0f} "
            f"{y - 12:.0f}q22 -7 44 0",
            "#ffffff",
            4,
            opacity=0.6,
        )
    )
