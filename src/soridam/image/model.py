"""A picture model with text: its parts, loaded to be trained and looked into. Begin with `load_parts`.

Two kinds are fine-tuned: Stable Diffusion 1.x and whatever is built like it ("sd"), and Stable Diffusion XL ("sdxl").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import torch
from torch import Tensor, nn

from soridam.core.errors import UsageError
from soridam.core.files import read_json
from soridam.core.libraries import quiet_diffusers
from soridam.core.progress import ShowProgress, show_progress
from soridam.core.weights import find_weights
from soridam.core.weights.pictures import PIPELINE_INDEX
from soridam.image.kinds import KINDS, TunableKind, side_of

TUNABLE = {kind.pipeline: cast(TunableKind, kind.name) for kind in KINDS if kind.takes_presets}


@dataclass(frozen=True, slots=True)
class Words:
    """Captions as the UNet reads them: states (rows, tokens, width), and for SDXL also pooled (rows, width)."""

    states: Tensor
    pooled: Tensor | None = None

    def rows(self, indices: Sequence[int]) -> "Words":
        chosen = list(indices)
        return Words(self.states[chosen], None if self.pooled is None else self.pooled[chosen])


@dataclass(frozen=True)
class Parts:
    """The networks of a picture model, its tokenizers, and the noise that it was made for."""

    kind: TunableKind
    folder: Path
    pipeline: Any  # of Diffusers; it holds the same modules

    @property
    def unet(self) -> Any:
        return self.pipeline.unet

    @property
    def vae(self) -> Any:
        return self.pipeline.vae

    @property
    def tokenizers(self) -> tuple[Any, ...]:
        names = ("tokenizer", "tokenizer_2") if self.kind == "sdxl" else ("tokenizer",)
        return tuple(getattr(self.pipeline, name) for name in names)

    @property
    def text_encoders(self) -> tuple[Any, ...]:
        names = ("text_encoder", "text_encoder_2") if self.kind == "sdxl" else ("text_encoder",)
        return tuple(getattr(self.pipeline, name) for name in names)

    @property
    def side(self) -> int:
        """Return the side in pixels of the square pictures that the model was made for."""
        return side_of(self.pipeline)

    def tokenize(self, captions: Sequence[str]) -> list[Tensor]:
        """Return the token ids of each tokenizer, (rows, tokens); what is too long is cut."""
        return [
            tokenizer(
                list(captions),
                padding="max_length",
                max_length=tokenizer.model_max_length,
                truncation=True,
                return_tensors="pt",
            ).input_ids
            for tokenizer in self.tokenizers
        ]

    def encode_text(self, captions: Sequence[str]) -> Words:
        """Compute how the UNet reads these captions."""
        device = self.unet.device
        return encode_tokens(self.kind, self.text_encoders, [ids.to(device) for ids in self.tokenize(captions)])

    @torch.no_grad()
    def encode_pictures(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Compute mean and deviation of the latents of pictures in -1…1, each (rows, channels, height, width)."""
        found = self.vae.encode(pixels.to(self.vae.device, self.vae.dtype)).latent_dist
        scale = self.vae.config.scaling_factor
        return found.mean.float() * scale, found.std.float() * scale


def encode_tokens(kind: TunableKind, encoders: Sequence[nn.Module], ids: Sequence[Tensor]) -> Words:
    """Compute how the UNet reads token ids, (rows, tokens) for each text encoder."""
    if kind == "sd":
        return Words(encoders[0](ids[0])[0])
    outputs = [encoder(each, output_hidden_states=True) for encoder, each in zip(encoders, ids, strict=True)]
    states = torch.cat([output.hidden_states[-2] for output in outputs], dim=-1)
    return Words(states, outputs[-1][0])


def find_pipeline(name: str, *, show: ShowProgress = show_progress) -> Path:
    """Return the folder of a picture model: a folder, or an id of the hub. Raises as `find_weights` does."""
    return find_weights(name, form="diffusers", family="image", show=show)


def kind_of(folder: Path) -> TunableKind:
    """Return the kind of a model's folder. Raises UsageError for one that cannot be fine-tuned."""
    name = read_json(folder / PIPELINE_INDEX).get("_class_name", "")
    if name not in TUNABLE:
        raise UsageError(
            "picture.no-tuning",
            "{folder} holds a {kind}, which cannot be fine-tuned here.",
            hint="Use a model built like Stable Diffusion 1.5 or Stable Diffusion XL.",
            folder=folder,
            kind=name,
        )
    return TUNABLE[name]


def load_parts(folder: Path) -> Parts:
    """Load all parts in float32, from safetensors only. Raises UsageError as `kind_of` does."""
    quiet_diffusers()
    from diffusers import StableDiffusionPipeline, StableDiffusionXLPipeline

    kind = kind_of(folder)
    pipeline_class = StableDiffusionXLPipeline if kind == "sdxl" else StableDiffusionPipeline
    values = {"use_safetensors": True, "dtype": torch.float32}
    if kind == "sd":
        values |= {"safety_checker": None, "requires_safety_checker": False}
    pipeline = pipeline_class.from_pretrained(folder, **values)
    pipeline.set_progress_bar_config(disable=True)
    return Parts(kind, folder, pipeline)
