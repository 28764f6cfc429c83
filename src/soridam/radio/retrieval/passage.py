"""A piece of a document or a transcript that can be found and quoted."""

import unicodedata
from dataclasses import dataclass
from typing import Any, Literal

from soridam.radio.clock import Moment

PassageKind = Literal["prose", "row", "name", "said"]  # name: one of a long list, found by its letters alone


@dataclass(frozen=True, slots=True)
class Passage:
    """`text` is quoted; `heading` and `more` are searched besides. `place` says where it stands in its source.

    Of a transmission, `seconds` is its start in the recording, `moment` its time of day where that is known, and
    `values` what it names, as pairs of kind and value.
    """

    text: str
    place: str = ""
    kind: PassageKind = "prose"
    heading: str = ""
    more: str = ""
    airport: str = ""
    moment: Moment | None = None
    seconds: float | None = None
    values: tuple[tuple[str, str], ...] = ()

    def of_kind(self, kind: str) -> tuple[str, ...]:
        """Return the values of a kind, each once."""
        return tuple(dict.fromkeys(value for each, value in self.values if each == kind))

    def to_json(self) -> dict[str, Any]:
        """Return what is not empty, as JSON shows it."""
        shown: dict[str, Any] = {"text": self.text, "place": self.place}
        if self.heading:
            shown["heading"] = self.heading
        if self.airport:
            shown["airport"] = self.airport
        if self.moment:
            shown["time"] = self.moment.written
        if self.seconds is not None:
            shown["seconds"] = round(self.seconds, 3)
        return shown


def plain(text: str) -> str:
    """Return text without characters that steer a terminal or hide, and with single spaces."""
    kept = "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in text)
    return " ".join(kept.split())
