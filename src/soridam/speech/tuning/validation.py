"""Validation during training: greedy transcripts of the same rows each time, and their errors."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from soridam.core.progress import Progress
from soridam.speech.audio import SAMPLE_RATE
from soridam.speech.corpus.shards import CorpusSplit
from soridam.speech.evaluation.testsets import scoring_text
from soridam.speech.model import Decoded, Whisper
from soridam.speech.window import FULL_WINDOW, ShortContext
from soridam.text.error_rates import Metric, Pair, total, utterance_errors


@dataclass(frozen=True, slots=True)
class Transcript:
    """One validation row and what the model wrote for it."""

    row: int
    id: str
    pair: Pair

    def to_json(self) -> dict[str, str]:
        return {"id": self.id, "reference": self.pair.references[0], "hypothesis": self.pair.hypothesis}


@dataclass(frozen=True, slots=True)
class ValidationSet:
    """Rows of a split, the batches they are transcribed in, and how texts are brought to the form that scores."""

    split: CorpusSplit
    batches: tuple[tuple[int, ...], ...]
    language: str  # empty: as each row says
    text_policy: str  # empty: as the language has it


def plan_validation(
    split: CorpusSplit, rows: Sequence[int], *, most: int, batch_rows: int
) -> tuple[tuple[int, ...], ...]:
    """At most `most` rows, evenly spread over the split, in batches of similar length and one language."""
    step = max(1.0, len(rows) / most)
    chosen = [rows[int(position * step)] for position in range(min(most, len(rows)))]
    languages, durations = split.column("language"), split.durations
    batches: list[list[int]] = []
    for row in sorted(chosen, key=lambda row: (languages[row], durations[row], row)):
        if not batches or len(batches[-1]) == batch_rows or languages[batches[-1][0]] != languages[row]:
            batches.append([])
        batches[-1].append(row)
    return tuple(tuple(batch) for batch in batches)


def transcribe_share(
    whisper: Whisper, data: ValidationSet, process: int, processes: int, progress: Progress
) -> list[Transcript]:
    """This process's share of the batches."""
    transcripts: list[Transcript] = []
    for batch in data.batches[process::processes]:
        transcripts += _transcribe_batch(whisper, data, batch)
        progress.advance()
    return transcripts


def time_batch(whisper: Whisper, data: ValidationSet, short_context: ShortContext | None) -> float:
    """Return seconds that a batch of middling length takes to transcribe at its own length, or at 30 s for None."""
    rows = data.batches[len(data.batches) // 2]
    started = time.perf_counter()
    waves = [data.split.waveform(row) for row in rows]
    longest = max(len(wave) for wave in waves) / SAMPLE_RATE
    whisper.transcribe_at(waves, _language(data, rows), short_context.window(longest) if short_context else FULL_WINDOW)
    return time.perf_counter() - started


def _language(data: ValidationSet, rows: Sequence[int]) -> str:
    """Return the one language of a batch."""
    return data.language or str(data.split.row(rows[0])["language"])


def _transcribe_batch(whisper: Whisper, data: ValidationSet, rows: Sequence[int]) -> list[Transcript]:
    facts = [data.split.row(row) for row in rows]
    waves = [data.split.waveform(row) for row in rows]
    language = _language(data, rows)
    normalize = scoring_text(data.text_policy, language).normalize
    written: list[Decoded] = whisper.transcribe(waves, language)
    return [
        Transcript(
            row,
            fact["id"],
            Pair(
                references=tuple(normalize(reading) for reading in fact["readings"] or [fact["text"]]),
                hypothesis=normalize(decoded.text),
            ),
        )
        for row, fact, decoded in zip(rows, facts, written, strict=True)
    ]


def error_rate(transcripts: Sequence[Transcript], metric: Metric) -> float:
    """Return errors over reference tokens of all transcripts; 0.05 is 5 %."""
    return total(utterance_errors([transcript.pair for transcript in transcripts], metric)).rate
