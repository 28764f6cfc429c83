"""Options of a fine-tuning run of a language model, in small groups with defaults. Begin with `RecipeConfig`.

The configs that ship with the package are in soridam/configs/language; `soridam.recipes` finds them by name.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from soridam.core.config import Section
from soridam.training.config import Batches, Count, Positive, RunConfig, Tuning, Validation
from soridam.training.metric import Metric

Part = Literal["attention", "mlp", "embeddings"]
METRICS = {
    "completion": Metric("perplexity", "perplexity"),
    "preference": Metric("preference_loss", "preference loss"),
}


class LanguageTuning(Tuning):
    """Options of which weights are trained: the method, the parts of a block, and the layers."""

    parts: Annotated[tuple[Part, ...], Field(min_length=1)] = ("attention", "mlp")
    layers: tuple[Annotated[int, Field(ge=0)], ...] = ()  # the first and the last, from 0; empty: all of them

    @model_validator(mode="after")
    def _check_layers(self) -> "LanguageTuning":
        if self.layers and (len(self.layers) != 2 or self.layers[0] > self.layers[1]):
            raise ValueError("layers are the first and the last one, as in [4, 11]")
        return self


class Objective(Section):
    """The objective: to predict completions, or to prefer one answer to another (DPO, arXiv 2305.18290)."""

    kind: Literal["completion", "preference"] = "completion"
    beta: Positive = 0.1  # of preferences: how firmly the model is held near what it was


class Data(Section):
    """Options of the data: a file or folder of text, and how examples are made of it."""

    corpus: Path = Path()
    validation: str = ""  # a file or folder; empty: a part of the corpus that is named so, or held out
    test: str = ""  # a file or folder that is never trained on; its text must not be in the corpus
    held_out: Annotated[float, Field(gt=0, lt=1)] = 0.1  # share of the prompts where nothing is named validation
    share: Annotated[float, Field(gt=0, le=1)] = 1.0  # train on this share of the examples
    most_tokens: Count = 1024  # of one example; plain text is cut into pieces of this length
    system: str = ""  # before conversations without a system prompt of their own
    language: str = ""  # for the card
    drop_bad: bool = False  # leave bad examples out instead of stopping
    allow_leaks: bool = False  # examples that are also in validation or test are no reason to stop


class TokenBatches(Batches):
    """Options of batches; sizes are in tokens."""

    tokens: Count = 2048  # in a batch; nothing is padded
    packing: bool = True  # several examples in a batch, none of which sees another


class LanguageValidation(Validation):
    """Options of validation by the loss of held-out text."""

    samples: Annotated[int, Field(ge=0)] = 4  # answers written beside their references
    sample_tokens: Count = 48  # of each at most


class RecipeConfig(RunConfig):
    """All options of one run."""

    family: Literal["language"] = "language"
    tuning: LanguageTuning = LanguageTuning()
    objective: Objective = Objective()
    data: Data = Data()
    batches: TokenBatches = TokenBatches()
    validation: LanguageValidation = LanguageValidation()

    @property
    def metric(self) -> Metric:
        return METRICS[self.objective.kind]
