"""Stable Diffusion and SDXL of the real classes with tiny random weights: noise for pictures, in under a second."""

import json
from pathlib import Path

import torch
from diffusers import (
    AutoencoderKL,
    DPMSolverMultistepScheduler,
    StableDiffusionPipeline,
    StableDiffusionXLImg2ImgPipeline,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)
from peft import LoraConfig
from peft.utils import get_peft_model_state_dict
from safetensors.torch import save_file
from tokenizers import pre_tokenizers
from transformers import (
    CLIPTextConfig,
    CLIPTextModel,
    CLIPTextModelWithProjection,
    CLIPTokenizer,
    CLIPVisionConfig,
    CLIPVisionModelWithProjection,
)

SIZE = (32, 32)


def write_tiny_sdxl(folder: Path) -> Path:
    pipeline = StableDiffusionXLPipeline(
        vae=_vae(), text_encoder=CLIPTextModel(tiny_clip()), text_encoder_2=CLIPTextModelWithProjection(tiny_clip()),
        tokenizer=tiny_clip_tokenizer(folder), tokenizer_2=tiny_clip_tokenizer(folder), unet=_unet(64, projected=80),
        scheduler=DPMSolverMultistepScheduler(), add_watermarker=False,
    )  # fmt: skip
    pipeline.save_pretrained(folder, safe_serialization=True)
    return folder


def write_tiny_refiner(folder: Path) -> Path:
    pipeline = StableDiffusionXLImg2ImgPipeline(
        vae=_vae(), text_encoder=None, text_encoder_2=CLIPTextModelWithProjection(tiny_clip()), tokenizer=None,
        tokenizer_2=tiny_clip_tokenizer(folder), unet=_unet(32, projected=72), scheduler=DPMSolverMultistepScheduler(),
        requires_aesthetics_score=True, add_watermarker=False,
    )  # fmt: skip
    pipeline.save_pretrained(folder, safe_serialization=True)
    return folder


def write_tiny_sd(folder: Path) -> Path:
    pipeline = StableDiffusionPipeline(
        vae=_vae(), text_encoder=CLIPTextModel(tiny_clip()), tokenizer=tiny_clip_tokenizer(folder), unet=_unet(32),
        scheduler=DPMSolverMultistepScheduler(), safety_checker=None, feature_extractor=None,
        requires_safety_checker=False,
    )  # fmt: skip
    pipeline.save_pretrained(folder, safe_serialization=True)
    return folder


def write_tiny_vae(folder: Path) -> Path:
    _vae(seed=1).save_pretrained(folder, safe_serialization=True)
    return folder


def write_tiny_lora(folder: Path) -> Path:
    """For the SDXL above, strong enough to be seen."""
    unet = _unet(64, projected=80)
    unet.add_adapter(LoraConfig(r=2, lora_alpha=8, init_lora_weights=False, target_modules=["to_q", "to_k", "to_v"]))
    StableDiffusionXLPipeline.save_lora_weights(folder, unet_lora_layers=get_peft_model_state_dict(unet))
    return folder


def write_tiny_ip_adapter(folder: Path, *, cross: int, subfolder: str, weight: str) -> Path:
    """In the folders and under the names of the real ones; `cross` is the UNet's cross attention width."""
    torch.manual_seed(0)
    vision = CLIPVisionConfig(
        hidden_size=8, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2, image_size=32, patch_size=8,
        projection_dim=16,
    )  # fmt: skip
    CLIPVisionModelWithProjection(vision).save_pretrained(folder / subfolder / "image_encoder")
    tensors = {
        "image_proj.proj.weight": torch.randn(4 * cross, 16), "image_proj.proj.bias": torch.zeros(4 * cross),
        "image_proj.norm.weight": torch.ones(cross), "image_proj.norm.bias": torch.zeros(cross),
    }  # fmt: skip
    attentions = [name for name in _unet(cross).attn_processors if "attn2" in name]
    for index in range(len(attentions)):
        for part in ("to_k_ip", "to_v_ip"):
            tensors[f"ip_adapter.{2 * index + 1}.{part}.weight"] = torch.randn(16, cross)
    save_file(tensors, folder / subfolder / weight)
    return folder


def _vae(seed: int = 0) -> AutoencoderKL:
    torch.manual_seed(seed)
    return AutoencoderKL(
        block_out_channels=[8, 8], norm_num_groups=4, in_channels=3, out_channels=3, latent_channels=4,
        down_block_types=["DownEncoderBlock2D"] * 2, up_block_types=["UpDecoderBlock2D"] * 2,
    )  # fmt: skip


def _unet(cross: int, projected: int | None = None) -> UNet2DConditionModel:
    torch.manual_seed(0)
    added = {} if projected is None else {
        "addition_embed_type": "text_time", "addition_time_embed_dim": 8,
        "projection_class_embeddings_input_dim": projected,
    }  # fmt: skip
    return UNet2DConditionModel(
        block_out_channels=(8, 16), layers_per_block=1, sample_size=16, in_channels=4, out_channels=4,
        norm_num_groups=4, down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=4, cross_attention_dim=cross, **added,
    )  # fmt: skip


def tiny_clip() -> CLIPTextConfig:
    torch.manual_seed(0)
    return CLIPTextConfig(
        vocab_size=514, hidden_size=32, intermediate_size=32, num_hidden_layers=2, num_attention_heads=2,
        projection_dim=32, max_position_embeddings=77, bos_token_id=512, eos_token_id=513, pad_token_id=513,
    )  # fmt: skip


def tiny_clip_tokenizer(folder: Path) -> CLIPTokenizer:
    """One token for each byte, at the end of a word and inside it."""
    folder.mkdir(parents=True, exist_ok=True)
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokens = [*letters, *(f"{letter}</w>" for letter in letters), "<|startoftext|>", "<|endoftext|>"]
    vocabulary, merges = folder / "letters.json", folder / "merges.txt"
    vocabulary.write_text(json.dumps({token: index for index, token in enumerate(tokens)}))
    merges.write_text("#version: 0.2\n")
    return CLIPTokenizer(str(vocabulary), str(merges), model_max_length=77)
