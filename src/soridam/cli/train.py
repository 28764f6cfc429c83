"""`soridam train`: fine-tune a model on prepared data, once or for a grid of values."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from soridam.recipes import Config
    from soridam.training.grid import RunResult
    from soridam.training.metric import Metric


def train(
    recipe: Annotated[
        str, typer.Argument(metavar="[RECIPE]", help="By name, such as base or base-lora, or a TOML file.")
    ] = "",
    overrides: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME=VALUE...]", help="Values to change, such as data.corpus=corpora/prompts."),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder of the run; by default runs/RECIPE.")] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", help="NAME=A,B: a run for each value, and for each combination.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Continue the run in --out where it was stopped.")] = False,
    drop_bad: Annotated[bool, typer.Option("--drop-bad", help="Leave bad rows out instead of stopping.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check rows, estimate memory and time, and train nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Fine-tune a Whisper on a prepared corpus, or a language model on examples.

    준비한 데이터셋으로 Whisper를, 예문으로 언어 모델을 미세 조정합니다. 멈춘 학습은 --resume 으로 이어집니다.
    """
    folder = out or Path("runs") / (Path(recipe).stem or "run")
    values = [*(overrides or []), *(["data.drop_bad=true"] if drop_bad else [])]
    if settings:
        _train_grid(_recipe_name(recipe), values, settings, folder, as_json=as_json)
        return
    config = _read_config(recipe, values, folder, resume=resume)
    if dry_run:
        _estimate(config, as_json=as_json)
    else:
        _train(config, folder, resume=resume, as_json=as_json)


def _recipe_name(recipe: str) -> str:
    from soridam.core.errors import UsageError
    from soridam.recipes import recipe_names

    if not recipe:
        raise UsageError(
            "run.which-recipe",
            "Which recipe?",
            hint="Run: soridam train base data.corpus=FOLDER. Recipes: {names}.",
            names=", ".join(recipe_names()),
        )
    return recipe


def _read_config(recipe: str, overrides: list[str], folder: Path, *, resume: bool) -> "Config":
    """Read the run's own config if it is resumed without a recipe, otherwise the recipe's."""
    from soridam.recipes import read_recipe
    from soridam.training.run_folder import CONFIG_FILE, read_status

    if resume and not recipe:
        read_status(folder)
        return read_recipe(folder / CONFIG_FILE, overrides)
    return read_recipe(_recipe_name(recipe), overrides)


def _train(config: "Config", folder: Path, *, resume: bool, as_json: bool) -> None:
    from soridam.recipes import open_recipe
    from soridam.training.processes import is_first_process
    from soridam.training.run_folder import read_status

    recipe = open_recipe(config.family)
    model = recipe.train(config, folder, resume=resume)
    if not is_first_process():
        return
    status = read_status(folder)
    if as_json:
        values = asdict(status)
        typer.echo(json.dumps({"model": str(model), "status": values.pop("state"), **values}))
        return
    metric = recipe.metric_of(config)
    before, after = _show(status.first_score, metric), _show(status.best_score, metric)
    typer.echo(f"{metric.label} {before} before, {after} after {status.best_step} of {status.step} steps.")
    for warning in status.warnings:
        typer.echo(f"Note: {warning}")
    typer.echo(f"Model: {model}\nNext: soridam evaluate {config.model.name} {folder} --corpus {config.data.corpus}")


def _estimate(config: "Config", *, as_json: bool) -> None:
    from soridam.recipes import open_recipe

    task = open_recipe(config.family).set_up(config)
    found, data = task.estimate(), task.data_facts
    facts = {
        "train_rows": data.train_rows,
        "validation_rows": data.validation_rows,
        "dropped_rows": data.dropped_rows,
        "steps": task.steps,
        "memory_bytes": found.memory,
        "seconds": found.run_seconds,
    }
    typer.echo(json.dumps(facts) if as_json else f"{_describe_rows(facts)}\n{found.describe()}")


def _describe_rows(facts: dict[str, float]) -> str:
    dropped = f", {facts['dropped_rows']:,} left out" if facts["dropped_rows"] else ""
    return (
        f"{facts['train_rows']:,} rows to train on, {facts['validation_rows']:,} to validate on{dropped}; "
        f"{facts['steps']:,} steps."
    )


def _train_grid(recipe: str, values: list[str], settings: list[str], folder: Path, *, as_json: bool) -> None:
    from soridam.recipes import open_recipe, read_recipe
    from soridam.training.grid import train_grid

    config = read_recipe(recipe, values)
    opened = open_recipe(config.family)
    results = train_grid(
        lambda chosen: read_recipe(recipe, [*values, *chosen]), opened.train, opened.metric_of, settings, folder
    )
    _print_grid(results, opened.metric_of(config), folder, as_json=as_json)


def _print_grid(results: list["RunResult"], metric: "Metric", folder: Path, *, as_json: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    if as_json:
        typer.echo(json.dumps([asdict(result) for result in results]))
        return
    names = list(results[0].values)
    table = Table(*names, "before", "best", "at step", "status")
    for result in results:
        scores = [_show(result.first_score, metric), _show(result.best_score, metric), str(result.best_step or "")]
        table.add_row(*result.values.values(), *scores, result.status)
    Console().print(table)
    typer.echo(f"Comparison: {folder / 'comparison.png'}")


def _show(score: float | None, metric: "Metric") -> str:
    return "" if score is None else metric.format(score, digits=2)
