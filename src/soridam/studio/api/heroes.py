"""The heroes that a child chooses from, with their portraits."""

from fastapi import APIRouter
from pydantic import BaseModel

from soridam.book.draw.heroes import default_hero, default_heroes
from soridam.book.story import Character, Color, Kind, Language

router = APIRouter(prefix="/api/heroes", tags=["books"])


class HeroView(BaseModel):
    """A ready hero; `portrait` is a whole SVG."""

    kind: Kind
    name: str
    color: Color
    portrait: str


class PortraitForm(BaseModel):
    """Which portrait to draw; without a color, the hero's own."""

    kind: Kind
    color: Color | None = None


class PortraitView(BaseModel):
    portrait: str


@router.get("")
def heroes(language: Language = "ko") -> list[HeroView]:
    """One of each kind, in the order of the menu."""
    first = {hero.kind: hero for hero in reversed(default_heroes(language))}
    return [_view(hero) for hero in reversed(first.values())]


@router.post("/portrait")
def portrait(form: PortraitForm) -> PortraitView:
    hero = default_hero(form.kind, "en")
    return PortraitView(portrait=_draw(hero.model_copy(update={"coat": form.color}) if form.color else hero))


def _view(hero: Character) -> HeroView:
    return HeroView(kind=hero.kind, name=hero.name, color=hero.coat, portrait=_draw(hero))


def _draw(hero: Character) -> str:
    from soridam.book.draw.cast import draw_portrait

    return draw_portrait(hero)
