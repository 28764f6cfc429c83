"""The language models that a person can play with: those of the catalog, and their own. Begin with `LanguageModels`."""

from dataclasses import dataclass
from typing import Literal

from soridam.core.errors import NotFoundError
from soridam.core.weights.catalog import CATALOG, entries_of
from soridam.core.weights.entry import CatalogEntry
from soridam.core.weights.resolve import find_entry
from soridam.language.health import HealthMap, read_map
from soridam.studio.people.accounts import User
from soridam.studio.storage.copies import Copies
from soridam.studio.tuning.runs import RunRow, Runs, training_weights

ModelOrigin = Literal["base", "run", "adjusted"]


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """A language model to choose. `weights` is a name of the catalog, or a folder inside of the studio's.

    `parameters` in millions. `created` in seconds since 1970; 0 for those that were not made here.
    """

    id: str
    name: str
    origin: ModelOrigin
    weights: str
    here: bool
    parameters: float | None = None
    license: str | None = None
    created: int = 0


@dataclass(frozen=True, slots=True)
class LanguageModels:
    """What a person may ask; `copies` brings a model to this machine before it is used."""

    runs: Runs
    copies: Copies

    def all(self, me: User) -> list[LanguageChoice]:
        """One's own first, the newest first, then those of the catalog that are here or on the package index."""
        tuned = [_of_run(run) for run in self.runs.all(me, "train") if run.row["family"] == "language" and run.is_done]
        own = self.runs.all(me, "adjust")
        adjusted = [_of_adjusted(run) for run in own if run.row["family"] == "language" and run.is_done]
        catalog = [choice for entry in entries_of("language") if (choice := _of_catalog(entry))]
        return [*tuned, *adjusted, *catalog]

    def find(self, me: User, id: str) -> LanguageChoice:
        """Find by id, without the list: this is asked at each move of a slider.

        Raises NotFoundError for what is not in the list: no path from outside becomes a model.
        """
        entry = CATALOG.get(id)
        if entry is not None and entry.family == "language" and (choice := _of_catalog(entry)):
            return choice
        run = self.runs.find(me, ("train", "adjust"), id)
        if run is not None and run.is_done and run.row["family"] == "language":
            return _of_adjusted(run) if run.row["kind"] == "adjust" else _of_run(run)
        raise NotFoundError("model.none", "There is no such model.", hint="See the list of models.")

    def place_of(self, choice: LanguageChoice) -> str:
        """Bring the weights to this machine; returns a name or path that `LanguageModel.load` takes."""
        return self.copies.find_weights(choice.weights)

    def read_map(self, me: User, choice: LanguageChoice) -> HealthMap | None:
        """The map of health: the one that the package ships, or one that was measured here; None if there is none."""
        if choice.origin == "base" and (shipped := read_map(choice.id)):
            return shipped
        measured = next((run for run in self.runs.all(me, "health", choice.id) if run.is_done), None)
        return HealthMap.from_json(measured.result["map"]) if measured else None


def _of_catalog(entry: CatalogEntry) -> LanguageChoice | None:
    """Return None for a model that is not here, and that no package index has."""
    here = any(find_entry(entry, form) for form in entry.forms)
    if not here and entry.index is None:
        return None
    return LanguageChoice(entry.name, entry.title, "base", entry.name, here, entry.parameters, entry.license)


def _of_run(run: RunRow) -> LanguageChoice:
    weights = f"{training_weights(run.id)}/model"
    return LanguageChoice(run.id, str(run.row["name"]), "run", weights, True, created=run.row["created"] // 1000)


def _of_adjusted(run: RunRow) -> LanguageChoice:
    weights, created = f"runs/{run.id}/model", run.row["created"] // 1000
    return LanguageChoice(run.id, str(run.row["name"]), "adjusted", weights, True, created=created)
