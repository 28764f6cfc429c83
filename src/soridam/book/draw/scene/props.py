"""Where props go: into hands, on the ground, on tables, into water, air and sky, never over a face. Begin with
`place_props`."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from soridam.book.draw.props.dictionary import Prop
from soridam.book.draw.props.icons import draw_icon, icon_box
from soridam.book.draw.scene import stands
from soridam.book.draw.scene.cast import Actor, around
from soridam.book.draw.scenery.painter import HEIGHT, WIDTH, Painter, Setting, Surface
from soridam.book.draw.svg import Box, Point, group, rotate, translate
from soridam.book.story import Place, Shot

ROOMS: frozenset[Place] = frozenset({"bedroom", "living-room", "kitchen", "classroom", "library"})
COVERS: dict[Place, stands.Cover] = {
    "mountain": "rock",
    "desert": "rock",
    "cave": "rock",
    "space": "rock",
    "beach": "rock",
    "underwater": "rock",
    "snowfield": "snow",
    "clouds": "cloud",
}  # fmt: skip; elsewhere a bush, in rooms a box
WOODED: frozenset[Place] = frozenset({"meadow", "forest", "garden", "mountain", "river", "farm", "camp", "castle"})
TIED = frozenset({"balloon", "kite"})  # on a string to a hand
ROW = 3  # plants of a kind in a bed
TRIES = 90
CLEARANCE = 10.0  # pixels between a prop and a face

Spot = Literal[
    "ground", "stump", "water", "tub", "islet", "air", "bubble", "sky", "hung", "far", "frame", "table", "soil", "held"
]
Layer = Literal["behind", "among", "over"]


@dataclass(frozen=True, slots=True)
class PlacedProp:
    """A prop on the page. `y` sorts what stands among the cast by depth; `holder` is the actor who holds it."""

    prop: str
    spot: Spot
    layer: Layer
    box: Box
    svg: str
    y: float
    holder: int | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """What props have to find room in; everything in coordinates of the page. `obstacles` are what else they should
    leave free, such as a boat."""

    place: Place
    shot: Shot
    setting: Setting
    actors: Sequence[Actor]
    obstacles: Sequence[Box]
    painter: Painter
    rng: random.Random

    @property
    def measure(self) -> float:
        """The height of a hero, by which props are sized."""
        return max(actor.height for actor in self.actors)

    @property
    def focus(self) -> float:
        """The x that the hero looks at."""
        hero = self.actors[0] if len(self.actors) == 1 else self.actors[len(self.actors) // 2]
        return hero.x + hero.facing * hero.height * 0.62 if len(self.actors) == 1 else hero.x


def place_props(props: Iterable[Prop], stage: Stage) -> list[PlacedProp]:
    """Each where it fits best beside those before it."""
    placed: list[PlacedProp] = []
    for prop in props:
        placed += _placed(prop, stage, placed)
    return placed


def _placed(prop: Prop, stage: Stage, placed: Sequence[PlacedProp]) -> list[PlacedProp]:
    for spot in _spots(prop, stage):
        found = _PLACERS[spot](prop, stage, placed)
        if found:
            return found
    raise AssertionError(f"no room for {prop.id}")  # the last spot always takes it


def _spots(prop: Prop, stage: Stage) -> Iterator[Spot]:
    """Yield what to try, in order. The last two always find room."""
    for stand in prop.stands:
        match stand:
            case "ground":
                yield "islet" if stage.place == "sea" else "ground"
            case "water":
                yield "water" if stage.setting.water else "tub"
            case "air":
                yield "bubble" if stage.place == "underwater" else "air"
            case "sky" if stage.setting.sky:
                yield "sky"
            case "sky" if stage.place in ROOMS:
                yield "hung"
            case "far" if stage.setting.sky and stage.place not in ("cave", "space"):
                yield "far"
            case "far" if stage.place in ROOMS:
                yield "frame"
            case "table":
                yield "table"
                if stage.shot != "close" and stage.place in WOODED:
                    yield "stump"
            case "soil":
                yield "soil"
            case "held":
                yield "held"
    yield "islet" if stage.place == "sea" else "ground"
    yield "air"


def _ground(prop: Prop, stage: Stage, placed: Sequence[PlacedProp]) -> list[PlacedProp]:
    return _standing(prop, stage, placed, "ground")


def _stump(prop: Prop, stage: Stage, placed: Sequence[PlacedProp]) -> list[PlacedProp]:
    return _standing(prop, stage, placed, "stump")


def _standing(prop: Prop, stage: Stage, placed: Sequence[PlacedProp], spot: Spot) -> list[PlacedProp]:
    """On the ground: large things behind the cast, small ones before or beside it."""
    setting, large = stage.setting, prop.size > 0.7
    lift = 40.0 if spot == "stump" else 0.0

    def candidate(size: float) -> Box:
        back, front = (0.0, 0.45) if large else (0.25, 1.0)
        y = setting.far + (setting.near - setting.far) * stage.rng.uniform(back, front)
        return _standing_box(prop, size * _nearness(stage, y), stage.rng.uniform(40, WIDTH - 40), y - lift)

    limit = HEIGHT * 0.5 if large else HEIGHT * 0.3
    box = _best(candidate, min(prop.size * stage.measure, limit), stage, placed)
    if box is None:
        return []
    icon = _icon(prop, box, stage)
    painter, y = stage.painter, box.bottom + lift
    if prop.head:
        kind: stands.Cover = "box" if stage.place in ROOMS else COVERS.get(stage.place, "bush")
        kind = "snow" if painter.light.weather == "snow" and kind == "bush" else kind
        drawn = icon + stands.cover(painter, kind, box)
    elif spot == "stump":
        drawn = stands.stump(painter, box) + icon
    else:
        drawn = painter.shadow(box.center[0], box.bottom - 2, box.width, 0.4) + icon
    return [PlacedProp(prop.id, spot, "among", box, drawn, y)]


def _islet(prop: Prop, stage: Stage, placed: Sequence[PlacedProp]) -> list[PlacedProp]:
    return _in_water(prop, stage, placed, "islet")


def _water(prop: Prop, stage: Stage, placed: Sequence[PlacedProp]) -> list[PlacedProp]:
    return _in_water(prop, stage, placed, "water")


def _in_water(prop: Prop, stage: Stage, placed: Sequence[PlacedProp], spot: Spot) -> list[PlacedProp]:
    area = stage.setting.water
    if area is None:
        return []
    below = stage.place == "underwater"

    def candidate(size: float) -> Box:
        y = stage.rng.uniform(area.top, area.bottom)
        near = 1.0 if below else 0.55 + 0.45 * (y - area.top) / max(area.height, 1)
        return _standing_box(prop, size * near, stage.rng.uniform(area.left, area.right), y)

    limit = HEIGHT * 0.34 if stage.place in ("sea", "underwater") else area.height * 2.2
    box = _best(candidate, min(prop.size * stage.measure, limit), stage, placed)
    if box is None:
        return []
    icon, painter = _icon(prop, box, stage), stage.painter
    if below:
        return [PlacedProp(prop.id, spot, "among", box, icon, box.bottom - HEIGHT)]
    drawn = stands.islet(painter, box) + icon if spot == "islet" else icon + stands.ripples(painter, box)
    return [PlacedProp(prop.id, spot, "among", box, drawn, box.bottom)]


def _tub(prop: Prop, stage: Stage, placed: Sequence[PlacedProp]) -> list[PlacedProp]:
    found = _standing(prop.model_copy(update={"size": min(prop.size, 0.6), "head": False}), stage, placed, "tub")
    if not found:
        return []
    box = found[0].box
    behind, before = stands.tub(stage.painter, box)
    return [PlacedProp(prop.id, "tub", "among", box, behind + _icon(prop, box, stage) + before, found[0].y)]


def _air(prop: Prop, stage: Stage, placed: Sequence[PlacedProp]) -> list[PlacedProp]:
    return _aloft(prop, stage, placed, "air", stage.setting.air)


def _bubble(prop: Prop, stage: Stage, placed: Sequence[PlacedProp]) -> list[PlacedProp]:
    return _aloft(prop, stage, placed, "bubble", stage.setting.air)


def _sky(prop: Prop, stage: Stage, placed: Sequence[PlacedProp]) -> list[PlacedProp]:
    return _aloft(prop, stage, placed, "sky", stage.setting.sky or stage.setting.air)


def _hung(prop: Prop, stage: Stage, placed: Sequence[PlacedProp]) -> list[PlacedProp]:
    air = stage.setting.air
    return _aloft(prop, stage, placed, "hung", Box(air.left, 60, air.right, air.top + air.height * 0.3))


def _aloft(prop: Prop, stage: Stage, placed: Sequence[PlacedProp], spot: Spot, area: Box) -> list[PlacedProp]:
    """Flying or hanging, anywhere in an area that leaves faces free."""

    def candidate(size: float) -> Box:
        x, y = stage.rng.uniform(area.left, area.right), stage.rng.uniform(area.top, area.bottom)
        box = _standing_box(prop, size, x, y)
        return box.moved(0, box.height / 2)

    share = 0.75 if spot in ("sky", "hung") else 1.0
    box = _best(candidate, min(prop.size * stage.measure * share, HEIGHT * 0.24), stage, placed)
    if box is None:
        return []
    painter, drawn = stage.painter, _icon(prop, box, stage)
    hands = [actor.hand for actor in stage.actors if actor.member.pose != "sleep" and _on_page(actor.hand)]
    if spot == "hung":
        drawn = stands.thread(painter, box) + drawn
    elif spot == "bubble":
        drawn += stands.soap_bubble(box)
    elif prop.id in TIED and hands:
        nearest = min(hands, key=lambda hand: abs(hand[0] - box.center[0]))
        drawn = stands.string_to(painter, box, nearest) + drawn
    return [PlacedProp(prop.id, spot, "behind" if spot == "sky" else "over", box, drawn, box.bottom)]


def _far(prop: Prop, stage: Stage, placed: Sequence[PlacedProp]) -> list[PlacedProp]:
    """At the horizon, as if far away."""
    y = stage.setting.horizon + 14

    def candidate(size: float) -> Box:
        return _standing_box(prop, size, stage.rng.uniform(120, WIDTH - 120), y + stage.rng.uniform(0, 26))

    box = _best(candidate, min(prop.size * stage.measure * 0.6, HEIGHT * 0.36), stage, placed)
    if box is None:
        return []
    shadow = "" if stage.place == "sea" else stage.painter.shadow(box.center[0], box.bottom - 2, box.width, 0.28)
    return [PlacedProp(prop.id, "far", "behind", box, shadow + _icon(prop, box, stage), box.bottom)]


def _frame(prop: Prop, stage: Stage, placed: Sequence[PlacedProp]) -> list[PlacedProp]:
    """As a picture on the wall of a room."""
    air = stage.setting.air

    def candidate(size: float) -> Box:
        return _standing_box(
            prop,
            size,
            stage.rng.uniform(air.left + 90, air.right - 90),
            stage.rng.uniform(air.top + 170, air.top + 300),
        )

    box = _best(candidate, 190, stage, placed)
    if box is None:
        return []
    return [
        PlacedProp(
            prop.id, "frame", "behind", box, stands.frame(stage.painter, box) + _icon(prop, box, stage), box.bottom
        )
    ]


def _table(prop: Prop, stage: Stage, placed: Sequence[PlacedProp]) -> list[PlacedProp]:
    tops = [top for top in stage.setting.surfaces if _is_seen(top)]
    if not tops:
        return []

    def candidate(size: float) -> Box:
        top = stage.rng.choice(tops)
        inset = min(size / 2, (top.right - top.left) / 2)
        return _standing_box(prop, size, stage.rng.uniform(top.left + inset, top.right - inset), top.y)

    box = _best(candidate, min(prop.size * stage.measure, 230), stage, placed, hidden=True)
    if box is None:
        return []
    shadow = stage.painter.shadow(box.center[0], box.bottom - 2, box.width, 0.3)
    return [PlacedProp(prop.id, "table", "behind", box, shadow + _icon(prop, box, stage), box.bottom)]


def _is_seen(top: Surface) -> bool:
    return top.left > -40 and top.right < WIDTH + 40 and 120 < top.y < HEIGHT


def _soil(prop: Prop, stage: Stage, placed: Sequence[PlacedProp]) -> list[PlacedProp]:
    """Return a few of a kind, in a row of a bed."""
    size = min(prop.size * stage.measure * 0.8, 130)
    grown: list[PlacedProp] = []
    for bed in stage.setting.soil:
        step = max(size * 1.2, (bed.right - bed.left) / 4)
        x = bed.left + step / 2
        while x < bed.right and len(grown) < ROW:
            box = _standing_box(prop, size, x, bed.y)
            if _is_free(box, stage, [*placed, *grown]) and _cost(box, stage, placed, hidden=True) < 0.3:
                drawn = _icon(prop, box, stage) + stands.mound(stage.painter, box)
                grown.append(PlacedProp(prop.id, "soil", "behind", box, drawn, box.bottom))
            x += step
    return grown


def _held(prop: Prop, stage: Stage, placed: Sequence[PlacedProp]) -> list[PlacedProp]:
    """In the first free hand that holds it without hiding a face."""
    busy = {thing.holder for thing in placed}
    for index, actor in enumerate(stage.actors):
        if index in busy or actor.member.pose == "sleep" or not _on_page(actor.hand):
            continue
        for grip in _grips(prop):
            held = _in_hand(prop, actor, grip)
            if PAGE.contains(held) and not any(_overlap(held, other.face.grown(5)) for other in stage.actors):
                return [
                    PlacedProp(prop.id, "held", "among", held, _in_hand_svg(prop, actor, grip, stage), actor.y, index)
                ]
    return []


class _Grip(NamedTuple):
    """How a thing is held: its share of the full size, how much of it is below the hand, how far it tips outwards."""

    share: float
    below: float
    degrees: float = 0.0


_LOOSE = (_Grip(1.0, 0.42), _Grip(0.85, 0.42), _Grip(0.7, 0.42), _Grip(0.7, 0.55))
_BY_ITS_END = tuple(
    _Grip(share, 0.08, degrees)
    for share, degrees in ((1.0, 0), (1.0, 20), (1.0, 38), (0.85, 20), (0.85, 45), (0.7, 30))
)


def _grips(prop: Prop) -> tuple[_Grip, ...]:
    """Return what to try: large things with a grip look lost when held in their middle."""
    if not prop.grip:
        return _LOOSE
    return _BY_ITS_END if prop.size > 0.4 else _BY_ITS_END + _LOOSE


def _in_hand(prop: Prop, actor: Actor, grip: _Grip) -> Box:
    box = icon_box(prop.id, _held_size(prop, actor, grip))
    return around(box.moved(0, box.height * grip.below), _tip(actor, grip)).moved(*actor.hand)


def _in_hand_svg(prop: Prop, actor: Actor, grip: _Grip, stage: Stage) -> str:
    size = _held_size(prop, actor, grip)
    wanted = "right" if actor.facing == 1 else "left"
    icon = draw_icon(prop.id, size, stage.painter.canvas, mirrored=prop.faces not in (None, wanted))
    turn = f"{translate(*actor.hand)} {rotate(_tip(actor, grip))} {translate(0, icon.box.height * grip.below)}"
    return group(icon.svg, transform=turn)


def _held_size(prop: Prop, actor: Actor, grip: _Grip) -> float:
    return min(prop.size, 0.55 if prop.grip else 0.4) * actor.height * grip.share


def _tip(actor: Actor, grip: _Grip) -> float:
    return grip.degrees if actor.hand[0] > actor.face.center[0] else -grip.degrees


PAGE = Box(0, 0, WIDTH, HEIGHT)
_Placer = Callable[[Prop, Stage, Sequence[PlacedProp]], list[PlacedProp]]
_PLACERS: dict[Spot, _Placer] = {
    "ground": _ground, "stump": _stump, "water": _water, "tub": _tub, "islet": _islet, "air": _air, "bubble": _bubble,
    "sky": _sky, "hung": _hung, "far": _far, "frame": _frame, "table": _table, "soil": _soil, "held": _held,
}  # fmt: skip


def _best(
    candidate: Callable[[float], Box], size: float, stage: Stage, placed: Sequence[PlacedProp], *, hidden: bool = False
) -> Box | None:
    """The best of many tries, smaller and smaller until one is good; None when all of them hide a face."""
    best: tuple[float, Box] | None = None
    for share in (1.0, 0.86, 0.72, 0.6, 0.48):
        for _ in range(TRIES):
            box = candidate(size * share)
            if not _is_free(box, stage, ()):
                continue
            cost = _cost(box, stage, placed, hidden=hidden) + (1 - share)
            if best is None or cost < best[0]:
                best = (cost, box)
        if best is not None and best[0] < 0.75:
            break
    if best is None or (hidden and best[0] > 1.2):
        return None
    return best[1]


def _is_free(box: Box, stage: Stage, placed: Sequence[PlacedProp]) -> bool:
    """On the page, no face behind it or before it, no other prop in its place."""
    if box.left < 8 or box.right > WIDTH - 8 or box.top < 8 or box.bottom > HEIGHT - 8:
        return False
    clear = box.grown(CLEARANCE)
    return not any(_overlap(clear, actor.face) for actor in stage.actors) and not any(
        _overlap(box, thing.box) for thing in placed
    )


def _cost(box: Box, stage: Stage, placed: Sequence[PlacedProp], *, hidden: bool) -> float:
    """Return how much a place disturbs: 0 is fine, 1 is bad."""
    bodies = sum(_overlap(box, body) for body in (*(actor.body for actor in stage.actors), *stage.obstacles))
    things = sum(_overlap(box.grown(6), thing.box) for thing in placed)
    corner = 0.3 if box.bottom > HEIGHT - 130 and (box.left < 170 or box.right > WIDTH - 170) else 0.0
    away = abs(box.center[0] - stage.focus) / WIDTH * 0.5
    return bodies * (4.0 if hidden else 1.6) + things * 3.0 + corner + away


def _overlap(box: Box, other: Box) -> float:
    """Return the share of the smaller box that lies in the other."""
    width = min(box.right, other.right) - max(box.left, other.left)
    height = min(box.bottom, other.bottom) - max(box.top, other.top)
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / max(1.0, min(box.width * box.height, other.width * other.height))


def _standing_box(prop: Prop, size: float, x: float, y: float) -> Box:
    """Return what the prop covers when it stands on (x, y)."""
    return icon_box(prop.id, size).moved(x, y)


def _nearness(stage: Stage, y: float) -> float:
    far, near = stage.setting.far, stage.setting.near
    return 0.74 + 0.26 * min(1.0, max(0.0, (y - far) / max(near - far, 1)))


def _on_page(point: Point) -> bool:
    return 40 < point[0] < WIDTH - 40 and 40 < point[1] < HEIGHT - 60


def _icon(prop: Prop, box: Box, stage: Stage) -> str:
    """Return the drawing that fills the box, looking towards the cast."""
    middle = sum(actor.x for actor in stage.actors) / len(stage.actors)
    wanted = "right" if box.center[0] < middle else "left"
    icon = draw_icon(
        prop.id,
        max(box.width, box.height),
        stage.painter.canvas,
        mirrored=prop.faces not in (None, wanted),
    )
    return group(icon.svg, transform=translate(box.center[0], box.bottom))
