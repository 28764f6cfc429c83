"""A folder of audio with metadata.csv or metadata.jsonl, as Hugging Face's audiofolder defines it."""

from collections.abc import Iterator
from pathlib import Path

from soridam.speech.corpus.labels import iter_files
from soridam.speech.corpus.readers.table import Mentioned, Place, iter_manifest, part_of
from soridam.speech.corpus.rows import Row, nothing_found

NAMES = ("metadata.csv", "metadata.jsonl")


def iter_utterances(folder: Path, *, path: str = "", text: str = "") -> Iterator[Row]:
    """Walk every metadata file below the folder; paths are relative to it.

    `path` and `text` name the columns, if they have other names.
    """
    tables = [file for file in iter_files(folder) if file.name in NAMES] if folder.is_dir() else []
    if not tables:
        raise nothing_found(folder, "metadata.csv or metadata.jsonl with file_name and text", "audiofolder")
    mentioned = Mentioned(folder)
    place = Place("audiofolder", folder, folder, path, text)
    for table in tables:
        yield from iter_manifest(table, place, part=part_of(table.parent), mentioned=mentioned)
    yield from mentioned.iter_others()
