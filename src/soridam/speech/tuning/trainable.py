"""Which weights of a Whisper are trained: all, or adapters on attention or MLP, in encoder or decoder.

Begin with `load_for_training`.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import torch

from soridam.core.files import replacing_folder
from soridam.speech.model import Whisper
from soridam.speech.tuned import save_beside_adapter
from soridam.speech.tuning.config import WhisperTuning
from soridam.training.adapters import add_lora, merge_adapter, save_adapter
from soridam.training.config import ModelSection
from soridam.training.precision import Precision

if TYPE_CHECKING:
    from peft import PeftModel

# The projections that LoRA is put on; queries and values carry most of it (Hu et al. 2021).
LAYERS = {
    "attention": r"(self_attn|encoder_attn)\.(q_proj|v_proj)",
    "mlp": r"(fc1|fc2)",
}


def load_for_training(
    folder: Path, model: ModelSection, tuning: WhisperTuning, *, precision: Precision, device: torch.device, seed: int
) -> "tuple[Whisper, PeftModel | None]":
    """Return the network with the chosen weights trainable; and the adapter's handle, if there is one.

    Weights that are trained stay in float32; frozen ones are held in bf16 where that is computed in.
    """
    whisper = Whisper.load_in_8_bits(folder, device) if tuning.method == "lora-int8" else Whisper.load(folder)
    if model.gradient_checkpointing:
        # Without re-entrance, gradients reach adapters although the frozen layers' inputs need none.
        whisper.inner.gradient_checkpointing_enable({"use_reentrant": False})
    if tuning.method == "full":
        _train_parts(whisper, tuning)
        return whisper, None
    if tuning.method == "lora" and precision == "bf16":
        whisper.inner.to(torch.bfloat16)
    adapter = add_lora(
        whisper.inner,
        targets=lora_targets(tuning),
        rank=tuning.rank,
        alpha=tuning.alpha,
        dropout=tuning.dropout,
        seed=seed,
    )
    return whisper, adapter


def lora_targets(tuning: WhisperTuning) -> str:
    """Return a regular expression over the names of Whisper's modules."""
    layers = "|".join(LAYERS[layer] for layer in tuning.layers)
    return rf"model\.({'|'.join(tuning.parts)})\.layers\.\d+\.({layers})"


def _train_parts(whisper: Whisper, tuning: WhisperTuning) -> None:
    positions = whisper.inner.model.encoder.embed_positions.weight  # sinusoids, never trained
    for name, parameter in whisper.inner.named_parameters():
        parameter.requires_grad = parameter is not positions and name.startswith(
            tuple(f"model.{part}." for part in tuning.parts)
        )


def save_model(folder: Path, whisper: Whisper, adapter: "PeftModel | None", base: Path, name: str) -> None:
    """Write `folder`/model, an ordinary Transformers folder, and for adapters also `folder`/adapter.

    An adapter is merged into the full-precision base, also if it was trained on 8 bits.
    """
    if adapter is not None:
        save_adapter(adapter, folder / "adapter", base_name=name)
        save_beside_adapter(whisper.tuned, folder / "adapter")
        merged = Whisper.load(base)
        merged.network.inner = merge_adapter(merged.inner, folder / "adapter")
        merged.record_tuned(whisper.tuned)
        whisper = merged
    with replacing_folder(folder / "model") as temporary:
        whisper.save(temporary)
