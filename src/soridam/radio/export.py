"""Transcripts of radio as txt, srt, vtt, csv, json and ATCO2's XML. Begin with `write_radio`."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from soridam.core.files import write_text
from soridam.radio.pipeline import Message, RadioTranscript
from soridam.speech.recognition import subtitles
from soridam.speech.recognition.subtitles import Layout, as_srt, as_vtt
from soridam.speech.recognition.transcript import Segment, Transcript

WHO = {"controller": "ATCO", "pilot": "PILOT"}  # as ATCO2 labels speakers that it does not name
COLUMNS = ("start", "end", "speaker", "probability", "callsign", "written", "spoken", "changes", "readback", "overlap")


def as_txt(transcript: RadioTranscript) -> str:
    """One line a transmission, with its time and who probably speaks; a read-back that differs is marked."""
    return "".join(f"{line_of(message)}\n" for message in transcript.messages)


def line_of(message: Message) -> str:
    """Return the line of one transmission, without its end."""
    warning = ""
    if message.readback and message.readback.match == "differs":
        pairs = (f"{one.read_back} for {one.cleared}" for one in message.readback.differences)
        warning = f"  << read back {', '.join(pairs)}"
    if message.overlap.overlap:
        warning += "  << two stations at once"
    return f"{_clock(message.start)}  {message.turn.speaker:<10}  {message.phrase.written}{warning}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"{hours:02}:{minutes:02}:{rest:04.1f}"


def as_csv(transcript: RadioTranscript) -> str:
    """One row a transmission, with the columns of COLUMNS."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in transcript.messages:
        callsigns = " ".join(entity.value for entity in one.entities if entity.kind == "callsign")
        changes = "; ".join(f"{change.words} < {change.instead_of}" for change in one.corrected.changes)
        writer.writerow(
            (
                *(f"{one.start:.3f}", f"{one.end:.3f}", one.turn.speaker, f"{one.turn.probability:.2f}", callsigns),
                *(one.phrase.written, one.phrase.spoken, changes, one.readback.match if one.readback else ""),
                "yes" if one.overlap.overlap else "",
            )
        )
    return buffer.getvalue()


def as_json(transcript: RadioTranscript) -> str:
    """Everything: hypotheses, entities, changes with their reasons, suggestions, read-backs."""
    return json.dumps(transcript.to_json(), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def as_xml(transcript: RadioTranscript) -> str:
    """ATCO2's segments, which `soridam corpus prepare --reader atco2` reads: spoken words, entities in marks."""
    root = Element("data")
    for message in transcript.messages:
        segment = SubElement(root, "segment")
        callsign = next((one.value for one in message.entities if one.kind == "callsign"), "")
        who = WHO[message.turn.speaker] if message.turn.speaker == "controller" or not callsign else callsign
        for name, text in (
            ("start", f"{message.start:.3f}"),
            ("end", f"{message.end:.3f}"),
            ("speaker", message.turn.speaker),
            ("speaker_label", "tower" if who == WHO["controller"] else who),
            ("text", _marked(message)),
        ):
            SubElement(segment, name).text = text
        tags = SubElement(segment, "tags")
        for name in ("correct", "correct_transcript", "correct_tagging", "non_english"):
            SubElement(tags, name).text = "0"
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _marked(message: Message) -> str:
    """Words with [#callsign], [#command] and [#value] around what they name; marks never overlap."""
    words = [piece.spoken for piece in message.phrase.pieces]
    end = len(words)
    for entity in sorted(message.entities, key=lambda one: -one.start):
        if entity.end <= end:
            mark = {"callsign": "callsign", "clearance": "command"}.get(entity.kind, "value")
            words[entity.start] = f"[#{mark}] {words[entity.start]}"
            words[entity.end - 1] += f" [/#{mark}]"
            end = entity.start
    return " ".join(words)


def as_transcript(transcript: RadioTranscript) -> Transcript:
    """Return the transmissions as segments of an ordinary transcript, in the form in which radio is written down."""
    segments = tuple(Segment(one.start, one.end, one.phrase.written) for one in transcript.messages)
    return Transcript(segments, "en", 1.0, transcript.duration)


FORMATS: Mapping[str, Callable[[RadioTranscript], str]] = MappingProxyType(
    {
        "txt": as_txt,
        "srt": lambda transcript: as_srt(as_transcript(transcript), Layout.of("en")),
        "vtt": lambda transcript: as_vtt(as_transcript(transcript), Layout.of("en")),
        "csv": as_csv,
        "json": as_json,
        "xml": as_xml,
    }
)


parse_formats = partial(subtitles.parse_formats, known=tuple(FORMATS))


def write_radio(transcript: RadioTranscript, stem: Path, formats: Sequence[str]) -> list[Path]:
    """Write `stem`.txt and so on, each whole or not at all; returns the paths."""
    paths = [stem.with_name(f"{stem.name}.{name}") for name in formats]
    for name, path in zip(formats, paths, strict=True):
        write_text(path, FORMATS[name](transcript))
    return paths
