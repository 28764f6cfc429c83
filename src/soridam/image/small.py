"""The small picture model that is trained here from scratch, of Diffusers' own classes. Begin with `Shape`.

It is a StableDiffusionPipeline with fewer and narrower layers, so that whatever works with Stable Diffusion 1.5 works
with it: fine-tuning, LoRA files, sliders, generating. Its text is read by CLIP's tokenizer.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from soridam.core.files import replacing_folder
from soridam.core.libraries import quiet_diffusers
from soridam.core.weights import find_weights
from soridam.core.weights.save import raising_system_errors
from soridam.core.weights.store import forget, store
from soridam.image.clip_tokenizer import FROM_BPE


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the parts: pixels of a picture's side, channels of each level, width and layers of the text encoder."""

    side: int
    latent_channels: int
    autoencoder: tuple[int, ...]
    unet: tuple[int, ...]
    text_width: int
    text_layers: int
    text_tokens: int

    @property
    def latent_side(self) -> int:
        """Return the side of a latent: each level of the autoencoder but the last halves it."""
        return self.side // 2 ** (len(self.autoencoder) - 1)


SMALL = Shape(64, 16, autoencoder=(16, 32, 64, 64), unet=(96, 192), text_width=128, text_layers=2, text_tokens=32)
TINY = Shape(32, 8, autoencoder=(16, 32, 32), unet=(32, 64), text_width=64, text_layers=1, text_tokens=32)
SHAPES = {"small": SMALL, "tiny": TINY}
NAME = "drawn-small"  # in the catalog of weights
HEAD = 32  # channels of an attention head of the UNet
GROUPS = 8  # of group norms


def new_autoencoder(shape: Shape, *, seed: int) -> Any:
    """Return an untrained AutoencoderKL."""
    from diffusers import AutoencoderKL

    torch.manual_seed(seed)
    levels = len(shape.autoencoder)
    return AutoencoderKL(
        down_block_types=("DownEncoderBlock2D",) * levels,
        up_block_types=("UpDecoderBlock2D",) * levels,
        block_out_channels=shape.autoencoder,
        layers_per_block=1,
        latent_channels=shape.latent_channels,
        norm_num_groups=GROUPS,
        sample_size=shape.side,
        scaling_factor=1.0,
    )


def save_untrained(folder: Path, shape: Shape, autoencoder: Path, *, seed: int) -> Path:
    """Write a pipeline whose UNet and text encoder are untrained, with a trained autoencoder; returns its folder."""
    quiet_diffusers()
    from diffusers import AutoencoderKL, DDPMScheduler, StableDiffusionPipeline
    from transformers import CLIPTokenizer

    tokenizer = find_weights("clip-tokenizer", form="tokenizer", family="image", conversions=(FROM_BPE,))
    torch.manual_seed(seed)
    pipeline = StableDiffusionPipeline(
        vae=AutoencoderKL.from_pretrained(autoencoder, use_safetensors=True),
        text_encoder=_new_text_encoder(shape),
        tokenizer=CLIPTokenizer.from_pretrained(tokenizer, model_max_length=shape.text_tokens),
        unet=_new_unet(shape),
        scheduler=DDPMScheduler(
            beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012, clip_sample=False, steps_offset=1
        ),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    with replacing_folder(folder) as temporary, raising_system_errors(temporary):
        pipeline.save_pretrained(temporary, safe_serialization=True)
    return folder


def keep_trained(folder: Path) -> Path:
    """Put a trained model among this machine's weights under the name drawn-small; an earlier one is replaced."""

    def fill(target: Path, _: Path) -> None:
        shutil.copytree(folder, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("README.md"))

    forget(NAME, "diffusers")
    return store(NAME, "diffusers", {"name": NAME, "license": "Apache-2.0"}, fill)


def _new_unet(shape: Shape) -> Any:
    from diffusers import UNet2DConditionModel

    levels = len(shape.unet)
    return UNet2DConditionModel(
        sample_size=shape.latent_side,
        in_channels=shape.latent_channels,
        out_channels=shape.latent_channels,
        down_block_types=("CrossAttnDownBlock2D",) * levels,
        up_block_types=("CrossAttnUpBlock2D",) * levels,
        block_out_channels=shape.unet,
        layers_per_block=1,
        cross_attention_dim=shape.text_width,
        # Diffusers reads this name as the number of heads, see UNet2DConditionModel's own note.
        attention_head_dim=tuple(width // HEAD for width in shape.unet),
        norm_num_groups=GROUPS,
    )


def _new_text_encoder(shape: Shape) -> Any:
    from transformers import CLIPTextConfig, CLIPTextModel

    return CLIPTextModel(
        CLIPTextConfig(
            vocab_size=49_408,  # of CLIP's tokenizer
            hidden_size=shape.text_width,
            intermediate_size=4 * shape.text_width,
            num_hidden_layers=shape.text_layers,
            num_attention_heads=shape.text_width // HEAD,
            max_position_embeddings=shape.text_tokens,
            projection_dim=shape.text_width,
            bos_token_id=49_406,
            eos_token_id=49_407,
            pad_token_id=49_407,
        )
    )
