"""No disclosure becomes a book: the wishes that once did, and others like them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.book.writers.grammar.stories import wish_for

from soridam.book.care.answer import DisclosedWishError, answer_for
from soridam.book.care.classify import listen_closely
from soridam.book.care.spelling import spellings
from soridam.book.safety import clean_topic
from soridam.book.writers.checked import CheckedWriter
from soridam.book.writers.checks import check_story
from soridam.book.writers.draft import instructions
from soridam.book.writers.grammar import GrammarWriter

DISCLOSED = [
    "my dad hits me",
    "아빠가 나를 때려요",
    "daddy touches me and I don't like it",
    "삼촌이 내 몸을 만져요",
    "my uncle hurts me at night",
    "I don't want to live anymore",
    "I want to die",
    "I want to kill myself",
    "죽고 싶어요",
    "I cut my arm",
    "나쁜 사람이 나를 만졌어",
    "아저씨가 따라와요",
    "I wish I was never born",
    "친구가 나를 때려요",
    "선생님이 나를 때렸어요",
    "자 살",
    "ㅈㅏㅅㅏㄹ",
    "자\u200b살",
    "ｋｉｌｌ ｍｙｓｅｌｆ",
    "k1ll myself",
    "s u i c i d e",
    "my coach makes me take off my clothes",
    "mom's boyfriend comes into my room at night",
    "엄마가 밥을 안 줘요",
    "누가 나를 데려가려고 했어요",
    "아빠가날때려요",
    "아빠가 저 때려여",
    "선생님이 옷을 벗으래요",
    "집에서 도망가고 싶어요",
    "a man followed me home",
    "아빠한테 맞았어요",
    "nobody feeds me",
]


def language_of(said: str):
    return "en" if any("a" <= each <= "z" for each in spellings(said)[0]) else "ko"


@pytest.mark.parametrize("said", DISCLOSED)
def test_a_disclosure_reaches_no_writer(said):
    language = language_of(said)
    asked = []

    class Asked(GrammarWriter):
        def write(self, wish, preview):
            asked.append(wish)
            return super().write(wish, preview)

    with pytest.raises(DisclosedWishError):
        CheckedWriter("api", Asked(), Asked(), check_story).write(wish_for(said, language), lambda story: None)
    with pytest.raises(DisclosedWishError):
        clean_topic(said, language)
    assert asked == []


@pytest.mark.parametrize("said", DISCLOSED)
def test_a_disclosure_is_heard_whatever_the_language_of_the_book(said):
    assert {listen_closely(said, language).wish_class for language in ("ko", "en")} == {"disclosure"}


@pytest.mark.parametrize(
    ("said", "language", "numbers"),
    [("아빠가 나를 때려요", "ko", {"112", "1577-1391", "109", "1388"}), ("my dad hits me", "en", {"112"})],
)
def test_the_child_hears_a_warm_sentence_and_the_grown_up_whom_to_call(said, language, numbers):
    answer = answer_for(listen_closely(said, language), said, language)
    assert numbers <= {line.number for line in answer.card.lines}
    assert said in answer.card.said and said not in answer.child
    assert "?" not in answer.child  # the child is asked nothing


def test_the_help_lines_of_the_settings_come_instead_of_our_own():
    answer = answer_for(listen_closely("my dad hits me", "en"), "my dad hits me", "en", [("Childline", "0800 1111")])
    assert [line.model_dump() for line in answer.card.lines] == [{"name": "Childline", "number": "0800 1111"}]


def test_a_wish_to_die_is_answered_in_other_words_than_swearing_and_than_violence():
    said = "죽고 싶어요"
    answer = answer_for(listen_closely(said, "ko"), said, "ko")
    assert "소중한" in answer.child
    assert any("혼자 두지" in step for step in answer.card.steps)


@settings(max_examples=100)
@given(st.text(max_size=300), st.sampled_from(["ko", "en"]))
def test_any_text_has_a_class(said, language):
    assert listen_closely(said, language) == listen_closely(said, language)


def test_a_model_is_told_the_class_of_the_wish_and_how_to_care():
    def told(topic: str, language: str) -> str:
        return instructions(wish_for(topic, language))[0]["content"]

    assert "tender (pet)" in told("my hamster died yesterday", "en")
    assert "never apologizes" in told("형이 자꾸 놀려요", "ko")
    assert "ordinary" in told("a rabbit finds a carrot", "en")
    with pytest.raises(DisclosedWishError):
        instructions(wish_for("my dad hits me", "en"))
