from typing import get_args

import pytest

from soridam.book.draw.colors import difference, lightness
from soridam.book.draw.scenery.light import light_of
from soridam.book.story import Time, Weather


@pytest.mark.parametrize("weather", get_args(Weather))
def test_night_is_darker_than_day(weather):
    day, night = light_of("day", weather), light_of("night", weather)
    assert all(lightness(dark) < lightness(bright) for dark, bright in zip(night.sky, day.sky, strict=True))
    assert lightness(night.outdoors("#7fc95c")) < lightness(day.outdoors("#7fc95c")) - 0.1
    assert lightness(night.indoors("#f7e6cc")) < lightness(day.indoors("#f7e6cc")) - 0.1


@pytest.mark.parametrize("time", get_args(Time))
def test_what_is_far_fades_into_the_haze(time):
    light = light_of(time, "clear")
    near, far = light.outdoors("#3f8a4a"), light.outdoors("#3f8a4a", 1.0)
    assert difference(far, light.haze) < difference(near, light.haze)


@pytest.mark.parametrize("time", get_args(Time))
def test_snow_whitens_the_land_and_powders_the_leaves(time):
    clear, snow = light_of(time, "clear"), light_of(time, "snow")
    assert lightness(snow.land("#7fc95c")) > lightness(clear.land("#7fc95c")) + 0.05
    assert lightness(clear.leaves("#4a9a63")) < lightness(snow.leaves("#4a9a63")) < lightness(snow.land("#4a9a63"))


def test_noon_leaves_colors_as_they_are():
    assert light_of("day", "clear").outdoors("#f3a24c") == "#f3a24c"
