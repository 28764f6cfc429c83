"""Picture models that a person can play with: their own, and others here. Begin with `AdjustablePictures`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from soridam.core.errors import NotFoundError, SoridamError
from soridam.core.weights import find_local
from soridam.core.weights.catalog import entries_of
from soridam.studio.people.accounts import User
from soridam.studio.storage.copies import Copies
from soridam.studio.tuning.runs import RunRow, Runs, training_weights

PictureOrigin = Literal["base", "run", "adjusted", "painter"]
PAINTER = "painter"  # the id of the model that the books are painted with


@dataclass(frozen=True, slots=True)
class PictureChoice:
    """A picture model to choose. `weights` is a folder, an id of the hub, or a folder inside of the studio's."""

    id: str
    name: str
    origin: PictureOrigin
    weights: str


@dataclass(frozen=True, slots=True)
class AdjustablePictures:
    """What a person may adjust; `painter` is the model of the books: a folder, an id of the hub, or no model."""

    runs: Runs
    copies: Copies
    painter: str

    def all(self, me: User) -> list[PictureChoice]:
        """One's own first, the newest first, then the painter and those of the catalog that are on this machine."""
        own = [*self.runs.all(me, "train"), *self.runs.all(me, "adjust")]
        return [*(_of_own(run) for run in own if _is_ready(run)), *self._others()]

    def find(self, me: User, id: str) -> PictureChoice:
        """Raises NotFoundError for what is not in the list: no path from outside becomes a model."""
        run = self.runs.find(me, ("train", "adjust"), id)
        if run is not None and _is_ready(run):
            return _of_own(run)
        found = next((each for each in self._others() if each.id == id), None)
        if found is None:
            raise NotFoundError("model.none", "There is no such model.", hint="See the list of models.")
        return found

    def place_of(self, choice: PictureChoice) -> str:
        """Bring the weights to this machine; returns a folder or an id of the hub."""
        return self.copies.find_weights(choice.weights)

    def _others(self) -> list[PictureChoice]:
        painter = PictureChoice(PAINTER, Path(self.painter).name, "painter", self.painter)
        catalog = [
            PictureChoice(each.name, each.title, "base", each.name) for each in entries_of("image") if each.is_model
        ]
        return [choice for choice in (painter, *catalog) if _is_here(choice.weights)]


def _is_here(weights: str) -> bool:
    try:
        return find_local(weights, form="diffusers", family="image") is not None
    except SoridamError:  # a folder that is damaged, or no pipeline
        return False


def _is_ready(run: RunRow) -> bool:
    return run.is_done and run.row["family"] == "image"


def _of_own(run: RunRow) -> PictureChoice:
    if run.row["kind"] == "adjust":
        return PictureChoice(run.id, str(run.row["name"]), "adjusted", f"runs/{run.id}/model")
    return PictureChoice(run.id, str(run.row["name"]), "run", f"{training_weights(run.id)}/model")
