"""`soridam shorten`: a Whisper teaches itself at an utterance's own length, without transcripts."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from soridam.core.errors import UsageError

if TYPE_CHECKING:
    from soridam.speech.shortening.config import ShorteningConfig

FULL = ("tuning.method=full", "optimizer.learning_rate=1e-5")  # all weights: slower, and no adapter to take home


def shorten(
    model: Annotated[str, typer.Argument(help="A Whisper by name, such as base, or its folder.")] = "",
    overrides: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME=VALUE...]", help="Values to change, such as optimizer.steps=200."),
    ] = None,
    audio: Annotated[
        list[Path] | None,
        typer.Option("--audio", "-a", help="A folder of recordings; may be given several times. Default: made speech."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder of the run; by default runs/MODEL-short.")
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option("--export", help="Also write the model, ready to serve, into this new folder."),
    ] = None,
    language: Annotated[
        str, typer.Option("--language", "-l", help="Language of the recordings. Default: the one that is heard.")
    ] = "",
    full: Annotated[bool, typer.Option("--full", help="Train all weights instead of an adapter.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Continue the run in --out where it was stopped.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Let a Whisper teach itself to work at an utterance's own length. No transcripts are needed, and none is stored.

    Whisper가 받아쓴 글 없이 녹음만으로, 말의 길이만큼만 듣고 일하는 법을 스스로 익힙니다.
    """
    from soridam.evaluation.exports import refuse_existing
    from soridam.speech.shorten import train
    from soridam.training.processes import is_first_process
    from soridam.training.run_folder import read_status

    folder = out or Path("runs") / f"{Path(model).stem or 'model'}-short"
    config = _read_config(model, _values(overrides or [], audio or [], language, full=full), folder, resume=resume)
    if export is not None:
        refuse_existing(export)
    trained = train(config, folder, resume=resume)
    if not is_first_process():
        return
    if export is not None:
        _export(folder, export)
    status = read_status(folder)
    if as_json:
        values = asdict(status)
        typer.echo(json.dumps({"model": str(trained), "status": values.pop("state"), **values}))
        return
    typer.echo(
        f"In short windows it writes {status.best_score or 0:.1%} of what it writes in 30 s; before it was "
        f"{status.first_score or 0:.1%} ({status.best_step} of {status.step} steps)."
    )
    for warning in status.warnings:
        typer.echo(f"Note: {warning}")
    following = (
        f"transcribe recording.wav --model {export}" if export else f"export {folder} --out models/{folder.name}"
    )
    typer.echo(f"Model: {export or trained}\nNext: soridam {following}")


def _export(run: Path, folder: Path) -> None:
    from soridam.speech.export import export_model

    export_model(str(run), folder)


def _read_config(model: str, values: list[str], folder: Path, *, resume: bool) -> "ShorteningConfig":
    """Read the run's own config if it is resumed without a model, otherwise that of the model."""
    from soridam.recipes import read_shortening
    from soridam.speech.shortening.config import ShorteningConfig
    from soridam.training.run_folder import CONFIG_FILE, read_status

    if resume and not model:
        read_status(folder)
        return ShorteningConfig.read(folder / CONFIG_FILE, values)
    if not model:
        raise UsageError(
            "shorten.which-model", "Which model?", hint="Run: soridam shorten base --audio FOLDER --out runs/base-short"
        )
    return read_shortening(model, values)


def _values(overrides: list[str], audio: list[Path], language: str, *, full: bool) -> list[str]:
    values = list(FULL) if full else []
    if audio:
        values.append(f"sound.folders={json.dumps([str(folder) for folder in audio])}")
    if language:
        from soridam.speech.languages import language_code

        values.append(f"sound.language={language_code(language)}")
    return [*values, *overrides]
