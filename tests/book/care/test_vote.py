"""The second vote, with its real weights."""

import numpy as np
import pytest

from soridam.book.care.classify import listen_closely
from soridam.book.care.kernel import Fitted
from soridam.book.care.vote import FITTED, fit, second_vote
from soridam.core.weights import find_weights
from soridam.text.sentence_vectors import Encoder


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
    said = ["my dad hits me", "우리 강아지가 죽었어요", "a rabbit bakes carrot bread", "고추 따는 할머니"]
    vectors = encoder.encode(said)
    with resources.as_file(resources.files("soridam.book.care") / FITTED) as path, np.load(path) as kept:
        assert kept["names"].tolist() == fresh["names"].tolist()
        assert np.allclose(kept["kinds"].astype("f4"), fresh["kinds"].astype("f4"), atol=0.02)
        assert np.allclose(Fitted.of(kept).scores(vectors, said), Fitted.of(fresh).scores(vectors, said), atol=0.02)


def test_what_was_fitted_is_small():
    from importlib import resources

    assert len(resources.files("soridam.book.care").joinpath(FITTED).read_bytes()) < 1_000_000


@pytest.mark.weights
@pytest.mark.parametrize(
    ("hurt", "harmless"),
    [
        ("a man at the pool showed me his thing", "a man at the zoo showed me his parrot"),
        ("my uncle tickles me in my pants and i hate it", "my uncle tickles me until i laugh"),
        ("mommy drank the strong stuff and will not get up", "mommy drank hot cocoa and got a mustache"),
        ("형아가 내 꼬추를 자꾸 건드려", "할머니가 빨간 고추를 말려요"),
        ("엄마가 물 대신 술만 마시고 안 일어나", "엄마가 물총으로 나를 쐈어"),
        ("이제 그만 살고 싶다", "이제 그만 놀고 싶다"),
    ],
)
def test_the_second_vote_alone_tells_a_disclosure_from_its_neighbor(hurt, harmless):
    vote = second_vote()
    assert vote is not None
    assert [[sign.wish_class for sign in vote.signs_of(said)] for said in (hurt, harmless)] == [["disclosure"], []]


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
