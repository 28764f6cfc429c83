"""The models that have a short name, of every family. A family is added by a module in `entries/`.

Begin with `look_up`.
"""

import difflib
import re

from soridam.core.errors import UsageError
from soridam.core.messages import Message
from soridam.core.weights.entries import check, image, language, sentences, speech, voice
from soridam.core.weights.entry import CatalogEntry, CatalogFamily

HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*(:[\w.-]+\.safetensors)?")  # and one file of it
CATALOG = {
    entry.name: entry
    for entry in (
        *speech.ENTRIES,
        *language.ENTRIES,
        *image.ENTRIES,
        *voice.ENTRIES,
        *sentences.ENTRIES,
        *check.ENTRIES,
    )
}


def look_up(name: str, family: CatalogFamily | None = None) -> CatalogEntry | None:
    """Return the entry with this short name, alias or hub id; None for the id of any other model on the hub.

    Only models of this family count, if one is given. Raises UsageError for a name that none has, with the nearest one.
    """
    entries = entries_of(family)
    entry = next((entry for entry in entries if name in (entry.name, *entry.aliases, *entry.hub.values())), None)
    if entry is None and not HUB_ID.fullmatch(name):
        raise UsageError("model.no-name", "No model is called '{name}'.", hint=_suggestion(name, entries), name=name)
    return entry


def entries_of(family: CatalogFamily | None) -> list[CatalogEntry]:
    """Return all of a family, or of every family."""
    return [entry for entry in CATALOG.values() if family in (None, entry.family)]


def known_entry(name: str, family: CatalogFamily) -> CatalogEntry | None:
    """Return the entry of this family with this short name or alias, if there is one: no path and no id of the hub."""
    return next((entry for entry in entries_of(family) if name in (entry.name, *entry.aliases)), None)


def _suggestion(name: str, entries: list[CatalogEntry]) -> Message:
    if not entries:
        return Message("Give a folder or an id of the hub.")
    names = [name for entry in entries if entry.is_model for name in (entry.name, *entry.aliases)]
    titles = {entry.title.lower().replace(" ", "-"): entry.name for entry in entries}
    near = difflib.get_close_matches(name.lower(), [*names, *titles], n=1)
    if near:
        return Message("Did you mean '{name}'?", name=titles.get(near[0], near[0]))
    ids = [id for entry in entries for id in entry.hub.values()]
    if not ids:
        return Message("Give a folder, or one of: {names}.", names=", ".join(names))
    return Message(
        "Give a folder, an id of the hub such as {id}, or one of: {names}.", id=ids[0], names=", ".join(names)
    )
