"""Radio that goes on: a stream on stdin, and `soridam radio watch`, a folder that fills up."""

import io
import json
import os
import select
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from soridam.cli.radio_corrector import CorrectorFolder, WriterName, open_corrector
from soridam.core.errors import UsageError

if TYPE_CHECKING:
    from soridam.radio.pipeline import RadioOptions
    from soridam.radio.watch import Arrival

SECONDS_BETWEEN_POLLS = 1.0
SECONDS_OF_PAUSE = 1.0
STDIN = Path("-")


def print_stream(model: str, options: "RadioOptions", rate: int | None, *, as_json: bool) -> None:
    """Print each transmission of standard input when it is over, until the stream ends or Ctrl+C is pressed."""
    from soridam.radio.export import line_of
    from soridam.radio.pipeline import transcribe_stream
    from soridam.speech.recognition.recognizer import load_recognizer
    from soridam.speech.stream import iter_stream

    blocks = iter_stream(_read, rate)
    try:
        for number, message in enumerate(transcribe_stream(load_recognizer(model), blocks, options)):
            told = {"number": number, **message.to_json()}
            typer.echo(json.dumps(told, ensure_ascii=False, allow_nan=False) if as_json else line_of(message))
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
    except BrokenPipeError:  # who read it has gone; Typer would make a failure of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _read(count: int) -> bytes | None:
    """Read what there is of standard input; None where nothing comes for a second."""
    source = sys.stdin.buffer
    try:
        descriptor = source.fileno()
    except io.UnsupportedOperation:  # no pipe: all of it is there
        return source.read(count)
    ready, _, _ = select.select([descriptor], [], [], SECONDS_OF_PAUSE)
    return os.read(descriptor, count) if ready else None


def watch(
    folder: Annotated[Path, typer.Argument(help="The folder that a receiver fills.", show_default=False)],
    model: Annotated[str, typer.Option("--model", "-m", help="An exported folder, or a name.")] = "base",
    lists: Annotated[
        Path | None, typer.Option("--lists", help="Callsigns and waypoints: JSON, CSV, .info, or a folder of them.")
    ] = None,
    corrector: CorrectorFolder = None,
    writer: WriterName = None,
    hypotheses: Annotated[int, typer.Option("--hypotheses", min=1, help="Texts of each transmission.")] = 5,
    output_dir: Annotated[
        Path | None, typer.Option("--output-dir", "-o", help="Default: beside the recordings.")
    ] = None,
    output_format: Annotated[
        list[str] | None,
        typer.Option("--output-format", "--format", "-f", help="txt, srt, vtt, csv, json, xml (ATCO2) or all."),
    ] = None,
    settled: Annotated[
        float, typer.Option("--settled", min=0.0, help="Seconds after which a file that does not grow is complete.")
    ] = 2.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object for each recording.")] = False,
) -> None:
    """Transcribe each recording that comes into a folder, once. Ctrl+C ends it; started again, it continues.

    폴더에 들어오는 관제 교신을 차례로 글로 옮깁니다.
    """
    from soridam.radio.correct.snapping import EMPTY
    from soridam.radio.export import parse_formats
    from soridam.radio.lists import read_lists
    from soridam.radio.pipeline import RadioOptions
    from soridam.radio.watch import work_off
    from soridam.speech.recognition.recognizer import load_recognizer
    from soridam.speech.recognition.watch import LEDGER, FolderWatch, Ledger

    if not folder.is_dir():
        raise UsageError("weights.no-folder", "There is no folder {folder}.", hint="Make it first.", folder=folder)
    formats, output = parse_formats(output_format or ["txt,json"]), output_dir or folder
    names = EMPTY if lists is None else read_lists(lists)
    options = RadioOptions(hypotheses, names, open_corrector(corrector, writer))
    recognizer = load_recognizer(model)
    arrivals = FolderWatch(folder, Ledger(output / LEDGER), settled=settled)
    sys.stderr.write(f"Watching {folder}. Stop with Ctrl+C.\n")
    try:
        while True:
            for arrival in work_off(arrivals, recognizer, options, output, formats):
                _present(arrival, as_json=as_json)
            time.sleep(SECONDS_BETWEEN_POLLS)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")


def _present(arrival: "Arrival", *, as_json: bool) -> None:
    error, transcript = arrival.error, arrival.transcript
    if error is not None:
        sys.stderr.write(f"Error: {error.message}\n  Do: {error.hint}\n")
    if as_json:
        told = {"error": {"message": error.message, "hint": error.hint}} if error is not None else {}
        told |= transcript.to_json() if transcript is not None else {}
        typer.echo(json.dumps({"file": str(arrival.path), **told}, ensure_ascii=False, allow_nan=False))
    elif transcript is not None:
        count, differ = len(transcript.messages), len(transcript.warnings)
        typer.echo(f"{arrival.path}: {count} transmissions, {differ} read-backs differ")
