"""Parquet or Arrow files with `audio` and `text`, as `datasets` writes and pushes them; code in them is ignored."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from soridam.core.errors import CorpusError
from soridam.speech.corpus.cells import Cell, open_batches
from soridam.speech.corpus.labels import iter_files
from soridam.speech.corpus.readers.table import TEXT_NAMES, Place, describe, part_of
from soridam.speech.corpus.rows import Row, RowError, attempt, locate, nothing_found, number, words_of
from soridam.speech.corpus.utterance import Clip, Utterance

AUDIO_NAMES = ("audio", "speech", "sound")
ROWS_AT_ONCE = 256


def iter_utterances(folder: Path, *, audio_folder: Path | str = "") -> Iterator[Row]:
    """Walk the rows without reading their sound: a clip names the cell that holds it."""
    files = [path for path in iter_files(folder) if path.suffix in (".parquet", ".arrow")]
    files = [path for path in files if not path.name.startswith("cache-")]
    if not files:
        raise nothing_found(folder, "*.parquet or *.arrow files", "datasets_folder")
    place = Place("datasets_folder", folder, Path(audio_folder or folder))
    for path in files:
        prefix = path.relative_to(folder).with_suffix("").as_posix()
        part = part_of(path) or part_of(path.parent)
        try:
            for cell, cells in _iter_rows(path):
                row_id = f"{prefix}/{cell.group:05}-{cell.row:06}"
                yield attempt(row_id, _utterance, row_id, cell, cells, path, place, part)
        except (OSError, ValueError) as error:
            raise CorpusError(
                "corpus.unreadable",
                "{file} cannot be read: {reason}",
                hint="Download it again, or leave it out of the folder.",
                file=path,
                reason=error,
            ) from error


def _iter_rows(path: Path) -> Iterator[tuple[Cell, dict[str, Any]]]:
    groups = _parquet_groups(path) if path.suffix == ".parquet" else _arrow_groups(path)
    for group, column, batches in groups:
        row = 0
        for batch in batches:
            for cells in batch.to_pylist():
                yield Cell(group, row, column), cells
                row += 1


def _parquet_groups(path: Path) -> Iterator[tuple[int, str, Iterator[Any]]]:
    import pyarrow

    from soridam.speech.corpus.parquet import open_parquet

    with open_parquet(path) as file:
        column = _audio_column(path, file.schema_arrow)
        heavy = (f"{column}.bytes", f"{column}.array")
        is_binary = pyarrow.types.is_binary(file.schema_arrow.field(column).type)
        leaves = [name for name in _leaves(file) if not name.startswith(heavy) and not (name == column and is_binary)]
        for group in range(file.num_row_groups):
            yield group, column, file.iter_batches(ROWS_AT_ONCE, row_groups=[group], columns=leaves)


def _leaves(file: Any) -> list[str]:
    return [file.schema.column(index).path for index in range(len(file.schema))]


def _arrow_groups(path: Path) -> Iterator[tuple[int, str, Iterator[Any]]]:
    for group, batch in enumerate(open_batches(path)):
        column = _audio_column(path, batch.schema)
        yield group, column, _without_bytes(batch, column)


def _without_bytes(batch: Any, column: str) -> Iterator[Any]:
    """Drop the sound and keep its path."""
    import pyarrow

    audio = batch.column(column)
    light = batch.drop_columns([column])
    if pyarrow.types.is_struct(audio.type) and audio.type.get_field_index("path") >= 0:
        light = light.append_column(column, pyarrow.StructArray.from_arrays([audio.field("path")], ["path"]))
    yield light


def _audio_column(path: Path, schema: Any) -> str:
    column = next((name for name in AUDIO_NAMES if name in schema.names), None)
    if column is None or not any(name in schema.names for name in TEXT_NAMES):
        raise CorpusError(
            "corpus.no-audio-and-text",
            "{file} has no audio and text: found the columns {columns}.",
            hint="Rename them with datasets' rename_column, text to one of {names}.",
            file=path,
            columns=", ".join(schema.names)[:200],
            names=", ".join(TEXT_NAMES),
        )
    return column


def _utterance(row_id: str, cell: Cell, cells: dict[str, Any], path: Path, place: Place, part: str) -> Utterance:
    """Point into the cell; where the row names a file that is there, the sound was not embedded."""
    audio = cells.get(cell.column)
    written = words_of(audio.get("path") if isinstance(audio, dict) else audio)
    clip = Clip(path, str(cell))
    if written:
        try:
            clip = Clip(locate(place.root, written))
        except RowError as fault:
            if fault.reason == "remote-url" or isinstance(audio, str):
                raise
    own_id = words_of(cells.get("id"))
    utterance = describe(own_id or row_id, cells, clip, place.source, part=part)
    return replace(utterance, declared_duration=number(cells.get("duration")))
