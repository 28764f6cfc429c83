"""Leaks between train and test: shared voices and sentences. Begin with `count_leaks`."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations
from pathlib import Path

import numpy as np

from soridam.speech.corpus.parquet import read_parquet
from soridam.speech.corpus.shards import shard_paths, split_names

UNKNOWN = 0  # the key of an empty speaker or text: what is not known cannot be compared


@dataclass(frozen=True)
class Leak:
    """The overlap of two splits. `rows` counts those of `second` whose voice or sentence is in `first` too."""

    first: str
    second: str
    speakers: int
    sentences: int
    rows_with_shared_speaker: int
    rows_with_shared_sentence: int
    rows: int


@dataclass(frozen=True)
class RowKeys:
    """Voices and sentences of many rows as numbers, shape (rows,), 16 bytes a row."""

    speakers: np.ndarray
    sentences: np.ndarray
    seconds: np.ndarray

    def __len__(self) -> int:
        return len(self.speakers)


def sentence_key(text: str) -> str:
    """Return the key of equal sentences: letters and digits, whatever their case, spacing and punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def read_keys(paths: Sequence[Path]) -> RowKeys:
    """Walk shards for the keys of their rows."""
    speakers, sentences, seconds = [], [], []
    for path in paths:
        table = read_parquet(path, ["speaker", "text", "duration"])
        speakers.append(_numbers(table.column("speaker").to_pylist()))
        sentences.append(_numbers([sentence_key(text) for text in table.column("text").to_pylist()]))
        seconds.append(table.column("duration").to_numpy())
    if not paths:
        return RowKeys(np.zeros(0, np.uint64), np.zeros(0, np.uint64), np.zeros(0))
    return RowKeys(np.concatenate(speakers), np.concatenate(sentences), np.concatenate(seconds))


def _numbers(words: Sequence[str | None]) -> np.ndarray:
    return np.fromiter((_number(word) for word in words), dtype=np.uint64, count=len(words))


def _number(word: str | None) -> int:
    """64 bits: among a million sentences the chance that any two collide is 3 in 10^8."""
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big") if word else UNKNOWN


def count_leaks(folder: Path) -> list[Leak]:
    """Compare every two splits of a prepared corpus, train first."""
    return compare_splits({name: read_keys(shard_paths(folder, name)) for name in ordered_splits(folder)})


def ordered_splits(folder: Path) -> list[str]:
    """Return the splits of a corpus as people list them: train, validation, test, others."""
    order = {"train": 0, "validation": 1, "test": 2}
    return sorted(split_names(folder), key=lambda name: (order.get(name, 3), name))


def compare_splits(splits: Mapping[str, RowKeys]) -> list[Leak]:
    return [_compare(first, splits[first], second, splits[second]) for first, second in combinations(splits, 2)]


def _compare(first: str, a: RowKeys, second: str, b: RowKeys) -> Leak:
    speakers, speaker_rows = _shared(a.speakers, b.speakers)
    sentences, sentence_rows = _shared(a.sentences, b.sentences)
    return Leak(first, second, speakers, sentences, speaker_rows, sentence_rows, len(b))


def _shared(a: np.ndarray, b: np.ndarray) -> tuple[int, int]:
    """Return how many keys are in both, and how many rows of `b` have one of them."""
    shared = np.setdiff1d(np.intersect1d(a, b), [UNKNOWN])
    return len(shared), int(np.isin(b, shared).sum())
