"""The models that somebody may choose: those with a short name, and what they tuned and exported themselves.

Begin with `find_model`, which knows no other names: no path from outside becomes a model.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from soridam.core.errors import NotFoundError
from soridam.core.weights.catalog import entries_of, known_entry
from soridam.core.weights.entry import CatalogEntry
from soridam.core.weights.resolve import find_entry
from soridam.speech.tuned import read_tuned
from soridam.studio.accounts import User
from soridam.studio.speech.places import Places
from soridam.studio.speech.runs import RunRow, Runs, training_folder, training_weights
from soridam.studio.speech.uploads import Caps

if TYPE_CHECKING:
    from soridam.studio.parts import StudioParts

Origin = Literal["base", "run", "export"]


@dataclass(frozen=True)
class Model:
    """A model to choose. `weights` is a name of the catalog, or a folder inside of the studio's. Size in bytes."""

    id: str
    name: str
    origin: Origin
    weights: str
    here: bool
    base: str | None = None
    run: str | None = None
    parameters: float | None = None
    license: str | None = None
    languages: tuple[str, ...] = ()
    bytes: int | None = None


def build_runs(parts: "StudioParts") -> Runs:
    return Runs(parts.engine, parts.jobs, Places(Path(parts.settings.folder)), parts.copies, Caps.of(parts.settings))


def list_models(parts: "StudioParts", me: User) -> list[Model]:
    """Exports first, then tuned ones, then those of the catalog, from the smallest on."""
    return [*_exports(parts, me), *_tuned(parts, me), *(_of_catalog(entry) for entry in entries_of("speech"))]


def find_model(parts: "StudioParts", me: User, id: str) -> Model:
    """Raises NotFoundError for what is neither a short name nor one's own."""
    if entry := known_entry(id, "speech"):
        return _of_catalog(entry)
    found = next((model for model in [*_exports(parts, me), *_tuned(parts, me)] if model.id == id), None)
    if found is None:
        raise NotFoundError("model.none", "There is no such model.", hint="Look at the list of models.")
    return found


def _of_catalog(entry: CatalogEntry) -> Model:
    here = any(find_entry(entry, form) for form in entry.forms)
    return Model(
        entry.name,
        entry.name,
        "base",
        entry.name,
        here,
        parameters=entry.parameters,
        license=entry.license,
        languages=("en",) if entry.name.endswith(".en") else (),
    )


def _tuned(parts: "StudioParts", me: User) -> list[Model]:
    return [_of_run(run) for run in build_runs(parts).all(me, "train") if run.is_done]


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


def _exports(parts: "StudioParts", me: User) -> list[Model]:
    return [_of_export(export) for export in build_runs(parts).all(me, "export") if export.is_done]


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
