"""AI-Hub free talk (107 children, 109 general): one JSON for each recording, with marks such as (SP:x)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

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
    words_of,
)
from soridam.speech.corpus.utterance import Utterance

EXPECTED = "JSON labels with 발화정보 and their recordings, as folders or zip archives"


def iter_utterances(folder: Path, *, keep_fillers: bool = True) -> Iterator[Row]:
    finder, empty = SoundFinder(folder), True
    for label in iter_label_files(folder):
        empty = False
        yield attempt(label.id, _utterance, label, finder, keep_fillers)
    if empty:
        raise nothing_found(folder, EXPECTED, "aihub_talk")


def fits(label: dict[str, Any]) -> bool:
    return "발화정보" in label


def _utterance(label: LabelFile, finder: SoundFinder, keep_fillers: bool) -> Utterance:
    content = parse_json(label.read())
    speech, talk, speaker = (_section(content, name) for name in ("발화정보", "대화정보", "녹음자정보"))
    if not speech:
        raise RowError("unreadable-label", f"Expected 발화정보, found {', '.join(content)[:80]}.")
    transcript = words_of(speech.get("stt"))
    readings = korean_readings(transcript, keep_fillers=keep_fillers, aihub_marks=True)
    duration = number(speech.get("recrdTime"))
    return Utterance(
        id=label.id,
        clip=finder.find(label, label.stem, words_of(speech.get("fileNm"))).clip,
        transcript=transcript,
        readings=readings,
        speaker=words_of(speaker.get("recorderId")),
        age=words_of(speaker.get("age")),
        gender=gender_of(speaker.get("gender")),
        region=words_of(talk.get("cityCode")),
        source="aihub_talk",
        language="ko",
        part=label.part,
        declared_duration=duration if duration and duration > 0 else None,
    )


def _section(content: dict[str, Any], name: str) -> dict[str, Any]:
    value = content.get(name)
    return value if isinstance(value, dict) else {}
