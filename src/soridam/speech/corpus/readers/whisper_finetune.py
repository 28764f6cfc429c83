"""Whisper-Finetune JSONL: `{"audio": {"path", "start_time", "end_time"}, "sentence", "sentences", "duration"}`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from soridam.speech.corpus.labels import iter_files
from soridam.speech.corpus.readers.table import Place, build_utterance, part_of
from soridam.speech.corpus.rows import Row, RowError, attempt, line_id, nothing_found, words_of
from soridam.speech.corpus.tables import iter_json_rows
from soridam.speech.corpus.utterance import Rejection, Utterance


def iter_utterances(folder: Path, *, audio_folder: Path | str = "") -> Iterator[Row]:
    """Walk the `.json` and `.jsonl` lists, one JSON object a line."""
    lists = [path for path in iter_files(folder) if path.suffix in (".json", ".jsonl")]
    if not lists:
        raise nothing_found(folder, "JSON lines with audio.path and sentence", "whisper_finetune")
    for path in lists:
        place = Place("whisper_finetune", folder, Path(audio_folder or folder))
        for line, cells in iter_json_rows(path):
            row_id = line_id(path, folder, line)
            if isinstance(cells, str):
                yield Rejection(row_id, "unreadable-label", f"Line {line} of {path.name}: {cells}.")
            else:
                yield attempt(row_id, _utterance, cells, path, place)


def _utterance(cells: dict[str, Any], path: Path, place: Place) -> Utterance:
    audio = cells.get("audio")
    if not isinstance(audio, dict):
        raise RowError("unreadable-label", "Expected audio to be an object with a path.")
    text = words_of(cells.get("sentence")) or _joined(cells.get("sentences"))
    stretch = {"start": audio.get("start_time"), "end": audio.get("end_time")}
    flat = {**cells, **stretch, "sentence": text}
    return build_utterance(flat, path, place, part=part_of(path))


def _joined(sentences: Any) -> str:
    if not isinstance(sentences, list):
        return ""
    return " ".join(words_of(entry.get("text")) for entry in sentences if isinstance(entry, dict))
