"""Places at and in the water: sea, beach, river, and under the surface."""

import math

from soridam.book.draw.colors import darken, lighten, mix
from soridam.book.draw.scenery import land, plants
from soridam.book.draw.scenery.painter import HEIGHT, WIDTH, Curve, Painter, Setting
from soridam.book.draw.scenery.sky import paint_sky, rainbow, stars
from soridam.book.draw.svg import Box, Stop, circle, ellipse, group, number, path, rect, rotate, stroke, translate

SEA = ("#9adbe0", "#74c8d6", "#4fb0cd", "#3c9ac2", "#2f86b5")  # from the horizon to the page's lower edge


def sea(painter: Painter) -> Setting:
    """Open water with swell, an islet, light on the waves. Whoever is there sits in a boat."""
    horizon = 590.0
    bands = [
        waves(painter, land.rolling(painter, y, amplitude, count), color, depth)
        for y, amplitude, count, color, depth in (
            (600, 5, 6, SEA[0], 0.4),
            (664, 9, 7, SEA[1], 0.22),
            (754, 13, 8, SEA[2], 0.08),
            (860, 16, 7, SEA[3], 0.0),
        )
    ]
    parts = [
        paint_sky(painter, horizon),
        far_island(painter, painter.between(180, 1350), 606),
        *bands,
        glitter(painter, 610, 960, 46),
    ]
    front = waves(painter, land.rolling(painter, 1012, 13, 8), SEA[4], 0.0) + waves(
        painter, land.rolling(painter, 1088, 11, 7), darken(SEA[4], 0.12), 0.0
    )
    return Setting(
        "".join(parts),
        front,
        far=960,
        near=1010,
        horizon=612,
        air=Box(60, 80, WIDTH - 60, 560),
        sky=Box(80, 50, WIDTH - 80, 360),
        water=Box(30, 720, WIDTH - 30, 1120),
    )


def waves(painter: Painter, curve: Curve, color: str, depth: float) -> str:
    """Water under a curve, with a rim of foam and lines of swell."""
    seen = painter.light.water(color, depth)
    parts = [
        path(land.below(curve), painter.downward(seen, 0.16, 0.14)),
        stroke(land.along(curve, 3), lighten(seen, 0.5), 6, opacity=0.55),
    ]
    swell = []
    for _ in range(9):
        x, length = painter.between(-40, WIDTH - 60), painter.between(90, 240)
        y = curve(min(max(x, 0), WIDTH)) + painter.between(26, 120)
        swell.append(f"M{number(x)} {number(y)}q{number(length / 4)} -12 {number(length / 2)} 0t{number(length / 2)} 0")
    return "".join(parts) + stroke("".join(swell), lighten(seen, 0.32), 4, opacity=0.35)


def glitter(painter: Painter, top: float, bottom: float, count: int) -> str:
    """Short bright dashes where light plays on water."""
    dashes = []
    for _ in range(count):
        y = painter.between(top, bottom)
        dashes.append(
            f"M{number(painter.between(0, WIDTH))} {number(y)}"
            f"h{number(painter.between(14, 40) * (0.5 + (y - top) / (bottom - top)))}"
        )
    return stroke("".join(dashes), mix("#ffffff", painter.light.sky[-1], 0.4), 4, opacity=0.5)


def far_island(painter: Painter, x: float, y: float) -> str:
    """Return a green hump at the horizon."""
    green, sand = painter.light.land("#6fb96a", 0.55), painter.light.land("#f0d9a0", 0.5)
    return path(
        f"M{number(x - 130)} {y}Q{number(x - 70)} {y - 70} {number(x - 10)} {y - 52}Q{number(x + 40)} "
        f"{y - 92} {number(x + 84)} {y - 34}Q{number(x + 120)} {y - 26} {number(x + 150)} {y}Z",
        painter.downward(green),
    ) + path(f"M{number(x - 150)} {y + 4}Q{number(x)} {y - 14} {number(x + 170)} {y + 4}Z", sand)


def beach(painter: Painter) -> Setting:
    """Sand with shells, a palm or two, waves that run out."""
    horizon = 520.0
    shore = land.rolling(painter, 734, 22, 2.2)
    parts = [
        paint_sky(painter, horizon),
        far_island(painter, painter.between(200, 1300), 530),
        waves(painter, land.rolling(painter, 528, 4, 6), SEA[1], 0.3),
        waves(painter, land.rolling(painter, 586, 8, 7), SEA[2], 0.16),
        waves(painter, land.rolling(painter, 650, 9, 6), SEA[1], 0.04),
        glitter(painter, 540, 690, 26),
        foam(painter, shore, -26, 0.5),
        land.hill(painter, shore, "#f3dca6", texture=12),
        foam(painter, shore, 2, 0.95),
        land.specks(painter, 70, 800, HEIGHT, painter.light.land("#c9a869"), 5, 0.6),
    ]
    left = painter.mirrored()
    x = painter.between(70, 170) if left else painter.between(1370, 1470)
    parts.append(plants.tree(painter, "palm", x, 872, painter.between(600, 680)))
    parts.append(plants.tree(painter, "palm", x + (170 if left else -170), 836, painter.between(400, 470)))
    parts.append(sandcastle(painter, (WIDTH - x) + (-120 if left else 120), 850))
    for _ in range(6):
        parts.append(seashell(painter, painter.between(60, WIDTH - 60), painter.between(860, 1110)))
    front = plants.tufts(painter, 9, lambda _: 1100, 1146, "#b7b46a")
    return Setting(
        "".join(parts),
        front,
        far=900,
        near=1095,
        horizon=545,
        air=Box(60, 80, WIDTH - 60, 500),
        sky=Box(80, 50, WIDTH - 80, 330),
        water=Box(60, 570, WIDTH - 60, 716),
    )


def foam(painter: Painter, curve: Curve, lift: float, opacity: float) -> str:
    return stroke(land.along(curve, lift), painter.light.outdoors("#ffffff"), 11, opacity=opacity)


def sandcastle(painter: Painter, x: float, y: float) -> str:
    sand = painter.light.land("#e7c583")
    dark = darken(sand, 0.3)
    towers = []
    for dx, height in ((-62, 84), (62, 92), (0, 124)):
        body = f"M{dx - 30} 0L{dx - 24} -{height}h8v-12h10v12h12v-12h10v12h8L{dx + 30} 0Z"
        towers.append(
            path(body, painter.sideways(sand))
            + path(f"M{dx - 7} -{height - 34}q7 -10 14 0v18h-14Z", dark, fill_opacity=0.6)
        )
    wall = path("M-104 6L-96 -52H96L104 6Q0 22 -104 6Z", painter.downward(sand, 0.1, 0.14)) + path(
        "M-18 4v-26q18 -22 36 0v26Z", dark, fill_opacity=0.65
    )
    pole = painter.light.outdoors("#8a5a3c")
    pennant = stroke("M0 -122v-52", pole, 5) + path("M2 -174l40 14l-40 14Z", painter.light.outdoors("#f0686a"))
    return painter.shadow(x, y + 4, 220, 0.3) + group(
        towers[0], towers[1], pennant, towers[2], wall, transform=translate(x, y)
    )


def seashell(painter: Painter, x: float, y: float) -> str:
    color = painter.light.outdoors(painter.pick(("#ffd9c9", "#ffc2cf", "#fdf1dc", "#f6a08a")))
    if painter.mirrored():
        points = "L".join(
            f"{number(r * math.cos(math.radians(18 + 36 * k)))} "
            f"{number(-r * math.sin(math.radians(18 + 36 * k)) * 0.8)}"
            for k, r in enumerate((20, 9) * 5)
        )
        star = painter.light.outdoors("#f6936b")
        return group(
            path(f"M{points}Z", star, stroke=star, stroke_width=8, stroke_linejoin="round"),
            transform=f"{translate(x, y)} {rotate(painter.between(-30, 30))}",
        )
    fan = path("M0 8C-26 4 -30 -20 0 -26C30 -20 26 4 0 8Z", painter.rounded(color)) + stroke(
        "M0 4V-20M0 4L-12 -16M0 4L12 -16", darken(color, 0.25), 2.5, opacity=0.7
    )
    return group(fan, transform=f"{translate(x, y)} {rotate(painter.between(-40, 40))}")


def river(painter: Painter) -> Setting:
    """Return a stream between green banks, stepping stones, reeds, a wooden bridge."""
    horizon = 560.0
    hills = land.rolling(painter, 566, 44, 2.4)
    bank = land.rolling(painter, 650, 18, 2.0)
    upper, lower = land.rolling(painter, 704, 12, 1.6), land.rolling(painter, 872, 16, 1.5)
    parts = [
        paint_sky(painter, horizon),
        land.hill(painter, hills, "#93d494", 0.6, texture=0),
        land.hill(painter, bank, "#86cb6e", 0.24, texture=10),
    ]
    for place in range(6):
        x = (place + painter.between(0.1, 0.9)) * WIDTH / 6
        parts.append(
            plants.tree(
                painter, "birch" if painter.mirrored() else "round", x, bank(x) + 26, painter.between(170, 270), 0.3
            )
        )
    parts += [
        waves(painter, upper, "#6cc4dd", 0.1),
        waves(painter, land.rolling(painter, 770, 8, 6), "#58b4d8", 0.04),
        waves(painter, land.rolling(painter, 826, 8, 5), "#4aa6d0", 0.0),
        glitter(painter, 716, 860, 22),
    ]
    for _ in range(5):
        parts.append(
            land.rock(
                painter, painter.between(40, WIDTH - 40), painter.between(744, 840), painter.between(50, 96), "#a7adb4"
            )
        )
    parts.append(
        bridge(painter, painter.between(250, 420) if painter.sun_on_the_right else painter.between(1110, 1290), 742)
    )
    parts += [
        land.hill(painter, lower, "#7fc95c"),
        plants.tufts(painter, 22, lower, 1040, "#7fc95c"),
        reeds(painter, painter.between(60, 220), lower(120) + 34),
        reeds(painter, painter.between(1320, 1470), lower(1400) + 34),
        plants.flowers(painter, 24, lambda x: lower(x) + 40, 1020),
    ]
    front = plants.border_flowers(painter, 12) + plants.corners(painter, "#4a9a50")
    return Setting(
        "".join(parts),
        front,
        far=930,
        near=1095,
        horizon=640,
        air=Box(60, 80, WIDTH - 60, 560),
        sky=Box(80, 50, WIDTH - 80, 340),
        water=Box(60, 726, WIDTH - 60, 858),
    )


def reeds(painter: Painter, x: float, y: float) -> str:
    green, brown = painter.light.leaves("#5f9a4a"), painter.light.outdoors("#7a4e32")
    parts = []
    for place in range(6):
        lean, height = painter.between(-26, 26), painter.between(110, 190)
        foot = x + (place - 2.5) * 18
        parts.append(
            stroke(
                f"M{number(foot)} {number(y)}q{number(lean * 0.3)} {number(-height * 0.6)} {number(lean)} "
                f"{number(-height)}",
                green,
                6,
            )
        )
        if place % 2 == 0:
            parts.append(stroke(f"M{number(foot + lean)} {number(y - height)}v-34", brown, 16))
    return "".join(parts)


def bridge(painter: Painter, x: float, y: float) -> str:
    """Return a little arched bridge of planks, across the stream towards the reader."""
    wood = painter.light.land("#b27a4a")
    dark = painter.light.outdoors("#8a5836")
    deck = "M-150 110Q0 -40 150 110L190 168Q0 10 -190 168Z"
    planks = "".join(
        f"M{number(-146 + k * 32.4)} {number(104 - 62 * math.sin(math.pi * k / 9))}"
        f"L{number(-184 + k * 40.8)} {number(160 - 66 * math.sin(math.pi * k / 9))}"
        for k in range(10)
    )
    posts = "".join(f"M{px} {py}v-66" for px, py in ((-150, 112), (-74, 54), (0, 36), (74, 54), (150, 112)))
    rail = "M-150 48Q0 -98 150 48"
    front_posts = "".join(f"M{px} {py}v-74" for px, py in ((-188, 166), (-96, 104), (0, 84), (96, 104), (188, 166)))
    front_rail = "M-188 96Q0 -70 188 96"
    return group(
        stroke(posts, dark, 9), stroke(rail, dark, 9),
        path(deck, painter.downward(wood, 0.2, 0.1)), stroke(planks, dark, 4, opacity=0.5),
        stroke(front_posts, darken(wood, 0.08), 12), stroke(front_rail, lighten(wood, 0.1), 12),
        transform=translate(x, y),
    )  # fmt: skip


def underwater(painter: Painter) -> Setting:
    """Under the surface: shafts of light, a seabed with kelp and coral, bubbles."""
    light = painter.light
    top, middle, deep = (light.water(color) for color in ("#8fe3ea", "#3fa9d4", "#1f5fa6"))
    paint = painter.canvas.linear((Stop(0, top), Stop(0.45, middle), Stop(1, deep)))
    parts = [rect(0, 0, WIDTH, HEIGHT, paint)]
    if light.is_night:
        parts.append(stars(painter, Box(0, 0, WIDTH, 130), 40))
    if light.weather == "rainbow":
        parts.append(group(rainbow(painter, 768, 330, 700), opacity=0.4))
    parts += [_surface(painter, top), _shafts(painter), _far_fish(painter, middle)]
    back, near = land.rolling(painter, 840, 34, 2.2), land.rolling(painter, 930, 24, 1.7)
    sand = light.water(mix("#e9d6a4", "#3fa9d4", 0.38))
    parts += [path(land.below(back), painter.downward(mix(sand, middle, 0.5), 0.1, 0.1))]
    for place in range(7):
        x = (place + painter.between(0.2, 0.8)) * WIDTH / 7
        parts.append(_sea_plant(painter, x, back(x) + 20, painter.between(0.6, 0.9), 0.5))
    parts += [
        path(land.below(near), painter.downward(sand, 0.2, 0.2)),
        stroke(land.along(near, 4), lighten(sand, 0.4), 7, opacity=0.5),
    ]
    parts.append(land.specks(painter, 60, 990, HEIGHT, darken(sand, 0.2), 6, 0.5))
    for x in (
        painter.between(40, 190),
        painter.between(250, 400),
        painter.between(1140, 1290),
        painter.between(1350, 1490),
    ):
        parts.append(
            land.rock(painter, x, near(x) + 40, painter.between(110, 200), "#7f8fae") if painter.mirrored() else ""
        )
        parts.append(_sea_plant(painter, x + painter.between(-60, 60), near(x) + 52, painter.between(0.9, 1.35), 0.0))
    parts.append(bubbles(painter, 34, Box(30, 60, WIDTH - 30, 1000)))
    front = "".join(
        _sea_plant(painter, x, HEIGHT + 20, painter.between(0.8, 1.0), -0.1)
        for x in (painter.between(-10, 60), painter.between(1470, 1550))
    )
    return Setting(
        "".join(parts),
        front,
        far=980,
        near=1090,
        horizon=880,
        air=Box(60, 130, WIDTH - 60, 880),
        water=Box(60, 130, WIDTH - 60, 980),
    )


def _surface(painter: Painter, color: str) -> str:
    """Return the shimmering water table seen from below, with rings where rain falls."""
    shine = lighten(color, 0.6)
    edge = land.rolling(painter, 44, 10, 7)
    lines = "".join(
        f"M{number(painter.between(0, WIDTH))} {number(painter.between(60, 150))}q30 -14 60 0t60 0" for _ in range(12)
    )
    sheet = f"M0 0H{WIDTH}" + "".join(f"L{x} {number(edge(x))}" for x in range(WIDTH, -1, -land.STEP)) + "Z"
    rings = ""
    if painter.light.weather in ("rain", "snow"):
        rings = "".join(
            ellipse(
                painter.between(0, WIDTH),
                painter.between(10, 90),
                40,
                9,
                "none",
                stroke=shine,
                stroke_width=4,
                stroke_opacity=0.7,
            )
            for _ in range(16)
        )
    return path(sheet, shine, fill_opacity=0.7) + stroke(lines, shine, 5, opacity=0.4) + rings


def _shafts(painter: Painter) -> str:
    strength = {"morning": 0.14, "day": 0.18, "sunset": 0.14, "night": 0.06}[painter.light.time]
    strength *= 0.55 if painter.light.is_gray else 1
    color = painter.light.outdoors("#fffbe0")
    paint = painter.canvas.linear((Stop(0, color, strength), Stop(1, color, 0)))
    parts = []
    for _ in range(7):
        x, width, lean = painter.between(-100, WIDTH), painter.between(50, 150), painter.between(120, 240)
        parts.append(
            path(f"M{number(x)} 0h{number(width)}L{number(x + width * 2.2 - lean)} 900H{number(x - lean - 40)}Z", paint)
        )
    return "".join(parts)


def _far_fish(painter: Painter, water: str) -> str:
    """Return a shoal as silhouettes."""
    tone = darken(water, 0.14)
    x, y = painter.between(200, 1200), painter.between(260, 520)
    fish = "".join(
        f"M{number(x + dx)} {number(y + dy)}q16 -14 36 0l12 -9v18l-12 -9q-20 14 -36 0Z"
        for dx, dy in ((0, 0), (58, -34), (64, 30), (124, -4), (-50, 40), (14, 66), (130, 56))
    )
    return path(fish, tone, fill_opacity=0.5)


def _sea_plant(painter: Painter, x: float, y: float, size: float, depth: float) -> str:
    water = painter.light.water("#3fa9d4")

    def seen(color: str) -> str:
        return mix(painter.light.water(color), water, max(0.0, 0.12 + depth * 0.9))

    kind = painter.pick(("kelp", "coral", "fan", "kelp"))
    if kind == "kelp":
        green = seen(painter.pick(("#4fa86a", "#6fbf5a", "#3f9a7a")))
        blades = []
        for dx in (-34, -12, 12, 36):
            height, sway = painter.between(150, 280), painter.between(14, 26)
            blades.append(
                f"M{dx} 0C{number(dx - sway)} {number(-height * 0.25)} {number(dx + sway)} "
                f"{number(-height * 0.45)} {dx} {number(-height * 0.7)}S{number(dx + sway)} "
                f"{number(-height * 0.9)} {dx} {number(-height)}"
            )
        drawing = stroke(blades[0] + blades[2], darken(green, 0.12), 18) + stroke(blades[1] + blades[3], green, 16)
    elif kind == "coral":
        red = seen(painter.pick(("#f2727f", "#f79a5c", "#e77fc0")))
        drawing = stroke(
            "M0 0V-96M0 -30Q-44 -40 -48 -92M0 -52Q42 -60 46 -118M-40 -62Q-66 -70 -72 -104M38 -80Q64 -84 74 "
            "-112M0 -96Q-14 -120 -12 -138M0 -96Q16 -116 18 -140",
            red,
            20,
        ) + stroke("M-3 -8V-92M-48 -84V-90M44 -104V-116", lighten(red, 0.4), 5, opacity=0.6)
    else:
        pink = seen(painter.pick(("#c79be8", "#f59ab5", "#f5c55c")))
        drawing = path(
            "M-10 0Q-96 -30 -84 -110Q-70 -160 0 -160Q70 -160 84 -110Q96 -30 10 0Z", painter.rounded(pink, 0.3, 0.2)
        ) + stroke(
            "M0 -6V-146M-6 -10Q-44 -60 -46 -132M6 -10Q44 -60 46 -132M-8 -12Q-76 -50 -74 -92M8 -12Q76 -50 74 -92",
            darken(pink, 0.2),
            5,
            opacity=0.6,
        )
    return group(drawing, transform=f"{translate(x, y)} scale({number(size)})")


def bubbles(painter: Painter, count: int, area: Box) -> str:
    parts = []
    for _ in range(count):
        x, y, r = painter.between(area.left, area.right), painter.between(area.top, area.bottom), painter.between(5, 20)
        parts.append(bubble(x, y, r))
    return "".join(parts)


def bubble(x: float, y: float, radius: float) -> str:
    rim = circle(x, y, radius, "#ffffff", fill_opacity=0.16, stroke="#ffffff", stroke_width=2.5, stroke_opacity=0.6)
    return rim + ellipse(x - radius * 0.35, y - radius * 0.4, radius * 0.22, radius * 0.16, "#ffffff", opacity=0.9)
