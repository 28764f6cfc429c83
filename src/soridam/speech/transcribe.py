"""Transcription of many recordings: a bad one is reported, the rest continues. Begin with `transcribe_all`."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from soridam.core.errors import AudioError, SoridamError
from soridam.core.messages import Message
from soridam.core.progress import Progress, SilentProgress
from soridam.speech.audio import Decoded, duration_of
from soridam.speech.decoding import decode_apart
from soridam.speech.names import name_results
from soridam.speech.recognition.options import DEFAULT, TranscriptionOptions
from soridam.speech.recognition.recognizer import Recognizer
from soridam.speech.recognition.subtitles import Layout, write_transcript
from soridam.speech.recognition.transcript import Transcript
from soridam.speech.recognition.watch import walk_recordings

AT_ONCE = 16  # recordings in memory: short ones share a batch
SECONDS_AT_ONCE = 60.0  # after which nobody waits for more: results come as they are made


@dataclass(frozen=True, slots=True)
class Recording:
    """A file, or the bytes of one, and the name that its results get, folders included and without a suffix.

    `called` is the name of bytes, whose suffix may tell a format that has no header.
    """

    source: Path | bytes
    stem: str
    called: str = ""

    @property
    def name(self) -> str:
        return str(self.source) if isinstance(self.source, Path) else self.called or self.stem


@dataclass(frozen=True, slots=True)
class Outcome:
    """A recording with its transcript, or with the reason why there is none."""

    recording: Recording
    transcript: Transcript | None = None
    error: SoridamError | None = None
    warnings: tuple[Message, ...] = ()  # that the recording is cut off or damaged

    def to_json(self) -> dict[str, Any]:
        if self.transcript is not None:
            warnings = {"warnings": list(map(str, self.warnings))} if self.warnings else {}
            return {"file": self.recording.name, **self.transcript.to_json(), **warnings}
        assert self.error is not None
        return {"file": self.recording.name, "error": {"message": self.error.message, "hint": self.error.hint}}


@dataclass(frozen=True, slots=True)
class Output:
    """The folder and formats of results, and the width and number of lines."""

    folder: Path
    formats: tuple[str, ...]
    columns: int | None = None
    lines: int | None = None

    def write(self, outcome: Outcome) -> list[Path]:
        if outcome.transcript is None:
            return []
        layout = Layout.of(outcome.transcript.language, self.columns, self.lines)
        stem = self.folder / outcome.recording.stem
        return write_transcript(outcome.transcript, stem, self.formats, layout, warnings=outcome.warnings)


@dataclass(frozen=True, slots=True)
class Collected:
    """The recordings of a command line, and what lay beside them: how many files of each suffix were left out."""

    recordings: list[Recording]
    left_out: Mapping[str, int]


def collect_recordings(paths: Iterable[Path]) -> Collected:
    """Files as given, folders with all that is below them; each once. No two results have one name.

    Raises AudioError for a path that does not exist or a folder without recordings.
    """
    found: dict[Path, PurePath] = {}  # and its place below what was given
    left_out: Counter[str] = Counter()
    for path in paths:
        if path.is_dir():
            walk = walk_recordings(path)
            if not walk.recordings:
                raise _no_recordings(path)
            left_out.update(walk.left_out)
            found.update({file: file.relative_to(path) for file in walk.recordings if file not in found})
        elif path.exists():
            found.setdefault(path, PurePath(path.name))
        else:
            raise _not_there(path)
    names = name_results(list(map(str, _apart(found))))
    return Collected([Recording(file, name) for file, name in zip(found, names, strict=True)], left_out)


def _apart(found: Mapping[Path, PurePath]) -> list[PurePath]:
    """Return places, and where several are equal their folders too, from the one that all have in common."""
    common = Counter(map(str, found.values()))
    twice = [path.absolute() for path, place in found.items() if common[str(place)] > 1]
    if not twice:
        return list(found.values())
    above = Path(os.path.commonpath([path.parent for path in twice]))
    return [path.absolute().relative_to(above) if common[str(place)] > 1 else place for path, place in found.items()]


def _not_there(path: Path) -> AudioError:
    if str(path).startswith(("http:/", "https:/")):
        address = str(path).replace(":/", "://", 1)
        return AudioError(
            "transcription.address",
            "{address} is an address, not a file; only files are read.",
            hint="Download it first: curl -LO {address}",
            address=address,
        )
    return AudioError("transcription.no-path", "There is no {path}.", hint="Check the path.", path=path)


def _no_recordings(folder: Path) -> AudioError:
    return AudioError(
        "transcription.no-recordings",
        "{folder} holds no recordings.",
        hint="Give a folder with wav, flac, mp3, m4a, ogg or other sound.",
        folder=folder,
    )


def transcribe_all(
    recognizer: Recognizer,
    recordings: Sequence[Recording],
    options: TranscriptionOptions = DEFAULT,
    progress: Progress | None = None,
) -> Iterator[Outcome]:
    """Yield an outcome for each recording, in order. Progress counts seconds of sound."""
    group: list[tuple[Recording, Decoded | SoridamError]] = []
    for recording in recordings:
        group.append((recording, _decode(recording)))
        if len(group) == AT_ONCE or _seconds(group) > SECONDS_AT_ONCE:
            yield from _transcribe_group(recognizer, group, options, progress or SilentProgress())
            group = []
    yield from _transcribe_group(recognizer, group, options, progress or SilentProgress())


def _seconds(group: Sequence[tuple[Recording, Decoded | SoridamError]]) -> float:
    return sum(duration_of(decoded.samples) for _, decoded in group if not isinstance(decoded, SoridamError))


def _transcribe_group(
    recognizer: Recognizer,
    group: Sequence[tuple[Recording, Decoded | SoridamError]],
    options: TranscriptionOptions,
    progress: Progress,
) -> Iterator[Outcome]:
    waves = [decoded.samples for _, decoded in group if not isinstance(decoded, SoridamError)]
    transcripts = iter(recognizer.transcribe_many(waves, options, progress))
    for recording, decoded in group:
        if isinstance(decoded, SoridamError):
            yield Outcome(recording, error=decoded)
        else:
            warnings = tuple(flaw.message for flaw in decoded.flaws)
            yield Outcome(recording, transcript=next(transcripts), warnings=warnings)


def _decode(recording: Recording) -> Decoded | SoridamError:
    try:
        return decode_apart(recording.source, name=recording.name)
    except AudioError as error:
        return error
