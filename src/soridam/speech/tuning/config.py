"""What a fine-tuning run of Whisper can be told, in small groups with defaults. Begin with `RecipeConfig`.

The configs that ship with the package are in soridam/configs/whisper; `read_recipe` finds them by name.
"""

from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from soridam.core.config import Section
from soridam.core.errors import ConfigError
from soridam.speech.window import FULL_WINDOW
from soridam.training.schedule import Schedule

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=1)]


class ModelSection(Section):
    """Which weights to begin with."""

    name: str = "base"  # a folder, a hub name, or a short name
    precision: Literal["auto", "bf16", "float32"] = "auto"  # auto: bf16 where the machine computes in it
    gradient_checkpointing: bool = False  # a third slower, far less memory


class Tuning(Section):
    """What is trained: all weights, LoRA adapters, or LoRA adapters on a base held in 8 bits."""

    method: Literal["full", "lora", "lora-int8"] = "full"
    parts: Annotated[tuple[Literal["encoder", "decoder"], ...], Field(min_length=1)] = ("encoder", "decoder")
    layers: Annotated[tuple[Literal["attention", "mlp"], ...], Field(min_length=1)] = ("attention", "mlp")  # of LoRA
    rank: Count = 32
    alpha: Count = 64
    dropout: Share = 0.0


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


class Batches(Section):
    """How much is learned from at once. A step takes `accumulate` batches, over all processes together."""

    seconds: Positive = 60.0  # of sound in a batch, padding included
    rows: Count = 32
    accumulate: Count = 1
    workers: Annotated[int, Field(ge=0)] | Literal["auto"] = "auto"  # processes that decode and augment


class Optimizer(Section):
    learning_rate: Positive = 1e-5
    schedule: Schedule = "linear"
    warmup: Share = 0.1  # of the steps
    epochs: Positive = 3.0
    steps: Annotated[int, Field(ge=0)] = 0  # 0: as many as the epochs take
    weight_decay: Annotated[float, Field(ge=0)] = 0.01
    clip: Positive = 1.0  # norm of the gradients


class Augmentation(Section):
    """How often each change is made to an utterance. All are drawn from the seed."""

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


class Validation(Section):
    """How the best checkpoint is found. Every validation also saves a checkpoint, and so does an interrupt."""

    metric: Literal["wer", "cer", "cer_no_spaces"] = "wer"
    text_policy: str = ""  # how texts are compared; empty: as the language has it
    every: Count = 100  # steps
    rows: Count = 200  # at most; the same ones every time
    samples: Annotated[int, Field(ge=0)] = 20  # written beside their references
    patience: Annotated[int, Field(ge=0)] = 0  # validations without gain before stopping; 0: never
    minutes: Positive = 10.0  # since the last checkpoint, after which another is saved without a validation
    keep: Count = 2  # newest checkpoints, besides the best


class RecipeConfig(Section):
    """Everything about one run."""

    seed: Annotated[int, Field(ge=0)] = 7
    model: ModelSection = ModelSection()
    tuning: Tuning = Tuning()
    data: Data = Data()
    window: Window = Window()
    mixture: Mixture = Mixture()
    batches: Batches = Batches()
    optimizer: Optimizer = Optimizer()
    augmentation: Augmentation = Augmentation()
    validation: Validation = Validation()


def recipe_names() -> list[str]:
    """The configs that ship with the package."""
    files = resources.files("soridam").joinpath("configs/whisper").iterdir()
    return sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml"))


def find_recipe(name_or_path: str) -> Path:
    """The TOML file meant by a path or a name. Raises ConfigError that lists the names."""
    if name_or_path.endswith(".toml"):
        return Path(name_or_path)
    if name_or_path not in (names := recipe_names()):
        raise ConfigError(
            "run.no-recipe",
            "There is no recipe '{name}'.",
            hint="Give a TOML file or one of: {names}.",
            name=name_or_path,
            names=", ".join(names),
        )
    return Path(str(resources.files("soridam").joinpath(f"configs/whisper/{name_or_path}.toml")))


def read_recipe(name_or_path: str, overrides: Sequence[str] = ()) -> RecipeConfig:
    """Read a recipe by name or path. Raises ConfigError for what it does not know."""
    return RecipeConfig.read(find_recipe(name_or_path), overrides)
