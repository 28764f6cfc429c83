"""Plots and themes as they lie in the TOML files of a language. Begin with `load_content`.

A plot tells what happens, page by page, and offers several frames for each beat. A theme is a world: where it happens,
what is found there, what gets in the way. Any plot can be told in any theme.

A frame's text is one sentence a line, after the bands that get it: 1 is 3–4 years, 2 is 5–6, 3 is 7–8. In a sentence
stand
  {hero:은}         a character's name, which stays a marker in the finished story
  [thing:을]        a word of the child's topic or of the theme; `korean.py` and `english.py` know them all
  "friend: …"       what a character says
  @find             all sentences of an item of the theme (spots, blocks, lose, found)
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Annotated, Literal, Self, cast, get_args

from pydantic import AfterValidator, Field, model_validator

from soridam.book.story import Kind, Language, Place, Shot, Time, Weather
from soridam.core.config import Section

Item = Literal["find", "block", "lose", "found"]

_LINE = re.compile(r"([123]+) (.+)")


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, or an item of the theme, for some bands (1, 2, 3)."""

    bands: str
    text: str

    @classmethod
    def parse(cls, written: str) -> Self:
        """Raises ValueError for a line without bands."""
        match = _LINE.fullmatch(written.strip())
        if match is None:
            raise ValueError(f"'{written}' does not begin with the bands that it is for.")
        return cls(match[1], match[2])

    @property
    def item(self) -> Item | None:
        name = self.text.removeprefix("@")
        return cast(Item, name) if self.text.startswith("@") and name in get_args(Item) else None


def _must_parse(text: str) -> str:
    for written in text.strip().splitlines():
        Line.parse(written)
    return text


class Fitting(Section):
    """Something that fits some topics: `any_of`, `all_of` and `none_of` are facts about a topic (`planning`)."""

    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()

    def fits(self, facts: frozenset[str]) -> bool:
        return (
            (not self.any_of or not facts.isdisjoint(self.any_of))
            and facts.issuperset(self.all_of)
            and facts.isdisjoint(self.none_of)
        )

    @property
    def is_special(self) -> bool:
        """Was it written for just such topics?"""
        return bool(self.any_of or self.all_of)


class Phrase(Fitting):
    """A title, a refrain, a lesson; in the files a string, or a table where it does not fit every topic."""

    text: str

    @model_validator(mode="before")
    @classmethod
    def _from_string(cls, value: object) -> object:
        return {"text": value} if isinstance(value, str) else value


class Frame(Fitting):
    """A page to be filled.

    show: "hero run joy, friend wave smile"; with_thing: the topic's thing is in the picture though no word names it;
    end: it is evening; nth: only for this one of the three tries (0, 1, 2).
    """

    text: Annotated[str, AfterValidator(_must_parse)]
    show: str = "hero stand smile"
    shot: Shot = "medium"
    place: Place | None = None
    time: Time | None = None
    props: tuple[str, ...] = ()
    with_thing: bool = False
    end: bool = False
    prompt: str
    ask: str = ""
    nth: int | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(Line.parse(written) for written in self.text.strip().splitlines())


class Plot(Section):
    """A way to tell a story. Frames stand in lists by beat; one of each is taken, of `trying` three."""

    lesson: tuple[Phrase, ...]
    titles: tuple[Phrase, ...]
    refrains: tuple[Phrase, ...]
    opening: tuple[Frame, ...]
    about: tuple[Frame, ...]
    problem: tuple[Frame, ...]
    resolve: tuple[Frame, ...]
    trying: tuple[Frame, ...] = Field(alias="try", min_length=3)
    low: tuple[Frame, ...]
    friend: tuple[Frame, ...]
    turn: tuple[Frame, ...]
    joy: tuple[Frame, ...]
    ending: tuple[Frame, ...]
    more: dict[str, tuple[Frame, ...]] = Field(default_factory=dict)

    def frames(self, stage: str) -> tuple[Frame, ...]:
        """Return the frames of a stage; `more` holds those of stages that only this plot has."""
        if stage in self.more:
            return self.more[stage]
        found: tuple[Frame, ...] = getattr(self, "trying" if stage == "try" else stage)
        return found


class Happening(Fitting):
    """Something of a theme: a sentence for all bands, one more for the oldest, and what the picture shows."""

    what: str
    more: str
    see: str
    props: tuple[str, ...] = ()
    place: Place | None = None


class Spot(Section):
    """A place to look into: `at` is how one calls it, `find` what is there instead of what is looked for."""

    at: str
    find: str
    more: str
    see: str
    props: tuple[str, ...] = ()
    place: Place | None = None

    @property
    def happening(self) -> Happening:
        return Happening(what=self.find, more=self.more, see=self.see, props=self.props, place=self.place)


class Theme(Section):
    """A world. `scene` sentences open a story, `detail` sentences can stand anywhere, `calm` sentences end it."""

    places: tuple[Place, ...]
    friends: tuple[Kind, ...]
    sounds: tuple[str, ...]
    treats: tuple[str, ...]
    time: Time | None = None
    weather: Weather | None = None
    props: tuple[str, ...] = ()
    scene: tuple[str, ...]
    detail: tuple[str, ...]
    calm: tuple[str, ...]
    spots: tuple[Spot, ...] = Field(min_length=3)
    blocks: tuple[Happening, ...] = Field(min_length=3)
    lose: tuple[Happening, ...]
    found: tuple[Happening, ...]


@dataclass(frozen=True)
class Content:
    """All plots and themes of a language, by name."""

    plots: dict[str, Plot]
    themes: dict[str, Theme]


@cache
def load_content(language: Language) -> Content:
    folder = resources.files(__package__) / language
    return Content(
        plots={name: Plot.from_values(values, origin=name) for name, values in _tables(folder / "plots")},
        themes={name: Theme.from_values(values, origin=name) for name, values in _tables(folder / "themes")},
    )


def _tables(folder: Traversable) -> list[tuple[str, dict[str, object]]]:
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return [(file.name.removesuffix(".toml"), tomllib.loads(file.read_text(encoding="utf-8"))) for file in files]
