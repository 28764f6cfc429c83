"""A picture model's inner weights, changed without training: the UNet's and the text encoders' apart.

What is changed is in `training.adjust`. Several adjustments are rows of one batch that starts from the same noise, so
that only the adjustment makes the difference. Begin with `AdjustablePipeline`, then `paint_adjusted`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, Self

import torch
from PIL import Image, ImageDraw

from soridam import __version__
from soridam.core.errors import UsageError
from soridam.core.files import write_json, write_text
from soridam.core.weights.save import raising_system_errors
from soridam.evaluation.exports import new_folder, refuse_existing
from soridam.image.kinds import side_of
from soridam.image.loading import PipelineOptions, load_pipeline_parts
from soridam.image.memory import paint_in_halves
from soridam.training.adjust import UNTOUCHED, Adjustable, Adjustment, Touched

Part = Literal["unet", "text_encoder"]
SliderName = Literal["attention", "mlp", "cross", "epsilon"]
ADJUSTMENT_FILE = "adjustment.json"
LABEL_HEIGHT = 16  # pixels below each picture of a strip


@dataclass(frozen=True, slots=True)
class PictureAdjustment:
    """Settings of the sliders of the UNet, and of all text encoders together."""

    unet: Adjustment = UNTOUCHED
    text_encoder: Adjustment = UNTOUCHED

    def with_slider(self, part: Part, name: SliderName, value: float) -> Self:
        """Return the same settings with one slider moved."""
        moved = replace(getattr(self, part), **{name: value})
        return replace(self, unet=moved) if part == "unet" else replace(self, text_encoder=moved)

    def to_json(self) -> dict[str, Any]:
        return {"unet": self.unet.to_json(), "text_encoder": self.text_encoder.to_json()}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Read what `to_json` writes; what is not there is left as it is. Sliders without a part are the UNet's."""
        parts = values if {"unet", "text_encoder"} & set(values) else {"unet": values}
        return cls(*(Adjustment.from_json(parts.get(part) or {}) for part in ("unet", "text_encoder")))


AS_IT_IS = PictureAdjustment()


@dataclass(frozen=True, slots=True)
class Painting:
    """What is painted and how; None means as the model is painted with. Width and height are in pixels."""

    prompt: str
    negative: str = ""
    seed: int = 7
    steps: int | None = None
    guidance: float | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True)
class AdjustablePipeline:
    """A loaded pipeline of Stable Diffusion or SDXL with its sliders; without an adjustment it is as it was loaded.

    `steps` and `guidance` are what it is painted with unless something else is asked.
    """

    pipeline: Any
    steps: int = 20
    guidance: float = 5.0
    unet: Adjustable = field(init=False)
    text_encoders: tuple[Adjustable, ...] = field(init=False)

    def __post_init__(self) -> None:
        encoders = (getattr(self.pipeline, name, None) for name in ("text_encoder", "text_encoder_2"))
        object.__setattr__(self, "unet", Adjustable(self.pipeline.unet))
        object.__setattr__(self, "text_encoders", tuple(Adjustable(each) for each in encoders if each is not None))

    @classmethod
    def load(cls, name: str) -> Self:
        """Load a folder or an id of the hub to paint with, on the GPU if there is one.

        Raises as `load_pipeline_parts`, and UsageError for a model without a UNet.
        """
        parts = load_pipeline_parts(PipelineOptions(name, preset="fast"))
        if not hasattr(parts.base, "unet"):
            raise UsageError(
                "adjust.no-unet",
                "'{model}' is a {kind}, which cannot be adjusted.",
                hint="Use a model built like Stable Diffusion 1.5 or Stable Diffusion XL.",
                model=name,
                kind=parts.kind.pipeline,
            )
        return cls(parts.base, parts.steps, parts.guidance)

    @property
    def side(self) -> int:
        """The side in pixels of the square pictures that the model was made for."""
        return side_of(self.pipeline)

    @contextmanager
    def rows(self, adjustments: Sequence[PictureAdjustment]) -> Iterator[None]:
        """Inside of the block each picture of a batch is painted with its own adjustment."""
        with ExitStack() as entered:
            entered.enter_context(self.unet.rows([each.unet for each in adjustments]))
            for encoder in self.text_encoders:
                entered.enter_context(encoder.rows([each.text_encoder for each in adjustments]))
            yield

    def count(self, adjustment: PictureAdjustment) -> Touched:
        """Return what writing the adjustment would change of the UNet and the text encoders together."""
        found = [
            self.unet.count(adjustment.unet),
            *(each.count(adjustment.text_encoder) for each in self.text_encoders),
        ]
        return Touched(
            tensors=sum(each.tensors for each in found),
            all_tensors=sum(each.all_tensors for each in found),
            parameters=sum(each.parameters for each in found),
            all_parameters=sum(each.all_parameters for each in found),
            norms=sum(each.norms for each in found),
        )

    def write(self, adjustment: PictureAdjustment) -> None:
        """Put an adjustment into the weights, in place.

        Raises UsageError for an epsilon of the UNet, which has no entry in its config.
        """
        if adjustment.unet.epsilon is not None:
            raise UsageError(
                "adjust.unet-epsilon",
                "The epsilon of a UNet cannot be saved: its config has no entry for all of its norms.",
                hint="Leave EPS of the UNet as it is, and save the gains alone.",
            )
        self.unet.write(adjustment.unet)
        for encoder in self.text_encoders:
            encoder.write(adjustment.text_encoder)


@dataclass(frozen=True)
class Tried:
    """Two pictures of a model, untouched and adjusted, from the same noise, and how much of it is changed."""

    untouched: Image.Image
    adjusted: Image.Image
    touched: Touched


def try_adjustment(model: AdjustablePipeline, painting: Painting, adjustment: PictureAdjustment) -> Tried:
    """Paint twice in one batch: untouched and adjusted."""
    untouched, adjusted = paint_adjusted(model, painting, [AS_IT_IS, adjustment])
    return Tried(untouched, adjusted, model.count(adjustment))


def paint_strip(
    model: AdjustablePipeline,
    painting: Painting,
    part: Part,
    slider: SliderName,
    values: Sequence[float],
    *,
    others: PictureAdjustment = AS_IT_IS,
) -> Image.Image:
    """Paint one picture for each value of a slider, in one batch, and join them; the other sliders stay at `others`."""
    pictures = paint_adjusted(model, painting, [others.with_slider(part, slider, value) for value in values])
    return join_pictures(pictures, [f"{value:g}" for value in values])


def paint_adjusted(
    model: AdjustablePipeline,
    painting: Painting,
    adjustments: Sequence[PictureAdjustment],
    *,
    watch: Callable[[int, torch.Tensor], None] | None = None,
) -> list[Image.Image]:
    """Return a picture for each adjustment, all from the same noise; halved as long as the memory does not suffice.

    `watch` is told the number of each step that is done, from 0, and its latents.
    """
    return paint_in_halves(lambda chosen: _paint(model, painting, chosen, watch), adjustments)


def _paint(
    model: AdjustablePipeline,
    painting: Painting,
    adjustments: Sequence[PictureAdjustment],
    watch: Callable[[int, torch.Tensor], None] | None,
) -> list[Image.Image]:
    values: dict[str, Any] = {
        "prompt": [painting.prompt] * len(adjustments),
        "negative_prompt": [painting.negative] * len(adjustments),
        "generator": [torch.Generator("cpu").manual_seed(painting.seed) for _ in adjustments],
        "num_inference_steps": painting.steps or model.steps,
        "guidance_scale": model.guidance if painting.guidance is None else painting.guidance,
        "width": painting.width,
        "height": painting.height,
    }
    if watch is not None:

        def show(_: Any, step: int, __: Any, kept: dict[str, Any]) -> dict[str, Any]:
            watch(step, kept["latents"])
            return kept

        values["callback_on_step_end"] = show
    with torch.inference_mode(), model.rows(adjustments):
        images: list[Image.Image] = model.pipeline(**values).images
    return images


def join_pictures(pictures: Sequence[Image.Image], labels: Sequence[str]) -> Image.Image:
    """Return pictures of one size side by side, each with its label below."""
    width, height = pictures[0].size
    strip = Image.new("RGB", (width * len(pictures), height + LABEL_HEIGHT), "white")
    draw = ImageDraw.Draw(strip)
    for number, (picture, label) in enumerate(zip(pictures, labels, strict=True)):
        strip.paste(picture, (number * width, 0))
        draw.text((number * width + width // 2, height + LABEL_HEIGHT // 2), label, fill="black", anchor="mm")
    return strip


def save_adjusted(model: AdjustablePipeline, adjustment: PictureAdjustment, folder: Path, *, name: str) -> None:
    """Write the adjustment into the weights and the pipeline into a new folder; that in memory is changed by it.

    `name` is what its card calls the model. Raises UsageError if something is there already, and as `write` does.
    """
    refuse_existing(folder)
    with new_folder(folder) as staged:
        model.write(adjustment)
        with raising_system_errors(staged):
            model.pipeline.save_pretrained(staged, safe_serialization=True)
        write_json(staged / ADJUSTMENT_FILE, {"model": name, **adjustment.to_json()})
        write_text(staged / "README.md", _describe(name, model, adjustment))


def _describe(name: str, model: AdjustablePipeline, adjustment: PictureAdjustment) -> str:
    unet = _describe_part(adjustment.unet, model.unet)
    text = _describe_part(adjustment.text_encoder, model.text_encoders[0])
    return f"""# {name}, adjusted

The weights of {name}, adjusted without training by Soridam {__version__}: {model.count(adjustment)}.

- UNet: {unet}
- text encoder: {text}

```python
from diffusers import AutoPipelineForText2Image

pipeline = AutoPipelineForText2Image.from_pretrained("THIS_FOLDER", use_safetensors=True)
```
"""


def _describe_part(adjustment: Adjustment, adjustable: Adjustable) -> str:
    if adjustment == UNTOUCHED:
        return "as it was"
    names, layers = adjustable.layer_names, adjustment.layers
    where = "everywhere" if layers is None else f"in {names[layers[0]]} to {names[min(layers[1], len(names) - 1)]}"
    epsilon = "" if adjustment.epsilon is None else f"; the epsilon of the norms is {adjustment.epsilon:g}"
    return (
        f"what attention adds is multiplied by {adjustment.attention:g} (from the text besides by "
        f"{adjustment.cross:g}), what the MLP adds by {adjustment.mlp:g}, {where}{epsilon}"
    )
