import numpy as np
import pytest

from soridam.evaluation.significance import bootstrap_interval, compare, holm


def errors_of(errors, lengths) -> np.ndarray:
    return np.stack([np.asarray(errors), np.asarray(lengths)], axis=1)


def random_errors(rate: float, utterances: int, seed: int) -> np.ndarray:
    generator = np.random.default_rng(seed)
    lengths = generator.integers(3, 12, utterances)
    return errors_of(generator.binomial(lengths, rate), lengths)


def test_the_interval_agrees_with_the_binomial_where_words_are_independent():
    errors = errors_of(np.random.default_rng(3).binomial(1, 0.2, 2_000), np.ones(2_000, dtype=int))
    interval = bootstrap_interval(errors, seed=7)
    half = 1.96 * np.sqrt(interval.rate * (1 - interval.rate) / 2_000)
    assert interval.high - interval.rate == pytest.approx(half, rel=0.12)
    assert interval.rate - interval.low == pytest.approx(half, rel=0.12)


def test_intervals_hold_the_true_rate_about_as_often_as_promised():
    intervals = [bootstrap_interval(random_errors(0.1, 80, seed), seed=1, draws=400) for seed in range(200)]
    held = sum(interval.low <= 0.1 <= interval.high for interval in intervals)
    assert 178 <= held <= 199


def test_the_same_seed_gives_the_same_interval():
    errors = random_errors(0.1, 50, seed=0)
    assert bootstrap_interval(errors, seed=5) == bootstrap_interval(errors, seed=5)


def test_drawing_speakers_widens_the_interval_when_they_differ():
    good, bad = random_errors(0.02, 300, seed=0), random_errors(0.4, 300, seed=1)
    errors = np.concatenate([good, bad])
    speakers = [f"good {i % 5}" for i in range(300)] + [f"bad {i % 5}" for i in range(300)]
    by_utterance = bootstrap_interval(errors, seed=7)
    by_speaker = bootstrap_interval(errors, seed=7, groups=speakers)
    assert by_speaker.units == 10
    assert by_speaker.high - by_speaker.low > 2 * (by_utterance.high - by_utterance.low)


def test_one_speaker_gives_no_interval():
    interval = bootstrap_interval(random_errors(0.1, 50, seed=0), seed=7, groups=["one"] * 50)
    assert (interval.low, interval.high, interval.units) == (None, None, 1)


def test_a_large_corpus_is_drawn_in_blocks(monkeypatch):
    errors = random_errors(0.1, 40, seed=0)
    whole = bootstrap_interval(errors, seed=7, draws=300)
    monkeypatch.setattr("soridam.evaluation.significance._CELLS_AT_ONCE", 1_000)
    assert bootstrap_interval(errors, seed=7, draws=300) == whole


def test_a_clearly_better_model_is_significant():
    first, second = random_errors(0.2, 300, seed=0), random_errors(0.2, 300, seed=0)
    second[:150, 0] = 0
    comparison = compare(first, second, seed=7)
    assert comparison.p_value < 0.001
    assert comparison.low < comparison.difference < comparison.high < 0


def test_equal_outputs_are_no_difference():
    errors = random_errors(0.2, 100, seed=0)
    comparison = compare(errors, errors, seed=7)
    assert (comparison.difference, comparison.p_value) == (0.0, 1.0)


def test_the_p_value_is_exact_on_a_case_worked_by_hand():
    # Three utterances of 10 words, each 1 error better: of 8 exchanges only 2 give |difference| as large: p = 0.25.
    first, second = errors_of([1, 1, 1], [10, 10, 10]), errors_of([0, 0, 0], [10, 10, 10])
    assert compare(first, second, seed=7, draws=20_000).p_value == pytest.approx(0.25, abs=0.01)


def test_models_that_differ_by_chance_are_rarely_called_different():
    p_values = []
    for seed in range(200):
        lengths = np.random.default_rng(seed).integers(3, 12, 60)
        generator = np.random.default_rng([seed, 2])
        first, second = (errors_of(generator.binomial(lengths, 0.1), lengths) for _ in range(2))
        p_values.append(compare(first, second, seed=1, draws=400).p_value)
    assert 2 <= sum(p < 0.05 for p in p_values) <= 19


def test_holm_multiplies_the_smallest_by_the_number_of_tests():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
