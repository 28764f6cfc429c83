"""Writes a tuned picture model: a pipeline's folder, and for LoRA also the adapter's file. Begin with `save_tuned`."""

from pathlib import Path

from soridam.core.files import replacing_folder
from soridam.core.weights.save import raising_system_errors
from soridam.image.adapters import describe_adapter, read_adapter, save_adapter
from soridam.image.apply_adapters import merge_adapters
from soridam.image.data.preflight import Rows
from soridam.image.model import Parts, load_parts
from soridam.image.tuning.config import RecipeConfig
from soridam.training.run_folder import ADAPTER, MODEL


def save_tuned(folder: Path, parts: Parts, config: RecipeConfig, rows: Rows) -> list[Path]:
    """Write `folder`/model and for LoRA `folder`/adapter; returns the folders written.

    An adapter is merged into the base as it lies in its folder, so that both files give the same pictures.
    """
    pipeline, written = parts.pipeline, [folder / MODEL]
    if config.tuning.method == "lora":
        written.append(folder / ADAPTER)
        save_lora(folder / ADAPTER, parts, config, rows, run=folder.name)
        pipeline = load_parts(parts.folder).pipeline
        merge_adapters(pipeline, [(read_adapter(folder / ADAPTER), 1.0)])
    with replacing_folder(folder / MODEL) as temporary, raising_system_errors(temporary):
        pipeline.save_pretrained(temporary, safe_serialization=True)
    return written


def save_lora(folder: Path, parts: Parts, config: RecipeConfig, rows: Rows, *, run: str) -> Path:
    """Write the adapter that `parts` are being trained with; returns its file."""
    from peft.utils import get_peft_model_state_dict

    folder.mkdir(parents=True, exist_ok=True)
    encoders = parts.text_encoders if config.tuning.text_encoder else ()
    texts = [get_peft_model_state_dict(encoder) for encoder in encoders]
    captions = {config.data.corpus.name: [one.picture.caption for one in rows.train]}
    return save_adapter(
        folder,
        unet=get_peft_model_state_dict(parts.unet),
        text_encoder=texts[0] if texts else None,
        text_encoder_2=texts[1] if len(texts) > 1 else None,
        rank=config.tuning.rank,
        alpha=config.tuning.alpha,
        metadata=describe_adapter(
            family=parts.kind, title=config.data.corpus.name, trigger=config.data.caption, captions=captions, run=run
        ),
    )
