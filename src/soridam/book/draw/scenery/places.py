"""All places by their names in a story. Begin with `paint_place`."""

from dataclasses import replace

from soridam.book.draw.scenery import country, fantastic, rooms, town, water, wild
from soridam.book.draw.scenery.light import light_of
from soridam.book.draw.scenery.painter import Painter, Setting
from soridam.book.draw.svg import Box, SvgCanvas
from soridam.book.story import Place, Time, Weather

_PAINTERS = {
    "meadow": country.meadow,
    "forest": country.forest,
    "garden": country.garden,
    "mountain": wild.mountain,
    "beach": water.beach,
    "sea": water.sea,
    "underwater": water.underwater,
    "river": water.river,
    "farm": country.farm,
    "village": town.village,
    "city": town.city,
    "playground": town.playground,
    "camp": country.camp,
    "snowfield": wild.snowfield,
    "desert": wild.desert,
    "clouds": fantastic.clouds,
    "space": fantastic.space,
    "castle": town.castle,
    "cave": fantastic.cave,
    "market": town.market,
    "bedroom": rooms.bedroom,
    "living-room": rooms.living_room,
    "kitchen": rooms.kitchen,
    "classroom": rooms.classroom,
    "library": rooms.library,
}


def paint_place(place: Place, time: Time, weather: Weather, *, seed: int, canvas: SvgCanvas) -> Setting:
    """Return a place as it looks at a time and in a weather; the seed moves hills, trees and colors, not what it is.

    Of the same place and seed, the land stays where it is while time and weather change.
    """
    painter = Painter(canvas, light_of(time, weather), f"{place} {seed}")
    setting = _PAINTERS[place](painter)
    if setting.sky is None or place in ("space", "cave") or painter.light.is_gray:
        return setting
    left, top, right, bottom = setting.sky  # what hangs in the sky keeps clear of sun and moon
    clear = (
        Box(left, top, min(right, 960), bottom) if painter.sun_on_the_right else Box(max(left, 576), top, right, bottom)
    )
    return replace(setting, sky=clear)
