"""Plots of other arcs, and answers to questions."""

import re
from collections import Counter
from itertools import product

import pytest
from tests.book.writers.grammar.stories import BANDS, wish_for, written

from soridam.book.care.classify import listen_closely
from soridam.book.draw.props.dictionary import find_prop
from soridam.book.names import BRACED, MARKER, fill
from soridam.book.pronouns import is_pronoun
from soridam.book.safety import find_blocked
from soridam.book.writers.checks import check_story
from soridam.book.writers.grammar.answers import find_answer, load_answers
from soridam.book.writers.grammar.arc_plots import load_arcs
from soridam.book.writers.grammar.picturing import ROLES
from soridam.book.writers.grammar.writer import plan_for
from soridam.book.writers.sentences import split_sentences

LANGUAGES = ("ko", "en")
TOLD = {
    "answer": ("무지개는 왜 생겨요", "why do cats purr"),
    "become": ("나는 커서 요리사가 되고 싶어요", "I want to be a firefighter"),
    "first": ("나 혼자 자전거 타는 거 배우고 싶어", "learning to ride a bike"),
    "giant": ("세상에서 제일 큰 샌드위치", "the biggest sandwich in the world"),
    "goodbye": ("할머니 보고 싶어 할머니는 멀리 살아", "my best friend is moving away"),
    "journey": ("달나라에 가고 싶어", "I want to fly to the moon"),
    "keepsake": ("나 오늘 김밥을 만들었어", "I made a fort out of blankets"),
    "mishap": ("아이스크림을 떨어뜨렸어요", "my ice cream fell down"),
    "sayit": ("언니가 자꾸 앞자리에 앉아", "daddy works too much"),
    "silly": ("고래가 수영장에 왔어요", "the whale came to the swimming pool"),
    "star": ("우주에서 떡볶이 가게 하는 토끼", "a shark who is a dentist"),
    "whatif": ("고양이가 말을 하면 어떻게 될까", "what if my bed could fly"),
}
WISHES = [(arc, wish, language) for arc, both in TOLD.items() for wish, language in zip(both, LANGUAGES, strict=True)]


def sentences_of(arc, language):
    for page in arc.pages:
        for telling in page.ko if language == "ko" else page.en:
            yield from telling


def test_every_arc_is_tried_and_there_are_many_kinds():
    assert set(load_arcs()) == set(TOLD)
    assert len({arc.arc for arc in load_arcs().values()}) >= 7


@pytest.mark.parametrize(("arc", "said", "language"), WISHES)
def test_a_wish_gets_its_arc_and_every_book_is_valid(arc, said, language):
    for band, seed in product(BANDS, range(3)):
        wish = wish_for(said, language, seed, band)
        assert plan_for(wish, listen_closely(wish.topic, language)).plot_name == arc
        story = written(wish)
        assert check_story(story) == ()
        whole = " ".join([fill(story.title, story), *(fill(page.text, story) for page in story.pages)])
        assert not re.search(r"[\[\]{}]", whole), whole


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_stands_in_two_places(language):
    told = Counter(text for arc in load_arcs().values() for text in sentences_of(arc, language))
    answered = {"[told0]", "[told1]", "[told2]", "[told3]"}
    assert [text for text, times in told.items() if times > 1 and text not in answered] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_two_tellings_and_every_refrain_is_one_sentence(language):
    for name, arc in load_arcs().items():
        assert all(len(page.ko) == len(page.en) >= 2 for page in arc.pages), name
        for refrain in arc.refrains.of(language):
            assert len(split_sentences(refrain.text)) == 1, refrain.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_an_arc_is_blocked_and_markers_are_roles(language):
    for name, arc in load_arcs().items():
        for text in sentences_of(arc, language):
            assert not find_blocked(MARKER.sub("미나", text)), text
            for braced in BRACED.findall(text):
                match = MARKER.fullmatch(braced)
                assert match and match[1] in ROLES, (name, braced)
                assert language == "ko" or match[2] is None or is_pronoun(match[2])


def test_pictures_of_arcs_show_roles_and_props_that_can_be_drawn():
    for name, arc in load_arcs().items():
        for page in arc.pages:
            assert all(each.split()[0] in ROLES for each in page.show.split(",")), name
            assert [word for word in page.props if find_prop(word, "en") is None] == [], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_fits_on_the_pages_of_the_youngest(language):
    assert len(load_answers()) >= 40
    for name, answer in load_answers().items():
        assert all(len(split_sentences(text)) == 1 for text in answer.told(language)), name
        assert not any(find_blocked(text) for text in answer.told(language)), name


@pytest.mark.parametrize(
    ("asked", "language", "about"),
    [
        ("하늘은 왜 파래요?", "ko", "하늘"),
        ("해님은 밤에 어디 가요?", "ko", "해님"),
        ("무지개는 왜 생겨요", "ko", "무지개"),
        ("나뭇잎은 왜 떨어져요", "ko", "나뭇잎"),
        ("왜 자야 돼?", "ko", "잠"),
        ("개미는 왜 줄을 서요", "ko", "개미"),
        ("why is the sky blue", "en", "the sky"),
        ("where does the sun go at night", "en", "the sun"),
        ("how are rainbows made?", "en", "the rainbow"),
        ("why do leaves fall", "en", "the leaves"),
        ("why do we sleep", "en", "sleep"),
        ("how do fish sleep", "en", "the fish"),
    ],
)
def test_a_question_finds_its_answer(asked, language, about):
    answer = find_answer(asked, language)
    assert answer is not None and answer.thing.of(language) == about


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("빨간 무지개 우산", "ko"),
        ("악어가 양치질을 안 해서 냄새가 났어요", "ko"),
        ("a rainbow", "en"),
        ("my lost umbrella", "en"),
        ("", "ko"),
    ],
)
def test_what_asks_nothing_has_no_answer(said, language):
    assert find_answer(said, language) is None


def test_two_books_of_one_arc_share_few_sentences():
    shares = []
    for said in ("a shark who is a dentist", "a bear who opens a bakery", "a tree that can walk", "a cow who sings"):
        shares.append(
            {text for page in written(wish_for(said, "en", len(said))).pages for text in split_sentences(page.text)}
        )
    pairs = [len(one & other) / len(one) for one, other in product(shares, shares) if one is not other]
    assert sum(pairs) / len(pairs) < 0.3
