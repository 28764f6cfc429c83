import pytest
from tests.book.test_make import MADE_BY, Pencil, Scribe
from tests.book.test_story import HERO, PICTURE, story

from soridam.book.change import Change, change_book, rewrite_page
from soridam.book.draw.choose import Look
from soridam.book.draw.heroes import default_hero
from soridam.book.folder import COVER, open_book
from soridam.book.make import BookMaker
from soridam.book.story import Page, Wish
from soridam.book.writers.checked import CheckedWriter
from soridam.book.writers.checks import check_story
from soridam.book.writers.grammar import GrammarWriter
from soridam.core.errors import StoryError

TEXTS = {
    "en": ("{hero} the little rabbit waits.", "A rabbit hops by."),
    "ko": ("아기 토끼 {hero:은} 기다려요.", "토끼가 지나가요."),
}


@pytest.fixture(params=["en", "ko"])
def made(request, tmp_path):
    pages = tuple(
        Page(number=number, beat="try", text=text, picture=PICTURE)
        for number, text in enumerate(TEXTS[request.param], start=1)
    )
    scribe = Scribe(story(language=request.param, pages=pages))
    maker = BookMaker(CheckedWriter("scribe", scribe, scribe, lambda _: ()), Pencil(), None, MADE_BY)
    wish = Wish(topic="a kite", hero=HERO, language=request.param, seed=3)
    return maker, maker.make(wish, tmp_path / "book")


def test_another_hero_has_its_own_kind_beside_its_name_and_other_rabbits_stay_rabbits(made):
    maker, book = made
    changed = change_book(maker, book, Change(hero=default_hero("fox", "en")))
    said = {"en": "{hero} the little fox waits.", "ko": "아기 여우 {hero:은} 기다려요."}
    language = book.story.language
    assert [page.text for page in changed.story.pages] == [said[language], TEXTS[language][1]]
    assert (changed.story.hero.kind, changed.story.hero.name) == ("fox", HERO.name)
    assert all(b"fox" in changed.read_picture(number) for number in changed.numbers)


def test_a_child_is_not_called_by_its_kind(made):
    maker, book = made
    changed = change_book(maker, book, Change(hero=default_hero("child", "en")))
    assert changed.story.pages[0].text in ("{hero} waits.", "{hero:은} 기다려요.")


def test_other_clothes_are_drawn_on_every_page_and_told_to_a_painter(made):
    maker, book = made
    changed = change_book(maker, book, Change(look=Look(coat="#4a86d8", garment="raincoat")))
    assert changed.story.hero.look_en.startswith("a small blue rabbit")
    assert "raincoat" in changed.story.hero.look_en
    assert [changed.made_sheet(number).version for number in changed.numbers] == [2, 2, 2]


def test_a_dedication_alone_draws_nothing(made):
    maker, book = made
    changed = change_book(maker, book, Change(dedication="For Mina"))
    assert changed.record.wish.dedication == "For Mina"
    assert [changed.made_sheet(number).version for number in changed.numbers] == [1, 1, 1]


def test_a_new_title_draws_the_cover(made):
    maker, book = made
    changed = change_book(maker, book, Change(title="{hero}"))
    assert changed.title == HERO.name
    assert (changed.made_sheet(COVER).version, changed.made_sheet(1).version) == (2, 1)


@pytest.mark.parametrize(
    "change",
    [Change(title="a" * 81), Change(name="a" * 25), Change(dedication="a" * 201), Change(title="{nobody} sings")],
)
def test_what_does_not_fit_is_refused_and_the_book_stays(made, change):
    maker, book = made
    with pytest.raises(StoryError):
        change_book(maker, book, change)
    assert open_book(book.folder) == book


@pytest.fixture
def told(tmp_path):
    grammar = GrammarWriter()
    maker = BookMaker(CheckedWriter("grammar", grammar, grammar, check_story), Pencil(), None, MADE_BY)
    return maker, maker.make(Wish(topic="my lost kite", hero=HERO, seed=3), tmp_path / "told")


def test_a_page_is_written_anew_as_often_as_one_likes_and_the_old_ones_are_kept(told):
    maker, book = told
    twice = rewrite_page(maker, rewrite_page(maker, book, 4), 4)
    texts = [sheet.page.text for sheet in twice.versions(4)]
    assert len(set(texts)) == 3
    assert {twice.made_sheet(number).version for number in twice.numbers if number != 4} == {1}
    assert open_book(book.folder).with_version(4, 1).story == book.story


@pytest.mark.parametrize("number", [COVER, 99])
def test_there_is_no_writing_anew_of_what_is_no_page(told, number):
    maker, book = told
    with pytest.raises(StoryError, match="no page"):
        rewrite_page(maker, book, number)
