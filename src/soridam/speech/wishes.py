"""How somebody wants a recording transcribed."""

from dataclasses import dataclass

from soridam.core.errors import UsageError
from soridam.speech.languages import language_code
from soridam.speech.transcript import Task


@dataclass(frozen=True, slots=True)
class Wishes:
    """How to transcribe. A language of None is detected; `prompt` is text that might have come before, `hotwords`
    are names and terms to expect; `words` asks for the time and confidence of each word.
    """

    language: str | None = None
    task: Task = "transcribe"
    prompt: str = ""
    hotwords: str = ""
    beam_size: int = 1
    words: bool = True

    def __post_init__(self) -> None:
        if self.task not in ("transcribe", "translate"):
            raise UsageError(f"There is no task '{self.task}'.", hint="Use transcribe or translate.")
        if self.beam_size < 1:
            raise UsageError("A beam holds at least one hypothesis.", hint="Use --beam-size 1 or more.")
        if self.language is not None:
            object.__setattr__(self, "language", language_code(self.language))

    @property
    def context(self) -> str:
        return " ".join(part.strip() for part in (self.hotwords, self.prompt) if part.strip())


DEFAULT = Wishes()
