"""Options of a transcription."""

from dataclasses import dataclass

from soridam.core.errors import UsageError
from soridam.speech.languages import language_code
from soridam.speech.recognition.transcript import Task
from soridam.speech.tuned import Tuned

DETECT = "auto"  # in place of a language
MOST_HYPOTHESES = 32  # a beam as wide takes 32 times the memory of a text


@dataclass(frozen=True, slots=True)
class TranscriptionOptions:
    """Options. A language of None is the one that the model was tuned on, or else it is detected, as with
    "auto" it always is; `prompt` is text that might have come before, `hotwords` are names and terms to expect; `words`
    asks for the time and confidence of each word. `hypotheses` is how many texts are wanted of a recording of at most
    30 s, the likeliest first; a beam is at least as wide. `samples` texts are drawn beside them.
    """

    language: str | None = None
    task: Task = "transcribe"
    prompt: str = ""
    hotwords: str = ""
    beam_size: int = 1
    words: bool = True
    hypotheses: int = 1
    samples: int = 0

    def __post_init__(self) -> None:
        if self.task not in ("transcribe", "translate"):
            raise UsageError(
                "transcription.task", "There is no task '{name}'.", hint="Use transcribe or translate.", name=self.task
            )
        if self.beam_size < 1:
            raise UsageError(
                "transcription.beam", "A beam holds at least one hypothesis.", hint="Use --beam-size 1 or more."
            )
        if not 1 <= self.hypotheses <= MOST_HYPOTHESES:
            raise UsageError(
                "transcription.hypotheses",
                "{count} hypotheses of a recording cannot be given.",
                hint="Ask for 1 to {most}.",
                count=self.hypotheses,
                most=MOST_HYPOTHESES,
            )
        if not 0 <= self.samples <= MOST_HYPOTHESES:
            raise UsageError(
                "transcription.samples",
                "{count} texts of a recording cannot be drawn.",
                hint="Ask for 0 to {most}.",
                count=self.samples,
                most=MOST_HYPOTHESES,
            )
        if self.language not in (None, DETECT):
            object.__setattr__(self, "language", language_code(self.language))

    def language_for(self, tuned: Tuned) -> str | None:
        """Return the language to write in, or None if it is to be detected.

        A model that was tuned on one language is meant for it; short utterances are taken for another all too easily.
        """
        return None if self.language == DETECT else self.language or tuned.language

    @property
    def context(self) -> str:
        return " ".join(part.strip() for part in (self.hotwords, self.prompt) if part.strip())


DEFAULT = TranscriptionOptions()
