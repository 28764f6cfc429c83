"""Names and order of weights and config in llama.cpp, as its converter has them. Begin with `layout_of`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import gguf
import numpy as np
import torch

from soridam.core.errors import UsageError
from soridam.language.weights.convert import OF_A_LAYER, WHOLE

ROPE_FREQUENCIES = "rope_freqs.weight"
POSITIONS = "position_embd.weight"
GPT2_WHOLE = {
    "token_embd": "transformer.wte",
    "position_embd": "transformer.wpe",
    "output_norm": "transformer.ln_f",
    "output": "lm_head",
}
GPT2_OF_A_LAYER = {
    "attn_norm": "ln_1",
    "attn_qkv": "attn.c_attn",
    "attn_output": "attn.c_proj",
    "ffn_norm": "ln_2",
    "ffn_up": "mlp.c_fc",
    "ffn_down": "mlp.c_proj",
}
QWEN3_OF_A_LAYER = {**OF_A_LAYER, "attn_q_norm": "self_attn.q_norm", "attn_k_norm": "self_attn.k_norm"}


@dataclass(frozen=True)
class Layout:
    """The names that llama.cpp has for an architecture and its tensors (its name: that of Transformers).

    `pairs` says whether the two values that are rotated together stand beside each other in queries and keys.
    `activation` is the only one that llama.cpp computes for it; `scalings` are the kinds of scaled rotary positions
    that can be written, as a tensor of factors.
    """

    name: str
    whole: Mapping[str, str] = field(default_factory=lambda: WHOLE)
    of_a_layer: Mapping[str, str] = field(default_factory=lambda: OF_A_LAYER)
    layers: str = "model.layers."
    pairs: bool = False
    activation: str = "silu"
    scalings: tuple[str, ...] = ("default",)


LLAMA = Layout("llama", pairs=True, scalings=("default", "linear", "llama3"))
LAYOUTS = {
    "llama": LLAMA,
    "mistral": LLAMA,
    "qwen2": Layout("qwen2"),
    "qwen3": Layout("qwen3", of_a_layer=QWEN3_OF_A_LAYER),
    "gpt2": Layout("gpt2", GPT2_WHOLE, GPT2_OF_A_LAYER, "transformer.h.", activation="gelu_new", scalings=("",)),
}


@dataclass(frozen=True)
class Placed:
    """A tensor of Transformers and its place in the file."""

    source: str
    name: str
    heads: int = 0  # of queries and keys in pairs
    is_transposed: bool = False  # GPT-2's linear layers

    def write(self, array: np.ndarray) -> np.ndarray:
        """Return the array in the order of the file."""
        if self.is_transposed:
            return np.ascontiguousarray(array.T)
        return self._swap(array, 2, len(array) // self.heads // 2) if self.heads else array

    def read(self, array: np.ndarray) -> np.ndarray:
        """Return the array in the order of Transformers: the inverse of `write`."""
        if self.is_transposed:
            return np.ascontiguousarray(array.T)
        return self._swap(array, len(array) // self.heads // 2, 2) if self.heads else array

    def _swap(self, array: np.ndarray, outer: int, inner: int) -> np.ndarray:
        parts = array.reshape(self.heads, outer, inner, *array.shape[1:])
        return np.ascontiguousarray(parts.swapaxes(1, 2)).reshape(array.shape)


def layout_of(config: Any) -> Layout:
    """Return the layout of a model. Raises UsageError for one that llama.cpp does not know or computes otherwise."""
    layout = LAYOUTS.get(config.model_type)
    if layout is None:
        raise _unknown(config, f"model_type {config.model_type}")
    activation = getattr(config, "hidden_act", None) or config.activation_function
    if activation != layout.activation:
        raise _unknown(config, f"the activation {activation}")
    if _scaling(config) not in layout.scalings:
        raise _unknown(config, f"rope_type {_scaling(config)}")
    window = getattr(config, "sliding_window", None)
    if window is not None and window < config.max_position_embeddings:
        raise _unknown(config, f"sliding_window {window}")
    return layout


def _scaling(config: Any) -> str:
    return str((getattr(config, "rope_parameters", None) or {}).get("rope_type", ""))


def _unknown(config: Any, what: str) -> UsageError:
    return UsageError(
        "export.other-kind",
        "A {kind} with {what} cannot be written as GGUF here.",
        hint="Convert the folder 'model' of the run with llama.cpp's own convert_hf_to_gguf.py.",
        kind=config.model_type,
        what=what,
    )


def place_tensors(inner: Any, layout: Layout) -> Iterator[Placed]:
    """Return each tensor with its place in the file; an output layer that shares the embedding is written once."""
    config = inner.config
    names = {whole: short for short, whole in (*layout.whole.items(), *layout.of_a_layer.items())}
    heads = {"attn_q": config.num_attention_heads, "attn_k": getattr(config, "num_key_value_heads", 0)}
    for source, tensor in inner.state_dict().items():
        if source == "lm_head.weight" and config.tie_word_embeddings:
            continue
        whole, _, kind = source.rpartition(".")
        number, _, inside = whole.removeprefix(layout.layers).partition(".")
        is_layer = whole.startswith(layout.layers)
        short = names[inside if is_layer else whole]
        yield Placed(
            source,
            f"blk.{number}.{short}.{kind}" if is_layer else f"{short}.{kind}",
            heads=heads.get(short, 0) if layout.pairs else 0,
            is_transposed=layout.name == "gpt2" and is_layer and tensor.ndim == 2,
        )


def rope_factors(inner: Any) -> np.ndarray | None:
    """Return the divisor of each rotary frequency, (width of a head / 2,); None where nothing is scaled."""
    if _scaling(inner.config) in ("", "default"):
        return None
    found = inner.model.rotary_emb.inv_freq.double()
    plain = _theta(inner.config) ** -(torch.arange(len(found), dtype=torch.float64) / len(found))
    factors: np.ndarray = (plain / found).float().numpy()
    return factors


def _theta(config: Any) -> float:
    return float(config.rope_parameters["rope_theta"])


def add_config(writer: gguf.GGUFWriter, config: Any) -> None:
    """Write the sizes of a model. GPT-2's config answers to the same names as the others'."""
    heads = config.num_attention_heads
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(
        getattr(config, "intermediate_size", None) or getattr(config, "n_inner", None) or 4 * config.hidden_size
    )
    writer.add_head_count(heads)
    writer.add_vocab_size(config.vocab_size)
    if config.model_type == "gpt2":
        writer.add_layer_norm_eps(config.layer_norm_epsilon)
        return
    width = getattr(config, "head_dim", None) or config.hidden_size // heads
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_freq_base(_theta(config))
    writer.add_rope_dimension_count(width)
    writer.add_key_length(width)
    writer.add_value_length(width)
