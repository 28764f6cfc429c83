"""Options of every recipe, in small groups with defaults. Begin with `RunConfig`.

A family adds its own: data, augmentation, metric.
"""

from typing import Annotated, Literal

from pydantic import Field

from soridam.core.config import Section
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
    """The trained weights: all, LoRA adapters, or LoRA adapters on a base held in 8 or 4 bits."""

    method: Literal["full", "lora", "lora-int8", "lora-4bit"] = "full"
    rank: Count = 32
    alpha: Count = 64
    dropout: Share = 0.0


class Batches(Section):
    """Batch sizes. A step takes `accumulate` batches, over all processes together."""

    rows: Count = 32
    accumulate: Count = 1
    workers: Annotated[int, Field(ge=0)] | Literal["auto"] = "auto"  # processes that prepare rows


class Optimizer(Section):
    """Options of the optimizer and its schedule."""

    learning_rate: Positive = 1e-5
    schedule: Schedule = "linear"
    warmup: Share = 0.1  # of the steps
    epochs: Positive = 3.0
    steps: Annotated[int, Field(ge=0)] = 0  # 0: as many as the epochs take
    weight_decay: Annotated[float, Field(ge=0)] = 0.01
    clip: Positive = 1.0  # norm of the gradients
    ema: Annotated[float, Field(ge=0, lt=1)] = 0.0  # decay of the weights' moving averages; 0: the weights themselves


class Validation(Section):
    """Options of validation. Every validation also saves a checkpoint, and so does an interrupt."""

    every: Count = 100  # steps
    rows: Count = 200  # at most; the same ones every time
    samples: Annotated[int, Field(ge=0)] = 20  # written beside their references
    patience: Annotated[int, Field(ge=0)] = 0  # validations without gain before stopping; 0: never
    minutes: Positive = 10.0  # since the last checkpoint, after which another is saved without a validation
    keep: Count = 2  # newest checkpoints, besides the best


class RunConfig(Section):
    """The options of a run that every family has."""

    seed: Annotated[int, Field(ge=0)] = 7
    model: ModelSection = ModelSection()
    tuning: Tuning = Tuning()
    batches: Batches = Batches()
    optimizer: Optimizer = Optimizer()
    validation: Validation = Validation()
