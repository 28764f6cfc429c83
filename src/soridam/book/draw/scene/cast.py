"""Where the cast stands: beside each other, turned to each other, no face behind anybody. Begin with `stage_cast`."""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from soridam.book.draw.cast import DrawFigure, Figure, draw_figure
from soridam.book.draw.outline import box_of
from soridam.book.draw.scenery.painter import HEIGHT, WIDTH, Setting, Surface
from soridam.book.draw.svg import Box, Point, SvgCanvas, group, rotate, translate
from soridam.book.story import CastMember, Character, Kind, Pose, Shot

STATURE: Mapping[Kind, float] = {
    "cat": 0.95, "rabbit": 0.93, "bear": 1.05, "fox": 0.96, "panda": 1.02, "dog": 0.95, "tiger": 1.03, "mouse": 0.84,
    "penguin": 0.88, "frog": 0.86, "dinosaur": 1.06, "child": 1.0,
}  # fmt: skip
HEIGHTS: Mapping[Shot, tuple[float, float, float, float]] = {
    "wide": (400, 380, 350, 330),
    "medium": (610, 570, 490, 430),
    "close": (1110, 1010, 860, 680),
}  # of a child in pixels, by the number of figures
MARGIN = 14.0  # pixels kept free about a face
AFLOAT_MARGIN = 60.0  # the same where heads are in bubbles
SIDE = 36.0  # pixels between the cast and the page's edge
BOAT_SHARE = 0.84  # of the usual height, in a boat
HULL = 0.36  # depth of a hull in heights of a hero
LEAN: Mapping[Pose, float] = {"run": 30, "jump": 16, "walk": 10, "wave": 5}  # degrees when there is no ground

Facing = Literal[1, -1]


@dataclass(frozen=True, slots=True)
class Ground:
    """What is under the feet. On water, `level` is the water's height on the page: a boat hides the legs, a raft does
    not. Who is afloat needs no ground."""

    kind: Literal["ground", "boat", "raft", "afloat"] = "ground"
    level: float = 0.0


@dataclass(frozen=True, slots=True)
class Actor:
    """One of the cast in its place: feet at (x, y) in pixels, `height` as of `draw_figure`, `lean` in degrees."""

    member: CastMember
    character: Character
    height: float
    x: float
    y: float
    facing: Facing
    figure: Figure
    lean: float = 0.0
    in_bed: bool = False

    @property
    def face(self) -> Box:
        return self._placed(self.figure.face)

    @property
    def body(self) -> Box:
        return self._placed(self.figure.body)

    @property
    def hand(self) -> Point:
        point = _turned(complex(*self.figure.held), self.lean)
        return self.x + point.real, self.y + point.imag

    @property
    def svg(self) -> str:
        turn = f" {rotate(self.lean)}" if self.lean else ""
        return group(self.figure.svg, transform=f"{translate(self.x, self.y)}{turn}")

    def _placed(self, box: Box) -> Box:
        return (around(box, self.lean) if self.lean else box).moved(self.x, self.y)


def stage_cast(
    cast: Sequence[CastMember],
    characters: Mapping[str, Character],
    setting: Setting,
    shot: Shot,
    ground: Ground,
    canvas: SvgCanvas,
    rng: random.Random,
    draw: DrawFigure = draw_figure,
) -> list[Actor]:
    """Actors from left to right, after one who sleeps in the bed of the room. `draw` draws each of them."""
    order = list(cast)
    sleeper = next((member for member in order if member.pose == "sleep"), None) if shot != "close" else None
    abed = []
    if sleeper and setting.bed:
        order.remove(sleeper)
        abed = [_in_bed(sleeper, characters[sleeper.id], setting.bed, canvas, draw)]
    if not order:
        return abed
    if len(order) > 1 and rng.random() < 0.4:
        order.reverse()
    open_side: Facing = 1 if rng.random() < 0.6 else -1
    if abed:
        open_side = 1 if abed[0].x > WIDTH / 2 else -1  # stand across the room and look at who sleeps
    row = _Row.of(order, characters, ground, shot, open_side, draw)
    largest = HEIGHTS[shot][len(cast) - 1] * (BOAT_SHARE if ground.kind in ("boat", "raft") else 1.0)
    size = largest * min(1.0, (WIDTH - 2 * SIDE) / row.width(largest))
    low = [sight for sight in setting.sights if sight.bottom > setting.far]
    start = _start(row, size, shot, ground, open_side, rng, [*low, *(actor.face for actor in abed)])
    tallest = size * max(figure.stature for figure in row.figures)
    standing = []
    for place, (member, offset) in enumerate(zip(order, row.offsets(size), strict=True)):
        facing, height = row.facings[place], size * row.figures[place].stature
        character = characters[member.id]
        figure = draw(character, member.pose, member.mood, height=height, canvas=canvas, facing=facing)
        y = _foot(figure, height, tallest, setting, shot, ground, member.pose, place, rng)
        lean = _lean(member.pose, facing, ground)
        standing.append(Actor(member, character, height, start + offset, y, facing, figure, lean))
    return abed + standing


def _in_bed(member: CastMember, character: Character, bed: Surface, canvas: SvgCanvas, draw: DrawFigure) -> Actor:
    """Asleep on the mattress, the head on the pillow at the outer end."""
    x = (bed.left + bed.right) / 2
    facing: Facing = 1 if x > WIDTH / 2 else -1
    height = min((bed.right - bed.left) * 0.8, 520)
    figure = draw(character, "sleep", member.mood, height=height, canvas=canvas, facing=facing)
    return Actor(member, character, height, x + facing * 20, bed.y, facing, figure, in_bed=True)


@dataclass(frozen=True, slots=True)
class _Measured:
    """The boxes of a figure of height 1, before it is drawn at its size."""

    face: Box
    body: Box
    stature: float


@dataclass(frozen=True, slots=True)
class _Row:
    """Figures side by side. Bodies may touch, but no body comes over a face beside it."""

    figures: tuple[_Measured, ...]
    facings: tuple[Facing, ...]
    margin: float

    @classmethod
    def of(
        cls,
        order: Sequence[CastMember],
        characters: Mapping[str, Character],
        ground: Ground,
        shot: Shot,
        open_side: Facing,
        draw: DrawFigure,
    ) -> "_Row":
        facings = tuple(_facing(place, len(order), open_side) for place in range(len(order)))
        figures = []
        for member, facing in zip(order, facings, strict=True):
            character = characters[member.id]
            figure = draw(character, member.pose, "smile", height=1, canvas=SvgCanvas(), facing=facing)
            lean = _lean(member.pose, facing, ground)
            stature = STATURE[character.kind] ** (0.25 if shot == "close" else 1)  # near, heads are alike in size
            figures.append(_Measured(around(figure.face, lean), around(figure.body, lean), stature))
        return cls(tuple(figures), facings, AFLOAT_MARGIN if ground.kind == "afloat" else MARGIN)

    def offsets(self, size: float) -> list[float]:
        """Return where the feet stand, from the left edge of the row, when a child is `size` high."""
        first = self.figures[0]
        offsets = [-first.body.left * first.stature * size]
        for left, right in pairwise(self.figures):
            one, two = left.stature * size, right.stature * size
            apart = max(left.body.right * one - right.face.left * two, left.face.right * one - right.body.left * two)
            offsets.append(offsets[-1] + apart + self.margin)
        return offsets

    def width(self, size: float) -> float:
        last = self.figures[-1]
        return self.offsets(size)[-1] + last.body.right * last.stature * size


def _facing(place: int, count: int, open_side: Facing) -> Facing:
    """Return where each looks: one alone to the open side of the page, several towards their middle."""
    if count == 1:
        return open_side
    return 1 if place < count / 2 else -1


def _lean(pose: Pose, facing: Facing, ground: Ground) -> float:
    return LEAN.get(pose, 0.0) * facing if ground.kind == "afloat" else 0.0


def _start(
    row: _Row,
    size: float,
    shot: Shot,
    ground: Ground,
    open_side: Facing,
    rng: random.Random,
    sights: Sequence[Box],
) -> float:
    """The left edge of the row, of some tries the one that hides least of the sights. One alone stands aside, so that
    there is room for what it looks at."""
    width = row.width(size)
    free = WIDTH - width
    side = min(SIDE, free / 2)
    tries = []
    for _ in range(12):
        if len(row.figures) == 1 and shot != "close":
            share = rng.uniform(0.3, 0.4) if ground.kind == "boat" else rng.uniform(0.2, 0.36)
            start = WIDTH * (share if open_side == 1 else 1 - share) - width / 2
        else:
            start = free * (rng.uniform(0.38, 0.62) if shot == "close" else rng.uniform(0.1, 0.9))
        tries.append(min(max(start, side), free - side))

    def hidden(start: float) -> float:
        return sum(max(0.0, min(box.right, start + width) - max(box.left, start)) for box in sights)

    return min(tries, key=hidden)


def _foot(
    figure: Figure,
    height: float,
    tallest: float,
    setting: Setting,
    shot: Shot,
    ground: Ground,
    pose: Pose,
    place: int,
    rng: random.Random,
) -> float:
    """Return the height of the feet on the page."""
    match ground.kind:
        case "boat":
            return boat_rim(ground, tallest) + min(0.3 * height, -figure.face.bottom - 0.1 * height)
        case "raft":
            return raft_deck(ground) - 12 * (place % 2)
        case "afloat" if pose in LEAN:
            highest = setting.air.top - figure.body.top
            return max(highest, setting.near - rng.uniform(0.2, 0.5) * max(0.0, setting.near - highest))
    if shot == "close":
        head = HEIGHT * (0.4 if pose == "sleep" else 0.2 + 0.05 * (place % 2)) - figure.face.top
        cut = HEIGHT - 70 if pose == "sleep" else HEIGHT + 0.1 * height  # feet and more lie below the page
        return max(head, 20 - figure.body.top, cut, setting.far)
    depth = {"wide": 0.5, "medium": 0.86}[shot] + rng.uniform(-0.06, 0.06) - 0.22 * (place % 2)
    return setting.far + (setting.near - setting.far) * depth


def boat_rim(ground: Ground, height: float) -> float:
    """Return how high the side of a boat reaches, that carries heroes of a height."""
    return ground.level + 24 - HULL * height


def raft_deck(ground: Ground) -> float:
    return min(ground.level - 36, HEIGHT - 96)


def around(box: Box, degrees: float) -> Box:
    """Return the box about a box that turns about (0, 0)."""
    corners = (complex(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom))
    return box_of(_turned(corner, degrees) for corner in corners)


def _turned(point: complex, degrees: float) -> complex:
    angle = math.radians(degrees)
    return point * complex(math.cos(angle), math.sin(angle))
