"""Wishes whose stories once missed them, word for word from a critique of the books."""

import re

import pytest
from tests.book.writers.grammar.stories import wish_for, written

from soridam.book.names import fill
from soridam.book.safety import clean_topic
from soridam.book.topic import find_topic, read_topic
from soridam.book.topic.language import language_of
from soridam.book.writers.grammar.english import with_article
from soridam.book.writers.grammar.korean import _noun_form


def whole(said: str, language) -> str:
    stories = [written(wish_for(clean_topic(said, language), language, seed, "7-8")) for seed in range(3)]
    return " ".join(
        [fill(text, story) for story in stories for text in (story.title, *(page.text for page in story.pages))]
    )


@pytest.mark.parametrize(
    ("said", "language", "told", "never"),
    [
        ("공룡이 방귀를 뿡뿡 뀌어서 친구들이 다 도망갔어요", "ko", "뿡|방귀", "도망갈 거야|도망가고 싶"),
        ("무지개는 왜 생겨요?", "ko", "빗방울", "때문이었지요|익숙한 게"),
        ("why is the sky blue", "en", "blue light", "dream"),
        ("태권도 노란띠 땄어요", "ko", "노란띠", "딸 거야|따고 싶"),
        ("아빠 출장 갔어요", "ko", "아빠", "갈 거야|출장에 가고 싶"),
        ("my fish is called Bubbles and he swims in circles", "en", "swam in circles", "Today I Will Call"),
        ("i lost my tooth and the tooth fairy forgot to come", "en", "forgot to come", "Today I Will"),
    ],
)
def test_the_wish_is_what_the_book_tells(said, language, told, never):
    text = whole(said, language)
    assert re.search(told, text), text
    assert not re.search(never, text), text


@pytest.mark.parametrize("name", ["엄마", "아빠", "할머니", "할아버지", "선생님"])
def test_elders_are_called_by_nothing_more(name):
    assert _noun_form(name, "아") == name


def test_younger_ones_and_things_are_called_as_before():
    assert (_noun_form("동생", "아"), _noun_form("별", "아"), _noun_form("고래", "아")) == ("동생아", "별아", "고래야")


def test_a_planet_takes_the_article_of_its_sound():
    assert with_article("Uranus planet") == "a Uranus planet"


def test_a_dot_in_a_dinosaur_ends_no_sentence():
    assert "birthday" in find_topic("a T. rex's birthday", "en")


def test_hunger_is_no_boat():
    assert [noun.head for noun in read_topic("배가 고픈 고양이", "ko").nouns] == ["고양이"]


def test_a_few_words_of_korean_leave_an_english_wish_english():
    said = "I want to play 축구 with my 할아버지"
    assert language_of(said) == "en"
    text = whole(said, "en")
    assert "soccer" in text and "Grandpa" in text
