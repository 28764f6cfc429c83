"""A pipeline as it is painted with: model, VAE, LoRA, IP-Adapter, refiner. Begin with `load_pipeline_parts`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import torch
from safetensors import SafetensorError

from soridam.core.errors import UsageError, WeightsError
from soridam.core.libraries import quiet_diffusers
from soridam.core.weights import find_weights
from soridam.core.weights.entry import Form
from soridam.core.weights.pictures import IP_ADAPTERS, find_lora
from soridam.core.weights.weight_files import check_safetensors
from soridam.image.kinds import KLEIN, KindName, PipelineKind, PrecisionName, kind_of_pipeline
from soridam.image.memory import place_pipelines
from soridam.image.own_adapter import find_adapter
from soridam.image.presets import PRESETS, PresetName
from soridam.image.schedulers import SchedulerName, set_scheduler
from soridam.training.estimate import free_memory

IP_FORMS: dict[KindName, Form] = {"sdxl": "ip-adapter-sdxl", "sd": "ip-adapter-sd"}
HERO_SCALE = 0.5  # of the IP-Adapter: enough to keep the hero, not so much that the pose of the picture comes along
THIRD_ENCODER = ("text_encoder_3", "tokenizer_3")  # of Stable Diffusion 3, which paints without them too


@dataclass(frozen=True)
class PipelineOptions:
    """What to load: folders or ids of the hub. Empty means without, or the model's or preset's own; so do 0 steps."""

    model: str
    refiner: str = ""
    vae: str = ""
    lora: str = ""
    adapter: str = ""  # a LoRA that somebody trained: a run, a folder or a file
    ip_adapter: str = ""
    preset: PresetName = "quality"
    scheduler: SchedulerName | Literal[""] = ""
    steps: int = 0
    guided_share: float = 1.0  # of the steps, after which guidance ends
    structure: float = 0.0  # how much a drawn picture may be changed, 0 to 1; 0 where none is given
    device: str = "auto"
    precision: PrecisionName = "auto"
    channels_last: bool = False  # this and the next only on a GPU
    compile: bool = False


@dataclass(frozen=True, eq=False)
class LoadedParts:
    """A loaded pipeline of diffusers, its refiner if there is one, and how they are to be used.

    `structured` is the pipeline that continues a drawn picture, with the same networks.
    """

    base: Any
    refiner: Any
    structured: Any
    kind: PipelineKind
    steps: int
    guidance: float


def load_pipeline_parts(options: PipelineOptions) -> LoadedParts:
    """Load everything the options name, out of folders that hold safetensors and no code.

    Raises WeightsError for what cannot be loaded, UsageError for an option that the kind of pipeline does not take.
    """
    import diffusers

    folder = find_weights(options.model, form="diffusers", family="image")
    kind = kind_of_pipeline(folder)
    _refuse_unusable(options, kind)
    device = choose_device(options.device)
    quiet_diffusers()
    values: dict[str, Any] = {"dtype": choose_dtype(options.precision, kind, device)}
    absent = dict.fromkeys(name for name in THIRD_ENCODER if kind.name == "sd3" and not (folder / name).is_dir())
    base = _open(options.model, getattr(diffusers, kind.pipeline), folder, {**values, **absent})
    _set_vae(base, options.vae, kind, values)
    if options.adapter:
        _add_adapter(base, options, kind)
    elif options.lora:
        _add_lora(base, options.lora)
    if options.ip_adapter:
        _add_ip_adapter(base, options.ip_adapter, kind, values)
    refiner = _load_refiner(base, options.refiner, values) if options.refiner else None
    pipelines = [base] if refiner is None else [base, refiner]
    preset = PRESETS[options.preset]
    for pipeline in pipelines:
        pipeline.set_progress_bar_config(disable=True)
        if kind.takes_presets:
            set_scheduler(pipeline, options.scheduler or preset.scheduler, preset.options)
    _place(pipelines, options, kind, device)
    steps, guidance = (preset.steps, preset.guidance) if kind.takes_presets else (kind.steps, kind.guidance)
    structured = _structured(base, kind) if options.structure else None
    return LoadedParts(base, refiner, structured, kind, options.steps or steps, guidance)


def choose_device(name: str) -> str:
    return name if name != "auto" else "cuda" if torch.cuda.is_available() else "cpu"


def choose_dtype(precision: PrecisionName, kind: PipelineKind, device: str) -> torch.dtype:
    """Return the format to compute in: that which the model was made for on a GPU, float32 elsewhere."""
    if precision == "auto":
        return getattr(torch, kind.half) if device == "cuda" else torch.float32
    return getattr(torch, precision)


def _place(pipelines: Sequence[Any], options: PipelineOptions, kind: PipelineKind, device: str) -> None:
    """Bring pipelines to where they compute; on a GPU, in the way that is fast there."""
    if device != "cuda":
        for pipeline in pipelines:
            pipeline.to(device)
        return
    denoisers = [pipeline.unet if kind.takes_presets else pipeline.transformer for pipeline in pipelines]
    if options.channels_last and kind.takes_presets:
        for part in (*denoisers, pipelines[0].vae):
            part.to(memory_format=torch.channels_last)
    place_pipelines(pipelines, device, free_memory(torch.device(device)))
    if options.compile:
        for denoiser in denoisers:
            denoiser.compile_repeated_blocks()
    if hasattr(pipelines[0].vae, "enable_slicing"):
        pipelines[0].vae.enable_slicing()  # a batch is decoded one by one: decoding takes the most memory of all


def _structured(base: Any, kind: PipelineKind) -> Any:
    """Return what continues a drawn picture: klein itself, which takes pictures to look at; else its img2img."""
    from diffusers import AutoPipelineForImage2Image

    if kind.name in KLEIN:
        return base
    pipeline = AutoPipelineForImage2Image.from_pipe(base)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def _refuse_unusable(options: PipelineOptions, kind: PipelineKind) -> None:
    for name in _unusable(options, kind):
        raise UsageError(
            "image.option-unusable",
            "'{model}' is a {kind}, for which {option} is not made.",
            hint="Leave {option} out.",
            model=options.model,
            kind=kind.pipeline,
            option=name,
        )


def _unusable(options: PipelineOptions, kind: PipelineKind) -> Iterator[str]:
    """Yield the names of options that are given and mean nothing to pipelines of this kind."""
    if not kind.takes_presets:
        yield from (name for name in ("vae", "adapter", "ip_adapter", "scheduler") if getattr(options, name))
        if options.guided_share < 1:
            yield "guided_share"
    elif options.ip_adapter and options.guided_share < 1:
        yield "guided_share"  # the portrait has rows for guidance too, which cannot be cut
    if kind.name != "sdxl" and options.refiner:
        yield "refiner"
    if options.structure and not (kind.takes_presets or kind.name in KLEIN):
        yield "structure"


def _load(name: str, pipeline: Any, form: Form, values: dict[str, Any]) -> Any:
    return _open(name, pipeline, find_weights(name, form=form, family="image"), values)


def _open(name: str, pipeline: Any, folder: Path, values: dict[str, Any]) -> Any:
    return _adding(name, lambda: pipeline.from_pretrained(folder, use_safetensors=True, **values))


def _set_vae(base: Any, name: str, kind: PipelineKind, values: dict[str, Any]) -> None:
    """Replace the VAE by the one named; SDXL's own, which overflows in float16, is made to decode in float32."""
    if name:
        from diffusers import AutoencoderKL

        base.vae = _load(name, AutoencoderKL, "component", values)
    elif kind.name == "sdxl":
        base.vae.register_to_config(force_upcast=True)


def _load_refiner(base: Any, name: str, values: dict[str, Any]) -> Any:
    from diffusers import StableDiffusionXLImg2ImgPipeline

    shared = {"vae": base.vae, "text_encoder_2": base.text_encoder_2}
    return _load(name, StableDiffusionXLImg2ImgPipeline, "diffusers", {**values, **shared})


def _add_lora(base: Any, name: str) -> None:
    lora = _find_lora(name)
    _adding(name, lambda: base.load_lora_weights(lora.parent, weight_name=lora.name, use_safetensors=True))


def _add_adapter(base: Any, options: PipelineOptions, kind: PipelineKind) -> None:
    """Put a LoRA that somebody trained beside the weights, and that of the settings too.

    Raises WeightsError for one that was trained for another kind of model, or for layers that this model has not.
    """
    from soridam.image.adapters import FAMILY_NAMES, read_adapter
    from soridam.image.apply_adapters import add_adapters

    own = find_adapter(Path(options.adapter))
    _, architecture = FAMILY_NAMES["sdxl" if kind.name == "sdxl" else "sd"]
    if own.architecture and own.architecture != architecture:
        raise WeightsError(
            "image.adapter-base",
            "The LoRA {adapter} belongs to {theirs}, and '{model}' is {ours}.",
            hint="Paint with the model that it was trained on, or choose another LoRA.",
            adapter=own.file,
            theirs=own.architecture.removesuffix("/lora"),
            model=options.model,
            ours=architecture.removesuffix("/lora"),
        )
    files = [own.file, *([_find_lora(options.lora)] if options.lora else [])]
    add_adapters(base, [(read_adapter(file), 1.0) for file in files])


def _find_lora(name: str) -> Path:
    """Return the file of a LoRA: given itself, named after the id of a repository, or that of its folder.

    Raises WeightsError as `find_weights` does.
    """
    path = Path(name).expanduser()
    if not path.is_file():
        folder, (_, _, file) = find_weights(name, form="lora", family="image"), name.partition(":")
        path = folder / file if file else find_lora(folder)
    check_safetensors(path)
    return path


def _add_ip_adapter(base: Any, name: str, kind: PipelineKind, values: dict[str, Any]) -> None:
    from transformers import CLIPImageProcessor, CLIPVisionModelWithProjection

    form = IP_FORMS[kind.name]
    subfolder, weight = IP_ADAPTERS[form]
    folder = find_weights(name, form=form, family="image")
    # Loaded here, because load_ip_adapter would take a pickled one too.
    encoder = _open(name, CLIPVisionModelWithProjection, folder / subfolder / "image_encoder", values)
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


def _adding(name: str, load: Callable[[], Any]) -> Any:
    try:
        return load()
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        first = next(iter(str(error).splitlines()), type(error).__name__)
        raise WeightsError(
            "paint.cannot-load",
            "'{model}' cannot be loaded: {reason}",
            hint="Give a folder with safetensors, or an id of the hub.",
            model=name,
            reason=first,
        ) from None
