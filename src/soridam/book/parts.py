"""The parts of a book maker, as protocols: who writes, draws and reads. `make` knows only these.

Each has a default that needs no GPU, no hub and no key, and stronger ones that settings choose (`wiring`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from soridam.book.story import AgeBand, Character, Language, Picture, Story, Wish
from soridam.speech.synthesis.spoken import SpokenText


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said, and the topic in it: without "I want a story about"."""

    transcript: str
    topic: str
    language: Language


class Writer(Protocol):
    """Writes a story for a wish. Raises StoryError when it cannot; `preview` is told the pages there are so far."""

    def write(self, wish: Wish, preview: Callable[[Story], None]) -> Story: ...


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture of a page: PNG bytes of 1536 × 1152 pixels, and the SVG it came from where it was drawn."""

    png: bytes
    svg: str | None = None


class Illustrator(Protocol):
    """Draws pictures; the same arguments give the same bytes.

    `characters` are the story's, `title` is lettered on a cover and None on a page.
    """

    def draw(
        self, picture: Picture, characters: Sequence[Character], *, seed: int, title: str | None = None
    ) -> Drawing: ...


@dataclass(frozen=True, slots=True)
class PictureRequest:
    """What `Illustrator.draw` is asked for, as one value."""

    picture: Picture
    characters: tuple[Character, ...]
    seed: int
    title: str | None = None


@runtime_checkable
class BatchIllustrator(Protocol):
    """An illustrator that is faster with all pictures of a book at once."""

    def draw_all(self, requests: Sequence[PictureRequest]) -> list[Drawing]: ...


# Told after each step of painting: its number from 0, and the half-painted pictures as JPEG, which nobody has checked.
WatchPainting = Callable[[int, list[bytes]], None]


@dataclass(frozen=True, slots=True)
class SpokenPart:
    """Text to be read in one voice: the narrator's, or that of a character, by its place in the cast."""

    text: str
    character: int | None = None


class Narrator(Protocol):
    """Reads the parts one after the other; joined by nothing, they are the page's text as it is shown."""

    def narrate(self, parts: Sequence[SpokenPart], language: Language, age_band: AgeBand) -> SpokenText: ...
