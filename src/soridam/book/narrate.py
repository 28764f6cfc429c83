"""A page read aloud: a voice for the narrator and one for each character. Begin with `KokoroNarrator`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from soridam.book.parts import SpokenPart
from soridam.book.story import AgeBand, Language
from soridam.speech.synthesis.spoken import SpokenText
from soridam.speech.synthesis.voice import Passage, Speaker, Voice

# How fast children of an age are read to, as a share of the voice's own speed.
SPEEDS: Mapping[AgeBand, float] = {"3-4": 0.8, "5-6": 0.88, "7-8": 0.95}


@dataclass(frozen=True)
class Cast:
    """The voices of a book. Of more characters than voices the later ones begin with the first voice again."""

    narrator: Speaker
    characters: tuple[Speaker, ...]

    def speaker(self, part: SpokenPart) -> Speaker:
        if part.character is None:
            return self.narrator
        return self.characters[part.character % len(self.characters)]


KOREAN = Cast({"jf_nezumi": 1.0}, ({"jf_alpha": 1.0}, {"jm_kumo": 1.0}, {"jf_tebukuro": 1.0}, {"jf_gongitsune": 1.0}))
ENGLISH = Cast({"af_heart": 1.0}, ({"af_bella": 1.0}, {"am_puck": 1.0}, {"bf_emma": 1.0}, {"am_fenrir": 1.0}))


@dataclass
class KokoroNarrator:
    """Reads pages aloud with Kokoro. The model is loaded, and fetched if need be, with the first page."""

    voice: Voice = field(default_factory=Voice)

    def narrate(self, parts: Sequence[SpokenPart], language: Language, age_band: AgeBand) -> SpokenText:
        """Read the parts one after the other. Raises WeightsError if the voice is not here and cannot be fetched."""
        cast = ENGLISH if language == "en" and self.voice.has_english() else KOREAN
        passages = [Passage(part.text, cast.speaker(part)) for part in parts]
        return self.voice.read(passages, language, SPEEDS[age_band])
