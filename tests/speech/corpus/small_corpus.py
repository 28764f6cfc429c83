"""Small prepared corpora for tests, written row by row."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from soridam.core.files import write_json
from soridam.speech.audio import SAMPLE_RATE, duration_of, encode_flac
from soridam.speech.corpus.card import write_card
from soridam.speech.corpus.shards import write_shard


def speechlike(seconds: float, seed: int = 0, level: float = 0.1) -> np.ndarray:
    """Bursts of noise with pauses between them and at both ends."""
    random = np.random.default_rng(seed)
    times = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    bursts = np.maximum(0, np.sin(2 * np.pi * times / seconds * max(1, round(seconds)) - 0.5)) ** 0.5
    return (random.normal(0, level, len(times)) * bursts * np.sin(np.pi * times / seconds)).astype(np.float32)


def row(number: int, samples: np.ndarray, text: str, **facts: Any) -> dict[str, Any]:
    return {
        "id": f"row-{number}",
        "audio": {"bytes": encode_flac(samples), "path": f"row-{number}.flac"},
        "text": text,
        "readings": [text],
        "transcript": text,
        "speaker": f"speaker-{number % 3}",
        "duration": duration_of(samples),
        "language": "en",
    } | facts


def write_corpus(folder: Path, rows: Sequence[dict[str, Any]], split: str = "train") -> Path:
    write_shard(folder / "data" / f"{split}-00000.parquet", rows)
    options = {"source": "small", "reader": "audiofolder", "reading": "spelling", "normalizer": "", "zscore": False}
    facts = {
        "soridam": "0",
        "options": options,
        "rows": {"read": len(rows) + 1, "written": len(rows), "joined": 0, "quarantined": 1},
        "quarantined": {"missing": 1},
        "hours": 0.1,
        "languages": ["en"],
    }
    write_card(folder, facts)
    write_json(folder / "corpus.json", facts)
    return folder


def healthy_rows(count: int) -> list[dict[str, Any]]:
    """Rows that nothing is wrong with: texts as long as their sound."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    texts = [f"{letters[number % 26]} says {'la ' * 4}{number}".strip() for number in range(count)]
    return [row(number, speechlike(2.0, number), text) for number, text in enumerate(texts)]
