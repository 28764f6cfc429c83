"""Turns a Whisper in CTranslate2 form into the folder that Transformers loads. Begin with `convert_whisper`.

The values are exact: half precision widens to float32, as in the hub's own files. Names and the meaning of the stacked
matrices follow `CTranslate2/python/ctranslate2/converters/transformers.py`, read backwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import save_file

from soridam.core.errors import WeightsError
from soridam.core.files import read_json, write_json
from soridam.core.folders import cache_folder, disk_full_error, means_disk_full
from soridam.core.weights.ctranslate2_format import ModelFile, read_model

TIMESTAMPS = 1501  # 0.00 s to 30.00 s in steps of 0.02 s
ENGLISH_END = 50256  # the four English-only models lack one token of text, so that their end token has this id


def convert_whisper(source: Path, target: Path) -> None:
    """Write model.safetensors, configs and tokenizer into `target`, read from a CTranslate2 folder.

    Raises WeightsError if the source is no Whisper, is quantized to integers, or lacks files; CacheError if the disk is
    full.
    """
    with read_model(source / "model.bin") as model:
        if model.spec != "WhisperSpec":
            raise WeightsError(
                "weights.other-kind",
                "{model} holds a {kind}, not a Whisper.",
                hint="Choose a Whisper model.",
                model=source,
                kind=model.spec,
            )
        tensors = dict(_tensors(model))
        sizes = _read_sizes(model)
    tokenizer = read_json(source / "tokenizer.json")
    tokens = _complete_tokens(tokenizer, sizes.vocabulary)
    decoding = read_json(source / "config.json")
    _save(tensors, target / "model.safetensors")
    write_json(target / "config.json", _config(sizes, tokens))
    write_json(target / "generation_config.json", _generation_config(tokens, decoding))
    write_json(target / "preprocessor_config.json", _feature_config(sizes.mels))
    write_json(target / "tokenizer.json", tokenizer)
    write_json(target / "tokenizer_config.json", _tokenizer_config(tokens))


def _save(tensors: dict[str, np.ndarray], path: Path) -> None:
    try:
        save_file(tensors, path, metadata={"format": "pt"})
    except SafetensorError as error:
        if means_disk_full(str(error)):
            raise disk_full_error(cache_folder()) from error
        raise


# --- weights ---------------------------------------------------------------------------------------------------------


def _tensors(model: ModelFile) -> Iterator[tuple[str, np.ndarray]]:
    for name in ("conv1", "conv2"):
        yield from _linear(model, f"encoder/{name}", f"model.encoder.{name}")
    yield "model.decoder.embed_tokens.weight", model.array("decoder/embeddings/weight")  # also the projection: tied
    for side in ("encoder", "decoder"):
        yield f"model.{side}.embed_positions.weight", model.array(f"{side}/position_encodings/encodings")
        yield from _norm(model, f"{side}/layer_norm", f"model.{side}.layer_norm")
        for index in range(_count_layers(model, side)):
            yield from _layer(model, f"{side}/layer_{index}", f"model.{side}.layers.{index}")


def _layer(model: ModelFile, source: str, target: str) -> Iterator[tuple[str, np.ndarray]]:
    yield from _self_attention(model, f"{source}/self_attention", target)
    if f"{source}/attention/linear_0/weight" in model:
        yield from _cross_attention(model, f"{source}/attention", target)
    yield from _norm(model, f"{source}/ffn/layer_norm", f"{target}.final_layer_norm")
    yield from _linear(model, f"{source}/ffn/linear_0", f"{target}.fc1")
    yield from _linear(model, f"{source}/ffn/linear_1", f"{target}.fc2")


def _self_attention(model: ModelFile, source: str, target: str) -> Iterator[tuple[str, np.ndarray]]:
    yield from _norm(model, f"{source}/layer_norm", f"{target}.self_attn_layer_norm")
    yield from _stacked(model, f"{source}/linear_0", f"{target}.self_attn", ("q_proj", "k_proj", "v_proj"))
    yield from _linear(model, f"{source}/linear_1", f"{target}.self_attn.out_proj")


def _cross_attention(model: ModelFile, source: str, target: str) -> Iterator[tuple[str, np.ndarray]]:
    yield from _norm(model, f"{source}/layer_norm", f"{target}.encoder_attn_layer_norm")
    yield from _linear(model, f"{source}/linear_0", f"{target}.encoder_attn.q_proj")
    yield from _stacked(model, f"{source}/linear_1", f"{target}.encoder_attn", ("k_proj", "v_proj"))
    yield from _linear(model, f"{source}/linear_2", f"{target}.encoder_attn.out_proj")


def _stacked(model: ModelFile, source: str, target: str, parts: tuple[str, ...]) -> Iterator[tuple[str, np.ndarray]]:
    weights = np.split(model.array(f"{source}/weight"), len(parts))
    biases = np.split(model.array(f"{source}/bias"), len(parts))
    for part, weight, bias in zip(parts, weights, biases, strict=True):
        yield f"{target}.{part}.weight", np.ascontiguousarray(weight)
        if part != "k_proj":  # Whisper's keys have no bias; the stack holds zeros there
            yield f"{target}.{part}.bias", np.ascontiguousarray(bias)
        elif bias.any():
            raise WeightsError(
                "weights.key-bias",
                "{model}: {layer} has a bias on its keys.",
                hint="Is it a Whisper model?",
                model=model.path,
                layer=source,
            )


def _linear(model: ModelFile, source: str, target: str) -> Iterator[tuple[str, np.ndarray]]:
    weight = model.array(f"{source}/weight")
    if weight.dtype != np.float32:
        raise WeightsError(
            "weights.quantized",
            "{model} is quantized to integers.",
            hint="Convert from its float16 form.",
            model=model.path,
        )
    yield f"{target}.weight", weight
    yield f"{target}.bias", model.array(f"{source}/bias")


def _norm(model: ModelFile, source: str, target: str) -> Iterator[tuple[str, np.ndarray]]:
    yield f"{target}.weight", model.array(f"{source}/gamma")
    yield f"{target}.bias", model.array(f"{source}/beta")


def _count_layers(model: ModelFile, side: str) -> int:
    return len({name.split("/")[1] for name in model.variables if name.startswith(f"{side}/layer_")} - {"layer_norm"})


# --- configs ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sizes:
    vocabulary: int
    width: int
    mels: int
    heads: tuple[int, int]  # encoder, decoder
    layers: tuple[int, int]
    inner: tuple[int, int]
    positions: tuple[int, int]


def _read_sizes(model: ModelFile) -> Sizes:
    vocabulary, width = model.variables["decoder/embeddings/weight"].shape
    sides = ("encoder", "decoder")
    heads = [int(model.array(f"{side}/num_heads")) for side in sides]
    layers = [_count_layers(model, side) for side in sides]
    inner = [model.variables[f"{side}/layer_0/ffn/linear_0/weight"].shape[0] for side in sides]
    positions = [model.variables[f"{side}/position_encodings/encodings"].shape[0] for side in sides]
    return Sizes(
        vocabulary=vocabulary,
        width=width,
        mels=model.variables["encoder/conv1/weight"].shape[1],
        heads=(heads[0], heads[1]),
        layers=(layers[0], layers[1]),
        inner=(inner[0], inner[1]),
        positions=(positions[0], positions[1]),
    )


@dataclass(frozen=True)
class Tokens:
    """The special tokens of a Whisper by id."""

    end: int
    start: int
    previous: int
    no_timestamps: int
    languages: dict[str, int]  # <|en|> -> id; empty for English-only models
    tasks: dict[str, int]
    special: tuple[str, ...]


def _complete_tokens(tokenizer: dict[str, Any], vocabulary: int) -> Tokens:
    """Read the special tokens, and add the timestamps to `tokenizer` where its writer left them out."""
    added = {token["content"]: token["id"] for token in tokenizer["added_tokens"]}
    first = added["<|notimestamps|>"] + 1
    if first + TIMESTAMPS != vocabulary:
        raise WeightsError(
            "weights.token-count",
            "{count} tokens in the model, {other} in its tokenizer.",
            hint="Fetch both from one place.",
            count=vocabulary,
            other=first + TIMESTAMPS,
        )
    for step in range(TIMESTAMPS):
        content = f"<|{step * 0.02:.2f}|>"
        if content not in added:
            tokenizer["added_tokens"].append(_timestamp(first + step, content))
    special = tuple(token["content"] for token in tokenizer["added_tokens"] if token["special"])
    multilingual = added["<|endoftext|>"] != ENGLISH_END
    languages = special[special.index("<|startoftranscript|>") + 1 : special.index("<|translate|>")]
    return Tokens(
        end=added["<|endoftext|>"],
        start=added["<|startoftranscript|>"],
        previous=added["<|startofprev|>"],
        no_timestamps=added["<|notimestamps|>"],
        languages={name: added[name] for name in languages} if multilingual else {},
        tasks={name: added[f"<|{name}|>"] for name in ("transcribe", "translate")} if multilingual else {},
        special=special,
    )


def _timestamp(token: int, content: str) -> dict[str, Any]:
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": True, "special": False}
    return {"id": token, "content": content, **flags}


def _config(sizes: Sizes, tokens: Tokens) -> dict[str, Any]:
    return {
        "model_type": "whisper",
        "architectures": ["WhisperForConditionalGeneration"],
        "dtype": "float32",
        "vocab_size": sizes.vocabulary,
        "num_mel_bins": sizes.mels,
        "d_model": sizes.width,
        "encoder_layers": sizes.layers[0],
        "decoder_layers": sizes.layers[1],
        "encoder_attention_heads": sizes.heads[0],
        "decoder_attention_heads": sizes.heads[1],
        "encoder_ffn_dim": sizes.inner[0],
        "decoder_ffn_dim": sizes.inner[1],
        "max_source_positions": sizes.positions[0],
        "max_target_positions": sizes.positions[1],
        "activation_function": "gelu",
        "scale_embedding": False,
        "is_encoder_decoder": True,
        "tie_word_embeddings": True,
        "bos_token_id": tokens.end,
        "eos_token_id": tokens.end,
        "pad_token_id": tokens.end,
        "decoder_start_token_id": tokens.start,
    }


def _generation_config(tokens: Tokens, decoding: dict[str, Any]) -> dict[str, Any]:
    values = {
        "alignment_heads": decoding["alignment_heads"],
        "begin_suppress_tokens": decoding["suppress_ids_begin"],
        "suppress_tokens": decoding["suppress_ids"],
        "bos_token_id": tokens.end,
        "eos_token_id": tokens.end,
        "pad_token_id": tokens.end,
        "decoder_start_token_id": tokens.start,
        "no_timestamps_token_id": tokens.no_timestamps,
        "prev_sot_token_id": tokens.previous,
        "max_initial_timestamp_index": 50,  # the first timestamp lies within a second, as in Whisper's decoding.py
        "max_length": 448,
        "return_timestamps": False,
        "is_multilingual": bool(tokens.languages),
    }
    if tokens.languages:
        # Without a task Transformers leaves its token out of the prompt when it detects the language itself.
        values |= {"lang_to_id": tokens.languages, "task_to_id": tokens.tasks, "task": "transcribe"}
    return values


def _tokenizer_config(tokens: Tokens) -> dict[str, Any]:
    return {
        "tokenizer_class": "WhisperTokenizer",
        "processor_class": "WhisperProcessor",
        "bos_token": "<|endoftext|>",
        "eos_token": "<|endoftext|>",
        "unk_token": "<|endoftext|>",
        "pad_token": "<|endoftext|>",
        "additional_special_tokens": [name for name in tokens.special if name != "<|endoftext|>"],
        "add_prefix_space": False,
        "clean_up_tokenization_spaces": False,
        "errors": "replace",
        "model_max_length": 1024,
        "return_attention_mask": False,
    }


def _feature_config(mels: int) -> dict[str, Any]:
    """Whisper's log-mel features: 16 kHz, windows of 25 ms every 10 ms, 30 s at most."""
    return {
        "feature_extractor_type": "WhisperFeatureExtractor",
        "processor_class": "WhisperProcessor",
        "feature_size": mels,
        "sampling_rate": 16000,
        "n_fft": 400,
        "hop_length": 160,
        "chunk_length": 30,
        "n_samples": 480000,
        "nb_max_frames": 3000,
        "padding_side": "right",
        "padding_value": 0.0,
        "return_attention_mask": False,
    }
