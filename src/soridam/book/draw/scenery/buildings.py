"""What people built: cottages, barns, mills, tents, towers, lamps. Windows are lit at night.

Every function draws one building with the middle of its foot at (x, y).
"""

import random

from soridam.book.draw.colors import darken, lighten, mix
from soridam.book.draw.scenery.painter import Painter
from soridam.book.draw.svg import Stop, circle, group, number, path, rect, rotate, stroke, translate

LIT = "#ffdf8a"


def window_paint(painter: Painter, depth: float = 0.0) -> str:
    """Glass: the sky's color by day, lamplight by night."""
    light = painter.light
    if light.is_night:
        return mix(LIT, light.haze, depth * 0.4)
    if light.time == "sunset":
        return light.outdoors("#ffe0a0", depth)
    return light.outdoors("#bfe6fb", depth)


def cottage(painter: Painter, x: float, y: float, width: float, *, depth: float = 0.0) -> str:
    """Return a small house with a tiled roof, a round-topped door, a chimney and flower boxes."""

    def seen(color: str) -> str:
        return painter.light.outdoors(color, depth)

    wall, roof = (
        seen(painter.pick(("#fdeccb", "#fbe0d0", "#e8f0e0", "#f6e3f0", "#fff3dc"))),
        painter.pick(("#e0654f", "#d98a4a", "#6f9fd0", "#b0679a", "#5fa58a")),
    )
    roof = painter.light.land(roof, depth)
    glass, wood = window_paint(painter, depth), seen("#8f5f43")
    pane = rect(-24, -24, 48, 48, glass, rx=4, stroke=seen("#ffffff"), stroke_width=7) + stroke(
        "M0 -22V22M-22 0H22", seen("#ffffff"), 5
    )
    box = rect(-32, 26, 64, 14, wood, rx=4) + "".join(
        circle(dx, 24, 8, seen(color))
        for dx, color in ((-22, "#ff8fb1"), (-8, "#ffd25e"), (8, "#ff8fb1"), (22, "#ffffff"))
    )
    door = path("M-30 0V-70Q-30 -102 0 -102Q30 -102 30 -70V0Z", painter.sideways(wood)) + circle(
        18, -48, 5, seen("#ffd25e")
    )
    flip = -1 if painter.mirrored() else 1
    parts = [
        rect(-64 * flip - 22, -322, 44, 90, painter.sideways(seen("#c98a6a"))),
        rect(-64 * flip - 27, -330, 54, 16, seen("#b27656"), rx=4),
        _smoke(painter, -64 * flip, -340, depth),
        path("M-118 0V-170L0 -290L118 -170V0Z", painter.sideways(wall, 0.08, 0.12)),
        path(
            "M-158 -146Q-150 -166 0 -316Q150 -166 158 -146Q150 -132 136 -142L0 -268L-136 -142Q-150 -132 -158 -146Z",
            painter.downward(roof),
            stroke=darken(roof, 0.12),
            stroke_width=3,
        ),
        circle(0, -206, 22, glass, stroke=seen("#ffffff"), stroke_width=6),
        group(door, transform=translate(-52 * flip, 0)),
        group(pane, box, transform=translate(54 * flip, -88)),
        path("M-130 4Q-126 -10 -118 0H118Q126 -10 130 4Z", seen("#a8a29a")),
    ]
    glow = (
        painter.glow(x + 54 * flip * width / 300, y - 88 * width / 300, width * 0.5, LIT, 0.5)
        if painter.light.is_night
        else ""
    )
    return (
        painter.shadow(x, y + 2, width, 0.34)
        + group(*parts, transform=f"{translate(x, y)} scale({number(width / 300)})")
        + glow
    )


def _smoke(painter: Painter, x: float, y: float, depth: float) -> str:
    color = painter.light.outdoors("#ffffff", depth)
    return "".join(
        circle(x + dx, y + dy, r, color, fill_opacity=0.5) for dx, dy, r in ((2, -14, 12), (14, -38, 16), (32, -66, 20))
    )


def hanok(painter: Painter, x: float, y: float, width: float, *, depth: float = 0.0) -> str:
    """Return a Korean house: a wide tiled roof with raised eaves, wooden posts, paper doors, a stone foot."""

    def seen(color: str) -> str:
        return painter.light.outdoors(color, depth)

    tile = painter.light.land("#5d6675", depth)
    wood, paper = (
        seen("#8a5a3c"),
        mix(LIT, painter.light.haze, depth * 0.4) if painter.light.is_night else seen("#fff4dc"),
    )
    eaves = (
        "M-206 -142Q-150 -150 -120 -236Q0 -226 120 -236Q150 -150 206 -142Q200 -120 184 -126Q0 -150 -184 -126"
        "Q-200 -120 -206 -142Z"
    )
    ridges = "".join(f"M{k * 22} -230Q{k * 27} -170 {k * 31} -134" for k in range(-5, 6))
    doors = "".join(
        rect(dx - 27, -106, 54, 100, paper, stroke=wood, stroke_width=7)
        + stroke(f"M{dx - 9} -104V-8M{dx + 9} -104V-8M{dx - 25} -72H{dx + 25}M{dx - 25} -40H{dx + 25}", wood, 3)
        for dx in (-96, -32, 32, 96)
    )
    parts = [
        rect(-150, -134, 300, 134, seen("#f6e6c8")),
        doors,
        stroke("M-146 -130V-4M-64 -130V-4M0 -130V-4M64 -130V-4M146 -130V-4", wood, 13),
        rect(-172, -8, 344, 22, painter.downward(seen("#b5aa9c")), rx=6),
        path(eaves, painter.downward(tile, 0.22, 0.18)),
        stroke(ridges, darken(tile, 0.3), 5, opacity=0.55),
        stroke("M-122 -238Q0 -228 122 -238", lighten(tile, 0.16), 15),
        stroke("M-186 -124Q0 -148 186 -124", seen("#c9a06a"), 7),
    ]
    glow = painter.glow(x, y - 60 * width / 400, width * 0.42, LIT, 0.45) if painter.light.is_night else ""
    return (
        painter.shadow(x, y + 6, width, 0.34)
        + group(*parts, transform=f"{translate(x, y)} scale({number(width / 400)})")
        + glow
    )


def barn(painter: Painter, x: float, y: float, width: float) -> str:
    """Return a red barn with white trim, a hayloft, and a silo beside it."""
    seen = painter.light.outdoors
    red, white, roof = seen("#d9554a"), seen("#fff6ea"), painter.light.land("#8f96a6")
    steel = seen("#c3cbd6")
    silo = (
        rect(138, -330, 96, 330, painter.sideways(steel, 0.2, 0.24))
        + path("M138 -330Q186 -400 234 -330Z", painter.sideways(painter.light.land("#d9674f")))
        + stroke("M138 -260H234M138 -180H234M138 -100H234", darken(steel, 0.2), 4, opacity=0.6)
    )
    front = "M-150 0V-190L-98 -270L0 -320L98 -270L150 -190V0Z"
    boards = "".join(f"M{k} -4V-{200 + (110 - abs(k) * 0.72):.0f}" for k in range(-120, 121, 30))
    roof_line = "M-172 -176L-112 -284L0 -342L112 -284L172 -176"
    door = rect(-62, -130, 124, 130, darken(red, 0.14)) + stroke(
        "M-62 -130H62V-2H-62ZM-60 -128L60 -4M60 -128L-60 -4M0 -130V-2", white, 9
    )
    loft = rect(-32, -246, 64, 60, "#4a2f35" if not painter.light.is_night else LIT, rx=4, stroke=white, stroke_width=8)
    straw = path("M-26 -190Q0 -222 26 -190Z", seen("#f0c95a"))
    parts = (
        silo,
        path(front, painter.sideways(red, 0.1, 0.16)),
        stroke(boards, darken(red, 0.2), 3, opacity=0.5),
        stroke(front, white, 7),
        loft,
        straw,
        door,
        stroke(roof_line, roof, 26),
    )
    return painter.shadow(x, y + 2, width * 1.1, 0.36) + group(
        *parts, transform=f"{translate(x, y)} scale({number(width / 400)})"
    )


def windmill(painter: Painter, x: float, y: float, height: float, *, depth: float = 0.0) -> str:
    def seen(color: str) -> str:
        return painter.light.outdoors(color, depth)

    tower = path("M-44 0L-28 -150H28L44 0Z", painter.sideways(seen("#fbeedd"))) + path(
        "M-34 -150Q0 -206 34 -150Z", painter.rounded(painter.light.land("#c96a55", depth))
    )
    door = path("M-14 0V-34Q0 -50 14 -34V0Z", seen("#8f5f43")) + circle(0, -96, 11, window_paint(painter, depth))
    sail = path(
        "M-4 0V-104H-30V-30H-4Z", seen("#ffffff"), fill_opacity=0.9, stroke=seen("#b98a5c"), stroke_width=4
    ) + stroke("M0 0V-110", seen("#a8764a"), 7)
    start = painter.between(0, 90)
    sails = "".join(group(sail, transform=rotate(start + quarter)) for quarter in (0, 90, 180, 270))
    return painter.shadow(x, y, height * 0.5, 0.24) + group(
        tower,
        door,
        group(sails, circle(0, 0, 9, seen("#8f5f43")), transform=translate(0, -158)),
        transform=f"{translate(x, y)} scale({number(height / 270)})",
    )


def tent(painter: Painter, x: float, y: float, width: float) -> str:
    """Return a ridge tent, open in front, lit from inside at night."""
    color = painter.pick(("#f5a53f", "#5fb3a8", "#f0806a", "#6f9fe0"))
    cloth = painter.light.outdoors(color)
    inside = LIT if painter.light.is_night else darken(cloth, 0.55)
    lamp = painter.canvas.linear(
        (Stop(0, inside), Stop(1, mix(inside, "#c98a4a", 0.6) if painter.light.is_night else darken(inside, 0.3)))
    )
    parts = (
        path("M-60 -210L160 -176L226 0H40Z", painter.sideways(darken(cloth, 0.06), 0.04, 0.2)),
        path("M-60 -210L-190 0H56Z", painter.sideways(lighten(cloth, 0.1), 0.12, 0.1)),
        path("M-62 -160L-104 0H-6Z", lamp),
        path("M-62 -160L-104 0H-146Q-90 -80 -62 -160Z", lighten(cloth, 0.3)),
        path("M-62 -160L-6 0H28Q-30 -90 -62 -160Z", darken(cloth, 0.16)),
        stroke("M-60 -210L160 -176", lighten(cloth, 0.35), 8),
        stroke("M-190 0l-44 22M226 0l40 20M160 -176l96 190", painter.light.outdoors("#efe6d6"), 4),
        stroke("M-234 10v24M266 10v22M256 4v20", painter.light.outdoors("#8a5a3c"), 9),
    )
    glow = (
        painter.glow(x - 60 * width / 460, y - 70 * width / 460, width * 0.6, LIT, 0.55)
        if painter.light.is_night
        else ""
    )
    return (
        painter.shadow(x, y + 4, width * 1.05, 0.4)
        + group(*parts, transform=f"{translate(x, y)} scale({number(width / 460)})")
        + glow
    )


def street_lamp(painter: Painter, x: float, y: float, height: float) -> str:
    iron = painter.light.outdoors("#4f5a6b")
    k = height / 320
    lit = painter.light.is_night
    lantern = path(
        "M-20 -300L-14 -258H14L20 -300Z", LIT if lit else painter.light.outdoors("#fff6d9"), stroke=iron, stroke_width=5
    ) + path("M-26 -300H26L10 -322H-10Z", iron)
    post = stroke("M0 0V-258", iron, 11) + path("M-20 0Q-16 -26 0 -28Q16 -26 20 0Z", iron)
    glow = painter.glow(x, y - 280 * k, 260 * k, LIT, 0.8) if lit else ""
    return (
        painter.shadow(x, y, 90 * k, 0.3)
        + glow
        + group(post, lantern, transform=f"{translate(x, y)} scale({number(k)})")
    )


def block(painter: Painter, x: float, y: float, width: float, height: float, color: str, depth: float) -> str:
    """Return an apartment or office block with rows of windows; (x, y) is its lower left corner."""
    wall = painter.light.outdoors(color, depth)
    shape = random.Random(painter.rng.random())
    glass, dark = window_paint(painter, depth), mix(painter.light.outdoors("#5f7396", depth), wall, 0.35)
    columns, rows = max(2, int(width / 46)), max(3, int(height / 58))
    gap_x, gap_y = width / columns, (height - 24) / rows
    lit, unlit = "", ""
    for row in range(rows):
        for column in range(columns):
            pane = (
                f"M{number(x + gap_x * (column + 0.24))} {number(y - height + 20 + gap_y * (row + 0.18))}"
                f"h{number(gap_x * 0.52)}v{number(gap_y * 0.56)}h{number(-gap_x * 0.52)}Z"
            )
            if shape.random() < (0.55 if painter.light.is_night else 0.8):
                lit += pane
            else:
                unlit += pane
    roof = rect(x + width * 0.2, y - height - 18, width * 0.3, 20, darken(wall, 0.12)) + rect(
        x - 4, y - height - 4, width + 8, 12, darken(wall, 0.08), rx=3
    )
    return (
        roof
        + rect(x, y - height, width, height, painter.sideways(wall, 0.08, 0.14))
        + path(unlit, dark)
        + path(lit, glass)
    )
