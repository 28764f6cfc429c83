"""Models' transcripts of the rows of a corpus, kept on disk row by row, so that nothing is transcribed twice.

Begin with `transcribe_rows`. An interrupted evaluation continues where it stopped, with the same batches.
"""

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from soridam.core.progress import Progress
from soridam.speech.audio import Waveform

ROWS_AT_ONCE = 16
SECONDS_AT_ONCE = 120.0  # of sound in a batch, the longest row's length counted for all


class Recognizer(Protocol):
    """Writes down what is said. Utterances of one call are of similar length and of one language."""

    def recognize(self, waves: Sequence[Waveform], language: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Row:
    """One utterance to be transcribed. `duration` is in seconds."""

    number: int  # in its split
    duration: float
    language: str  # ISO 639-1


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A model's transcript of a row, and its share (seconds) of the time that its batch took."""

    row: int
    language: str
    text: str
    seconds: float


def transcribe_rows(
    rows: Sequence[Row],
    read: Callable[[int], Waveform],
    load: Callable[[], Recognizer],
    kept: Path,
    progress: Progress,
) -> list[Hypothesis]:
    """Hypotheses in the order of `rows`: those that the JSONL file `kept` holds, the others made now and added.

    `kept` must belong to one model and one data set. The model is loaded only if something is missing. A batch is
    made again as a whole, so that what a row was padded to does not depend on an interruption.
    """
    known = read_kept(kept)
    recognizer: Recognizer | None = None
    for batch in batches(rows):
        if not all(row.number in known and known[row.number].language == row.language for row in batch):
            recognizer = recognizer or load()
            made = _recognize(batch, read, recognizer)
            _append(kept, made)
            known.update((hypothesis.row, hypothesis) for hypothesis in made)
        progress.advance(len(batch))
    return [known[row.number] for row in rows]


def batches(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield rows of one language and similar length; the longest first, so that memory runs out at once or never."""
    batch: list[Row] = []
    for row in sorted(rows, key=lambda row: (row.language, -row.duration, row.number)):
        if batch and (
            row.language != batch[0].language
            or len(batch) == ROWS_AT_ONCE
            or (len(batch) + 1) * batch[0].duration > SECONDS_AT_ONCE
        ):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def read_kept(path: Path) -> dict[int, Hypothesis]:
    """Hypotheses by row; of several for one row the last. A line that a kill cut short is left out."""
    if not path.is_file():
        return {}
    known = {}
    for line in path.read_text(encoding="utf-8", errors="replace").split("\n"):
        try:
            hypothesis = Hypothesis(**json.loads(line))
        except (ValueError, TypeError):
            continue
        known[hypothesis.row] = hypothesis
    return known


def _recognize(batch: Sequence[Row], read: Callable[[int], Waveform], recognizer: Recognizer) -> list[Hypothesis]:
    waves = [read(row.number) for row in batch]
    started = time.perf_counter()
    texts = recognizer.recognize(waves, batch[0].language)
    share = (time.perf_counter() - started) / len(batch)
    return [Hypothesis(row.number, row.language, text, share) for row, text in zip(batch, texts, strict=True)]


def _append(path: Path, hypotheses: Sequence[Hypothesis]) -> None:
    """Add lines, each led by a line break: what a kill left of a line before stays by itself."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join("\n" + json.dumps(asdict(hypothesis), ensure_ascii=False) for hypothesis in hypotheses)
    with path.open("a", encoding="utf-8") as file:
        file.write(lines + "\n")
        file.flush()
        os.fsync(file.fileno())
