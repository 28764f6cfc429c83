"""NeMo manifests: JSON lines of `audio_filepath`, `duration`, `text` and, for a stretch, `offset`."""

from collections.abc import Iterator
from pathlib import Path

from soridam.speech.corpus.labels import iter_files
from soridam.speech.corpus.readers.table import Mentioned, Place, iter_manifest, part_of
from soridam.speech.corpus.rows import Row, nothing_found


def iter_utterances(folder: Path, *, audio_folder: Path | str = "", path: str = "", text: str = "") -> Iterator[Row]:
    """Walk the `.json` and `.jsonl` manifests. Absolute paths must be in the folder, or in `audio_folder`.

    `path` and `text` name the fields, if they have other names.
    """
    manifests = [file for file in iter_files(folder) if file.suffix in (".json", ".jsonl")]
    if not manifests:
        raise nothing_found(folder, "a manifest of JSON lines with audio_filepath and text", "nemo")
    mentioned = Mentioned(folder)
    place = Place("nemo", folder, Path(audio_folder or folder), path, text)
    for table in manifests:
        yield from iter_manifest(table, place, part=part_of(table), mentioned=mentioned)
    yield from mentioned.iter_others()
