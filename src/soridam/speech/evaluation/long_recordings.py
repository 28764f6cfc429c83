"""Long recordings out of the utterances of a corpus, to see whether a model can still do more than 30 s.

Begin with `write_long_recordings`. They are a corpus like any other, so that everything else stays as it is.
"""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from soridam.core.errors import CorpusError
from soridam.speech.audio import SAMPLE_RATE, Waveform, duration_of, encode_flac
from soridam.speech.corpus.shards import write_shard
from soridam.speech.evaluation.testsets import TestSet
from soridam.speech.window import FULL_WINDOW

LENGTHS = (60.0, 180.0)  # seconds, from which each recording's is drawn
PAUSES = (0.3, 2.0)  # seconds before each utterance
MEAN_PAUSE = sum(PAUSES) / 2
MOST_SECONDS = 3600.0  # of all recordings together
SPLIT = "test"


def write_long_recordings(test_set: TestSet, folder: Path, *, seed: int) -> Path:
    """Join utterances, drawn in an order from the seed, into recordings of one to three minutes with silent pauses.

    Writes a corpus of one split, `test`, and returns its folder. A recording is in one language; what is left over in
    the end makes the last one longer. Raises CorpusError if all the utterances are not longer than 30 s.
    """
    rng = np.random.default_rng(seed)
    groups = [group for language in sorted(set(test_set.languages)) for group in _group(test_set, language, rng)]
    shutil.rmtree(folder, ignore_errors=True)
    write_shard(folder / "data" / f"{SPLIT}-00000.parquet", _iter_rows(test_set, groups, rng))
    return folder


def _group(test_set: TestSet, language: str, rng: np.random.Generator) -> list[list[int]]:
    """Return places of utterances in the test set, for each recording of a language; at most an hour of them."""
    places = [place for place, spoken in enumerate(test_set.languages) if spoken == language]
    durations = test_set.durations()
    groups: list[list[int]] = []
    length = wanted = total = 0.0
    for place in rng.permutation(places).tolist():
        if length >= wanted:
            if total >= MOST_SECONDS:
                return groups
            groups.append([])
            length, wanted = 0.0, rng.uniform(*LENGTHS)
        groups[-1].append(place)
        length += float(durations[place]) + MEAN_PAUSE
        total += float(durations[place]) + MEAN_PAUSE
    if len(groups) > 1 and length < LENGTHS[0]:
        left = groups.pop()
        groups[-1] += left
    if durations[groups[0]].sum() <= FULL_WINDOW:
        raise CorpusError(
            "corpus.little-speech",
            "{folder} holds too little speech in '{split}' for a long recording.",
            hint="Give a corpus with more, or a higher --limit.",
            folder=test_set.label,
            split=language,
        )
    return groups


def _iter_rows(
    test_set: TestSet, groups: Sequence[Sequence[int]], rng: np.random.Generator
) -> Iterator[dict[str, Any]]:
    texts, readings = test_set.column("text"), test_set.readings()
    for number, group in enumerate(groups):
        wave = _join([test_set.split.waveform(test_set.rows[place]) for place in group], rng)
        alternatives = max(len(readings[place]) for place in group)
        yield {
            "id": f"long-{number:03d}",
            "audio": {"bytes": encode_flac(wave), "path": None},
            "text": " ".join(texts[place] for place in group),
            # Either all first readings or all second ones: their mixtures would be too many to compare with.
            "readings": [
                " ".join(readings[place][min(reading, len(readings[place]) - 1)] for place in group)
                for reading in range(alternatives)
            ],
            "duration": duration_of(wave),
            "source": test_set.label,
            "language": test_set.languages[group[0]],
        }


def _join(waves: Sequence[Waveform], rng: np.random.Generator) -> Waveform:
    parts: list[Waveform] = []
    for wave in waves:
        pause = np.zeros(round(rng.uniform(*PAUSES) * SAMPLE_RATE), dtype=np.float32)
        parts += [pause, wave]
    return np.concatenate(parts)
