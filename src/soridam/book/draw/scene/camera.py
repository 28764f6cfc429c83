"""The three shots: how near the camera stands, and how large the cast is then. Begin with `camera_for`."""

import random
from dataclasses import dataclass, replace

from soridam.book.draw.scenery.painter import HEIGHT, WIDTH, Setting, Surface
from soridam.book.draw.svg import Box, scale, translate
from soridam.book.story import Shot


@dataclass(frozen=True, slots=True)
class Camera:
    """Shows the part of a painted place that begins at (left, top), `zoom` times enlarged."""

    zoom: float
    left: float
    top: float

    @property
    def transform(self) -> str:
        return f"{scale(self.zoom)} {translate(-self.left, -self.top)}"

    def x(self, x: float) -> float:
        return (x - self.left) * self.zoom

    def y(self, y: float) -> float:
        return (y - self.top) * self.zoom

    def box(self, box: Box) -> Box:
        """Return a box of the place as it lies on the page, cut at the page's edges."""
        return Box(
            max(self.x(box.left), 20),
            max(self.y(box.top), 20),
            min(self.x(box.right), WIDTH - 20),
            min(self.y(box.bottom), HEIGHT),
        )

    def surface(self, surface: Surface) -> Surface:
        return Surface(self.x(surface.left), self.x(surface.right), self.y(surface.y))

    def seen(self, setting: Setting) -> Setting:
        """Return the same setting in coordinates of the page."""
        return replace(
            setting,
            far=self.y(setting.far),
            near=min(self.y(setting.near), HEIGHT - 40),
            horizon=self.y(setting.horizon),
            air=self.box(setting.air),
            sky=setting.sky and self.box(setting.sky),
            water=setting.water and self.box(setting.water),
            soil=tuple(self.surface(surface) for surface in setting.soil),
            surfaces=tuple(self.surface(surface) for surface in setting.surfaces),
            bed=setting.bed and self.surface(setting.bed),
            sights=tuple(self.box(sight) for sight in setting.sights),
        )


def camera_for(shot: Shot, rng: random.Random) -> Camera:
    """Wide shows all of the place; the nearer shots look to one side or the other of its middle."""
    match shot:
        case "wide":
            return Camera(1.0, 0, 0)
        case "medium":
            zoom = rng.uniform(1.08, 1.2)
            top = (HEIGHT - HEIGHT / zoom) * 0.44
        case "close":
            zoom, top = rng.uniform(1.42, 1.56), 190.0
    room = WIDTH - WIDTH / zoom
    return Camera(zoom, room * rng.uniform(0.2, 0.8), top)
