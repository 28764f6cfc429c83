"""Hearing a child's wish: decoded, recognized and forgotten. Nothing of the recording is written anywhere."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from soridam.book.draw.props.dictionary import with_whole_words
from soridam.book.parts import Heard
from soridam.book.story import Language
from soridam.core.errors import AudioError, UsageError

if TYPE_CHECKING:
    from soridam.speech.recognition.recognizer import Recognizer

MOST_BYTES = 32 * 2**20
MOST_SECONDS = 120.0
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True)
class WhisperListener:
    """Listens with this project's recognizer. `clean` turns what was said into a topic."""

    load: Callable[[], "Recognizer"]
    clean: Callable[[str, Language], str]

    def listen(self, recording: bytes, language: Language | None) -> Heard:
        """Recognize a wish in any format that browsers and telephones record.

        Without a language, the one that is heard counts. Raises AudioError for what is no sound, is too long for a
        wish, or holds no speech; UsageError where a language was heard that books are not written in.
        """
        from soridam.speech.decoding import decode_short
        from soridam.speech.recognition.options import TranscriptionOptions

        if len(recording) > MOST_BYTES:
            raise AudioError(
                "audio.too-large",
                "The recording has more than {size} MB.",
                hint="Say the wish in a few sentences.",
                size=MOST_BYTES // 2**20,
            )
        wave = decode_short(recording, most_seconds=MOST_SECONDS, hint="Say the wish in a few sentences.")
        said = self.load().transcribe(wave, TranscriptionOptions(language=language, words=False))
        transcript = said.text.strip()
        if not transcript:
            raise AudioError(
                "wish.no-words", "No words were heard.", hint="Speak closer to the microphone, or type the wish."
            )
        heard = _book_language(said.language)
        spelled = with_whole_words(transcript) if heard == "ko" else transcript  # recognizers part 눈사람
        return Heard(transcript, self.clean(spelled, heard), heard)


def _book_language(code: str) -> Language:
    for language in LANGUAGES:
        if language == code:
            return language
    raise UsageError(
        "wish.language",
        "The wish was heard as language '{name}'; books are written in Korean and English.",
        hint="Say which with --language ko or --language en.",
        name=code,
    )
