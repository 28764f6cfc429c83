"""The table of written forms and the airline names, read once."""

import tomllib
from importlib import resources
from typing import Any

from soridam.text.telephony import DESIGNATORS, TELEPHONY_SPELLINGS

_DATA: dict[str, Any] = tomllib.loads(
    resources.files("soridam.radio.phraseology").joinpath("written_forms.toml").read_text(encoding="utf-8")
)

PREFIXES: dict[str, str] = _DATA["prefixes"]
SPOKEN_PREFIXES = {written: spoken for spoken, written in PREFIXES.items()}
ABBREVIATIONS = frozenset(_DATA["abbreviations"]["words"])
LENGTHS = frozenset(_DATA["lengths"]["words"])

# The words of an airline's telephony, or of what is said or written in its place -> its designator.
AIRLINES: dict[tuple[str, ...], str] = {
    **{tuple(said.split()): designator for said, designator in _DATA["said_as"].items()},
    **{tuple(spelling.split()): DESIGNATORS[tuple(name.split())] for spelling, name in TELEPHONY_SPELLINGS.items()},
    **DESIGNATORS,
}
LONGEST_AIRLINE = max(map(len, AIRLINES))


def write_name(words: tuple[str, ...]) -> str:
    """Write an airline's name: Korean Air, KLM."""
    name = " ".join(words)
    return _DATA["names"].get(name) or " ".join(word.capitalize() for word in words)
