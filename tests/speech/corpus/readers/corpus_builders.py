"""Small real corpora, built where a test wants them."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from soridam.speech.corpus.utterance import Rejection, Utterance


def wav_bytes(seconds: float = 0.1, rate: int = 16_000) -> bytes:
    samples = np.random.default_rng(7).normal(0, 0.1, int(seconds * rate)).astype("float32")
    buffer = io.BytesIO()
    soundfile.write(buffer, samples, rate, format="WAV", subtype="PCM_16")
    return buffer.getvalue()


def write(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def write_zip(path: Path, files: dict[str, bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def json_bytes(value: Any, *, mark: bool = False) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8-sig" if mark else "utf-8")


def utterances(rows: list[Utterance | Rejection]) -> list[Utterance]:
    """The rows, all of which are expected to be utterances."""
    assert not [row for row in rows if isinstance(row, Rejection)]
    return [row for row in rows if isinstance(row, Utterance)]


def reasons(rows: list[Utterance | Rejection]) -> list[str]:
    return [row.reason if isinstance(row, Rejection) else "" for row in rows]
