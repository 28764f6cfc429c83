"""`soridam adjust` of a picture model: two pictures of the same noise beside each other, or a strip over a slider."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from soridam.core.errors import UsageError

if TYPE_CHECKING:
    from PIL import Image

    from soridam.image.adjusting import AdjustablePipeline, Painting, Part, PictureAdjustment, SliderName
    from soridam.training.adjust import Adjustment

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")
GAINS = (0.5, 0.75, 1.0, 1.25, 1.5)
EPSILONS = (1e-5, 1e-3, 1e-2, 1e-1, 1.0)
SLIDERS: dict[str, tuple["Part", "SliderName"]] = {
    "attn": ("unet", "attention"),
    "mlp": ("unet", "mlp"),
    "cross": ("unet", "cross"),
    "eps": ("unet", "epsilon"),
    "text-attn": ("text_encoder", "attention"),
    "text-mlp": ("text_encoder", "mlp"),
    "text-eps": ("text_encoder", "epsilon"),
}


@dataclass(frozen=True)
class PictureRequest:
    """The arguments of `soridam adjust` for a picture model."""

    model: str
    prompt: str
    unet: "Adjustment"
    text_encoder: "Adjustment"
    sliders: Path | None
    negative: str
    seed: int
    steps: int | None
    guidance: float | None
    size: str
    out: Path | None
    strip: str
    save: Path | None
    as_json: bool


def adjust_picture(asked: PictureRequest) -> None:
    """Paint, print what is changed, and save the adjusted model where that is asked."""
    from soridam.core.progress import show_progress
    from soridam.evaluation.exports import refuse_existing
    from soridam.image.adjusting import AdjustablePipeline, Painting, save_adjusted
    from soridam.image.model import find_pipeline, load_parts

    _refuse_incomplete(asked)
    chosen, slider = _adjustment(asked), _slider(asked.strip)
    width, height = _size(asked.size)
    if asked.save is not None:
        refuse_existing(asked.save)
    folder = _folder(asked.model)
    with show_progress("Loading the model", None, "models"):
        model = AdjustablePipeline.load(folder)
    if asked.out is not None:
        painting = Painting(asked.prompt, asked.negative, asked.seed, asked.steps, asked.guidance, width, height)
        with show_progress("Painting", None, "pictures"):
            _write(_paint(model, painting, chosen, slider), asked.out)
    touched = model.count(chosen)
    if asked.save is not None:
        whole = AdjustablePipeline(load_parts(find_pipeline(folder)).pipeline)  # as it is, not as it is painted with
        save_adjusted(whole, chosen, asked.save, name=Path(asked.model).name)
    if asked.as_json:
        files = {"picture": asked.out and str(asked.out), "saved": asked.save and str(asked.save)}
        typer.echo(json.dumps({**files, **touched.to_json(), "blocks": model.unet.layer_names}, ensure_ascii=False))
        return
    if asked.out is not None:
        typer.echo(f"Painted: {asked.out}")
    if slider is None:  # a strip moves the slider over all its values
        millions = f"{touched.parameters / 1e6:.1f} of {touched.all_parameters / 1e6:.1f} million parameters"
        typer.echo(f"Changed: {touched}, {millions}, {touched.norms} norms.")
    if asked.save is not None:
        typer.echo(f"Saved: {asked.save}")


def _refuse_incomplete(asked: PictureRequest) -> None:
    if asked.out is None and asked.save is None:
        raise UsageError("adjust.nowhere", "There is no file to paint into.", hint="Add, for example: --out fox.png")
    if asked.out is not None and not asked.prompt:
        raise UsageError("prompt.none", "There is no prompt.", hint='Add, for example: --prompt "a fox in a red coat"')
    if asked.out is not None and asked.out.suffix.lower() not in SUFFIXES:
        raise UsageError(
            "adjust.no-picture",
            "{file} is no file for a picture.",
            hint="Choose a name that ends in one of: {names}",
            file=asked.out,
            names=", ".join(SUFFIXES),
        )


def _folder(model: str) -> str:
    """Return the tuned model of a run, or what was given."""
    from soridam.training.run_folder import MODEL, RUN_FILE

    folder = Path(model).expanduser()
    return str(folder / MODEL) if (folder / RUN_FILE).is_file() else model


def _adjustment(asked: PictureRequest) -> "PictureAdjustment":
    from soridam.cli.adjust import read_sliders
    from soridam.image.adjusting import PictureAdjustment

    if asked.sliders is not None:
        return read_sliders(asked.sliders, PictureAdjustment)
    return PictureAdjustment(asked.unet, asked.text_encoder)


def _slider(text: str) -> "tuple[Part, SliderName, list[float]] | None":
    """Return part, name and values of `attn=0.5,1,1.5`, with values of ours where none are given."""
    if not text:
        return None
    name, _, given = text.partition("=")
    values = given.split(",") if given else [str(each) for each in (EPSILONS if name.endswith("eps") else GAINS)]
    try:
        return *SLIDERS[name], [float(each) for each in values]
    except (KeyError, ValueError):
        raise UsageError(
            "adjust.strip",
            "'{strip}' is no slider with its values.",
            hint="Write, for example: --strip attn=0.5,1,1.5. Sliders are: {names}",
            strip=text,
            names=", ".join(SLIDERS),
        ) from None


def _size(text: str) -> tuple[int | None, int | None]:
    if not text:
        return None, None
    width, _, height = text.partition("x")
    if not (width.isdigit() and height.isdigit()) or int(width) % 8 or int(height) % 8 or "0" in (width, height):
        raise UsageError(
            "adjust.size",
            "'{size}' is no size of a picture.",
            hint="Write width and height in pixels, both multiples of 8, for example: --size 768x576",
            size=text,
        )
    return int(width), int(height)


def _paint(
    model: "AdjustablePipeline",
    painting: "Painting",
    chosen: "PictureAdjustment",
    slider: "tuple[Part, SliderName, list[float]] | None",
) -> "Image.Image":
    from soridam.image.adjusting import join_pictures, paint_strip, try_adjustment

    if slider is not None:
        part, name, values = slider
        return paint_strip(model, painting, part, name, values, others=chosen)
    tried = try_adjustment(model, painting, chosen)
    return join_pictures([tried.untouched, tried.adjusted], ["as it is", "adjusted"])


def _write(picture: "Image.Image", out: Path) -> None:
    from soridam.core.files import replacing

    with replacing(out) as temporary:
        picture.save(
            temporary, format={".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}.get(out.suffix.lower(), "PNG")
        )
