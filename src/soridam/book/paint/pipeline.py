"""A Stable Diffusion pipeline made ready: sampler, VAE, LoRA, IP-Adapter, refiner. Begin with `load_pipeline`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import torch
from PIL import Image
from safetensors import SafetensorError

from soridam.book.paint.presets import PRESETS, Preset, PresetName
from soridam.book.paint.previews import preview_latents
from soridam.book.paint.prompts import NEGATIVE
from soridam.book.parts import WatchPainting
from soridam.core.errors import WeightsError
from soridam.core.weights import find_weights
from soridam.core.weights.entry import Form
from soridam.core.weights.pictures import IP_ADAPTERS, find_lora
from soridam.core.weights.weight_files import check_safetensors

DiffusionFamily = Literal["sdxl", "sd"]

SIZES: dict[DiffusionFamily, tuple[int, int]] = {
    "sdxl": (1152, 864),
    "sd": (768, 576),
}  # what each was trained near, at 4:3
BASE_SHARE = 0.8  # of the noise levels that the base model takes before the refiner: an ensemble of denoisers
IP_FORMS: dict[DiffusionFamily, Form] = {"sdxl": "ip-adapter-sdxl", "sd": "ip-adapter-sd"}
FLOAT16_VAE = "madebyollin/sdxl-vae-fp16-fix"
HERO_SCALE = 0.5  # of the IP-Adapter: enough to keep the hero, not so much that the pose of the picture comes along


@dataclass(frozen=True)
class PipelineOptions:
    """What to load: folders or ids of the hub. Empty means without; a `vae` of "auto" is chosen by `vae_for`."""

    model: str
    refiner: str = ""
    vae: str = ""
    lora: str = ""
    ip_adapter: str = ""
    preset: PresetName = "quality"
    steps: int = 0
    device: str = "auto"


@dataclass(frozen=True)
class PaintJob:
    """Pictures to paint in one batch: a prompt and a seed each; `hero` is whom to look like, for the IP-Adapter."""

    prompts: Sequence[str]
    seeds: Sequence[int]
    hero: Image.Image | None = None


class Pipeline:
    """Base, refiner and what hangs on them. Begin with `paint`."""

    def __init__(self, base: Any, refiner: Any, options: PipelineOptions, family: DiffusionFamily) -> None:
        self._base, self._refiner, self._options, self.family = base, refiner, options, family
        self._preset: Preset = PRESETS[options.preset]

    def paint(
        self, job: PaintJob, watch: WatchPainting | None = None, size: tuple[int, int] | None = None
    ) -> list[Image.Image]:
        """Return all pictures of a job in one batch; halved as long as the memory does not suffice."""
        try:
            return self._paint(job, watch, size or SIZES[self.family])
        except torch.OutOfMemoryError:
            if len(job.prompts) == 1:
                raise
        torch.cuda.empty_cache()
        middle = len(job.prompts) // 2
        halves = (slice(None, middle), slice(middle, None))
        return [
            picture
            for half in halves
            for picture in self.paint(PaintJob(job.prompts[half], job.seeds[half], job.hero), watch, size)
        ]

    def _paint(self, job: PaintJob, watch: WatchPainting | None, size: tuple[int, int]) -> list[Image.Image]:
        width, height = size
        values: dict[str, Any] = {
            "prompt": list(job.prompts),
            "negative_prompt": [NEGATIVE] * len(job.prompts),
            "generator": [torch.Generator("cpu").manual_seed(seed) for seed in job.seeds],
            "num_inference_steps": self._options.steps or self._preset.steps,
            "guidance_scale": self._preset.guidance,
            "width": width,
            "height": height,
        }
        if watch is not None:
            values["callback_on_step_end"] = self._showing(watch)
        if job.hero is not None and self._options.ip_adapter:
            values["ip_adapter_image"] = [job.hero]
        with torch.inference_mode():
            return self._base(**values).images if self._refiner is None else self._refined(values)

    def _refined(self, values: dict[str, Any]) -> list[Image.Image]:
        """Return the base denoises the first part of the way and hands latents over; the refiner goes on from there."""
        latents = self._base(**values, denoising_end=BASE_SHARE, output_type="latent").images
        shared = {key: values[key] for key in ("prompt", "negative_prompt", "generator", "num_inference_steps")}
        images: list[Image.Image] = self._refiner(
            **shared, guidance_scale=self._preset.guidance, image=latents, denoising_start=BASE_SHARE
        ).images
        return images

    def _showing(self, watch: WatchPainting) -> Callable[..., dict[str, Any]]:
        def show(_: Any, step: int, __: Any, values: dict[str, Any]) -> dict[str, Any]:
            watch(step, preview_latents(values["latents"], self.family))
            return values

        return show


def load_pipeline(options: PipelineOptions) -> Pipeline:
    """Load everything the options name, out of folders that hold safetensors and no code. Raises WeightsError."""
    from diffusers import AutoencoderKL, AutoPipelineForImage2Image, AutoPipelineForText2Image

    device = _device(options.device)
    values: dict[str, Any] = {"torch_dtype": torch.float16 if device == "cuda" else torch.float32}
    base = _load(AutoPipelineForText2Image, options.model, "diffusers", values)
    family: DiffusionFamily = "sdxl" if hasattr(base, "text_encoder_2") else "sd"
    vae = vae_for(options.vae, family, device)
    if vae:
        base.vae = _load(AutoencoderKL, vae, "component", values)
    _set_scheduler(base, PRESETS[options.preset])
    if options.lora:
        lora = _find_lora(options.lora)
        _adding(options.lora, lambda: base.load_lora_weights(lora.parent, weight_name=lora.name, use_safetensors=True))
    if options.ip_adapter:
        _add_ip_adapter(base, options.ip_adapter, family, values)
    refiner = None
    if options.refiner:
        shared = {"vae": base.vae, "text_encoder_2": base.text_encoder_2} if family == "sdxl" else {}
        refiner = _load(AutoPipelineForImage2Image, options.refiner, "diffusers", {**values, **shared}).to(device)
        _set_scheduler(refiner, PRESETS[options.preset])
    for part in filter(None, (base, refiner)):
        part.set_progress_bar_config(disable=True)
    return Pipeline(base.to(device), refiner, options, family)


def vae_for(chosen: str, family: DiffusionFamily, device: str) -> str:
    """Which VAE to load in place of the model's own; "auto" is one for SDXL on GPUs, whose own overflows in float16."""
    if chosen != "auto":
        return chosen
    return FLOAT16_VAE if family == "sdxl" and device == "cuda" else ""


def _device(name: str) -> str:
    return name if name != "auto" else "cuda" if torch.cuda.is_available() else "cpu"


def _load(kind: Any, name: str, form: Form, values: dict[str, Any]) -> Any:
    folder = find_weights(name, form=form, family="image")
    return _adding(name, lambda: kind.from_pretrained(folder, use_safetensors=True, **values))


def _find_lora(name: str) -> Path:
    """Return the file of a LoRA, which may be given itself. Raises WeightsError as `find_weights` does."""
    path = Path(name).expanduser()
    if not path.is_file():
        return find_lora(find_weights(name, form="lora", family="image"))
    check_safetensors(path)
    return path


def _adding(name: str, load: Callable[[], Any]) -> Any:
    try:
        return load()
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        first = next(iter(str(error).splitlines()), type(error).__name__)
        raise WeightsError(
            "paint.cannot-load",
            "'{model}' cannot be loaded: {reason}",
            hint="Give a folder with safetensors, or an id of the hub, in book.diffusion.",
            model=name,
            reason=first,
        ) from None


def _set_scheduler(pipeline: Any, preset: Preset) -> None:
    import diffusers

    kind = getattr(diffusers, preset.scheduler)
    pipeline.scheduler = kind.from_config(pipeline.scheduler.config, **preset.options)


def _add_ip_adapter(base: Any, name: str, family: DiffusionFamily, values: dict[str, Any]) -> None:
    from transformers import CLIPImageProcessor, CLIPVisionModelWithProjection

    form = IP_FORMS[family]
    subfolder, weight = IP_ADAPTERS[form]
    folder = find_weights(name, form=form, family="image")
    # Loaded here, because load_ip_adapter would take a pickled one too.
    encoder = _adding(
        name,
        lambda: CLIPVisionModelWithProjection.from_pretrained(
            folder / subfolder / "image_encoder", use_safetensors=True, **values
        ),
    )
    side = encoder.config.image_size
    base.register_modules(
        image_encoder=encoder,
        feature_extractor=CLIPImageProcessor(size=side, crop_size={"height": side, "width": side}),
    )
    _adding(
        name,
        lambda: base.load_ip_adapter(str(folder), subfolder=subfolder, weight_name=weight, image_encoder_folder=None),
    )
    base.set_ip_adapter_scale(HERO_SCALE)
