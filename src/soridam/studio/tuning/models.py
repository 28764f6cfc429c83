"""The models of a family that somebody may choose: those with a short name, and what they tuned and exported.

Begin with `Models.find`, which knows no other names: no path from outside becomes a model.
"""

from dataclasses import dataclass
from typing import Literal

from soridam.core.errors import NotFoundError
from soridam.core.weights.catalog import entries_of, known_entry, look_up
from soridam.core.weights.entry import CatalogEntry
from soridam.core.weights.resolve import find_entry, find_local
from soridam.recipes import Family
from soridam.speech.tuned import read_tuned
from soridam.studio.people.accounts import User
from soridam.studio.tuning.runs import RunRow, Runs, training_folder, training_weights

ModelOrigin = Literal["base", "run", "export"]


@dataclass(frozen=True)
class Model:
    """A model to choose. `weights` is a name of the catalog, or a folder inside of the studio's. Size in bytes.

    `hub_only`: its weights are not on this machine, and no package index has them.
    """

    id: str
    name: str
    origin: ModelOrigin
    weights: str
    here: bool
    hub_only: bool = False
    base: str | None = None
    run: str | None = None
    parameters: float | None = None
    license: str | None = None
    languages: tuple[str, ...] = ()
    bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Models:
    """The models that one person may choose: those of the catalog, and their own runs and exports."""

    runs: Runs

    def all(self, me: User, family: Family) -> list[Model]:
        """Exports first, then tuned ones, then those of the catalog, from the smallest on."""
        own = [*self.runs.all(me, "export"), *self.runs.all(me, "train")]
        done = [run for run in own if run.is_done and run.row["family"] == family]
        return [*map(_of_own, done), *(_of_catalog(entry) for entry in entries_of(family) if entry.is_model)]

    def find(self, me: User, id: str, family: Family) -> Model:
        """Raises NotFoundError for what is neither a short name nor one's own, and for another family's."""
        if entry := known_entry(id, family):
            return _of_catalog(entry)
        run = self.runs.find(me, ("export", "train"), id)
        if run is None or not run.is_done or run.row["family"] != family:
            raise NotFoundError("model.none", "There is no such model.", hint="See the list of models.")
        return _of_own(run)


def is_usable_here(name: str) -> bool:
    """Return whether a recipe can begin with these weights without fetching any; those for serving are converted."""
    entry = look_up(name)
    if entry is None:
        return find_local(name) is not None
    is_convertible = entry.index is not None and find_entry(entry, entry.index.form) is not None
    return is_convertible or find_entry(entry, entry.forms[0]) is not None


def is_on_hub_only(name: str) -> bool:
    """Return whether no package index has these weights."""
    entry = look_up(name)
    return entry is None or entry.index is None


def _of_catalog(entry: CatalogEntry) -> Model:
    here = any(find_entry(entry, form) for form in entry.forms)
    return Model(
        entry.name,
        entry.name,
        "base",
        entry.name,
        here,
        hub_only=not here and entry.index is None,
        parameters=entry.parameters,
        license=entry.license,
        languages=("en",) if entry.name.endswith(".en") else (),
    )


def _of_own(run: RunRow) -> Model:
    return _of_export(run) if run.row["kind"] == "export" else _of_run(run)


def _of_run(run: RunRow) -> Model:
    folder = training_folder(run.folder)
    inner = folder / "model" if (folder / "model").is_dir() else folder / "adapter"
    return Model(
        run.id,
        str(run.row["name"]),
        "run",
        training_weights(run.id),
        inner.is_dir(),
        base=run.details["base"],
        run=run.id,
        languages=read_tuned(inner).languages,
        bytes=run.result.get("bytes"),
    )


def _of_export(export: RunRow) -> Model:
    folder = export.folder / "model"
    return Model(
        export.id,
        str(export.row["name"]),
        "export",
        f"runs/{export.id}/model",
        folder.is_dir(),
        base=export.details["base"],
        run=export.row["source"],
        languages=read_tuned(folder).languages,
        bytes=export.result.get("bytes"),
    )
