"""`soridam weights list|get|where`: which models have a short name, what is on this machine, and where."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from soridam.core.errors import WeightsError

app = typer.Typer(help="Fetch models and find them on this machine.", no_args_is_help=True)


class FormChoice(StrEnum):
    TRANSFORMERS = "transformers"
    CTRANSLATE2 = "ctranslate2"


Name = Annotated[str, typer.Argument(help="A name such as base or large-v3, an id of the hub, or a folder.")]
FormOption = Annotated[
    FormChoice, typer.Option("--form", help="transformers to train and evaluate, ctranslate2 for faster-whisper.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
def list_models(as_json: JsonOption = False) -> None:
    """Show every model with a short name, where it would come from, and what is on this machine."""
    rows = _rows()
    if as_json:
        typer.echo(json.dumps(rows, indent=2))
        return
    typer.echo(f"{'NAME':<24}{'PARAMETERS':>11}  {'ON THIS MACHINE':<44}COMES FROM")
    for row in rows:
        names, sources = ", ".join([row["name"], *row["aliases"]]), ", ".join(row["sources"])
        typer.echo(f"{names:<24}{row['parameters']:>9.1f} M  {_cached_words(row):<44}{sources}")


@app.command()
def get(name: Name, form: FormOption = FormChoice.TRANSFORMERS, as_json: JsonOption = False) -> None:
    """Fetch a model unless it is here, check it, and print its folder."""
    from soridam.core.weights import find_weights

    _print_folder(name, form, find_weights(name, form=form.value), as_json)


@app.command()
def where(name: Name, form: FormOption = FormChoice.TRANSFORMERS, as_json: JsonOption = False) -> None:
    """Print the folder of a model that is on this machine; fetch nothing."""
    from soridam.core.weights import find_local

    folder = find_local(name, form=form.value)
    if folder is None:
        raise WeightsError(
            f"'{name}' is not on this machine as {form.value}.",
            hint=f"Run: soridam weights get {name} --form {form.value}",
        )
    _print_folder(name, form, folder, as_json)


def _print_folder(name: str, form: FormChoice, folder: Path, as_json: bool) -> None:
    from soridam.core.weights.store import size_of

    facts = {"name": name, "form": form.value, "folder": str(folder), "bytes": size_of(folder)}
    typer.echo(json.dumps(facts) if as_json else folder)


def _rows() -> list[dict[str, Any]]:
    from soridam.core.weights.catalog import ALIASES, CATALOG

    return [
        {
            "name": entry.name,
            "aliases": [alias for alias, name in ALIASES.items() if name == entry.name],
            "parameters": entry.parameters,
            "license": entry.license,
            "sources": [f"hub {entry.hub_id}", *(["package index"] if entry.index else [])],
            "cached": _cached(entry.hub_id),
        }
        for entry in CATALOG.values()
    ]


def _cached(hub_id: str) -> list[dict[str, Any]]:
    from soridam.core.weights import find_local
    from soridam.core.weights.store import size_of

    folders = [(form.value, find_local(hub_id, form=form.value)) for form in FormChoice]
    return [
        {"form": form, "folder": str(folder), "bytes": size_of(folder)}
        for form, folder in folders
        if folder is not None
    ]


def _cached_words(row: dict[str, Any]) -> str:
    return ", ".join(f"{item['form']} {item['bytes'] / 1e6:,.0f} MB" for item in row["cached"]) or "-"
