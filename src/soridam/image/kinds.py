"""The kinds of pipelines that paint, and what each of them takes. Begin with `kind_of_pipeline`.

Kinds are told apart by what model_index.json says. The parts do not tell: SDXL is not alone in having a second text
encoder.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from soridam.core.errors import WeightsError
from soridam.core.weights.configs import read_checked
from soridam.core.weights.pictures import PIPELINE_INDEX

TunableKind = Literal["sd", "sdxl"]  # Stable Diffusion 1.x and XL, and what is built like them
KindName = Literal["sd", "sdxl", "sd3", "klein", "klein-base", "z-image", "sana-sprint"]
PrecisionName = Literal["auto", "float32", "bfloat16", "float16"]
KLEIN = ("klein", "klein-base")  # which look at pictures besides reading a prompt


@dataclass(frozen=True)
class PipelineKind:
    """A kind of pipeline.

    `pipeline` is its class in diffusers, `size` the width and height near which it was trained, at 4:3. On a GPU it
    computes in `half`, the format it was made for: flow models overflow in float16.

    With `takes_presets` it predicts noise or v, as Stable Diffusion 1, 2 and XL do: presets, schedulers, another VAE
    and IP-Adapters fit. The others are flow models: they keep their own scheduler, and are used with the `steps` and
    `guidance` that their makers advise.
    """

    name: KindName
    pipeline: str
    size: tuple[int, int]
    half: Literal["float16", "bfloat16"] = "bfloat16"
    takes_presets: bool = False
    takes_negative: bool = True  # a negative prompt
    steps: int = 0
    guidance: float = 0.0


KINDS = (
    PipelineKind("sd", "StableDiffusionPipeline", (768, 576), "float16", takes_presets=True),
    PipelineKind("sdxl", "StableDiffusionXLPipeline", (1152, 864), "float16", takes_presets=True),
    PipelineKind("sd3", "StableDiffusion3Pipeline", (1152, 864), steps=28, guidance=4.5),
    PipelineKind("klein", "Flux2KleinPipeline", (1152, 864), steps=4, guidance=1.0, takes_negative=False),
    PipelineKind("klein-base", "Flux2KleinPipeline", (1152, 864), steps=50, guidance=4.0, takes_negative=False),
    PipelineKind("z-image", "ZImagePipeline", (1152, 864), steps=8, guidance=0.0),
    PipelineKind("sana-sprint", "SanaSprintPipeline", (1152, 864), steps=2, guidance=4.5, takes_negative=False),
)


def side_of(pipeline: Any) -> int:
    """Return the side in pixels of the square pictures that a loaded pipeline with a UNet was made for."""
    return int(pipeline.unet.config.sample_size * pipeline.vae_scale_factor)


def kind_of_pipeline(folder: Path) -> PipelineKind:
    """Return the kind of the pipeline in a folder. Raises WeightsError for one that is not known."""
    index = read_checked(folder / PIPELINE_INDEX)
    said = index["_class_name"]
    found = [kind for kind in KINDS if kind.pipeline == said]
    if said == "Flux2KleinPipeline":  # one class for the model distilled to four steps and the one it was made from
        found = [kind for kind in found if (kind.name == "klein") == bool(index.get("is_distilled"))]
    if not found:
        raise WeightsError(
            "image.unknown-pipeline",
            "'{model}' is a pipeline of an unknown kind: {kind}.",
            hint="Known are: {names}.",
            model=folder,
            kind=said,
            names=", ".join(dict.fromkeys(kind.pipeline for kind in KINDS)),
        )
    return found[0]
