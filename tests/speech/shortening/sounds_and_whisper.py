"""Small real things for the tests: a Whisper that comes to an end and heeds the sound, and folders of sound."""

from pathlib import Path

import numpy as np
import torch
from tests.speech.tiny_whisper import build_tiny_whisper
from tests.speech.tone_corpus import TONES, sing

from soridam.speech.audio import encode_flac
from soridam.speech.model import Whisper

HEED = 10.0  # times as much of the sound goes into the decoder as in a random Whisper
PLACES = 9  # of the decoder, with its prompt of four, after which the end is likeliest


def build_ending_whisper(*, seed: int = 3) -> Whisper:
    """A tiny random Whisper whose letters depend on sound and window, and which ends after some of them."""
    whisper = build_tiny_whisper(seed=seed)
    decoder = whisper.inner.model.decoder
    with torch.no_grad():
        for layer in decoder.layers:
            layer.encoder_attn.out_proj.weight *= HEED
            layer.encoder_attn.q_proj.weight *= HEED
        end = torch.randn(decoder.embed_tokens.weight.shape[1]) / 4
        decoder.embed_tokens.weight[whisper.tokens.end] = end
        decoder.embed_positions.weight[:PLACES] -= end
        decoder.embed_positions.weight[PLACES:] += 40 * end
    whisper.generation.suppress_tokens = [whisper.tokens.no_timestamps]
    return whisper


def write_songs(folder: Path, count: int, *, seed: int = 0) -> Path:
    """Write recordings of one to four tones."""
    rng = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        words = " ".join(rng.choice(list(TONES), int(rng.integers(1, 5))))
        (folder / f"song-{number:02d}.flac").write_bytes(encode_flac(sing(words + " do", rng)))
    return folder
