"""The kinds of models that are opened here, and the entries that their config files may have.

What Transformers 4 and 5 and Diffusers write is here, and what Soridam adds; the rest is dropped before a config is
opened, because attributes that a config sets have run foreign code before (CVE-2026-4372, CVE-2026-5241).
"""

from dataclasses import dataclass
from typing import Any

from soridam.core.weights.entry import CatalogFamily


@dataclass(frozen=True)
class Kind:
    """A kind of model, by the `model_type` or `_class_name` of its config."""

    family: CatalogFamily
    keys: frozenset[str]


def _kind(family: CatalogFamily, *keys: str) -> Kind:
    return Kind(family, frozenset(" ".join(keys).split()))


ALL_OF_TRANSFORMERS = """
_name_or_path architectures chunk_size_feed_forward dtype id2label is_decoder is_encoder_decoder label2id max_length
model_type output_attentions output_hidden_states problem_type return_dict tie_word_embeddings torch_dtype
transformers_version use_cache bos_token_id eos_token_id pad_token_id
"""
WHISPER = """
activation_dropout activation_function apply_spec_augment attention_dropout begin_suppress_tokens classifier_proj_size
d_model decoder_attention_heads decoder_ffn_dim decoder_layerdrop decoder_layers decoder_start_token_id dropout
encoder_attention_heads encoder_ffn_dim encoder_layerdrop encoder_layers forced_decoder_ids init_std mask_feature_length
mask_feature_min_masks mask_feature_prob mask_time_length mask_time_min_masks mask_time_prob max_source_positions
max_target_positions median_filter_width num_hidden_layers num_mel_bins scale_embedding suppress_tokens
use_weighted_layer_sum vocab_size short_context tuned_languages learned_silence self_taught
"""
DECODER = """
attention_bias attention_dropout head_dim hidden_act hidden_size initializer_range intermediate_size
max_position_embeddings mlp_bias num_attention_heads num_hidden_layers num_key_value_heads pretraining_tp rms_norm_eps
rope_parameters rope_scaling rope_theta vocab_size
"""
WINDOWED = "layer_types max_window_layers sliding_window use_sliding_window"
GEMMA = """
_sliding_window_pattern attn_logit_softcapping cache_implementation final_logit_softcapping hidden_activation
layer_types query_pre_attn_scalar rope_local_base_freq sliding_window sliding_window_pattern
use_bidirectional_attention
"""
PHI = "embd_pdrop original_max_position_embeddings partial_rotary_factor resid_pdrop sliding_window"
GPT2 = """
activation_function add_cross_attention attn_pdrop embd_pdrop initializer_range layer_norm_epsilon n_ctx n_embd n_head
n_inner n_layer n_positions reorder_and_upcast_attn resid_pdrop scale_attn_by_inverse_layer_idx scale_attn_weights
summary_activation summary_first_dropout summary_proj_to_labels summary_type summary_use_proj task_specific_params
vocab_size
"""
CLIP = """
attention_dropout dropout hidden_act hidden_size initializer_factor initializer_range intermediate_size layer_norm_eps
num_attention_heads num_hidden_layers projection_dim
"""
ALL_OF_DIFFUSERS = "_class_name _diffusers_version _name_or_path"
UNET = """
act_fn addition_embed_type addition_embed_type_num_heads addition_time_embed_dim attention_head_dim attention_type
block_out_channels center_input_sample class_embed_type class_embeddings_concat conv_in_kernel conv_out_kernel
cross_attention_dim cross_attention_norm down_block_types downsample_padding dropout dual_cross_attention
encoder_hid_dim encoder_hid_dim_type flip_sin_to_cos freq_shift in_channels layers_per_block
mid_block_only_cross_attention mid_block_scale_factor mid_block_type norm_eps norm_num_groups num_attention_heads
num_class_embeds only_cross_attention out_channels projection_class_embeddings_input_dim resnet_out_scale_factor
resnet_skip_time_act resnet_time_scale_shift reverse_transformer_layers_per_block sample_size time_cond_proj_dim
time_embedding_act_fn time_embedding_dim time_embedding_type timestep_post_act transformer_layers_per_block
up_block_types upcast_attention use_linear_projection
"""
AUTOENCODER = """
act_fn block_out_channels down_block_types force_upcast in_channels latent_channels latents_mean latents_std
layers_per_block mid_block_add_attention norm_num_groups out_channels sample_size scaling_factor shift_factor
up_block_types use_post_quant_conv use_quant_conv
"""
AUTOENCODER_FLUX_2 = "batch_norm_eps batch_norm_momentum decoder_block_out_channels patch_size"
AUTOENCODER_DC = """
attention_head_dim decoder_act_fns decoder_block_out_channels decoder_block_types decoder_conv_act_fn
decoder_in_shortcut decoder_layers_per_block decoder_norm_types decoder_qkv_multiscales downsample_block_type
encoder_block_out_channels encoder_block_types encoder_layers_per_block encoder_out_shortcut encoder_qkv_multiscales
in_channels latent_channels scaling_factor upsample_block_type
"""
# Transformers in place of a UNet.
TRANSFORMER = "attention_head_dim in_channels num_attention_heads num_layers out_channels patch_size"
SD_3 = """
caption_projection_dim dual_attention_layers joint_attention_dim pooled_projection_dim pos_embed_max_size qk_norm
sample_size
"""
FLUX_2 = """
axes_dims_rope eps guidance_embeds joint_attention_dim mlp_ratio num_single_layers rope_theta
timestep_guidance_channels
"""
SANA = """
attention_bias caption_channels cross_attention_dim cross_attention_head_dim dropout guidance_embeds
guidance_embeds_scale interpolation_scale mlp_ratio norm_elementwise_affine norm_eps num_cross_attention_heads qk_norm
sample_size timestep_scale
"""
Z_IMAGE = """
all_f_patch_size all_patch_size axes_dims axes_lens cap_feat_dim dim in_channels n_heads n_kv_heads n_layers
n_refiner_layers norm_eps qk_norm rope_theta siglip_feat_dim t_scale
"""
T5 = """
classifier_dropout d_ff d_kv d_model decoder_start_token_id dense_act_fn dropout_rate feed_forward_proj
initializer_factor is_gated_act layer_norm_epsilon n_positions num_decoder_layers num_heads num_layers output_past
relative_attention_max_distance relative_attention_num_buckets vocab_size
"""
# Of the schedulers of all pipelines, which read each other's configs.
SCHEDULER = """
algorithm_type base_image_seq_len base_shift beta_end beta_schedule beta_start clip_sample clip_sample_range
disable_corrector dynamic_thresholding_ratio eta euler_at_final final_sigmas_type flow_shift gamma interpolation_type
invert_sigmas lambda_min_clipped lower_order_final max_image_seq_len max_shift num_train_timesteps
original_inference_steps predict_x0 prediction_type rescale_betas_zero_snr rho sample_max_value set_alpha_to_one shift
shift_terminal sigma_data sigma_max sigma_min skip_prk_steps skip_type solver_order solver_p solver_type steps_offset
stochastic_sampling thresholding time_shift_type timestep_scaling timestep_spacing timestep_type trained_betas
use_beta_sigmas use_dynamic_shifting use_exponential_sigmas use_flow_sigmas use_karras_sigmas use_lu_lambdas
variance_type
"""

KINDS = {
    "whisper": _kind("speech", ALL_OF_TRANSFORMERS, WHISPER),
    "llama": _kind("language", ALL_OF_TRANSFORMERS, DECODER),
    "qwen2": _kind("language", ALL_OF_TRANSFORMERS, DECODER, WINDOWED),
    "qwen3": _kind("language", ALL_OF_TRANSFORMERS, DECODER, WINDOWED),
    "mistral": _kind("language", ALL_OF_TRANSFORMERS, DECODER, WINDOWED),
    "gemma2": _kind("image", ALL_OF_TRANSFORMERS, DECODER, GEMMA),
    "gemma3_text": _kind("language", ALL_OF_TRANSFORMERS, DECODER, GEMMA),
    "phi3": _kind("language", ALL_OF_TRANSFORMERS, DECODER, PHI),
    "gpt2": _kind("language", ALL_OF_TRANSFORMERS, GPT2),
    "clip_text_model": _kind("image", ALL_OF_TRANSFORMERS, CLIP, "max_position_embeddings vocab_size"),
    "clip_vision_model": _kind("image", ALL_OF_TRANSFORMERS, CLIP, "image_size num_channels patch_size"),
    "clip": _kind(
        "image",
        ALL_OF_TRANSFORMERS,
        "initializer_factor logit_scale_init_value projection_dim text_config vision_config",
    ),
    "UNet2DConditionModel": _kind("image", ALL_OF_DIFFUSERS, UNET),
    "AutoencoderKL": _kind("image", ALL_OF_DIFFUSERS, AUTOENCODER),
    "AutoencoderKLFlux2": _kind("image", ALL_OF_DIFFUSERS, AUTOENCODER, AUTOENCODER_FLUX_2),
    "AutoencoderDC": _kind("image", ALL_OF_DIFFUSERS, AUTOENCODER_DC),
    "SD3Transformer2DModel": _kind("image", ALL_OF_DIFFUSERS, TRANSFORMER, SD_3),
    "Flux2Transformer2DModel": _kind("image", ALL_OF_DIFFUSERS, TRANSFORMER, FLUX_2),
    "SanaTransformer2DModel": _kind("image", ALL_OF_DIFFUSERS, TRANSFORMER, SANA),
    "ZImageTransformer2DModel": _kind("image", ALL_OF_DIFFUSERS, Z_IMAGE),
    "t5": _kind("image", ALL_OF_TRANSFORMERS, T5),
}
SCHEDULERS = _kind("image", ALL_OF_DIFFUSERS, SCHEDULER)
INNER = {"text_config": "clip_text_model", "vision_config": "clip_vision_model"}  # configs within that of a CLIP


def kind_of(config: dict[str, Any]) -> Kind | None:
    """Return the kind that a config says to be of; None for one that is not opened here."""
    name = str(config.get("model_type") or config.get("_class_name"))
    return SCHEDULERS if name.endswith("Scheduler") else KINDS.get(name)


def clean_config(config: dict[str, Any]) -> dict[str, Any]:
    """Return the entries of a config that its kind is known to have, those of configs within it too."""
    kind = kind_of(config)
    keys = kind.keys if kind else frozenset()
    return {key: _clean_inner(key, value) for key, value in config.items() if key in keys}


def _clean_inner(key: str, value: Any) -> Any:
    if key not in INNER or not isinstance(value, dict):
        return value
    return {inner: each for inner, each in value.items() if inner in KINDS[INNER[key]].keys}
