"""Stories that were written whole: for tender wishes, and for what children find funny."""

import re
from itertools import product

import pytest
from tests.book.writers.grammar.stories import BANDS, wish_for, written

from soridam.book.care.classify import listen_closely
from soridam.book.draw.props.dictionary import find_prop
from soridam.book.names import fill, with_particle
from soridam.book.writers.checks import check_story
from soridam.book.writers.grammar.picturing import ROLES
from soridam.book.writers.grammar.writer import plan_for
from soridam.book.writers.grammar.written import load_written

TOLD = {
    "tender/pet": ("햄스터가 하늘나라로 갔어요", "my hamster died yesterday"),
    "tender/grandparent": ("할아버지가 돌아가셨어요 하늘나라에", "grandpa is in heaven"),
    "tender/loss": ("죽으면 어떻게 돼요?", "what happens when you die"),
    "tender/visit": ("할머니가 병원에 있어요", "my sister is in the hospital"),
    "tender/ill": ("가슴이 아파요", "I have a fever"),
    "tender/homes": ("엄마 아빠가 이혼했어요", "my mom and dad are getting divorced"),
    "tender/blame": ("엄마 아빠가 맨날 싸워요", "my parents fight all the time"),
    "tender/teased": ("형이 자꾸 놀려요", "the kids at school tease me"),
    "tender/scolded": ("선생님한테 혼났어요", "mommy yells at me"),
    "tender/accident": ("이불에 오줌 쌌어요", "I peed in my pants at school"),
    "tender/fear": ("전쟁이 무서워요", "I am scared of fire"),
    "funny/poop": ("누가 내 머리에 똥 쌌어", "poop"),
    "funny/fart": ("방귀 뀌는 로봇", "the butt song"),
    "funny/pee": ("오줌", "pee"),
}
WISHES = [
    (plot, topic, language)
    for plot, topics in TOLD.items()
    for topic, language in zip(topics, ("ko", "en"), strict=True)
]


def whole(story) -> str:
    return " ".join([fill(story.title, story), *(fill(page.text, story) for page in story.pages)])


def test_every_story_of_ours_is_tried():
    assert {name for folder in ("tender", "funny") for name in load_written(folder)} == {
        plot.split("/")[1] for plot in TOLD
    }


@pytest.mark.parametrize(("plot", "topic", "language"), WISHES)
def test_a_wish_gets_the_story_that_was_written_for_it(plot, topic, language):
    for band in BANDS:
        for kind in ("cat", "bear", "child"):
            wish = wish_for(topic, language, 0, band, kind)
            assert plan_for(wish, listen_closely(wish.topic, wish.language)).plot_name == plot
            assert check_story(written(wish)) == ()


@pytest.mark.parametrize(("plot", "topic", "language"), [each for each in WISHES if each[0].startswith("tender")])
def test_nothing_hard_is_wished_for(plot, topic, language):
    story = whole(written(wish_for(topic, language, 0, "7-8")))
    wanting = (
        r"하고 싶어|고 싶었어요|소원|해냈|마침내|드디어" if language == "ko" else r"wish|I want to|at last|Today I Will"
    )
    allowed = re.sub(
        r"숨|들어가고 싶었지요|놀고 싶은지|하고 싶지 않았|돕고 싶었어요|빼고 싶지|하고 싶은 (말|일)", "", story
    )
    found = re.search(wanting, allowed, re.IGNORECASE)
    assert found is None or found[0] in ("At last",), (found, story)


def test_the_teased_child_never_apologizes():
    for topic, language in (("형이 자꾸 놀려요", "ko"), ("the kids at school tease me", "en")):
        assert not re.search(r"미안|사과|sorry", whole(written(wish_for(topic, language, 0, "7-8"))))


def test_a_tender_story_is_told_of_whom_the_child_named():
    assert "햄스터가" in whole(written(wish_for("햄스터가 하늘나라로 갔어요", "ko")))
    assert "the hamster" in whole(written(wish_for("my hamster died yesterday", "en")))
    assert "Grandpa" in written(wish_for("grandpa is in heaven", "en")).title
    assert "할아버지" in written(wish_for("할아버지가 돌아가셨어요", "ko")).title


@pytest.mark.parametrize(("said", "name"), [("햄스터가 죽었어요", "햄스터"), ("할아버지가 돌아가셨어요", "할아버지")])
def test_particles_of_a_tender_story_are_right(said, name):
    story = whole(written(wish_for(said, "ko", 0, "7-8")))
    for particle in ("은", "이", "을"):
        wrong = {name + form for form in {"은": "은는", "이": "이가", "을": "을를"}[particle]} - {
            with_particle(name, particle)
        }
        assert not any(re.search(rf"{each}(?=[\s,.!?”])", story) for each in wrong)


@pytest.mark.parametrize(
    ("topic", "language", "prop"),
    [
        ("my lost tooth", "en", "tooth"),
        ("looking for the tooth", "en", "tooth"),
        ("my lost balloon", "en", "balloon"),
        ("잃어버린 곰 인형", "ko", "teddy-bear"),
        ("빨간 우산을 잃어버렸어", "ko", "umbrella"),
        ("a bear who lost his ball", "en", "ball"),
    ],
)
def test_what_is_looked_for_is_not_in_the_picture_before_it_is_found(topic, language, prop):
    for seed, band in product(range(4), BANDS):
        wish = wish_for(topic, language, seed, band)
        story = written(wish)
        if plan_for(wish, listen_closely(wish.topic, wish.language)).plot_name not in ("lost", "help", "do"):
            continue
        seeking = [page for page in story.pages if page.beat in ("problem", "try", "friend")]
        assert [page.number for page in seeking if prop in page.picture.props] == [], (topic, seed)


@pytest.mark.parametrize("folder", ["tender", "funny"])
def test_pictures_show_roles_and_props_that_can_be_drawn(folder):
    for name, told in load_written(folder).items():
        for page in told.pages:
            assert all(written.split()[0] in ROLES for written in page.show.split(",")), name
            assert [word for word in page.props if find_prop(word, "en") is None] == [], name
