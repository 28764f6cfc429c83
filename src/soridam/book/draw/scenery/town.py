"""Places that people built in the open: village, city, playground, market, castle."""

from soridam.book.draw.colors import darken, lighten
from soridam.book.draw.scenery import buildings, land, plants
from soridam.book.draw.scenery.painter import HEIGHT, WIDTH, Painter, Setting, Surface
from soridam.book.draw.scenery.sky import paint_sky
from soridam.book.draw.svg import Box, circle, ellipse, group, number, path, rect, stroke, translate


def village(painter: Painter) -> Setting:
    """Cottages and Korean houses about a cobbled way, with a lamp and a well."""
    horizon = 560.0
    hills, back, square = (
        land.rolling(painter, 572, 40, 2.2),
        land.rolling(painter, 668, 10, 1.5),
        land.rolling(painter, 790, 8, 1.2),
    )
    parts = [paint_sky(painter, horizon), land.hill(painter, hills, "#98d795", 0.58, texture=8)]
    for place in range(5):
        x = (place + painter.between(0.2, 0.8)) * WIDTH / 5
        parts.append(plants.tree(painter, "round", x, hills(x) + 60, painter.between(170, 230), 0.45))
    for place in range(4):
        x = (place + painter.between(0.35, 0.65)) * WIDTH / 4
        draw = buildings.hanok if painter.mirrored() else buildings.cottage
        parts.append(draw(painter, x, back(x) + 22, painter.between(190, 230), depth=0.34))
    parts.append(land.hill(painter, back, "#8ecb70", 0.14, texture=8))
    left, right = painter.between(190, 260), painter.between(1280, 1350)
    styles = [buildings.cottage, buildings.hanok]
    painter.rng.shuffle(styles)
    for x, draw in ((left, styles[0]), (right, styles[1])):
        parts.append(
            plants.tree(
                painter,
                "blossom" if painter.mirrored() else "round",
                x + (210 if x < 768 else -210),
                800,
                painter.between(280, 330),
                0.06,
            )
        )
        parts.append(draw(painter, x, 846, 400 if draw is buildings.cottage else 470))
    parts += [
        land.hill(painter, lambda x: square(x) + 40, "#86c765", texture=8),
        cobbles(painter, 858),
        buildings.street_lamp(painter, painter.between(520, 600), 888, 330),
        _well(painter, painter.between(940, 1040), 886),
        plants.tufts(painter, 12, lambda x: square(x) + 60, 900, "#86c765"),
    ]
    for x in (left - 150, right + 150):
        parts.append(plants.bush(painter, x, 880, 170, "#62ad54"))
    front = plants.border_flowers(painter, 12) + plants.corners(painter, "#4a9a50")
    return Setting(
        "".join(parts),
        front,
        far=920,
        near=1095,
        horizon=700,
        air=Box(60, 90, WIDTH - 60, 600),
        sky=Box(80, 50, WIDTH - 80, 330),
    )


def cobbles(painter: Painter, top: float, color: str = "#dccfbb") -> str:
    """Return a paved way that widens towards the reader."""
    stone = painter.light.land(color)
    way = f"M0 {top + 90}Q{WIDTH / 2} {top - 10} {WIDTH} {top + 90}V{HEIGHT}H0Z"
    parts = [path(way, painter.downward(stone, 0.12, 0.1))]
    lines = []
    for row in range(7):
        y = top + 74 + row * 34 + row * row * 1.4
        for place in range(18):
            x = (place + (row % 2) * 0.5) * 92 + painter.between(-10, 10)
            lines.append(
                f"M{number(x)} {number(y)}q{number(30 + row * 3)} -{number(10 + row)} {number(62 + row * 4)} 0"
            )
    return "".join(parts) + stroke("".join(lines), darken(stone, 0.22), 5, opacity=0.4)


def _well(painter: Painter, x: float, y: float) -> str:
    stone, wood = painter.light.outdoors("#b9b3aa"), painter.light.outdoors("#9a6a44")
    roof = painter.light.land("#d9785a")
    wall = (
        path("M-78 0V-74H78V0Q0 22 -78 0Z", painter.sideways(stone))
        + ellipse(0, -74, 78, 18, darken(stone, 0.4))
        + ellipse(0, -74, 78, 18, "none", stroke=lighten(stone, 0.2), stroke_width=10)
    )
    joints = stroke(
        "M-76 -34Q0 -14 76 -34M-40 -70V-30M20 -62V-22M-10 -24V6M50 -28V4M-60 -30V0", darken(stone, 0.2), 4, opacity=0.6
    )
    frame = (
        stroke("M-70 -76V-176M70 -76V-176", wood, 13)
        + stroke("M-74 -140H74", wood, 9)
        + stroke("M0 -138V-96", painter.light.outdoors("#e9dcc0"), 4)
        + path("M-18 -98H18L13 -66H-13Z", painter.sideways(wood))
    )
    top = path("M-104 -164L0 -234L104 -164Q0 -186 -104 -164Z", painter.downward(roof))
    return painter.shadow(x, y + 4, 190, 0.36) + group(frame, wall, joints, top, transform=translate(x, y))


def city(painter: Painter) -> Setting:
    """Return a skyline, blocks with lit windows and shops, a street with a crossing, a pavement to stand on."""
    horizon = 640.0
    parts = [paint_sky(painter, horizon)]
    for depth, low, high, wide, colors in (
        (0.8, 260, 470, 96, ("#9fb3d9", "#a9a8d9", "#8fb8d6")),
        (0.5, 210, 390, 130, ("#8fa6d6", "#b79ed0", "#86b5cc")),
    ):
        x = -30.0
        while x < WIDTH:
            width = painter.between(wide * 0.8, wide * 1.3)
            parts.append(
                buildings.block(painter, x, 730, width, painter.between(low, high), painter.pick(colors), depth)
            )
            x += width + painter.between(2, 22)
    x = -20.0
    while x < WIDTH:
        width = painter.between(190, 270)
        parts.append(_shop_house(painter, x, 790, width, painter.between(250, 390)))
        x += width + 6
    parts.append(_street(painter))
    parts += [
        plants.tree(painter, "round", x, 800, 190, 0.05)
        for x in (painter.between(60, 160), painter.between(620, 760), painter.between(1120, 1260))
    ]
    parts.append(
        _traffic_light(
            painter, painter.between(300, 380) if painter.sun_on_the_right else painter.between(1150, 1230), 952
        )
    )
    parts.append(buildings.street_lamp(painter, 80 if painter.sun_on_the_right else WIDTH - 80, 962, 420))
    front = plants.bush(painter, 40, HEIGHT + 24, 260, "#58a950") + plants.bush(
        painter, WIDTH - 30, HEIGHT + 24, 240, "#58a950"
    )
    return Setting(
        "".join(parts),
        front,
        far=965,
        near=1095,
        horizon=800,
        air=Box(60, 90, WIDTH - 60, 640),
        sky=Box(80, 50, WIDTH - 80, 300),
    )


def _shop_house(painter: Painter, x: float, y: float, width: float, height: float) -> str:
    """Return a house in the street, with a shop window and an awning below."""
    seen = painter.light.outdoors
    color = painter.pick(("#f6b89a", "#f7d58c", "#a8d5c2", "#b8c4ee", "#f3b7c6", "#d8e0a0"))
    upper = buildings.block(painter, x, y - 110, width, height - 110, color, 0.0)
    wall = darken(seen(color), 0.1)
    glass = buildings.window_paint(painter)
    stripe = painter.pick(("#e8574f", "#4a86d8", "#3f9a7a", "#f2a532"))
    front = (
        rect(x, y - 112, width, 112, wall)
        + rect(x + 16, y - 78, width * 0.52, 64, glass, rx=6, stroke=seen("#ffffff"), stroke_width=6)
        + rect(x + width * 0.7, y - 82, width * 0.2, 82, painter.sideways(seen("#8f5f43")), rx=6)
    )
    glow = painter.glow(x + width * 0.34, y - 40, width * 0.5, buildings.LIT, 0.4) if painter.light.is_night else ""
    return upper + front + awning(painter, x + 4, y - 118, width - 8, 40, stripe) + glow


def awning(painter: Painter, x: float, y: float, width: float, depth: float, color: str) -> str:
    """Striped cloth with a scalloped edge; (x, y) is its upper left corner."""
    seen, white = painter.light.outdoors(color), painter.light.outdoors("#fffaf0")
    count = max(4, round(width / 34))
    step = width / count
    parts = []
    for place in range(count):
        left = x + place * step
        strip = (
            f"M{number(left)} {number(y)}h{number(step)}v{number(depth)}a{number(step / 2)} {number(step / 2)} 0 "
            f"0 1 {number(-step)} 0Z"
        )
        parts.append(path(strip, painter.downward(seen if place % 2 == 0 else white, 0.1, 0.12)))
    return "".join(parts)


def _street(painter: Painter) -> str:
    asphalt, pavement, kerb = (painter.light.land(color) for color in ("#7d8494", "#d9d3cb", "#f2eee6"))
    white = painter.light.land("#fbfbf6")
    tiles = "".join(
        f"M{number(768 + (x - 768) * 0.8)} 962L{number(768 + (x - 768) * 1.5)} {HEIGHT}" for x in range(-400, 2000, 130)
    ) + "".join(f"M0 {y}H{WIDTH}" for y in (1000, 1056, 1124))
    dashes = "".join(rect(x, 866, 90, 10, white, rx=4, opacity=0.9) for x in range(-30, WIDTH, 190))
    start = painter.between(560, 800)
    zebra = "".join(path(f"M{number(start + k * 48)} 814h28l-22 132h-34Z", white, fill_opacity=0.92) for k in range(6))
    return "".join(
        (
            rect(0, 786, WIDTH, 26, painter.downward(pavement)),
            rect(0, 808, WIDTH, 144, painter.downward(asphalt, 0.06, 0.1)),
            dashes,
            zebra,
            rect(0, 944, WIDTH, 18, kerb),
            rect(0, 960, WIDTH, HEIGHT - 960, painter.downward(pavement, 0.1, 0.08)),
            stroke(tiles, darken(pavement, 0.16), 3, opacity=0.6),
        )
    )


def _traffic_light(painter: Painter, x: float, y: float) -> str:
    iron = painter.light.outdoors("#4f5a6b")
    lamps = "".join(
        circle(0, -250 + k * 42, 15, color, opacity=1 if k == 2 else 0.45)
        for k, color in enumerate(("#ff6b63", "#ffd25e", "#5fd48a"))
    )
    glow = painter.glow(x, y - 166, 110, "#5fd48a", 0.7) if painter.light.is_night else ""
    return (
        painter.shadow(x, y, 80, 0.3)
        + group(
            stroke("M0 0V-150", iron, 13),
            rect(-28, -284, 56, 140, darken(iron, 0.1), rx=18),
            lamps,
            transform=translate(x, y),
        )
        + glow
    )


def playground(painter: Painter) -> Setting:
    """Return a slide, swings, a seesaw and a sandpit, with trees and houses behind."""
    horizon = 580.0
    parts = [paint_sky(painter, horizon)]
    x = -20.0
    while x < WIDTH:
        width = painter.between(110, 170)
        parts.append(
            buildings.block(
                painter, x, 690, width, painter.between(150, 300), painter.pick(("#f0d9c0", "#d9e0ee", "#f3e3d0")), 0.55
            )
        )
        x += width + painter.between(20, 90)
    hedge, lawn = land.rolling(painter, 664, 8, 3.0), land.rolling(painter, 724, 6, 1.4)
    for place in range(8):
        tree_x = (place + painter.between(0.1, 0.9)) * WIDTH / 8
        parts.append(
            plants.tree(
                painter, "round" if painter.mirrored() else "birch", tree_x, 706, painter.between(180, 260), 0.25
            )
        )
    parts += [land.hill(painter, hedge, "#66b25a", 0.2, texture=0), land.hill(painter, lawn, "#90d06b", texture=10)]
    right = painter.mirrored()
    ground = painter.light.land("#f0c9a0")
    parts.append(
        path(
            f"M-20 {HEIGHT}V930Q300 846 768 852Q1240 846 {WIDTH + 20} 930V{HEIGHT}Z",
            painter.downward(ground, 0.14, 0.08),
        )
    )
    parts.append(stroke(f"M-20 930Q300 846 768 852Q1240 846 {WIDTH + 20} 930", lighten(ground, 0.5), 9, opacity=0.7))
    slide, swing = (
        (painter.between(1180, 1280), painter.between(250, 330))
        if right
        else (painter.between(260, 350), painter.between(1180, 1280))
    )
    parts += [
        _swings(painter, swing, 900),
        _slide(painter, slide, 926, mirrored=right),
        _seesaw(painter, painter.between(720, 820), 884),
    ]
    front = _sandpit_edge(painter) + plants.corner_leaves(painter, "#4a9a50", right=not right)
    return Setting(
        "".join(parts),
        front,
        far=955,
        near=1095,
        horizon=700,
        air=Box(60, 90, WIDTH - 60, 560),
        sky=Box(80, 50, WIDTH - 80, 320),
        shows=frozenset({"slide"}),
    )


def _slide(painter: Painter, x: float, y: float, *, mirrored: bool) -> str:
    seen = painter.light.outdoors
    red, yellow, blue, steel = seen("#f0605a"), seen("#ffc94a"), seen("#4f94e0"), seen("#dfe6ee")
    ladder = stroke("M-150 0L-118 -300M-84 0L-66 -300", blue, 14) + stroke(
        "M-142 -70H-80M-136 -130H-76M-130 -190H-74M-124 -246H-70", yellow, 11
    )
    house = (
        path("M-140 -290H40V-306H-140Z", blue)
        + stroke("M-128 -300V-400M28 -300V-400", blue, 12)
        + path("M-158 -392L-50 -470L58 -392Z", painter.downward(painter.light.land("#f0605a")))
        + stroke("M-128 -346H28", yellow, 9)
    )
    chute = "M20 -300C110 -290 120 -60 250 -30H320"
    legs = stroke("M30 -290V0M160 -110V0", steel, 12)
    body = (
        stroke(chute, darken(red, 0.12), 46)
        + stroke(chute, red, 36)
        + stroke("M24 -308C112 -298 128 -72 254 -40H318", lighten(red, 0.4), 7, opacity=0.7)
    )
    flip = "scale(-1 1)" if mirrored else ""
    return painter.shadow(x + (-60 if mirrored else 60), y + 2, 480, 0.32) + group(
        legs, ladder, house, body, transform=f"{translate(x, y)} {flip}"
    )


def _swings(painter: Painter, x: float, y: float) -> str:
    seen = painter.light.outdoors
    frame, chain, seat = seen("#5fb38a"), seen("#8b95a6"), seen("#f0b13f")
    sway = painter.between(-26, 26)
    bars = stroke("M-200 0L-160 -310M-120 0L-160 -310M200 0L160 -310M120 0L160 -310", frame, 15) + stroke(
        "M-176 -310H176", frame, 17
    )
    seats = "".join(
        stroke(f"M{dx - 26} -306L{dx - 26 + lean:.0f} -104M{dx + 26} -306L{dx + 26 + lean:.0f} -104", chain, 5)
        + rect(dx - 36 + lean, -110, 72, 15, seat, rx=7)
        for dx, lean in ((-72, sway), (72, -sway * 0.6))
    )
    return painter.shadow(x, y + 2, 420, 0.3) + group(bars, seats, transform=translate(x, y))


def _seesaw(painter: Painter, x: float, y: float) -> str:
    seen = painter.light.outdoors
    tilt = painter.rng.choice((-11, 11))
    plank = (
        rect(-150, -12, 300, 20, painter.downward(seen("#f59f4a")), rx=10)
        + stroke("M-112 -10v-34M112 -10v-34", seen("#4f94e0"), 9)
        + stroke("M-126 -44h28M98 -44h28", seen("#4f94e0"), 9)
    )
    foot = path("M-40 0L-12 -56H12L40 0Z", painter.sideways(seen("#5fb38a")))
    return painter.shadow(x, y + 2, 330, 0.3) + group(
        foot, group(plank, transform=f"translate(0 -54) rotate({tilt})"), transform=translate(x, y)
    )


def _sandpit_edge(painter: Painter) -> str:
    """Return the near rim of a sandpit, with a toy or two."""
    sand, wood = painter.light.land("#f4dfa8"), painter.light.outdoors("#c98f5a")
    x = painter.between(180, 420) if painter.mirrored() else painter.between(1000, 1240)
    pit = ellipse(x, 1150, 300, 44, sand) + stroke(
        f"M{x - 300:.0f} 1150Q{x - 290:.0f} 1106 {x:.0f} 1104Q{x + 290:.0f} 1106 {x + 300:.0f} 1150", wood, 15
    )
    bucket = group(
        path("M-26 0L-32 -50H32L26 0Z", painter.sideways(painter.light.outdoors("#f0605a"))),
        stroke("M-30 -50Q0 -92 30 -50", painter.light.outdoors("#ffffff"), 6),
        transform=translate(x - 90, 1140),
    )
    return pit + bucket


def market(painter: Painter) -> Setting:
    """Stalls under striped awnings, crates of fruit, strings of pennants over a paved square."""
    horizon = 520.0
    parts = [paint_sky(painter, horizon)]
    x = -30.0
    while x < WIDTH:
        width = painter.between(150, 210)
        parts.append(
            buildings.block(
                painter,
                x,
                740,
                width,
                painter.between(260, 400),
                painter.pick(("#f3cfae", "#e9dcb8", "#d8c9e6", "#c9dbe6")),
                0.42,
            )
        )
        x += width + 4
    parts.append(rect(0, 720, WIDTH, HEIGHT - 720, painter.downward(painter.light.land("#d9cbb6"))))
    parts.append(cobbles(painter, 720, "#dccfbb"))
    tops = []
    colors = ["#e8574f", "#3f9a7a", "#4a86d8", "#f2a532"]
    painter.rng.shuffle(colors)
    for place, (centre, size) in enumerate(((250, 1.0), (768, 0.86), (1290, 1.0))):
        stall, surface = _stall(
            painter, centre + painter.between(-20, 20), 880 if size == 1.0 else 836, 400 * size, colors[place]
        )
        parts.append(stall)
        tops.append(surface)
    parts.append(pennants(painter))
    if painter.light.is_night:
        parts.append("".join(painter.glow(x, 560, 260, buildings.LIT, 0.5) for x in (250, 768, 1290)))
    front = _crate(painter, 90, HEIGHT - 4, 190) + _crate(painter, WIDTH - 90, HEIGHT + 6, 190)
    return Setting(
        "".join(parts),
        front,
        far=945,
        near=1095,
        horizon=740,
        air=Box(60, 330, WIDTH - 60, 560),
        sky=Box(80, 50, WIDTH - 80, 240),
        surfaces=tuple(tops),
    )


def _stall(painter: Painter, x: float, y: float, width: float, color: str) -> tuple[str, Surface]:
    seen = painter.light.outdoors
    wood = seen("#b98250")
    half = width / 2
    counter = y - width * 0.26
    parts = [painter.shadow(x, y + 4, width * 1.1, 0.36)]
    parts.append(
        stroke(
            f"M{number(x - half + 14)} {number(y)}V{number(y - width * 0.84)}M{number(x + half - 14)} "
            f"{number(y)}V{number(y - width * 0.84)}",
            darken(wood, 0.15),
            15,
        )
    )
    parts.append(rect(x - half + 10, y - width * 0.7, width - 20, width * 0.44, darken(wood, 0.35), opacity=0.55))
    parts.append(rect(x - half, counter, width, y - counter, painter.downward(wood, 0.1, 0.16), rx=5))
    parts.append(
        stroke(
            "".join(f"M{number(x - half + width * k / 5)} {number(counter + 18)}V{number(y - 4)}" for k in range(1, 5)),
            darken(wood, 0.2),
            4,
            opacity=0.5,
        )
    )
    kinds = ["#f0524f", "#ff9f3f", "#8ccf5a", "#ffd24a", "#a779d6"]
    painter.rng.shuffle(kinds)
    for place in range(3):
        left = x - half + 18 + place * (width - 36) / 3
        parts.append(_heap(painter, left, counter - 4, (width - 36) / 3 - 10, kinds[place]))
    parts.append(rect(x - half - 8, counter - 8, width + 16, 18, lighten(wood, 0.12), rx=6))
    parts.append(awning(painter, x - half - 24, y - width * 0.92, width + 48, width * 0.2, color))
    return "".join(parts), Surface(x - half + 10, x + half - 10, counter - 6)


def _heap(painter: Painter, left: float, y: float, width: float, color: str) -> str:
    """Fruit piled in a tray."""
    seen = painter.light.outdoors(color)
    radius = width / 9
    balls = []
    for row in range(3):
        for place in range(4 - row):
            balls.append(
                circle(
                    left + width * 0.14 + (place + row / 2) * radius * 2.05,
                    y - radius - row * radius * 1.5,
                    radius,
                    painter.rounded(seen),
                )
            )
    return "".join(reversed(balls))


def pennants(painter: Painter, y: float = 250) -> str:
    """Little triangles on two strings across the page."""
    colors = ("#f0605a", "#ffc94a", "#5fb38a", "#4f94e0", "#c98be0")
    parts = []
    for start, sag, end in ((y, 150, y - 40), (y + 60, 130, y + 96)):
        cord = f"M-10 {start}Q768 {start + 2 * sag} 1546 {end}"
        for place in range(17):
            t = (place + 0.5) / 17
            x = (1 - t) ** 2 * -10 + 2 * t * (1 - t) * 768 + t * t * 1546
            level = (1 - t) ** 2 * start + 2 * t * (1 - t) * (start + 2 * sag) + t * t * end
            parts.append(
                path(f"M{number(x - 21)} {number(level - 2)}h42l-21 46Z", painter.light.outdoors(colors[place % 5]))
            )
        parts.append(stroke(cord, painter.light.outdoors("#fff6e6"), 5))
    return "".join(parts)


def _crate(painter: Painter, x: float, y: float, width: float) -> str:
    wood = painter.light.outdoors("#c9935c")
    fruit = painter.pick(("#f0524f", "#ff9f3f", "#8ccf5a"))
    heap = _heap(painter, x - width / 2 + 6, y - 70, width - 12, fruit)
    slats = "".join(rect(x - width / 2, y - 84 + k * 30, width, 22, painter.downward(wood), rx=4) for k in range(3))
    return (
        heap
        + slats
        + rect(x - width / 2, y - 86, 18, 90, darken(wood, 0.12), rx=4)
        + rect(x + width / 2 - 18, y - 86, 18, 90, darken(wood, 0.12), rx=4)
    )


def castle(painter: Painter) -> Setting:
    """Return a castle with pointed towers, a gate, hedges and a way that leads to it."""
    horizon = 580.0
    hills, rise, lawn = (
        land.rolling(painter, 586, 40, 2.2),
        land.rolling(painter, 700, 16, 1.2),
        land.rolling(painter, 806, 8, 1.2),
    )
    x = painter.between(700, 840)
    parts = [paint_sky(painter, horizon), land.hill(painter, hills, "#98d795", 0.58, texture=8)]
    for place in range(6):
        tree_x = (place + painter.between(0.2, 0.8)) * WIDTH / 6
        parts.append(plants.tree(painter, "pine", tree_x, hills(tree_x) + 60, painter.between(130, 200), 0.45))
    parts += [
        land.hill(painter, rise, "#8ecb70", 0.12, texture=8),
        _fortress(painter, x, 800),
        land.hill(painter, lawn, "#86c765", texture=12),
        land.footpath(painter, lawn, x, painter.between(660, 860), "#f0dfc0"),
    ]
    for hedge_x in (150, 370, 1166, 1386):
        parts.append(_topiary(painter, hedge_x + painter.between(-30, 30), lawn(hedge_x) + 66))
    parts += [
        plants.tufts(painter, 14, lawn, 1040, "#86c765"),
        plants.flowers(painter, 30, lambda px: lawn(px) + 60, 1010, ("#ff8fb1", "#ffffff", "#c9a2ff")),
    ]
    front = plants.border_flowers(painter, 12, ("#ff8fb1", "#ffffff", "#c9a2ff")) + plants.corners(painter, "#3f8f5a")
    return Setting(
        "".join(parts),
        front,
        far=920,
        near=1095,
        horizon=760,
        air=Box(60, 90, WIDTH - 60, 560),
        sky=Box(80, 50, WIDTH - 80, 300),
        shows=frozenset({"castle"}),
    )


def _fortress(painter: Painter, x: float, y: float) -> str:
    seen = painter.light.outdoors
    stone = seen("#efe3ee", 0.06)
    roof = painter.light.land(painter.pick(("#7d8fe0", "#e58aa8", "#6fb3c9", "#a58be0")), 0.04)
    glass = buildings.window_paint(painter)
    banner = seen(painter.pick(("#ff8fa8", "#ffc94a", "#6fc3e0")))

    def tower(dx: float, width: float, height: float) -> str:
        half = width / 2
        body = rect(dx - half, -height, width, height, painter.sideways(stone, 0.1, 0.18))
        crown = (
            path(
                f"M{dx - half - 10} {-height}h{width + 20}v-24h-14v12h-16v-12h-16v12h{-(width - 72):.0f}v-12"
                "h-16v12h-16v-12h-14Z",
                darken(stone, 0.06),
            )
            if width > 96
            else rect(dx - half - 8, -height - 12, width + 16, 22, darken(stone, 0.08), rx=4)
        )
        cone = path(
            f"M{dx - half - 18} {-height - 8}Q{dx - half * 0.3} {-height - width * 0.8} {dx} "
            f"{-height - width * 1.75}Q{dx + half * 0.3} {-height - width * 0.8} {dx + half + 18} "
            f"{-height - 8}Q{dx} {-height + 16} {dx - half - 18} {-height - 8}Z",
            painter.sideways(roof, 0.16, 0.2),
        )
        pole = stroke(f"M{dx} {-height - width * 1.72}v-46", seen("#8a6a52"), 5) + path(
            f"M{dx + 2} {-height - width * 1.72 - 46}q26 -6 46 8q-22 4 -46 18Z", banner
        )
        panes = "".join(
            path(f"M{dx - 11} {-height * k}v-20q11 -18 22 0v20Z", glass, stroke=darken(stone, 0.2), stroke_width=4)
            for k in ((0.78, 0.5) if height > 260 else (0.66,))
        )
        return body + crown + pole + cone + panes

    wall = rect(-290, -176, 580, 176, painter.downward(stone, 0.08, 0.1)) + "".join(
        rect(-290 + k * 40, -198, 24, 26, stone) for k in range(15)
    )
    bricks = stroke(
        "".join(
            f"M{painter.between(-270, 250):.0f} {painter.between(-160, -20):.0f}h{painter.between(20, 40):.0f}"
            for _ in range(26)
        ),
        darken(stone, 0.14),
        5,
        opacity=0.5,
    )
    gate = (
        path("M-66 0V-86Q-66 -150 0 -150Q66 -150 66 -86V0Z", darken(stone, 0.22))
        + path("M-54 0V-84Q-54 -138 0 -138Q54 -138 54 -84V0Z", painter.sideways(seen("#8f5f43")))
        + stroke("M0 -136V0M-27 -128V0M27 -128V0", darken(seen("#8f5f43"), 0.25), 4)
        + circle(14, -60, 6, seen("#ffd25e"))
    )
    back = tower(-96, 84, 400) + tower(104, 84, 370) + tower(0, 112, 480)
    front = tower(-292, 112, 268) + tower(292, 112, 268)
    glow = (
        "".join(painter.glow(x + dx, y - dy, 90, buildings.LIT, 0.5) for dx, dy in ((-292, 190), (292, 190), (0, 330)))
        if painter.light.is_night
        else ""
    )
    return painter.shadow(x, y + 4, 760, 0.3) + group(back, wall, bricks, front, gate, transform=translate(x, y)) + glow


def _topiary(painter: Painter, x: float, y: float) -> str:
    """Return a bush cut to two balls, in a pot."""
    green, clay = painter.light.leaves("#55a560"), painter.light.outdoors("#d98a6a")
    balls = circle(0, -112, 56, painter.rounded(green)) + circle(0, -192, 38, painter.rounded(green))
    return painter.shadow(x, y, 120, 0.34) + group(
        rect(-6, -76, 12, 40, painter.light.outdoors("#8a5a3c")),
        balls,
        path("M-38 -46H38L28 0H-28Z", painter.sideways(clay)),
        rect(-43, -54, 86, 16, lighten(clay, 0.1), rx=5),
        transform=translate(x, y),
    )
