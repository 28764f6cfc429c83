"""Cutting a test set by who spoke, where, and for how long. Begin with `iter_slices`."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from soridam.evaluation.significance import bootstrap_interval
from soridam.speech.evaluation.findings import Score, Slice
from soridam.text.error_rates import METRICS, Metric, as_ratios, total

FACTORS = ("duration", "age", "gender", "region", "source", "speaker")
DURATION_EDGES = (1, 2, 4, 8, 15, 30)  # seconds
DRAWS = 1_000  # of a slice's interval


def duration_bucket(seconds: float) -> str:
    """`2-4` for 2 s up to, but not including, 4 s; below the first edge `0-1`; from the last `30-`."""
    lower = [0, *DURATION_EDGES]
    place = int(np.searchsorted(DURATION_EDGES, seconds, side="right"))
    upper = str(DURATION_EDGES[place]) if place < len(DURATION_EDGES) else ""
    return f"{lower[place]}-{upper}"


def score(errors: np.ndarray, *, seed: int, speakers: Sequence[str] = (), draws: int = DRAWS) -> Score:
    """Counts with their interval; with the speakers' names, where they are several, an interval by speaker too."""
    several = len(set(speakers)) > 1 and all(speakers)
    ratios = as_ratios(errors)
    by_speaker = bootstrap_interval(ratios, seed=seed, groups=speakers, draws=draws) if several else None
    return Score(total(errors), bootstrap_interval(ratios, seed=seed, draws=draws), by_speaker)


def iter_slices(
    errors: Mapping[Metric, np.ndarray], facts: Mapping[str, Sequence[str]], durations: np.ndarray, *, seed: int
) -> Iterator[Slice]:
    """Yield a slice for each value of each factor that has several. `facts`: a value an utterance, "" where unknown."""
    columns = {"duration": [duration_bucket(seconds) for seconds in durations], **facts}
    for factor in FACTORS:
        labels = np.asarray(columns[factor])
        values = sorted(set(labels.tolist()), key=_in_order)
        if len(values) < 2:
            continue
        for value in values:
            chosen = labels == value
            scores = {metric: score(errors[metric][chosen], seed=seed) for metric in METRICS}
            yield Slice(factor, value, int(chosen.sum()), float(durations[chosen].sum()), scores)


def _in_order(value: str) -> tuple[bool, float, str]:
    """3~6 before 10~19; the unknown last."""
    digits = "".join(character if character.isdigit() else " " for character in value).split()
    return value == "", float(digits[0]) if digits else float("inf"), value
