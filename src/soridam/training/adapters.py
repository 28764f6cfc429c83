"""LoRA: small trained matrices beside frozen weights, in PEFT's own format. Source: Hu et al. 2021, arXiv 2106.09685.

Begin with `add_lora`; `merge_adapter` turns base and adapter into one ordinary model. PEFT takes 3 s and 50 MB to load,
so only those wait for it who have an adapter.
"""

import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import torch
from torch import nn

from soridam.core.errors import ConfigError, WeightsError
from soridam.core.files import read_json, write_json
from soridam.core.weights.save import raising_system_errors
from soridam.core.weights.trust import check_adapter

if TYPE_CHECKING:
    from peft import PeftModel

Model = TypeVar("Model", bound=nn.Module)

ADAPTER_CONFIG = "adapter_config.json"  # its presence marks a folder with an adapter


def add_lora(
    model: nn.Module,
    *,
    targets: str,
    rank: int,
    alpha: int,
    dropout: float,
    seed: int,
    transposed: bool = False,
) -> "PeftModel":
    """Freeze the model and put trainable low-rank matrices beside the linear layers that `targets` matches.

    `targets` is a regular expression over module names; `transposed` says that these layers hold their weights as
    (inputs, outputs), as GPT-2 does. The model is changed in place. Raises ConfigError if nothing matches.
    """
    from peft import LoraConfig, get_peft_model

    if not any(re.fullmatch(targets, name) for name, _ in model.named_modules()):
        raise ConfigError(
            "run.no-layer",
            "No layer of the model matches {pattern}.",
            hint="Choose other parts or layers.",
            pattern=targets,
        )
    config = LoraConfig(
        r=rank,
        lora_alpha=alpha,
        lora_dropout=dropout,
        target_modules=targets,
        bias="none",
        fan_in_fan_out=transposed,
    )
    torch.manual_seed(seed)  # the first factor starts at random
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # PEFT asks Transformers by a name that is going away
        return get_peft_model(model, config)


def save_adapter(adapter: "PeftModel", folder: Path, *, base_name: str) -> None:
    """Write the adapter as PEFT does: safetensors and a config that names the base model."""
    # Told the base's name beforehand, PEFT would look for it on the hub.
    with raising_system_errors(folder):
        adapter.save_pretrained(str(folder), save_embedding_layers=False)
    config = read_json(folder / ADAPTER_CONFIG)
    write_json(folder / ADAPTER_CONFIG, {**config, "base_model_name_or_path": base_name})


def merge_adapter(base: Model, folder: Path) -> Model:
    """Load the adapter in `folder` onto `base` (full-precision) and fold it into the weights.

    Raises WeightsError if it is not an adapter, asks for third-party code, or fits another model.
    """
    from peft import PeftModel

    check_adapter(folder)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # as in `add_lora`
            merged: Model = PeftModel.from_pretrained(base, str(folder), use_safetensors=True).merge_and_unload()
    except (ValueError, TypeError, KeyError, RuntimeError) as error:  # its config or shapes are for another model
        raise WeightsError(
            "weights.other-adapter",
            "The adapter in {folder} does not fit its base model: {reason}",
            hint="Use an adapter that was trained on this model.",
            folder=folder,
            reason=str(error).splitlines()[0] if str(error) else type(error).__name__,
        ) from error
    return merged
