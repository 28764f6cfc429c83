"""Places in the green: meadow, forest, garden, farm, camp."""

import math

from soridam.book.draw.colors import darken, lighten
from soridam.book.draw.scenery import buildings, land, plants
from soridam.book.draw.scenery.painter import WIDTH, Painter, Setting, Surface
from soridam.book.draw.scenery.sky import paint_sky
from soridam.book.draw.svg import Box, Stop, circle, ellipse, group, number, path, rect, stroke, translate


def meadow(painter: Painter) -> Setting:
    """Rolling hills full of flowers, a path, a few trees."""
    horizon = 590.0
    far, middle, near = (
        land.rolling(painter, 596, 46, 2.4),
        land.rolling(painter, 660, 40, 2.0),
        land.rolling(painter, 760, 34, 1.6),
    )
    parts = [
        paint_sky(painter, horizon),
        land.hill(painter, far, "#8fd694", 0.7, texture=0),
        land.hill(painter, middle, "#8ed07c", 0.36, texture=10),
    ]
    for x in _scattered(painter, 7):
        parts.append(
            plants.tree(
                painter, "pine" if painter.mirrored() else "round", x, middle(x) + 34, painter.between(120, 220), 0.4
            )
        )
    parts += [
        land.hill(painter, near, "#7fc95c"),
        land.footpath(painter, near, painter.between(560, 980), painter.between(560, 980)),
        plants.tufts(painter, 34, near, 1040, "#7fc95c"),
        _at_the_sides(painter, near, ("round", "birch")),
        plants.flowers(painter, 44, lambda x: near(x) + 50, 1010),
    ]
    front = plants.border_flowers(painter, 12) + plants.corners(painter)
    return Setting(
        "".join(parts),
        front,
        far=870,
        near=1090,
        horizon=650,
        air=Box(60, 90, WIDTH - 60, 620),
        sky=Box(80, 50, WIDTH - 80, 360),
    )


def forest(painter: Painter) -> Setting:
    """Deep in a wood: rows of trees that fade, great trunks at the sides, leaves overhead, shafts of light."""
    light = painter.light
    horizon = 560.0
    parts = [paint_sky(painter, horizon + 60, clouds=2)]
    parts.append(_far_wood(painter, 600))
    for y, count, depth, low, high in ((640, 9, 0.5, 320, 460), (700, 7, 0.28, 320, 470)):
        ridge = land.rolling(painter, y, 16, 2.0)
        parts.append(path(land.below(ridge), painter.downward(light.land("#6fae68", depth))))
        for place in range(count):
            x = (place + painter.between(0.1, 0.9)) * WIDTH / count
            kind: plants.TreeKind = "pine" if painter.rng.random() < 0.62 else "round"
            color = painter.pick(("#4a9a63", "#57a65a", "#3f8f68")) if kind == "pine" else "#5aa655"
            parts.append(plants.tree(painter, kind, x, ridge(x) + 26, painter.between(low, high), depth, color))
    near = land.rolling(painter, 786, 18, 1.5)
    parts += [
        land.hill(painter, near, "#6fb85a"),
        land.footpath(painter, near, painter.between(640, 900), painter.between(620, 920), "#d9bd8a"),
        plants.tufts(painter, 30, near, 1040, "#6fb85a"),
    ]
    for x in (painter.between(250, 420), painter.between(1120, 1290)):
        parts.append(plants.bush(painter, x, near(x) + 40, painter.between(170, 240), "#4f9a50"))
    for x in (painter.between(30, 110), painter.between(1426, 1506)):
        parts.append(_great_trunk(painter, x, near(x) + 130))
    for x in (painter.between(200, 330), painter.between(1210, 1330)):
        parts.append(_toadstools(painter, x, near(x) + 118))
    parts.append(_canopy(painter))
    if not light.is_gray:
        parts.append(_shafts(painter))
    front = plants.corners(painter, "#3a7f48")
    return Setting(
        "".join(parts),
        front,
        far=890,
        near=1095,
        horizon=690,
        air=Box(170, 250, WIDTH - 170, 620),
        sky=Box(260, 190, WIDTH - 260, 420),
    )


def _far_wood(painter: Painter, y: float) -> str:
    """Return the tops of trees far away, as one shape."""
    tops, x = [f"M-40 {number(y + 120)}V{number(y - 200)}"], -40.0
    while x < WIDTH + 40:
        step = painter.between(70, 130)
        if painter.rng.random() < 0.45:
            top = y - painter.between(300, 380)
            tops.append(f"L{number(x + step / 2)} {number(top)}L{number(x + step)} {number(y - 190)}")
        else:
            tops.append(
                f"A{number(step * 0.56)} {number(step * 0.6)} 0 0 1 {number(x + step)} "
                f"{number(y - painter.between(190, 240))}"
            )
        x += step
    return path(
        "".join(tops) + f"V{number(y + 120)}Z", painter.downward(painter.light.leaves("#5aa870", 0.72), 0.1, 0.05)
    )


def _great_trunk(painter: Painter, x: float, y: float) -> str:
    """Return a trunk that rises out of the page, with roots and a knothole."""
    bark = painter.light.outdoors("#7d5238")
    trunk = (
        f"M{x - 150:.0f} {y:.0f}Q{x - 74:.0f} {y - 40:.0f} {x - 70:.0f} {y - 200:.0f}L{x - 60:.0f} -20"
        f"H{x + 60:.0f}L{x + 72:.0f} {y - 200:.0f}Q{x + 78:.0f} {y - 40:.0f} {x + 150:.0f} {y:.0f}Q{x + 70:.0f} "
        f"{y - 26:.0f} {x + 40:.0f} {y + 6:.0f}Q{x:.0f} {y - 24:.0f} {x - 42:.0f} {y + 8:.0f}Q{x - 70:.0f} "
        f"{y - 24:.0f} {x - 150:.0f} {y:.0f}Z"
    )
    grain = "".join(
        f"M{x + dx:.0f} {painter.between(60, 300):.0f}v{painter.between(120, 330):.0f}" for dx in (-38, -14, 12, 36)
    )
    hole = ellipse(x + 6, y - 330, 24, 34, darken(bark, 0.5)) + ellipse(
        x + 6, y - 330, 30, 42, "none", stroke=darken(bark, 0.22), stroke_width=8
    )
    moss = path(
        f"M{x - 150:.0f} {y:.0f}Q{x - 90:.0f} {y - 26:.0f} {x - 74:.0f} {y - 110:.0f}Q{x - 60:.0f} "
        f"{y - 40:.0f} {x - 42:.0f} {y + 8:.0f}Q{x - 70:.0f} {y - 24:.0f} {x - 150:.0f} {y:.0f}Z",
        painter.light.leaves("#77b255"),
        fill_opacity=0.8,
    )
    return (
        painter.shadow(x, y + 2, 330, 0.4)
        + path(trunk, painter.sideways(bark, 0.12, 0.28))
        + stroke(grain, darken(bark, 0.2), 6, opacity=0.5)
        + hole
        + moss
    )


def _canopy(painter: Painter) -> str:
    """Leaves that hang into the page from above, lower towards the sides."""
    parts = []
    for depth, color, low in ((0.16, "#4f9f55", 150), (0.0, "#3f8f4c", 84)):
        green = painter.light.leaves(color, depth)
        edge, leaves = [f"M-40 -20V{low}"], []
        x = -40.0
        while x < WIDTH + 40:
            x += painter.between(60, 120)
            drop = low * (0.4 + 0.9 * abs(x / WIDTH * 2 - 1) ** 1.6) + painter.between(-16, 16)
            radius = painter.between(46, 72)
            edge.append(f"A{number(radius)} {number(radius)} 0 0 0 {number(x)} {number(drop)}")
            leaves.append(
                plants.leaf(
                    x - painter.between(0, 60),
                    drop - painter.between(0, 50),
                    painter.between(9, 15),
                    painter.between(-60, 60),
                )
            )
        parts.append(
            path(f"{''.join(edge)}V-20Z", painter.downward(green, 0.0, 0.12))
            + path("".join(leaves), lighten(green, 0.35), fill_opacity=0.45)
        )
    return "".join(parts)


def _shafts(painter: Painter) -> str:
    color = "#cfd6ff" if painter.light.is_night else "#fff3c4"
    top = painter.canvas.linear((Stop(0, color, 0.08 if painter.light.is_night else 0.22), Stop(1, color, 0)))
    parts = []
    for _ in range(4):
        x, width = painter.between(300, 1150), painter.between(60, 130)
        lean = -260 if painter.sun_on_the_right else 260
        parts.append(
            path(f"M{number(x)} 60h{number(width)}L{number(x + lean + width * 2)} 930H{number(x + lean - 40)}Z", top)
        )
    return "".join(parts)


def _toadstools(painter: Painter, x: float, y: float) -> str:
    red, cream = painter.light.outdoors("#e8574f"), painter.light.outdoors("#fff3e0")
    stool = painter.stamp(
        path("M-11 0Q-8 -26 -10 -40H10Q8 -26 11 0Q0 5 -11 0Z", painter.sideways(cream)),
        path("M-42 -36Q-40 -84 0 -86Q40 -84 42 -36Q0 -22 -42 -36Z", painter.rounded(red)),
        "".join(
            ellipse(cx, cy, r, r * 0.8, cream)
            for cx, cy, r in ((-18, -58, 8), (10, -68, 9), (22, -48, 6), (-4, -42, 5))
        ),
    )
    return "".join(
        painter.stamped(stool, x + dx, y + dy, size, mirrored=painter.mirrored())
        for dx, dy, size in ((0, 0, 1.0), (52, 8, 0.66), (-44, 12, 0.5))
    )


def garden(painter: Painter) -> Setting:
    """Return a picket fence with a rose arch, a cottage behind, beds of soil and of flowers."""
    horizon = 560.0
    hills, lawn = land.rolling(painter, 574, 30, 2.2), land.rolling(painter, 716, 6, 1.2)
    right = not painter.sun_on_the_right
    parts = [
        paint_sky(painter, horizon),
        land.hill(painter, hills, "#98d795", 0.55, texture=6),
        plants.tree(painter, "round", painter.between(90, 260), 700, painter.between(300, 380), 0.2),
        plants.tree(painter, "blossom", painter.between(1250, 1440), 700, painter.between(320, 400), 0.15),
        buildings.cottage(
            painter, painter.between(980, 1120) if right else painter.between(420, 560), 712, 330, depth=0.14
        ),
        "".join(
            plants.bush(painter, x + painter.between(-30, 30), 724, painter.between(210, 280), "#5aa84e", 0.1)
            for x in range(60, WIDTH, 190)
        ),
        land.hill(painter, lawn, "#86cc62"),
        picket_fence(
            painter, lambda x: lawn(x) + 36, painter.between(500, 700) if right else painter.between(840, 1030)
        ),
        plants.tufts(painter, 18, lawn, 1040, "#86cc62"),
    ]
    beds, soil = _beds(painter, 1010 if right else 70)
    parts.append(beds)
    side = 90 if right else 1020
    parts.append(_flower_bed(painter, side, 860, 430))
    front = plants.border_flowers(painter, 12) + plants.corners(painter, "#4a9a50")
    return Setting(
        "".join(parts),
        front,
        far=880,
        near=1095,
        horizon=690,
        air=Box(60, 90, WIDTH - 60, 640),
        sky=Box(80, 50, WIDTH - 80, 340),
        soil=soil,
    )


def picket_fence(painter: Painter, line: land.Curve, gate: float, color: str = "#fdfaf2") -> str:
    """White pickets across the page, open under a rose arch at x = `gate`."""
    white = painter.light.outdoors(color)
    picket = painter.stamp(
        path(
            "M-13 0V-92L0 -110L13 -92V0Z",
            painter.sideways(white, 0.1, 0.16),
            stroke=darken(white, 0.14),
            stroke_width=2,
        )
    )
    rails = "".join(stroke(land.along(line, lift), darken(white, 0.06), 11) for lift in (-30, -74))
    posts = "".join(painter.stamped(picket, x, line(x)) for x in range(16, WIDTH, 44) if abs(x - gate) > 92)
    opening = rect(gate - 88, line(gate) - 96, 176, 100, painter.light.land("#8ed07c"))
    arch = "M" + "L".join(
        f"{number(x)} {number(y)}" for x, y in (_on_the_arch(gate, line(gate), k / 24) for k in range(25))
    )
    roses = []
    for place in range(34):
        x, y = _on_the_arch(gate, line(gate), place / 33)
        leaf = painter.rounded(painter.light.leaves("#5aa84e"))
        roses.append(circle(x + painter.between(-9, 9), y + painter.between(-9, 9), painter.between(15, 23), leaf))
        if place % 2:
            bloom = painter.rounded(painter.light.outdoors(painter.pick(("#f2727f", "#ff9db5", "#ffffff"))))
            roses.append(
                circle(x + painter.between(-12, 12), y + painter.between(-12, 12), painter.between(9, 14), bloom)
            )
    return rails + posts + opening + stroke(arch, darken(white, 0.1), 14) + "".join(roses)


def _on_the_arch(x: float, foot: float, share: float) -> tuple[float, float]:
    """Return a point of two posts with half a circle above, 0 at the left foot and 1 at the right."""
    radius, post = 96.0, 180.0
    length = share * (2 * post + math.pi * radius)
    if length < post:
        return x - radius, foot - length
    if length > post + math.pi * radius:
        return x + radius, foot - (2 * post + math.pi * radius - length)
    turn = math.pi - (length - post) / radius
    return x + radius * math.cos(turn), foot - post - radius * math.sin(turn)


def _beds(painter: Painter, left: float) -> tuple[str, tuple[Surface, ...]]:
    """Return two ridges of soil with young plants; what grows stands on them."""
    soil = painter.light.land("#8d6242")
    parts, tops = [], []
    for y, width, shift in ((872, 420, 24), (968, 470, 0)):
        x = left + shift
        mound = (
            f"M{x:.0f} {y}Q{x + 20:.0f} {y - 44} {x + 70:.0f} {y - 46}H{x + width - 70:.0f}Q{x + width - 20:.0f} "
            f"{y - 44} {x + width:.0f} {y}Q{x + width / 2:.0f} {y + 22} {x:.0f} {y}Z"
        )
        crumbs = "".join(
            f"M{painter.between(x + 40, x + width - 40):.0f} {painter.between(y - 36, y + 4):.0f}h0" for _ in range(26)
        )
        parts.append(
            path(mound, painter.downward(soil, 0.16, 0.2))
            + stroke(crumbs, darken(soil, 0.25), 7, opacity=0.5)
            + stroke(crumbs.replace("h0", "m9 5h0"), lighten(soil, 0.25), 5, opacity=0.5)
        )
        tops.append(Surface(x + 50, x + width - 50, y - 34))
    return "".join(parts), tuple(tops)


def _flower_bed(painter: Painter, left: float, y: float, width: float) -> str:
    """Return a border of flowers, edged with stones."""
    soil = painter.light.land("#8d6242")
    parts = [
        path(
            f"M{left} {y}Q{left + width / 2} {y - 60} {left + width} {y}Q{left + width / 2} {y + 50} {left} {y}Z",
            painter.downward(soil),
        )
    ]
    heads = [painter.stamp(plants.flower(painter, color, kind)) for color in plants.PETALS for kind in (0, 1)]
    if painter.light.weather != "snow":
        spots = sorted(
            (painter.between(y - 20, y + 14), painter.between(left + 40, left + width - 40)) for _ in range(30)
        )
        parts += [painter.stamped(painter.pick(heads), x, spot, painter.between(0.9, 1.25)) for spot, x in spots]
    for place in range(9):
        share = (place + 0.5) / 9
        x = left + width * share
        parts.append(
            ellipse(x, y + 24 * (1 - (2 * share - 1) ** 2) + 4, 25, 15, painter.rounded(painter.light.land("#c9c2b8")))
        )
    return "".join(parts)


def farm(painter: Painter) -> Setting:
    """Return a red barn with its silo, fields in rows, a fence, bales of hay."""
    horizon = 570.0
    hills, field, yard = (
        land.rolling(painter, 572, 36, 2.0),
        land.rolling(painter, 650, 14, 1.4),
        land.rolling(painter, 772, 10, 1.2),
    )
    right = not painter.sun_on_the_right
    barn = painter.between(1130, 1240) if right else painter.between(300, 410)
    mill = WIDTH - barn + painter.between(-60, 60)
    parts = [
        paint_sky(painter, horizon),
        land.hill(painter, hills, "#a5d98c", 0.6, texture=6),
        buildings.windmill(painter, mill, hills(mill) + 40, 250, depth=0.35),
        land.hill(painter, field, "#b9cf62", 0.2, texture=0),
        _furrows(painter, field, yard),
        plants.tree(painter, "round", barn + (-260 if right else 260), 764, painter.between(280, 340), 0.1),
        land.hill(painter, yard, "#93cc63"),
        buildings.barn(painter, barn, yard(barn) + 60, 430),
        rail_fence(painter, lambda x: yard(x) + 74, (40, barn - 330) if right else (barn + 330, WIDTH - 40)),
        plants.tufts(painter, 22, yard, 1040, "#93cc63"),
        _hay(painter, barn + (-330 if right else 330), yard(barn) + 118, 1.0),
        _hay(painter, barn + (-230 if right else 230), yard(barn) + 150, 0.86),
    ]
    beds, soil = _beds(painter, 60 if right else 1010)
    front = plants.tufts(painter, 12, lambda _: 1100, 1148, "#93cc63") + plants.corners(painter, "#5a9a48")
    return Setting(
        "".join(parts) + beds,
        front,
        far=910,
        near=1095,
        horizon=690,
        air=Box(60, 90, WIDTH - 60, 600),
        sky=Box(80, 50, WIDTH - 80, 330),
        soil=soil,
    )


def _furrows(painter: Painter, top: land.Curve, bottom: land.Curve) -> str:
    """Return rows of a field that run together towards the horizon."""
    green = painter.light.land("#7fae4a", 0.16)
    lines = "".join(
        f"M{number(700 + (x - 700) * 0.42)} {number(top(x) + 10)}L{x} {number(bottom(x) + 12)}"
        for x in range(-600, WIDTH + 700, 100)
    )
    return stroke(lines, green, 17, opacity=0.75, stroke_dasharray="2 26")


def rail_fence(painter: Painter, line: land.Curve, span: tuple[float, float]) -> str:
    wood = painter.light.outdoors("#b98a5c")
    posts = []
    x = span[0]
    while x <= span[1]:
        posts.append(rect(x - 9, line(x) - 96, 18, 100, painter.sideways(wood), rx=6))
        x += 118
    rails = "".join(
        f"M{number(span[0])} {number(line(span[0]) - lift)}L{number(span[1])} {number(line(span[1]) - lift)}"
        for lift in (34, 72)
    )
    return stroke(rails, darken(wood, 0.08), 13) + "".join(posts)


def _hay(painter: Painter, x: float, y: float, size: float) -> str:
    """Return a round bale."""
    straw = painter.light.land("#e8bf55")
    body = path("M-70 0V-96H40Q78 -96 78 -48Q78 0 40 0Z", painter.downward(straw)) + ellipse(
        -70, -48, 34, 48, painter.rounded(lighten(straw, 0.1))
    )
    rings = "".join(
        ellipse(-70, -48, 34 * k, 48 * k, "none", stroke=darken(straw, 0.22), stroke_width=4, stroke_opacity=0.5)
        for k in (0.8, 0.55, 0.3)
    )
    bands = stroke("M-20 -95V-1M30 -95V-1", darken(straw, 0.25), 5, opacity=0.5)
    return painter.shadow(x, y, 190 * size, 0.36) + group(
        body, bands, rings, transform=f"{translate(x, y)} scale({number(size)})"
    )


def camp(painter: Painter) -> Setting:
    """Return a clearing by a lake: a tent, a campfire with logs to sit on, a string of lights."""
    light = painter.light
    horizon = 560.0
    parts = [paint_sky(painter, horizon)]
    for x, width, height in ((painter.between(200, 420), 700, 250), (painter.between(900, 1200), 820, 300)):
        parts.append(land.peak(painter, x, 610, width, height, "#8a97b8", 0.6))
    shore, clearing = land.rolling(painter, 690, 8, 1.6), land.rolling(painter, 790, 12, 1.4)
    parts += [
        rect(0, 600, WIDTH, 200, painter.downward(light.water("#6db9dc", 0.3))),
        stroke(
            "".join(
                f"M{painter.between(0, WIDTH):.0f} {painter.between(612, 680):.0f}h{painter.between(30, 90):.0f}"
                for _ in range(24)
            ),
            lighten(light.water("#6db9dc", 0.3), 0.5),
            4,
            opacity=0.5,
        ),
    ]
    parts.append(land.hill(painter, shore, "#79b868", 0.2, texture=8))
    for place in range(10):
        x = (place + painter.between(0.1, 0.9)) * WIDTH / 10
        parts.append(
            plants.tree(
                painter, "pine", x, shore(x) + 40, painter.between(260, 400) * (0.75 + 0.5 * abs(x / WIDTH - 0.5)), 0.22
            )
        )
    parts += [land.hill(painter, clearing, "#86bf66"), plants.tufts(painter, 22, clearing, 1040, "#86bf66")]
    right = not painter.sun_on_the_right
    for x, height in ((70, 560), (1466, 600)):
        parts.append(plants.tree(painter, "pine", x + painter.between(-40, 40), 880, height))
    tent = painter.between(1130, 1200) if right else painter.between(340, 410)
    parts += [buildings.tent(painter, tent, 900, 400), _string_of_lights(painter)]
    fire = (tent - 330 if right else tent + 330, 930.0)
    parts.append(_campfire(painter, *fire))
    front = plants.corners(painter, "#3a7f58")
    return Setting(
        "".join(parts),
        front,
        far=950,
        near=1095,
        horizon=680,
        air=Box(60, 100, WIDTH - 60, 600),
        sky=Box(80, 50, WIDTH - 80, 330),
        water=Box(60, 612, WIDTH - 60, 672),
        shows=frozenset({"tent", "campfire"}),
        sights=(Box(fire[0] - 110, fire[1] - 180, fire[0] + 110, fire[1] + 40),),
    )


def _string_of_lights(painter: Painter) -> str:
    """Bulbs of four colors on a cord that hangs in two bows."""
    bows = (((-10, 300), (370, 440), (768, 320)), ((768, 320), (1170, 440), (1546, 290)))
    cord = "".join(f"M{a[0]} {a[1]}Q{b[0]} {b[1]} {c[0]} {c[1]}" for a, b, c in bows)
    bulbs = []
    for place in range(14):
        (ax, ay), (bx, by), (cx, cy) = bows[place // 7]
        t = (place % 7 + 0.5) / 7
        x = (1 - t) ** 2 * ax + 2 * t * (1 - t) * bx + t * t * cx
        y = (1 - t) ** 2 * ay + 2 * t * (1 - t) * by + t * t * cy + 14
        color = ("#ffd36b", "#ff9d8a", "#9fe0a8", "#9ccbf6")[place % 4]
        if painter.light.is_night:
            bulbs.append(painter.glow(x, y, 56, color, 0.75))
        bulbs.append(ellipse(x, y, 11, 15, painter.rounded(color)))
    return stroke(cord, painter.light.outdoors("#5a4a52"), 4, opacity=0.8) + "".join(bulbs)


def _campfire(painter: Painter, x: float, y: float) -> str:
    """Logs, flames, stones around, and their light."""
    bark = painter.light.outdoors("#7d4f33")
    stones = "".join(
        ellipse(dx, dy, 26, 18, painter.rounded(painter.light.outdoors("#a9a7a4")))
        for dx, dy in ((-96, 0), (-66, 20), (-24, 30), (24, 30), (66, 20), (96, 0))
    )
    logs = "".join(
        group(
            rect(-72, -15, 144, 30, painter.downward(bark), rx=14),
            circle(-64, 0, 13, lighten(bark, 0.35)),
            transform=f"translate(0 -8) rotate({angle})",
        )
        for angle in (18, -18)
    )
    flames = path(
        "M0 6C-62 -4 -58 -66 -30 -100C-26 -76 -12 -76 -8 -92C-14 -134 8 -160 20 -176C18 -128 66 -104 58 -40"
        "C54 -8 30 4 0 6Z",
        painter.canvas.linear((Stop(0, "#ff7a4a"), Stop(1, "#ffb53d"))),
    ) + path(
        "M2 4C-34 0 -34 -40 -14 -66C-8 -48 2 -52 6 -68C30 -50 40 -26 32 -8C26 2 16 5 2 4Z",
        painter.canvas.linear((Stop(0, "#ffd24a"), Stop(1, "#fff3b0"))),
    )
    night = painter.light.is_night
    pool = painter.glow(x, y - 10, 420 if night else 230, "#ffb45a", 0.85 if night else 0.4)
    sparks = stroke(
        "".join(f"M{x + painter.between(-60, 60):.0f} {y - painter.between(180, 330):.0f}h0" for _ in range(9)),
        "#ffcf7a",
        6,
        opacity=0.8,
    )
    seats = "".join(_log_seat(painter, x + dx, y + 26) for dx in (-230, 230))
    return pool + seats + group(logs, flames, stones, transform=translate(x, y)) + sparks


def _log_seat(painter: Painter, x: float, y: float) -> str:
    bark = painter.light.outdoors("#8a5a3c")
    end = lighten(bark, 0.45)
    body = rect(-74, -46, 148, 50, painter.downward(bark, 0.1, 0.2), rx=24) + ellipse(-56, -21, 21, 25, end)
    rings = "".join(
        ellipse(-56, -21, 21 * k, 25 * k, "none", stroke=darken(end, 0.25), stroke_width=3) for k in (0.66, 0.33)
    )
    return painter.shadow(x, y + 2, 180, 0.36) + group(body, rings, transform=translate(x, y))


def _scattered(painter: Painter, count: int) -> list[float]:
    """Return places from left to right that leave the middle freer."""
    return [(place + painter.between(0.1, 0.9)) * WIDTH / count for place in range(count)]


def _at_the_sides(painter: Painter, ground: land.Curve, kinds: tuple[plants.TreeKind, ...]) -> str:
    """Return a large tree at one side, a smaller beside it or opposite."""
    right = not painter.sun_on_the_right
    x, other = (
        (painter.between(1360, 1450), painter.between(1130, 1230))
        if right
        else (painter.between(90, 180), painter.between(310, 400))
    )
    if painter.mirrored():
        other = WIDTH - x + painter.between(-40, 40)
    kind, second = painter.rng.choice(kinds), painter.rng.choice(kinds)
    return plants.tree(painter, second, other, ground(other) + 46, painter.between(270, 350)) + plants.tree(
        painter, kind, x, ground(x) + 88, painter.between(500, 590)
    )
