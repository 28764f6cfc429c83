"""The heroes that a child chooses from and dresses, with their pictures."""

from dataclasses import replace

from fastapi import APIRouter
from pydantic import BaseModel

from soridam.book.draw.choose import Look, described, with_look
from soridam.book.draw.heroes import default_hero, default_heroes
from soridam.book.story import Character, Color, HairStyle, Kind, Language, Name, Outfit

router = APIRouter(prefix="/api/heroes", tags=["books"])


class Looks(BaseModel):
    """The looks of a hero; None means those of the first ready hero of its kind."""

    color: Color | None = None
    outfit: Outfit | None = None
    hair: Color | None = None
    hair_style: HairStyle | None = None


class HeroForm(Looks):
    kind: Kind


class HeroView(BaseModel):
    """A ready hero; `portrait` is a whole SVG."""

    id: str
    kind: Kind
    name: Name
    color: Color
    hair: Color
    hair_style: HairStyle
    outfit: Outfit
    portrait: str


class PortraitView(BaseModel):
    """The hero as it is dressed, from ears to shoes, as a whole SVG."""

    portrait: str


@router.get("")
def heroes(language: Language = "ko") -> list[HeroView]:
    """List all ready heroes, in the order of the menu."""
    return [_view(hero) for hero in default_heroes(language)]


@router.post("/portrait")
def portrait(form: HeroForm) -> PortraitView:
    from soridam.book.draw.cast import draw_whole

    return PortraitView(portrait=draw_whole(dressed(default_hero(form.kind, "en"), form)))


def dressed(hero: Character, looks: Looks) -> Character:
    """Return a ready hero with the chosen looks. Raises UsageError for a child without clothes."""
    look, worn = Look(coat=looks.color), looks.outfit
    if worn:
        look = replace(look, garment=worn.garment, color=worn.color, accent=worn.accent, accessories=worn.accessories)
    hair = {"hair": looks.hair or hero.hair, "hair_style": looks.hair_style or hero.hair_style}
    return described(with_look(hero.model_copy(update=hair), look))


def _view(hero: Character) -> HeroView:
    from soridam.book.draw.cast import draw_portrait

    return HeroView(
        id=hero.id,
        kind=hero.kind,
        name=hero.name,
        color=hero.coat,
        hair=hero.hair,
        hair_style=hero.hair_style,
        outfit=hero.outfit,
        portrait=draw_portrait(hero),
    )
