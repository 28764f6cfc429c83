"""The language models that a program can name: the catalog's, one's own, and saved adjustments. Begin with `find`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from soridam.core.errors import NotFoundError
from soridam.studio.parts import StudioParts
from soridam.studio.people.accounts import User


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


def list_named(parts: StudioParts, me: User) -> list[NamedModel]:
    """My saved adjustments first, then my own models by name and by id, then those of the catalog."""
    choices = parts.language_models.all(me)
    weights = {choice.id: choice.weights for choice in choices}
    saved = [
        NamedModel(each.name, me.name, weights[each.model], each.sliders, each.created // 1000)
        for each in parts.adjustments.all(me)
        if each.model in weights
    ]
    own = [choice for choice in choices if choice.origin != "base"]
    return [
        *saved,
        *(NamedModel(choice.name, me.name, choice.weights, {}, choice.created) for choice in own),
        *(NamedModel(choice.id, me.name, choice.weights, {}, choice.created) for choice in own),
        *(NamedModel(each.id, "soridam", each.weights, {}) for each in choices if each.origin == "base" and each.here),
    ]


def find_named(parts: StudioParts, me: User, name: str) -> NamedModel:
    """Raises NotFoundError for what is not in my list: nothing is fetched because somebody names it."""
    named = list_named(parts, me)
    for each in named:
        if each.name == name:
            return each
    known = ", ".join(dict.fromkeys(each.name for each in named))
    raise NotFoundError(
        "openai.no-model", "There is no model '{name}'.", hint="Use one of {names}.", name=name, names=known
    )
