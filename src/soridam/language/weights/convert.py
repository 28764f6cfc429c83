"""Conversion of a Llama from GGUF to a folder of Transformers. Begin with `convert_llama`.

Quantized values are widened to float32. Names are those of llama.cpp's `convert_hf_to_gguf.py`, read backwards.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file

from soridam.core.errors import WeightsError
from soridam.core.files import write_json
from soridam.core.weights.gguf_format import GGUF_FILE, GgufFile, read_gguf
from soridam.core.weights.save import raising_system_errors

SPECIAL = 3  # the type of a token that is none of text
WHOLE = {"token_embd": "model.embed_tokens", "output_norm": "model.norm", "output": "lm_head"}
OF_A_LAYER = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}


def convert_llama(source: Path, target: Path) -> None:
    """Write model.safetensors, configs and tokenizer into `target`, read from the GGUF in `source`.

    Raises WeightsError if it holds no Llama, or a tokenizer that is not known here; OSError if the disk is full.
    """
    with read_gguf(source / GGUF_FILE) as model:
        kinds = (
            model.value("general.architecture"),
            *(model.value(f"tokenizer.ggml.{key}") for key in ("model", "pre")),
        )
        if kinds != ("llama", "gpt2", "smollm"):
            raise WeightsError(
                "weights.other-gguf",
                "{model} holds a {kind}, which cannot be converted.",
                hint="Choose a Llama such as SmolLM2.",
                model=source / GGUF_FILE,
                kind=" ".join(map(str, kinds)),
            )
        with raising_system_errors(target):
            save_file(dict(_tensors(model)), target / "model.safetensors", metadata={"format": "pt"})
        write_json(target / "config.json", _config(model))
        write_json(target / "generation_config.json", _special_ids(model))
        write_json(target / "tokenizer_config.json", _tokenizer_config(model))
        _build_tokenizer(model).save(str(target / "tokenizer.json"))


def _tensors(model: GgufFile) -> Iterator[tuple[str, np.ndarray]]:
    heads = {
        "attn_q": model.value("llama.attention.head_count"),
        "attn_k": model.value("llama.attention.head_count_kv"),
    }
    for name in model.tensors:
        if name == "rope_freqs.weight":
            continue
        *layer, part, kind = name.split(".")
        array = model.array(name)
        if layer:
            rows = _unshuffled(array, heads[part]) if part in heads else array
            yield f"model.layers.{layer[1]}.{OF_A_LAYER[part]}.{kind}", rows
        else:
            yield f"{WHOLE[part]}.{kind}", array


def _unshuffled(rows: np.ndarray, heads: int) -> np.ndarray:
    """Reorder rows of queries or keys, (heads × width, inputs).

    llama.cpp keeps the two values that rotate together side by side.
    """
    pairs = rows.reshape(heads, len(rows) // heads // 2, 2, rows.shape[1])
    return np.ascontiguousarray(pairs.swapaxes(1, 2)).reshape(rows.shape)


def _config(model: GgufFile) -> dict[str, Any]:
    return {
        "model_type": "llama",
        "architectures": ["LlamaForCausalLM"],
        "dtype": "float32",
        "vocab_size": len(model.value("tokenizer.ggml.tokens")),
        "hidden_size": model.value("llama.embedding_length"),
        "intermediate_size": model.value("llama.feed_forward_length"),
        "num_hidden_layers": model.value("llama.block_count"),
        "num_attention_heads": model.value("llama.attention.head_count"),
        "num_key_value_heads": model.value("llama.attention.head_count_kv"),
        "max_position_embeddings": model.value("llama.context_length"),
        "rms_norm_eps": round(model.value("llama.attention.layer_norm_rms_epsilon"), 9),
        "rope_parameters": {"rope_type": "default", "rope_theta": model.value("llama.rope.freq_base")},
        "tie_word_embeddings": "output.weight" not in model.tensors,
        **_special_ids(model),
    }


def _special_ids(model: GgufFile) -> dict[str, Any]:
    begin, end = (model.value(f"tokenizer.ggml.{key}_token_id") for key in ("bos", "eos"))
    return {"bos_token_id": begin, "eos_token_id": end, "pad_token_id": end}


def _tokenizer_config(model: GgufFile) -> dict[str, Any]:
    tokens = model.value("tokenizer.ggml.tokens")
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "chat_template": model.value("tokenizer.chat_template"),
        "clean_up_tokenization_spaces": False,
        "model_max_length": model.value("llama.context_length"),
        **{name.removesuffix("_id"): tokens[token] for name, token in _special_ids(model).items()},
    }


def _build_tokenizer(model: GgufFile) -> Any:
    """Build a byte-level tokenizer with GPT-2's pattern, except that each digit stands by itself."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    tokens, types = model.value("tokenizer.ggml.tokens"), model.value("tokenizer.ggml.token_type")
    merges = [
        (left, right) for left, _, right in (pair.partition(" ") for pair in model.value("tokenizer.ggml.merges"))
    ]
    tokenizer = Tokenizer(models.BPE(vocab={token: index for index, token in enumerate(tokens)}, merges=merges))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(
        [
            AddedToken(token, special=True, normalized=False)
            for token, kind in zip(tokens, types, strict=True)
            if kind == SPECIAL
        ]
    )
    return tokenizer
