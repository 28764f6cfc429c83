"""A page read aloud in two voices: the narrator's and the characters'. Begin with `KokoroNarrator`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from soridam.book.parts import SpokenPart
from soridam.book.story import Language
from soridam.speech.synthesis.spoken import SpokenText
from soridam.speech.synthesis.voice import Passage, Speaker, Voice

NARRATOR: Mapping[str, float] = {"jf_nezumi": 1.0}
CHARACTER: Mapping[str, float] = {"jf_alpha": 1.0}
SPEED = 0.9  # children listen


@dataclass
class KokoroNarrator:
    """Reads pages aloud with Kokoro. The model is loaded, and fetched if need be, with the first page."""

    voice: Voice = field(default_factory=Voice)
    speed: float = SPEED
    narrator: Speaker = field(default_factory=lambda: dict(NARRATOR))
    character: Speaker = field(default_factory=lambda: dict(CHARACTER))

    def narrate(self, parts: Sequence[SpokenPart], language: Language) -> SpokenText:
        """Read the parts one after the other. Raises WeightsError if the voice is not here and cannot be fetched."""
        passages = [Passage(part.text, self.character if part.by_character else self.narrator) for part in parts]
        return self.voice.read(passages, language, self.speed)
