"""One test set, several models: scores, slices, paired tests, and every utterance. Begin with `compare_models`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from soridam.evaluation.significance import DRAWS, Comparison, compare, holm
from soridam.speech.evaluation.findings import Attempt, PairedTest, ScoredUtterance, SetScore, known_facts
from soridam.speech.evaluation.hypotheses import Hypothesis
from soridam.speech.evaluation.slices import FACTORS, iter_slices, score
from soridam.speech.evaluation.testsets import TestSet
from soridam.text.error_rates import METRICS, Metric, Pair, as_ratios, best_reading, utterance_errors

ErrorTables = Mapping[Metric, np.ndarray]  # each (utterances, 4)


@dataclass(frozen=True, slots=True)
class SetFindings:
    scores: list[SetScore]
    tests: list[PairedTest]
    utterances: list[ScoredUtterance]


def compare_models(test_set: TestSet, heard: Mapping[str, Sequence[Hypothesis]], *, seed: int) -> SetFindings:
    """Score what each model wrote for the rows of a test set; `heard` is by model, in the order of the rows."""
    normalizers = test_set.normalizers()
    references = [
        tuple(map(normalize, readings)) for normalize, readings in zip(normalizers, test_set.readings(), strict=True)
    ]
    pairs = {model: _pairs(normalizers, references, hypotheses) for model, hypotheses in heard.items()}
    tables: dict[str, ErrorTables] = {
        model: {metric: utterance_errors(pairs[model], metric) for metric in METRICS} for model in heard
    }
    return SetFindings(
        [_score_model(test_set, model, tables[model], heard[model], seed) for model in heard],
        [test for metric in METRICS for test in _paired_tests(test_set, tables, metric, seed)],
        _utterances(test_set, heard, pairs),
    )


def _pairs(
    normalizers: Sequence[Callable[[str], str]],
    references: Sequence[tuple[str, ...]],
    hypotheses: Sequence[Hypothesis],
) -> list[Pair]:
    return [
        Pair(references=readings, hypothesis=normalize(hypothesis.text))
        for normalize, readings, hypothesis in zip(normalizers, references, hypotheses, strict=True)
    ]


def _score_model(
    test_set: TestSet, model: str, errors: ErrorTables, hypotheses: Sequence[Hypothesis], seed: int
) -> SetScore:
    facts = {factor: test_set.column(factor) for factor in FACTORS if factor != "duration"}
    return SetScore(
        model=model,
        label=test_set.label,
        scores={metric: score(errors[metric], seed=seed, speakers=facts["speaker"], draws=DRAWS) for metric in METRICS},
        slices=tuple(iter_slices(errors, facts, test_set.durations(), seed=seed)),
        recognition_seconds=sum(hypothesis.seconds for hypothesis in hypotheses),
    )


def _paired_tests(test_set: TestSet, tables: Mapping[str, ErrorTables], metric: Metric, seed: int) -> list[PairedTest]:
    pairs = list(combinations(tables, 2))
    speakers = test_set.column("speaker")
    ratios = {model: as_ratios(table[metric]) for model, table in tables.items()}
    tests = [compare(ratios[first], ratios[second], seed=seed) for first, second in pairs]
    adjusted = holm([test.p_value for test in tests])
    return [
        PairedTest(
            label=test_set.label,
            metric=metric,
            first=first,
            second=second,
            by_utterance=test,
            p_adjusted=p_adjusted,
            by_speaker=_compare_by_speaker(ratios[first], ratios[second], speakers, seed),
        )
        for (first, second), test, p_adjusted in zip(pairs, tests, adjusted, strict=True)
    ]


def _compare_by_speaker(first: np.ndarray, second: np.ndarray, speakers: Sequence[str], seed: int) -> Comparison | None:
    """Only where every speaker is known and there are several."""
    if not all(speakers) or len(set(speakers)) < 2:
        return None
    return compare(first, second, seed=seed, groups=speakers)


def _utterances(
    test_set: TestSet,
    heard: Mapping[str, Sequence[Hypothesis]],
    pairs: Mapping[str, Sequence[Pair]],
) -> list[ScoredUtterance]:
    rows = test_set.split.table.take(list(test_set.rows)).to_pylist()
    return [
        ScoredUtterance(
            label=test_set.label,
            row=number,
            id=row["id"],
            duration=row["duration"],
            facts=known_facts(row),
            readings=readings,
            attempts={model: _attempt(heard[model][place], pairs[model][place]) for model in heard},
        )
        for place, (number, row, readings) in enumerate(zip(test_set.rows, rows, test_set.readings(), strict=True))
    ]


def _attempt(hypothesis: Hypothesis, pair: Pair) -> Attempt:
    fits = {metric: best_reading(pair, metric) for metric in METRICS}
    return Attempt(
        text=hypothesis.text,
        scored=pair.hypothesis,
        reading=fits["cer"][0],
        errors={metric: counts for metric, (_, counts) in fits.items()},
        seconds=hypothesis.seconds,
    )
