"""No regular expression takes more than linear time over a long text: a text of a user may meet any of them."""

import re

import pytest
from tests.patterns import Use, all_uses, grows_too_fast


@pytest.mark.parametrize("pattern", [r"(a+)+b", r"a*a*b", r"(?P<x>.*?): (?P<y>.*?) of (?P<z>.*?) rows", r"\s+x"])
def test_a_slow_expression_is_noticed(pattern):
    assert grows_too_fast(Use("here", re.compile(pattern, re.DOTALL), "search")) is not None


def test_each_takes_linear_time_over_texts_that_are_made_to_slow_it_down():
    uses = all_uses()
    assert len(uses) > 200  # they were found
    slow = {use.where: (use.method, piece) for use in uses if (piece := grows_too_fast(use)) is not None}
    assert slow == {}
