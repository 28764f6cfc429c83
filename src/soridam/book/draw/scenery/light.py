"""The light of a picture: which colors the sky has at a time and in a weather, and how it changes everything else.

Begin with `light_of`. Scenery names colors as they are at noon; `Light.outdoors` and `Light.indoors` say how they look.
"""

from dataclasses import dataclass

from soridam.book.draw.colors import mix, saturate
from soridam.book.story import Time, Weather

NIGHT = "#20275f"  # what everything leans to without the sun

_SKIES: dict[Time, tuple[str, ...]] = {
    "morning": ("#7cc4f2", "#b3e0fa", "#ffeccb", "#ffd5b5"),
    "day": ("#4fb0ee", "#93d3f9", "#cfeefc", "#f6fbf0"),
    "sunset": ("#7d6fc0", "#f2899a", "#ffb182", "#ffe2a6"),
    "night": ("#121744", "#262f7c", "#4d4fa2", "#8f7fc0"),
}  # from the zenith to the horizon
_GRAYS: dict[Time, str] = {"morning": "#b7c8da", "day": "#9fbbd6", "sunset": "#a692b4", "night": "#323b6b"}
_GRAY_SHARE: dict[Weather, float] = {"clear": 0.0, "rainbow": 0.05, "cloudy": 0.36, "snow": 0.46, "rain": 0.58}
_TINTS: dict[Time, tuple[str, float]] = {
    "morning": ("#ffdcae", 0.10),
    "day": ("#ffffff", 0.0),
    "sunset": ("#f28f6a", 0.17),
    "night": (NIGHT, 0.53),
}
_LAMPLIGHT: dict[Time, tuple[str, float]] = {
    "morning": ("#ffe3bd", 0.10),
    "day": ("#ffffff", 0.0),
    "sunset": ("#f09a5c", 0.16),
    "night": ("#3a2f62", 0.34),
}
_DULLNESS: dict[Weather, float] = {"clear": 0.0, "rainbow": 0.0, "cloudy": 0.06, "snow": 0.05, "rain": 0.17}


@dataclass(frozen=True, slots=True)
class Light:
    """`sky` are its colors from the zenith to the horizon, `haze` is what far land fades to."""

    time: Time
    weather: Weather
    sky: tuple[str, ...]
    haze: str

    @property
    def is_night(self) -> bool:
        return self.time == "night"

    @property
    def is_gray(self) -> bool:
        """No sun or moon is to be seen."""
        return self.weather in ("cloudy", "rain", "snow")

    def outdoors(self, color: str, depth: float = 0.0) -> str:
        """Return how a color looks in the open; `depth` is 0 before one's feet, 1 at the horizon."""
        tint, share = _TINTS[self.time]
        dull = _DULLNESS[self.weather]
        seen = mix(saturate(color, 1 - dull), tint, share)
        seen = mix(seen, _GRAYS[self.time], dull * 0.5)
        return mix(seen, self.haze, depth * 0.72)

    def land(self, color: str, depth: float = 0.0) -> str:
        """As `outdoors`, of what lies open to the sky: under snow when it snows."""
        if self.weather != "snow":
            return self.outdoors(color, depth)
        white = self.outdoors(mix(color, "#f6faff", 0.84), depth)
        return mix(white, "#b9c6f0", 0.3) if self.is_night else white  # snow keeps what light there is

    def leaves(self, color: str, depth: float = 0.0) -> str:
        """As `outdoors`, of trees and bushes: powdered when it snows."""
        return self.outdoors(mix(color, "#eaf2f8", 0.42) if self.weather == "snow" else color, depth)

    def water(self, color: str, depth: float = 0.0) -> str:
        """As `outdoors`, of water: at sunset it stays blue, and the sky's colors lie on it as light."""
        if self.time != "sunset":
            return self.outdoors(color, depth)
        return mix(mix(saturate(color, 1 - _DULLNESS[self.weather]), "#8a6fb0", 0.12), self.haze, depth * 0.6)

    def indoors(self, color: str) -> str:
        """Return how a color looks in a room with windows, and at night with a lamp."""
        tint, share = _LAMPLIGHT[self.time]
        return mix(saturate(color, 1 - _DULLNESS[self.weather] * 0.3), tint, share)


def light_of(time: Time, weather: Weather) -> Light:
    gray, share = _GRAYS[time], _GRAY_SHARE[weather]
    veil = [mix(gray, "#ffffff" if time != "night" else "#7f86b8", place * 0.13) for place in range(4)]
    shares = [min(1.0, share * (1 + place * 0.16)) for place in range(4)]  # clouds hide the colors of the horizon first
    sky = tuple(mix(*three) for three in zip(_SKIES[time], veil, shares, strict=True))
    return Light(time, weather, sky, mix(sky[-1], sky[-2], 0.35))
