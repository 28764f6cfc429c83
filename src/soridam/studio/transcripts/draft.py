"""The recognizer's own transcripts, as a first draft for people to correct. Begin with `draft`.

Each recording becomes 00000.flac and 00000.json in the corpus's folder `draft`; what is there is not done again.
"""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

from soridam.core.errors import AudioError, CorpusError, as_report
from soridam.core.files import read_json, replacing, write_json
from soridam.core.messages import Message, as_json
from soridam.core.progress import progress_shown_by, show_progress
from soridam.speech.audio import AUDIO_SUFFIXES, Waveform, duration_of, encode_flac
from soridam.speech.corpus.labels import iter_files
from soridam.speech.corpus.leaks import ordered_splits, sentence_key
from soridam.speech.corpus.shards import CorpusSplit, count_rows
from soridam.speech.decoding import decode_apart
from soridam.speech.recognition.options import TranscriptionOptions
from soridam.speech.recognition.recognizer import Recognizer
from soridam.speech.recognition.transcript import Segment, Transcript, Word
from soridam.studio.corpora.unpacking import unpack_all
from soridam.studio.jobs.context import JobContext
from soridam.studio.storage.copies import WorkingCopy
from soridam.studio.storage.extents import DRAFTED
from soridam.studio.storage.places import CorpusPlace
from soridam.studio.tuning.serving import MOST_SECONDS, recognizer_for

AT_ONCE = 16  # utterances that go through the model together


@dataclass(frozen=True)
class Known:
    """What a prepared corpus says of an utterance already."""

    text: str
    speaker: str
    language: str


@dataclass(frozen=True)
class DraftInput:
    """A recording, named as people know it, with its text where there is one."""

    name: str
    wave: Waveform
    known: Known | None = None
    warnings: tuple[Message, ...] = ()  # that it is cut off or damaged


def draft(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Transcribe the uploaded recordings, or compare what a prepared corpus says with what is heard."""
    with context.working_copy("corpora", payload["corpus"]) as copy:
        return _draft(context, copy, payload)


def _draft(context: JobContext, copy: WorkingCopy, payload: dict[str, Any]) -> dict[str, Any]:
    place = CorpusPlace(copy.folder)
    if payload["replace"] and not context.checkpoint:
        shutil.rmtree(place.draft, ignore_errors=True)
    place.draft.mkdir(parents=True, exist_ok=True)
    copy.save()
    context.save_checkpoint("begun")  # from here another attempt goes on
    failed: list[dict[str, str]] = []
    with progress_shown_by(context.show), recognizer_for(context, payload["model"]) as recognizer:
        options = TranscriptionOptions(language=payload["language"] or None)
        if place.is_ready:
            heard, total = _utterances(place), count_rows(place.corpus)
        else:
            recordings = _recordings(place, payload["folder"])
            heard, total = _decoded(recordings, failed), len(recordings)
        with show_progress("Listening", total, "recordings") as progress:
            for recording, segments in _transcribed(place.draft, heard, recognizer, options):
                _tell(context, recording.name, segments)
                progress.advance()
    count = _finish(place.draft, context.job, failed)
    return {"corpus": payload["corpus"], **count, "failed": failed}


def read_draft(folder: Path) -> Iterator[dict[str, Any]]:
    """Each recording as it was drafted, in order."""
    for path in sorted(folder.glob("[0-9]*.json")):
        yield read_json(path)


def _recordings(place: CorpusPlace, folder: str | None) -> list[tuple[str, Path]]:
    root = Path(folder) if folder else unpack_all(place)
    found = [path for path in iter_files(root) if path.suffix.lower() in AUDIO_SUFFIXES]
    if not found:
        raise CorpusError(
            "corpus.nothing-to-hear",
            "There is no recording to listen to.",
            hint="Upload wav, flac, mp3, m4a, ogg or other sound.",
        )
    return [(path.relative_to(root).as_posix(), path) for path in found]


def _decoded(recordings: Sequence[tuple[str, Path]], failed: list[dict[str, Any]]) -> Iterator[DraftInput]:
    for name, path in recordings:
        try:
            decoded = decode_apart(path, name=name, most_seconds=MOST_SECONDS)
            yield DraftInput(name, decoded.samples, warnings=tuple(flaw.message for flaw in decoded.flaws))
        except AudioError as error:
            failed.append({"name": name, "error": as_report(error)})


def _utterances(place: CorpusPlace) -> Iterator[DraftInput]:
    for split in ordered_splits(place.corpus):
        rows = CorpusSplit(place.corpus, split)
        for number in range(len(rows)):
            row = rows.row(number)
            text = (row["readings"] or [row["text"]])[0] or ""
            known = Known(text, row["speaker"] or "", row["language"] or "")
            yield DraftInput(row["id"], rows.waveform(number), known)


def _transcribed(
    folder: Path, heard: Iterator[DraftInput], recognizer: Recognizer, options: TranscriptionOptions
) -> Iterator[tuple[DraftInput, list[dict[str, Any]]]]:
    """Write each recording's sound and segments, a few at once; give what was written."""
    group: list[tuple[int, DraftInput]] = []
    for number, recording in enumerate(heard):
        path = folder / f"{number:05d}.json"
        if path.is_file():
            yield recording, read_json(path)["segments"]
            continue
        group.append((number, recording))
        if len(group) == AT_ONCE or sum(duration_of(one.wave) for _, one in group) > 60:
            yield from _write_group(folder, group, recognizer, options)
            group = []
    yield from _write_group(folder, group, recognizer, options)


def _write_group(
    folder: Path, group: Sequence[tuple[int, DraftInput]], recognizer: Recognizer, options: TranscriptionOptions
) -> Iterator[tuple[DraftInput, list[dict[str, Any]]]]:
    transcripts = recognizer.transcribe_many([recording.wave for _, recording in group], options)
    for (number, recording), transcript in zip(group, transcripts, strict=True):
        segments = _compared(recording, transcript) if recording.known else _segments(transcript)
        with replacing(folder / f"{number:05d}.flac") as temporary:
            temporary.write_bytes(encode_flac(recording.wave))
        language = (recording.known and recording.known.language) or transcript.language
        facts = {"number": number, "name": recording.name, "seconds": round(duration_of(recording.wave), 3)}
        warnings = {"warnings": [as_json(message) for message in recording.warnings]} if recording.warnings else {}
        write_json(folder / f"{number:05d}.json", {**facts, **warnings, "language": language, "segments": segments})
        yield recording, segments


def _segments(transcript: Transcript) -> list[dict[str, Any]]:
    return [
        {
            "start": round(segment.start, 3),
            "end": round(max(segment.end, segment.start + 0.02), 3),
            "text": segment.text.strip(),
            "recognized": segment.text.strip(),
            "speaker": "",
            "confidence": _confidence(segment),
            "words": [_word(word) for word in segment.words],
        }
        for segment in transcript.segments
    ]


def _compared(recording: DraftInput, transcript: Transcript) -> list[dict[str, Any]]:
    """Return one segment: the corpus's own text, trusted as far as the recognizer hears the same letters."""
    assert recording.known is not None
    said, heard = sentence_key(recording.known.text), sentence_key(transcript.text)
    return [
        {
            "start": 0.0,
            "end": round(duration_of(recording.wave), 3),
            "text": recording.known.text,
            "recognized": transcript.text.strip(),
            "speaker": recording.known.speaker,
            "confidence": round(1 - Levenshtein.normalized_distance(said, heard), 4),
            "words": [_word(word) for word in transcript.words],
        }
    ]


def _confidence(segment: Segment) -> float:
    """Return the mean probability of its words: the lowest are looked at first."""
    if not segment.words:
        return 0.0
    return round(sum(word.probability for word in segment.words) / len(segment.words), 4)


def _word(word: Word) -> dict[str, Any]:
    return {
        "text": word.text,
        "start": round(word.start, 3),
        "end": round(word.end, 3),
        "confidence": round(word.probability, 3),
    }


def _tell(context: JobContext, name: str, segments: Sequence[dict[str, Any]]) -> None:
    lowest = min((segment["confidence"] for segment in segments), default=0.0)
    text = " ".join(segment["recognized"] for segment in segments)
    context.sample({"recording": name, "text": text[:500], "confidence": lowest})


def _finish(folder: Path, job: str, failed: Sequence[dict[str, str]]) -> dict[str, int]:
    count = {"recordings": 0, "segments": 0}
    for recording in read_draft(folder):
        count["recordings"] += 1
        count["segments"] += len(recording["segments"])
    if not count["recordings"]:
        raise CorpusError(
            "corpus.none-decoded",
            "None of {count} recordings could be decoded.",
            hint="Convert them to WAV or FLAC.",
            count=len(failed),
        )
    write_json(folder / DRAFTED, {"job": job, "failed": list(failed), **count})
    return count
