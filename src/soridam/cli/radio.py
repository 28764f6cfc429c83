"""`soridam radio make|transcribe|watch|evaluate`: material, transcripts and figures of air-traffic radio."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from soridam.cli.radio_watch import STDIN, print_stream, watch
from soridam.core.errors import EXIT_FAILED, UsageError

if TYPE_CHECKING:
    from soridam.radio.correct.snapping import Lists
    from soridam.radio.matrix import Cell, Matrix
    from soridam.radio.pipeline import RadioTranscript
    from soridam.speech.audio import Waveform

app = typer.Typer(help="Air-traffic radio: make material, transcribe, evaluate.", no_args_is_help=True)
app.command()(watch)


@app.command()
def make(
    out: Annotated[Path, typer.Option("--out", "-o", help="A new folder for the material.", show_default=False)],
    utterances: Annotated[int, typer.Option("--utterances", min=1, help="Transmissions, all parts together.")] = 1_000,
    hours: Annotated[float | None, typer.Option("--hours", min=0.01, help="In place of --utterances.")] = None,
    overlaps: Annotated[
        float | None,
        typer.Option("--overlaps", min=0.0, max=1.0, help="Share of transmissions under another one; most squeal."),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Equal seeds give equal material.")] = 7,
) -> None:
    """Make a synthetic corpus of radio talk: sentences by a grammar, cheap voices, a VHF channel, lists for retrieval.

    합성 관제 교신 데이터셋을 만듭니다.
    """
    from soridam.core.progress import show_progress
    from soridam.radio.material.channel import SQUEALING, Airband
    from soridam.radio.material.make import SECONDS_EACH, make_material

    if out.exists():
        raise UsageError(
            "radio.folder-there",
            "{folder} exists already.",
            hint="Choose a new folder with --out, or remove it.",
            folder=out,
        )
    count = utterances if hours is None else max(1, round(hours * 3600 / SECONDS_EACH))
    with show_progress("speaking", count, "utterances") as progress:
        airband = Airband() if overlaps is None else Airband(overlap=overlaps, squeal=SQUEALING)
        made = make_material(out, count, seed, airband, progress)
    for part, number in made.utterances.items():
        typer.echo(f"{part}: {number:,} utterances, {60 * made.hours[part]:.1f} min")
    typer.echo(f"Next: soridam corpus prepare {out} --normalizer airtraffic --out corpora/radio")


@app.command()
def transcribe(
    audio: Annotated[
        list[Path], typer.Argument(help="Recordings, folders of them, or - for a stream on stdin.", show_default=False)
    ],
    model: Annotated[str, typer.Option("--model", "-m", help="An exported folder, or a name.")] = "base",
    lists: Annotated[
        Path | None, typer.Option("--lists", help="Callsigns and waypoints: JSON, CSV, .info, or a folder of them.")
    ] = None,
    hypotheses: Annotated[int, typer.Option("--hypotheses", min=1, help="Texts of each transmission.")] = 5,
    output_dir: Annotated[Path, typer.Option("--output-dir", "-o", help="Where files are written.")] = Path(),
    output_format: Annotated[
        list[str] | None,
        typer.Option("--output-format", "--format", "-f", help="txt, srt, vtt, csv, json, xml (ATCO2) or all."),
    ] = None,
    rate: Annotated[
        int | None, typer.Option("--rate", help="Hz, of a stream of bare 16-bit mono samples. Default: it is WAV.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object for each recording.")] = False,
) -> None:
    """Transcribe radio: transmissions, who speaks, callsigns and values, read-backs that differ.

    With --lists, garbled names become those on the lists; a number that nobody said cannot appear. Of a stream each
    transmission is printed when it is over, with --json as one JSON object; Ctrl+C ends it.

    관제 교신을 글로 옮깁니다.
    """
    from soridam.radio.export import parse_formats, write_radio
    from soridam.radio.lists import read_lists
    from soridam.radio.pipeline import RadioOptions, transcribe_radio
    from soridam.speech.recognition.recognizer import load_recognizer
    from soridam.speech.transcribe import collect_recordings

    formats = parse_formats(output_format or [])
    options = RadioOptions(hypotheses) if lists is None else RadioOptions(hypotheses, read_lists(lists))
    if rate is not None or STDIN in audio:
        _check_stream(audio, formats)
        print_stream(model, options, rate, as_json=as_json)
        return
    recordings = collect_recordings(audio).recordings
    recognizer, failed = load_recognizer(model), 0
    for recording in recordings:
        samples = _decode(Path(recording.name))
        if samples is None:
            failed += 1
            continue
        transcript = transcribe_radio(recognizer, samples, options)
        paths = write_radio(transcript, output_dir / recording.stem, formats)
        _present(recording.name, transcript, paths, as_json)
    if failed:
        raise typer.Exit(EXIT_FAILED)


def _check_stream(audio: list[Path], formats: tuple[str, ...]) -> None:
    if audio != [STDIN] or formats:
        raise UsageError(
            "radio.stream-alone",
            "A stream is printed as it comes; it takes no other files, and --rate needs it.",
            hint="Run: soridam radio transcribe - , with --json for all that is known.",
        )


def _decode(path: Path) -> "Waveform | None":
    """Decode a recording; report and return None where it cannot be, so that the others are still transcribed."""
    from soridam.core.errors import AudioError
    from soridam.speech.decoding import decode_apart

    try:
        return decode_apart(path).samples
    except AudioError as error:
        sys.stderr.write(f"Error: {error.message}\n  Do: {error.hint}\n")
        return None


def _present(name: str, transcript: "RadioTranscript", paths: list[Path], as_json: bool) -> None:
    from soridam.radio.export import as_txt

    if as_json:
        typer.echo(json.dumps({"file": name, **transcript.to_json()}, ensure_ascii=False, allow_nan=False))
    elif paths:
        sys.stderr.write(f"{name}: {', '.join(map(str, paths))}\n")
    else:
        typer.echo(f"{name}: {len(transcript.messages)} transmissions, {len(transcript.warnings)} read-backs differ")
        typer.echo(as_txt(transcript), nl=False)


@app.command()
def evaluate(
    folder: Annotated[Path, typer.Argument(help="Material, or a prepared corpus.", show_default=False)],
    model: Annotated[
        list[str] | None, typer.Option("--model", "-m", help="NAME or NAME=FOLDER; may be given several times.")
    ] = None,
    part: Annotated[str, typer.Option("--split", help="Part of the material or the corpus.")] = "test",
    limit: Annotated[int, typer.Option("--limit", min=0, help="Draw this many transmissions; 0: all.")] = 0,
    lists: Annotated[Path | None, typer.Option("--lists", help="Names for a corpus without lists of its own.")] = None,
    hypotheses: Annotated[int, typer.Option("--hypotheses", min=1)] = 5,
    seed: Annotated[int, typer.Option("--seed", min=0)] = 7,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compare recognizers and corrections: words, callsigns, values, numbers that nobody said, what was made worse.

    인식기와 교정을 비교합니다.
    """
    from soridam.core.progress import show_progress
    from soridam.radio.correct.snapping import EMPTY
    from soridam.radio.lists import read_lists
    from soridam.radio.matrix import corrections, measure_matrix, recognize_all
    from soridam.radio.testset import open_radio_set
    from soridam.speech.recognition.recognizer import load_recognizer

    known: Lists = EMPTY if lists is None else read_lists(lists)
    radio_set = open_radio_set(folder, part, limit=limit, seed=seed, lists=known)
    heard = {}
    for named in model or ["base"]:
        name, _, place = named.partition("=")
        recognizer = load_recognizer(place or name)
        with show_progress("listening", None, "s of sound") as progress:
            heard[name] = recognize_all(recognizer, radio_set, hypotheses, progress)
    matrix = measure_matrix(radio_set, heard, corrections(), seed=seed)
    if as_json:
        typer.echo(json.dumps(matrix.to_json(), ensure_ascii=False, indent=2))
    else:
        _print_matrix(matrix)


def _print_matrix(matrix: "Matrix") -> None:
    typer.echo(f"{matrix.label}: {len(matrix.cells[0].texts)} transmissions")
    typer.echo(
        f"{'recognizer + correction':<40} {'WER':>18} {'callsign':>9} {'values':>7}  invented  better/worse  right"
    )
    for cell in matrix.cells:
        typer.echo(_row(cell))


def _row(cell: "Cell") -> str:
    rate = cell.word_error_rate
    interval = f"{100 * rate.rate:.1f}"
    if rate.low is not None and rate.high is not None:
        interval += f" [{100 * rate.low:.1f}–{100 * rate.high:.1f}]"
    right = f"{cell.changes_right}/{cell.changes}" if cell.correction != "none" else ""
    return (
        f"{cell.recognizer + ' + ' + cell.correction:<40} {interval:>18} {100 * cell.callsign_exact.rate:>8.1f}%"
        f" {100 * cell.values_right.rate:>6.1f}%  {cell.invented:>8}  {cell.better:>6}/{cell.worse:<5}  {right}"
    )
