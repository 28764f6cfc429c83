"""The choice of the weights that are trained: all or adapters, by part (attention, MLP, embeddings) and by layer.

Begin with `load_for_training`. The branches are found as the sliders find them (`training.adjust`).
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import nn
from transformers import BitsAndBytesConfig
from transformers.pytorch_utils import Conv1D

from soridam.core.errors import ConfigError
from soridam.core.files import replacing_folder
from soridam.core.weights.save import raising_system_errors
from soridam.language.model import end_tokens, load_causal
from soridam.language.tuning.config import LanguageTuning
from soridam.language.tuning.network import CausalNetwork
from soridam.training.adapters import add_lora, merge_adapter, save_adapter
from soridam.training.adjust import find_sites
from soridam.training.config import ModelSection
from soridam.training.precision import Precision

if TYPE_CHECKING:
    from peft import PeftModel

ALL_PARTS = frozenset(("attention", "mlp", "embeddings"))


def load_for_training(
    folder: Path, model: ModelSection, tuning: LanguageTuning, *, precision: Precision, device: torch.device, seed: int
) -> "tuple[CausalNetwork, PeftModel | None]":
    """Load the network with the chosen weights trainable; returns it, and the adapter's handle if there is one.

    Weights that are trained stay in float32; frozen ones are held in bf16 where that is computed in. Raises ConfigError
    for parts or layers that the model does not have.
    """
    inner = load_causal(folder, **_quantization(tuning.method, device))
    for module in inner.modules():
        if hasattr(module, "support_avx512bf16_for_cpu"):
            # Else bitsandbytes packs a base of 4 bits anew at each validation, rounds its scales to bf16, and fails
            # where they do not fill whole rows.
            module.support_avx512bf16_for_cpu = False
    if model.gradient_checkpointing:
        # Without re-entrance, gradients reach adapters although the frozen layers' inputs need none.
        inner.gradient_checkpointing_enable({"use_reentrant": False})
    if tuning.method == "full":
        train_parts(inner, tuning)
        return CausalNetwork(inner), None
    if tuning.method == "lora" and precision == "bf16":
        inner.to(torch.bfloat16)
    names = lora_layers(inner, tuning)
    adapter = add_lora(
        inner,
        targets="|".join(map(re.escape, names)),
        rank=tuning.rank,
        alpha=tuning.alpha,
        dropout=tuning.dropout,
        seed=seed,
        transposed=isinstance(inner.get_submodule(names[0]), Conv1D),
    )
    return CausalNetwork(inner), adapter


def _quantization(method: str, device: torch.device) -> dict[str, Any]:
    """Return how bitsandbytes loads a frozen base. Source of 4 bits: Dettmers et al. 2023, arXiv 2305.14314."""
    match method:
        case "lora-int8":
            config = BitsAndBytesConfig(load_in_8bit=True)
        case "lora-4bit":
            config = BitsAndBytesConfig(
                load_in_4bit=True,
                bnb_4bit_quant_type="nf4",
                bnb_4bit_use_double_quant=True,
                bnb_4bit_compute_dtype=torch.float32 if device.type == "cpu" else torch.bfloat16,
            )
        case _:
            return {}
    return {"quantization_config": config, "device_map": {"": device}}


def find_blocks(inner: nn.Module, tuning: LanguageTuning) -> list[str]:
    """Return the names of the modules that hold the chosen branches in the chosen layers.

    Raises ConfigError for layers beyond the last one.
    """
    sites = find_sites(inner)
    last = max(site.layer for site in sites)
    first, end = tuning.layers or (0, last)
    if end > last:
        raise ConfigError(
            "run.no-such-layer",
            "The model has the layers 0 to {last}, and tuning.layers names {asked}.",
            hint="Choose layers up to {last}.",
            last=last,
            asked=end,
        )
    blocks = []
    for site in sites:
        if site.branch in tuning.parts and first <= site.layer <= end:
            parent = site.name.rpartition(".")[0]
            # Of Gemma the site is a norm beside the branch, of others the last projection inside of it.
            inside = "self_attn" if site.branch == "attention" else "mlp"
            blocks.append(f"{parent}.{inside}" if site.is_norm else parent)
    return blocks


def lora_layers(inner: Any, tuning: LanguageTuning) -> list[str]:
    """Return the names of the linear layers, and embeddings, that get adapters.

    Raises ConfigError if a branch has no linear layer, or for embeddings that are the output layer as well: an adapter
    would change one of the two in training, and both when it is merged.
    """
    named = dict(inner.named_modules())
    found = []
    for block in find_blocks(inner, tuning):
        linear = [name for name in named if name.startswith(f"{block}.") and _is_linear(named[name])]
        if not linear:
            raise ConfigError(
                "run.no-layer",
                "No layer of the model matches {pattern}.",
                hint="Choose other parts or layers.",
                pattern=block,
            )
        found += linear
    if "embeddings" in tuning.parts:
        if inner.config.tie_word_embeddings:
            raise ConfigError(
                "run.tied-embeddings",
                "The embeddings of this model are its output layer as well; adapters cannot be put on them.",
                hint="Leave embeddings out of tuning.parts, or set tuning.method=full.",
            )
        outer = (inner.get_input_embeddings(), inner.get_output_embeddings())
        found += [name for name, module in named.items() if module in outer]
    return found


def _is_linear(module: nn.Module) -> bool:
    """Return whether a module is a linear layer, also a quantized one of bitsandbytes or a transposed one of GPT-2."""
    return isinstance(module, nn.Linear | Conv1D)


def train_parts(inner: Any, tuning: LanguageTuning) -> None:
    """Make the chosen parts trainable and nothing else; all three parts in all layers are the whole model."""
    if set(tuning.parts) == ALL_PARTS and not tuning.layers:
        inner.requires_grad_(True)
        return
    inner.requires_grad_(False)
    chosen = [inner.get_submodule(name) for name in find_blocks(inner, tuning)]
    if "embeddings" in tuning.parts:
        chosen += [inner.get_input_embeddings(), inner.get_output_embeddings()]
    for module in chosen:
        module.requires_grad_(True)


def save_model(
    folder: Path, network: CausalNetwork, tokenizer: Any, adapter: "PeftModel | None", base: Path, name: str
) -> None:
    """Write `folder`/model, an ordinary Transformers folder, and for adapters also `folder`/adapter.

    An adapter is merged into the full-precision base, also if it was trained on 8 or 4 bits.
    """
    inner = network.inner
    if adapter is not None:
        save_adapter(adapter, folder / "adapter", base_name=name)
        inner = merge_adapter(load_causal(base), folder / "adapter")
    ends = sorted(end_tokens(inner, tokenizer))  # so that programs that ask only the config stop where we do
    inner.generation_config.eos_token_id = ends if len(ends) > 1 else next(iter(ends), None)
    with replacing_folder(folder / "model") as temporary, raising_system_errors(temporary):
        inner.save_pretrained(temporary)
        tokenizer.save_pretrained(temporary)
