"""Contents of the evaluation report, selected and laid out; report.html.jinja only draws them."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from soridam.speech.evaluation.findings import Attempt, Evaluation, Invention, PairedTest, ScoredUtterance, Slice
from soridam.text.error_rates import TOKENIZERS, Metric, align

MOST_VALUES = 12  # of a factor; of more, those with the highest rates are shown
MOST_UTTERANCES = 20
CONFIDENT = 0.05
# Of the drawing of error rate over duration, in units of its view box.
WIDTH, HEIGHT, LEFT, BOTTOM, TOP_EDGE = 360, 220, 44, 190, 12


@dataclass(frozen=True, slots=True)
class Row:
    """One value of a factor: its slice for each model, in the models' order."""

    value: str
    slices: tuple[Slice, ...]


@dataclass(frozen=True, slots=True)
class Factor:
    name: str
    rows: tuple[Row, ...]
    left_out: int
    top: float  # the rate at the right end of the scale


@dataclass(frozen=True, slots=True)
class Point:
    """The position of a dot and its interval in the drawing."""

    x: float
    y: float
    low: float
    high: float
    text: str


@dataclass(frozen=True, slots=True)
class Tick:
    place: float
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Error rate over duration: one line a model."""

    lines: tuple[tuple[Point, ...], ...]
    buckets: tuple[Tick, ...]
    rates: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of an aligned difference, as text."""

    kind: str
    reference: str
    hypothesis: str


def worst_utterances(evaluation: Evaluation, label: str) -> list[ScoredUtterance]:
    """Return the utterances on which some model made the most errors; among equals, the shorter ones."""

    def misfit(utterance: ScoredUtterance) -> tuple[int, float]:
        counts = [attempt.errors[evaluation.metric] for attempt in utterance.attempts.values()]
        return max(count.errors for count in counts), max(count.rate for count in counts)

    wrong = [utterance for utterance in evaluation.of_set(label) if misfit(utterance)[0]]
    return sorted(wrong, key=misfit, reverse=True)[:MOST_UTTERANCES]


def by_kind(evaluation: Evaluation) -> dict[str, list[Invention]]:
    """Return what was written on each kind of silence or noise, in the models' order."""
    kinds: dict[str, list[Invention]] = defaultdict(list)
    for invention in evaluation.inventions:
        kinds[invention.kind].append(invention)
    return kinds


def aligned(attempt: Attempt, metric: Metric) -> list[Stretch]:
    """Return what was said against what was written, by words where words are what counts, else by characters."""
    unit: Metric = "wer" if metric == "wer" else "cer"
    tokenize, between = TOKENIZERS[unit], " " if unit == "wer" else ""
    return [
        Stretch(difference.kind, between.join(difference.reference), between.join(difference.hypothesis))
        for difference in align(tokenize(attempt.reading), tokenize(attempt.scored))
    ]


def verdict(test: PairedTest) -> Literal["better", "worse", "unclear"]:
    """Return the verdict on the second model against the first."""
    if test.p_adjusted >= CONFIDENT:
        return "unclear"
    return "better" if test.by_utterance.difference < 0 else "worse"


def scale_top(evaluation: Evaluation, label: str) -> float:
    """Return the rate at the right end of the models' scale."""
    scores = [evaluation.score(model.name, label).scores[evaluation.metric] for model in evaluation.models]
    return round_up(max(score.interval.high or score.interval.rate for score in scores))


def group_slices(evaluation: Evaluation, label: str) -> list[Factor]:
    """Return the factors of a set, but for duration, which has a drawing of its own."""
    factors = []
    for name, rows in _rows_by_factor(evaluation, label).items():
        if name != "duration":
            shown = rows if len(rows) <= MOST_VALUES else _highest(rows, evaluation.metric)
            factors.append(Factor(name, tuple(shown), len(rows) - len(shown), _top_of(shown, evaluation.metric)))
    return factors


def by_duration(evaluation: Evaluation, label: str) -> tuple[Metric, list[Row]]:
    return evaluation.metric, _rows_by_factor(evaluation, label).get("duration", [])


def draw_durations(measured: tuple[Metric, list[Row]]) -> Drawing | None:
    """Draw the error rate by duration; None if all utterances fall into one bucket."""
    metric, rows = measured
    if not rows:
        return None
    top = _top_of(rows, metric)
    step = (WIDTH - LEFT) / len(rows)
    centers = [LEFT + step * (place + 0.5) for place in range(len(rows))]
    models = range(len(rows[0].slices))
    return Drawing(
        lines=tuple(_line(rows, model, len(models), centers, metric, top) for model in models),
        buckets=tuple(Tick(center, row.value) for center, row in zip(centers, rows, strict=True)),
        rates=tuple(Tick(_height(top * part / 4, top), f"{100 * top * part / 4:.3g}%") for part in range(5)),
    )


def round_up(rate: float) -> float:
    """Return the next of 1, 2, 2.5, 5, 10 times a power of ten, so that scales have even numbers."""
    if rate <= 0:
        return 0.01
    power = 10.0 ** math.floor(math.log10(rate))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if rate <= step * power * (1 + 1e-9))


def _line(
    rows: Sequence[Row], model: int, models: int, centers: Sequence[float], metric: Metric, top: float
) -> tuple[Point, ...]:
    aside = (model - (models - 1) / 2) * 5  # so that intervals do not cover each other
    points = []
    for center, row in zip(centers, rows, strict=True):
        interval = row.slices[model].scores[metric].interval
        low, high = interval.low, interval.high
        points.append(
            Point(
                x=center + aside,
                y=_height(interval.rate, top),
                low=_height(interval.rate if low is None else low, top),
                high=_height(interval.rate if high is None else high, top),
                text=f"{row.value} s: {100 * interval.rate:.2f} % ({row.slices[model].utterances})",
            )
        )
    return tuple(points)


def _height(rate: float, top: float) -> float:
    return BOTTOM - (BOTTOM - TOP_EDGE) * min(1.0, rate / top)


def _rows_by_factor(evaluation: Evaluation, label: str) -> dict[str, list[Row]]:
    """All models have the same slices, in the same order."""
    columns = [evaluation.score(model.name, label).slices for model in evaluation.models]
    rows: dict[str, list[Row]] = defaultdict(list)
    for slices in zip(*columns, strict=True):
        rows[slices[0].factor].append(Row(slices[0].value, slices))
    return rows


def _highest(rows: Sequence[Row], metric: Metric) -> list[Row]:
    def rate(row: Row) -> float:
        return max(cut.scores[metric].interval.rate for cut in row.slices)

    return sorted(rows, key=rate, reverse=True)[:MOST_VALUES]


def _top_of(rows: Sequence[Row], metric: Metric) -> float:
    intervals = [cut.scores[metric].interval for row in rows for cut in row.slices]
    # A handful of utterances can have an interval beyond every scale; what is off the scale is cut off.
    highest = max(interval.rate for interval in intervals)
    return round_up(max(highest, min(2 * highest, max(interval.high or 0 for interval in intervals))))
