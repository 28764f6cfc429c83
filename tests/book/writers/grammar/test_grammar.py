import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.book.writers.grammar.stories import BANDS, KINDS, TOPICS, many_topics, wish_for, written

from soridam.book.names import fill, with_particle
from soridam.book.safety import clean_topic
from soridam.book.story import Story
from soridam.book.topic import read_topic
from soridam.book.writers.checked import CheckedWriter
from soridam.book.writers.checks import check_story
from soridam.book.writers.grammar import GrammarWriter
from soridam.book.writers.sentences import plain_sentence, split_sentences
from soridam.core.errors import RefusedWishError

GOLDEN = Path(__file__).parent / "golden"
LANGUAGES = ("ko", "en")
PARTICLES = (("은", "는"), ("이", "가"), ("을", "를"), ("과", "와"), ("이랑", "랑"))


def texts_of(story: Story) -> list[str]:
    return [fill(page.text, story) for page in story.pages]


def whole(story: Story) -> str:
    return " ".join([fill(story.title, story), *texts_of(story)])


@pytest.mark.parametrize(
    ("name", "wish"),
    [
        ("ko", wish_for("공룡이랑 바다에서 수영하기", "ko", seed=3, band="5-6", kind="rabbit")),
        ("en", wish_for("my lost red mitten", "en", seed=5, band="7-8", kind="child")),
    ],
)
def test_the_same_wish_gives_the_story_that_was_read_and_liked(name, wish):
    golden = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    assert written(wish) == Story.model_validate(golden)


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_hundred_topics_give_valid_stories(language):
    for number, topic in enumerate(many_topics(language, 200)):
        topic = clean_topic(topic, language)
        story = written(wish_for(topic, language, number, BANDS[number % 3], KINDS[number % len(KINDS)]))
        assert check_story(story) == (), (topic, number)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_story_has_a_refrain_and_tells_nothing_else_twice(language):
    for number, topic in enumerate(TOPICS[language]):
        story = written(wish_for(clean_topic(topic, language), language, number, BANDS[number % 3]))
        told = Counter(plain_sentence(each) for page in story.pages for each in split_sentences(page.text))
        assert [times for times in told.values() if times > 1] in ([times] for times in range(3, 6)), (topic, told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_child_named_stands_in_the_title_and_on_several_pages(language):
    for number, topic in enumerate(many_topics(language, 120)):
        thing = read_topic(clean_topic(topic, language), language).thing
        if thing is None or thing.head in ("fight", "싸움"):
            continue
        story = written(wish_for(clean_topic(topic, language), language, number, BANDS[number % 3], "mouse"))
        named = re.compile(re.escape(thing.head[:4]), re.IGNORECASE)
        heads = [named, *(re.compile(re.escape(word), re.IGNORECASE) for word in _words(topic, language))]
        assert any(head.search(fill(story.title, story)) for head in heads), (topic, story.title)
        pages = sum(any(head.search(text) for head in heads) for text in texts_of(story))
        assert pages >= (2 if story.age_band == "3-4" else 3), topic


def _words(topic: str, language) -> list[str]:
    found = read_topic(topic, language)
    nouns = [noun.head for noun in (*found.nouns, found.companion, found.who) if noun]
    card = ["카드", "card"]  # for somebody of the family, a card is made
    return nouns + card + ([found.action.verb] if found.action else [])


def test_particles_of_topic_words_and_names_are_right():
    for number, topic in enumerate(many_topics("ko", 150)):
        story = written(wish_for(clean_topic(topic, "ko"), "ko", number, BANDS[number % 3]))
        thing = read_topic(clean_topic(topic, "ko"), "ko").thing
        words = [character.name for character in story.characters] + ([thing.text] if thing else [])
        for word in words:
            for pair in PARTICLES[:3]:
                wrong = {word + form for form in pair} - {with_particle(word, pair[0])}
                for each in wrong:
                    found = re.search(rf"(?<![가-힣]){re.escape(each)}(?=[\s,.!?”])", whole(story))
                    assert not found or each.endswith("이"), (topic, each)  # 지훈이: the friendly 이


@pytest.mark.parametrize("language", LANGUAGES)
def test_fifty_seeds_give_fifty_books(language):
    topic = TOPICS[language][4]
    books = [whole(written(wish_for(topic, language, seed))) for seed in range(50)]
    assert len(set(books)) == 50
    sentences = [{plain_sentence(each) for each in split_sentences(book)} for book in books]
    shared = [len(a & b) / len(a) for a, b in pairwise(sentences)]
    assert sum(shared) / len(shared) < 0.5


def test_the_same_seed_gives_the_same_book_and_another_hero_the_same_words():
    wish = wish_for("my lost red mitten", "en", seed=9)
    assert written(wish) == written(wish)
    renamed = wish.model_copy(update={"hero": wish.hero.model_copy(update={"name": "Bo"})})
    assert [page.text for page in written(renamed).pages] == [page.text for page in written(wish).pages]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hero_keeps_its_looks_and_companions_have_names_of_their_own(language):
    wish = wish_for(TOPICS[language][0], language, seed=2)
    story = written(wish)
    assert story.hero.model_copy(update={"id": wish.hero.id}) == wish.hero
    names = [character.name for character in story.characters]
    assert len(set(names)) == len(names) >= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_prompts_are_english_and_hold_no_names(language):
    for number, topic in enumerate(TOPICS[language]):
        story = written(wish_for(clean_topic(topic, language), language, number))
        for picture in (story.cover, *(page.picture for page in story.pages)):
            assert picture.prompt_en.isascii() or language == "en", picture.prompt_en
            assert not re.search(r"[가-힣<>\[\]{}]", picture.prompt_en)
            assert not any(re.search(rf"\b{each.name}\b", picture.prompt_en) for each in story.characters)


def test_a_companion_from_the_wish_is_drawn():
    story = written(wish_for("swim with dinosaurs in the sea", "en", seed=1))
    assert "dinosaur" in [character.kind for character in story.characters]


def test_a_wish_of_the_heros_own_kind_is_the_heros():
    story = written(wish_for("a penguin who wants to fly", "en", kind="penguin"))
    assert [character.id for character in story.characters] == ["hero", "friend"]
    assert "fly" in whole(story)


def test_the_preview_is_told_the_whole_story():
    told = []
    story = GrammarWriter().write(wish_for("kites", "en"), told.append)
    assert told == [story]


CHECKED = CheckedWriter("grammar", GrammarWriter(), GrammarWriter(), check_story)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120), st.sampled_from(LANGUAGES), st.sampled_from(BANDS), st.integers(0, 99))
def test_any_topic_gives_a_valid_story(topic, language, band, seed):
    try:
        topic = clean_topic(topic, language)
    except RefusedWishError:
        return
    story = CHECKED.write(wish_for(topic, language, seed, band), lambda _: None).story
    assert check_story(story) == ()


def test_a_topic_that_makes_a_blocked_word_with_the_story_around_it_is_left_out():
    assert check_story(CHECKED.write(wish_for("0:B", "en", 0, "3-4"), lambda _: None).story) == ()
