"""Checks of a weights folder before it is opened: safetensors by content, no pickles, no third-party code.

Begin with `trusted`.
"""

from pathlib import Path
from typing import Any

from soridam.core.errors import WeightsError
from soridam.core.weights import pictures
from soridam.core.weights.configs import (
    ADAPTER_CONFIG,
    asks_for_code,
    read_checked,
    read_object,
    refuse_adapter,
    with_clean_configs,
)
from soridam.core.weights.ctranslate2_format import read_model
from soridam.core.weights.entry import CatalogFamily, Form
from soridam.core.weights.gguf_format import GGUF_FILE, read_gguf
from soridam.core.weights.known_keys import kind_of
from soridam.core.weights.weight_files import (
    FETCH_AGAIN,
    check_safetensors,
    check_weight_files,
    only_pickles,
    pickles_in,
)

ADAPTER_FILE = "adapter_model.safetensors"
NO_MEGATRON = (None, "", "megatron.core")  # what PEFT writes for models without it
CONFIGS = (
    "config.json",
    "generation_config.json",
    "preprocessor_config.json",
    "processor_config.json",
    "tokenizer_config.json",
)
TOKENIZERS = ("tokenizer.json", "vocab.json", "tokenizer.model")
# The files that must lie beside the weights: one or more of each row.
COMPANIONS: dict[CatalogFamily, tuple[tuple[str, ...], ...]] = {
    "speech": (TOKENIZERS, ("preprocessor_config.json", "processor_config.json")),
    "language": (TOKENIZERS,),
}


def trusted(folder: Path, form: Form, family: CatalogFamily | None = None) -> Path:
    """Return the folder if its content holds, or a copy beside our cache whose configs lost the keys we do not know.

    The copy links to the weights, so that it takes no room. Raises WeightsError for missing or damaged files, pickles,
    configs that ask for code, and models of another family than the one given; CacheError if the copy cannot be
    written.
    """
    match form:
        case "transformers":
            configs = _check_transformers(folder, family)
        case "diffusers":
            configs = pictures.check_pipeline(folder)
        case "component":
            _require_config(folder)
            configs = pictures.check_component(folder)
        case "lora":
            configs = pictures.check_lora(folder)
        case "ip-adapter-sd" | "ip-adapter-sdxl":
            configs = pictures.check_ip_adapter(folder, form)
        case "ctranslate2":
            _check_ctranslate2(folder)
            return folder
        case "onnx":
            _require_any(folder, ("*.onnx", "*.npz"), "model.onnx")
            return folder
        case "bpe":
            _require_any(folder, ("*.txt.gz",), "merges.txt.gz")
            return folder
        case "tokenizer":
            _require_any(folder, ("vocab.json",), "vocab.json")
            configs = pictures.check_component(folder)
        case "gguf":
            _require_any(folder, (GGUF_FILE,), GGUF_FILE)
            with read_gguf(folder / GGUF_FILE):
                return folder
    return with_clean_configs(folder, configs)


def _check_transformers(folder: Path, family: CatalogFamily | None) -> dict[str, dict[str, Any]]:
    config = _read_configs(folder)
    kind = kind_of(config)
    if family is not None and (kind is None or kind.family != family):
        raise _other_family(folder, config, family)
    if kind is None:
        raise pictures.unknown_kind(folder / "config.json", config)
    check_weight_files(folder)
    for names in COMPANIONS.get(kind.family, ()):
        if not any((folder / name).is_file() for name in names):
            raise WeightsError(
                "weights.lacks",
                "{model} lacks {what}.",
                hint="Copy it from the model it was trained from: soridam weights where NAME",
                model=folder,
                what=names[0],
            )
    return {"config.json": config}


def _other_family(folder: Path, config: dict[str, Any], family: CatalogFamily) -> WeightsError:
    said = config.get("model_type")
    if family == "speech":
        return WeightsError(
            "weights.no-whisper",
            "{model} is not a Whisper.",
            hint="Its config.json says: {text}.",
            model=folder,
            text=said,
        )
    return WeightsError(
        "weights.other-family",
        "{model} is not a model that fits here.",
        hint="Its config.json says: {text}.",
        model=folder,
        text=said,
    )


def _read_configs(folder: Path) -> dict[str, Any]:
    """Return the config.json, with all others checked for code."""
    refuse_adapter(folder)
    _require_config(folder)
    return {name: read_checked(folder / name) for name in CONFIGS if (folder / name).is_file()}["config.json"]


def _require_config(folder: Path) -> None:
    if not (folder / "config.json").is_file():
        raise _no_model(folder)


def _no_model(folder: Path) -> WeightsError:
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
    pickles = pickles_in(folder)
    if pickles:
        return only_pickles(folder, pickles)
    found = ", ".join(sorted(path.name for path in folder.iterdir())[:8]) or "nothing"
    return WeightsError(
        "weights.no-config",
        "{folder} holds no model: there is no config.json.",
        hint="Found: {found}. Expected: config.json, model.safetensors, tokenizer.json, preprocessor_config.json.",
        folder=folder,
        found=found,
    )


def _check_ctranslate2(folder: Path) -> None:
    _read_configs(folder)
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


def _require_any(folder: Path, patterns: tuple[str, ...], name: str) -> None:
    if not any(any(folder.glob(pattern)) for pattern in patterns):
        raise WeightsError(
            "weights.no-model-file",
            "{folder} holds no weights: there is no {name}.",
            hint=FETCH_AGAIN,
            folder=folder,
            name=name,
        )


def check_adapter(folder: Path) -> dict[str, Any]:
    """Check a LoRA adapter before PEFT opens it; return its config.

    Raises WeightsError if it is not a LoRA, asks for third-party code, or is damaged.
    """
    values = read_object(folder / ADAPTER_CONFIG)
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
        raise asks_for_code(folder / ADAPTER_CONFIG, foreign[0])
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
