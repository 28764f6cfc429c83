"""The second vote, with its real weights."""

import numpy as np
import pytest

from soridam.book.care.classify import listen_closely
from soridam.book.care.sentences import Encoder
from soridam.book.care.vote import FITTED, fit, second_vote
from soridam.core.weights import find_weights


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(find_weights("use-multilingual"))


@pytest.mark.weights
def test_a_sentence_lies_near_to_its_translation(encoder):
    english, korean, other = encoder.encode(["my dad hits me", "아빠가 나를 때려요", "a rabbit looks for the moon"])
    assert english @ korean > 0.5 > english @ other + 0.3
    assert np.linalg.norm(english) == pytest.approx(1, abs=1e-4)


@pytest.mark.weights
def test_what_was_fitted_is_what_the_sentences_give(encoder):
    from importlib import resources

    fresh = fit(encoder.encode)
    with resources.as_file(resources.files("soridam.book.care") / FITTED) as path, np.load(path) as kept:
        assert kept["names"].tolist() == fresh["names"].tolist()
        assert np.allclose(kept["classes"].astype("f4"), fresh["classes"].astype("f4"), atol=0.02)


@pytest.mark.weights
def test_the_second_vote_hears_what_no_rule_knows():
    vote = second_vote()
    assert vote is not None
    assert [sign.wish_class for sign in vote.signs_of("a grown-up does bad things to my body")] == ["disclosure"]
    assert vote.signs_of("a rabbit bakes carrot bread") == ()


def test_without_the_encoder_the_rules_vote_alone_and_say_so(monkeypatch, tmp_path):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setenv("SORIDAM_HOME", str(tmp_path))
    second_vote.cache_clear()
    try:
        judgement = listen_closely("my dad hits me", "en")
        assert judgement.is_disclosure
        assert judgement.by_rules_alone
    finally:
        second_vote.cache_clear()
