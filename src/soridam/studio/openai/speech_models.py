"""The speech models that a program can name: the defaults, what is on this machine, and one's own tuned ones.

Begin with `SpeechModels`.
"""

from dataclasses import dataclass, replace

from soridam.core.weights.catalog import entries_of
from soridam.core.weights.resolve import find_entry
from soridam.studio.openai.naming import ServedModel, pick
from soridam.studio.people.accounts import User
from soridam.studio.storage.copies import Copies
from soridam.studio.tuning.models import Models

DEFAULT_RECOGNIZER = "whisper-1"
SPEAKERS = ("tts-1", "tts-1-hd", "kokoro")  # one voice model, and what programs call it


@dataclass(frozen=True, slots=True)
class SpeechModels:
    """What a person's programs may name. `copies` brings a model to this machine before it is used."""

    models: Models
    copies: Copies

    def all(self, me: User) -> list[ServedModel]:
        """List recognizers, then speakers."""
        return [*self.recognizers(me), *(ServedModel(name, "soridam") for name in SPEAKERS)]

    def recognizers(self, me: User) -> list[ServedModel]:
        """Return the settings' own, my tuned ones by name and by id, those of the catalog that are on this machine.

        A run that was exported is its newest export.
        """
        on_this_machine = [entry.name for entry in entries_of("speech") if find_entry(entry, "ctranslate2")]
        own = [model for model in self.models.all(me, "speech") if model.origin != "base" and model.here]
        exported = {model.run: model.weights for model in reversed(own) if model.origin == "export"}  # newest counts
        places = {model.id: exported.get(model.id, model.weights) for model in own}
        return [
            ServedModel(DEFAULT_RECOGNIZER, "soridam"),
            *(ServedModel(model.name, me.name, places[model.id]) for model in own),
            *(ServedModel(model.id, me.name, places[model.id]) for model in own),
            *(ServedModel(name, "openai", name) for name in on_this_machine),
        ]

    def find(self, me: User, name: str) -> ServedModel:
        """Raises NotFoundError for what is not in my list: nothing is fetched because somebody names it."""
        return pick(self.all(me), name)

    def find_recognizer(self, me: User, name: str) -> ServedModel:
        """Find a recognizer and bring it to this machine. Raises NotFoundError like `find`."""
        found = pick(self.recognizers(me), name)
        return replace(found, place=self.copies.find_weights(found.place))


def find_speaker(name: str) -> ServedModel:
    return pick([ServedModel(each, "soridam") for each in SPEAKERS], name)
