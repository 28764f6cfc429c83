"""Readers of the files that people keep text in. Begin with `iter_examples`.

What cannot be read becomes a Rejection at its place, and the rest is read all the same.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from soridam.core.errors import CorpusError
from soridam.language.data.example import Example, Place, Rejection
from soridam.language.data.records import read_record

Read = Iterator[Example | Rejection]
ENCODINGS = ("utf-8-sig", "utf-16", "cp949", "cp1252")
csv.field_size_limit(2**31 - 1)


def iter_examples(path: Path) -> Read:
    """Yield the examples of a file, or of all files that are known in a folder and below, in order of their names.

    Files are JSONL, JSON, CSV, TSV, Parquet, Arrow (as `datasets` saves it), plain text and Markdown. Raises
    CorpusError if there is nothing there, or nothing of a known kind.
    """
    for file in known_files(path):
        yield from READERS[file.suffix.lower()](file)


def known_files(path: Path) -> list[Path]:
    """Return the files that `iter_examples` reads. Raises as it does."""
    if not path.exists():
        raise CorpusError("text.nothing-there", "There is no file or folder {path}.", hint="Check the path.", path=path)
    files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if _is_data(file, path))
    known = [file for file in files if file.suffix.lower() in READERS]
    if not known:
        raise CorpusError(
            "text.unknown-kind",
            "{path} holds no text that can be read.",
            hint="Use one of these kinds of files: {kinds}.",
            path=path,
            kinds=", ".join(sorted(READERS)),
        )
    return known


def _is_data(file: Path, root: Path) -> bool:
    """Return whether a file holds examples: hidden files, and the JSON beside the tables of `datasets`, do not."""
    hidden = any(part.startswith(".") for part in file.relative_to(root).parts)
    return file.is_file() and not hidden and file.name not in ("dataset_info.json", "state.json", "dataset_dict.json")


def _read_json_lines(path: Path) -> Read:
    for number, line in enumerate(_text_of(path).split("\n"), 1):
        if line.strip():
            yield _read_json_record(line, Place(path.name, number))


def _read_json_record(line: str, place: Place) -> Example | Rejection:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Rejection(place, "unreadable", f"it is no JSON: {error}")
    return read_record(record, place)


def _read_json(path: Path) -> Read:
    """Read a list of records, or an object that holds one such list. What is no JSON is tried as lines of JSON."""
    text = _text_of(path)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        yield from _read_json_lines(path)
        return
    lists = [one for one in value.values() if isinstance(one, list)] if isinstance(value, dict) else []
    known = isinstance(value, dict) and isinstance(read_record(value, Place(path.name, 1)), Example)
    records = lists[0] if len(lists) == 1 and not known else value if isinstance(value, list) else [value]
    for number, record in enumerate(records, 1):
        yield read_record(record, Place(path.name, number))


def _read_table(path: Path) -> Read:
    """Read CSV or TSV with a header. A row that spans lines is named by its first line."""
    text = _text_of(path)
    delimiter = "\t" if path.suffix.lower() == ".tsv" else _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header, started = next(reader, []), reader.line_num + 1
    for row in reader:
        place, started = Place(path.name, started), reader.line_num + 1
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            yield Rejection(place, "unreadable", f"it has {len(row)} cells, and the header has {len(header)}")
        else:
            yield read_record(dict(zip(header, row, strict=True)), place)


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max((",", ";", "\t"), key=first.count)


def _read_parquet(path: Path) -> Read:
    try:
        with pq.ParquetFile(path) as file:
            yield from _read_tables(path, file.iter_batches())
    except (pa.ArrowException, OSError) as error:
        yield Rejection(Place(path.name, 1), "unreadable", f"it is no Parquet: {error}")


def _read_arrow(path: Path) -> Read:
    """Read a table in the Arrow stream format, as `datasets.save_to_disk` writes it."""
    try:
        with pa.memory_map(str(path)) as source, pa.ipc.open_stream(source) as stream:
            yield from _read_tables(path, stream)
    except (pa.ArrowException, OSError) as error:
        yield Rejection(Place(path.name, 1), "unreadable", f"it is no Arrow stream: {error}")


def _read_tables(path: Path, tables: Any) -> Read:
    number = 0
    for table in tables:
        for record in table.to_pylist():
            number += 1
            yield read_record(record, Place(path.name, number))


def _read_plain(path: Path) -> Read:
    """Read a text or Markdown file as one example."""
    yield read_record({"text": _text_of(path)}, Place(path.name, 1))


def _text_of(path: Path) -> str:
    """Decode the text of a file in the first encoding that fits."""
    raw = path.read_bytes()
    for encoding in ENCODINGS:
        if encoding == "utf-16" and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            return raw.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", errors="replace")


READERS: dict[str, Callable[[Path], Read]] = {
    ".jsonl": _read_json_lines,
    ".ndjson": _read_json_lines,
    ".json": _read_json,
    ".csv": _read_table,
    ".tsv": _read_table,
    ".parquet": _read_parquet,
    ".arrow": _read_arrow,
    ".txt": _read_plain,
    ".md": _read_plain,
}
