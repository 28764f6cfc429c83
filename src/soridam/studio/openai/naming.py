"""How a program's word for a model finds the model. Begin with `pick`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from soridam.core.errors import NotFoundError


class Named(Protocol):
    """Something that a program can ask for by its name."""

    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=Named)


@dataclass(frozen=True, slots=True)
class ServedModel:
    """A model of speech or pictures. `place` is a folder or a name of the catalog; empty for the settings' own.

    `created` in seconds since 1970; 0 for those that were not made here.
    """

    name: str
    owner: str
    place: str = ""
    created: int = 0


def pick(models: Sequence[N], name: str) -> N:
    """Return the first of this name. Raises NotFoundError that tells the names that there are."""
    for model in models:
        if model.name == name:
            return model
    known = ", ".join(dict.fromkeys(model.name for model in models))
    raise NotFoundError(
        "openai.no-model", "There is no model '{name}'.", hint="Use one of {names}.", name=name, names=known
    )
