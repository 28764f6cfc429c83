"""`soridam adjust`: a language model or a picture model as it is, and with its attention, MLP and epsilon changed."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol, Self, TypeVar

import typer

from soridam.core.errors import UsageError

if TYPE_CHECKING:
    from soridam.language.model import LanguageModel
    from soridam.training.adjust import Adjustment


LANGUAGE_OPTIONS = ("system", "plain", "most_tokens", "temperature", "top_p", "health")
PICTURE_OPTIONS = (
    "out", "strip", "negative", "steps", "guidance", "size", "cross", "text_attn", "text_mlp", "text_eps"
)  # fmt: skip


def adjust(
    context: typer.Context,
    model: Annotated[str, typer.Argument(help="A folder, a name such as smollm2-135m, or an id of the hub.")],
    prompt: Annotated[str, typer.Option("--prompt", "-p", help="What the model is asked, or paints.")] = "",
    attn: Annotated[float, typer.Option("--attn", help="What attention adds is multiplied by this.")] = 1.0,
    mlp: Annotated[float, typer.Option("--mlp", help="What the MLP adds is multiplied by this.")] = 1.0,
    eps: Annotated[
        float | None, typer.Option("--eps", help="The epsilon of all norms. Default: the model's own.")
    ] = None,
    sliders: Annotated[
        Path | None, typer.Option("--sliders", help="Settings from a file of the playground, or of --save.")
    ] = None,
    layers: Annotated[
        str, typer.Option("--layers", metavar="FIRST-LAST", help="Only these layers, or blocks of a UNet, from 0.")
    ] = "",
    system: Annotated[str, typer.Option("--system", help="A system prompt.")] = "",
    plain: Annotated[bool, typer.Option("--plain", help="Continue the prompt instead of answering it.")] = False,
    most_tokens: Annotated[int, typer.Option("--most-tokens", min=1)] = 64,
    temperature: Annotated[float, typer.Option("--temperature", min=0, help="0: always the likeliest token.")] = 0.0,
    top_p: Annotated[float, typer.Option("--top-p")] = 1.0,
    seed: Annotated[int, typer.Option("--seed", min=0)] = 7,
    save: Annotated[Path | None, typer.Option("--save", help="Write the adjusted model into this new folder.")] = None,
    health: Annotated[
        Path | None, typer.Option("--map", help="Measure how healthy the model stays at each setting, into this file.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Pictures: the file with both, or with the strip.")
    ] = None,
    strip: Annotated[
        str,
        typer.Option("--strip", metavar="SLIDER[=1,2,3]", help="Pictures: one for each of these values of a slider."),
    ] = "",
    cross: Annotated[float, typer.Option("--cross", help="Pictures: as --attn, of attention to the text alone.")] = 1.0,
    text_attn: Annotated[float, typer.Option("--text-attn", help="Pictures: --attn of the text encoder.")] = 1.0,
    text_mlp: Annotated[float, typer.Option("--text-mlp", help="Pictures: --mlp of the text encoder.")] = 1.0,
    text_eps: Annotated[float | None, typer.Option("--text-eps", help="Pictures: --eps of the text encoder.")] = None,
    negative: Annotated[str, typer.Option("--negative", help="Pictures: what should not be in them.")] = "",
    steps: Annotated[int | None, typer.Option("--steps", min=1, max=1000, help="Pictures: of denoising.")] = None,
    guidance: Annotated[
        float | None, typer.Option("--guidance", min=0, help="Pictures: how closely the prompt is followed.")
    ] = None,
    size: Annotated[str, typer.Option("--size", metavar="WIDTHxHEIGHT", help="Pictures: in pixels.")] = "",
) -> None:
    """Change a model's inner weights without training, and compare what it says or paints.

    언어 모델이나 그림 모델의 속 가중치를 학습 없이 바꾸고, 바꾸기 전과 후를 견줍니다.
    """
    if _is_picture_model(context, model):
        from soridam.cli.adjust_picture import PictureRequest, adjust_picture

        _refuse(context, LANGUAGE_OPTIONS, "language models")
        first = _adjustment(attn, mlp, eps, layers, cross)
        text = _adjustment(text_attn, text_mlp, text_eps, "")
        adjust_picture(
            PictureRequest(
                model, prompt, first, text, sliders, negative, seed, steps, guidance, size, out, strip, save, as_json
            )
        )
        return
    from soridam.core.progress import show_progress
    from soridam.evaluation.exports import refuse_existing
    from soridam.language.adjusting import save_adjusted, try_adjustment
    from soridam.language.generate import Sampling
    from soridam.language.model import LanguageModel
    from soridam.training.adjust import Adjustment

    sampling = Sampling(most_tokens, temperature, top_p, seed)
    chosen = read_sliders(sliders, Adjustment) if sliders else _adjustment(attn, mlp, eps, layers)
    if not prompt and save is None and health is None:
        raise UsageError("prompt.none", "There is no prompt.", hint='Add, for example: --prompt "Why is the sky blue?"')
    if save is not None:
        refuse_existing(save)
    with show_progress("Loading the model", None, "models"):
        loaded = LanguageModel.load(model)
    if health is not None:
        _write_map(loaded, health)
    if prompt:
        tokens = loaded.encode(prompt, system=system, plain=plain)
        with show_progress("Answering", None, "answers"):
            tried = try_adjustment(loaded, tokens, chosen, sampling)
        if as_json:
            typer.echo(json.dumps(tried.to_json(), ensure_ascii=False))
        else:
            typer.echo(f"As it is:\n{tried.untouched.strip()}\n\nAdjusted:\n{tried.adjusted.strip()}\n")
    touched = loaded.adjustable.count(chosen)
    if not as_json:
        millions = f"{touched.parameters / 1e6:.1f} of {touched.all_parameters / 1e6:.1f} million parameters"
        typer.echo(f"Changed: {touched}, {millions}, {touched.norms} norms.")
    if save is not None:
        save_adjusted(loaded, chosen, save)
        if not as_json:
            typer.echo(f"Saved: {save}")


def _write_map(model: "LanguageModel", file: Path) -> None:
    from soridam.core.files import write_json
    from soridam.core.progress import show_progress
    from soridam.language.health import map_steps, measure_map

    with show_progress("Reading a short text at every setting", map_steps(), "batches") as progress:
        write_json(file, measure_map(model, progress).to_json())


class Sliders(Protocol):
    """Settings of the sliders of a family."""

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self: ...


S = TypeVar("S", bound=Sliders)


def read_sliders(file: Path, kind: type[S]) -> S:
    """Read the settings of a file that the playground or `--save` wrote."""
    try:
        return kind.from_json(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise UsageError(
            "adjust.no-sliders",
            "{file} is no file of sliders.",
            hint="Give one that the playground or --save has written.",
            file=file,
        ) from error


def _is_picture_model(context: typer.Context, model: str) -> bool:
    """Whether it is a folder or run of pictures; an id of the hub is one where options of pictures are given."""
    from soridam.recipes import family_of

    family = family_of(model)
    if family == "language":
        _refuse(context, PICTURE_OPTIONS, "picture models")
    return family == "image" or (family == "speech" and bool(_given(context, PICTURE_OPTIONS)))


def _given(context: typer.Context, names: Sequence[str]) -> list[str]:
    sources = ((name, context.get_parameter_source(name)) for name in names)
    return [name for name, source in sources if source is not None and source.name == "COMMANDLINE"]


def _refuse(context: typer.Context, names: Sequence[str], models: str) -> None:
    """Raise UsageError for options that are given and are not for this kind of model."""
    for name in _given(context, names):
        parameter = next(each for each in context.command.params if each.name == name)
        raise UsageError(
            "adjust.no-option",
            "{option} is for {models}.",
            hint="Leave it out for this model.",
            option=parameter.opts[0],
            models=models,
        )


def _adjustment(attn: float, mlp: float, eps: float | None, layers: str, cross: float = 1.0) -> "Adjustment":
    from soridam.training.adjust import Adjustment

    if not layers:
        return Adjustment(attn, mlp, eps, cross=cross)
    first, dash, last = layers.partition("-")
    if not first.isdigit() or (dash and not last.isdigit()) or (dash and int(first) > int(last)):
        raise UsageError(
            "adjust.layers",
            "'{layers}' is no range of layers.",
            hint="Write, for example: --layers 4-11",
            layers=layers,
        )
    return Adjustment(attn, mlp, eps, (int(first), int(last) if dash else int(first)), cross)
