import math

import pytest

from soridam.training.metric import Metric

WER = Metric("wer", "WER", "percent")
PERPLEXITY = Metric("perplexity", "perplexity")
RIGHT = Metric("right", "callsigns right", "percent", better="higher")


@pytest.mark.parametrize(
    ("metric", "score", "text"), [(WER, 0.0512, "5.1%"), (PERPLEXITY, 12.3, "12.3"), (RIGHT, 1.0, "100.0%")]
)
def test_a_score_is_shown_as_people_read_it(metric, score, text):
    assert metric.format(score) == text


@pytest.mark.parametrize(("metric", "axis"), [(WER, "WER %"), (PERPLEXITY, "perplexity")])
def test_only_what_is_a_share_has_a_percent_sign_on_its_axis(metric, axis):
    assert metric.axis == axis


def test_a_lower_error_and_a_higher_share_of_right_ones_are_improvements():
    assert WER.improves_on(0.1, 0.2) and not WER.improves_on(0.2, 0.2)
    assert RIGHT.improves_on(0.2, 0.1) and not RIGHT.improves_on(0.1, 0.2)


def test_any_score_improves_on_none():
    assert (WER.worst, RIGHT.worst) == (math.inf, -math.inf)
