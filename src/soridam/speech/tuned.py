"""Facts that tuning stores in a model's config.json. Begin with `Tuned`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from soridam.core.files import read_json, write_json
from soridam.speech.window import CONFIG_KEY as WINDOW_KEY
from soridam.speech.window import ShortContext

LANGUAGES_KEY = "tuned_languages"
SILENCE_KEY = "learned_silence"
SELF_TAUGHT_KEY = "self_taught"
ADAPTER_FILE = "tuned.json"  # beside an adapter, whose own config knows only its matrices


@dataclass(frozen=True, slots=True)
class Tuned:
    """The window that a model was trained for (None: 30 s), the languages it heard, and whether it learned to write
    nothing where nobody speaks. A model that was not tuned says nothing of it.

    A model that is `self_taught` learned its window from itself at 30 s, without transcripts (`soridam shorten`): in it
    it also tells all languages apart.
    """

    short_context: ShortContext | None = None
    languages: tuple[str, ...] = ()  # ISO 639-1
    silence: bool = False
    self_taught: bool = False

    @property
    def language(self) -> str | None:
        """The one language that it was tuned on, or None for several or none."""
        return self.languages[0] if len(self.languages) == 1 else None

    def to_config(self) -> dict[str, Any]:
        """Return the entries of config.json; those that say nothing are left out."""
        entries: dict[str, Any] = {}
        if self.short_context:
            entries[WINDOW_KEY] = self.short_context.to_config()
        if self.languages:
            entries[LANGUAGES_KEY] = list(self.languages)
        if self.silence:
            entries[SILENCE_KEY] = True
        if self.self_taught:
            entries[SELF_TAUGHT_KEY] = True
        return entries

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Self:
        return cls(
            ShortContext.from_config(config),
            tuple(config.get(LANGUAGES_KEY, ())),
            bool(config.get(SILENCE_KEY, False)),
            bool(config.get(SELF_TAUGHT_KEY, False)),
        )


def save_beside_adapter(tuned: Tuned, folder: Path) -> None:
    write_json(folder / ADAPTER_FILE, tuned.to_config())


def read_tuned(folder: Path) -> Tuned:
    """Return what the folder of a model, an export or an adapter says."""
    for name in (ADAPTER_FILE, "config.json"):
        if (folder / name).is_file():
            return Tuned.from_config(read_json(folder / name))
    return Tuned()
