"""What a folder of weights must be before anything opens it: safetensors by content, no pickles, no code of others.

Begin with `trusted`.
"""

import hashlib
import json
import os
import shutil
import struct
from math import prod
from pathlib import Path
from typing import Any

from soridam.core.errors import WeightsError
from soridam.core.files import read_json, write_json
from soridam.core.folders import cache_folder, explaining_refusals
from soridam.core.weights.ctranslate2_format import read_model
from soridam.core.weights.entry import Form

PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".msgpack", ".h5")
MOST_DIMENSIONS = 32
FETCH_AGAIN = "Fetch or save it again."
ADAPTER_CONFIG, ADAPTER_FILE = "adapter_config.json", "adapter_model.safetensors"
NO_MEGATRON = (None, "", "megatron.core")  # what PEFT writes for models without it
HOW_TO_RESAVE = "Save it again with Transformers 5: model.save_pretrained(folder) writes safetensors."
CONFIGS = (
    "config.json",
    "generation_config.json",
    "preprocessor_config.json",
    "processor_config.json",
    "tokenizer_config.json",
)
CODE_KEYS = {"auto_map", "custom_pipelines", "custom_generate", "trust_remote_code"}
# What Transformers 4 and 5 write into the config.json of a Whisper, and our own entries; the rest is dropped, because
# attributes that a config sets have run foreign code before (CVE-2026-4372, CVE-2026-5241).
KNOWN_KEYS = """
activation_dropout activation_function apply_spec_augment architectures attention_dropout begin_suppress_tokens
bos_token_id chunk_size_feed_forward classifier_proj_size d_model decoder_attention_heads decoder_ffn_dim
decoder_layerdrop decoder_layers decoder_start_token_id dropout dtype encoder_attention_heads encoder_ffn_dim
encoder_layerdrop encoder_layers eos_token_id forced_decoder_ids id2label init_std is_encoder_decoder label2id
mask_feature_length mask_feature_min_masks mask_feature_prob mask_time_length mask_time_min_masks mask_time_prob
max_length max_source_positions max_target_positions median_filter_width model_type num_hidden_layers num_mel_bins
output_attentions output_hidden_states pad_token_id problem_type return_dict scale_embedding suppress_tokens
tie_word_embeddings torch_dtype transformers_version use_cache use_weighted_layer_sum vocab_size short_context
tuned_languages learned_silence _name_or_path
"""
WHISPER_KEYS = frozenset(KNOWN_KEYS.split())
ITEM_SIZES = {"F64": 8, "I64": 8, "U64": 8, "F32": 4, "I32": 4, "U32": 4, "F16": 2, "BF16": 2, "I16": 2, "U16": 2}
ITEM_SIZES |= {"F8_E4M3": 1, "F8_E5M2": 1, "I8": 1, "U8": 1, "BOOL": 1}
LONGEST_HEADER = 100_000_000  # bytes; the limit of the safetensors library


def trusted(folder: Path, form: Form) -> Path:
    """Return the folder if its content holds, or a copy beside our cache whose config lost the keys we do not know.

    The copy links to the weights, so that it takes no room. Raises WeightsError for missing or damaged files, pickles
    and configs that ask for code; CacheError if the copy cannot be written.
    """
    config = _check_configs(folder)
    if form == "ctranslate2":
        _check_ctranslate2(folder)
        return folder
    if config.get("model_type") != "whisper":
        raise WeightsError(
            "weights.no-whisper",
            "{model} is no Whisper.",
            hint="Its config.json says: {text}.",
            model=folder,
            text=config.get("model_type"),
        )
    _check_transformers(folder)
    kept = clean_config(config)
    if kept == config:
        return folder
    with explaining_refusals(cache_folder()):
        return _with_config(folder, kept)


def clean_config(config: dict[str, Any]) -> dict[str, Any]:
    """The entries of a Whisper's config.json that we know."""
    return {key: value for key, value in config.items() if key in WHISPER_KEYS}


def check_safetensors(path: Path) -> None:
    """Hold the header of a safetensors file against the length of the file. Raises WeightsError.

    Format: https://huggingface.co/docs/safetensors: u64 length of a JSON header, then the data without gaps.
    """
    length = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(8)
        header = struct.unpack("<Q", start)[0] if len(start) == 8 else 0
        if not 2 <= header <= min(LONGEST_HEADER, length - 8):
            raise _not_safetensors(path, "it has no header")
        try:
            tensors = json.loads(file.read(header))
            spans = [_span(facts) for name, facts in tensors.items() if name != "__metadata__"]
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise _not_safetensors(path, "its header cannot be read") from None
    position = 0
    for begin, end in sorted(spans):
        if begin != position:
            raise _not_safetensors(path, f"its tensors leave or share bytes at {begin}")
        position = end
    if 8 + header + position != length:
        raise _not_safetensors(path, f"it is {length:,} bytes long where its header needs {8 + header + position:,}")


def _span(facts: dict[str, Any]) -> tuple[int, int]:
    begin, end = facts["data_offsets"]
    shape = facts["shape"]
    # Bounds first: the product of thousands of numbers of hundreds of digits takes a minute.
    if len(shape) > MOST_DIMENSIONS or not all(map(_is_size, (begin, end, *shape))):
        raise ValueError("a tensor has a size that none can have")
    if end - begin != prod(shape) * ITEM_SIZES[facts["dtype"]]:
        raise ValueError("a tensor's shape does not fit its bytes")
    return begin, end


def _is_size(value: object) -> bool:
    """Whether it is a whole number of the format, which has 64 bits for it. A fraction or a truth value is none."""
    return type(value) is int and 0 <= value < 2**64


def _not_safetensors(path: Path, reason: str) -> WeightsError:
    with path.open("rb") as file:
        start = file.read(2)
    if start[:1] == b"\x80" or start == b"PK":
        return WeightsError(
            "weights.pickle",
            "{file} is a pickle, whatever its name: opening it could run code.",
            hint=HOW_TO_RESAVE,
            file=path,
        )
    return WeightsError(
        "weights.torn",
        "{file} is no whole safetensors file: {reason}.",
        hint="Fetch or save it again.",
        file=path,
        reason=reason,
    )


def _check_configs(folder: Path) -> dict[str, Any]:
    if not (folder / "config.json").is_file():
        raise _no_model(folder)
    configs = {name: _read_object(folder / name) for name in CONFIGS if (folder / name).is_file()}
    for name, values in configs.items():
        for key in _keys_with_code(values):
            raise WeightsError(
                "weights.remote-code",
                "{model} asks for code of others to be run ('{code}').",
                hint="Soridam runs no code out of models. Choose a model without it.",
                model=folder / name,
                code=key,
            )
    return configs["config.json"]


def _keys_with_code(values: dict[str, Any]) -> list[str]:
    return [key for key, value in values.items() if (key in CODE_KEYS and value) or _names_a_kernel(key, value)]


def _names_a_kernel(key: str, value: Any) -> bool:
    """An attention implementation with a slash is a repository of the hub whose code would be loaded."""
    return "implementation" in key and "/" in json.dumps(value)


def _read_object(path: Path) -> dict[str, Any]:
    try:
        values = read_json(path)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        raise WeightsError(
            "weights.no-object", "{file} is not a JSON object.", hint="Fetch or save it again.", file=path
        )
    return values


def _no_model(folder: Path) -> WeightsError:
    if (folder / "adapter_config.json").is_file():
        return WeightsError(
            "weights.adapter",
            "{folder} holds an adapter, not a whole model.",
            hint="Merge it first: soridam export",
            folder=folder,
        )
    inside = sorted(path.parent for path in folder.glob("*/config.json")) or sorted(
        path.parent for path in folder.glob("snapshots/*/config.json")
    )
    if inside:
        return WeightsError(
            "weights.one-down",
            "{folder} holds no config.json; one level down there is.",
            hint="Give {what}",
            folder=folder,
            what=inside[0],
        )
    pickles = _pickles(folder)
    if pickles:
        return _only_pickles(folder, pickles)
    found = ", ".join(sorted(path.name for path in folder.iterdir())[:8]) or "nothing"
    return WeightsError(
        "weights.no-config",
        "{folder} holds no model: there is no config.json.",
        hint="Found: {found}. Expected: config.json, model.safetensors, tokenizer.json, preprocessor_config.json.",
        folder=folder,
        found=found,
    )


def _check_transformers(folder: Path) -> None:
    for path in _weight_files(folder):
        check_safetensors(path)
    for names in (("tokenizer.json", "vocab.json"), ("preprocessor_config.json", "processor_config.json")):
        if not any((folder / name).is_file() for name in names):
            raise WeightsError(
                "weights.lacks",
                "{model} lacks {what}.",
                hint="Copy it from the model it was trained from: soridam weights where NAME",
                model=folder,
                what=names[0],
            )


def _weight_files(folder: Path) -> list[Path]:
    if (folder / "model.safetensors").is_file():
        return [folder / "model.safetensors"]
    index = folder / "model.safetensors.index.json"
    if not index.is_file():
        pickles = _pickles(folder)
        if pickles:
            raise _only_pickles(folder, pickles)
        raise WeightsError(
            "weights.no-model-file",
            "{folder} holds no model.safetensors.",
            hint="Fetch or save it again.",
            folder=folder,
        )
    shards = _read_object(index).get("weight_map")
    if not isinstance(shards, dict) or not all(isinstance(name, str) for name in shards.values()):
        raise WeightsError(
            "weights.no-index", "{file} does not say which file holds which tensor.", hint=FETCH_AGAIN, file=index
        )
    names = set(shards.values())
    for name in names:
        if Path(name).name != name or not (folder / name).is_file():
            raise WeightsError(
                "weights.names-missing",
                "{file} names '{name}', which is not there.",
                hint="Fetch or save it again.",
                file=index,
                name=name,
            )
    return [folder / name for name in sorted(names)]


def _pickles(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix in PICKLES)


def _only_pickles(folder: Path, pickles: list[str]) -> WeightsError:
    return WeightsError(
        "weights.unsafe",
        "{model} holds its weights only as {format}, a format that can run code when it is opened.",
        hint=HOW_TO_RESAVE,
        model=folder,
        format=", ".join(pickles),
    )


def _check_ctranslate2(folder: Path) -> None:
    if not (folder / "model.bin").is_file():
        raise WeightsError(
            "weights.no-bin",
            "{folder} holds no model.bin.",
            hint="Convert it: soridam export {model}",
            folder=folder,
            model=folder,
        )
    with read_model(folder / "model.bin"):
        pass
    if not any((folder / name).is_file() for name in ("tokenizer.json", "vocabulary.json", "vocabulary.txt")):
        raise WeightsError(
            "weights.no-tokenizer",
            "{folder} holds no tokenizer.json.",
            hint="Fetch or convert it again.",
            folder=folder,
        )


def _with_config(folder: Path, config: dict[str, Any]) -> Path:
    """A folder in our cache that links to everything in `folder` but has this config."""
    key = hashlib.sha256(json.dumps([str(folder.resolve()), config]).encode()).hexdigest()[:16]
    view = cache_folder() / "weights" / ".cleaned" / key
    building = view.with_name(f"{key}.{os.getpid()}")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    for path in folder.iterdir():
        if path.is_file() and path.name != "config.json":
            (building / path.name).symlink_to(path.resolve())
    write_json(building / "config.json", config)
    shutil.rmtree(view, ignore_errors=True)
    try:
        building.rename(view)
    except OSError:  # another process made the same one in between
        shutil.rmtree(building)
    return view


def check_adapter(folder: Path) -> dict[str, Any]:
    """Check a LoRA adapter, before PEFT looks at it; returns its config.

    Raises WeightsError for what is no LoRA, asks for code of others, or is damaged.
    """
    values = _read_object(folder / ADAPTER_CONFIG)
    if values.get("peft_type") != "LORA" or not isinstance(values.get("base_model_name_or_path"), str):
        raise WeightsError(
            "weights.no-lora",
            "{folder} holds no LoRA adapter that names its base model.",
            hint="Use an adapter that Soridam or PEFT has written for Whisper.",
            folder=folder,
        )
    mapping = values.get("auto_mapping") or {}
    library = mapping.get("parent_library") if isinstance(mapping, dict) else mapping
    foreign = [
        *(["megatron_config"] if values.get("megatron_config") else []),
        *(["megatron_core"] if values.get("megatron_core") not in NO_MEGATRON else []),
        *([] if library is None or str(library).startswith("transformers.") else ["auto_mapping"]),
    ]
    if foreign:
        raise WeightsError(
            "weights.remote-code",
            "{model} asks for code of others to be run ('{code}').",
            hint="Soridam runs no code out of models. Choose a model without it.",
            model=folder / ADAPTER_CONFIG,
            code=foreign[0],
        )
    if not (folder / ADAPTER_FILE).is_file():
        raise WeightsError(
            "weights.lacks-adapter",
            "{folder} holds no {name}.",
            hint=FETCH_AGAIN,
            folder=folder,
            name=ADAPTER_FILE,
        )
    check_safetensors(folder / ADAPTER_FILE)
    return values
