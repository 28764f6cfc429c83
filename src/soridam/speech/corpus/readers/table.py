"""CSV, TSV or JSONL with a column for the path and one for the text, under the names that people use."""

import difflib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from soridam.core.errors import CorpusError, UsageError
from soridam.speech.corpus.archive import LABEL_LIMIT
from soridam.speech.corpus.labels import iter_files
from soridam.speech.corpus.rows import (
    Row,
    RowError,
    attempt,
    cut,
    gender_of,
    id_of,
    iter_table,
    line_id,
    locate,
    nothing_found,
    number,
    open_text,
    required,
    words_of,
)
from soridam.speech.corpus.utterance import Clip, Rejection, Utterance
from soridam.speech.languages import language_code

SUFFIXES = (".csv", ".tsv", ".jsonl")
PATH_NAMES = (
    "audio", "path", "file", "file_name", "filename", "audio_filepath", "audio_path", "audio_file", "wav", "wav_path",
)  # fmt: skip
TEXT_NAMES = ("text", "sentence", "transcription", "transcript", "normalized_text", "label")
SPEAKER_NAMES = ("speaker", "speaker_id", "client_id", "spk")
LANGUAGE_NAMES = ("language", "lang", "locale")


@dataclass(frozen=True, slots=True)
class Place:
    """Which corpus the rows belong to, its folder, and the one that their paths may not leave."""

    source: str
    folder: Path
    root: Path


def iter_utterances(folder: Path, *, audio_folder: Path | str = "") -> Iterator[Row]:
    """Walk all tables of a folder in order. Paths are relative to their table's folder, or to `audio_folder`."""
    tables = [path for path in iter_files(folder) if path.suffix.lower() in SUFFIXES]
    if not tables:
        raise nothing_found(folder, "a .csv, .tsv or .jsonl file", "table")
    for path in tables:
        place = Place("table", folder, Path(audio_folder or folder))
        yield from iter_manifest(path, place, part=part_of(path))


def iter_manifest(path: Path, place: Place, *, part: str = "") -> Iterator[Row]:
    """Walk one table or JSONL file. Raises CorpusError where no row could ever be used: a column is missing."""
    rows = iter_json_rows(path) if path.suffix.lower() in (".jsonl", ".json") else _iter_cells(path)
    columns_known = False
    for line, cells in rows:
        row_id = line_id(path, place.folder, line)
        if cells is None:
            yield Rejection(row_id, "unreadable-label", f"Line {line} of {path.name} cannot be read.")
            continue
        if not columns_known:
            refuse_missing_columns(path, cells)
            columns_known = True
        yield attempt(row_id, build_utterance, cells, path, place, part=part)


def refuse_missing_columns(path: Path, cells: dict[str, Any]) -> None:
    for kind, names in (("path", PATH_NAMES), ("text", TEXT_NAMES)):
        if not any(name in cells for name in names):
            raise CorpusError(
                "corpus.no-column",
                "{file} has no column for the {kind}: found {found}; expected one of {expected}.",
                hint="Rename it: {names}",
                file=path,
                kind=kind,
                found=", ".join(map(str, cells))[:200],
                expected=", ".join(names),
                names=_renaming(path, cells, names),
            )


def _renaming(path: Path, cells: dict[str, Any], names: tuple[str, ...]) -> str:
    """The command that renames the column that was probably meant."""
    others = [str(name) for name in cells if name not in (*PATH_NAMES, *TEXT_NAMES)]
    ranked = sorted(others, key=lambda other: -max(_likeness(other, name) for name in names))
    old = ranked[0] if ranked else "OLD"
    new = max(names, key=lambda name: _likeness(old, name))
    return f'sed -i \'s/"{old}":/"{new}":/\' {path}' if "json" in path.suffix else f"sed -i '1s/{old}/{new}/' {path}"


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one.lower(), other).ratio()


def build_utterance(cells: dict[str, Any], path: Path, place: Place, *, part: str = "") -> Utterance:
    audio = first(cells, PATH_NAMES)
    required(words_of(first(cells, TEXT_NAMES)))
    written = words_of(audio.get("path") if isinstance(audio, dict) else audio)
    clip, duration = _clip(_locate(written, path, place.root), cells)
    utterance = describe(id_of(clip, place.root), cells, clip, place.source, part=part)
    return replace(utterance, declared_duration=duration)


def describe(row_id: str, cells: dict[str, Any], clip: Clip, source: str, *, part: str = "") -> Utterance:
    """Build the utterance of a clip from the columns that tell about it."""
    text = required(words_of(first(cells, TEXT_NAMES)))
    return Utterance(
        id=row_id,
        clip=clip,
        transcript=text,
        readings=(text,),
        speaker=words_of(first(cells, SPEAKER_NAMES)),
        age=words_of(cells.get("age")),
        gender=gender_of(first(cells, ("gender", "sex"))),
        region=words_of(first(cells, ("region", "accent", "accents", "dialect"))),
        source=words_of(cells.get("source")) or source,
        language=_language(words_of(first(cells, LANGUAGE_NAMES))),
        part=part or words_of(cells.get("split")),
    )


def _locate(written: str, table: Path, root: Path) -> Path:
    """Look beside the table first, then from the root; neither may be left."""
    try:
        return locate(root, (table.parent.resolve() / written).as_posix() if _is_below(table, root) else written)
    except RowError as fault:
        if fault.reason != "missing-audio":
            raise
        return locate(root, written)


def _is_below(table: Path, root: Path) -> bool:
    return table.parent.resolve().is_relative_to(root.resolve())


def _clip(path: Path, cells: dict[str, Any]) -> tuple[Clip, float | None]:
    """Cut where the row tells `offset` and `duration` (NeMo), or `start` and `end`."""
    duration = number(cells.get("duration"))
    declared = duration if duration is not None and duration > 0 else None
    start = number(cells.get("offset"))
    if start is not None and declared is not None and (start > 0 or "offset" in cells):
        return cut(path, start, start + declared), declared
    if words_of(cells.get("start")) and words_of(cells.get("end")):
        clip = cut(path, cells["start"], cells["end"])
        return clip, (clip.end or 0) - (clip.start or 0)
    return Clip(path), declared


def first(cells: dict[str, Any], names: tuple[str, ...]) -> Any:
    """Give the first of these columns that is there and not empty."""
    return next((cells[name] for name in names if cells.get(name) not in (None, "")), None)


def iter_json_rows(path: Path) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """Walk JSON lines; None for a line that is not an object."""
    with path.open("rb") as file:
        for line_number in range(1, 2**62):
            line = file.readline(LABEL_LIMIT)
            if not line:
                return
            if text := line.decode("utf-8-sig", errors="replace").strip():
                yield line_number, _object(text)


def _object(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and "\ufffd" not in text else None


def _iter_cells(path: Path) -> Iterator[tuple[int, dict[str, Any] | None]]:
    with open_text(path) as file:
        header = file.readline(100_000)
    delimiter = max(",\t|;", key=header.count)
    yield from iter_table(path, delimiter)


def _language(word: str) -> str:
    """The code of a language that a row names; nothing where it is none that Whisper knows."""
    try:
        return language_code(word)
    except UsageError:
        return ""


def part_of(path: Path) -> str:
    """Tell the public part from a file name: train, validation, test or nothing."""
    words = path.stem.lower().replace("-", "_").split("_")
    parts = {"train": "train", "dev": "validation", "valid": "validation", "validation": "validation", "test": "test"}
    return next((parts[word] for word in words if word in parts), "")
