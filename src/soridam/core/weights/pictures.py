"""Folders of picture models, before Diffusers opens them: pipelines, single components, LoRAs, IP-Adapters.

Begin with `check_pipeline`. Each check returns the configs that it has read, by their path within the folder.
"""

from pathlib import Path
from typing import Any

from soridam.core.errors import WeightsError
from soridam.core.weights.configs import asks_for_code, read_checked, refuse_adapter
from soridam.core.weights.entry import Form
from soridam.core.weights.known_keys import KINDS, kind_of
from soridam.core.weights.weight_files import (
    FETCH_AGAIN,
    check_safetensors,
    check_weight_files,
    only_pickles,
    pickles_in,
)

PIPELINE_INDEX = "model_index.json"
LORA_FILE = "pytorch_lora_weights.safetensors"
LIBRARIES = ("diffusers", "transformers", "stable_diffusion")  # the last for the safety checker
IP_ADAPTERS: dict[Form, tuple[str, str]] = {  # the folder within the repository, and the file in it
    "ip-adapter-sdxl": ("sdxl_models", "ip-adapter_sdxl.safetensors"),
    "ip-adapter-sd": ("models", "ip-adapter_sd15.safetensors"),
}
OTHER_CONFIGS = ("generation_config.json", "preprocessor_config.json", "tokenizer_config.json")

Configs = dict[str, dict[str, Any]]


def check_pipeline(folder: Path) -> Configs:
    """Check all components that model_index.json names. Raises WeightsError."""
    if not (folder / PIPELINE_INDEX).is_file():
        raise WeightsError(
            "weights.no-pipeline",
            "{folder} holds no pipeline: there is no model_index.json.",
            hint="Give a folder that Diffusers has written: pipeline.save_pretrained(folder)",
            folder=folder,
        )
    configs: Configs = {}
    for name in components_of(folder / PIPELINE_INDEX):
        if not (folder / name).is_dir():
            raise WeightsError(
                "weights.names-missing",
                "{file} names '{name}', which is not there.",
                hint=FETCH_AGAIN,
                file=folder / PIPELINE_INDEX,
                name=name,
            )
        configs |= check_component(folder, name)
    return configs


def components_of(index: Path) -> list[str]:
    """The folders that model_index.json names. Raises WeightsError for classes of others than the two libraries."""
    values = read_checked(index)
    if not isinstance(values.get("_class_name"), str):
        raise asks_for_code(index, "_class_name")
    parts = {name: value for name, value in values.items() if isinstance(value, list) and any(value)}
    for name, value in parts.items():
        if value[0] not in LIBRARIES or Path(name).name != name or name == "..":
            raise asks_for_code(index, f"{name}: {value}")
    return list(parts)


def check_component(folder: Path, name: str = "") -> Configs:
    """Check one part: a network, a scheduler, or a tokenizer, in `folder / name`. Raises WeightsError."""
    part = folder / name
    refuse_adapter(part)
    for file in OTHER_CONFIGS:
        if (part / file).is_file():
            read_checked(part / file)
    if (part / "scheduler_config.json").is_file():
        return _config_of(folder, f"{name}/scheduler_config.json")
    if (part / "config.json").is_file():
        configs = _config_of(folder, f"{name}/config.json".lstrip("/"))
        is_of_diffusers = any("_class_name" in values for values in configs.values())
        check_weight_files(part, "diffusion_pytorch_model" if is_of_diffusers else "model")
        return configs
    if pickles := pickles_in(part):
        raise only_pickles(part, pickles)
    return {}


def _config_of(folder: Path, name: str) -> Configs:
    values = read_checked(folder / name)
    if kind_of(values) is None:
        raise unknown_kind(folder / name, values)
    return {name: values}


def unknown_kind(path: Path, config: dict[str, Any]) -> WeightsError:
    return WeightsError(
        "weights.unknown-kind",
        "{model} is a model of an unknown kind: {kind}.",
        hint="Known are: {names}.",
        model=path,
        kind=config.get("model_type") or config.get("_class_name"),
        names=", ".join(KINDS),
    )


def check_ip_adapter(folder: Path, form: Form) -> Configs:
    """Check the adapter's weights and its image encoder. Raises WeightsError."""
    inside, weights = IP_ADAPTERS[form]
    _require(folder / inside / weights)
    check_safetensors(folder / inside / weights)
    _require(folder / inside / "image_encoder" / "config.json")
    return check_component(folder, f"{inside}/image_encoder")


def check_lora(folder: Path) -> Configs:
    """Check the LoRA of a folder. Raises WeightsError."""
    check_safetensors(find_lora(folder))
    return {}


def find_lora(folder: Path) -> Path:
    """The file with the LoRA of a folder: under the name that Diffusers gives, or the first. Raises WeightsError."""
    found = [path for path in sorted(folder.glob("*.safetensors")) if path.is_file()]
    named = [path for path in found if path.name == LORA_FILE]
    if not found:
        if pickles := pickles_in(folder):
            raise only_pickles(folder, pickles)
        _require(folder / LORA_FILE)
    return (named or found)[0]


def _require(path: Path) -> None:
    if not path.is_file():
        raise WeightsError(
            "weights.no-model-file",
            "{folder} holds no weights: there is no {name}.",
            hint=FETCH_AGAIN,
            folder=path.parent,
            name=path.name,
        )
