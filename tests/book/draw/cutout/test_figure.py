"""A cut-out drawing stands, leans, hops and lies where the drawn hero would."""

import io
from typing import get_args

import numpy as np
import pytest
import resvg_py
from PIL import Image
from tests.book.draw.cutout.photos import as_jpeg, crayon_cat, pencil_rabbit, photograph, sheet

from soridam.book.draw.cast import draw_figure
from soridam.book.draw.cutout.cut import cut_out
from soridam.book.draw.cutout.drawing import hero_from
from soridam.book.draw.cutout.figure import PaperFigures
from soridam.book.draw.cutout.poses import MOTIONS
from soridam.book.draw.heroes import default_hero
from soridam.book.draw.illustrator import DrawnIllustrator
from soridam.book.draw.svg import SvgCanvas, group, translate
from soridam.book.story import CastMember, Mood, Picture, Pose

SIDE, FEET = 480, (240, 400)


@pytest.fixture(scope="module")
def drawn():
    """The hero from a photographed cat, and what finds its drawing."""
    cut = cut_out(as_jpeg(photograph(sheet(crayon_cat))))
    return hero_from(default_hero("cat", "en"), cut.digest, cut.colors), {cut.digest: cut.png}.__getitem__


def raster(figure):
    document = SvgCanvas().document(group(figure.svg, transform=translate(*FEET)), SIDE, SIDE)
    png = bytes(resvg_py.svg_to_bytes(svg_string=document, skip_system_fonts=True))
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA")).astype(int)


def draw(drawn, pose="stand", mood="smile", facing=1, height=250):
    hero, find = drawn
    return PaperFigures(find).draw(hero, pose, mood, height=height, canvas=SvgCanvas(), facing=facing)


@pytest.mark.parametrize("pose", get_args(Pose))
@pytest.mark.parametrize("facing", [1, -1])
def test_a_drawing_is_where_its_box_says(drawn, pose, facing):
    figure = draw(drawn, pose, "joy", facing)
    solid = raster(figure)[..., 3] > 128
    rows, columns = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
    body = figure.body.moved(*FEET)
    assert body.left - 4 <= columns[0] <= body.left + 4
    assert body.right - 4 <= columns[-1] <= body.right + 4
    assert body.top - 4 <= rows[0] <= body.top + 4
    assert body.bottom - 4 <= rows[-1] <= body.bottom + 4
    assert figure.body.grown(1).contains(figure.face)


def test_poses_and_moods_look_different(drawn):
    seen = {raster(draw(drawn, pose)).tobytes() for pose in get_args(Pose)}
    assert len(seen) == len(MOTIONS)
    moods = {raster(draw(drawn, "stand", mood)).tobytes() for mood in get_args(Mood)}
    assert len(moods) == len(get_args(Mood))


def test_who_stands_is_upright_who_jumps_is_in_the_air_and_who_sleeps_lies(drawn):
    standing, jumping, asleep = (draw(drawn, pose).body for pose in ("stand", "jump", "sleep"))
    assert abs(standing.bottom) < 2
    assert standing.height > standing.width
    assert jumping.bottom < -20
    assert asleep.width > asleep.height
    assert abs(asleep.bottom) < 2
    assert draw(drawn, "sleep").face.center[0] > 0 > draw(drawn, "sleep", facing=-1).face.center[0]


def test_a_drawing_is_as_large_as_the_hero_in_its_place(drawn):
    hero, _ = drawn
    puppet = draw_figure(hero, "stand", "smile", height=250, canvas=SvgCanvas()).body
    figure = draw(drawn).body
    assert 0.75 < figure.height / puppet.height < 1.2
    assert figure.width < 1.3 * 250


def test_what_has_no_legs_does_not_part_them():
    cut = cut_out(as_jpeg(photograph(sheet(pencil_rabbit), tilt=0, light=0.8)))
    hero, find = hero_from(default_hero("rabbit", "en"), cut.digest, cut.colors), {cut.digest: cut.png}.__getitem__
    walking, standing = draw((hero, find), "walk").body, draw((hero, find)).body
    assert walking.width < 1.25 * standing.width


def test_pages_and_cover_show_the_drawing_in_place_of_the_hero(drawn):
    hero, find = drawn
    picture = Picture(place="meadow", cast=(CastMember(id=hero.id, pose="wave"),))
    illustrator = DrawnIllustrator(drawings=find)
    for title in (None, "My cat"):
        svg = illustrator.draw(picture, [hero], seed=1, title=title).svg
        assert svg is not None
        assert svg.count("data:image/png;base64,") == 1
    plain = hero.model_copy(update={"drawing": None})
    other = illustrator.draw(picture, [plain], seed=1).svg
    assert other is not None
    assert "data:image" not in other


def test_the_same_page_gives_the_same_bytes(drawn):
    hero, find = drawn
    picture = Picture(place="beach", cast=(CastMember(id=hero.id, pose="run", mood="joy"),))
    first, second = (DrawnIllustrator(drawings=find).draw(picture, [hero], seed=3) for _ in range(2))
    assert first == second
