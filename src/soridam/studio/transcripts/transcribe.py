"""The job that transcribes many recordings. Begin with `transcribe`."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from soridam.core.errors import AudioError, as_report
from soridam.core.files import write_json
from soridam.core.messages import as_json
from soridam.core.progress import progress_shown_by
from soridam.speech.audio import Waveform, encode_flac
from soridam.speech.corpus.labels import iter_files
from soridam.speech.decoding import decode_apart
from soridam.speech.recognition.options import TranscriptionOptions
from soridam.speech.recognition.recognizer import Recognizer
from soridam.speech.recognition.transcript import Transcript
from soridam.speech.transcribe import Outcome, Output, Recording
from soridam.studio.corpora.unpacking import unpack_all
from soridam.studio.jobs.context import JobContext
from soridam.studio.storage.places import CorpusPlace
from soridam.studio.transcripts.results import read_results, write_heard
from soridam.studio.tuning.page_errors import page_errors
from soridam.studio.tuning.serving import MOST_SECONDS, recognizer_for


def transcribe(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Transcribe many recordings, one after the other: a bad one is named and the rest goes on."""
    with (
        context.working_copy("runs", payload["run"]) as copy,
        progress_shown_by(context.show),
        page_errors(context, payload),
        recognizer_for(context, payload["model"]) as recognizer,
    ):
        results = copy.folder / "results"
        root = unpack_all(CorpusPlace(copy.folder))
        paths = list(iter_files(root))
        hear = _radio(payload) if payload.get("radio") else _speech(payload)
        output = Output(results, tuple(payload["formats"]))
        with context.show("Transcribing", len(paths), "files") as progress:
            for number, path in enumerate(paths):
                if not (results / f"{number:05d}.result").is_file():
                    name = path.relative_to(root).as_posix()
                    result = _transcribe_one(recognizer, hear, output, path, number, name)
                    shown = ("number", "name", "error" if result["error"] else "text")
                    context.sample({key: result[key] for key in shown})
                    context.save_checkpoint(f"files-{number + 1}")  # another attempt finds it done
                progress.advance()
    failed = sum(1 for told in read_results(copy.folder) if told["error"])
    return {"transcription": payload["run"], "done": len(paths) - failed, "failed": failed}


@dataclass(frozen=True, slots=True)
class Heard:
    """A transcript, and for radio what its transmissions name and how they were corrected."""

    transcript: Transcript
    radio: dict[str, Any] | None = None


Hear = Callable[[Recognizer, Waveform], Heard]


def _speech(payload: dict[str, Any]) -> Hear:
    options = TranscriptionOptions(
        language=payload["language"] or None, prompt=payload["prompt"], hotwords=payload["hotwords"]
    )

    def hear(recognizer: Recognizer, samples: Waveform) -> Heard:
        (transcript,) = recognizer.transcribe_many([samples], options)
        return Heard(transcript)

    return hear


def _radio(payload: dict[str, Any]) -> Hear:
    from soridam.radio.export import as_transcript
    from soridam.radio.pipeline import RadioOptions, transcribe_radio
    from soridam.studio.transcripts.radio import lists_of

    options = RadioOptions(lists=lists_of(payload["callsigns"], payload["waypoints"]))

    def hear(recognizer: Recognizer, samples: Waveform) -> Heard:
        found = transcribe_radio(recognizer, samples, options)
        return Heard(as_transcript(found), found.to_json())

    return hear


def _transcribe_one(
    recognizer: Recognizer, hear: Hear, output: Output, path: Path, number: int, name: str
) -> dict[str, Any]:
    """Transcribe a recording and write all of its files; the result, which is returned, is written last.

    It is decoded once: the same samples are transcribed and kept, as FLAC, since a browser plays not all that can be
    decoded.
    """
    recording = Recording(path, f"{number:05d}")
    try:
        decoded = decode_apart(path, name=name, most_seconds=MOST_SECONDS)
    except AudioError as error:
        outcome = Outcome(recording, error=error)
    else:
        heard = hear(recognizer, decoded.samples)
        outcome = Outcome(recording, heard.transcript, warnings=tuple(flaw.message for flaw in decoded.flaws))
        output.write(outcome)
        write_heard(output.folder, number, heard.transcript, encode_flac(decoded.samples))
        if heard.radio is not None:
            write_json(output.folder / f"{number:05d}.radio", heard.radio)
    result = _told(number, name, outcome)
    write_json(output.folder / f"{number:05d}.result", result)
    return result


def _told(number: int, name: str, outcome: Outcome) -> dict[str, Any]:
    transcript, error = outcome.transcript, outcome.error
    return {
        "number": number,
        "name": name,
        "text": transcript.text if transcript else "",
        "seconds": round(transcript.duration, 2) if transcript else 0.0,
        "error": as_report(error) if error else None,
        "warnings": [as_json(warning) for warning in outcome.warnings],
    }
