"""A Whisper heard with its inner weights changed. Begin with `AdjustableWhisper.load`.

What is changed is in `training.adjust`: ATTN, MLP and EPS as of a language model, and CROSS, what the decoder takes in
of the sound.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import torch

from soridam.speech.audio import Waveform
from soridam.speech.evaluation.candidates import find_model_folder, load_adapter
from soridam.speech.model import Whisper
from soridam.training.adjust import Adjustable, Adjustment


@dataclass(frozen=True)
class AdjustableWhisper:
    """A Whisper of Transformers with its sliders; without an adjustment it is the model as it was loaded."""

    whisper: Whisper
    adjustable: Adjustable

    @classmethod
    def load(cls, name: str) -> Self:
        """Load a folder, a finished run or a name of the catalog, on the GPU if there is one.

        Raises WeightsError for what is no model of Transformers. An exported model cannot be adjusted.
        """
        whisper = _load(find_model_folder(name))
        if torch.cuda.is_available():
            whisper.network.to("cuda")
        return cls(whisper, Adjustable(whisper.inner))

    def transcribe(self, wave: Waveform, language: str, adjustment: Adjustment) -> str:
        """Return the greedy transcript of at most 30 s, mono at 16 kHz; empty where nobody is heard."""
        with self.adjustable.rows([adjustment]):
            (decoded,) = self.whisper.transcribe([wave], language)
        return decoded.text


def _load(folder: Path) -> Whisper:
    return load_adapter(folder) if (folder / "adapter_config.json").is_file() else Whisper.load(folder)
