"""Label Studio exports: JSON with annotations and regions, or JSON_MIN with one text a task."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from soridam.core.errors import CorpusError
from soridam.speech.corpus.labels import LabelFile, SoundFinder, iter_label_files
from soridam.speech.corpus.rows import Row, RowError, attempt, cut, decode_text, nothing_found, required, words_of
from soridam.speech.corpus.utterance import Clip, Rejection, Utterance

EXPECTED = "a JSON export with data.audio and annotations, beside its recordings"
AUDIO_NAMES = ("audio", "audio_url", "url", "path", "file")
TEXT_NAMES = ("transcription", "text", "transcript", "sentence")
UPLOAD_MARK = re.compile(r"^[0-9a-f]{8}-")


def iter_utterances(folder: Path) -> Iterator[Row]:
    finder, empty = SoundFinder(folder), True
    for label in iter_label_files(folder):
        empty = False
        try:
            tasks = _tasks(label.read())
        except CorpusError as error:
            yield Rejection(label.id, "unreadable-label", error.message)
            continue
        for index, task in enumerate(tasks):
            yield from _task(f"{label.id}/{index:06}", task, label, finder)
    if empty:
        raise nothing_found(folder, EXPECTED, "label_studio")


def fits(label: dict[str, Any]) -> bool:
    return "annotations" in label and "data" in label


def _tasks(content: bytes) -> list[Any]:
    try:
        value = json.loads(decode_text(content))
    except (ValueError, RecursionError) as error:
        raise RowError("unreadable-label", f"Not JSON: {error}") from None
    return value if isinstance(value, list) else [value]


def _task(row_id: str, task: Any, label: LabelFile, finder: SoundFinder) -> Iterator[Row]:
    """Give a row for each region that has a text, or one for the task."""
    if not isinstance(task, dict):
        yield Rejection(row_id, "unreadable-label", "A task is not an object.")
        return
    data = task["data"] if isinstance(task.get("data"), dict) else task
    audio = next((words_of(data[name]) for name in AUDIO_NAMES if words_of(data.get(name))), "")
    results = _results(task)
    regions = [result for result in results if _text(result)]
    if not regions:
        text = next((_joined(data[name]) for name in TEXT_NAMES if data.get(name)), "")
        yield attempt(row_id, _utterance, row_id, text, audio, {}, "", label, finder)
    for index, region in enumerate(regions):
        region_id = row_id if len(regions) == 1 else f"{row_id}/{index:04}"
        speaker = _speaker(region, results)
        yield attempt(
            region_id,
            _utterance,
            region_id,
            _text(region),
            audio,
            region["value"],
            speaker,
            label,
            finder,
        )


def _results(task: dict[str, Any]) -> list[dict[str, Any]]:
    """Take the last annotation that was not cancelled: it is the corrected one."""
    annotations = task.get("annotations")
    for annotation in reversed(annotations if isinstance(annotations, list) else []):
        if isinstance(annotation, dict) and not annotation.get("was_cancelled"):
            results = annotation.get("result")
            return [entry for entry in results if isinstance(entry, dict)] if isinstance(results, list) else []
    return []


def _text(result: dict[str, Any]) -> str:
    value = result.get("value")
    return _joined(value.get("text")) if isinstance(value, dict) else ""


def _joined(text: Any) -> str:
    return " ".join(words_of(piece) for piece in text) if isinstance(text, list) else words_of(text)


def _speaker(region: dict[str, Any], results: list[dict[str, Any]]) -> str:
    """Find the label that was put on the same region."""
    for result in results:
        value = result.get("value")
        if result.get("id") == region.get("id") and isinstance(value, dict):
            labels = value.get("labels")
            if isinstance(labels, list) and labels:
                return words_of(labels[0])
    return ""


def _utterance(
    row_id: str,
    text: str,
    audio: str,
    value: dict[str, Any],
    speaker: str,
    label: LabelFile,
    finder: SoundFinder,
) -> Utterance:
    required(text)
    clip = _clip(required(audio, "missing-audio"), label, finder)
    if "start" in value or "end" in value:
        clip = cut(clip.path, value.get("start"), value.get("end"), clip.member)
    duration = clip.end - clip.start if clip.end is not None and clip.start is not None else None
    return Utterance(
        id=row_id,
        clip=clip,
        transcript=text,
        readings=(text,),
        speaker=speaker,
        source="label_studio",
        declared_duration=duration,
    )


def _clip(audio: str, label: LabelFile, finder: SoundFinder) -> Clip:
    """Find a recording by what the server called it: uploads get eight characters before their name."""
    if audio.startswith("/data/local-files/"):
        audio = parse_qs(urlsplit(audio).query).get("d", [""])[0]
    names = [audio, unquote(audio)]  # what the server wrote as an address has %20 for a space
    names += [UPLOAD_MARK.sub("", re.split(r"[/\\]", name)[-1]) for name in names]
    return finder.find(label, *names).clip
