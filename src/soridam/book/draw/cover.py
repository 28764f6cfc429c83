"""Covers: a composed picture with room above the cast for the lettered title. Begin with `compose_cover`."""

from collections.abc import Sequence

from soridam.book.draw.cast import DrawFigure, draw_figure
from soridam.book.draw.colors import lightness, saturate, with_lightness
from soridam.book.draw.lettering import Title, letter_title
from soridam.book.draw.scene.compose import Scene, compose
from soridam.book.draw.scenery.painter import WIDTH
from soridam.book.draw.svg import Box, SvgCanvas
from soridam.book.story import Character, Picture

TITLE_AREA = Box(110, 44, WIDTH - 110, 400)
CREAM = "#fffbee"
NIGHT_EDGE = "#2c2560"


def compose_cover(
    picture: Picture,
    characters: Sequence[Character],
    title: str,
    *,
    seed: int,
    place_seed: int,
    canvas: SvgCanvas,
    draw: DrawFigure = draw_figure,
) -> tuple[Scene, Title]:
    """Return the scene in a medium shot, with nobody above the title's lower edge, and the title."""
    shown = picture.model_copy(update={"shot": "medium"})
    scene = compose(
        shown,
        characters,
        seed=seed,
        place_seed=place_seed,
        canvas=canvas,
        headroom=TITLE_AREA.bottom,
        draw=draw,
    )
    edge = _edge(picture, characters)
    return scene, letter_title(title, TITLE_AREA, fill=CREAM, edge=edge, rim=_rim(edge, picture))


def _edge(picture: Picture, characters: Sequence[Character]) -> str:
    """Dark enough to read cream letters by, and of the hero's color."""
    if picture.time == "night":
        return NIGHT_EDGE
    hero = next(character for character in characters if character.id == picture.cast[0].id)
    return with_lightness(saturate(hero.outfit.color, 1.1), min(lightness(hero.outfit.color), 0.42))


def _rim(edge: str, picture: Picture) -> str:
    return "#ffe3a3" if picture.time == "night" else "#ffffff"
