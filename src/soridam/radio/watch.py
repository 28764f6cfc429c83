"""A folder that a receiver fills: each recording is transcribed once, when it is complete. Begin with `work_off`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from soridam.core.errors import AudioError
from soridam.radio.export import write_radio
from soridam.radio.pipeline import RadioOptions, RadioTranscript, transcribe_radio
from soridam.speech.decoding import decode_apart
from soridam.speech.recognition.recognizer import Recognizer
from soridam.speech.recognition.watch import FolderWatch


@dataclass(frozen=True, slots=True)
class Arrival:
    """A recording that came in, with its transcript and the files of it, or the reason why there is none."""

    path: Path
    transcript: RadioTranscript | None = None
    files: Sequence[Path] = ()
    error: AudioError | None = None


def work_off(
    arrivals: FolderWatch, recognizer: Recognizer, options: RadioOptions, output: Path, formats: Sequence[str]
) -> Iterator[Arrival]:
    """Transcribe what is complete by now. A recording counts as done when its files are written, or it is broken."""
    for path in arrivals.poll():
        try:
            samples = decode_apart(path).samples
        except AudioError as error:
            arrival = Arrival(path, error=error)
        else:
            transcript = transcribe_radio(recognizer, samples, options)
            arrival = Arrival(path, transcript, write_radio(transcript, output / arrivals.stem_of(path), formats))
        arrivals.finish(path)
        yield arrival
