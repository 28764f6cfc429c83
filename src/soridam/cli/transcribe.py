"""`soridam transcribe`: files, folders, a folder that fills up, stdin and the microphone, with Whisper's flags."""

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from soridam.core.errors import EXIT_FAILED, UsageError

if TYPE_CHECKING:
    from soridam.speech.recognition.options import TranscriptionOptions
    from soridam.speech.recognition.recognizer import Recognizer
    from soridam.speech.transcribe import Outcome, Output, Recording

SECONDS_BETWEEN_POLLS = 1.0
STDIN = Path("-")


class TaskChoice(StrEnum):
    TRANSCRIBE = "transcribe"
    TRANSLATE = "translate"


class DeviceChoice(StrEnum):
    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"


class PrecisionChoice(StrEnum):
    AUTO = "auto"
    INT8 = "int8"
    FLOAT16 = "float16"
    FLOAT32 = "float32"


def transcribe(
    audio: Annotated[list[Path] | None, typer.Argument(help="Files, folders, or - for stdin.")] = None,
    model: Annotated[str, typer.Option("--model", "-m", help="An exported folder, or a name.")] = "base",
    language: Annotated[
        str | None,
        typer.Option("--language", "-l", help="Code or name. Default: the one that the model was tuned on, or auto."),
    ] = None,
    task: Annotated[TaskChoice, typer.Option("--task", help="translate writes English.")] = TaskChoice.TRANSCRIBE,
    output_dir: Annotated[Path, typer.Option("--output-dir", "-o", help="Where files are written.")] = Path(),
    output_format: Annotated[
        list[str] | None,
        typer.Option("--output-format", "-f", help="txt, srt, vtt, tsv, json or all. None: print the text."),
    ] = None,
    prompt: Annotated[
        str, typer.Option("--prompt", "--initial-prompt", help="Text that might precede the recording.")
    ] = "",
    hotwords: Annotated[str, typer.Option("--hotwords", help="Names and terms to expect.")] = "",
    beam_size: Annotated[int, typer.Option("--beam-size", min=1, help="1 is fastest.")] = 1,
    hypotheses: Annotated[
        int, typer.Option("--hypotheses", min=1, help="The likeliest N texts of recordings up to 30 s, in JSON.")
    ] = 1,
    samples: Annotated[
        int, typer.Option("--samples", min=0, help="Texts that are drawn beside the likeliest, in JSON.")
    ] = 0,
    max_line_width: Annotated[
        int | None, typer.Option("--max-line-width", min=8, help="Columns a line of subtitles.")
    ] = None,
    max_line_count: Annotated[int | None, typer.Option("--max-line-count", min=1)] = None,
    device: Annotated[DeviceChoice, typer.Option("--device")] = DeviceChoice.AUTO,
    precision: Annotated[
        PrecisionChoice, typer.Option("--precision", "--compute-type", help="auto: as exported.")
    ] = PrecisionChoice.AUTO,
    threads: Annotated[int | None, typer.Option("--threads", min=1, help="Default: all cores, up to 8.")] = None,
    name: Annotated[
        str, typer.Option("--name", help="File name for -, needed by formats without a header such as .g722.")
    ] = "",
    watch: Annotated[bool, typer.Option("--watch", help="Wait for new files in the folder.")] = False,
    microphone: Annotated[bool, typer.Option("--microphone", help="Listen until Ctrl+C.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object for each recording.")] = False,
) -> None:
    """Transcribe recordings. Without --output-format the text is printed.

    Ctrl+C ends --watch and --microphone with exit code 0.

    소리를 글로 옮깁니다. 파일, 폴더, 표준 입력(-), 마이크(--microphone)를 받습니다.
    """
    from soridam.speech.recognition.options import TranscriptionOptions
    from soridam.speech.recognition.subtitles import parse_formats
    from soridam.speech.transcribe import Output

    sources = audio or []
    formats = parse_formats(output_format or [])
    _check_sources(sources, formats, watch, microphone)
    if hypotheses + samples > 1 and not as_json and "json" not in formats and "all" not in (output_format or []):
        raise UsageError(
            "transcription.hypotheses-unseen",
            "Only JSON has room for several texts of a recording.",
            hint="Add --json, or --output-format json.",
        )
    words = as_json or bool(set(formats) - {"txt"})
    options = TranscriptionOptions(language, task.value, prompt, hotwords, beam_size, words, hypotheses, samples)
    output = Output(output_dir, formats, max_line_width, max_line_count)
    recordings = [] if watch or microphone else _recordings(sources, name)  # a wrong path is refused before loading
    if formats or watch:
        _make_folder(output_dir)
    recognizer = _load(model, device, precision, threads, decodes=not microphone)
    if microphone:
        _until_interrupted(lambda: _present(_from_microphone(recognizer, options), output, as_json))
    elif watch:
        _until_interrupted(lambda: _watch(recognizer, sources[0], options, output, as_json))
    else:
        _transcribe_once(recognizer, recordings, options, output, as_json)


def _check_sources(sources: list[Path], formats: tuple[str, ...], watch: bool, microphone: bool) -> None:
    if microphone:
        if sources or watch or formats:
            raise UsageError(
                "microphone.alone",
                "The microphone's text is printed; it takes no files, no --watch and no --output-format.",
                hint="Run: soridam transcribe --microphone",
            )
    elif not sources:
        raise UsageError(
            "transcription.none-given", "No recording was given.", hint="Run: soridam transcribe recording.wav"
        )
    elif watch and not (len(sources) == 1 and sources[0].is_dir()):
        raise UsageError(
            "watch.one-folder",
            "--watch takes one folder.",
            hint="Run: soridam transcribe --watch inbox -f srt -o texts",
        )


def _load(
    model: str, device: DeviceChoice, precision: PrecisionChoice, threads: int | None, *, decodes: bool
) -> "Recognizer":
    """Load the recognizer. The process that decodes recordings, if one is needed, starts before it."""
    from soridam.speech.decoding import start_decoding
    from soridam.speech.recognition.recognizer import load_recognizer

    if decodes:
        start_decoding()
    return load_recognizer(model, device=device.value, precision=precision.value, threads=threads)


def _make_folder(folder: Path) -> None:
    """Make the folder of the results before any work begins. Raises UsageError if it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise UsageError(
            "output.no-folder",
            "{folder} is a file, or lies below one; results need a folder.",
            hint="Choose another one with --output-dir.",
            folder=folder,
        ) from None


def _until_interrupted(work: Callable[[], object]) -> None:
    """Work until Ctrl+C, which is not an error here."""
    try:
        work()
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")


def _recordings(sources: list[Path], name: str) -> list["Recording"]:
    from soridam.speech.transcribe import Recording, collect_recordings

    if name and STDIN not in sources:
        raise UsageError("stdin.name-alone", "--name needs - among the files.", hint="Leave it out; files have names.")
    found = collect_recordings(path for path in sources if path != STDIN)
    if found.left_out:
        kinds = ", ".join(f"{suffix or 'no suffix'} {count}" for suffix, count in sorted(found.left_out.items()))
        sys.stderr.write(f"Left out, not recordings by their names: {kinds}\n")
    if STDIN not in sources:
        return found.recordings
    return [*found.recordings, Recording(sys.stdin.buffer.read(), "stdin", called=name)]


def _transcribe_once(
    recognizer: "Recognizer",
    recordings: list["Recording"],
    options: "TranscriptionOptions",
    output: "Output",
    as_json: bool,
) -> None:
    from soridam.core.progress import show_progress
    from soridam.speech.transcribe import transcribe_all

    with show_progress("Transcribing", None, unit="s of sound") as progress:
        outcomes = transcribe_all(recognizer, recordings, options, progress)
        failed = _present(outcomes, output, as_json, named=len(recordings) > 1)
    if failed:
        sys.stderr.write(f"{failed} of {len(recordings)} recordings could not be transcribed.\n")
        raise typer.Exit(EXIT_FAILED)


def _watch(
    recognizer: "Recognizer", folder: Path, options: "TranscriptionOptions", output: "Output", as_json: bool
) -> None:
    from soridam.speech.recognition.watch import LEDGER, FolderWatch, Ledger
    from soridam.speech.transcribe import Recording, transcribe_all

    arrivals = FolderWatch(folder, Ledger(output.folder / LEDGER))
    sys.stderr.write(f"Watching {folder}. Stop with Ctrl+C.\n")
    while True:
        for path in arrivals.poll():
            recording = Recording(path, arrivals.stem_of(path))
            _present(transcribe_all(recognizer, [recording], options), output, as_json, named=True)
            arrivals.finish(path)
        time.sleep(SECONDS_BETWEEN_POLLS)


def _from_microphone(recognizer: "Recognizer", options: "TranscriptionOptions") -> Iterator["Outcome"]:
    from soridam.speech.recognition.microphone import iter_microphone, iter_utterances
    from soridam.speech.transcribe import Outcome, Recording

    sys.stderr.write("Listening. Stop with Ctrl+C.\n")
    for utterance in iter_utterances(iter_microphone()):
        transcript = recognizer.transcribe(utterance, options)
        if transcript.text:
            yield Outcome(Recording(b"", "microphone"), transcript)


def _present(outcomes: Iterable["Outcome"], output: "Output", as_json: bool, named: bool = False) -> int:
    """Write and print each result as it comes, with its name if `named`; returns how many failed."""
    failed = 0
    for outcome in outcomes:
        if outcome.error is not None:
            failed += 1
            sys.stderr.write(f"Error: {outcome.error.message}\n  Do: {outcome.error.hint}\n")
        for warning in outcome.warnings:
            sys.stderr.write(f"Warning: {outcome.recording.name}: {warning}\n")
        paths = output.write(outcome)
        if as_json:
            typer.echo(json.dumps(outcome.to_json(), ensure_ascii=False, allow_nan=False))
        elif paths:
            sys.stderr.write(f"{outcome.recording.name}: {', '.join(map(str, paths))}\n")
        elif outcome.transcript is not None:
            typer.echo(f"{outcome.recording.name}: {outcome.transcript.text}" if named else outcome.transcript.text)
        elif named and not output.formats:
            typer.echo(f"{outcome.recording.name}: (could not be transcribed)")
    return failed
