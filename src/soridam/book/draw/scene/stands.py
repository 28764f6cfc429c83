"""What props stand in, on or behind: a bush before a head, a stump under a cake, a tub for a fish, a thread for a moon
in a room. Each is drawn for a prop's box on the page."""

from typing import Literal

from soridam.book.draw.colors import darken, lighten
from soridam.book.draw.scenery import land
from soridam.book.draw.scenery.painter import Painter
from soridam.book.draw.scenery.water import bubble
from soridam.book.draw.svg import Box, circle, ellipse, number, path, rect, stroke

Cover = Literal["bush", "rock", "snow", "cloud", "box", "water"]


def cover(painter: Painter, kind: Cover, box: Box) -> str:
    """Before the lower edge of a head, so that it looks out from behind something."""
    x, y, width = box.center[0], box.bottom, box.width * 1.3
    match kind:
        case "bush":
            return _heap(painter, x, y, width, painter.light.leaves("#58a950"))
        case "snow":
            return _heap(painter, x, y, width, painter.light.outdoors("#f6faff"))
        case "cloud":
            return _heap(painter, x, y, width, painter.light.outdoors("#ffffff"))
        case "rock":
            return land.rock(painter, x, y + 8, width, "#9d98a8")
        case "box":
            return _carton(painter, x, y, box.width * 1.16, box.height * 0.4)
        case "water":
            return ripples(painter, box)


def _heap(painter: Painter, x: float, y: float, width: float, color: str) -> str:
    k = width / 200
    outline = "M-100 0Q-118 -34 -78 -44Q-66 -72 -30 -58Q0 -78 36 -58Q74 -70 82 -42Q118 -28 100 0Q0 12 -100 0Z"
    shape = painter.stamp(path(outline, painter.rounded(color, 0.3, 0.2)))
    return painter.shadow(x, y, width, 0.28) + painter.stamped(shape, x, y, k)


def _carton(painter: Painter, x: float, y: float, width: float, height: float) -> str:
    board = painter.light.indoors("#d9a86c")
    left, top = x - width / 2, y - height
    flaps = path(
        f"M{number(left)} {number(top)}l{number(-width * 0.14)} {number(height * 0.3)}h{number(width * 0.3)}"
        f"l{number(width * 0.08)} {number(-height * 0.3)}Z",
        lighten(board, 0.2),
    ) + path(
        f"M{number(left + width)} {number(top)}l{number(width * 0.14)} {number(height * 0.3)}"
        f"h{number(-width * 0.3)}l{number(-width * 0.08)} {number(-height * 0.3)}Z",
        lighten(board, 0.2),
    )
    tape = rect(x - width * 0.07, top, width * 0.14, height, lighten(board, 0.35), opacity=0.7)
    return (
        painter.shadow(x, y, width * 1.1, 0.3)
        + rect(left, top, width, height, painter.downward(board, 0.1, 0.14), rx=4)
        + tape
        + flaps
    )


def stump(painter: Painter, box: Box) -> str:
    """Under something that wants a table, in the open. The prop stands on it, so it lies below the box."""
    wood = painter.light.outdoors("#a8744a")
    x, y, half = box.center[0], box.bottom, max(box.width * 0.62, 46)
    tall = half * 0.72
    body = path(
        f"M{number(x - half)} {number(y)}Q{number(x - half * 0.86)} {number(y + tall * 0.6)} "
        f"{number(x - half * 1.16)} {number(y + tall)}"
        f"Q{number(x)} {number(y + tall * 1.14)} {number(x + half * 1.16)} {number(y + tall)}"
        f"Q{number(x + half * 0.86)} {number(y + tall * 0.6)} {number(x + half)} {number(y)}Z",
        painter.sideways(wood),
    )
    top = ellipse(x, y, half, half * 0.24, lighten(wood, 0.5))
    rings = ellipse(
        x, y, half * 0.64, half * 0.15, "none", stroke=darken(wood, 0.05), stroke_width=3, stroke_opacity=0.6
    )
    return painter.shadow(x, y + tall, half * 2.4, 0.36) + body + top + rings


def ripples(painter: Painter, box: Box) -> str:
    """Rings on the water about something that swims, and a lip of water before it."""
    white, water = painter.light.outdoors("#ffffff"), painter.light.water("#5bb8d6")
    x, y, half = box.center[0], box.bottom, box.width * 0.56
    lip = path(
        f"M{number(x - half)} {number(y - 4)}q{number(half / 2)} -16 {number(half)} 0t{number(half)} 0"
        f"Q{number(x + half * 0.7)} {number(y + 22)} {number(x)} {number(y + 24)}Q{number(x - half * 0.7)} "
        f"{number(y + 22)} {number(x - half)} {number(y - 4)}Z",
        water,
        fill_opacity=0.85,
    )
    rings = stroke(
        f"M{number(x - half)} {number(y - 4)}q{number(half / 2)} -16 {number(half)} 0t{number(half)} 0"
        f"M{number(x - half * 1.2)} {number(y + 16)}q{number(half * 0.6)} 20 {number(half * 1.2)} 18"
        f"t{number(half * 1.2)} -18",
        white,
        5,
        opacity=0.65,
    )
    return lip + rings


def tub(painter: Painter, box: Box) -> tuple[str, str]:
    """Return a paddling pool for what swims, where there is no water: behind and before it."""
    rim, water = painter.light.outdoors("#f2788a"), painter.light.water("#6fd0ee")
    x, y, half = box.center[0], box.bottom, box.width * 0.72
    low = half * 0.26
    behind = (
        painter.shadow(x, y + low * 1.1, half * 2.2, 0.34)
        + ellipse(x, y, half, low, rim)
        + ellipse(x, y, half * 0.9, low * 0.78, painter.downward(water, 0.3, 0.1))
    )
    wall = (
        f"M{number(x - half)} {number(y)}Q{number(x)} {number(y + low * 2.1)} {number(x + half)} {number(y)}"
        f"V{number(y + low * 0.5)}Q{number(x)} {number(y + low * 2.9)} {number(x - half)} {number(y + low * 0.5)}Z"
    )
    stars = "".join(
        circle(x + half * share, y + low * (1.26 - share * share * 0.8), low * 0.12, "#fff3c4")
        for share in (-0.66, -0.33, 0, 0.33, 0.66)
    )
    lip = stroke(
        f"M{number(x - half)} {number(y)}Q{number(x)} {number(y + low * 2.1)} {number(x + half)} {number(y)}",
        lighten(rim, 0.3),
        8,
    )
    splash = path(
        f"M{number(x - half * 0.7)} {number(y + 2)}q{number(half * 0.35)} {number(-low * 0.4)} "
        f"{number(half * 0.7)} 0t{number(half * 0.7)} 0"
        f"Q{number(x)} {number(y + low * 1.5)} {number(x - half * 0.7)} {number(y + 2)}Z", water, fill_opacity=0.8,
    )  # fmt: skip
    return behind, splash + path(wall, painter.downward(rim, 0.1, 0.14)) + lip + stars


def islet(painter: Painter, box: Box) -> str:
    """Return a bank of sand in the sea, under what cannot swim."""
    sand, white = painter.light.land("#f3dca6"), painter.light.outdoors("#ffffff")
    x, y, half = box.center[0], box.bottom, box.width * 0.72 + 30
    shape = (
        f"M{number(x - half)} {number(y + 20)}Q{number(x - half * 0.6)} {number(y - 16)} {number(x)} "
        f"{number(y - 18)}Q{number(x + half * 0.6)} {number(y - 16)} {number(x + half)} {number(y + 20)}"
        f"Q{number(x)} {number(y + 40)} {number(x - half)} {number(y + 20)}Z"
    )
    foam = stroke(
        f"M{number(x - half * 1.04)} {number(y + 20)}Q{number(x)} {number(y + 46)} {number(x + half * 1.04)} "
        f"{number(y + 20)}",
        white,
        8,
        opacity=0.75,
    )
    return path(shape, painter.downward(sand, 0.2, 0.14)) + foam


def thread(painter: Painter, box: Box) -> str:
    """From the ceiling to what hangs in a room."""
    return stroke(f"M{number(box.center[0])} 0V{number(box.top + 6)}", painter.light.indoors("#fffaf0"), 4, opacity=0.9)


def string_to(painter: Painter, box: Box, hand: tuple[float, float]) -> str:
    """From a hand to a balloon or a kite."""
    x, y = box.center[0], box.bottom - box.height * 0.08
    hx, hy = hand
    bend = (x + hx) / 2 + (40 if x > hx else -40)
    return stroke(
        f"M{number(hx)} {number(hy)}Q{number(bend)} {number((y + hy) / 2 + 30)} {number(x)} {number(y)}",
        painter.light.outdoors("#6a5a68"),
        3.5,
        opacity=0.85,
    ) + circle(hx, hy, 6, painter.light.outdoors("#6a5a68"))


def frame(painter: Painter, box: Box) -> str:
    """Return a picture's frame on the wall, behind what is too large for a room."""
    wood, paper = painter.light.indoors("#c99a5f"), painter.light.indoors("#d9eefb")
    outer = box.grown(22)
    return (
        rect(outer.left + 6, outer.top + 9, outer.width, outer.height, "#2b2140", opacity=0.12)
        + rect(outer.left, outer.top, outer.width, outer.height, painter.downward(paper, 0.2, 0.0))
        + rect(
            outer.left,
            outer.bottom - outer.height * 0.26,
            outer.width,
            outer.height * 0.26,
            painter.light.indoors("#9fd38a"),
        )
        + rect(outer.left, outer.top, outer.width, outer.height, "none", stroke=wood, stroke_width=16, rx=5)
    )


def soap_bubble(box: Box) -> str:
    """About something that needs air under water."""
    x, y = box.center
    return bubble(x, y, max(box.width, box.height) * 0.66)


def mound(painter: Painter, box: Box) -> str:
    """Soil before the lower edge of what grows."""
    soil = painter.light.land("#8d6242")
    x, y, half = box.center[0], box.bottom, box.width * 0.62
    return path(
        f"M{number(x - half)} {number(y + 10)}Q{number(x - half * 0.6)} {number(y - half * 0.5)} {number(x)} "
        f"{number(y - half * 0.5)}"
        f"Q{number(x + half * 0.6)} {number(y - half * 0.5)} {number(x + half)} {number(y + 10)}Q{number(x)} "
        f"{number(y + 20)} {number(x - half)} {number(y + 10)}Z",
        painter.downward(soil, 0.2, 0.16),
    )
