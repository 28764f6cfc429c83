"""The transcripts of a batch as they lie in its folder: what was heard, what a person corrected, the files of both.

Begin with `write_heard` and `correct_result`. Of recording 3, `00003.result` says how it went and is written last,
`00003.transcript` holds what was heard, `00003.corrected` the texts that a person wrote over it, `00003.flac` the
sound, and `00003.srt` and so on what is taken along.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from soridam.core.errors import NotFoundError
from soridam.core.files import read_json, replacing, write_json
from soridam.core.messages import from_json
from soridam.speech.recognition.correction import correct
from soridam.speech.recognition.subtitles import Layout, write_transcript
from soridam.speech.recognition.transcript import Transcript


def write_heard(results: Path, number: int, transcript: Transcript, sound: bytes) -> None:
    """Write what was heard, and the sound as FLAC."""
    with replacing(_path(results, number, "flac")) as temporary:
        temporary.write_bytes(sound)
    write_json(_path(results, number, "transcript"), transcript.to_fields())


def read_results(folder: Path) -> list[dict[str, Any]]:
    """Read how each recording of a batch went, in order."""
    return [read_json(path) for path in sorted((folder / "results").glob("*.result"))]


def result_path(folder: Path, number: int, suffix: str) -> Path:
    """Return the path of one recording's file. Raises NotFoundError where there is none."""
    path = _path(folder / "results", number, suffix)
    if number < 0 or not path.is_file():
        raise NotFoundError("transcription.none", "There is no such transcript.", hint="See the list of results.")
    return path


def read_transcript(folder: Path, number: int) -> Transcript:
    """Read the transcript as it was heard. Raises NotFoundError."""
    return Transcript.from_fields(read_json(result_path(folder, number, "transcript")))


def read_corrections(folder: Path, number: int) -> dict[int, str]:
    """Read the corrected texts by the numbers of their segments."""
    path = _path(folder / "results", number, "corrected")
    return {int(segment): text for segment, text in read_json(path).items()} if path.is_file() else {}


def correct_result(folder: Path, number: int, texts: Mapping[int, str], formats: Sequence[str]) -> None:
    """Replace texts that were heard by corrected ones, and write every file again.

    Raises NotFoundError for a transcript or a segment that is not there.
    """
    heard, results = read_transcript(folder, number), folder / "results"
    if any(not 0 <= segment < len(heard.segments) for segment in texts):
        raise NotFoundError(
            "transcription.no-segment", "There is no such segment in this transcript.", hint="Load the page again."
        )
    corrections = read_corrections(folder, number) | {key: " ".join(text.split()) for key, text in texts.items()}
    changed = {key: text for key, text in corrections.items() if text != " ".join(heard.segments[key].text.split())}
    corrected = correct(heard, changed)
    result = read_json(_path(results, number, "result"))
    warnings = [from_json(warning) for warning in result.get("warnings", ())]
    write_json(_path(results, number, "corrected"), changed)
    stem = results / f"{number:05d}"
    write_transcript(corrected, stem, formats, Layout.of(corrected.language), warnings=warnings)
    write_json(_path(results, number, "result"), {**result, "text": corrected.text})


def _path(results: Path, number: int, suffix: str) -> Path:
    return results / f"{number:05d}.{suffix}"
