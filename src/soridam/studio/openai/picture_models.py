"""The picture models that a program can name: the settings' own, one's own, and those of the catalog that are here.

Begin with `PictureModels`.
"""

from dataclasses import dataclass, replace

from soridam.core.weights.catalog import entries_of
from soridam.core.weights.resolve import find_entry
from soridam.studio.openai.naming import ServedModel, pick
from soridam.studio.people.accounts import User
from soridam.studio.storage.copies import Copies
from soridam.studio.tuning.models import Models

DEFAULT_PAINTER = "gpt-image-1"


@dataclass(frozen=True, slots=True)
class PictureModels:
    """What a person's programs may name. `copies` brings a model to this machine before it is used."""

    models: Models
    copies: Copies

    def all(self, me: User) -> list[ServedModel]:
        """Return the settings' own, my tuned ones by name and by id, and those of the catalog on this machine."""
        own = [model for model in self.models.all(me, "image") if model.origin == "run" and model.here]
        places = {model.id: f"{model.weights}/model" for model in own}
        catalog = [entry for entry in entries_of("image") if entry.is_model]
        return [
            ServedModel(DEFAULT_PAINTER, "soridam"),
            *(ServedModel(model.name, me.name, places[model.id]) for model in own),
            *(ServedModel(model.id, me.name, places[model.id]) for model in own),
            *(ServedModel(entry.name, "soridam", entry.name) for entry in catalog if find_entry(entry, "diffusers")),
        ]

    def find(self, me: User, name: str) -> ServedModel:
        """Find a model and bring it to this machine.

        Raises NotFoundError for what is not in the list: nothing is fetched because somebody names it.
        """
        found = pick(self.all(me), name)
        return replace(found, place=self.copies.find_weights(found.place)) if found.place else found
