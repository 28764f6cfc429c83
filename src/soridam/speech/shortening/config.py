"""Options of teaching a Whisper at an utterance's own length, in small groups with defaults.

Begin with `ShorteningConfig`. The configs that ship with the package are in soridam/configs/shortening, by model.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from soridam.core.config import Section
from soridam.speech.tuning.config import Augmentation, SoundBatches, WhisperTuning, Window
from soridam.training.config import Count, Optimizer, Positive, RunConfig, Share, Validation
from soridam.training.metric import Metric

AGREEMENT = Metric("agreement", "agreement with 30 s", "percent", better="higher")


class Sound(Section):
    """Where recordings come from, and how much of them is heard. Nothing is known of what is said in them."""

    folders: tuple[Path, ...] = ()  # none: speech of the packaged voices and noise
    pieces: Count = 1500  # utterances of at most 30 s that are taken, evenly from the folders
    language: str = ""  # empty: the one that the model hears in 30 s


class Examples(Section):
    """What is made of the pieces. The same examples come again in every epoch, with other margins."""

    count: Count = 1000
    cut: Share = 0.3  # a random part of a piece, of 0.3 s and more
    joined: Share = 0.08  # several pieces in a row, of up to 30 s
    noise: Share = 0.05  # no speech at all
    timestamps: Share = 0.15  # of what is not noise is written with times
    kept: Annotated[int, Field(ge=1, le=256)] = 32  # likeliest tokens of each place whose probabilities are learned


class SelfTuning(WhisperTuning):
    """The trained weights; by default adapters, without which the model is its own teacher."""

    method: Literal["full", "lora", "lora-int8"] = "lora"


class SelfOptimizer(Optimizer):
    """Options of the optimizer: by default those of LoRA."""

    learning_rate: Positive = 2e-4
    epochs: Positive = 3.0


class SelfValidation(Validation):
    """Options of validation by agreement. Nothing that is said is written down, so that there are no samples."""

    rows: Count = 80
    samples: Literal[0] = 0


class ShorteningConfig(RunConfig):
    """Everything about one run in which a model teaches itself."""

    family: Literal["shortening"] = "shortening"
    tuning: SelfTuning = SelfTuning()
    sound: Sound = Sound()
    examples: Examples = Examples()
    window: Window = Window()
    batches: SoundBatches = SoundBatches(seconds=32.0)
    optimizer: SelfOptimizer = SelfOptimizer()
    augmentation: Augmentation = Augmentation(noise=0.2, gain=0.3, telephone=0.05)
    validation: SelfValidation = SelfValidation()
