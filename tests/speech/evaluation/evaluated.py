"""A small corpus and models of known behavior, for the tests of evaluation."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from soridam.core.progress import SilentProgress
from soridam.speech.audio import SAMPLE_RATE, Waveform, encode_flac
from soridam.speech.corpus.shards import write_shard
from soridam.speech.evaluate import evaluate
from soridam.speech.evaluation.candidates import Candidate
from soridam.speech.evaluation.findings import Evaluation
from soridam.speech.evaluation.testsets import ScoringText, TestSet, open_test_set

LOWERCASE = ScoringText("lowercase/1", lambda text: " ".join(text.lower().replace(".", " ").split()))


def tone(number: int, seconds: float) -> Waveform:
    """A tone whose pitch says which row it is."""
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (0.3 * np.sin(2 * np.pi * (400 + 200 * number) * time)).astype(np.float32)


def number_of(wave: Waveform) -> int:
    """The row whose tone this is; -1 for noise, which has no pitch."""
    spectrum = np.abs(np.fft.rfft(wave)) ** 2
    if spectrum.max() <= 0.4 * spectrum.sum():
        return -1
    pitch = float(np.argmax(spectrum)) * SAMPLE_RATE / len(wave)
    return round((pitch - 400) / 200)


class Parrot:
    """Says for each tone what it was told to, and for anything else what it says to noise."""

    def __init__(self, texts: Sequence[str], noise: str = "") -> None:
        self.texts, self.noise, self.batches = texts, noise, []

    def recognize(self, waves: Sequence[Waveform], language: str) -> list[str]:
        numbers = [number_of(wave) for wave in waves]
        self.batches.append(numbers)
        return [self.texts[number] if 0 <= number < len(self.texts) else self.noise for number in numbers]


def candidate(name: str, recognizer: Parrot) -> Candidate:
    return Candidate(
        name, Path(name), "transformers", hashlib.sha256(name.encode()).hexdigest(), True, lambda: recognizer
    )


def write_corpus(folder: Path, rows: Sequence[Mapping[str, Any]], split: str = "test") -> Path:
    """Rows need `text`; everything else has a default. Row n is the tone n."""
    full = [
        {
            "id": f"row-{number}",
            "audio": {"bytes": encode_flac(tone(number, row.get("duration", 1.0))), "path": ""},
            "readings": [row["text"]],
            "transcript": row["text"],
            "duration": 1.0,
            "language": "en",
            **row,
        }
        for number, row in enumerate(rows)
    ]
    write_shard(folder / "data" / f"{split}-00000.parquet", full)
    return folder


class Unseen(SilentProgress):
    """Progress that is dropped, opened as `show_progress` is."""

    def __init__(self, title: str, total: float | None, unit: str) -> None:
        pass

    def __enter__(self) -> SilentProgress:
        return self

    def __exit__(self, *error: object) -> None:
        pass


def evaluate_rows(
    folder: Path, rows: Sequence[Mapping[str, Any]], models: Sequence[Candidate], *general: TestSet, limit: int = 0
) -> Evaluation:
    """An evaluation on a corpus of these rows, which is called corpus/test."""
    corpus = write_corpus(folder / "corpus", rows)
    domain = open_test_set(corpus, "test", lambda language: LOWERCASE, role="domain", limit=limit)
    return evaluate(models, [domain, *general], kept=folder / "kept", metric="wer", show=Unseen)
