"""Measurements of each stored utterance: level, clipping, silence, speech rate. Begin with `measure_split`.

`check` judges these figures, `describe` draws them.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from soridam.core.errors import AudioError
from soridam.core.progress import Progress
from soridam.speech.activity import find_speech, frame_levels
from soridam.speech.audio import decode_audio, duration_of
from soridam.speech.corpus.leaks import sentence_key
from soridam.speech.corpus.parquet import open_parquet, raising_corpus_errors
from soridam.speech.corpus.shards import FACTS, shard_paths

THREADS = 2  # libsndfile decodes outside of Python's lock
FULL_SCALE = 32767 / 32768
TAIL_FRAMES = 3  # 60 ms


@dataclass(frozen=True, slots=True)
class Measurement:
    """Figures of one utterance. Levels in dBFS, times in seconds, shares from 0 to 1.

    `tail` is the level of the last 60 ms relative to the speech: near 0 dB means that the sound was cut off.
    `rate` is in letters per second of speech. An unreadable one has its `error` and nothing else.
    """

    split: str
    row: int
    id: str
    speaker: str
    sentence: int
    stored_duration: float
    letters: int
    tokens_bound: int
    sound: int = 0
    duration: float = 0.0
    level: float = 0.0
    clipped: float = 0.0
    speech: float = 0.0
    lead: float = 0.0
    trail: float = 0.0
    tail: float = 0.0
    error: str = ""

    @property
    def rate(self) -> float:
        seconds = self.speech * self.duration
        return self.letters / seconds if seconds else 0.0


def measure_split(folder: Path, split: str, progress: Progress) -> Iterator[Measurement]:
    """Decode and measure every row, in order, holding one row group of sound at a time."""
    with ThreadPoolExecutor(THREADS) as pool:
        rows = enumerate(_iter_rows(folder, split))
        while chunk := list(islice(rows, 64)):
            for measurement in pool.map(lambda pair: measure(split, *pair), chunk):
                progress.advance()
                yield measurement


def _iter_rows(folder: Path, split: str) -> Iterator[dict[str, Any]]:
    for path in shard_paths(folder, split):
        file = open_parquet(path)
        for group in range(file.num_row_groups):
            with raising_corpus_errors(path):
                rows = file.read_row_group(group, columns=[*FACTS, "audio.bytes"]).to_pylist()
            yield from rows


def measure(split: str, index: int, row: dict[str, Any]) -> Measurement:
    """Measure one row of a shard."""
    text, flac = row["text"] or "", row["audio"]["bytes"] or b""
    facts: dict[str, Any] = {
        "split": split,
        "row": index,
        "id": row["id"] or "",
        "speaker": row["speaker"] or "",
        "sentence": _hash(sentence_key(text).encode()),
        "stored_duration": row["duration"] or 0.0,
        "letters": len(sentence_key(text)),
        "tokens_bound": len(text.encode()),
    }
    try:
        samples = decode_audio(flac, name=f"{split} row {index}")
    except AudioError as error:
        return Measurement(**facts, error=error.message)
    return Measurement(**facts, **measure_sound(samples))


def measure_sound(samples: np.ndarray) -> dict[str, Any]:
    """Return the figures that depend on the sound alone, by the names of Measurement."""
    levels = frame_levels(samples)
    speech = find_speech(levels)
    where = np.flatnonzero(speech)
    power = np.mean(10 ** (levels[speech] / 10)) if len(where) else 0.0
    level = 10 * np.log10(power) if power else -100.0
    tail = levels[-TAIL_FRAMES:].max(initial=-100.0)
    return {
        "sound": _hash(samples.tobytes()),
        "duration": duration_of(samples),
        "level": float(level),
        "clipped": float(np.mean(np.abs(samples) >= FULL_SCALE - 1e-4)),
        "speech": float(speech.mean()) if len(speech) else 0.0,
        "lead": float(where[0] * 0.02) if len(where) else 0.0,
        "trail": float((len(speech) - 1 - where[-1]) * 0.02) if len(where) else 0.0,
        "tail": float(tail - level),
    }


def _hash(data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big")
