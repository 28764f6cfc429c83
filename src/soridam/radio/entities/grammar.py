"""The tables of `grammar.toml`, read once."""

import tomllib
from importlib import resources
from typing import Any

_DATA: dict[str, Any] = tomllib.loads(
    resources.files("soridam.radio.entities").joinpath("grammar.toml").read_text(encoding="utf-8")
)

LABELS: dict[str, frozenset[str]] = {name: frozenset(words) for name, words in _DATA["labels"].items()}
CLEARANCES: dict[tuple[str, ...], str] = {
    tuple(phrase.split()): name for name, phrases in _DATA["clearances"].items() for phrase in phrases
}
LONGEST_CLEARANCE = max(map(len, CLEARANCES))
OPPOSITES: dict[str, frozenset[str]] = {name: frozenset(others) for name, others in _DATA["opposites"].items()}
