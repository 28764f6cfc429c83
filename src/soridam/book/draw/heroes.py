"""The ready heroes that a child chooses from, at least one of each kind (heroes.toml). Begin with `default_heroes`."""

import tomllib
from functools import lru_cache
from importlib.resources import files

from soridam.book.draw.wardrobe import describe_look
from soridam.book.story import Character, CharacterId, Color, HairStyle, Kind, Language, Name, Outfit
from soridam.core.config import Section


class ReadyHero(Section):
    """An entry of heroes.toml: a character with a name in each language."""

    id: CharacterId
    kind: Kind
    name_ko: Name
    name_en: Name
    coat: Color
    outfit: Outfit
    hair: Color = "#3a2722"
    hair_style: HairStyle = "short"

    def character(self, language: Language, name: str | None = None) -> Character:
        return Character(
            id=self.id,
            name=name or (self.name_ko if language == "ko" else self.name_en),
            kind=self.kind,
            look_en=describe_look(self.kind, self.coat, self.outfit, self.hair, self.hair_style),
            coat=self.coat,
            outfit=self.outfit,
            hair=self.hair,
            hair_style=self.hair_style,
        )


def default_heroes(language: Language) -> tuple[Character, ...]:
    """Return all ready heroes, in the order of the menu."""
    return tuple(hero.character(language) for hero in ready_heroes())


def default_hero(kind: Kind, language: Language, name: str | None = None) -> Character:
    """Return the first ready hero of a kind, with a name of the child's choice or its own in that language."""
    return next(hero for hero in ready_heroes() if hero.kind == kind).character(language, name)


@lru_cache(maxsize=1)
def ready_heroes() -> tuple[ReadyHero, ...]:
    """In the order of heroes.toml."""
    text = files("soridam.book.draw").joinpath("heroes.toml").read_text(encoding="utf-8")
    return tuple(ReadyHero.from_values(values, origin="heroes.toml") for values in tomllib.loads(text)["hero"])
