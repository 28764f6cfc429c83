import itertools
import re
from typing import get_args
from xml.etree import ElementTree

import numpy as np
import pytest

from soridam.book.draw.cast import draw_figure, faces, heads
from soridam.book.draw.cast.expressions import AWAKE
from soridam.book.draw.svg import SvgCanvas
from soridam.book.story import Accessory, Character, Garment, HairStyle, Kind, Mood, Outfit, Pose

KINDS, POSES, MOODS = get_args(Kind), get_args(Pose), get_args(Mood)
COATS = ["#000000", "#ffffff", "#3d2417", "#0000ff"]


def check_document(document: str) -> None:
    root = ElementTree.fromstring(document)
    ids = [item.get("id") for item in root.iter() if item.get("id")]
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", document)) == set(ids)
    assert not re.search(r"nan|inf|<filter|http(?!://www\.w3\.org/2000/svg)", document)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_pose_and_mood_is_a_whole_svg_with_its_face_inside_its_body(make_character, kind):
    for pose, mood in itertools.product(POSES, MOODS):
        canvas = SvgCanvas()
        figure = draw_figure(make_character(kind), pose, mood, height=300, canvas=canvas)
        check_document(canvas.document(figure.svg, 600, 600))
        assert figure.body.contains(figure.face)
        assert figure.body.grown(60).left < figure.held[0] < figure.body.grown(60).right


@pytest.mark.parametrize("garment", get_args(Garment))
@pytest.mark.parametrize("accessory", get_args(Accessory))
def test_every_garment_and_accessory_stands_on_the_ground(make_character, garment, accessory):
    for kind, pose in itertools.product(("frog", "child"), POSES):
        figure = draw_figure(
            make_character(kind, garment=garment, accessories=(accessory,)),
            pose, "smile", height=420, canvas=SvgCanvas(),
        )  # fmt: skip
        lowest = -50 if pose == "jump" else 5
        assert lowest - 20 < figure.body.bottom < lowest


@pytest.mark.parametrize("style", get_args(HairStyle))
def test_hair_of_every_style_stays_above_the_ground(style):
    child = Character(id="c", name="C", kind="child", look_en="", coat="#f2c39a", hair_style=style)
    canvas = SvgCanvas()
    bottoms = [draw_figure(child, pose, "joy", height=420, canvas=canvas).body.bottom for pose in POSES]
    assert max(bottoms) < 5


@pytest.mark.parametrize("kind", KINDS)
def test_the_body_box_is_what_is_drawn(make_character, rasterize, kind):
    pose = POSES[KINDS.index(kind) % len(POSES)]
    hero = make_character(kind, accessories=("scarf", "crown"))
    body, _, raster = rasterize(hero, pose)
    rows, columns = np.nonzero(raster[..., 3] > 8)
    drawn = columns.min(), rows.min(), columns.max() + 1, rows.max() + 1
    assert np.abs(np.subtract(drawn, body)).max() < 4


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("coat", COATS)
def test_eyes_and_mouth_are_seen_on_any_coat(make_character, rasterize, monkeypatch, kind, coat):
    hero = make_character(kind, coat, color=coat, accent=coat)
    for mood in ("smile", "joy", "sleepy"):
        _, face, whole = rasterize(hero, mood=mood)
        with monkeypatch.context() as patch:
            patch.setattr(faces, "_draw_eye", lambda *_: None)
            eyes = brightness(whole) - brightness(rasterize(hero, mood=mood)[2])
        with monkeypatch.context() as patch:
            patch.setattr(heads, "draw_mouth", lambda *_: None)
            mouth = brightness(whole) - brightness(rasterize(hero, mood=mood)[2])
        left, right = np.array_split(eyes[:, int(face.left) : int(face.right)], 2, axis=1)
        for feature, least in ((left, 16), (right, 16), (mouth, 9)):
            assert (np.abs(feature) > 28).sum() >= least, mood


def brightness(raster: np.ndarray) -> np.ndarray:
    return raster[..., :3] @ np.array([0.299, 0.587, 0.114])


@pytest.mark.parametrize("kind", ["cat", "penguin", "child"])
def test_poses_have_silhouettes_of_their_own(make_character, rasterize, kind):
    shapes = {pose: rasterize(make_character(kind), pose)[2][..., 3] > 128 for pose in POSES}
    for one, other in itertools.combinations(POSES, 2):
        shared = (shapes[one] & shapes[other]).sum() / (shapes[one] | shapes[other]).sum()
        assert shared < 0.93, (one, other)


def test_light_falls_from_the_left_whichever_way_a_figure_faces(make_character, rasterize):
    for facing in (1, -1):
        _, face, raster = rasterize(make_character("bear"), facing=facing)
        middle, top = int(face.center[0]), int(face.top + face.height * 0.2)
        gray = raster[top : int(face.center[1]), :, :3].mean(axis=2)
        assert gray[:, middle - 24 : middle - 8].mean() > gray[:, middle + 8 : middle + 24].mean() + 8


def test_facing_left_mirrors_the_boxes(make_character):
    right = draw_figure(make_character("dinosaur"), "run", "joy", height=300, canvas=SvgCanvas())
    left = draw_figure(make_character("dinosaur"), "run", "joy", height=300, canvas=SvgCanvas(), facing=-1)
    assert left.body.left == pytest.approx(-right.body.right)
    assert left.held == pytest.approx((-right.held[0], right.held[1]))


def test_height_is_from_the_soles_to_the_crown(make_character):
    figure = draw_figure(make_character("rabbit"), "stand", "smile", height=300, canvas=SvgCanvas())
    assert figure.face.top == pytest.approx(-300, abs=8)
    assert figure.body.bottom == pytest.approx(0, abs=2)
    assert figure.body.top < -350  # ears stand above it


def test_the_same_arguments_give_the_same_bytes(make_character):
    first, second = SvgCanvas(), SvgCanvas()
    one = draw_figure(make_character("fox"), "jump", "proud", height=321, canvas=first)
    other = draw_figure(make_character("fox"), "jump", "proud", height=321, canvas=second)
    assert one == other
    assert first.document(one.svg, 500, 500) == second.document(other.svg, 500, 500)


def test_who_lies_in_bed_surprised_worried_or_sad_is_awake_and_all_others_have_closed_eyes(make_character):
    def lying(moods):
        return {draw_figure(make_character("dog"), "sleep", mood, height=300, canvas=SvgCanvas()).svg for mood in moods}

    assert len(lying(set(MOODS) - AWAKE)) == 1
    assert len(lying(MOODS)) == 1 + len(AWAKE)


def test_moods_differ_from_each_other(make_character):
    for kind in KINDS:
        drawn = [draw_figure(make_character(kind), "stand", mood, height=300, canvas=SvgCanvas()).svg for mood in MOODS]
        assert len(set(drawn)) == len(MOODS)


def test_children_wear_underclothes_rather_than_nothing(make_character, rasterize):
    _, _, child = rasterize(make_character("child", "#f2c39a", garment="none", color="#2f6fd0"))
    blue = (child[..., 2] > child[..., 0] + 60) & (child[..., 3] > 200)
    assert blue.sum() > 170


@pytest.mark.parametrize("color", ['red"/><script>', "url(http://a.b/c)", "#12345", "currentColor"])
def test_what_is_no_color_never_reaches_the_drawing(make_character, color):
    hero = make_character("cat")
    for hostile in (
        hero.model_copy(update={"coat": color}),
        hero.model_copy(update={"hair": color, "kind": "child"}),
        hero.model_copy(update={"outfit": Outfit.model_construct(color=color, accent="#ffffff", accessories=())}),
        hero.model_copy(update={"outfit": Outfit.model_construct(color="#ffffff", accent=color, accessories=())}),
    ):
        with pytest.raises(ValueError, match="is not a color"):
            draw_figure(hostile, "stand", "smile", height=300, canvas=SvgCanvas())
