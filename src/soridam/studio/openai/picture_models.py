"""The picture models that a program can name: the settings' own, and those of the catalog on this machine.

Begin with `PictureModels`.
"""

from dataclasses import dataclass

from soridam.core.weights.catalog import entries_of
from soridam.core.weights.resolve import find_entry
from soridam.studio.openai.naming import pick

DEFAULT_PAINTER = "gpt-image-1"


@dataclass(frozen=True, slots=True)
class PictureModel:
    """`place` is a folder or a name of the catalog; empty for the settings' own. `created` in seconds since 1970."""

    name: str
    owner: str
    place: str = ""
    created: int = 0


@dataclass(frozen=True, slots=True)
class PictureModels:
    """What a person's programs may name."""

    def all(self) -> list[PictureModel]:
        here = [entry for entry in entries_of("image") if "diffusers" in entry.forms and find_entry(entry, "diffusers")]
        return [
            PictureModel(DEFAULT_PAINTER, "soridam"),
            *(PictureModel(entry.name, "soridam", entry.name) for entry in here),
        ]

    def find(self, name: str) -> PictureModel:
        """Raises NotFoundError for what is not in the list: nothing is fetched because somebody names it."""
        return pick(self.all(), name)
