"""Rooms: bedroom, living room, kitchen, classroom, library. Their windows show the time and the weather outside."""

from soridam.book.draw.colors import darken, lighten
from soridam.book.draw.scenery import furniture as f
from soridam.book.draw.scenery.painter import WIDTH, Painter, Setting, Surface
from soridam.book.draw.svg import Box, circle, ellipse, group, path, rect, stroke, translate

FLOOR = 800.0
AIR = Box(120, 130, WIDTH - 120, 640)


def _room(
    back: list[str], surfaces: tuple[Surface, ...], *, bed: Surface | None = None, shows: frozenset[str] = frozenset()
) -> Setting:
    return Setting(
        "".join(back), "", far=915, near=1095, horizon=FLOOR, air=AIR, surfaces=surfaces, bed=bed, shows=shows
    )


def bedroom(painter: Painter) -> Setting:
    """Return a bed under a quilt, a window with curtains, a bedside table with a lamp, stars over the bed."""
    paper, quilt, curtain = painter.rng.choice(
        (
            ("#cfe0f5", "#f2a0b0", "#f7c46c"),
            ("#f7dbe4", "#7fb6e0", "#b48ad6"),
            ("#dcefd6", "#f2b06a", "#7fc0a0"),
            ("#e3dbf5", "#8fd0c0", "#f2a0b0"),
        )
    )
    right = painter.mirrored()
    bed_x, side = (1150.0, 745.0) if right else (386.0, 791.0)
    pane = Box(430, 190, 760, 530) if right else Box(776, 190, 1106, 530)
    shelf = 200.0 if right else 1336.0
    back = [
        f.wall(painter, paper, FLOOR, "stars"),
        f.floor_boards(painter, "#dcb083", FLOOR),
        f.window(painter, pane, curtain=curtain),
        f.sunbeam(painter, pane, FLOOR),
        f.picture(painter, bed_x + (150 if right else -150), 330, 190, 150),
        _star_garland(painter, bed_x),
        f.bookshelf(painter, shelf, 826, 270, 3, 118, "#e3b98a"),
        f.bed(painter, bed_x, 880, 640, quilt, mirrored=right),
        f.rug(painter, 768, 1010, 760, quilt),
        f.table(painter, side, 884, 170, 150, "#d9a36c"),
        _bedside_lamp(painter, side, 722),
    ]
    toys = _blocks(painter, shelf + (40 if right else -40), 890)
    top = Surface(shelf - 110, shelf + 110, 826 - 374)
    mattress = Surface(bed_x - 270, bed_x + 270, 742)
    return _room([*back, toys], (top,), bed=mattress, shows=frozenset({"bed"}))


def _star_garland(painter: Painter, x: float) -> str:
    """Paper stars on a string over the bed, which shine a little at night."""
    gold = f.LAMP if painter.light.is_night else painter.light.indoors("#ffd76e")
    cord = stroke(f"M{x - 300} 96Q{x} 230 {x + 300} 96", painter.light.indoors("#fffaf0"), 4)
    parts = []
    for place in range(7):
        t = (place + 0.5) / 7
        px, py = x - 300 + 600 * t, 96 + 2 * t * (1 - t) * 134 + 20
        if painter.light.is_night:
            parts.append(painter.glow(px, py, 60, f.LAMP, 0.6))
        parts.append(
            path(
                "M0 -20L6 -7 20 -6 9 4 12 18 0 11-12 18-9 4-20 -6-6 -7Z",
                gold,
                stroke=gold,
                stroke_width=6,
                stroke_linejoin="round",
                transform=translate(px, py),
            )
        )
    return cord + "".join(parts)


def _bedside_lamp(painter: Painter, x: float, y: float) -> str:
    lit = painter.light.is_night
    shade = f.LAMP if lit else painter.light.indoors("#fff0c9")
    glow = painter.glow(x, y - 70, 430, f.LAMP, 0.85) if lit else ""
    return glow + group(
        path("M-26 0Q-20 -40 -8 -44H8Q20 -40 26 0Z", painter.rounded(painter.light.indoors("#7fb6e0"))),
        path("M-34 -110H34L54 -42H-54Z", painter.downward(shade, 0.3, 0.08)),
        transform=translate(x, y),
    )


def _blocks(painter: Painter, x: float, y: float) -> str:
    """Three building blocks."""
    parts = [painter.shadow(x, y + 2, 190, 0.3)]
    for dx, dy, color in ((-44, 0, "#f0786a"), (30, 0, "#6fa8e0"), (-8, -62, "#ffcb5c")):
        tone = painter.light.indoors(color)
        parts.append(
            rect(x + dx - 30, y + dy - 62, 62, 62, painter.downward(tone), rx=8)
            + rect(x + dx - 19, y + dy - 51, 40, 40, lighten(tone, 0.35), rx=6)
        )
    return "".join(parts)


def living_room(painter: Painter) -> Setting:
    """Return a sofa with cushions, a low table, a floor lamp, pictures, a plant, a wide window."""
    paper, cloth, curtain, rug = painter.rng.choice(
        (
            ("#f7e6cc", "#7fb6a8", "#e89a7a", "#e8b86a"),
            ("#dfeaf2", "#e89a8a", "#8fb6d9", "#9fc3e0"),
            ("#f2e0dc", "#8fa6d9", "#d9a0b8", "#d99aa8"),
        )
    )
    right = painter.mirrored()
    sofa_x, pane = (1090.0, Box(170, 180, 560, 540)) if right else (446.0, Box(976, 180, 1366, 540))
    lamp = 1450.0 if right else 86.0
    shelf = 690.0 if right else 846.0
    back = [
        f.wall(painter, paper, FLOOR, "panels"),
        f.floor_boards(painter, "#cf9d6c", FLOOR),
        f.window(painter, pane, curtain=curtain),
        f.sunbeam(painter, pane, FLOOR),
        f.picture(painter, sofa_x - 130, 330, 190, 150),
        f.picture(painter, sofa_x + 110, 300, 150, 190),
        f.floor_lamp(painter, lamp, 850, 480),
        f.bookshelf(painter, shelf, 824, 210, 3, 112),
        f.plant(painter, 90 if right else 1446, 876, 300),
        f.sofa(painter, sofa_x, 876, 620, cloth),
        f.rug(painter, 768, 1024, 900, rug),
        f.table(painter, sofa_x + (-420 if right else 420), 944, 300, 120, "#c08a58"),
    ]
    coffee = sofa_x + (-420 if right else 420)
    tops = (Surface(coffee - 130, coffee + 130, 812), Surface(shelf - 80, shelf + 80, 824 - 356))
    return _room(back, tops, shows=frozenset({"sofa"}))


def kitchen(painter: Painter) -> Setting:
    """Cupboards and a stove, a window over the sink, a table with a cloth, pans on hooks."""
    paper, front_color, cloth = painter.rng.choice(
        (("#fdeecb", "#7fc0b0", "#f2a0a0"), ("#e6f2f0", "#f2b06a", "#8fc0e0"), ("#fbe3dc", "#8fb6d9", "#ffd98a"))
    )
    right = painter.mirrored()
    pane = Box(560, 180, 930, 450)
    fridge, stove = (150.0, 1330.0) if right else (1386.0, 206.0)
    back = [
        f.wall(painter, paper, FLOOR, "dots"),
        _wall_tiles(painter),
        f.floor_tiles(painter, "#f3e3cc", "#d9b894", FLOOR),
        f.window(painter, pane),
        _counter(painter, front_color),
        _stove(painter, stove, 836),
        _fridge(painter, fridge, 850),
        _hood_and_pans(painter, stove, right=right),
        _wall_shelf(painter, 1170 if not right else 366, 330),
        f.pendant(painter, 768, 120, "#f0786a"),
        f.table(painter, 768, 1000, 620, 178, "#c98f5c", cloth),
    ]
    left_counter = Surface(330, 560, 598)
    return _room(back, (Surface(500, 1036, 808), left_counter, Surface(960, 1200, 598)))


def _wall_tiles(painter: Painter) -> str:
    tile = painter.light.indoors("#ffffff")
    lines = "".join(f"M0 {y}H{WIDTH}" for y in range(480, 620, 46)) + "".join(
        f"M{x} 470V604" for x in range(20, WIDTH, 62)
    )
    return rect(0, 470, WIDTH, 134, tile, opacity=0.65) + stroke(lines, darken(tile, 0.12), 3, opacity=0.6)


def _counter(painter: Painter, color: str) -> str:
    seen = painter.light.indoors
    front, top = seen(color), seen("#f3e0c3")
    doors = "".join(
        rect(
            x,
            640,
            176,
            158,
            painter.downward(lighten(front, 0.08), 0.08, 0.1),
            rx=10,
            stroke=darken(front, 0.16),
            stroke_width=3,
        )
        + circle(x + (152 if k % 2 == 0 else 24), 700, 9, seen("#ffe2a0"))
        for k, x in enumerate(range(16, WIDTH, 190))
    )
    sink = rect(640, 588, 220, 18, darken(seen("#c9d3dc"), 0.05), rx=8) + stroke(
        "M750 590V536Q750 506 784 506Q808 508 806 534", seen("#b9c6d2"), 13
    )
    return (
        rect(0, 610, WIDTH, 200, darken(front, 0.06))
        + doors
        + rect(-10, 600, WIDTH + 20, 28, painter.downward(top, 0.14, 0.12))
        + sink
        + rect(0, 792, WIDTH, 14, darken(front, 0.3))
    )


def _stove(painter: Painter, x: float, y: float) -> str:
    seen = painter.light.indoors
    white, dark = seen("#f7f7f5"), seen("#5a6472")
    oven = (
        rect(x - 120, y - 236, 240, 236, painter.downward(white, 0.1, 0.12), rx=14)
        + rect(x - 90, y - 150, 180, 116, dark, rx=12)
        + rect(x - 78, y - 138, 156, 92, "#ffb45a" if painter.light.is_night else lighten(dark, 0.2), rx=8)
    )
    knobs = "".join(circle(x + dx, y - 186, 12, seen("#e8766a")) for dx in (-78, -26, 26, 78))
    pot = (
        path(f"M{x - 96} {y - 242}v-54h120v54q0 12 -14 12h-92q-14 0 -14 -12Z", painter.sideways(seen("#f0605a")))
        + stroke(f"M{x - 100} {y - 298}h128", lighten(seen("#f0605a"), 0.2), 12)
        + circle(x - 36, y - 312, 10, dark)
    )
    steam = stroke(
        f"M{x - 66} {y - 336}q-16 -22 0 -44t0 -44M{x - 16} {y - 336}q-16 -22 0 -44t0 -44", "#ffffff", 8, opacity=0.5
    )
    return painter.shadow(x, y, 260, 0.3) + oven + knobs + pot + steam


def _fridge(painter: Painter, x: float, y: float) -> str:
    seen = painter.light.indoors
    body = seen("#bfe0e6")
    notes = "".join(
        rect(x + dx, y - dy, 36, 42, seen(color), transform=f"rotate({turn} {x + dx + 18} {y - dy + 20})")
        for dx, dy, color, turn in ((-60, 250, "#ffe08a", -6), (-8, 230, "#ffb3c0", 5), (-46, 180, "#c9f0c0", 3))
    )
    return (
        painter.shadow(x, y, 270, 0.34)
        + rect(x - 122, y - 540, 244, 540, painter.sideways(body, 0.2, 0.14), rx=30)
        + stroke(f"M{x - 120} {y - 344}H{x + 120}", darken(body, 0.2), 6)
        + stroke(f"M{x + 88} {y - 480}v80M{x + 88} {y - 300}v100", seen("#f7f7f5"), 13)
        + notes
    )


def _hood_and_pans(painter: Painter, x: float, *, right: bool) -> str:
    seen = painter.light.indoors
    steel, copper = seen("#c9d3dc"), seen("#d98a5c")
    hood = path(f"M{x - 60} 0V210L{x - 130} 300H{x + 130}L{x + 60} 210V0Z", painter.sideways(steel)) + rect(
        x - 136, 296, 272, 22, darken(steel, 0.1), rx=8
    )
    rail_x = x + (-330 if right else 200)
    pans = stroke(f"M{rail_x - 20} 250H{rail_x + 170}", seen("#8a6a52"), 8)
    for dx, radius in ((10, 34), (80, 28), (144, 32)):
        pans += stroke(f"M{rail_x + dx} 254v58", seen("#6a5a58"), 8) + circle(
            rail_x + dx, 312 + radius, radius, painter.rounded(copper)
        )
    return hood + pans


def _wall_shelf(painter: Painter, x: float, y: float) -> str:
    seen = painter.light.indoors
    parts = [rect(x - 140, y, 280, 18, painter.downward(seen("#c98f5c")), rx=6)]
    for dx, color in ((-104, "#f2b84a"), (-44, "#7fb6e0"), (16, "#e8766a")):
        tone = seen(color)
        parts.append(
            rect(x + dx - 22, y - 62, 44, 62, painter.sideways(tone), rx=10)
            + rect(x + dx - 24, y - 74, 48, 16, lighten(tone, 0.4), rx=6)
        )
    parts.append(
        group(
            path("M-28 0Q-30 -30 0 -34Q30 -30 28 0Z", painter.rounded(seen("#fffaf0"))), transform=translate(x + 92, y)
        )
    )
    return "".join(parts)


def classroom(painter: Painter) -> Setting:
    """Return a green board, little desks, paper chains, drawings on the wall, a clock."""
    right = painter.mirrored()
    pane = Box(1130, 190, 1440, 520) if right else Box(96, 190, 406, 520)
    board = 640.0 if right else 896.0
    back = [
        f.wall(painter, painter.pick(("#fdeecb", "#e3f0e6", "#e6ecf7")), FLOOR, "panels"),
        f.floor_boards(painter, "#e0bd8c", FLOOR),
        f.window(painter, pane, curtain="#8fc3a8"),
        f.sunbeam(painter, pane, FLOOR),
        _board(painter, board),
        f.clock(painter, 170 if right else 1366, 250, 62),
        "".join(f.picture(painter, (90 if right else 1286) + k * 160, 430, 126, 104) for k in range(2)),
        f.bookshelf(painter, 140 if right else 1396, 836, 250, 2, 112, "#e3b98a"),
        _paper_chain(painter),
    ]
    for x in (430, 768, 1106):
        back.append(_desk(painter, x, 884, 210))
    return _room(back, tuple(Surface(x - 90, x + 90, 884 - 132) for x in (430, 768, 1106)))


def _board(painter: Painter, x: float) -> str:
    """Return a board with drawings in chalk: a sun, a house, a flower."""
    seen = painter.light.indoors
    green, wood = seen("#4f8f74"), seen("#c98f5c")
    chalk = seen("#fdfdf2")
    drawing = (
        stroke("M-230 20V-60L-170 -110L-110 -60V20ZM-186 20V-24h32V20", chalk, 7)
        + circle(-20, -90, 30, "none", stroke="#ffe08a", stroke_width=7)
        + stroke("M-20 -140v-14M-20 -40v14M-70 -90h-14M30 -90h14M-55 -125l-10 -10M15 -125l10 -10", "#ffe08a", 7)
        + stroke("M150 30V-60M150 0q26 -30 44 -10M150 10q-24 -26 -42 -8", "#a8e0a0", 7)
        + "".join(
            circle(150 + dx, -80 + dy, 17, "#ff9db5") for dx, dy in ((0, -22), (22, -4), (14, 20), (-14, 20), (-22, -4))
        )
        + circle(150, -80, 12, "#ffe08a")
    )
    tray = (
        rect(x - 300, 566, 600, 16, darken(wood, 0.1), rx=5)
        + rect(x - 200, 556, 40, 10, "#ffffff", rx=4)
        + rect(x - 140, 556, 34, 10, "#ffd98a", rx=4)
    )
    return (
        rect(x - 300, 230, 600, 336, painter.downward(green, 0.1, 0.1), stroke=wood, stroke_width=22, rx=8)
        + group(drawing, transform=translate(x, 430))
        + tray
    )


def _paper_chain(painter: Painter) -> str:
    colors = ("#f0786a", "#ffcb5c", "#7fc08a", "#6fa8e0", "#b48ad6")
    parts = []
    for place in range(36):
        t = (place + 0.5) / 36
        wave = (t * 3) % 1
        parts.append(
            ellipse(
                t * WIDTH,
                40 + 4 * wave * (1 - wave) * 74,
                25,
                15,
                "none",
                stroke=painter.light.indoors(colors[place % 5]),
                stroke_width=9,
            )
        )
    return "".join(parts)


def _desk(painter: Painter, x: float, y: float, width: float) -> str:
    seen = painter.light.indoors
    wood, steel = seen("#e8bd84"), seen("#8fa0b4")
    legs = stroke(f"M{x - 84} {y - 116}L{x - 92} {y}M{x + 84} {y - 116}L{x + 92} {y}", steel, 11)
    body = rect(x - width / 2, y - 132, width, 26, painter.downward(wood, 0.16, 0.12), rx=10) + rect(
        x - width / 2 + 14, y - 106, width - 28, 34, darken(wood, 0.18), rx=6
    )
    return painter.shadow(x, y + 2, width, 0.3) + legs + body


def library(painter: Painter) -> Setting:
    """Walls of books with a ladder, a reading lamp, an armchair, a window seat."""
    wood = painter.pick(("#a8744a", "#8f6244", "#b98a5c"))
    right = painter.mirrored()
    pane = Box(660, 150, 876, 520)
    chair = 250.0 if right else 1286.0
    back = [
        f.wall(painter, painter.pick(("#e8d9c0", "#d3dfe0", "#e3d3d9")), FLOOR, "plain"),
        f.floor_boards(painter, "#b98458", FLOOR),
        f.bookshelf(painter, 150, 820, 330, 6, 126, wood),
        f.bookshelf(painter, 470, 820, 290, 6, 126, wood),
        f.bookshelf(painter, 1066, 820, 290, 6, 126, wood),
        f.bookshelf(painter, 1386, 820, 330, 6, 126, wood),
        f.window(painter, pane, curtain="#b0566a"),
        f.sunbeam(painter, pane, FLOOR),
        _ladder(painter, 1040 if right else 500),
        f.pendant(painter, 768, 70, "#5f9a8a", 0.8),
        f.rug(painter, 768, 1010, 860, "#b0566a"),
        _armchair(painter, chair, 900),
        f.floor_lamp(painter, chair + (-150 if right else 150), 870, 430, "#ffe3b0"),
        f.table(painter, 768, 890, 300, 150, "#a8744a"),
        _piles(painter, WIDTH - chair, 900),
    ]
    return _room(back, (Surface(640, 896, 728),))


def _ladder(painter: Painter, x: float) -> str:
    wood = painter.light.indoors("#d9a86c")
    rungs = "".join(f"M{x - 44 + k * 6} {840 - k * 84}h78" for k in range(9))
    return stroke(f"M{x - 56} 880L{x + 10} 60M{x + 36} 880L{x + 84} 60", wood, 15) + stroke(
        rungs, darken(wood, 0.12), 11
    )


def _armchair(painter: Painter, x: float, y: float) -> str:
    cloth = painter.light.indoors(painter.pick(("#d9785f", "#5f8fb4", "#6fa080")))
    back = path("M-130 -70V-250Q-130 -330 0 -330Q130 -330 130 -250V-70Z", painter.rounded(cloth, 0.2, 0.2))
    buttons = "".join(
        circle(dx, dy, 7, darken(cloth, 0.2))
        for dx, dy in ((-56, -250), (0, -264), (56, -250), (-30, -200), (30, -200))
    )
    seat = rect(-112, -150, 224, 90, painter.downward(lighten(cloth, 0.12), 0.14, 0.1), rx=32)
    arms = "".join(rect(px, -190, 66, 172, painter.sideways(cloth), rx=33) for px in (-168, 102))
    feet = stroke("M-112 -20V0M112 -20V0", painter.light.indoors("#6a4a38"), 17) + rect(
        -120, -66, 240, 48, darken(cloth, 0.1), rx=16
    )
    return painter.shadow(x, y + 2, 350, 0.4) + group(back, buttons, feet, seat, arms, transform=translate(x, y))


def _piles(painter: Painter, x: float, y: float) -> str:
    """Return two piles of books on the floor."""
    parts = [painter.shadow(x, y + 2, 260, 0.3)]
    for dx, count in ((-60, 5), (66, 3)):
        for place in range(count):
            width = painter.between(96, 124)
            tone = painter.light.indoors(painter.pick(f.SPINES))
            left, top = x + dx - width / 2 + painter.between(-8, 8), y - 28 * (place + 1)
            parts.append(
                rect(left, top, width, 27, painter.downward(tone), rx=5)
                + rect(left + 8, top + 6, width - 14, 15, "#fff6e0", rx=3, opacity=0.85)
                + rect(left, top, 22, 27, tone, rx=5)
            )
    return "".join(parts)
