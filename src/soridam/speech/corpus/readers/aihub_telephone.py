"""AI-Hub low-quality telephone speech (571): 8 kHz, one JSON for a session, one recording for each turn."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from soridam.core.errors import CorpusError
from soridam.speech.corpus.labels import LabelFile, SoundFinder, iter_label_files
from soridam.speech.corpus.rows import (
    Row,
    RowError,
    attempt,
    gender_of,
    korean_readings,
    nothing_found,
    number,
    parse_json,
    required,
    words_of,
)
from soridam.speech.corpus.utterance import Rejection, Utterance

EXPECTED = "session JSON files with dataSet.dialogs and the recordings that they name"


def iter_utterances(folder: Path, *, keep_fillers: bool = True) -> Iterator[Row]:
    finder, empty = SoundFinder(folder), True
    for label in iter_label_files(folder):
        empty = False
        yield from _session(label, finder, keep_fillers)
    if empty:
        raise nothing_found(folder, EXPECTED, "aihub_telephone")


def fits(label: dict[str, Any]) -> bool:
    return isinstance(label.get("dataSet"), dict)


def _session(label: LabelFile, finder: SoundFinder, keep_fillers: bool) -> Iterator[Row]:
    try:
        turns, speakers = _parse_session(label)
    except CorpusError as error:
        yield Rejection(label.id, "unreadable-label", error.message)
        return
    for index, turn in enumerate(turns):
        row_id = f"{label.id}/{index:05}"
        yield attempt(row_id, _utterance, row_id, turn, speakers, label, finder, keep_fillers)


def _parse_session(label: LabelFile) -> tuple[list[Any], dict[str, dict[str, Any]]]:
    session = parse_json(label.read()).get("dataSet")
    if not isinstance(session, dict) or not isinstance(session.get("dialogs"), list):
        raise RowError("unreadable-label", "The session has no dataSet.dialogs.")
    facts = session.get("typeInfo")
    speakers = facts.get("speakers") if isinstance(facts, dict) else None
    known = [entry for entry in speakers if isinstance(entry, dict)] if isinstance(speakers, list) else []
    return session["dialogs"], {words_of(entry.get("id")): entry for entry in known}


def _utterance(
    row_id: str,
    turn: Any,
    speakers: dict[str, dict[str, Any]],
    label: LabelFile,
    finder: SoundFinder,
    keep_fillers: bool,
) -> Utterance:
    if not isinstance(turn, dict):
        raise RowError("unreadable-label", "A turn is not an object.")
    transcript = words_of(turn.get("text"))
    name = words_of(turn.get("speaker"))
    facts = speakers.get(name, {})
    duration = number(turn.get("duration"))
    return Utterance(
        id=row_id,
        readings=korean_readings(transcript, keep_fillers=keep_fillers),
        transcript=transcript,
        clip=finder.find(label, required(words_of(turn.get("audioPath")), "missing-audio")).clip,
        speaker=_speaker_id(name, label),
        age=words_of(facts.get("age")),
        gender=gender_of(facts.get("gender")),
        source="aihub_telephone",
        language="ko",
        part=label.part,
        declared_duration=duration if duration and duration > 0 else None,
    )


def _speaker_id(name: str, label: LabelFile) -> str:
    """Short names such as "1" or "A" count from one in each session; longer ones stand for a person."""
    return f"{label.stem}/{name}" if 0 < len(name) <= 2 else name
