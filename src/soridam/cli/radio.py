"""`soridam radio make|transcribe|evaluate`: material, transcripts and figures of air-traffic radio.

`search` and `ask` are in `radio_search`, `watch` and streams in `radio_watch`.
"""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from soridam.cli.radio_corrector import CorrectorFolder, WriterName, open_corrector, open_writer
from soridam.cli.radio_search import NamesOption, ask, search
from soridam.cli.radio_watch import STDIN, print_stream, watch
from soridam.core.errors import EXIT_FAILED, UsageError

if TYPE_CHECKING:
    from soridam.radio.correct.guard import Evidence
    from soridam.radio.correct.snapping import Lists
    from soridam.radio.pipeline import RadioTranscript
    from soridam.radio.testset import RadioSet
    from soridam.speech.audio import Waveform

app = typer.Typer(help="Air-traffic radio: make material, transcribe, correct, search, ask.", no_args_is_help=True)
app.command()(search)
app.command()(ask)
app.command()(watch)
SAMPLES_HELP = "Texts of each transmission that are drawn beside the likeliest."


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
    corrector: CorrectorFolder = None,
    writer: WriterName = None,
    airport: Annotated[str, typer.Option("--airport", help="Take only names of this airport, or of none.")] = "",
    starts: Annotated[str, typer.Option("--starts", help="When it began; else its name may say so, e.g. 14:00.")] = "",
    minutes: Annotated[float, typer.Option("--minutes", min=0, help="Names seen so long before or after.")] = 15.0,
    hotwords: Annotated[bool, typer.Option("--hotwords", help="Tell the recognizer the names, too.")] = False,
    hypotheses: Annotated[int, typer.Option("--hypotheses", min=1, help="Texts of each transmission.")] = 5,
    samples: Annotated[int, typer.Option("--samples", min=0, help=SAMPLES_HELP)] = 0,
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
    from soridam.radio.pipeline import RadioOptions, transcribe_radio
    from soridam.speech.recognition.recognizer import load_recognizer
    from soridam.speech.transcribe import collect_recordings

    formats = parse_formats(output_format or [])
    names = NamesOption(lists, airport, starts, minutes, hotwords)
    options = RadioOptions(hypotheses, corrector=open_corrector(corrector, writer), samples=samples)
    if rate is not None or STDIN in audio:
        _check_stream(audio, formats)
        print_stream(model, names.added_to(options, ""), rate, as_json=as_json)
        return
    recordings = collect_recordings(audio).recordings
    asked = [names.added_to(options, recording.stem) for recording in recordings]
    recognizer, failed = load_recognizer(model), 0
    for recording, wanted in zip(recordings, asked, strict=True):
        sound = _decode(Path(recording.name))
        if sound is None:
            failed += 1
            continue
        transcript = transcribe_radio(recognizer, sound, wanted)
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
def pairs(
    folder: Annotated[Path, typer.Argument(help="Material, or a prepared corpus.", show_default=False)],
    model: Annotated[str, typer.Option("--model", "-m", help="The recognizer that will be corrected.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="A new JSONL file.", show_default=False)],
    part: Annotated[str, typer.Option("--split", help="A part that the recognizer was not trained on.")] = "train",
    form: Annotated[
        Literal["chat", "inst"], typer.Option("--form", help="inst: [INST] … [/INST], for models without a template.")
    ] = "chat",
    limit: Annotated[int, typer.Option("--limit", min=0, help="Draw this many transmissions; 0: all.")] = 0,
    hypotheses: Annotated[int, typer.Option("--hypotheses", min=2)] = 5,
    samples: Annotated[int, typer.Option("--samples", min=0, help=SAMPLES_HELP)] = 0,
    seed: Annotated[int, typer.Option("--seed", min=0)] = 7,
) -> None:
    """Write pairs for a language model that corrects: the recognizer's hypotheses, and the one that is nearest.

    언어 모델이 배울 쌍을 만듭니다.
    """
    from soridam.core.files import write_json_lines
    from soridam.radio.pairs import make_pairs
    from soridam.radio.testset import open_radio_set

    radio_set = open_radio_set(folder, part, limit=limit, seed=seed)
    made = make_pairs(radio_set, _listen(model, radio_set, hypotheses, samples), seed=seed)
    write_json_lines(out, [pair.to_json(inst=form == "inst") for pair in made])
    keeping = sum(pair.keeps for pair in made)
    typer.echo(f"{len(made)} pairs of {len(radio_set.spoken)} transmissions, {keeping} of which keep the first text")
    typer.echo(f"Next: soridam train smollm2-135m-lora data.corpus={out} --out runs/corrector")


@app.command()
def fit(
    folder: Annotated[Path, typer.Argument(help="Material, or a prepared corpus.", show_default=False)],
    model: Annotated[str, typer.Option("--model", "-m", help="The recognizer that will be corrected.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="A new folder.", show_default=False)],
    part: Annotated[str, typer.Option("--split", help="A part that the recognizer was not trained on.")] = "validation",
    lists: Annotated[Path | None, typer.Option("--lists", help="Names for a corpus without lists of its own.")] = None,
    writer: WriterName = None,
    limit: Annotated[int, typer.Option("--limit", min=0, help="Draw this many transmissions; 0: all.")] = 0,
    hypotheses: Annotated[int, typer.Option("--hypotheses", min=1)] = 5,
    samples: Annotated[int, typer.Option("--samples", min=0, help=SAMPLES_HELP)] = 0,
    seed: Annotated[int, typer.Option("--seed", min=0)] = 7,
) -> None:
    """Fit a corrector to a recognizer: when a name is taken from a list, and which edits of language models pass.

    교정기를 인식기에 맞춥니다.
    """
    from soridam.radio.correct.snapping import EMPTY
    from soridam.radio.fit import fit_corrector
    from soridam.radio.lists import read_lists
    from soridam.radio.testset import open_radio_set

    known: Lists = EMPTY if lists is None else read_lists(lists)
    radio_set = open_radio_set(folder, part, limit=limit, seed=seed, lists=known)
    sentences = [one.truth.text for one in open_radio_set(folder, "train").spoken]
    heard = _listen(model, radio_set, hypotheses, samples)
    corrector, fitted = fit_corrector(radio_set, heard, sentences, open_writer(writer))
    corrector.save(out)
    gate = corrector.gate
    assert gate is not None
    typer.echo(
        f"Names: {fitted.better} transmissions better and {fitted.worse} worse; {fitted.unlisted_changed} changed"
        f" whose callsign was not listed. Gate: {gate.better} of {gate.tried} edits help, {gate.passed} pass."
    )


@app.command()
def evaluate(
    folder: Annotated[Path, typer.Argument(help="Material, or a prepared corpus.", show_default=False)],
    model: Annotated[
        list[str] | None, typer.Option("--model", "-m", help="NAME or NAME=FOLDER; may be given several times.")
    ] = None,
    part: Annotated[str, typer.Option("--split", help="Part of the material or the corpus.")] = "test",
    limit: Annotated[int, typer.Option("--limit", min=0, help="Draw this many transmissions; 0: all.")] = 0,
    lists: Annotated[Path | None, typer.Option("--lists", help="Names for a corpus without lists of its own.")] = None,
    corrector: CorrectorFolder = None,
    writer: WriterName = None,
    hypotheses: Annotated[int, typer.Option("--hypotheses", min=1)] = 5,
    samples: Annotated[int, typer.Option("--samples", min=0, help=SAMPLES_HELP)] = 0,
    seed: Annotated[int, typer.Option("--seed", min=0)] = 7,
    picture: Annotated[Path | None, typer.Option("--picture", help="Draw the table as a PNG.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compare recognizers and corrections: words, callsigns, values, numbers that nobody said, what was made worse.

    인식기와 교정을 비교합니다.
    """
    from soridam.radio.correct.snapping import EMPTY
    from soridam.radio.lists import read_lists
    from soridam.radio.matrix import measure_matrix, table_of
    from soridam.radio.testset import open_radio_set

    known: Lists = EMPTY if lists is None else read_lists(lists)
    chosen = open_corrector(corrector, writer)
    radio_set = open_radio_set(folder, part, limit=limit, seed=seed, lists=known)
    named = [one.partition("=") for one in model or ["base"]]
    heard = {name: _listen(place or name, radio_set, hypotheses, samples) for name, _, place in named}
    matrix = measure_matrix(radio_set, heard, chosen, seed=seed)
    if picture is not None:
        from soridam.radio.picture import draw_matrix

        picture.write_bytes(draw_matrix(matrix))
    if as_json:
        typer.echo(json.dumps(matrix.to_json(), ensure_ascii=False, indent=2))
    else:
        typer.echo(table_of(matrix))


def _listen(model: str, radio_set: "RadioSet", hypotheses: int, samples: int) -> "list[Evidence]":
    from soridam.core.progress import show_progress
    from soridam.radio.matrix import recognize_all
    from soridam.radio.pipeline import RadioOptions
    from soridam.speech.recognition.recognizer import load_recognizer

    recognizer = load_recognizer(model)
    with show_progress("listening", None, "s of sound") as progress:
        return recognize_all(recognizer, radio_set, RadioOptions(hypotheses, samples=samples).asked, progress)
