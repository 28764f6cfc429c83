"""A corpus that a tiny Whisper can learn in seconds: each word is a tone of its own, an utterance is a few of them."""

from pathlib import Path

import numpy as np

from soridam.speech.audio import SAMPLE_RATE, encode_flac
from soridam.speech.corpus.shards import write_shard

TONES = {"do": 300.0, "re": 600.0, "mi": 1200.0, "fa": 2400.0}  # word: Hz
SECONDS_A_WORD = 0.25


def sing(words: str, rng: np.random.Generator) -> np.ndarray:
    """The waveform of some words, with a little noise."""
    time = np.arange(round(SECONDS_A_WORD * SAMPLE_RATE)) / SAMPLE_RATE
    tones = [0.3 * np.sin(2 * np.pi * TONES[word] * time) for word in words.split()]
    wave = np.concatenate(tones)
    return (wave + 0.003 * rng.standard_normal(len(wave))).astype(np.float32)


def tone_rows(count: int, *, seed: int, speaker: str = "singer") -> list[dict]:
    """Rows with distinct sentences of one to four words, as long as there are that many."""
    rng = np.random.default_rng(seed)
    vocabulary = list(TONES)
    sentences: list[str] = []
    while len(sentences) < count:
        sentence = " ".join(rng.choice(vocabulary, int(rng.integers(1, 5))))
        if sentence not in sentences:
            sentences.append(sentence)
    return [
        tone_row(f"{speaker}-{number:03d}", sentence, sing(sentence, rng), speaker)
        for number, sentence in enumerate(sentences)
    ]


def tone_row(name: str, text: str, wave: np.ndarray, speaker: str = "singer") -> dict:
    return {
        "id": name,
        "audio": {"bytes": encode_flac(wave), "path": None},
        "text": text,
        "readings": [text],
        "transcript": text,
        "speaker": speaker,
        "age": "",
        "gender": "",
        "region": "",
        "duration": len(wave) / SAMPLE_RATE,
        "source": "tones",
        "language": "en",
        "part": "",
    }


def write_tone_corpus(folder: Path, *, train: int = 40, seed: int = 0) -> Path:
    """One split, `train`; validation is to be held out of it."""
    write_shard(folder / "data/train-00000.parquet", tone_rows(train, seed=seed))
    return folder


def write_splits(folder: Path, **splits: list[dict]) -> Path:
    for name, rows in splits.items():
        write_shard(folder / f"data/{name}-00000.parquet", rows)
    return folder
