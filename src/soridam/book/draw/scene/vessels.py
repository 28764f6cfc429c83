"""What carries or wraps the cast where there is no ground: boat, raft, bubble helmets, trails of bubbles, a blanket."""

from dataclasses import dataclass

from soridam.book.draw.colors import darken, lighten
from soridam.book.draw.scenery.painter import Painter
from soridam.book.draw.scenery.water import bubble
from soridam.book.draw.svg import Box, Stop, circle, ellipse, group, number, path, rect, stroke

SAILS = (("#fffaf0", "#e8574f"), ("#fffaf0", "#4f94e0"), ("#fff3c9", "#f2a03f"), ("#f3fbf5", "#4fae8a"))


@dataclass(frozen=True, slots=True)
class Vessel:
    """Drawn in two parts, behind and before those who are in it. `box` is what the hull covers, `sail` is above."""

    behind: str
    before: str
    box: Box
    sail: Box | None = None

    @property
    def boxes(self) -> tuple[Box, ...]:
        return (self.box, self.sail) if self.sail else (self.box,)


def sailboat(painter: Painter, left: float, right: float, rim: float, depth: float, mast: float, top: float) -> Vessel:
    """A wooden boat whose rim lies at `rim` and whose keel lies `depth` below; its mast stands at `mast`, as high as
    `top`."""
    light = painter.light
    wood, trim, line = light.outdoors("#d2704a"), light.outdoors("#ffdf9a"), light.outdoors("#8a3f2c")
    cloth, band = (light.outdoors(color) for color in painter.rng.choice(SAILS))
    width, keel = right - left, rim + depth
    sag = depth * 0.2
    hull = (
        f"M{number(left)} {number(rim)}Q{number(left + width / 2)} {number(rim + sag)} {number(right)} {number(rim)}"
        f"C{number(right - width * 0.03)} {number(rim + depth * 0.62)} {number(right - width * 0.12)} {number(keel)} "
        f"{number(right - width * 0.24)} {number(keel)}H{number(left + width * 0.24)}"
        f"C{number(left + width * 0.12)} {number(keel)} {number(left + width * 0.03)} {number(rim + depth * 0.62)} "
        f"{number(left)} {number(rim)}Z"
    )
    edge = (
        f"M{number(left - 8)} {number(rim - 8)}Q{number(left + width / 2)} {number(rim + sag - 8)} {number(right + 8)} "
        f"{number(rim - 8)}L{number(right)} {number(rim + depth * 0.14)}Q{number(left + width / 2)} "
        f"{number(rim + sag + depth * 0.16)} {number(left)} {number(rim + depth * 0.14)}Z"
    )
    plank = (
        f"M{number(left + width * 0.04)} {number(rim + depth * 0.5)}Q{number(left + width / 2)} "
        f"{number(rim + depth * 0.72)} {number(right - width * 0.04)} {number(rim + depth * 0.5)}"
    )
    count = max(3, round(width / 150))
    holes = "".join(
        circle(left + width * (place + 1) / (count + 1), rim + depth * 0.46 + sag * 0.4, depth * 0.13, trim,
               stroke=line, stroke_width=depth * 0.045)
        for place in range(count)
    )  # fmt: skip
    inside = path(
        f"M{number(left)} {number(rim)}Q{number(left + width / 2)} {number(rim - sag * 0.9)} {number(right)} "
        f"{number(rim)}Q{number(left + width / 2)} {number(rim + sag * 1.6)} {number(left)} {number(rim)}Z",
        darken(wood, 0.5),
    )
    before = path(hull, painter.downward(wood, 0.14, 0.28)) + stroke(plank, line, 5, opacity=0.4) + holes
    before += path(edge, painter.downward(trim, 0.2, 0.12))
    reach = min(width * 0.46, (rim - top) * 0.52)
    rigging = _rigging(painter, mast, rim + sag, top, reach, cloth, band)
    return Vessel(rigging + inside, before, Box(left, rim, right, keel), Box(mast - 10, top, mast + reach, rim))


def _rigging(painter: Painter, mast: float, foot: float, top: float, reach: float, cloth: str, band: str) -> str:
    """Mast, a sail with a band that bellies to the right, a pennant."""
    pole = painter.light.outdoors("#8a5a3c")
    high, low = top + 24, foot - (foot - top) * 0.2
    tall = low - high

    def edge(share: float) -> float:
        """Return how far the sail reaches at a share of its height, from its top."""
        return reach * min(1.0, 1.25 * share**0.62)

    sail = (
        f"M{number(mast + 14)} {number(high)}C{number(mast + edge(0.5))} {number(high + tall * 0.24)} "
        f"{number(mast + reach * 1.06)} {number(high + tall * 0.62)} {number(mast + reach)} {number(low)}"
        f"Q{number(mast + reach * 0.5)} {number(low - tall * 0.07)} {number(mast + 14)} {number(low)}Z"
    )
    y0, y1 = high + tall * 0.44, high + tall * 0.64
    stripe = path(
        f"M{number(mast)} {number(y0)}Q{number(mast + reach * 0.6)} {number(y0 - tall * 0.05)} "
        f"{number(mast + reach * 1.3)} {number(y0 + tall * 0.06)}V{number(y1 + tall * 0.08)}"
        f"Q{number(mast + reach * 0.6)} {number(y1 - tall * 0.06)} {number(mast)} {number(y1)}Z",
        band,
        fill_opacity=0.92,
    )
    pennant = path(f"M{number(mast)} {number(top - 8)}q44 -10 74 14q-36 4 -74 26Z", band)
    striped = group(stripe, clip_path=painter.canvas.clip(path(sail, "#ffffff")))
    return (
        path(sail, painter.sideways(cloth, 0.1, 0.1))
        + striped
        + stroke(f"M{number(mast)} {number(top)}V{number(foot)}", pole, 19)
        + pennant
    )


def raft(painter: Painter, left: float, right: float, deck: float) -> Vessel:
    """Logs bound together, on which one can stand or lie; `deck` is the height of the feet."""
    bark = painter.light.outdoors("#b07a4e")
    rope = painter.light.outdoors("#efdcb2")
    parts = []
    for row in range(4):
        y = deck - 44 + row * 25
        spread = row * 9
        parts.append(rect(left - spread, y, right - left + 2 * spread, 29, painter.downward(bark, 0.2, 0.24), rx=14))
        parts.append(ellipse(left - spread + 9, y + 14, 9, 13, lighten(bark, 0.36)))
    bands = "".join(
        f"M{number(left + (right - left) * share)} {number(deck - 44)}l{number((share - 0.5) * 40)} 104"
        for share in (0.12, 0.5, 0.88)
    )
    drawn = "".join(parts) + stroke(bands, rope, 9, opacity=0.9)
    return Vessel(drawn, "", Box(left - 27, deck - 44, right + 27, deck + 60))


def wake(painter: Painter, box: Box) -> str:
    """Foam where a hull meets the water."""
    white = painter.light.outdoors("#ffffff")
    y = box.bottom - 6
    foam = "".join(
        f"M{number(box.left + box.width * share)} {number(y + lift)}q{number(box.width * 0.04)} -16 "
        f"{number(box.width * 0.08)} 0t{number(box.width * 0.08)} 0"
        for share, lift in ((-0.04, 0), (0.16, 12), (0.4, 6), (0.62, 12), (0.86, 0))
    )
    return stroke(foam, white, 7, opacity=0.6)


def helmet(painter: Painter, face: Box, body: Box) -> str:
    """Return a bubble of glass about a head, ears and all if they are not too long."""
    x, _ = face.center
    radius = min(max(face.width * 0.66, (face.bottom - body.top) * 0.56 + 8), face.width * 0.92)
    y = face.bottom - radius * 0.84
    glass = painter.canvas.radial((Stop(0, "#dff3ff", 0.0), Stop(0.78, "#dff3ff", 0.06), Stop(1, "#e8f7ff", 0.34)))
    shine = path(
        f"M{number(x - radius * 0.72)} {number(y - radius * 0.2)}Q{number(x - radius * 0.62)} "
        f"{number(y - radius * 0.66)} "
        f"{number(x - radius * 0.2)} {number(y - radius * 0.78)}",
        stroke="#ffffff", stroke_width=radius * 0.07, stroke_linecap="round", stroke_opacity=0.8,
    )  # fmt: skip
    rim = circle(x, y, radius, glass, stroke="#ffffff", stroke_width=4, stroke_opacity=0.75)
    return rim + shine


def breath(painter: Painter, face: Box) -> str:
    """Bubbles that rise beside a head."""
    parts = []
    x, y = face.right + 8, face.top + face.height * 0.4
    for size in (7, 11, 16, 21):
        parts.append(bubble(x + painter.between(-6, 14), y, size * face.width / 260))
        y -= face.height * 0.24
        x += painter.between(2, 12)
    return "".join(parts)


def blanket(painter: Painter, body: Box, face: Box, mattress: float) -> str:
    """Over a sleeper, up to the chin."""
    cloth = painter.light.indoors(painter.pick(("#8fb6e8", "#f2a0b0", "#f2c46c", "#8fd0b0")))
    faces_right = face.center[0] > body.center[0]
    chin = face.left - 8 if faces_right else face.right + 8
    end = body.left - 46 if faces_right else body.right + 46
    k = 1 if faces_right else -1
    top = mattress - (mattress - body.top) * 0.62
    cover = (
        f"M{number(chin)} {number(top + 6)}Q{number((chin + end) / 2)} {number(top - 36)} "
        f"{number(end + 60 * k)} {number(mattress - 66)}"
        f"Q{number(end)} {number(mattress - 46)} {number(end)} {number(mattress + 64)}H{number(chin - 16 * k)}"
        f"Q{number(chin + 12 * k)} {number((top + mattress) / 2)} {number(chin)} {number(top + 6)}Z"
    )
    hem = (
        f"M{number(chin - 4 * k)} {number(top + 12)}Q{number(chin + 6 * k)} {number((top + mattress) / 2)} "
        f"{number(chin - 22 * k)} {number(mattress + 58)}"
    )
    dots = "".join(
        f"M{number(chin + (end - chin) * a)} {number(mattress - b)}h0"
        for a, b in ((0.3, 54), (0.5, 4), (0.62, 58), (0.8, 14), (0.3, -30), (0.68, -36))
    )
    return (
        path(cover, painter.downward(cloth, 0.24, 0.12))
        + stroke(dots, lighten(cloth, 0.55), 24, opacity=0.8)
        + stroke(hem, painter.light.indoors("#fffaf2"), 24)
    )
