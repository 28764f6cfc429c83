"""The language models that a program can name: the catalog's, one's own, and saved adjustments.

Begin with `NamedModels`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from soridam.studio.openai.naming import pick
from soridam.studio.people.accounts import User
from soridam.studio.playground.adjustments import Adjustments
from soridam.studio.playground.models import LanguageModels


@dataclass(frozen=True, slots=True)
class NamedModel:
    """A name that a program can ask for: weights, and the sliders that they are used with.

    `weights` is what `Copies.find_weights` takes. `created` in seconds since 1970; 0 for those that were not made here.
    """

    name: str
    owner: str
    weights: str
    sliders: Mapping[str, Any]
    created: int = 0


@dataclass(frozen=True, slots=True)
class NamedModels:
    """What a person's programs may name."""

    models: LanguageModels
    adjustments: Adjustments

    def all(self, me: User) -> list[NamedModel]:
        """My saved adjustments first, then my own models by name and by id, then those of the catalog."""
        choices = self.models.all(me)
        weights = {choice.id: choice.weights for choice in choices}
        saved = [
            NamedModel(each.name, me.name, weights[each.model], each.sliders, each.created // 1000)
            for each in self.adjustments.all(me)
            if each.model in weights
        ]
        own = [choice for choice in choices if choice.origin != "base"]
        base = [choice for choice in choices if choice.origin == "base" and choice.here]
        return [
            *saved,
            *(NamedModel(choice.name, me.name, choice.weights, {}, choice.created) for choice in own),
            *(NamedModel(choice.id, me.name, choice.weights, {}, choice.created) for choice in own),
            *(NamedModel(choice.id, "soridam", choice.weights, {}) for choice in base),
        ]

    def find(self, me: User, name: str) -> NamedModel:
        """Raises NotFoundError for what is not in my list: nothing is fetched because somebody names it."""
        return pick(self.all(me), name)
