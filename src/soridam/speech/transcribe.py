"""Many recordings, one after the other: a bad one is named and the rest goes on. Begin with `transcribe_all`."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from soridam.core.errors import AudioError, SoridamError
from soridam.core.progress import Progress, SilentProgress
from soridam.speech.audio import Waveform, decode_audio, duration_of
from soridam.speech.recognition.options import DEFAULT, TranscriptionOptions
from soridam.speech.recognition.recognizer import Recognizer
from soridam.speech.recognition.subtitles import Layout, write_transcript
from soridam.speech.recognition.transcript import Transcript
from soridam.speech.recognition.watch import find_recordings

AT_ONCE = 16  # recordings in memory: short ones share a batch
SECONDS_AT_ONCE = 600.0  # and of long ones no more than this


@dataclass(frozen=True, slots=True)
class Recording:
    """A file, or the bytes of one, and the name that its results get, folders included and without a suffix."""

    source: Path | bytes
    stem: str

    @property
    def name(self) -> str:
        return str(self.source) if isinstance(self.source, Path) else self.stem


@dataclass(frozen=True, slots=True)
class Outcome:
    """A recording with its transcript, or with the reason why there is none."""

    recording: Recording
    transcript: Transcript | None = None
    error: SoridamError | None = None

    def to_json(self) -> dict[str, Any]:
        if self.transcript is not None:
            return {"file": self.recording.name, **self.transcript.to_json()}
        assert self.error is not None
        return {"file": self.recording.name, "error": {"message": self.error.message, "hint": self.error.hint}}


@dataclass(frozen=True, slots=True)
class Output:
    """Where results are written and in which formats; lines as told or as the language has them."""

    folder: Path
    formats: tuple[str, ...]
    columns: int | None = None
    lines: int | None = None

    def write(self, outcome: Outcome) -> list[Path]:
        if outcome.transcript is None:
            return []
        layout = Layout.of(outcome.transcript.language, self.columns, self.lines)
        return write_transcript(outcome.transcript, self.folder / outcome.recording.stem, self.formats, layout)


def collect_recordings(paths: Iterable[Path]) -> list[Recording]:
    """Files as given, folders with all that is below them. Where two would write one file, the suffix stays.

    Raises AudioError for a path that does not exist or a folder without recordings.
    """
    found: list[tuple[Path, Path]] = []
    for path in paths:
        if path.is_dir():
            found += [(file, file.relative_to(path)) for file in _require_recordings(path)]
        elif path.exists():
            found.append((path, Path(path.name)))
        else:
            raise AudioError("transcription.no-path", "There is no {path}.", hint="Check the path.", path=path)
    stems = Counter(str(relative.with_suffix("")) for _, relative in found)
    return [
        Recording(file, str(relative if stems[str(relative.with_suffix(""))] > 1 else relative.with_suffix("")))
        for file, relative in found
    ]


def transcribe_all(
    recognizer: Recognizer,
    recordings: Sequence[Recording],
    options: TranscriptionOptions = DEFAULT,
    progress: Progress | None = None,
) -> Iterator[Outcome]:
    """Yield an outcome for each recording, in order. Progress counts seconds of sound."""
    group: list[tuple[Recording, Waveform | SoridamError]] = []
    for recording in recordings:
        group.append((recording, _decode(recording)))
        if len(group) == AT_ONCE or _seconds(group) > SECONDS_AT_ONCE:
            yield from _transcribe_group(recognizer, group, options, progress or SilentProgress())
            group = []
    yield from _transcribe_group(recognizer, group, options, progress or SilentProgress())


def _seconds(group: Sequence[tuple[Recording, Waveform | SoridamError]]) -> float:
    return sum(duration_of(wave) for _, wave in group if not isinstance(wave, SoridamError))


def _transcribe_group(
    recognizer: Recognizer,
    group: Sequence[tuple[Recording, Waveform | SoridamError]],
    options: TranscriptionOptions,
    progress: Progress,
) -> Iterator[Outcome]:
    waves = [wave for _, wave in group if not isinstance(wave, SoridamError)]
    transcripts = iter(recognizer.transcribe_many(waves, options, progress))
    for recording, wave in group:
        if isinstance(wave, SoridamError):
            yield Outcome(recording, error=wave)
        else:
            yield Outcome(recording, transcript=next(transcripts))


def _decode(recording: Recording) -> Waveform | SoridamError:
    try:
        return decode_audio(recording.source, name=recording.name)
    except AudioError as error:
        return error


def _require_recordings(folder: Path) -> list[Path]:
    found = find_recordings(folder)
    if not found:
        raise AudioError(
            "transcription.no-recordings",
            "{folder} holds no recordings.",
            hint="Give a folder with wav, flac, mp3, m4a, ogg or other sound.",
            folder=folder,
        )
    return found
