"""CSV, TSV or JSONL with a column for the path and one for the text, under the names that people use."""

import difflib
import os
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from soridam.core.errors import CorpusError, UsageError
from soridam.speech.corpus.labels import SOUND_SUFFIXES, iter_files
from soridam.speech.corpus.rows import (
    Row,
    RowError,
    attempt,
    cut,
    gender_of,
    id_of,
    line_id,
    locate,
    nothing_found,
    number,
    required,
    words_of,
)
from soridam.speech.corpus.tables import Cells, iter_json_rows, iter_table, read_header
from soridam.speech.corpus.utterance import Clip, Rejection, Utterance
from soridam.speech.languages import language_code

SUFFIXES = (".csv", ".tsv", ".jsonl")
PATH_NAMES = (
    "audio", "path", "file", "file_name", "filename", "audio_filepath", "audio_path", "audio_file", "wav", "wav_path",
    "file_path", "filepath", "wav_file", "wav_filename", "clip", "recording",
)  # fmt: skip
TEXT_NAMES = ("text", "sentence", "transcription", "transcript", "normalized_text", "label")
SPEAKER_NAMES = ("speaker", "speaker_id", "client_id", "spk")
LANGUAGE_NAMES = ("language", "lang", "locale")
START_NAMES = ("offset", "start", "start_time", "begin")
END_NAMES = ("end", "end_time")
DURATION_NAMES = ("duration", "dur")


@dataclass(frozen=True, slots=True)
class Place:
    """Which corpus the rows belong to, its folder, and the one that their paths may not leave.

    `path` and `text` are the names of columns that are called otherwise than PATH_NAMES and TEXT_NAMES.
    """

    source: str
    folder: Path
    root: Path
    path: str = ""
    text: str = ""

    def named(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        """Return the cells under the names that are known."""
        others = {column_name(self.path): "file_name", column_name(self.text): "text"}
        return {others.get(column_name(name), column_name(name)): value for name, value in cells.items()}


def iter_utterances(folder: Path, *, audio_folder: Path | str = "", path: str = "", text: str = "") -> Iterator[Row]:
    """Walk all tables of a folder in order. Paths are relative to their table's folder, or to `audio_folder`.

    `path` and `text` name the columns, if they have other names.
    """
    tables = [file for file in iter_files(folder) if file.suffix.lower() in SUFFIXES]
    tables = tables or [file for file in iter_files(folder) if file.suffix.lower() == ".json"]  # an array of rows
    if not tables:
        raise nothing_found(folder, "a .csv, .tsv or .jsonl file", "table")
    mentioned = Mentioned(folder)
    place = Place("table", folder, Path(audio_folder or folder), path, text)
    for table in tables:
        yield from iter_manifest(table, place, part=part_of(table), mentioned=mentioned)
    yield from mentioned.iter_others()


def iter_manifest(path: Path, place: Place, *, part: str = "", mentioned: "Mentioned | None" = None) -> Iterator[Row]:
    """Walk one table or JSONL file. Raises CorpusError where no row could ever be used: a column is missing.

    `mentioned` notes the recordings that rows name.
    """
    is_json = path.suffix.lower() in (".jsonl", ".json")
    columns_known = False
    for line, read in iter_json_rows(path) if is_json else _iter_cells(path):
        row_id = line_id(path, place.folder, line)
        if isinstance(read, str):
            yield Rejection(row_id, "unreadable-label", f"Line {line} of {path.name}: {read}.")
            continue
        cells = place.named(read)
        if not columns_known:
            refuse_missing_columns(path, cells)
            columns_known = True
        if mentioned is not None:
            mentioned.note(path, _written(cells))
        yield attempt(row_id, build_utterance, cells, path, place, part=part)


class Mentioned:
    """The recordings that tables name, so that the unnamed ones can be reported."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._places: set[int] = set()  # hashes: a corpus may have millions

    def note(self, table: Path, written: str) -> None:
        for root in (table.parent, self._folder):
            self._places.add(hash(self._key(root / written.replace("\\", "/").strip())))

    def iter_others(self) -> Iterator[Rejection]:
        for path in iter_files(self._folder):
            if path.suffix.lower() in SOUND_SUFFIXES and hash(self._key(path)) not in self._places:
                yield Rejection(
                    path.relative_to(self._folder).as_posix(), "not-listed", "No line names this recording."
                )

    @staticmethod
    def _key(path: Path) -> str:
        return unicodedata.normalize("NFC", os.path.normpath(path))


def column_name(written: str) -> str:
    """Return a column's name as PATH_NAMES and the others have it: "File Name" is file_name."""
    return "_".join(written.strip().lower().replace("-", " ").split())


def refuse_missing_columns(path: Path, cells: Mapping[str, Any]) -> None:
    for kind, names in (("path", PATH_NAMES), ("text", TEXT_NAMES)):
        if not any(name in cells for name in names):
            raise CorpusError(
                "corpus.no-column",
                "{file} has no column for the {kind}: found {found}; expected one of {expected}.",
                hint="Say which column it is: --set {kind}={likely}",
                file=path,
                kind=kind,
                found=", ".join(map(str, cells))[:200],
                expected=", ".join(names),
                likely=_likely(cells, names),
            )


def _likely(cells: Mapping[str, Any], names: Sequence[str]) -> str:
    """Return the column that was probably meant."""
    others = [name for name in cells if name not in (*PATH_NAMES, *TEXT_NAMES)]
    sounds = [name for name in others if Path(words_of(cells[name])).suffix.lower() in SOUND_SUFFIXES]
    if names is PATH_NAMES and sounds:
        return sounds[0]
    others = [name for name in others if name not in sounds]
    return max(others, key=lambda other: max(_likeness(other, name) for name in names), default="COLUMN")


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other).ratio()


def _written(cells: Mapping[str, Any]) -> str:
    """Return the recording that a row names."""
    audio = first(cells, PATH_NAMES)
    return words_of(audio.get("path") if isinstance(audio, dict) else audio)


def build_utterance(cells: dict[str, Any], path: Path, place: Place, *, part: str = "") -> Utterance:
    required(words_of(first(cells, TEXT_NAMES)))
    clip, duration = _clip(_locate(_written(cells), path, place.root), cells)
    utterance = describe(id_of(clip, place.root), cells, clip, place.source, part=part)
    return replace(utterance, declared_duration=duration)


def describe(row_id: str, cells: dict[str, Any], clip: Clip, source: str, *, part: str = "") -> Utterance:
    """Build the utterance of a clip from its columns."""
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


def _clip(path: Path, cells: Mapping[str, Any]) -> tuple[Clip, float | None]:
    """Cut where the row has a start, and an end or a duration.

    Raises RowError "bad-times" for a stretch of which one is missing or no number: the whole recording would get its
    text.
    """
    start, end, duration = (first(cells, names) for names in (START_NAMES, END_NAMES, DURATION_NAMES))
    length = number(duration)
    begins_at_zero = end is None and number(start) == 0 and duration is None
    if (start is None and end is None) or begins_at_zero:
        return Clip(path), length if length is not None and length > 0 else None
    if end is None:
        begin = number(start)
        if begin is None or length is None or length <= 0:
            raise RowError("bad-times", f"A segment from {start} that lasts {duration}.")
        end = begin + length
    clip = cut(path, 0 if start is None else start, end)
    return clip, (clip.end or 0) - (clip.start or 0)


def first(cells: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """Give the first of these columns that is there and not empty."""
    return next((cells[name] for name in names if cells.get(name) not in (None, "")), None)


def _iter_cells(path: Path) -> Iterator[tuple[int, Cells | str]]:
    header, delimiter = read_header(path)
    yield from iter_table(path, delimiter, _names_without_header(path, header))


def _names_without_header(path: Path, header: Sequence[str]) -> tuple[str, ...]:
    """Names for the columns of a table whose first line is a row already: a recording and its text; or none."""
    if {column_name(cell) for cell in header} & {*PATH_NAMES, *TEXT_NAMES}:
        return ()
    sounds = [at for at, cell in enumerate(header) if Path(cell).suffix.lower() in SOUND_SUFFIXES]
    if len(sounds) != 1 or len(header) != 2:
        return ()
    return ("file_name", "text") if sounds == [0] else ("text", "file_name")


def _language(word: str) -> str:
    """Return the code of a row's language; the word itself if Whisper does not know it."""
    try:
        return language_code(word) if word else ""
    except UsageError:
        return word[:40]


def part_of(path: Path) -> str:
    """Return the public part according to a file name: train, validation, test or nothing."""
    words = path.stem.lower().replace("-", "_").split("_")
    parts = {"train": "train", "dev": "validation", "valid": "validation", "validation": "validation", "test": "test"}
    return next((parts[word] for word in words if word in parts), "")
