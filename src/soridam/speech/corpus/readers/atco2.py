"""ATCO2 test sets: XML segments beside each wav, and an `.info` file with what was near the airport.

Begin with `iter_utterances`; `plain_text` gives what was pronounced, `role_of` who spoke, `read_nearby` hints.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from soridam.core.errors import CorpusError
from soridam.speech.corpus.labels import LabelFile, SoundFinder, iter_label_files
from soridam.speech.corpus.rows import (
    Row,
    RowError,
    attempt,
    cut,
    decode_text,
    nothing_found,
    number,
    parse_xml,
    required,
)
from soridam.speech.corpus.utterance import Rejection, Utterance

EXPECTED = "XML files with segment elements beside wav files"
CONTROLLERS = ("tower", "approach", "radar", "apron", "ground")
ENTITIES = frozenset(["callsign", "command", "value", "nonenglish", "unnamed"])
SOUNDS = frozenset(["unk", "hes", "spk", "noise", "xt"])
PIECE = re.compile(r"\[([^\[\]]*)\]|([()])|([^\[\]()\s]+)|(\s+)|(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Nearby:
    """The surveillance data of that minute: hints for a recognizer, never its answer."""

    airport: str = ""
    channel: str = ""
    waypoints: tuple[str, ...] = ()
    callsigns: dict[str, str] = field(default_factory=dict)


def iter_utterances(folder: Path) -> Iterator[Row]:
    finder, empty = SoundFinder(folder), True
    for label in iter_label_files(folder, ".xml"):
        empty = False
        yield from _recording(label, finder)
    if empty:
        raise nothing_found(folder, EXPECTED, "atco2")


def _recording(label: LabelFile, finder: SoundFinder) -> Iterator[Row]:
    try:
        segments = list(parse_xml(label.read()).iter("segment"))
        if not segments:
            raise RowError("unreadable-label", "The XML holds no segment.")
    except CorpusError as error:
        yield Rejection(label.id, "unreadable-label", error.message)
        return
    airport = _airport(label)
    for index, segment in enumerate(segments):
        row_id = f"{label.id}/{index:04}"
        yield attempt(row_id, _utterance, row_id, segment, label, finder, airport)


def _utterance(row_id: str, segment: Element, label: LabelFile, finder: SoundFinder, airport: str) -> Utterance:
    transcript = " ".join((segment.findtext("text") or "").split())
    if (number(segment.findtext("tags/non_english")) or 0) != 0:
        raise RowError("foreign", transcript)
    text = plain_text(required(transcript))
    sound = finder.find(label, label.stem).clip
    clip = cut(sound.path, segment.findtext("start"), segment.findtext("end"), sound.member)
    speaker_label = (segment.findtext("speaker_label") or "").strip()
    return Utterance(
        id=row_id,
        clip=clip,
        transcript=transcript,
        readings=(text,),
        speaker=speaker_label or (segment.findtext("speaker") or "").strip(),
        region=airport,
        source=f"atco2/{role_of(speaker_label)}",
        language="en",
        declared_duration=(clip.end or 0) - (clip.start or 0),
    )


def role_of(speaker_label: str) -> str:
    """Return "controller", "pilot" or "unknown" for a speaker label."""
    label = speaker_label.strip().lower()
    if any(word in label for word in CONTROLLERS):
        return "controller"
    return "unknown" if not label or label.startswith("unk-") or label == "unk" else "pilot"


def plain_text(text: str) -> str:
    """Give the words as they were pronounced: `04R(zero four right)` is "zero four right". ILS, said by letters, stays.

    Raises RowError: "broken-marks", "foreign" (the whole line is), "empty-after-marks".
    """
    walked = list(_walk(text))
    words = [word for word, _ in walked]
    if all(is_foreign for _, is_foreign in walked):
        raise RowError("foreign" if words else "empty-after-marks", text)
    return " ".join(words)


def _walk(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each spoken word, and whether it is in a foreign stretch."""
    open_marks: list[str] = []
    words: list[tuple[str, bool]] = []
    written_start: int | None = None
    touching = False
    for mark, bracket, word, space, stray in PIECE.findall(text):
        if stray:
            raise RowError("broken-marks", text)
        foreign = "NE" in open_marks or "nonenglish" in open_marks
        if bracket == "(":
            if touching:
                words.pop()
            if written_start is not None:
                raise RowError("broken-marks", text)
            written_start = len(words)
        elif bracket:
            if written_start is None:
                raise RowError("broken-marks", text)
            written_start = None
        elif word:
            words.append((word, foreign))
        elif not space:
            _follow_mark(open_marks, mark, text)
        touching = bool(word)
    if open_marks or written_start is not None:
        raise RowError("broken-marks", text)
    yield from words


def _follow_mark(open_marks: list[str], mark: str, text: str) -> None:
    name = mark.strip()
    closing = name.startswith("/")
    name = name.removeprefix("/").removeprefix("#").strip()
    if name.lower() in SOUNDS and not closing:
        return
    name = "NE" if name.split(" ")[0].upper() == "NE" else name.lower().replace("-", "")
    if name != "NE" and name not in ENTITIES:
        raise RowError("broken-marks", text)
    if not closing:
        open_marks.append(name)
    elif not open_marks or open_marks.pop() != name:
        raise RowError("broken-marks", text)


def _airport(label: LabelFile) -> str:
    """Read the airport from the `.info` file, or from a name such as LKPR_RUZYNE_Tower_….wav."""
    info = label.path.with_suffix(".info")
    named = re.match(r"([A-Z]{4})_", label.stem)
    if label.member is None and info.is_file():
        try:
            return read_nearby(info).airport or (named[1] if named else "")
        except CorpusError:
            return ""
    return named[1] if named else ""


def read_nearby(path: Path) -> Nearby:
    """Read an `.info` file: airport, channel, waypoints, and callsigns with the way they are spoken.

    Raises CorpusError where the file cannot be decoded.
    """
    airport, channel, waypoints, callsigns, section = "", "", [], {}, ""
    for line in decode_text(path.read_bytes()).splitlines():
        name, colon, value = (part.strip() for part in line.partition(":"))
        heading = name.lower()
        if not line.strip():
            section = ""
        elif heading.startswith(("waypoints", "callsigns")):
            section = heading[:9]
            waypoints += value.replace(",", " ").split() if section == "waypoints" else []
        elif heading.startswith("airport"):
            airport, section = value.split()[0] if value else "", ""
        elif heading.startswith("channel"):
            channel, section = value, ""
        elif section == "waypoints":
            waypoints += line.replace(",", " ").split()
        elif section == "callsigns" and colon:
            callsigns[name] = value
    return Nearby(airport, channel, tuple(waypoints), callsigns)
