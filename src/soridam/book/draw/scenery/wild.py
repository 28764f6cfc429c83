"""Wide open places: mountain, snowfield, desert."""

from dataclasses import replace

from soridam.book.draw.colors import darken, lighten
from soridam.book.draw.scenery import land, plants
from soridam.book.draw.scenery.painter import HEIGHT, WIDTH, Painter, Setting
from soridam.book.draw.scenery.sky import paint_sky, twinkle
from soridam.book.draw.svg import Box, circle, ellipse, group, number, path, stroke, translate


def mountain(painter: Painter) -> Setting:
    """Return a high path among boulders, with a range of snowy peaks behind."""
    horizon = 640.0
    parts = [paint_sky(painter, horizon)]
    for x, width, height, depth in (
        (painter.between(60, 240), 760, 330, 0.62),
        (painter.between(1280, 1460), 820, 360, 0.62),
        (painter.between(560, 940), 1060, 500, 0.42),
        (painter.between(-60, 120), 760, 400, 0.26),
        (painter.between(1420, 1560), 800, 430, 0.26),
    ):
        parts.append(land.peak(painter, x, 740, width, height, "#7f8fb4", depth))
    parts.append(_mist(painter, 690))
    forest, alp = land.rolling(painter, 716, 18, 2.0), land.rolling(painter, 800, 24, 1.4)
    parts.append(land.hill(painter, forest, "#6fae72", 0.24, texture=8))
    for place in range(16):
        x = (place + painter.between(0.1, 0.9)) * WIDTH / 16
        parts.append(plants.tree(painter, "pine", x, forest(x) + 30, painter.between(110, 190), 0.3))
    parts += [
        land.hill(painter, alp, "#98c46b"),
        land.footpath(painter, alp, painter.between(600, 940), painter.between(560, 960), "#d8c7a6"),
        plants.tufts(painter, 24, alp, 1040, "#98c46b"),
    ]
    for x, width in ((70, 260), (230, 130), (1310, 140), (1460, 280)):
        parts.append(
            land.rock(painter, x + painter.between(-24, 24), alp(x) + painter.between(70, 110), width, "#a2a3b0")
        )
    parts.append(
        plants.tree(
            painter,
            "pine",
            painter.between(1180, 1330) if painter.sun_on_the_right else painter.between(200, 350),
            880,
            painter.between(330, 400),
        )
    )
    parts += [
        land.pebbles(painter, 22, 900, 1120, "#b5b2ac"),
        plants.flowers(painter, 22, lambda x: alp(x) + 60, 1020, ("#ffffff", "#b9a6f2", "#ffe08a")),
    ]
    front = plants.border_flowers(painter, 12, ("#ffffff", "#b9a6f2")) + _boulder_corner(painter)
    return Setting(
        "".join(parts),
        front,
        far=900,
        near=1095,
        horizon=720,
        air=Box(60, 90, WIDTH - 60, 640),
        sky=Box(80, 50, WIDTH - 80, 360),
    )


def _mist(painter: Painter, y: float) -> str:
    pale = painter.light.outdoors("#ffffff", 0.5)
    return "".join(
        ellipse(
            painter.between(0, WIDTH),
            y + painter.between(-24, 24),
            painter.between(220, 420),
            painter.between(16, 30),
            pale,
            opacity=0.4,
        )
        for _ in range(7)
    )


def _boulder_corner(painter: Painter) -> str:
    right = painter.mirrored()
    x = WIDTH + 10 if right else -10
    return land.rock(painter, x, HEIGHT + 40, 300, "#8f8e98") + plants.corner_blades(
        painter, "#5f9a58", right=not right, count=7
    )


def snowfield(painter: Painter) -> Setting:
    """White hills, pines under snow, an igloo, a frozen pond: in every weather."""
    horizon = 590.0
    snowy = painter.branch("snow", replace(painter.light, weather="snow"))
    far, middle, near = (
        land.rolling(painter, y, amplitude, count)
        for y, amplitude, count in ((598, 52, 2.2), (680, 34, 1.8), (776, 22, 1.4))
    )
    right = not painter.sun_on_the_right
    home = painter.between(1120, 1240) if right else painter.between(300, 420)
    parts = [
        paint_sky(painter, horizon),
        land.hill(snowy, far, "#b4cdec", 0.5, texture=6),
        land.hill(snowy, middle, "#c6daf2", 0.2, texture=10),
    ]
    for place in range(9):
        x = (place + painter.between(0.1, 0.9)) * WIDTH / 9
        parts.append(plants.tree(snowy, "pine", x, middle(x) + 36, painter.between(150, 270), 0.3))
    parts += [
        land.hill(snowy, near, "#f3f8ff"),
        plants.tree(snowy, "pine", WIDTH - home + painter.between(-80, 80), 884, painter.between(400, 480)),
    ]
    parts.append(plants.tree(snowy, "pine", 40 if not right else 1500, 900, painter.between(460, 540)))
    parts += [_igloo(painter, home, near(home) + 110, 380), _frozen_pond(painter, WIDTH - home, 968)]
    for _ in range(16):
        x, y = painter.between(30, WIDTH - 30), painter.between(820, 1130)
        parts.append(twinkle(x, y, painter.between(6, 12), "#ffffff"))
    white = painter.light.outdoors("#ffffff")
    front = path(f"M0 {HEIGHT}V1098Q120 1050 260 1110Q300 1130 330 {HEIGHT}Z", painter.downward(white, 0, 0.1)) + path(
        f"M{WIDTH} {HEIGHT}V1090Q1420 1056 1290 1112Q1240 1130 1220 {HEIGHT}Z", painter.downward(white, 0, 0.1)
    )
    return Setting(
        "".join(parts),
        front,
        far=900,
        near=1090,
        horizon=690,
        air=Box(60, 90, WIDTH - 60, 620),
        sky=Box(80, 50, WIDTH - 80, 350),
    )


def _igloo(painter: Painter, x: float, y: float, width: float) -> str:
    snow = painter.light.outdoors("#f4f9ff")
    edge = darken(snow, 0.16)
    dark = "#ffdf8a" if painter.light.is_night else painter.light.outdoors("#54719c")
    dome = path("M-180 0Q-176 -190 0 -196Q176 -190 180 0Q0 22 -180 0Z", painter.rounded(snow, 0.5, 0.2))
    rows = stroke(
        "M-174 -56Q0 -30 174 -56M-152 -112Q0 -92 152 -112M-104 -160Q0 -148 104 -160M-110 -8V-46M-40 -2V-40"
        "M110 -8V-46M-76 -50V-98M70 -50V-98M-130 -62V-100M130 -62V-100M-30 -100V-150M40 -102V-150M-84 -108"
        "V-146M92 -108V-146",
        edge,
        4,
        opacity=0.7,
    )
    door = path(
        "M-84 14V-40Q-84 -118 -20 -118Q44 -118 44 -40V14Q-20 24 -84 14Z", painter.rounded(snow, 0.5, 0.24)
    ) + path("M-62 12V-34Q-62 -92 -20 -92Q22 -92 22 -34V12Q-20 18 -62 12Z", dark)
    return painter.shadow(x, y + 6, width * 1.1, 0.3) + group(
        dome, rows, door, transform=f"{translate(x, y)} scale({number(width / 360)})"
    )


def _frozen_pond(painter: Painter, x: float, y: float) -> str:
    ice = painter.light.outdoors("#a9d8f0")
    return (
        ellipse(x, y, 260, 56, painter.light.outdoors("#ffffff"))
        + ellipse(x, y + 4, 246, 48, painter.downward(ice, 0.3, 0.06))
        + stroke(
            f"M{x - 140:.0f} {y - 6:.0f}l70 -14M{x - 40:.0f} {y + 18:.0f}l110 -22M{x + 90:.0f} {y + 26:.0f}l60 -12",
            "#ffffff",
            6,
            opacity=0.7,
        )
    )


def desert(painter: Painter) -> Setting:
    """Dunes, table mountains, cacti, a few bones of rock."""
    horizon = 600.0
    far, middle, near = (
        land.rolling(painter, y, amplitude, count)
        for y, amplitude, count in ((640, 30, 2.4), (716, 40, 1.7), (810, 26, 1.3))
    )
    parts = [paint_sky(painter, horizon, clouds=1)]
    for x, width, height in (
        (painter.between(120, 420), 330, 190),
        (painter.between(980, 1400), 420, 230),
        (painter.between(600, 850), 200, 130),
    ):
        parts.append(_mesa(painter, x, 650, width, height))
    parts += [
        land.hill(painter, far, "#f4cf8a", 0.3, texture=8),
        land.hill(painter, middle, "#f2c272", 0.12, texture=14),
    ]
    for place in range(4):
        x = (place + painter.between(0.15, 0.85)) * WIDTH / 4
        parts.append(_cactus(painter, x, middle(x) + 44, painter.between(110, 170), 0.2))
    parts += [land.hill(painter, near, "#f3c878", texture=34), _ripples(painter, near)]
    right = not painter.sun_on_the_right
    side = painter.between(1350, 1440) if right else painter.between(96, 190)
    parts += [
        _cactus(painter, side, 900, painter.between(400, 470), 0.0),
        _cactus(painter, side + (-190 if right else 190), 872, painter.between(170, 220), 0.0),
        land.rock(painter, WIDTH - side, 900, 190, "#cf9a68"),
        land.rock(painter, WIDTH - side + (110 if right else -110), 922, 100, "#c98e5c"),
        land.pebbles(painter, 16, 930, 1120, "#d9a868"),
    ]
    front = "".join(_dry_grass(painter, x) for x in (painter.between(40, 200), painter.between(1330, 1490)))
    return Setting(
        "".join(parts),
        front,
        far=920,
        near=1095,
        horizon=690,
        air=Box(60, 90, WIDTH - 60, 620),
        sky=Box(80, 50, WIDTH - 80, 360),
    )


def _mesa(painter: Painter, x: float, y: float, width: float, height: float) -> str:
    rock = painter.light.outdoors("#d98c5f", 0.42)
    half = width / 2
    shape = (
        f"M{number(x - half)} {number(y)}L{number(x - half * 0.74)} {number(y - height * 0.5)}"
        f"L{number(x - half * 0.66)} {number(y - height)}H{number(x + half * 0.62)}L{number(x + half * 0.72)} "
        f"{number(y - height * 0.48)}L{number(x + half)} {number(y)}Z"
    )
    bands = "".join(
        f"M{number(x - half * (0.6 + 0.06 * k))} {number(y - height * (0.84 - k * 0.2))}"
        f"H{number(x + half * (0.56 + 0.06 * k))}"
        for k in range(4)
    )
    snow = (
        stroke(
            f"M{number(x - half * 0.64)} {number(y - height)}H{number(x + half * 0.6)}",
            painter.light.outdoors("#ffffff"),
            14,
        )
        if painter.light.weather == "snow"
        else ""
    )
    return (
        path(shape, painter.sideways(rock), stroke=rock, stroke_width=12, stroke_linejoin="round")
        + stroke(bands, darken(rock, 0.16), 8, opacity=0.5)
        + snow
    )


def _cactus(painter: Painter, x: float, y: float, height: float, depth: float) -> str:
    green = painter.light.leaves("#5fae6a", depth)
    body = "M0 0V-270M0 -110H-78V-196M0 -150H82V-230"
    lines = "M-14 -10V-264M14 -10V-264M-90 -120V-190M94 -160V-224"
    spikes = "".join(
        f"M{dx} {dy}l{10 if dx > 0 else -10} -5"
        for dx, dy in ((34, -60), (-34, -90), (34, -210), (-34, -230), (-112, -160), (114, -200))
    )
    bloom = circle(0, -306, 17, painter.light.outdoors("#ff7fa5")) + circle(
        -78, -228, 12, painter.light.outdoors("#ffd25e")
    )
    drawing = (
        stroke(body, darken(green, 0.14), 66)
        + stroke(body, green, 56)
        + stroke("M-10 -6V-266M-86 -118V-192M74 -156V-226", lighten(green, 0.22), 10, opacity=0.6)
        + stroke(lines, darken(green, 0.2), 3, opacity=0.4)
        + stroke(spikes, lighten(green, 0.6), 4)
        + bloom
    )
    return painter.shadow(x, y, height * 0.5, 0.34) + group(
        drawing, transform=f"{translate(x, y)} scale({number(height / 310)})"
    )


def _ripples(painter: Painter, top: land.Curve) -> str:
    """Return what the wind draws into sand."""
    tone = darken(painter.light.land("#f3c878"), 0.14)
    lines = []
    for _ in range(16):
        x, y = painter.between(-40, WIDTH - 200), painter.between(900, 1130)
        length = painter.between(140, 300)
        lines.append(f"M{number(x)} {number(y)}q{number(length / 4)} -14 {number(length / 2)} 0t{number(length / 2)} 0")
    return stroke("".join(lines), tone, 5, opacity=0.3)


def _dry_grass(painter: Painter, x: float) -> str:
    straw = painter.light.land("#c9a552")
    blades = "".join(
        f"M{number(x + dx)} {HEIGHT + 4}q{number(dx * 0.3)} {number(-painter.between(40, 80))} "
        f"{number(dx * 1.3)} {number(-painter.between(80, 130))}"
        for dx in range(-42, 43, 12)
    )
    return stroke(blades, straw, 6, opacity=0.9)
