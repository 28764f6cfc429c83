"""Export of a tuned picture model for other programs, proved by painting. Begin with `export_model`.

What was written is loaded into a plain pipeline of Diffusers, as any program does it: every key has to be used, and the
same noise has to become the picture that the tuned model paints.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from PIL import Image
from safetensors import SafetensorError

from soridam.core.errors import ExportError, UsageError
from soridam.core.files import write_json, write_text
from soridam.core.progress import show_progress
from soridam.core.weights.pictures import LORA_FILE
from soridam.core.weights.save import raising_system_errors
from soridam.evaluation.exports import new_folder, refuse_existing
from soridam.image.adapters import Adapter, read_adapter, refuse_not_finite, save_kohya, write_diffusers
from soridam.image.apply_adapters import merge_adapters, unused_keys
from soridam.image.model import Parts, find_pipeline, load_parts
from soridam.image.tuning.config import RecipeConfig
from soridam.training.run_folder import ADAPTER, CONFIG_FILE, MODEL, has_model

Form = Literal["diffusers-lora", "kohya-lora", "merged"]
PARITY_FILE = "parity.json"
EXAMPLE_FILE = "example.png"
MOST_DIFFERENT = 2 / 255  # of a channel, from 0 to 1
STEPS, GUIDANCE, SEEDS = 8, 5.0, (7, 8)
LONGEST_SIDE = 512  # pixels: whether two files are the same function shows at any size
OTHER_PROMPT = "a small orange cat in a garden"
USES: dict[Form, str] = {
    "diffusers-lora": """\
from diffusers import AutoPipelineForText2Image

pipeline = AutoPipelineForText2Image.from_pretrained("{base}", use_safetensors=True)
pipeline.load_lora_weights("THIS_FOLDER", weight_name="{file}")""",
    "merged": """\
from diffusers import AutoPipelineForText2Image

pipeline = AutoPipelineForText2Image.from_pretrained("THIS_FOLDER", use_safetensors=True)""",
}


@dataclass(frozen=True, slots=True)
class Parity:
    """How an export compares with the tuned model: keys that a plain pipeline took, and pictures.

    `largest_difference` is that of any channel of any pixel, from 0 to 255.
    """

    form: Form
    keys: int
    pictures: int
    largest_difference: float


def export_model(run: Path, out: Path, *, form: Form = "diffusers-lora") -> Parity:
    """Write what a finished run has learned to the new folder `out`, with a card, an example and parity.json.

    Raises UsageError for what is no run, or has no adapter, and ExportError for an export that a plain pipeline does
    not take, or that paints something else than the run's model; nothing is left then.
    """
    refuse_existing(out)
    config = _read_run(run, form)
    with show_progress("Painting with the tuned model", None, "pictures"):
        tuned = load_parts(run / MODEL)
        prompts = (_prompt_of(config), OTHER_PROMPT)
        wanted = _paint(tuned, prompts)
        del tuned
    with new_folder(out) as folder:
        with show_progress("Writing the export", None, "files"):
            file = _write(run, folder, config, form)
        with show_progress("Painting with the export", None, "pictures"):
            parts, keys = _load_back(folder, file, config, form)
            painted = _paint(parts, prompts)
        parity = Parity(form, keys, len(painted), float(np.abs(painted - wanted).max() * 255))
        refuse_different(parity)
        write_json(folder / PARITY_FILE, asdict(parity))
        _to_image(painted[0]).save(folder / EXAMPLE_FILE)
        write_text(folder / "README.md", _card(run, config, file, parity, prompts[0]))
    return parity


def _read_run(run: Path, form: Form) -> RecipeConfig:
    if not has_model(run):
        raise UsageError(
            "export.no-run",
            "{folder} is no finished run.",
            hint="Give the folder of a run that is completed.",
            folder=run,
        )
    if form != "merged" and not (run / ADAPTER / LORA_FILE).is_file():
        raise UsageError(
            "export.no-adapter",
            "{folder} has trained all weights; there is no LoRA to export.",
            hint="Export the whole model: --format merged",
            folder=run,
        )
    return RecipeConfig.read(run / CONFIG_FILE)


def _prompt_of(config: RecipeConfig) -> str:
    """Return what the run learned, as far as its config says."""
    return next(iter(config.validation.prompts), "") or config.data.caption or config.data.corpus.name


def _write(run: Path, folder: Path, config: RecipeConfig, form: Form) -> Path:
    """Write the export; returns its file, or the folder of a merged pipeline."""
    has_adapter = (run / ADAPTER / LORA_FILE).is_file()
    adapter = read_adapter(run / ADAPTER) if has_adapter else None
    if adapter is not None:
        refuse_not_finite(adapter)
    if form == "merged":
        parts = load_parts(find_pipeline(config.model.name) if adapter else run / MODEL)
        if adapter:
            merge_adapters(parts.pipeline, [(adapter, 1.0)])
        with raising_system_errors(folder):
            parts.pipeline.save_pretrained(folder, safe_serialization=True)
        return folder
    assert adapter is not None
    if form == "diffusers-lora":
        return write_diffusers(folder / LORA_FILE, adapter)
    base = load_parts(find_pipeline(config.model.name))
    return save_kohya(folder / f"{_file_name(run)}.safetensors", adapter, family=base.kind, resnets=_resnets(base))


def _file_name(run: Path) -> str:
    """Return the run's name as a file's: programs show it in their lists."""
    return re.sub(r"[^\w.-]+", "-", run.resolve().name).strip("-.") or "lora"


def _resnets(parts: Parts) -> int:
    found = parts.unet.config.layers_per_block
    return int(found if isinstance(found, int) else found[0])


def _load_back(folder: Path, file: Path, config: RecipeConfig, form: Form) -> tuple[Parts, int]:
    """Load an export as any program does; returns the pipeline, and how many keys it took. Raises ExportError."""
    if form == "merged":
        parts = load_parts(folder)
        modules = (parts.unet, *parts.text_encoders)
        return parts, sum(len(module.state_dict()) for module in modules)
    base = load_parts(find_pipeline(config.model.name))
    written = read_adapter(file, resnets=_resnets(base))
    try:
        base.pipeline.load_lora_weights(file.parent, weight_name=file.name, adapter_name="export", use_safetensors=True)
    except (ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise ExportError(
            "export.not-taken",
            "A plain pipeline does not take the export: {reason}",
            hint="Use an adapter that was trained on this model.",
            reason=next(iter(str(error).splitlines()), type(error).__name__),
        ) from error
    _refuse_unused(base.pipeline, written)
    return base, len(written.tensors())


def _refuse_unused(pipeline: Any, written: Adapter) -> None:
    if unused := unused_keys(pipeline, "export", written):
        raise ExportError(
            "export.unused-keys",
            "A plain pipeline leaves {number} of {count} tensors of the export unused: {key}",
            hint="Use an adapter that was trained on this model.",
            number=len(unused),
            count=len(written.tensors()),
            key=unused[0],
        )


def _paint(parts: Parts, prompts: Sequence[str]) -> np.ndarray:
    """Return a picture for each prompt, (pictures, height, width, 3) from 0 to 1."""
    side = min(parts.side, LONGEST_SIDE)
    pipeline = parts.pipeline.to("cuda" if torch.cuda.is_available() else "cpu")
    with torch.inference_mode():
        found: np.ndarray = pipeline(
            prompt=list(prompts),
            generator=[torch.Generator("cpu").manual_seed(seed) for seed in SEEDS],
            num_inference_steps=STEPS,
            guidance_scale=GUIDANCE,
            width=side,
            height=side,
            output_type="np",
        ).images
    return found


def refuse_different(parity: Parity) -> None:
    """Raise ExportError if an export paints something else than the tuned model, or what is no picture."""
    if not parity.largest_difference < MOST_DIFFERENT * 255:  # what is no number is no smaller either
        raise ExportError(
            "export.picture-differs",
            "The export paints another picture than the tuned model: a color differs by {difference} of 255.",
            hint="Check that neither the base model nor the run's adapter was changed after training.",
            difference=f"{parity.largest_difference:.1f}",
        )


def _to_image(pixels: np.ndarray) -> Image.Image:
    return Image.fromarray((pixels * 255).round().astype(np.uint8))


def _card(run: Path, config: RecipeConfig, file: Path, parity: Parity, prompt: str) -> str:
    base = config.model.name
    if parity.form == "kohya-lora":
        use = f"Put `{file.name}` into the folder for LoRA of ComfyUI, Forge, InvokeAI or kohya's scripts."
    else:
        use = f"```python\n{USES[parity.form].format(base=base, file=file.name)}\n```"
    return f"""# {run.resolve().name}, as {parity.form}

Of {base}. {parity.keys:,} tensors, all taken by a plain pipeline of Diffusers. {parity.pictures} pictures of the tuned
model and of this export differ by at most {parity.largest_difference:.2f} of 255 in a color, on the same noise.

![{prompt}]({EXAMPLE_FILE})

{use}
"""
