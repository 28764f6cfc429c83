"""Audio in the cells of Parquet and Arrow files, as `datasets` stores it. Begin with `read_cell`."""

import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from soridam.core.errors import CorpusError


@dataclass(frozen=True, slots=True)
class Cell:
    """The position of a value: a row of a row group (Parquet) or record batch (Arrow), and the column.

    Written as `group/row/column`, the form that `Clip.member` holds.
    """

    group: int
    row: int
    column: str

    def __str__(self) -> str:
        return f"{self.group}/{self.row}/{self.column}"

    @classmethod
    def parse(cls, text: str) -> "Cell":
        group, row, column = text.split("/", 2)
        return cls(int(group), int(row), column)


def read_cell(path: Path, member: str, limit_bytes: int) -> bytes:
    """Give the bytes of an `audio` struct (`bytes`, or `array` and `sampling_rate`) or of a binary cell.

    Raises CorpusError.
    """
    try:
        cell = Cell.parse(member)
        value = _column(os.getpid(), path, path.stat().st_mtime_ns, cell.group, cell.column)[cell.row].as_py()
    except (OSError, ValueError, IndexError, KeyError) as error:
        raise CorpusError(
            "corpus.no-cell",
            "{file} has no cell {cell}: {reason}",
            hint="Prepare the corpus from its first step again.",
            file=path,
            cell=member,
            reason=error,
        ) from error
    content = value.get("bytes") if isinstance(value, dict) else value
    if content is None and isinstance(value, dict) and value.get("array"):
        content = _as_wav(value["array"], value.get("sampling_rate"), limit_bytes)
    if not isinstance(content, bytes):
        raise CorpusError(
            "corpus.cell-empty",
            "{file}: cell {cell} holds no audio bytes.",
            hint="Embed the audio, or give its folder.",
            file=path,
            cell=member,
        )
    if len(content) > limit_bytes:
        raise CorpusError(
            "corpus.cell-large",
            "{file}: cell {cell} is too large.",
            hint="Cut it into shorter recordings.",
            file=path,
            cell=member,
        )
    return content


def _as_wav(array: Sequence[float], rate: Any, limit_bytes: int) -> bytes | None:
    """Samples, as `datasets` gives them when they are decoded, as a WAV; None where their rate is not known."""
    import numpy as np
    import soundfile

    if not isinstance(rate, int) or rate < 1 or 4 * len(array) > limit_bytes:
        return None
    target = io.BytesIO()
    soundfile.write(target, np.asarray(array, dtype=np.float32).T, rate, format="WAV", subtype="FLOAT")
    return target.getvalue()


@lru_cache(maxsize=2)
def _column(_process: int, path: Path, _modified: int, group: int, column: str) -> Any:
    """One row group's audio stays in memory: its rows are asked for one after the other."""
    from soridam.speech.corpus.parquet import open_parquet, raising_corpus_errors

    if path.suffix == ".parquet":
        file = open_parquet(path)
        if not 0 <= group < file.num_row_groups:
            raise IndexError(f"{file.num_row_groups} row groups")
        with raising_corpus_errors(path):
            return file.read_row_group(group, columns=[column])[column]
    return open_batches(path)[group][column]


def open_batches(path: Path) -> list[Any]:
    """Open an Arrow file (stream or random access, `datasets` writes the former) without loading its data."""
    import pyarrow

    source = pyarrow.memory_map(str(path))
    try:
        reader = pyarrow.ipc.open_file(source)
        return [reader.get_batch(index) for index in range(reader.num_record_batches)]
    except pyarrow.ArrowInvalid:
        source.seek(0)
        return list(pyarrow.ipc.open_stream(source))
