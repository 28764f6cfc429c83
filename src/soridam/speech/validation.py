"""How good a model is in the middle of training: greedy transcripts of the same rows every time, and their error rate."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from soridam.speech.corpus.shards import CorpusSplit
from soridam.speech.model import Decoded, Whisper
from soridam.speech.scoring import Metric, Pair, total, utterance_errors


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


def transcribe_share(whisper: Whisper, data: ValidationSet, process: int, processes: int) -> list[Transcript]:
    """This process's share of the batches."""
    return [
        transcript
        for batch in data.batches[process::processes]
        for transcript in _transcribe_batch(whisper, data, batch)
    ]


def scoring_form(language: str) -> Callable[[str], str]:
    from whisper_normalizer.english import EnglishTextNormalizer

    return EnglishTextNormalizer() if language == "en" else str.casefold


def _transcribe_batch(whisper: Whisper, data: ValidationSet, rows: Sequence[int]) -> list[Transcript]:
    facts = [data.split.row(row) for row in rows]
    waves = [data.split.waveform(row) for row in rows]
    written: list[Decoded] = whisper.transcribe(waves, data.language or facts[0]["language"])
    return [
        Transcript(row, fact["id"], _pair(fact, decoded.text, fact["language"]))
        for row, fact, decoded in zip(rows, facts, written, strict=True)
    ]


def _pair(facts: dict[str, Any], text: str, language: str) -> Pair:
    normalize = scoring_form(language)
    readings = facts["readings"] or [facts["text"]]
    return Pair(references=tuple(normalize(reading) for reading in readings), hypothesis=normalize(text))


def error_rate(transcripts: Sequence[Transcript], metric: Metric) -> float:
    """Errors over reference tokens of all transcripts; 0.05 is 5 %."""
    return total(utterance_errors([transcript.pair for transcript in transcripts], metric)).rate
