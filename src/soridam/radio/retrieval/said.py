"""Reads transcripts into passages: those of radio, and ordinary ones. Begin with `passages_of_transcript`."""

from collections.abc import Iterator, Mapping
from typing import Any

from soridam.radio.clock import Moment, moment_of_name, moment_of_value
from soridam.radio.entities.find import find_entities
from soridam.radio.phraseology.phrase import read_phrase
from soridam.radio.retrieval.passage import Passage, plain


def is_transcript(value: Any) -> bool:
    """Return whether JSON is a transcript: of radio (`messages`) or an ordinary one (`segments`)."""
    if not isinstance(value, dict):
        return False
    parts = value.get("messages", value.get("segments"))
    return isinstance(parts, list) and all(isinstance(part, dict) and "start" in part for part in parts)


def passages_of_transcript(
    told: Mapping[str, Any], name: str, airport: str, starts: Moment | None = None
) -> Iterator[Passage]:
    """Yield a passage for each transmission or segment.

    The recording began at what its JSON says (`starts`), or else its file's name, or else at `starts`. Raises
    KeyError, TypeError or ValueError for what is no transcript.
    """
    begun = _begun(told, name) or starts
    for message in told["messages"] if "messages" in told else told["segments"]:
        start = float(message["start"])
        passage = _message(message, airport) if "written" in message else _segment(message, airport)
        moment = begun.plus(start) if begun else None
        place = clock_of(start)
        yield Passage(
            passage.text, place, "said", passage.heading, passage.more, airport, moment, start, passage.values
        )


def clock_of(seconds: float) -> str:
    """Write a place in a recording: 00:01:02."""
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def _begun(told: Mapping[str, Any], name: str) -> Moment | None:
    said = told.get("starts")
    return moment_of_value(said) if isinstance(said, str) and said else moment_of_name(name)


def _message(message: Mapping[str, Any], airport: str) -> Passage:
    values = tuple((str(one["kind"]), str(one["value"])) for one in message["entities"])
    speaker = str(message.get("turn", {}).get("speaker", ""))
    more = plain(f"{message['spoken']} {' '.join(value for _, value in values)}")
    return Passage(plain(str(message["written"])), heading=speaker, more=more, airport=airport, values=values)


def _segment(segment: Mapping[str, Any], airport: str) -> Passage:
    text = plain(str(segment["text"]))
    phrase = read_phrase(text)
    values = tuple((one.kind, one.value) for one in find_entities(phrase))
    return Passage(text, more=" ".join(value for _, value in values), airport=airport, values=values)
