import unicodedata

import jiwer
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from soridam.text.error_rates import (
    METRICS,
    Counts,
    Pair,
    align,
    as_ratios,
    best_reading,
    character_errors,
    character_errors_without_spaces,
    error_counts,
    total,
    utterance_errors,
    word_errors,
    words,
)

texts = st.text(alphabet="ab가나 ", max_size=12)


def pair(reference: str, hypothesis: str) -> Pair:
    return Pair(references=(reference,), hypothesis=hypothesis)


def test_errors_are_counted_by_kind():
    # two became too, four is gone, seven is new; with substitutions alone it would take four edits
    counts = error_counts(words("one two three four five six"), words("one too three five six seven"))
    assert counts == Counts(substitutions=1, deletions=1, insertions=1, reference_length=6)


def test_reference_and_hypothesis_are_not_swapped():
    assert word_errors([pair("one two three four", "one")]) == Counts(0, 3, 0, 4)
    assert word_errors([pair("one", "one two three four")]) == Counts(0, 0, 3, 1)


def test_the_corpus_rate_is_not_the_mean_of_utterances():
    # 1 of 1 wrong and 0 of 9 wrong: 10 %, where the mean would be 50 %
    pairs = [pair("yes", "no"), pair("a b c d e f g h i", "a b c d e f g h i")]
    assert word_errors(pairs).rate == pytest.approx(0.1)


def test_a_dropped_particle_counts_as_one_character_error():
    assert character_errors([pair("나는 집에 간다", "나 집에 간다")]) == Counts(0, 1, 0, 8)


def test_spacing_alone_is_no_error_without_spaces():
    spaced = [pair("소리 담", "소리담")]
    assert word_errors(spaced).errors == 2
    assert character_errors(spaced) == Counts(0, 1, 0, 4)
    assert character_errors_without_spaces(spaced) == Counts(0, 0, 0, 3)


def test_an_empty_reference_counts_insertions():
    assert word_errors([pair("", "thank you"), pair("a b c d", "a b c d")]) == Counts(0, 0, 2, 4)


def test_an_empty_corpus_has_no_errors():
    assert word_errors([]).rate == 0


def test_silence_alone_gives_a_finite_rate():
    assert word_errors([pair("", "thank you")]).rate == 2


def test_the_better_of_two_readings_counts():
    dual = Pair(references=("70% 확률", "칠십 퍼센트 확률"), hypothesis="칠십 퍼센트 확률")
    assert word_errors([dual]) == Counts(0, 0, 0, 3)


def test_each_metric_chooses_its_own_reading():
    # Words: 1 of 2 wrong against "ab c", 1 of 1 against "abcc". Characters: 1 of 4 against either, so the first.
    dual = Pair(references=("abcc", "ab c"), hypothesis="abxc c")
    assert best_reading(dual, "wer")[0] == "ab c"
    assert best_reading(dual, "cer_no_spaces")[0] == "abcc"


def test_decomposed_hangul_is_the_same_character():
    assert character_errors([pair("한국", unicodedata.normalize("NFD", "한국"))]) == Counts(0, 0, 0, 2)


def test_alignment_names_each_difference():
    stretches = align(words("cleared to land runway"), words("cleared two land runway left"))
    kinds = [(stretch.kind, " ".join(stretch.reference), " ".join(stretch.hypothesis)) for stretch in stretches]
    assert kinds == [
        ("equal", "cleared", "cleared"),
        ("substituted", "to", "two"),
        ("equal", "land runway", "land runway"),
        ("inserted", "", "left"),
    ]


@given(texts, texts)
def test_swapping_exchanges_insertions_and_deletions(reference, hypothesis):
    forth, back = word_errors([pair(reference, hypothesis)]), word_errors([pair(hypothesis, reference)])
    assert (forth.errors, forth.insertions - forth.deletions) == (back.errors, back.deletions - back.insertions)


@given(texts, texts)
def test_counts_balance_the_lengths(reference, hypothesis):
    counts = character_errors([pair(reference, hypothesis)])
    spoken, written = " ".join(reference.split()), " ".join(hypothesis.split())
    assert counts.reference_length - counts.deletions + counts.insertions == len(written)
    assert (counts.errors == 0) == (spoken == written)


@given(texts, texts)
def test_an_alignment_loses_no_token(reference, hypothesis):
    stretches = align(reference.split(), hypothesis.split())
    assert [token for stretch in stretches for token in stretch.reference] == reference.split()
    assert [token for stretch in stretches for token in stretch.hypothesis] == hypothesis.split()


@pytest.mark.parametrize("metric", METRICS)
def test_each_utterance_has_a_row(metric):
    assert utterance_errors([pair("a b", "a"), pair("", "")], metric).shape == (2, 4)


@given(st.lists(st.tuples(texts.filter(str.strip), texts), min_size=1, max_size=5))
def test_totals_agree_with_jiwer(texts_of_corpus):
    references, hypotheses = map(list, zip(*texts_of_corpus, strict=True))
    theirs = jiwer.process_words(references, hypotheses)
    ours = word_errors([pair(reference, hypothesis) for reference, hypothesis in texts_of_corpus])
    assert ours.rate == pytest.approx(theirs.wer)


def test_totals_are_summed_over_utterances():
    assert total(np.array([[1, 2, 3, 10], [0, 1, 0, 5]])) == Counts(1, 3, 3, 15)


def test_errors_of_each_kind_are_one_numerator_over_the_length():
    assert as_ratios(np.array([[1, 2, 3, 10], [0, 1, 0, 5]])).tolist() == [[6, 10], [1, 5]]
