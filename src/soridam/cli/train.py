"""`soridam train`: fine-tune a Whisper on a prepared corpus."""

from pathlib import Path
from typing import Annotated

import typer


def train(
    recipe: Annotated[
        str, typer.Argument(metavar="RECIPE", help="A recipe by name (base, base-lora, …) or a TOML file.")
    ] = "",
    overrides: Annotated[
        list[str] | None, typer.Argument(metavar="NAME=VALUE...", help="Values to change: data.corpus=corpora/prompts")
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the run.")] = Path("run"),
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run in --out.")] = False,
) -> None:
    """Fine-tune a Whisper."""
    from soridam.speech.recipe import train as train_whisper
    from soridam.speech.recipe_config import read_recipe

    print(train_whisper(read_recipe(recipe, overrides or []), out, resume=resume))
