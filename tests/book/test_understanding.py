from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.book.writers.grammar.stories import wish_for

from soridam.book.care import classify
from soridam.book.care.vote import second_vote
from soridam.book.topic import read_topic
from soridam.book.understanding import find_readings, understand


def understood(said, language):
    return understand(wish_for(said, language))


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("토끼가 당근을 훔쳤어요", "ko"),
        ("팬티 벗는 이야기", "ko"),
        ("I want to burn my toys", "en"),
        ("a dog who wants to scratch the cat", "en"),
        ("동생을 때리고 싶어요", "ko"),
        ("gay", "en"),
        ("", "en"),
    ],
)
def test_what_is_no_wish_is_asked_back_with_readings(said, language):
    found = understood(said, language)
    assert (found.plot, found.understood) == ("", False)
    assert 2 <= len(found.readings) <= 3


@pytest.mark.parametrize("said", ["토끼가 당근을 훔쳤어요", "a fox burns a cake", "my brother wants to punch a robot"])
def test_a_reading_is_understood_itself_and_keeps_what_was_named(said):
    language = "en" if said.isascii() else "ko"
    found = understood(said, language)
    for reading in found.readings:
        again = understood(reading, language)
        assert again.understood and again.wish_class == "ordinary", reading
    assert any(noun.head in found.readings[0] for noun in read_topic(said, language).nouns)


@pytest.mark.parametrize(
    ("said", "language", "left_out"),
    [
        ("a stupid dog on the moon", "en", "stupid"),
        ("바보 토끼", "ko", "바보"),
        ("토끼가 당근을 훔쳤어요", "ko", "훔치다"),
        ("a dog on the moon. he has a big red rocket", "en", "he has a big red rocket"),
    ],
)
def test_words_that_were_left_out_are_told(said, language, left_out):
    found = understood(said, language)
    assert left_out in found.left_out
    assert any(left_out in note for note in found.notes)


@pytest.mark.parametrize(
    ("said", "language", "stand_in"),
    [
        ("Elsa and a horse", "en", "a snow princess"),
        ("피카츄랑 바다에서 놀기", "ko", "번개 생쥐"),
        ("손흥민", "ko", "축구 선수"),
    ],
)
def test_somebody_elses_hero_or_a_real_person_becomes_a_made_up_one_and_it_is_said(said, language, stand_in):
    found = understood(said, language)
    assert stand_in in found.topic
    assert any(stand_in in note for note in found.notes)


def test_a_real_persons_name_stands_in_no_story():
    from tests.book.writers.grammar.stories import written

    from soridam.book.safety import clean_topic

    for said, language in (("Donald Trump", "en"), ("윤석열 대통령", "ko"), ("Taylor Swift concert", "en")):
        story = written(wish_for(clean_topic(said, language), language))
        assert not any(name in story.model_dump_json() for name in ("Trump", "윤석열", "Swift"))


@pytest.mark.parametrize(
    ("said", "language"), [("today I will underpant", "en"), ("underpants", "en"), ("나는 팬티를 벗고 싶어", "ko")]
)
def test_silly_verbs_are_no_plots(said, language):
    from tests.book.writers.grammar.stories import written

    story = written(wish_for(said, language))
    assert "underpant!" not in story.title.lower() and "벗을 거야" not in story.title


def test_as_json_tells_class_readings_plot_and_what_was_left_out():
    told = understood("a rabbit finds a carrot", "en").as_json()
    assert {"class", "readings", "plot", "left_out"} <= told.keys()
    assert (told["class"], told["plot"]) == ("ordinary", "silly")
    told = understood("my dad hits me", "en").as_json()
    assert (told["class"], told["plot"], told["readings"]) == ("disclosure", "", [])
    assert told["child"] and told["card"]


def test_a_rude_wish_is_declined_kindly():
    found = understood("씨발", "ko")
    assert (found.wish_class, found.plot) == ("declined", "")
    assert "그림책" in found.say


@settings(max_examples=80)
@given(st.text(max_size=120), st.sampled_from(["ko", "en"]))
def test_any_text_is_understood_or_asked_back(said, language):
    found = understood(said, language)
    assert found.plot or found.readings or found.wish_class == "disclosure"


def test_what_is_understood_has_no_readings():
    assert find_readings(read_topic("공룡이랑 바다에서 수영하기", "ko")) == ()


@pytest.mark.weights
@pytest.mark.parametrize(
    ("said", "language"),
    [("토끼가 바다에 가요", "ko"), ("my hamster died", "en"), ("a grown-up does bad things to my body", "en")],
)
def test_a_wish_is_encoded_once(said, language, monkeypatch):
    vote = second_vote()
    assert vote is not None
    encoded = []

    def encode(sentences):
        encoded.extend(sentences)
        return vote.encode(sentences)

    monkeypatch.setattr(classify, "second_vote", lambda: replace(vote, encode=encode))
    understood(said, language)
    assert len(encoded) == 1
