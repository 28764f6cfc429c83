"""`soridam weights list|get|where`: the models of every family by their short names, and where they are."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from soridam.core.errors import WeightsError

if TYPE_CHECKING:
    from soridam.core.weights.entry import CatalogEntry, Form

app = typer.Typer(help="Fetch models and find them on this machine.", no_args_is_help=True)


class FormChoice(StrEnum):
    TRANSFORMERS = "transformers"
    CTRANSLATE2 = "ctranslate2"
    ONNX = "onnx"
    GGUF = "gguf"
    DIFFUSERS = "diffusers"
    COMPONENT = "component"
    LORA = "lora"
    IP_ADAPTER_SD = "ip-adapter-sd"
    IP_ADAPTER_SDXL = "ip-adapter-sdxl"


Name = Annotated[str, typer.Argument(help="A name such as base, large-v3 or kokoro, an id of the hub, or a folder.")]
FormOption = Annotated[
    FormChoice | None,
    typer.Option(
        "--form",
        help="Of a Whisper: transformers to train and evaluate (if none is given), ctranslate2 for faster-whisper. "
        "Of a picture model of the hub: diffusers, component (a VAE), lora, ip-adapter-sd, ip-adapter-sdxl.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
def list_models(as_json: JsonOption = False) -> None:
    """Show every model with a short name, its source, and what is on this machine."""
    from soridam.core.weights.catalog import CATALOG

    rows = [_row(entry) for entry in CATALOG.values()]
    if as_json:
        typer.echo(json.dumps(rows, indent=2))
        return
    typer.echo(f"{'NAME':<24}{'FAMILY':<11}{'PARAMETERS':>11}  {'ON THIS MACHINE':<44}SOURCE")
    for row in rows:
        names, sources = ", ".join([row["name"], *row["aliases"]]), ", ".join(row["sources"])
        facts = f"{names:<24}{row['family']:<11}{row['parameters']:>9.1f} M"
        typer.echo(f"{facts}  {_cached_words(row):<44}{sources}")


@app.command()
def get(name: Name, form: FormOption = None, as_json: JsonOption = False) -> None:
    """Fetch a model unless it is here, check it, and print its folder."""
    from soridam.core.weights import find_weights
    from soridam.language.weights import FROM_GGUF
    from soridam.speech.weights import FROM_CTRANSLATE2

    folder = find_weights(name, form=form.value if form else None, conversions=(FROM_CTRANSLATE2, FROM_GGUF))
    _print_folder(name, form, folder, as_json)


@app.command()
def where(name: Name, form: FormOption = None, as_json: JsonOption = False) -> None:
    """Print the folder of a model that is on this machine; fetch nothing."""
    from soridam.core.weights import find_local

    folder = find_local(name, form=form.value if form else None)
    if folder is None:
        raise WeightsError(
            "weights.not-here",
            "'{name}' is not on this machine{form}.",
            hint="Run: soridam weights get {name}{option}",
            name=name,
            form=f" as {form}" if form else "",
            option=f" --form {form}" if form else "",
        )
    _print_folder(name, form, folder, as_json)


def _print_folder(name: str, form: FormChoice | None, folder: Path, as_json: bool) -> None:
    if not as_json:
        typer.echo(folder)
        return
    from soridam.core.weights.resolve import form_of
    from soridam.core.weights.store import size_of

    facts = {
        "name": name,
        "form": form_of(name, form.value if form else None),
        "folder": str(folder),
        "bytes": size_of(folder),
    }
    typer.echo(json.dumps(facts))


def _row(entry: "CatalogEntry") -> dict[str, Any]:
    return {
        "name": entry.name,
        "family": entry.family,
        "aliases": entry.aliases,
        "parameters": entry.parameters,
        "license": entry.license,
        "sources": [*_hub_ids(entry), *(["package index"] if entry.index else [])],
        "cached": [item for form in entry.forms if (item := _cached(entry, form))],
    }


def _hub_ids(entry: "CatalogEntry") -> list[str]:
    """Return the hub ids of the usual form."""
    return [f"hub {entry.hub[entry.forms[0]]}"] if entry.forms[0] in entry.hub else []


def _cached(entry: "CatalogEntry", form: "Form") -> dict[str, Any] | None:
    from soridam.core.weights.resolve import find_entry
    from soridam.core.weights.store import size_of

    folder = find_entry(entry, form)
    return {"form": form, "folder": str(folder), "bytes": size_of(folder)} if folder else None


def _cached_words(row: dict[str, Any]) -> str:
    return ", ".join(f"{item['form']} {item['bytes'] / 1e6:,.0f} MB" for item in row["cached"]) or "-"
