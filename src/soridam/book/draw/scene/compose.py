"""Puts a picture together: place, cast, props and weather in order of depth. Begin with `compose`."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from soridam.book.draw.cast import DrawFigure, draw_figure
from soridam.book.draw.props.dictionary import Prop, load_props
from soridam.book.draw.scene import vessels
from soridam.book.draw.scene.camera import Camera, camera_for
from soridam.book.draw.scene.cast import HULL, Actor, Ground, boat_rim, raft_deck, stage_cast
from soridam.book.draw.scene.props import ROOMS, PlacedProp, Stage, place_props
from soridam.book.draw.scenery.light import NIGHT, light_of
from soridam.book.draw.scenery.painter import HEIGHT, WIDTH, Painter, Setting
from soridam.book.draw.scenery.places import paint_place
from soridam.book.draw.scenery.sky import falling
from soridam.book.draw.svg import Box, Stop, SvgCanvas, group, rect, scale, translate
from soridam.book.story import Character, Picture, Place
from soridam.core.errors import StoryError

WOODED: frozenset[Place] = frozenset(("forest", "mountain", "camp", "village", "river", "snowfield", "castle"))
SKYLESS: frozenset[Place] = ROOMS | {"underwater", "space", "cave"}  # no sun to be seen, no rain on the cast


@dataclass(frozen=True, slots=True)
class Scene:
    """A composed picture: its elements, back to front, and where everybody and everything is on the page."""

    body: str
    actors: tuple[Actor, ...]
    props: tuple[PlacedProp, ...]
    setting: Setting
    ground: Ground
    vessel: vessels.Vessel | None


def compose(
    picture: Picture,
    characters: Sequence[Character],
    *,
    seed: int,
    place_seed: int,
    canvas: SvgCanvas,
    headroom: float = 0.0,
    draw: DrawFigure = draw_figure,
) -> Scene:
    """`seed` moves cast, props and camera, `place_seed` the land; above `headroom` pixels neither cast nor props come.
    `draw` draws each of the cast.

    Raises StoryError for a character or a prop that there is not.
    """
    cast = _cast_of(picture, characters)
    rng = random.Random(f"scene {seed}")
    painter = Painter(canvas, light_of(picture.time, picture.weather), f"scene {seed}")
    painted = paint_place(picture.place, picture.time, picture.weather, seed=place_seed, canvas=canvas)
    camera = camera_for(picture.shot, rng)
    setting = _below(camera.seen(painted), headroom)
    ground = _ground(picture, camera.y(painted.near), rng)
    actors = stage_cast(picture.cast, cast, setting, picture.shot, ground, canvas, rng, draw)
    vessel = _vessel(painter, actors, ground)
    obstacles = (*setting.sights, *(vessel.boxes if vessel else ()))
    stage = Stage(picture.place, picture.shot, setting, actors, obstacles, painter, rng)
    props = place_props(_props_of(picture, painted, cast), stage)
    body = "".join(
        (
            group(painted.back, transform=camera.transform),
            "" if picture.place in SKYLESS else falling(painter, 150, near=False),
            "".join(thing.svg for thing in props if thing.layer == "behind"),
            _by_depth(picture, painter, actors, props, ground, vessel),
            _front(picture, painted, camera),
            "".join(thing.svg for thing in props if thing.layer == "over"),
            ""
            if picture.place in SKYLESS
            else falling(painter, 66, near=True, spare=[a.face.grown(12) for a in actors]),
            _atmosphere(painter),
        )
    )
    return Scene(body, tuple(actors), tuple(props), setting, ground, vessel)


def _below(setting: Setting, headroom: float) -> Setting:
    """Return the same setting, with nothing in the air above a height of the page."""

    def lowered(area: Box | None) -> Box | None:
        return area and Box(area.left, max(area.top, headroom), area.right, max(area.bottom, headroom + 130))

    air = lowered(setting.air) or setting.air
    return replace(setting, air=air, sky=lowered(setting.sky), water=lowered(setting.water))


def _cast_of(picture: Picture, characters: Sequence[Character]) -> Mapping[str, Character]:
    cast = {character.id: character for character in characters}
    for member in picture.cast:
        if member.id not in cast:
            raise StoryError(
                "story.no-character",
                "No character has the id {id}.",
                hint="There are: {names}.",
                id=f"{member.id!r}",
                names=", ".join(cast),
            )
    return cast


def _props_of(picture: Picture, painted: Setting, cast: Mapping[str, Character]) -> Iterable[Prop]:
    """What has to be drawn beside what the place shows anyway. A rabbit that is there as a hero is no prop too."""
    known = load_props()
    for name in picture.props:
        if name not in known:
            raise StoryError(
                "story.no-prop",
                "There is no prop {name}.",
                hint="`find_prop` gives the props that words name.",
                name=f"{name!r}",
            )
    shown = painted.shows | _shown_by_the_sky(picture) | {cast[member.id].kind for member in picture.cast}
    if picture.place in WOODED:
        shown |= {"tree", "pine-tree"}
    return [known[name] for name in dict.fromkeys(picture.props) if name not in shown]


def _shown_by_the_sky(picture: Picture) -> frozenset[str]:
    if picture.place in SKYLESS or picture.shot == "close":
        return frozenset()
    match picture.weather:
        case "rain":
            return frozenset({"rain-cloud", "cloud"})
        case "snow":
            return frozenset({"snow-cloud", "cloud"})
        case "cloudy":
            return frozenset({"cloud"})
    lights = frozenset({"moon", "crescent-moon"}) if picture.time == "night" else frozenset({"sun"})
    return lights | {"rainbow"} if picture.weather == "rainbow" else lights


def _ground(picture: Picture, level: float, rng: random.Random) -> Ground:
    """Return what carries the cast; `level` is the height of the nearest water, if the place is the sea."""
    if picture.place in ("underwater", "space"):
        return Ground("afloat")
    if picture.place != "sea":
        return Ground()
    flat = any(member.pose == "sleep" for member in picture.cast)
    return Ground("raft" if flat or (picture.shot != "close" and rng.random() < 0.25) else "boat", level)


def _by_depth(
    picture: Picture,
    painter: Painter,
    actors: Sequence[Actor],
    props: Sequence[PlacedProp],
    ground: Ground,
    vessel: vessels.Vessel | None,
) -> str:
    """Cast and props, the farther first. Those in a boat come together with it."""
    held = {thing.holder: thing.svg for thing in props if thing.holder is not None}
    drawn = [_person(picture, painter, actor, ground) + held.get(index, "") for index, actor in enumerate(actors)]
    layers = [(thing.y, thing.svg) for thing in props if thing.layer == "among" and thing.holder is None]
    if vessel:
        layers.append(
            (vessel.box.bottom, vessel.behind + "".join(drawn) + vessel.before + vessels.wake(painter, vessel.box))
        )
    else:
        layers += [(actor.y, svg) for actor, svg in zip(actors, drawn, strict=True)]
    return "".join(svg for _, svg in sorted(layers, key=lambda layer: layer[0]))


def _person(picture: Picture, painter: Painter, actor: Actor, ground: Ground) -> str:
    """Return one of the cast with its shadow, the light about it at night, and what it wears where there is no air."""
    parts = []
    if painter.light.is_night and not actor.in_bed:
        x, y = actor.body.center
        parts.append(painter.glow(x, y, actor.height * 0.66, "#ffe9bd", 0.26))
    if ground.kind in ("ground", "raft") and not actor.in_bed:
        airborne = actor.member.pose == "jump"
        width = actor.body.width * (0.62 if airborne else 0.86)
        parts.append(painter.shadow(actor.body.center[0], actor.y - 2, width, 0.24 if airborne else 0.42))
    parts.append(actor.svg)
    if actor.in_bed:
        parts.append(vessels.blanket(painter, actor.body, actor.face, actor.y))
    if picture.place == "space":
        parts.append(vessels.helmet(painter, actor.face, actor.body))
    if picture.place == "underwater":
        parts.append(vessels.breath(painter, actor.face))
    return "".join(parts)


def _vessel(painter: Painter, actors: Sequence[Actor], ground: Ground) -> vessels.Vessel | None:
    if ground.kind not in ("boat", "raft"):
        return None
    tall = max(actor.height for actor in actors)
    left, right = min(actor.body.left for actor in actors), max(actor.body.right for actor in actors)
    if ground.kind == "raft":
        return vessels.raft(painter, left - tall * 0.12, right + tall * 0.12, raft_deck(ground))
    alone = len(actors) == 1
    to_the_right = actors[0].facing == 1
    room = tall * 0.72 if alone else tall * 0.24  # one alone shares the boat with the mast
    stern, bow = (left - tall * 0.24, right + room) if to_the_right else (left - room, right + tall * 0.24)
    mast = (right + tall * 0.06 if to_the_right else left - tall * 0.1) if alone else (left + right) / 2
    rim = boat_rim(ground, tall)
    return vessels.sailboat(painter, stern, bow, rim, HULL * tall, mast, max(rim - tall * 1.42, 30))


def _front(picture: Picture, painted: Setting, camera: Camera) -> str:
    """Return what lies before everybody. It comes nearer with the camera, but stays at the page's lower edge."""
    if picture.shot == "close" and picture.place != "clouds":
        return ""
    if picture.place == "sea":
        return group(painted.front, transform=camera.transform)
    nearer = f"{translate(WIDTH / 2, HEIGHT)} {scale(camera.zoom)} {translate(-WIDTH / 2, -HEIGHT)}"
    return group(painted.front, transform=nearer)


def _atmosphere(painter: Painter) -> str:
    """Return the light over everything, and a soft darkening towards the page's corners."""
    stops = (Stop(0.6, "#2a1c4a", 0), Stop(1, "#2a1c4a", 0.22))
    vignette = rect(0, 0, WIDTH, HEIGHT, painter.canvas.radial(stops, center=(0.5, 0.48), radius=0.78))
    match painter.light.time:
        case "night":
            return rect(0, 0, WIDTH, HEIGHT, NIGHT, opacity=0.1) + vignette
        case "sunset":
            return rect(0, 0, WIDTH, HEIGHT, "#ff9a5a", opacity=0.06) + vignette
        case _:
            return vignette
