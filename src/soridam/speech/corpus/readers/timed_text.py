"""SRT, VTT, TextGrid, ELAN or Audacity labels beside audio; a plain text beside a recording is its whole transcript."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from xml.etree.ElementTree import Element

from soridam.core.errors import CorpusError
from soridam.speech.corpus.archive import stem_key
from soridam.speech.corpus.labels import SOUND_SUFFIXES, LabelFile, SoundFinder, iter_files, iter_label_files
from soridam.speech.corpus.readers.table import part_of
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
from soridam.speech.corpus.subtitles import Cue, read_subtitles
from soridam.speech.corpus.utterance import Rejection, Utterance

SUFFIXES = (".srt", ".vtt", ".textgrid", ".eaf", ".txt")
TIER_NAMES = ("transcription", "transcript", "text", "utterance", "sentence", "phrase")
# Praat reads only what stands free: strings, numbers and flags. All other words are decoration.
PRAAT_TOKEN = re.compile(r'"((?:[^"]|"")*)"|(?<!\S)(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?!\S)|(<exists>|<absent>)')
AUDACITY_LINE = re.compile(r"\s*(-?[\d.,]+)\t(-?[\d.,]+)(?:\t(.*))?")


@dataclass(frozen=True, slots=True)
class Tier:
    name: str
    cues: list[Cue]


def iter_utterances(folder: Path, *, tier: str = "") -> Iterator[Row]:
    """Walk the texts of a folder. `tier` chooses among the tiers of a TextGrid, otherwise chosen by their names."""
    finder, labeled = SoundFinder(folder), set[str]()
    for suffix in SUFFIXES:
        for label in iter_label_files(folder, suffix):
            labeled |= {label.stem, label.stem.rpartition(".")[0]}
            yield from _recording(label, suffix, finder, tier)
    if not labeled:
        raise nothing_found(folder, "srt, vtt, TextGrid, eaf or txt files beside recordings", "timed_text")
    for path in iter_files(folder):
        if path.suffix.lower() in SOUND_SUFFIXES and stem_key(path.name) not in labeled:
            place = path.relative_to(folder).as_posix()
            yield Rejection(place, "no-transcript", "No text lies beside it.")


def _recording(label: LabelFile, suffix: str, finder: SoundFinder, tier: str) -> Iterator[Row]:
    label_id = f"{label.id}{suffix}"
    try:
        cues = read_cues(label.read(), suffix, tier)
    except CorpusError as error:
        yield Rejection(label_id, "unreadable-label", error.message)
        return
    for index, cue in enumerate(cues):
        row_id = f"{label_id}/{index:05}"
        yield attempt(row_id, _utterance, row_id, cue, label, finder)


def _utterance(row_id: str, cue: Cue, label: LabelFile, finder: SoundFinder) -> Utterance:
    text = " ".join(required(cue.text).split())
    clip = finder.find(label, label.stem, label.stem.rpartition(".")[0]).clip
    duration = None
    if cue.start is not None and cue.end is not None:
        clip = cut(clip.path, cue.start, cue.end, clip.member)
        duration = cue.end - cue.start
    return Utterance(
        id=row_id,
        clip=clip,
        transcript=text,
        readings=(text,),
        speaker=cue.speaker,
        source="timed_text",
        part=part_of(label.path.parent),
        declared_duration=duration,
    )


def read_cues(content: bytes, suffix: str, tier: str = "") -> list[Cue]:
    """Read one file. Raises RowError where it holds nothing of its kind."""
    if suffix == ".eaf":
        cues = read_elan(content, tier)
        return cues or _nothing_timed()
    text = decode_text(content)
    match suffix:
        case ".srt" | ".vtt":
            cues = read_subtitles(text, is_vtt=suffix == ".vtt")
        case ".textgrid":
            cues = choose_tier(read_textgrid(text), tier).cues
        case _:
            cues = _audacity(text) or [Cue(text)]
    return cues or _nothing_timed()


def _nothing_timed() -> NoReturn:
    raise RowError("unreadable-label", "It holds no text with times.")


def read_elan(content: bytes, wanted: str) -> list[Cue]:
    """Read the tiers of ELAN that have times of their own: the wanted one, or all. Raises RowError.

    Format: Max Planck Institute for Psycholinguistics, "EAF annotation format".
    """
    root = parse_xml(content)
    slots = {slot.get("TIME_SLOT_ID"): number(slot.get("TIME_VALUE")) for slot in root.iter("TIME_SLOT")}
    tiers = [tier for tier in root.iter("TIER") if tier.find(".//ALIGNABLE_ANNOTATION") is not None]
    chosen = [tier for tier in tiers if not wanted or str(tier.get("TIER_ID")).lower() == wanted.lower()]
    if wanted and not chosen:
        names = ", ".join(str(tier.get("TIER_ID")) for tier in tiers)
        raise RowError("unreadable-label", f"No tier {wanted}; found {names or 'none'}.")
    cues = [
        Cue(mark.findtext("ANNOTATION_VALUE") or "", *_times(mark, slots), tier.get("PARTICIPANT") or "")
        for tier in chosen
        for mark in tier.iter("ALIGNABLE_ANNOTATION")
    ]
    return sorted((cue for cue in cues if cue.text.strip()), key=lambda cue: cue.start or 0.0)


def _times(mark: Element, slots: Mapping[str | None, float | None]) -> tuple[float, float]:
    """Start and end in seconds; ELAN counts milliseconds. What has no times gets some that `cut` refuses."""
    start, end = (slots.get(mark.get(name)) for name in ("TIME_SLOT_REF1", "TIME_SLOT_REF2"))
    return (-1.0, -1.0) if start is None or end is None else (start / 1000, end / 1000)


def _audacity(text: str) -> list[Cue]:
    """Read lines of start, end and text; lines that begin with a backslash hold frequencies."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("\\")]
    found = [AUDACITY_LINE.fullmatch(line) for line in lines]
    if not lines or not all(found):
        return []
    try:
        return [Cue(m[3] or "", _comma_number(m[1]), _comma_number(m[2])) for m in found if m]
    except ValueError:
        return []


def _comma_number(text: str) -> float:
    return float(text.replace(",", "."))


def choose_tier(tiers: list[Tier], wanted: str) -> Tier:
    """Give the wanted tier, or the one whose name says transcript, or the first."""
    by_name = {tier.name.strip().lower(): tier for tier in reversed(tiers)}
    if wanted and wanted.lower() not in by_name:
        raise RowError("unreadable-label", f"No tier {wanted}; found {', '.join(by_name) or 'none'}.")
    named = next((by_name[name] for name in (wanted.lower(), *TIER_NAMES) if name in by_name), None)
    if named is None and not tiers:
        raise RowError("unreadable-label", "The TextGrid has no interval tier.")
    return named or tiers[0]


def read_textgrid(text: str) -> list[Tier]:
    """Read the interval tiers of a TextGrid, long or short form. Raises RowError.

    Format: Praat manual, "TextGrid file formats".
    """
    found = PRAAT_TOKEN.finditer(text)
    values = [m[1].replace('""', '"') if m[1] is not None else m[2] or m[3] for m in found]
    if values[:2] != ["ooTextFile", "TextGrid"]:
        raise RowError("unreadable-label", "Not a TextGrid.")
    try:
        return list(_tiers(values))
    except (ValueError, IndexError) as error:
        raise RowError("unreadable-label", f"A broken TextGrid: {error}") from None


def _tiers(values: list[str]) -> Iterator[Tier]:
    at = 6  # two names, start, end, <exists>, number of tiers
    for _ in range(int(values[5])):
        kind, name, count = values[at], values[at + 1], int(values[at + 4])
        width = 3 if kind == "IntervalTier" else 2
        if not 0 <= count * width <= len(values) - at - 5:
            raise ValueError(f"tier {name} promises {count} entries")
        rows = [values[start : start + width] for start in range(at + 5, at + 5 + count * width, width)]
        if kind == "IntervalTier":
            yield Tier(name, [Cue(mark, float(start), float(end)) for start, end, mark in rows])
        at += 5 + count * width
