import io
from xml.etree import ElementTree

import pytest
from PIL import Image

from soridam.book.draw.cover import TITLE_AREA, compose_cover
from soridam.book.draw.heroes import default_heroes
from soridam.book.draw.illustrator import DrawnIllustrator
from soridam.book.draw.scene.compose import compose
from soridam.book.draw.svg import SvgCanvas
from soridam.book.parts import Illustrator
from soridam.book.story import CastMember, Picture

HEROES = default_heroes("ko")
PICTURE = Picture(
    place="meadow",
    weather="rainbow",
    cast=(CastMember(id=HEROES[0].id, pose="wave", mood="joy"),),
    props=("kite", "carrot"),
)


def test_the_same_arguments_give_the_same_bytes():
    first, second = (DrawnIllustrator().draw(PICTURE, HEROES, seed=7) for _ in range(2))
    assert first == second
    assert first.svg is not None
    ElementTree.fromstring(first.svg)
    with Image.open(io.BytesIO(first.png)) as image:
        assert image.size == (1536, 1152)


def test_another_seed_gives_another_picture_of_the_same_place():
    illustrator: Illustrator = DrawnIllustrator()
    assert illustrator.draw(PICTURE, HEROES, seed=1).png != illustrator.draw(PICTURE, HEROES, seed=2).png
    wide = PICTURE.model_copy(update={"shot": "wide"})
    backs = {compose(wide, HEROES, seed=seed, place_seed=4, canvas=SvgCanvas()).setting.back for seed in (1, 2)}
    assert len(backs) == 1


def test_a_cover_is_lettered_above_the_cast():
    canvas = SvgCanvas()
    scene, title = compose_cover(
        PICTURE.model_copy(update={"shot": "close"}), HEROES, "달님과 노란 연", seed=1, place_seed=1, canvas=canvas
    )
    assert TITLE_AREA.grown(24).contains(title.box)
    assert all(actor.face.top > title.box.bottom for actor in scene.actors)
    assert all(thing.box.top > title.box.top for thing in scene.props)


@pytest.mark.parametrize("title", [None, "나비"])
def test_a_cover_differs_from_a_page(title):
    svg = DrawnIllustrator().draw(PICTURE, HEROES, seed=1, title=title).svg
    assert svg is not None
    assert ("#fffbee" in svg) == (title is not None)
