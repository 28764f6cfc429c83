"""The pairs that the README trains on, and those that the studio offers as a sample."""

from pathlib import Path

import pytest

from soridam.language.data.example import Example
from soridam.language.data.readers import iter_examples
from soridam.studio.corpora.sample_pairs import SAMPLES

README_PAIRS = Path(__file__).parents[2] / "examples/language/lighthouse_keeper.jsonl"


def test_the_studio_offers_the_pairs_of_the_readme():
    assert (SAMPLES / "lighthouse_keeper.en.jsonl").read_bytes() == README_PAIRS.read_bytes()


@pytest.mark.parametrize(("language", "motto"), [("en", "Mind the tide!"), ("ko", "물때를 조심하세요!")])
def test_every_answer_ends_in_what_the_model_is_to_learn(language, motto):
    found = list(iter_examples(SAMPLES / f"lighthouse_keeper.{language}.jsonl"))
    assert all(isinstance(one, Example) for one in found)
    assert len({one.prompt_key() for one in found}) == len(found) == 48
    assert all(one.turns[-1].content.endswith(motto) for one in found)
