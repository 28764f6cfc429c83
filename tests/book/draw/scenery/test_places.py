import itertools
import re
from typing import get_args
from xml.etree import ElementTree

import pytest

from soridam.book.draw.scenery.painter import HEIGHT, WIDTH, Setting
from soridam.book.draw.scenery.places import paint_place
from soridam.book.draw.svg import Box, SvgCanvas
from soridam.book.story import Place, Time, Weather

PAGE = Box(0, 0, WIDTH, HEIGHT)
SKIES = list(itertools.product(get_args(Time), get_args(Weather)))


def painted(place: Place, time: Time = "day", weather: Weather = "clear", seed: int = 1) -> tuple[Setting, str]:
    canvas = SvgCanvas()
    setting = paint_place(place, time, weather, seed=seed, canvas=canvas)
    return setting, canvas.document(setting.back + setting.front, WIDTH, HEIGHT)


@pytest.mark.parametrize("place", get_args(Place))
def test_a_place_is_a_sound_picture_at_all_times_in_all_weathers(place):
    for time, weather in SKIES:
        _, svg = painted(place, time, weather)
        names = [node.get("id") for node in ElementTree.fromstring(svg).iter() if node.get("id")]
        assert len(names) == len(set(names))
        assert set(re.findall(r"(?:url\(|href=\")#([^)\"]+)", svg)) <= set(names)
        assert "filter" not in svg
        assert not re.search(r"(?<![A-Za-z])(nan|inf)(?![A-Za-z])", svg)


@pytest.mark.parametrize("place", get_args(Place))
def test_every_time_and_weather_shows(place):
    pictures = {painted(place, time, weather)[1] for time, weather in SKIES}
    assert len(pictures) == len(SKIES)


@pytest.mark.parametrize("place", get_args(Place))
def test_a_place_says_where_things_may_be(place):
    setting, _ = painted(place)
    assert 0 < setting.horizon < setting.far < setting.near < HEIGHT
    for area in (setting.air, setting.sky, setting.water):
        assert area is None or (PAGE.contains(area) and area.width > 150 and area.height > 40)
    for surface in (*setting.surfaces, *setting.soil):
        assert 0 <= surface.left < surface.right <= WIDTH
        assert 0 < surface.y < HEIGHT


def test_the_same_seed_paints_the_same_place():
    assert painted("forest", seed=4)[1] == painted("forest", seed=4)[1]
    assert painted("forest", seed=4)[1] != painted("forest", seed=5)[1]


@pytest.mark.parametrize("place", ["meadow", "farm", "village", "river", "bedroom"])
def test_a_place_keeps_its_shape_when_the_sky_changes(place):
    shapes = [painted(place, time, weather)[0] for time, weather in SKIES]
    assert {(shape.far, shape.horizon, shape.soil, shape.surfaces) for shape in shapes} == {
        (shapes[0].far, shapes[0].horizon, shapes[0].soil, shapes[0].surfaces)
    }
