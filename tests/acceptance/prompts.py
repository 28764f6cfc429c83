"""Small stand-ins for what the documents use: telephone prompts, a few real and some tones, and a model for `base`.

Begin with `spoken_prompts`, `sung_prompts` and `build_talkative_whisper`.
"""

import csv
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
from tests.speech.tiny_whisper import TEXT_TOKENS, build_tiny_whisper
from tests.speech.tone_corpus import sing, tone_rows

from soridam.speech.audio import SAMPLE_RATE, decode_audio
from soridam.speech.model import Whisper

SPEECH = Path(__file__).parents[1] / "fixtures" / "speech"
TONES = 24


class Prompt(NamedTuple):
    name: str
    text: str
    wave: np.ndarray


def spoken_prompts() -> list[Prompt]:
    with (SPEECH / "transcripts.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [Prompt(Path(row["file"]).stem, row["text"], decode_audio(SPEECH / row["file"])) for row in rows]


def sung_prompts() -> list[Prompt]:
    """What a tiny model can learn; the first has the name of the prompt that the documents transcribe."""
    rng = np.random.default_rng(1)
    names = ["activated", *(f"tones-{number:02d}" for number in range(1, TONES))]
    texts = [row["text"] for row in tone_rows(TONES, seed=1)]
    return [Prompt(name, text, sing(text, rng)) for name, text in zip(names, texts, strict=True)]


def endless_prompt() -> Prompt:
    """Longer than Whisper hears at once, as three of the real ones are."""
    text = "do re mi fa " * 31
    return Prompt("endless", text.strip(), sing(text, np.random.default_rng(2)))


def write_prompts(folder: Path, prompts: list[Prompt]) -> None:
    """The folder that examples/telephone_prompts.py writes."""
    folder.mkdir(parents=True)
    with (folder / "metadata.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file_name", "text", "speaker"])
        for prompt in prompts:
            write_g722(folder / f"{prompt.name}.g722", prompt.wave)
            writer.writerow([f"{prompt.name}.g722", prompt.text, "allison"])


def write_g722(path: Path, wave: np.ndarray) -> None:
    samples = np.clip(wave * 32767, -32768, 32767).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(samples[None], format="s16", layout="mono")
    frame.sample_rate = SAMPLE_RATE
    with av.open(str(path), "w", format="g722") as container:
        stream = container.add_stream("g722", rate=SAMPLE_RATE, layout="mono")
        container.mux([*stream.encode(frame), *stream.encode(None)])


def build_talkative_whisper() -> Whisper:
    """Tiny and random; writes letters only, so that an export has something to be compared by."""
    whisper = build_tiny_whisper(layers=1)
    whisper.generation.suppress_tokens = list(range(TEXT_TOKENS + 1, whisper.config.vocab_size))
    return whisper
