"""What stands and hangs in rooms: windows with the world outside, beds, shelves, lamps, tables, rugs.

Every piece is drawn with the middle of its foot at (x, y), if nothing else is said.
"""

import itertools
import random

from soridam.book.draw.colors import darken, lighten
from soridam.book.draw.scenery import land
from soridam.book.draw.scenery.painter import HEIGHT, WIDTH, Painter
from soridam.book.draw.scenery.sky import falling, paint_sky
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
    scale,
    stroke,
    translate,
)

LAMP = "#ffdf8a"
SPINES = ("#e8766a", "#f2b84a", "#6fb38a", "#6f9fe0", "#b48ad6", "#e89ab8", "#5fb8c0", "#d9a06a")


def window(painter: Painter, box: Box, *, curtain: str | None = None, frame: str = "#fffaf0") -> str:
    """Return a window on the land outside, at this time and in this weather, with curtains if a color is given."""
    wood = painter.light.indoors(frame)
    size = max(box.width / WIDTH, box.height / 860) * 1.02
    view = group(
        paint_sky(painter, 620, clouds=2),
        land.hill(painter, land.rolling(painter, 640, 40, 2.2), "#9bd695", 0.5, texture=0),
        land.hill(painter, land.rolling(painter, 740, 30, 1.6), "#7fc95c", 0.1, texture=0),
        falling(painter, 200, near=True),
        transform=f"{translate(box.left - (WIDTH * size - box.width) / 2, box.top - 10)} {scale(size)}",
    )
    x, y = box.center
    pane = rect(box.left, box.top, box.width, box.height, "#ffffff")
    bars = stroke(f"M{number(x)} {box.top}V{box.bottom}M{box.left} {number(y)}H{box.right}", wood, 12)
    rim = rect(box.left, box.top, box.width, box.height, "none", stroke=wood, stroke_width=22, rx=6)
    shine = path(
        f"M{number(box.left + box.width * 0.1)} {box.bottom}L{number(box.left + box.width * 0.4)} {box.top}"
        f"h{number(box.width * 0.1)}L{number(box.left + box.width * 0.2)} {box.bottom}Z",
        "#ffffff",
        fill_opacity=0.14,
    )
    sill = rect(box.left - 30, box.bottom + 6, box.width + 60, 24, painter.downward(wood, 0.1, 0.14), rx=8)
    return (
        group(view, clip_path=painter.canvas.clip(pane))
        + shine
        + bars
        + rim
        + sill
        + (_curtains(painter, box, curtain) if curtain else "")
    )


def _curtains(painter: Painter, box: Box, color: str) -> str:
    cloth, rod = painter.light.indoors(color), painter.light.indoors("#b98a5c")
    foot = box.bottom + 70
    parts = []
    for side in (-1, 1):
        edge = box.left - 46 if side < 0 else box.right + 46
        width = box.width * 0.26 * -side
        drape = (
            f"M{number(edge)} {box.top - 40}H{number(edge + width)}Q{number(edge + width * 0.94)} "
            f"{number(box.top + box.height * 0.4)} {number(edge + width * 0.44)} "
            f"{number(box.top + box.height * 0.62)}Q{number(edge + width * 0.7)} {number(box.bottom)} "
            f"{number(edge + width * 0.62)} {number(foot)}H{number(edge - width * 0.06)}Z"
        )
        folds = "".join(
            f"M{number(edge + width * k)} {box.top - 36}Q{number(edge + width * k * 0.9)} "
            f"{number(box.top + box.height * 0.4)} {number(edge + width * (0.1 + k * 0.3))} "
            f"{number(box.top + box.height * 0.6)}"
            for k in (0.25, 0.5, 0.75)
        )
        tie = stroke(
            f"M{number(edge - width * 0.02)} {number(box.top + box.height * 0.62)}H{number(edge + width * 0.46)}",
            lighten(cloth, 0.4),
            15,
        )
        parts.append(
            path(drape, painter.sideways(cloth, 0.12, 0.12)) + stroke(folds, darken(cloth, 0.16), 5, opacity=0.5) + tie
        )
    pole = stroke(f"M{box.left - 76} {box.top - 44}H{box.right + 76}", rod, 14)
    knobs = circle(box.left - 80, box.top - 44, 14, rod) + circle(box.right + 80, box.top - 44, 14, rod)
    return "".join(parts) + pole + knobs


def sunbeam(painter: Painter, box: Box, floor: float) -> str:
    """Light that falls through a window on the floor."""
    light = painter.light
    if light.is_gray:
        return ""
    color = {"morning": "#ffe9b8", "day": "#fff8dc", "sunset": "#ffc08a", "night": "#b9c8ff"}[light.time]
    lean = -260 if painter.sun_on_the_right else 260
    paint = painter.canvas.linear((Stop(0, color, 0.0), Stop(0.35, color, 0.3), Stop(1, color, 0.06)))
    return path(
        f"M{number(box.left)} {number(box.bottom)}H{number(box.right)}L{number(box.right + lean + 120)} "
        f"{number(floor + 240)}H{number(box.left + lean - 60)}Z",
        paint,
    )


def wall(painter: Painter, color: str, floor: float, pattern: str) -> str:
    """Return a papered wall with a skirting board; `pattern` is stripes, dots, stars, panels or plain."""
    paper = painter.light.indoors(color)
    light, dark = lighten(paper, 0.3), darken(paper, 0.1)
    parts = [
        rect(
            0,
            0,
            WIDTH,
            floor,
            painter.canvas.linear((Stop(0, darken(paper, 0.1)), Stop(0.5, paper), Stop(1, lighten(paper, 0.12)))),
        )
    ]
    match pattern:
        case "stripes":
            parts.append(path("".join(f"M{x} 0h48V{floor}h-48Z" for x in range(0, WIDTH, 96)), light, fill_opacity=0.4))
        case "dots":
            dots = "".join(
                f"M{x + (row % 2) * 48} {y}h0"
                for row, y in enumerate(range(36, int(floor), 66))
                for x in range(24, WIDTH, 96)
            )
            parts.append(stroke(dots, light, 15, opacity=0.6))
        case "stars":
            marks = "".join(
                f"M{x + (row % 2) * 70} {y - 11}l4 8 9 3-9 3-4 8-4-8-9-3 9-3Z"
                for row, y in enumerate(range(50, int(floor), 92))
                for x in range(40, WIDTH, 140)
            )
            parts.append(path(marks, light, fill_opacity=0.75))
        case "panels":
            top = floor - 250
            parts.append(
                rect(0, top, WIDTH, 250, lighten(paper, 0.4))
                + "".join(
                    rect(x + 14, top + 36, 164, 180, "none", stroke=dark, stroke_width=5, rx=8, stroke_opacity=0.5)
                    for x in range(0, WIDTH, 192)
                )
            )
            parts.append(rect(0, top - 8, WIDTH, 16, lighten(paper, 0.55)))
    board = lighten(paper, 0.6)
    return "".join(parts) + rect(0, floor - 34, WIDTH, 34, painter.downward(board, 0.1, 0.14))


def floor_boards(painter: Painter, color: str, floor: float) -> str:
    wood = painter.light.indoors(color)
    seams = "".join(
        f"M{number(768 + (x - 768) * 0.72)} {floor}L{number(768 + (x - 768) * 1.4)} {HEIGHT}"
        for x in range(-500, 2100, 120)
    )
    joints = "".join(
        f"M{painter.between(0, WIDTH):.0f} {y}h{painter.between(60, 100):.0f}"
        for y in (floor + 50, floor + 110, floor + 180, floor + 250)
        for _ in range(4)
    )
    return (
        rect(0, floor, WIDTH, HEIGHT - floor, painter.downward(wood, 0.06, 0.12))
        + stroke(seams, darken(wood, 0.2), 4, opacity=0.5)
        + stroke(joints, darken(wood, 0.2), 4, opacity=0.4)
    )


def floor_tiles(painter: Painter, color: str, other: str, floor: float) -> str:
    one, two = painter.light.indoors(color), painter.light.indoors(other)
    parts = [rect(0, floor, WIDTH, HEIGHT - floor, painter.downward(one, 0.06, 0.1))]
    rows = [floor, floor + 46, floor + 104, floor + 176, floor + 266, HEIGHT]
    squares = []
    for row, (top, bottom) in enumerate(itertools.pairwise(rows)):
        a, b = ((0.72 + 0.68 * (y - floor) / (HEIGHT - floor)) for y in (top, bottom))
        for place in range(-6, 24):
            if (place + row) % 2 == 0:
                left, right = place * 110 - 300, place * 110 - 190
                squares.append(
                    f"M{number(768 + (left - 468) * a)} {top}L{number(768 + (right - 468) * a)} {top}"
                    f"L{number(768 + (right - 468) * b)} {bottom}L{number(768 + (left - 468) * b)} {bottom}Z"
                )
    return "".join(parts) + path("".join(squares), two, fill_opacity=0.7)


def rug(painter: Painter, x: float, y: float, width: float, color: str) -> str:
    cloth = painter.light.indoors(color)
    rings = ((1.0, cloth), (0.86, lighten(cloth, 0.45)), (0.74, cloth), (0.42, lighten(cloth, 0.3)))
    return "".join(
        ellipse(x, y, width / 2 * k, width * 0.13 * k, painter.downward(tone, 0.06, 0.06)) for k, tone in rings
    )


def bed(painter: Painter, x: float, y: float, width: float, quilt: str, *, mirrored: bool = False) -> str:
    """Return a child's bed seen from the side, its pillow at the left."""
    seen = painter.light.indoors
    wood, cloth, linen = seen("#c98f5f"), seen(quilt), seen("#fffaf2")
    k = width / 600
    head = path("M-300 0V-250Q-300 -300 -250 -300H-240Q-200 -300 -200 -250V0Z", painter.sideways(wood)) + path(
        "M240 0V-170Q240 -210 270 -210Q300 -210 300 -170V0Z", painter.sideways(wood)
    )
    mattress = rect(-260, -130, 530, 80, linen, rx=18) + rect(
        -280, -70, 560, 44, painter.downward(darken(wood, 0.08)), rx=10
    )
    pillow = path(
        "M-250 -138Q-266 -206 -210 -206H-120Q-76 -200 -88 -140Q-170 -126 -250 -138Z", painter.rounded(linen, 0.3, 0.1)
    )
    cover = path(
        "M-120 -150Q20 -196 268 -150Q282 -90 270 -46Q80 -30 -128 -46Q-146 -100 -120 -150Z",
        painter.downward(cloth, 0.2, 0.14),
    )
    places = ((-60, -110), (10, -80), (60, -130), (120, -86), (180, -126), (230, -84), (-90, -68))
    dots = stroke("".join(f"M{dx} {dy}h0" for dx, dy in places), lighten(cloth, 0.5), 24, opacity=0.8)
    fold = path("M-128 -146Q-90 -172 -60 -168Q-80 -110 -86 -44L-128 -46Q-146 -100 -128 -146Z", linen)
    return painter.shadow(x, y + 2, width * 1.02, 0.4) + group(
        head, mattress, pillow, cover, dots, fold, transform=f"{translate(x, y)} {scale(-k if mirrored else k, k)}"
    )


def bookshelf(
    painter: Painter, x: float, y: float, width: float, rows: int, row_height: float, color: str = "#b98356"
) -> str:
    """Shelves full of books, with a gap here and there."""
    wood = painter.light.indoors(color)
    height = rows * row_height + 20
    left, inner = x - width / 2, darken(wood, 0.42)
    shape = random.Random(painter.rng.random())
    parts = [
        painter.shadow(x, y + 2, width * 1.04, 0.36),
        rect(left, y - height, width, height, painter.sideways(wood), rx=8),
    ]
    by_color: dict[str, list[str]] = {}
    for row in range(rows):
        base = y - 14 - row * row_height
        parts.append(rect(left + 14, base - row_height + 14, width - 28, row_height - 14, inner))
        at = left + 20
        while at < left + width - 40:
            if shape.random() < 0.12:
                at += shape.uniform(18, 44)
                continue
            wide, high = shape.uniform(14, 26), (row_height - 24) * shape.uniform(0.62, 0.94)
            by_color.setdefault(shape.choice(SPINES), []).append(
                f"M{number(at)} {number(base)}v{number(-high)}h{number(wide)}v{number(high)}Z"
            )
            at += wide + 2
    books = "".join(path("".join(shapes), painter.light.indoors(tone)) for tone, shapes in by_color.items())
    bands = "".join(
        f"M{number(left + 20)} {number(y - 14 - row * row_height - row_height * 0.26)}H{number(left + width - 22)}"
        for row in range(rows)
    )
    return "".join(parts) + books + stroke(bands, "#ffffff", 4, opacity=0.16)


def floor_lamp(painter: Painter, x: float, y: float, height: float, shade: str = "#ffd9a0") -> str:
    seen = painter.light.indoors
    k = height / 420
    lit = painter.light.is_night
    cone = LAMP if lit else seen(shade)
    lamp = (
        stroke("M0 0V-330", seen("#7a5a48"), 9)
        + ellipse(0, -2, 52, 13, seen("#7a5a48"))
        + path("M-44 -420H44L82 -310H-82Z", painter.downward(cone, 0.3, 0.06))
    )
    glow = painter.glow(x, y - 350 * k, 420 * k, LAMP, 0.75) if lit else ""
    return glow + painter.shadow(x, y, 110 * k, 0.3) + group(lamp, transform=f"{translate(x, y)} {scale(k)}")


def pendant(painter: Painter, x: float, length: float, color: str, size: float = 1.0) -> str:
    """Return a lamp that hangs from the ceiling."""
    seen = painter.light.indoors
    lit = painter.light.is_night
    glow = painter.glow(x, length + 40, 360 * size, LAMP, 0.7) if lit else ""
    shade = path("M-16 -40Q-70 -30 -82 30H82Q70 -30 16 -40Z", painter.sideways(seen(color))) + ellipse(
        0, 31, 60, 15, LAMP if lit else seen("#fff3cf")
    )
    return (
        glow
        + stroke(f"M{number(x)} 0V{number(length - 30)}", seen("#6a5a58"), 5)
        + group(shade, transform=f"{translate(x, length)} {scale(size)}")
    )


def picture(painter: Painter, x: float, y: float, width: float, height: float) -> str:
    """Return a framed picture; (x, y) is its middle."""
    seen = painter.light.indoors
    frame, sky = (
        seen(painter.pick(("#c99a5f", "#fff6e6", "#a5715a"))),
        seen(painter.pick(("#bfe3f5", "#ffe3c2", "#e3d3f5", "#d3f0da"))),
    )
    left, top = x - width / 2, y - height / 2
    kind = painter.pick(("hill", "flower", "heart"))
    if kind == "hill":
        motif = path(
            f"M{left} {top + height}Q{x - width * 0.2} {top + height * 0.4} {x} {top + height * 0.7}"
            f"Q{x + width * 0.25} {top + height * 0.4} {left + width} {top + height}Z",
            seen("#7fb86a"),
        ) + circle(x + width * 0.24, top + height * 0.26, height * 0.12, seen("#ffc94a"))
    elif kind == "flower":
        motif = (
            stroke(f"M{x} {top + height * 0.9}V{y}", seen("#5fa05a"), 6)
            + "".join(
                ellipse(
                    0,
                    -height * 0.14,
                    height * 0.08,
                    height * 0.13,
                    seen("#f08fae"),
                    transform=f"{translate(x, y)} {rotate(a)}",
                )
                for a in range(0, 360, 60)
            )
            + circle(x, y, height * 0.09, seen("#ffd25e"))
        )
    else:
        s = height / 120
        motif = path(
            "M0 36C-60 -6 -34 -50 0 -22C34 -50 60 -6 0 36Z", seen("#f0788a"), transform=f"{translate(x, y)} {scale(s)}"
        )
    clip = painter.canvas.clip(rect(left, top, width, height, "#ffffff"))
    return (
        rect(left + 5, top + 8, width, height, "#2b2140", opacity=0.12)
        + rect(left, top, width, height, sky)
        + group(motif, clip_path=clip)
        + rect(left, top, width, height, "none", stroke=frame, stroke_width=15, rx=4)
    )


def table(
    painter: Painter, x: float, y: float, width: float, height: float, color: str = "#c98f5c", cloth: str | None = None
) -> str:
    """Return a table with its top at y - height, and a cloth on it if a color is given."""
    seen = painter.light.indoors
    wood = seen(color)
    half, top = width / 2, y - height
    legs = "".join(
        path(
            f"M{number(x + side * (half - 44) - 13)} {number(top + 10)}h26l-4 {number(height - 10)}h-18Z",
            painter.sideways(darken(wood, 0.1)),
        )
        for side in (-1, 1)
    )
    board = rect(x - half, top - 12, width, 32, painter.downward(wood, 0.16, 0.14), rx=14)
    cover = ""
    if cloth:
        linen = seen(cloth)
        hem, trim = (f"q{number(step / 2)} 26 {number(step)} 0" * 8 for step in (-width / 8, width / 8))
        sheet = f"M{number(x - half)} {number(top - 12)}H{number(x + half)}V{number(top + 60)}{hem}Z"
        cover = path(sheet, painter.downward(linen, 0.1, 0.12))
        cover += stroke(f"M{number(x - half)} {number(top + 44)}{trim}", lighten(linen, 0.5), 5, opacity=0.7)
    return painter.shadow(x, y + 2, width * 1.02, 0.36) + legs + board + cover


def sofa(painter: Painter, x: float, y: float, width: float, color: str) -> str:
    cloth = painter.light.indoors(color)
    k = width / 560
    back = path("M-250 -60V-210Q-250 -260 -200 -260H200Q250 -260 250 -210V-60Z", painter.downward(cloth, 0.16, 0.12))
    seam = stroke("M0 -250V-120", darken(cloth, 0.16), 5, opacity=0.6)
    seat = rect(-236, -132, 234, 76, painter.downward(lighten(cloth, 0.1), 0.16, 0.1), rx=24) + rect(
        2, -132, 234, 76, painter.downward(lighten(cloth, 0.1), 0.16, 0.1), rx=24
    )
    arms = "".join(rect(px, -186, 66, 168, painter.sideways(cloth, 0.14, 0.16), rx=32) for px in (-290, 224))
    base = rect(-256, -70, 512, 52, darken(cloth, 0.1), rx=14) + stroke(
        "M-220 -18V0M220 -18V0", painter.light.indoors("#7a5a48"), 17
    )
    cushion = rect(
        -206, -206, 96, 92, painter.rounded(painter.light.indoors("#ffd98a")), rx=22, transform=rotate(-12, -158, -160)
    ) + rect(
        120, -206, 92, 88, painter.rounded(painter.light.indoors("#f2a0b0")), rx=22, transform=rotate(10, 166, -162)
    )
    return painter.shadow(x, y + 2, width * 1.04, 0.4) + group(
        back, seam, base, seat, arms, cushion, transform=f"{translate(x, y)} {scale(k)}"
    )


def plant(painter: Painter, x: float, y: float, height: float) -> str:
    seen = painter.light.indoors
    k = height / 260
    leaves = "".join(
        path(
            "M0 0C-40 -40 -34 -110 0 -150C34 -110 40 -40 0 0Z",
            painter.sideways(seen(color)),
            transform=f"translate(0 -86) rotate({turn})",
        )
        for turn, color in ((-58, "#4f9f5f"), (58, "#4f9f5f"), (-28, "#63b56a"), (28, "#63b56a"), (0, "#74c47a"))
    )
    pot = path("M-52 -96H52L40 0H-40Z", painter.sideways(seen("#e58f6a"))) + rect(
        -58, -108, 116, 24, lighten(seen("#e58f6a"), 0.14), rx=7
    )
    return painter.shadow(x, y + 1, 130 * k, 0.34) + group(leaves, pot, transform=f"{translate(x, y)} {scale(k)}")


def clock(painter: Painter, x: float, y: float, radius: float) -> str:
    seen = painter.light.indoors
    ticks = "".join(
        stroke(f"M0 {-radius * 0.84:.1f}V{-radius * 0.72:.1f}", "#5a4a5a", 5, transform=rotate(a))
        for a in range(0, 360, 30)
    )
    hands = stroke(
        f"M0 0V{-radius * 0.62:.1f}",
        "#5a4a5a",
        6,
        transform=rotate({"morning": 0, "day": 60, "sunset": 180, "night": 300}[painter.light.time]),
    ) + stroke(
        f"M0 0V{-radius * 0.42:.1f}",
        "#5a4a5a",
        8,
        transform=rotate({"morning": 240, "day": 62, "sunset": 186, "night": 265}[painter.light.time]),
    )
    return group(
        circle(4, 7, radius, "#2b2140", opacity=0.14),
        circle(0, 0, radius, seen("#fffdf6"), stroke=seen("#e8766a"), stroke_width=radius * 0.16),
        ticks,
        hands,
        circle(0, 0, 7, "#e8766a"),
        transform=translate(x, y),
    )
