"""A drawing that was cut out, and the hero that is shown as it. Begin with `CutOut`. Loads nothing that cuts."""

import hashlib
from dataclasses import dataclass

from soridam.book.draw.choose import described
from soridam.book.story import Character, Color

MOST_BYTES = 25 * 2**20  # of a photograph


@dataclass(frozen=True, slots=True)
class CutOut:
    """A drawing on a transparent ground. `digest` is the SHA-256 of the PNG, by which a character names it."""

    png: bytes
    width: int
    height: int
    colors: tuple[Color, Color]

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.png).hexdigest()


def hero_from(hero: Character, digest: str, colors: tuple[Color, Color]) -> Character:
    """Return the hero with a drawing for its looks: its colors are the drawing's, for letters and painted pictures."""
    coat, color = colors
    outfit = hero.outfit.model_copy(update={"color": color, "accessories": ()})
    colored = described(hero.model_copy(update={"coat": coat, "outfit": outfit}))
    look = f"a child's crayon drawing of {colored.look_en}"[:300]
    return colored.model_copy(update={"drawing": digest, "look_en": look})
