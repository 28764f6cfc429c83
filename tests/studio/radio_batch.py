"""A recording of radio as its job leaves it, without a recognizer: what was heard is given."""

import json
from collections.abc import Sequence
from pathlib import Path

import httpx
import numpy as np
from tests.radio.messages import heard

from soridam.radio.correct.snapping import Lists
from soridam.radio.export import as_transcript
from soridam.speech.audio import SAMPLE_RATE, encode_flac
from soridam.studio.transcripts.results import write_heard

SAID = (
    "luftansa one two three descend flight level one eight zero",
    "descending flight level one six zero lufthansa one two three",
)


TODAY = Lists(("DLH123",))


def make_radio_batch(client: httpx.Client, studio: Path, said: Sequence[str] = SAID, lists: Lists = TODAY) -> str:
    """Make a batch with one recording, `tower.wav`; returns its id. By default a clearance and a wrong read-back."""
    form = {"name": "Tower", "model": "base", "language": "en", "radio": True, "formats": ["txt", "json"]}
    batch = str(client.post("/api/transcriptions", json=form).json()["id"])
    radio, results = heard(*said, lists=lists), studio / "runs" / batch / "results"
    results.mkdir(parents=True)
    write_heard(results, 0, as_transcript(radio), encode_flac(_noise(10)))
    (results / "00000.radio").write_text(json.dumps(radio.to_json()))
    told = {"number": 0, "name": "tower.wav", "text": "x", "seconds": 10.0, "error": None, "warnings": []}
    (results / "00000.result").write_text(json.dumps(told))
    return batch


def _noise(seconds: int) -> np.ndarray:
    return np.random.default_rng(0).normal(0, 0.1, seconds * SAMPLE_RATE).astype(np.float32)
