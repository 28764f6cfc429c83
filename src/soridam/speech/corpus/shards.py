"""A prepared corpus on disk: Parquet shards of 16 kHz FLAC with facts, one folder, splits by file name.

`data/train-00000.parquet`, `data/test-00000.parquet`, … open with `datasets.load_dataset(folder)` as well as here.
Begin with `CorpusSplit`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from soridam.core.errors import CorpusError
from soridam.core.files import read_json, replacing
from soridam.speech.audio import SAMPLE_RATE, decode_audio
from soridam.speech.corpus.parquet import open_parquet, raising_corpus_errors, read_parquet

# One utterance is read by reading its row group; 32 of about 60 kB cost a millisecond.
ROWS_PER_GROUP = 32

FIELDS = [
    pa.field("id", pa.string()),
    pa.field("audio", pa.struct([("bytes", pa.binary()), ("path", pa.string())])),
    pa.field("text", pa.string()),  # what trains, in the training normalizer's form
    pa.field("readings", pa.list_(pa.string())),  # plain texts that score: one, or both of a dual transcription
    pa.field("transcript", pa.string()),  # as the corpus wrote it
    pa.field("speaker", pa.string()),
    pa.field("age", pa.string()),
    pa.field("gender", pa.string()),
    pa.field("region", pa.string()),
    pa.field("duration", pa.float64()),  # seconds
    pa.field("source", pa.string()),
    pa.field("language", pa.string()),
    pa.field("part", pa.string()),  # the public split it belongs to, if any
]
COLUMNS = [field.name for field in FIELDS]
FACTS = [name for name in COLUMNS if name != "audio"]


def _features() -> dict[str, Any]:
    """Return the schema in the words of `datasets`, so that it knows that `audio` is sound."""
    plain = {"string": "string", "double": "float64"}
    features: dict[str, Any] = {
        field.name: {"dtype": plain[str(field.type)], "_type": "Value"} for field in FIELDS if str(field.type) in plain
    }
    features["audio"] = {"sampling_rate": SAMPLE_RATE, "_type": "Audio"}
    features["readings"] = {"feature": {"dtype": "string", "_type": "Value"}, "_type": "List"}
    return {name: features[name] for name in COLUMNS}


SCHEMA = pa.schema(FIELDS, metadata={"huggingface": json.dumps({"info": {"features": _features()}})})


def write_shard(path: Path, rows: Iterable[Mapping[str, Any]]) -> int:
    """Write rows (mappings with the keys of COLUMNS) to one shard, whole or not at all. Returns how many."""
    with replacing(path) as temporary:
        return write_rows(temporary, rows)


def write_rows(path: Path, rows: Iterable[Mapping[str, Any]]) -> int:
    """Write rows to a temporary file and rename it when complete. Return how many."""
    count = 0
    with open_shard(path) as writer:
        for group in _grouped(rows, ROWS_PER_GROUP):
            writer.write_table(pa.Table.from_pylist(group, schema=SCHEMA), row_group_size=ROWS_PER_GROUP)
            count += len(group)
    return count


def open_shard(path: Path) -> pq.ParquetWriter:
    """Return a writer for tables of SCHEMA. FLAC does not compress further, the facts do."""
    compression = dict.fromkeys(COLUMNS, "zstd") | {"audio.bytes": "none"}
    return pq.ParquetWriter(path, SCHEMA, compression=compression, use_dictionary=False)


def _grouped(rows: Iterable[Mapping[str, Any]], size: int) -> Iterable[list[Mapping[str, Any]]]:
    group: list[Mapping[str, Any]] = []
    for row in rows:
        group.append(row)
        if len(group) == size:
            yield group
            group = []
    if group:
        yield group


def shard_paths(folder: Path, split: str) -> list[Path]:
    """Return the shards of one split, in order."""
    return sorted((folder / "data").glob(f"{split}-*.parquet"))


def split_names(folder: Path) -> list[str]:
    """Return the splits that a corpus folder holds. Raises CorpusError if it holds none."""
    names = sorted({path.name.rsplit("-", 1)[0] for path in (folder / "data").glob("*-*.parquet")})
    if not names:
        found = ", ".join(sorted(path.name for path in folder.glob("*"))[:5]) if folder.is_dir() else "no such folder"
        raise CorpusError(
            "corpus.no-shards",
            "{folder} is not a prepared corpus: expected data/train-*.parquet, found {found}.",
            hint="Run: soridam corpus prepare {folder} --out NEW_FOLDER",
            folder=folder,
            found=found or "an empty folder",
        )
    return names


def read_facts(folder: Path) -> dict[str, Any]:
    """Read the facts that preparation noted about a corpus. Raises CorpusError if Soridam did not write it."""
    split_names(folder)
    if not (folder / "corpus.json").is_file():
        raise CorpusError(
            "corpus.not-ours",
            "{folder} was not prepared by Soridam: it has no corpus.json.",
            hint="Run: soridam corpus prepare {folder} --reader datasets_folder --out NEW_FOLDER",
            folder=folder,
        )
    facts: dict[str, Any] = read_json(folder / "corpus.json")
    return facts


def count_rows(folder: Path) -> int:
    """Count the rows of all splits from the shards' footers."""
    paths = [path for name in split_names(folder) for path in shard_paths(folder, name)]
    return sum(open_parquet(path).metadata.num_rows for path in paths)


class CorpusSplit:
    """One split of a prepared corpus: its facts in memory as a table, its sound read when asked for.

    May be sent to worker processes; files are opened where they are used.
    """

    def __init__(self, folder: Path, name: str) -> None:
        names = split_names(folder)
        if name not in names:
            raise CorpusError(
                "corpus.folder-split",
                "{folder} has no split '{split}'; it has {splits}.",
                hint="Choose one of them."
                if len(names) > 1
                else "Run: soridam corpus split {folder} --ratio {ratio} --out NEW_FOLDER",
                folder=folder,
                ratio="8:1:1" if name == "validation" else "8:2",
                split=name,
                splits=", ".join(names),
            )
        self.folder = folder
        self.name = name
        self.paths = shard_paths(folder, name)
        self.table = pa.concat_tables([read_parquet(path, FACTS) for path in self.paths])
        lengths = [open_parquet(path).metadata.num_rows for path in self.paths]
        self._starts = np.concatenate([[0], np.cumsum(lengths)])

    def __len__(self) -> int:
        return len(self.table)

    def column(self, name: str) -> list[Any]:
        return self.table.column(name).to_pylist()

    @property
    def durations(self) -> np.ndarray:
        """Seconds, shape (rows,)."""
        return self.table.column("duration").to_numpy()

    def row(self, index: int) -> dict[str, Any]:
        """Return the facts of one utterance, without its sound."""
        return self.table.slice(index, 1).to_pylist()[0]

    def flac(self, index: int) -> bytes:
        """Return the sound as it is stored."""
        shard = int(np.searchsorted(self._starts, index, side="right")) - 1
        return read_stored_audio(self.paths[shard], index - int(self._starts[shard]))

    def waveform(self, index: int) -> np.ndarray:
        """Return the sound as float32 at 16 kHz, shape (samples,). Raises AudioError if it is damaged."""
        return decode_audio(self.flac(index), name=f"{self.folder} {self.name} row {index}")


def read_stored_audio(path: Path, offset: int) -> bytes:
    """Return the audio bytes of row `offset` of one shard."""
    _, starts = _open_for_reading(path)
    group = int(np.searchsorted(starts, offset, side="right")) - 1
    return _read_group(path, group)[offset - int(starts[group])]


@lru_cache(maxsize=64)
def _open_for_reading(path: Path) -> tuple[pq.ParquetFile, np.ndarray]:
    file = open_parquet(path)
    lengths = [file.metadata.row_group(group).num_rows for group in range(file.metadata.num_row_groups)]
    return file, np.concatenate([[0], np.cumsum(lengths)])


@lru_cache(maxsize=16)
def _read_group(path: Path, group: int) -> Sequence[bytes]:
    file, _ = _open_for_reading(path)
    with raising_corpus_errors(path):
        sounds = file.read_row_group(group, columns=["audio.bytes"]).column("audio").combine_chunks()
    return sounds.field("bytes").to_pylist()
