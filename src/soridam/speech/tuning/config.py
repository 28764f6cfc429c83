"""Options of a fine-tuning run of Whisper, in small groups with defaults. Begin with `RecipeConfig`.

The configs that ship with the package are in soridam/configs/speech; `soridam.recipes` finds them by name.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from soridam.core.config import Section
from soridam.speech.window import FULL_WINDOW
from soridam.training.config import Batches, Positive, RunConfig, Share, Tuning, Validation
from soridam.training.metric import Metric

METRICS = {
    "wer": Metric("wer", "WER", "percent"),
    "cer": Metric("cer", "CER", "percent"),
    "cer_no_spaces": Metric("cer_no_spaces", "CER without spaces", "percent"),
}


class WhisperTuning(Tuning):
    """The trained weights, and the parts of a Whisper that have them."""

    method: Literal["full", "lora", "lora-int8"] = "full"
    parts: Annotated[tuple[Literal["encoder", "decoder"], ...], Field(min_length=1)] = ("encoder", "decoder")
    layers: Annotated[tuple[Literal["attention", "mlp"], ...], Field(min_length=1)] = ("attention", "mlp")  # of LoRA


class Data(Section):
    """A prepared corpus and the splits to use."""

    corpus: Path = Path()
    train: str = "train"
    validation: str = ""  # a split; empty: hold sentences of the training split out
    held_out: Annotated[float, Field(gt=0, lt=1)] = 0.1  # share that is held out where no split is named
    share: Annotated[float, Field(gt=0, le=1)] = 1.0  # train on this share of the rows
    language: str = ""  # empty: as each row says
    drop_bad: bool = False  # leave bad rows out instead of stopping
    allow_leaks: bool = False  # sentences or speakers shared by training and validation are no reason to stop


class Window(Section):
    """Short context: how much silence follows an utterance, and in what steps windows grow. In seconds."""

    short: bool = True
    padding: Annotated[float, Field(ge=0, le=FULL_WINDOW)] = 1.0
    step: Annotated[float, Field(ge=0.02, le=FULL_WINDOW)] = 0.5


class Mixture(Section):
    """Targets other than plain text, so that what Whisper could do before is not lost."""

    timestamps: Share = 0.1  # of the utterances carry their times
    no_speech: Share = 0.02  # as many windows of silence or noise, in which nothing is said
    long_form: Share = 0.05  # of the utterances are joined to recordings of up to 30 s, with times


class SoundBatches(Batches):
    """Batch sizes in seconds of sound."""

    seconds: Positive = 60.0  # of sound in a batch, padding included


class Augmentation(Section):
    """The probability of each change of an utterance. All are drawn from the seed."""

    spec_augment: Share = 0.0
    noise: Share = 0.0
    signal_to_noise: tuple[float, float] = (5.0, 30.0)  # decibels
    speed: Share = 0.0
    speed_range: tuple[Positive, Positive] = (0.9, 1.1)
    gain: Share = 0.0
    gain_range: tuple[float, float] = (-12.0, 6.0)  # decibels
    telephone: Share = 0.0  # G.711 at 8 kHz
    gsm: Share = 0.0  # a coarse linear-predictive coder at 8 kHz
    radio: Share = 0.0  # VHF amplitude modulation


class SpeechValidation(Validation):
    """Options of validation by an error rate."""

    metric: Literal["wer", "cer", "cer_no_spaces"] = "wer"
    text_policy: str = ""  # how texts are compared; empty: as the language has it


class RecipeConfig(RunConfig):
    """Everything about one run."""

    family: Literal["speech"] = "speech"
    tuning: WhisperTuning = WhisperTuning()
    data: Data = Data()
    window: Window = Window()
    mixture: Mixture = Mixture()
    batches: SoundBatches = SoundBatches()
    augmentation: Augmentation = Augmentation()
    validation: SpeechValidation = SpeechValidation()

    @property
    def metric(self) -> Metric:
        return METRICS[self.validation.metric]
