import pytest

from soridam.book.topic.lexicon import lexicon
from soridam.book.topic.near_words import near_word


@pytest.mark.parametrize(
    ("heard", "language", "meant"),
    [
        ("dinosore", "en", "dinosaur"),
        ("excuvator", "en", "excavator"),
        ("버클레인", "ko", "포클레인"),
        ("티라노사우르스", "ko", "티라노사우루스"),
    ],
)
def test_a_misheard_word_is_found_by_its_letters(heard, language, meant):
    assert near_word(heard, language) == meant


@pytest.mark.parametrize(
    ("word", "language"), [("zumba", "en"), ("Max", "en"), ("뽀까뽀까", "ko"), ("민수", "ko"), ("", "ko")]
)
def test_names_and_words_that_nobody_knows_are_left_alone(word, language):
    assert near_word(word, language) == ""


def test_no_known_word_is_taken_for_another():
    for language in ("ko", "en"):
        assert not [word for word in list(lexicon().nouns[language])[:200] if near_word(word, language)]
