import pytest
from tests.book.writers.grammar.stories import wish_for, written

from soridam.book.names import fill_names, put_markers
from soridam.book.pronouns import gender_of, with_pronouns
from soridam.book.story import Character


def nobody(word: str) -> bool:
    return word in ("cat", "duck")


def named(name: str) -> Character:
    return Character(id="hero", name=name, kind="cat", look_en="a small cat", coat="#f0a35e")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{hero} pulled. {hero} jumped.", "{hero} pulled. {hero:They} jumped."),
        ("{hero} sat down, and {hero}'s nose was cold.", "{hero} sat down, and {hero:their} nose was cold."),
        ("{hero} ran. A leaf fell on {hero}.", "{hero} ran. A leaf fell on {hero:them}."),
        ("{hero} ran. {hero} was tired.", "{hero} ran. {hero:They} {hero:was} tired."),
        ("{hero} ran. The duck came. {hero} sang.", "{hero} ran. The duck came. {hero} sang."),
        ("{hero} met {friend}. {hero} smiled.", "{hero} met {friend}. {hero} smiled."),
        ("{hero} ran. “{hero}, wait!” {hero} stopped.", "{hero} ran. “{hero}, wait!” {hero:They} stopped."),
        ("{hero} is here. {hero} keeps a secret.", "{hero} is here. {hero} keeps a secret."),
    ],
)
def test_a_name_that_comes_again_becomes_a_pronoun_where_nobody_else_is_meant(text, told):
    assert with_pronouns(text, nobody) == told


@pytest.mark.parametrize(
    ("name", "read"),
    [("Ada", "She hugged her cat."), ("Theo", "He hugged his cat."), ("Jin", "They hugged their cat.")],
)
def test_the_pronoun_is_that_of_the_name_and_changes_with_it(name, read):
    assert fill_names("{hero:They} hugged {hero:their} cat.", [named(name)], "en") == read


def test_a_name_that_is_not_listed_is_told_of_as_they():
    assert gender_of("Soridam") == "they"


def test_words_of_a_person_keep_their_own_pronouns():
    story = written(wish_for("my lost red mitten", "en"))
    assert put_markers("They saw it.", ["{hero:They}"], story) == "They saw it."
