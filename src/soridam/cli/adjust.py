"""`soridam adjust`: what a language model says as it is, and with its attention, MLP and epsilon changed."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from soridam.core.errors import UsageError

if TYPE_CHECKING:
    from soridam.language.model import LanguageModel
    from soridam.training.adjust import Adjustment


def adjust(
    model: Annotated[str, typer.Argument(help="A folder, a name such as smollm2-135m, or an id of the hub.")],
    prompt: Annotated[str, typer.Option("--prompt", "-p", help="What the model is asked.")] = "",
    attn: Annotated[float, typer.Option("--attn", help="What attention adds is multiplied by this.")] = 1.0,
    mlp: Annotated[float, typer.Option("--mlp", help="What the MLP adds is multiplied by this.")] = 1.0,
    eps: Annotated[
        float | None, typer.Option("--eps", help="The epsilon of all norms. Default: the model's own.")
    ] = None,
    sliders: Annotated[
        Path | None, typer.Option("--sliders", help="Settings from a file of the playground, or of --save.")
    ] = None,
    layers: Annotated[str, typer.Option("--layers", metavar="FIRST-LAST", help="Only these layers, from 0.")] = "",
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
) -> None:
    """Change a language model's inner weights without training, and compare what it says.

    언어 모델의 속 가중치를 학습 없이 바꾸고, 바꾸기 전과 후의 대답을 견줍니다.
    """
    from soridam.core.progress import show_progress
    from soridam.evaluation.exports import refuse_existing
    from soridam.language.adjusting import save_adjusted, try_adjustment
    from soridam.language.generate import Sampling
    from soridam.language.model import LanguageModel

    sampling = Sampling(most_tokens, temperature, top_p, seed)
    chosen = _read_sliders(sliders) if sliders else _adjustment(attn, mlp, eps, layers)
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


def _read_sliders(file: Path) -> "Adjustment":
    """Read the settings of a file that the playground or `--save` wrote."""
    from soridam.training.adjust import Adjustment

    try:
        return Adjustment.from_json(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise UsageError(
            "adjust.no-sliders",
            "{file} is no file of sliders.",
            hint="Give one that the playground or --save has written.",
            file=file,
        ) from error


def _adjustment(attn: float, mlp: float, eps: float | None, layers: str) -> "Adjustment":
    from soridam.training.adjust import Adjustment

    if not layers:
        return Adjustment(attn, mlp, eps)
    first, dash, last = layers.partition("-")
    if not first.isdigit() or (dash and not last.isdigit()) or (dash and int(first) > int(last)):
        raise UsageError(
            "adjust.layers",
            "'{layers}' is no range of layers.",
            hint="Write, for example: --layers 4-11",
            layers=layers,
        )
    return Adjustment(attn, mlp, eps, (int(first), int(last) if dash else int(first)))
