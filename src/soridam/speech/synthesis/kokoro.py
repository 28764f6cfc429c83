"""The voice itself: sounds in, a wave out, with the time that each sound takes. Begin with `Kokoro.load`.

Kokoro-82M (StyleTTS 2) as an int8 ONNX graph. It is deterministic: no step of the graph draws random numbers, and each
call runs in one thread, so that the number of callers changes nothing either.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from soridam.core.files import read_json

KOKORO, KOKORO_ENGLISH = "kokoro", "kokoro-english"  # names in the catalog of weights
MOST_SOUNDS = 508  # the model takes 510 tokens, with one for the silence at each end
SAMPLES_PER_STEP = 600  # the model counts time in 25 ms
SILENCE = 0  # token at both ends
# The number of steps that each token takes, which the graph computes and does not give out.
DURATIONS = "/encoder/Gather_output_0"


@dataclass(frozen=True, slots=True)
class Said:
    """A wave, float32 mono at VOICE_RATE, and the sample at which each sound ends; silence stands at both ends."""

    wave: np.ndarray
    ends: np.ndarray  # (sounds + 1,): the end of the silence before, then of each sound


class Kokoro:
    """The model with its voices. Safe to use from several threads, each call on a core of its own."""

    def __init__(self, model: bytes, vocabulary: dict[str, int], voices: dict[str, np.ndarray]) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3  # errors; the graph has names that are not in use, which it warns of
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._vocabulary = vocabulary
        self._voices = voices

    @classmethod
    def load(cls, folder: Path) -> "Kokoro":
        """Open the folder that `find_weights(KOKORO)` gives."""
        with np.load(folder / "voices.npz", allow_pickle=False) as stored:
            voices = {name: stored[name] for name in stored.files}
        model = _giving_out((folder / "model.onnx").read_bytes(), DURATIONS)
        return cls(model, read_json(folder / "vocabulary.json")["vocab"], voices)

    @property
    def voices(self) -> list[str]:
        return sorted(self._voices)

    def add_voices(self, folder: Path) -> None:
        """Take in the voices of a folder: files of float32, (510 lengths, 256)."""
        self._voices |= {
            path.stem: np.fromfile(path, dtype=np.float32).reshape(-1, 1, 256) for path in sorted(folder.glob("*.bin"))
        }

    def knows(self, sound: str) -> bool:
        return sound in self._vocabulary

    def style(self, mix: dict[str, float]) -> np.ndarray:
        """Return a voice between voices, (510 lengths, 256): the mean of some of ours, weighted."""
        weight = sum(mix.values())
        return np.sum([self._voices[name][:, 0] * (share / weight) for name, share in mix.items()], axis=0)

    def say(self, sounds: str, style: np.ndarray, speed: float) -> Said:
        """Say at most MOST_SOUNDS sounds. KeyError for a sound that the voice does not have."""
        assert 0 < len(sounds) <= MOST_SOUNDS
        tokens = np.array([[SILENCE, *(self._vocabulary[sound] for sound in sounds), SILENCE]])
        given = {
            "tokens": tokens,
            "style": style[len(sounds) - 1][None].astype(np.float32),
            "speed": np.array([speed], dtype=np.float32),
        }
        wave, steps = self._session.run(None, given)
        return Said(wave, np.cumsum(steps)[:-1] * SAMPLES_PER_STEP)


def _giving_out(model: bytes, tensor: str) -> bytes:
    """Return an ONNX model with one more output.

    Messages of Protocol Buffers that are written one after the other are merged into one when they are read
    (protobuf.dev/programming-guides/encoding, "Last One Wins"): so the model gets a second `graph` that holds nothing
    but the name of this output.
    """
    value = _field(1, tensor.encode())  # ValueInfoProto.name
    return model + _field(7, _field(12, value))  # ModelProto.graph, GraphProto.output


def _field(number: int, content: bytes) -> bytes:
    assert len(content) < 128  # one byte holds its length
    return struct.pack("BB", number << 3 | 2, len(content)) + content
