"""A folder of audio with metadata.csv or metadata.jsonl, as Hugging Face's audiofolder defines it."""

from collections.abc import Iterator
from pathlib import Path

from soridam.speech.corpus.labels import iter_files
from soridam.speech.corpus.readers.table import Place, iter_manifest, part_of
from soridam.speech.corpus.rows import Row, nothing_found

NAMES = ("metadata.csv", "metadata.jsonl")


def iter_utterances(folder: Path) -> Iterator[Row]:
    """Walk every metadata file below the folder; paths count from where it lies."""
    tables = [path for path in iter_files(folder) if path.name in NAMES] if folder.is_dir() else []
    if not tables:
        raise nothing_found(folder, "metadata.csv or metadata.jsonl with file_name and text", "audiofolder")
    for path in tables:
        yield from iter_manifest(path, Place("audiofolder", folder, folder), part=part_of(path.parent))
