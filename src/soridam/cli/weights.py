"""`soridam weights list|get|where`: which models and voices have a short name, what is on this machine, and where."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from soridam.core.errors import UsageError, WeightsError

if TYPE_CHECKING:
    from soridam.core.weights.store import Form

app = typer.Typer(help="Fetch models and find them on this machine.", no_args_is_help=True)


class FormChoice(StrEnum):
    TRANSFORMERS = "transformers"
    CTRANSLATE2 = "ctranslate2"


Name = Annotated[str, typer.Argument(help="A name such as base, large-v3 or kokoro, an id of the hub, or a folder.")]
FormOption = Annotated[
    FormChoice | None,
    typer.Option(
        "--form", help="transformers to train and evaluate (if none is given), ctranslate2 for faster-whisper."
    ),
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
def get(name: Name, form: FormOption = None, as_json: JsonOption = False) -> None:
    """Fetch a model or voice unless it is here, check it, and print its folder."""
    from soridam.core.weights import find_weights
    from soridam.core.weights.sentences import SENTENCES, find_sentence_encoder
    from soridam.core.weights.voices import find_voice

    chosen = _form(name, form)
    if name == SENTENCES:
        folder = find_sentence_encoder()
    else:
        folder = find_voice(name) if chosen is None else find_weights(name, form=chosen)
    _print_folder(name, chosen, folder, as_json)


@app.command()
def where(name: Name, form: FormOption = None, as_json: JsonOption = False) -> None:
    """Print the folder of a model or voice that is on this machine; fetch nothing."""
    from soridam.core.weights import find_local
    from soridam.core.weights.sentences import SENTENCES, find_local_sentence_encoder
    from soridam.core.weights.voices import find_local_voice

    chosen = _form(name, form)
    if name == SENTENCES:
        folder = find_local_sentence_encoder()
    else:
        folder = find_local_voice(name) if chosen is None else find_local(name, form=chosen)
    if folder is None:
        raise WeightsError(
            "weights.not-here",
            "'{name}' is not on this machine{form}.",
            hint="Run: soridam weights get {name}{option}",
            name=name,
            form=f" as {chosen}" if chosen else "",
            option=f" --form {chosen}" if chosen else "",
        )
    _print_folder(name, chosen, folder, as_json)


def _form(name: str, asked: FormChoice | None) -> "Form | None":
    """The form of a model; None for a voice or the sentence encoder, which have but one."""
    from soridam.core.weights.sentences import SENTENCES
    from soridam.core.weights.voices import VOICES

    if name not in VOICES and name != SENTENCES:
        return (asked or FormChoice.TRANSFORMERS).value
    if asked is not None:
        raise UsageError(
            "weights.voice-form",
            "'{name}' is a voice and has no form {form}.",
            hint="Leave --form out.",
            name=name,
            form=asked.value,
        )
    return None


def _print_folder(name: str, form: "Form | None", folder: Path, as_json: bool) -> None:
    from soridam.core.weights.store import size_of

    facts = {"name": name, "form": form or "onnx", "folder": str(folder), "bytes": size_of(folder)}
    typer.echo(json.dumps(facts) if as_json else folder)


def _rows() -> list[dict[str, Any]]:
    return [*_model_rows(), *_voice_rows()]


def _model_rows() -> list[dict[str, Any]]:
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


def _voice_rows() -> list[dict[str, Any]]:
    from soridam.core.weights.sentences import ENCODER, find_local_sentence_encoder
    from soridam.core.weights.store import size_of
    from soridam.core.weights.voices import VOICES, find_local_voice

    rows = []
    for voice in (*VOICES.values(), ENCODER):
        folder = find_local_sentence_encoder() if voice is ENCODER else find_local_voice(voice.name)
        here = [] if folder is None else [{"form": "onnx", "folder": str(folder), "bytes": size_of(folder)}]
        facts = {"name": voice.name, "aliases": [], "parameters": voice.parameters, "license": voice.license}
        rows.append({**facts, "sources": ["package index"], "cached": here})
    return rows


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
