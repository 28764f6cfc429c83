import random
from functools import cache
from itertools import permutations
from typing import get_args
from xml.etree import ElementTree

import pytest

from soridam.book.draw.heroes import default_heroes
from soridam.book.draw.props.dictionary import load_props
from soridam.book.draw.scene.compose import Scene, compose
from soridam.book.draw.scene.props import ROOMS
from soridam.book.draw.scenery.painter import HEIGHT, WIDTH
from soridam.book.draw.svg import Box, SvgCanvas
from soridam.book.story import CastMember, Mood, Picture, Place, Pose, Shot, Time, Weather
from soridam.core.errors import StoryError

HEROES = default_heroes("en")
PAGE = Box(0, 0, WIDTH, HEIGHT)


def any_picture(seed: int, **given: object) -> Picture:
    """A picture by chance, with the values that are given."""
    rng = random.Random(seed)
    heroes = rng.sample(HEROES, rng.choice((1, 1, 2, 2, 3, 4)))
    poses, moods = get_args(Pose), get_args(Mood)
    cast = [CastMember(id=hero.id, pose=rng.choice(poses), mood=rng.choice(moods)) for hero in heroes]
    values: dict[str, object] = {
        "place": rng.choice(get_args(Place)),
        "time": rng.choice(get_args(Time)),
        "weather": rng.choice(get_args(Weather)),
        "shot": rng.choice(get_args(Shot)),
        "cast": tuple(cast),
        "props": tuple(rng.sample(sorted(load_props()), rng.randrange(7))),
    }
    return Picture.model_validate(values | given)


@cache
def some_scenes(hundred: int) -> list[tuple[Picture, Scene]]:
    """A hundred pictures by chance, composed."""
    pictures = [any_picture(seed) for seed in range(hundred * 100, hundred * 100 + 100)]
    return [(picture, composed(picture, seed)) for seed, picture in enumerate(pictures)]


def composed(picture: Picture, seed: int = 1) -> Scene:
    return compose(picture, HEROES, seed=seed, place_seed=7, canvas=SvgCanvas())


def one(pose: Pose = "stand", **given: object) -> Picture:
    return any_picture(
        1, **{"cast": (CastMember(id=HEROES[0].id, pose=pose),), "props": (), "weather": "clear"} | given
    )


def meet(box: Box, other: Box) -> bool:
    return box.left < other.right and other.left < box.right and box.top < other.bottom and other.top < box.bottom


@pytest.mark.parametrize("hundred", range(3))
def test_no_face_is_hidden_or_cut(hundred):
    for picture, scene in some_scenes(hundred):
        for actor in scene.actors:
            assert PAGE.contains(actor.face), picture
            assert not any(meet(thing.box, actor.face) for thing in scene.props), picture
            if scene.vessel:
                assert actor.face.bottom < scene.vessel.box.top or scene.ground.kind == "raft", picture
        for actor, other in permutations(scene.actors, 2):
            assert not meet(actor.body, other.face), picture


@pytest.mark.parametrize("hundred", range(3))
def test_feet_are_on_something(hundred):
    for picture, scene in some_scenes(hundred):
        for actor in scene.actors:
            if scene.ground.kind == "boat":
                assert scene.vessel is not None
                assert scene.vessel.box.top < actor.y < scene.vessel.box.bottom
            elif scene.ground.kind == "raft":
                assert scene.vessel is not None
                assert scene.vessel.box.left < actor.x < scene.vessel.box.right
                assert scene.vessel.box.top < actor.y < scene.vessel.box.bottom
            elif scene.ground.kind == "afloat":
                assert actor.y <= scene.setting.near + 1 or picture.shot == "close", picture
            elif actor.in_bed:
                assert scene.setting.bed is not None
                assert actor.y == scene.setting.bed.y
            else:
                assert scene.setting.far <= actor.y, picture
                assert actor.y <= scene.setting.near or picture.shot == "close", picture


@pytest.mark.parametrize("hundred", range(3))
def test_props_lie_on_the_page_and_none_is_forgotten(hundred):
    for picture, scene in some_scenes(hundred):
        drawn = {thing.prop for thing in scene.props}
        missing = set(picture.props) - drawn - scene.setting.shows
        kinds = {actor.character.kind for actor in scene.actors}
        shown = {"sun", "moon", "crescent-moon", "rainbow", "cloud", "rain-cloud", "snow-cloud", "tree", "pine-tree"}
        assert missing <= shown | kinds, picture
        assert all(PAGE.contains(thing.box) for thing in scene.props), picture


def test_everything_drawn_is_sound_svg():
    for seed in range(3000, 3030):
        canvas = SvgCanvas()
        scene = compose(any_picture(seed), HEROES, seed=seed, place_seed=1, canvas=canvas)
        names = [node.get("id") for node in ElementTree.fromstring(canvas.document(scene.body, WIDTH, HEIGHT)).iter()]
        named = [name for name in names if name]
        assert len(named) == len(set(named))


def test_the_same_arguments_give_the_same_picture():
    picture = any_picture(5, props=("carrot", "kite", "rabbit"))
    first, second, other = composed(picture, 3), composed(picture, 3), composed(picture, 4)
    assert first.body == second.body
    assert first.body != other.body


def test_nearer_shots_show_larger_heroes():
    heights = [composed(one(place="meadow", shot=shot)).actors[0].height for shot in ("wide", "medium", "close")]
    assert heights == sorted(heights)
    assert heights[0] < heights[1] * 0.8 < heights[2] * 0.8


def test_several_look_towards_each_other():
    cast = tuple(CastMember(id=hero.id) for hero in HEROES[:2])
    for seed in range(8):
        left, right = composed(one(cast=cast, place="garden", shot="medium"), seed).actors
        assert left.x < right.x
        assert (left.facing, right.facing) == (1, -1)


def test_what_can_be_held_is_in_a_hand():
    scene = composed(one(place="meadow", shot="medium", props=("lollipop",)))
    held = scene.props[0]
    assert held.spot == "held"
    assert held.holder == 0
    assert meet(held.box, Box(*scene.actors[0].hand, *scene.actors[0].hand).grown(2))


def test_who_sleeps_in_the_bedroom_lies_in_bed_under_a_blanket():
    scene = composed(one("sleep", place="bedroom", shot="wide"))
    assert scene.actors[0].in_bed
    assert not composed(one("sleep", place="meadow", shot="wide")).actors[0].in_bed


@pytest.mark.parametrize(
    ("place", "prop", "spot"),
    [
        ("meadow", "whale", "tub"), ("sea", "whale", "water"), ("sea", "rabbit", "islet"), ("meadow", "house", "far"),
        ("bedroom", "volcano", "frame"), ("bedroom", "moon", "hung"), ("kitchen", "pie", "table"),
        ("garden", "carrot", "soil"), ("underwater", "bee", "bubble"), ("forest", "owl", "ground"),
        ("meadow", "butterfly", "air"),
    ],
)  # fmt: skip
def test_things_are_where_they_belong(place, prop, spot):
    scene = composed(one(place=place, shot="wide", time="day", props=(prop,)))
    assert {thing.spot for thing in scene.props} == {spot}


def test_what_the_place_shows_is_not_drawn_twice():
    assert composed(one(place="camp", shot="wide", props=("tent",))).props == ()
    assert composed(one(place="camp", shot="wide", props=("tree",))).props == ()
    assert composed(one(place="desert", shot="wide", props=("tree",))).props != ()
    assert composed(one(place="meadow", shot="wide", time="day", props=("sun",))).props == ()
    assert composed(one(place="meadow", shot="wide", time="night", props=("sun",))).props != ()
    assert composed(one(place="space", shot="wide", time="day", props=("sun",))).props != ()


def test_a_hero_is_no_prop_beside_itself():
    assert HEROES[0].kind == "cat"
    props = composed(one(place="meadow", shot="wide", props=("cat", "kite", "fox"))).props
    assert {thing.prop for thing in props} == {"kite", "fox"}


def test_rain_falls_outside_only():
    for place in get_args(Place):
        dry = composed(one(place=place, weather="clear", shot="wide")).body
        wet = composed(one(place=place, weather="rain", shot="wide")).body
        assert dry != wet
    assert "bedroom" in ROOMS


def test_nobody_stands_in_the_room_for_a_title():
    for seed in range(40):
        picture = any_picture(seed, shot="medium")
        scene = compose(picture, HEROES, seed=seed, place_seed=1, canvas=SvgCanvas(), headroom=400)
        assert all(actor.face.top > 380 for actor in scene.actors), seed


def test_an_unknown_prop_or_character_is_told():
    with pytest.raises(StoryError, match="no prop 'sword'"):
        composed(one(props=("sword",)))
    with pytest.raises(StoryError, match="No character has the id 'nobody'"):
        composed(one(cast=(CastMember(id="nobody"),)))
