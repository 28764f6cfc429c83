"""The story that writers write, illustrators draw and narrators read: typed, and the same JSON for all of them.

Begin with `Story`. Names of characters never stand in a text: a text holds markers such as `{hero}` or, where Korean
wants a particle, `{hero:은}`; `names.py` puts the name in. So a hero can be renamed without writing the story again.
"""

from typing import Annotated, Any, Literal, TypeVar

from pydantic import BeforeValidator, Field, StringConstraints, ValidationError

from soridam.book.printable import printable
from soridam.core.config import Section
from soridam.core.errors import StoryError

Language = Literal["ko", "en"]
AgeBand = Literal["3-4", "5-6", "7-8"]
Kind = Literal["cat", "rabbit", "bear", "fox", "panda", "dog", "tiger", "mouse", "penguin", "frog", "dinosaur", "child"]
Garment = Literal["none", "overalls", "dress", "shirt", "raincoat", "pajamas"]
Accessory = Literal["scarf", "cape", "bow", "hat", "leaf", "crown", "glasses", "backpack"]
HairStyle = Literal["short", "bob", "buns", "long", "curly"]
Pose = Literal["stand", "wave", "walk", "run", "jump", "sit", "hug", "sleep"]
Mood = Literal["smile", "joy", "surprise", "sad", "worried", "sleepy", "proud"]
Place = Literal[
    "meadow", "forest", "garden", "mountain", "beach", "sea", "underwater", "river", "farm", "village", "city",
    "playground", "camp", "snowfield", "desert", "clouds", "space", "castle", "cave", "market",
    "bedroom", "living-room", "kitchen", "classroom", "library",
]  # fmt: skip
WITHOUT_WEATHER: frozenset[Place] = frozenset(
    ("bedroom", "living-room", "kitchen", "classroom", "library", "cave", "underwater", "space")
)
Time = Literal["morning", "day", "sunset", "night"]
Weather = Literal["clear", "cloudy", "rain", "snow", "rainbow"]
Shot = Literal["wide", "medium", "close"]
Beat = Literal["opening", "problem", "try", "friend", "turn", "ending"]

Color = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
CharacterId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,23}$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Printed = Annotated[str, BeforeValidator(printable)]
Name = Annotated[Printed, StringConstraints(strip_whitespace=True, min_length=1, max_length=24)]


class AgeLimits(Section):
    """What a child of an age band can follow: pages of a book, sentences and words of a page."""

    pages: int
    fewest_sentences: int
    most_sentences: int
    most_words: int


AGE_LIMITS: dict[AgeBand, AgeLimits] = {
    "3-4": AgeLimits(pages=8, fewest_sentences=1, most_sentences=2, most_words=20),
    "5-6": AgeLimits(pages=10, fewest_sentences=2, most_sentences=3, most_words=35),
    "7-8": AgeLimits(pages=12, fewest_sentences=3, most_sentences=5, most_words=60),
}


class Outfit(Section):
    """What a character wears. `accent` colors shoes, bow, buttons and whatever else is small."""

    garment: Garment = "overalls"
    color: Color = "#4a86d8"
    accent: Color = "#e8574f"
    accessories: tuple[Accessory, ...] = ()


class Character(Section):
    """One of the cast. The same values give the same figure on every page.

    `coat` is the color of fur or skin; hair is drawn for children only. `look_en` describes the character to a
    diffusion model and stands first in every prompt. `drawing` is the SHA-256 of a cut-out drawing (`draw/cutout`) that
    is shown in place of the figure; colors and clothes are then those of the drawing, as near as they come.
    """

    id: CharacterId
    name: Name
    kind: Kind
    look_en: str = Field(max_length=300)
    coat: Color
    outfit: Outfit = Outfit()
    hair: Color = "#3a2722"
    hair_style: HairStyle = "short"
    drawing: Digest | None = None


class CastMember(Section):
    """A character as it appears in one picture. Who has the pose "sleep" lies awake if surprised, worried or sad."""

    id: CharacterId
    pose: Pose = "stand"
    mood: Mood = "smile"


class Picture(Section):
    """What a page shows. `props` are names of the prop dictionary (`draw/props.toml`)."""

    place: Place
    time: Time = "day"
    weather: Weather = "clear"
    shot: Shot = "medium"
    cast: tuple[CastMember, ...] = Field(min_length=1, max_length=4)
    props: tuple[str, ...] = Field(default=(), max_length=6)
    prompt_en: str = Field(default="", max_length=600)


class SpeakerLine(Section):
    """Words inside the page's text that a character says: read in a voice of its own."""

    character: CharacterId
    text: Printed = Field(min_length=1)


class Page(Section):
    """One page: its text with markers for names, who says which part of it, and its picture.

    `question` is for the parent to ask, and may be empty.
    """

    number: int = Field(ge=1)
    beat: Beat
    text: Printed = Field(min_length=1, max_length=1200)
    speaker_lines: tuple[SpeakerLine, ...] = ()
    picture: Picture
    question: Printed = Field(default="", max_length=200)


class Story(Section):
    """A whole book in words. The first character is the hero."""

    title: Printed = Field(min_length=1, max_length=80)
    language: Language
    age_band: AgeBand
    lesson: Printed = Field(default="", max_length=200)
    characters: tuple[Character, ...] = Field(min_length=1, max_length=6)
    cover: Picture
    pages: tuple[Page, ...] = Field(min_length=1)

    @property
    def hero(self) -> Character:
        return self.characters[0]

    def character(self, name: CharacterId) -> Character:
        """Return the character with this id. Raises KeyError."""
        for character in self.characters:
            if character.id == name:
                return character
        raise KeyError(name)


class Wish(Section):
    """What a child asked for: a hero, and what the story should be about. The same wish and seed give the same book."""

    topic: Printed = Field(max_length=2_000)
    hero: Character
    language: Language = "en"
    age_band: AgeBand = "5-6"
    seed: int = 0
    dedication: Printed = Field(default="", max_length=200)


Changed = TypeVar("Changed", bound=Section)


def with_values(section: Changed, /, **values: Any) -> Changed:
    """Return a copy with other values, held against the same limits. Raises StoryError as `checked` does."""
    return checked(type(section), **{**dict(section), **values})


def checked(kind: type[Changed], /, **values: Any) -> Changed:
    """Return a new one of these values. Raises StoryError that says which value does not fit."""
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        what = ".".join(str(part) for part in first["loc"])
        raise StoryError(
            "story.misfit",
            "The {part} does not fit: {reason}.",
            hint="Choose another one.",
            part=what,
            reason=first["msg"],
        ) from None
