"""What every recipe can be told, in small groups with defaults. Begin with `RunConfig`.

A family adds its own: what it reads, how it is changed, what a score is.
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
    """What is trained: all weights, LoRA adapters, or LoRA adapters on a base held in 8 bits."""

    method: Literal["full", "lora", "lora-int8"] = "full"
    rank: Count = 32
    alpha: Count = 64
    dropout: Share = 0.0


class Batches(Section):
    """How much is learned from at once. A step takes `accumulate` batches, over all processes together."""

    rows: Count = 32
    accumulate: Count = 1
    workers: Annotated[int, Field(ge=0)] | Literal["auto"] = "auto"  # processes that prepare rows


class Optimizer(Section):
    """How weights are changed, and how often."""

    learning_rate: Positive = 1e-5
    schedule: Schedule = "linear"
    warmup: Share = 0.1  # of the steps
    epochs: Positive = 3.0
    steps: Annotated[int, Field(ge=0)] = 0  # 0: as many as the epochs take
    weight_decay: Annotated[float, Field(ge=0)] = 0.01
    clip: Positive = 1.0  # norm of the gradients


class Validation(Section):
    """How the best checkpoint is found. Every validation also saves a checkpoint, and so does an interrupt."""

    every: Count = 100  # steps
    rows: Count = 200  # at most; the same ones every time
    samples: Annotated[int, Field(ge=0)] = 20  # written beside their references
    patience: Annotated[int, Field(ge=0)] = 0  # validations without gain before stopping; 0: never
    minutes: Positive = 10.0  # since the last checkpoint, after which another is saved without a validation
    keep: Count = 2  # newest checkpoints, besides the best


class RunConfig(Section):
    """What is the same in every family about one run."""

    seed: Annotated[int, Field(ge=0)] = 7
    model: ModelSection = ModelSection()
    tuning: Tuning = Tuning()
    batches: Batches = Batches()
    optimizer: Optimizer = Optimizer()
    validation: Validation = Validation()
