from collections import Counter

import pytest

from soridam.book.draw.props.dictionary import find_prop, load_props, with_whole_words


def test_there_are_enough_props_for_any_topic():
    assert len(load_props()) >= 250
    assert len({prop.group for prop in load_props().values()}) >= 8


@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_word_belongs_to_two_props(language):
    words = Counter(word.replace(" ", "") for prop in load_props().values() for word in getattr(prop, language))
    assert [word for word, count in words.items() if count > 1] == []


def test_every_prop_is_found_by_all_its_words():
    for prop in load_props().values():
        assert {find_prop(word, "en") for word in prop.en} == {prop.id}
        assert {find_prop(word, "ko") for word in prop.ko} == {prop.id}


@pytest.mark.parametrize(
    ("word", "prop"),
    [
        ("Strawberries", "strawberry"), ("foxes", "fox"), ("mice", "mouse"), ("geese", "goose"),
        ("ice creams", "ice-cream"),
        ("buses", "bus"), ("a kite", "kite"), ("the Wolves", "wolf"), ("puppies", "dog"), ("T-Rex", "t-rex"),
    ],
)  # fmt: skip
def test_english_is_found_in_the_plural_and_behind_an_article(word, prop):
    assert find_prop(word, "en") == prop


@pytest.mark.parametrize(("word", "prop"), [("강아지들", "dog"), ("눈 사람", "snowman"), ("무지개", "rainbow")])
def test_korean_is_found_in_the_plural_and_with_spaces(word, prop):
    assert find_prop(word, "ko") == prop


@pytest.mark.parametrize("word", ["sword", "gun", "beer", "", "s", "칼", "총", "들"])
def test_what_is_not_in_the_dictionary_is_not_found(word):
    assert find_prop(word, "en") is None
    assert find_prop(word, "ko") is None


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("친구와 눈 사람을 만들고 싶어요", "친구와 눈사람을 만들고 싶어요"),
        ("무 당벌레", "무당벌레"),
        ("눈 사람들이 와요", "눈사람들이 와요"),
        ("눈 위에 사람이 있어요", "눈 위에 사람이 있어요"),
        ("첫눈 사람", "첫눈 사람"),
    ],
)
def test_words_that_a_recognizer_has_parted_are_made_whole(heard, meant):
    assert with_whole_words(heard) == meant
