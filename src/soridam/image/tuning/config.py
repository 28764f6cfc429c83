"""Options of a fine-tuning run of a picture model, in small groups with defaults. Begin with `RecipeConfig`.

The configs that ship with the package are in soridam/configs/image; `soridam.recipes` finds them by name.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from soridam.core.config import Section
from soridam.training.config import Batches, Count, RunConfig, Share, Tuning, Validation
from soridam.training.metric import Metric

Part = Literal["attention", "mlp"]
METRIC = Metric("heldout_loss", "held-out loss")


class ImageTuning(Tuning):
    """Options of which weights are trained: the UNet's, and on request the text encoders'."""

    method: Literal["full", "lora"] = "lora"
    rank: Count = 16
    alpha: Count = 16
    parts: Annotated[tuple[Part, ...], Field(min_length=1)] = ("attention",)  # of adapters: which layers have them
    text_encoder: bool = False  # train the text encoders as well


class Objective(Section):
    """Options of the loss. What is predicted (noise, velocity, flow) the model's own scheduler says."""

    min_snr: Annotated[float, Field(ge=0)] = 5.0  # Hang et al. 2023, arXiv 2303.09556; 0: every step counts alike
    noise_offset: Annotated[float, Field(ge=0, le=1)] = 0.0  # the same for all pixels: for very dark or bright pictures
    caption_dropout: Share = 0.1  # rows that are learned without a caption, which guidance rests on
    prior_weight: Annotated[float, Field(ge=0)] = 1.0  # of class pictures (DreamBooth, arXiv 2208.12242)


class Data(Section):
    """Options of the data: a folder of pictures with captions, and how they are brought to size."""

    corpus: Path = Path()
    validation: str = ""  # another folder; empty: a part of the corpus is held out
    held_out: Annotated[float, Field(gt=0, lt=1)] = 0.1
    side: Annotated[int, Field(ge=0)] = 0  # pixels of a square with as many pixels; 0: the model's own
    bucket_step: Count = 64  # sides are multiples of it, in pixels
    caption: str = ""  # of pictures that have none
    prior: str = ""  # a folder of class pictures: others of the same kind, so that these do not get worse
    drop_bad: bool = False  # leave bad pictures out instead of stopping


class ImageBatches(Batches):
    """Options of batches; sizes are in pictures."""

    rows: Count = 4


class ImageValidation(Validation):
    """Options of validation by held-out pictures, always with the same noise at the same noise levels."""

    rows: Count = 32  # pictures
    levels: Annotated[int, Field(ge=1, le=100)] = 4  # noise levels at which each is tried
    samples: Annotated[int, Field(ge=0)] = 4  # pictures that are painted
    prompts: tuple[str, ...] = ()  # for the samples; empty: captions of validation
    steps: Count = 20  # of a painted sample
    guidance: Annotated[float, Field(ge=0)] = 5.0


class RecipeConfig(RunConfig):
    """All options of one run."""

    family: Literal["image"] = "image"
    tuning: ImageTuning = ImageTuning()
    objective: Objective = Objective()
    data: Data = Data()
    batches: ImageBatches = ImageBatches()
    validation: ImageValidation = ImageValidation()

    @property
    def metric(self) -> Metric:
        return METRIC
