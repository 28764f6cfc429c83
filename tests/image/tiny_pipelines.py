"""Pipelines of transformers in place of a UNet, of the real classes with tiny random weights: noise for pictures.

Stable Diffusion and SDXL are in `tests.book.paint.tiny_diffusion`.
"""

from pathlib import Path

import torch
from diffusers import (
    AutoencoderDC,
    AutoencoderKL,
    AutoencoderKLFlux2,
    FlowMatchEulerDiscreteScheduler,
    Flux2KleinPipeline,
    Flux2Transformer2DModel,
    SanaSprintPipeline,
    SanaTransformer2DModel,
    SCMScheduler,
    SD3Transformer2DModel,
    StableDiffusion3Pipeline,
    ZImagePipeline,
    ZImageTransformer2DModel,
)
from tests.book.paint.tiny_diffusion import tiny_clip, tiny_clip_tokenizer
from tests.language.tiny_chat import TEMPLATE, VOCABULARY
from tests.language.tiny_llama import write_tiny_llama
from transformers import (
    AutoTokenizer,
    CLIPTextModelWithProjection,
    Gemma2Config,
    Gemma2Model,
    Qwen3Config,
    Qwen3ForCausalLM,
    Qwen3Model,
)

LANGUAGE = {
    "vocab_size": VOCABULARY, "hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 2,
    "num_attention_heads": 2, "num_key_value_heads": 2, "head_dim": 8, "eos_token_id": 0, "pad_token_id": 0,
    "bos_token_id": None,
}  # fmt: skip


def write_tiny_sd3(folder: Path) -> Path:
    """Without the third text encoder, which may be left out."""
    torch.manual_seed(0)
    transformer = SD3Transformer2DModel(
        sample_size=16, patch_size=1, in_channels=4, out_channels=4, num_layers=1, attention_head_dim=8,
        num_attention_heads=4, joint_attention_dim=32, caption_projection_dim=32, pooled_projection_dim=64,
    )  # fmt: skip
    pipeline = StableDiffusion3Pipeline(
        transformer=transformer, scheduler=FlowMatchEulerDiscreteScheduler(), vae=_vae(4),
        text_encoder=CLIPTextModelWithProjection(tiny_clip()), tokenizer=tiny_clip_tokenizer(folder),
        text_encoder_2=CLIPTextModelWithProjection(tiny_clip()), tokenizer_2=tiny_clip_tokenizer(folder),
        text_encoder_3=None, tokenizer_3=None,
    )  # fmt: skip
    return _saved(pipeline, folder)


def write_tiny_klein(folder: Path, *, distilled: bool = True) -> Path:
    """Its prompts are read at layers 9, 18 and 27 of the encoder, so that this one has as many."""
    tokenizer = _chat_tokenizer(folder)
    torch.manual_seed(0)
    encoder = Qwen3ForCausalLM(Qwen3Config(**{**LANGUAGE, "num_hidden_layers": 27}))
    transformer = Flux2Transformer2DModel(
        patch_size=1, in_channels=4, num_layers=1, num_single_layers=1, attention_head_dim=16, num_attention_heads=2,
        joint_attention_dim=48, timestep_guidance_channels=256, axes_dims_rope=[4, 4, 4, 4], guidance_embeds=False,
    )  # fmt: skip
    vae = AutoencoderKLFlux2(
        sample_size=32, down_block_types=("DownEncoderBlock2D",), up_block_types=("UpDecoderBlock2D",),
        block_out_channels=(4,), layers_per_block=1, latent_channels=1, norm_num_groups=1, use_quant_conv=False,
        use_post_quant_conv=False,
    )  # fmt: skip
    pipeline = Flux2KleinPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(), vae=vae, text_encoder=encoder, tokenizer=tokenizer,
        transformer=transformer, is_distilled=distilled,
    )  # fmt: skip
    return _saved(pipeline, folder)


def write_tiny_z_image(folder: Path) -> Path:
    tokenizer = _chat_tokenizer(folder)
    torch.manual_seed(0)
    transformer = ZImageTransformer2DModel(
        in_channels=4, dim=32, n_layers=1, n_refiner_layers=1, n_heads=2, n_kv_heads=2, cap_feat_dim=16,
        axes_dims=[8, 4, 4], axes_lens=[600, 32, 32],
    )  # fmt: skip
    pipeline = ZImagePipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(), vae=_vae(4, shift_factor=0.1),
        text_encoder=Qwen3Model(Qwen3Config(**LANGUAGE)), tokenizer=tokenizer, transformer=transformer,
    )  # fmt: skip
    return _saved(pipeline, folder)


def write_tiny_sana_sprint(folder: Path) -> Path:
    tokenizer = _chat_tokenizer(folder)
    torch.manual_seed(0)
    transformer = SanaTransformer2DModel(
        patch_size=1, in_channels=4, out_channels=4, num_layers=1, num_attention_heads=2, attention_head_dim=4,
        num_cross_attention_heads=2, cross_attention_head_dim=4, cross_attention_dim=8, caption_channels=16,
        sample_size=32, guidance_embeds=True, qk_norm="rms_norm_across_heads",
    )  # fmt: skip
    vae = AutoencoderDC(
        in_channels=3, latent_channels=4, attention_head_dim=2, encoder_block_types=("ResBlock", "EfficientViTBlock"),
        decoder_block_types=("ResBlock", "EfficientViTBlock"), encoder_block_out_channels=(8, 8),
        decoder_block_out_channels=(8, 8), encoder_qkv_multiscales=((), (5,)), decoder_qkv_multiscales=((), (5,)),
        encoder_layers_per_block=(1, 1), decoder_layers_per_block=(1, 1), upsample_block_type="interpolate",
        downsample_block_type="stride_conv", scaling_factor=0.4,
    )  # fmt: skip
    encoder = Gemma2Model(Gemma2Config(**LANGUAGE, query_pre_attn_scalar=8, max_position_embeddings=4096))
    pipeline = SanaSprintPipeline(
        tokenizer=tokenizer, text_encoder=encoder, vae=vae, transformer=transformer, scheduler=SCMScheduler()
    )
    return _saved(pipeline, folder)


def _saved(pipeline, folder: Path) -> Path:
    pipeline.save_pretrained(folder, safe_serialization=True)
    return folder


def _vae(channels: int, **values) -> AutoencoderKL:
    torch.manual_seed(0)
    return AutoencoderKL(
        block_out_channels=[8, 8], norm_num_groups=4, in_channels=3, out_channels=3, latent_channels=channels,
        down_block_types=["DownEncoderBlock2D"] * 2, up_block_types=["UpDecoderBlock2D"] * 2,
        **{"shift_factor": 0.0, **values},
    )  # fmt: skip


def _chat_tokenizer(folder: Path):
    tokenizer = AutoTokenizer.from_pretrained(write_tiny_llama(folder.with_name(f"{folder.name}-letters"), chat=False))
    tokenizer.chat_template = TEMPLATE
    return tokenizer


FLOW = {  # by the name of their kind
    "sd3": write_tiny_sd3,
    "klein": write_tiny_klein,
    "klein-base": lambda folder: write_tiny_klein(folder, distilled=False),
    "z-image": write_tiny_z_image,
    "sana-sprint": write_tiny_sana_sprint,
}
