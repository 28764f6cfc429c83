import json
import os
import signal
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest
from tests.book.test_story import HERO, PICTURE, story

from soridam.book.folder import BOOK_FILE, COVER, MadeBy, open_book
from soridam.book.make import BookMaker, Step
from soridam.book.parts import Drawing
from soridam.book.story import Page, SpeakerLine, Story, Wish
from soridam.book.writers.checked import CheckedWriter
from soridam.core.errors import BookError, RefusedWishError, StoryError
from soridam.speech.synthesis.spoken import SpokenText

WISH = Wish(topic="a lost kite", hero=HERO, seed=3)
MADE_BY = MadeBy(writer="scribe", illustrator="pencil", narrator="reader", version="0")
STORY = story(
    pages=tuple(
        Page(
            number=number,
            beat="try",
            text='{hero} waits. "Come!" says {hero}.',
            speaker_lines=(SpeakerLine(character="hero", text='"Come!"'),),
            picture=PICTURE,
        )
        for number in (1, 2, 3)
    )
)


class Scribe:
    def __init__(self, told: Story = STORY) -> None:
        self.told, self.wishes = told, []

    def write(self, wish, preview):
        self.wishes.append(wish)
        for stop in range(1, len(self.told.pages) + 1):
            preview(self.told.model_copy(update={"pages": self.told.pages[:stop]}))
        return self.told


class Pencil:
    """Draws what it was asked for as text; breaks off at a given drawing."""

    def __init__(self, breaks_at: int | None = None) -> None:
        self.asked, self.breaks_at = [], breaks_at

    def draw(self, picture, characters, *, seed, title=None):
        if len(self.asked) == self.breaks_at:
            raise StoryError("story.pencil", "The pencil broke.", hint="Sharpen it.")
        self.asked.append(seed)
        return Drawing(f"{seed} {title} {characters[0].kind}".encode())


class Reader:
    def __init__(self) -> None:
        self.read = []

    def narrate(self, parts, language, age_band):
        self.read.append([(part.text, part.character) for part in parts])
        return SpokenText(np.zeros(2400, dtype=np.float32), ())


def maker(pencil: Pencil, reader: Reader | None = None, scribe: Scribe | None = None) -> BookMaker:
    writer = scribe or Scribe()
    return BookMaker(CheckedWriter("scribe", writer, writer, lambda _: ()), pencil, reader, MADE_BY)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "book"


def test_a_book_has_a_cover_and_all_pages_drawn_once_and_read(folder):
    pencil, reader = Pencil(), Reader()
    book = maker(pencil, reader).make(WISH, folder)
    assert book.is_complete
    assert sorted(pencil.asked) == [3000, 3001, 3002, 3003]
    assert reader.read[0] == [("Mina waits. ", None), ('"Come!"', 0), (" says Mina.", None)]
    assert book.read_picture(COVER) == b"3000 The Kite rabbit"
    assert open_book(folder) == book


def test_the_first_page_is_ready_before_all_others(folder):
    steps: list[Step] = []
    maker(Pencil()).make(WISH, folder, steps.append)
    assert [(step.stage, step.number) for step in steps] == [
        ("story", 0), ("page", 1), ("page", COVER), ("page", 2), ("page", 3), ("done", 0),
    ]  # fmt: skip
    assert steps[1].book.sheet(1) is not None
    assert steps[1].book.sheet(2) is None


def test_a_book_that_broke_off_is_finished_without_writing_or_drawing_again(folder):
    with pytest.raises(StoryError, match="pencil"):
        maker(Pencil(breaks_at=2)).make(WISH, folder)
    pencil, scribe = Pencil(), Scribe()
    book = maker(pencil, scribe=scribe).make(WISH, folder)
    assert book.is_complete
    assert not scribe.wishes
    assert sorted(pencil.asked) == [3002, 3003]  # page 1 and the cover were in the book already
    assert all(sheet.version == 1 for sheet in book.record.sheets)


def test_another_wish_does_not_touch_the_book_that_is_there(folder):
    maker(Pencil()).make(WISH, folder)
    before = (folder / BOOK_FILE).read_bytes()
    with pytest.raises(BookError, match="another book"):
        maker(Pencil()).make(WISH.model_copy(update={"topic": "a boat"}), folder)
    assert (folder / BOOK_FILE).read_bytes() == before


def test_a_refused_wish_leaves_no_trace(folder):
    with pytest.raises(RefusedWishError):
        maker(Pencil()).make(WISH.model_copy(update={"topic": "kill the dragon"}), folder)
    assert not folder.exists()


def test_words_that_were_dropped_from_a_wish_are_not_stored(folder):
    maker(Pencil()).make(WISH.model_copy(update={"topic": "a stupid kite"}), folder)
    assert json.loads((folder / BOOK_FILE).read_text())["wish"]["topic"] == "a kite"


def test_a_redrawn_page_gets_a_new_seed_each_time(folder):
    pencil = Pencil()
    book = maker(pencil).make(WISH, folder)
    book = maker(pencil).redraw(maker(pencil).redraw(book, 2), 2)
    assert [sheet.seed for sheet in book.versions(2)] == [3002, 3003, 3004]


def test_a_rewritten_page_is_read_anew_and_not_drawn(folder):
    pencil, reader = Pencil(), Reader()
    made = maker(pencil, reader)
    book = made.make(WISH, folder)
    drawn = len(pencil.asked)
    book = made.rewrite(book, 2, "{hero} sings.")
    assert len(pencil.asked) == drawn
    assert reader.read[-1] == [("Mina sings.", None)]
    assert book.story.pages[1].text == "{hero} sings."
    assert book.with_version(2, 1).story == STORY


def test_a_page_is_not_rewritten_with_words_that_do_not_belong_into_a_book(folder):
    made = maker(Pencil())
    book = made.make(WISH, folder)
    with pytest.raises(StoryError):
        made.rewrite(book, 2, "{hero} is stupid.")
    assert open_book(folder).story == STORY


def test_a_voice_that_reads_other_words_does_not_stay(folder):
    book = maker(Pencil(), Reader()).make(WISH, folder)
    mute = maker(Pencil())
    book = mute.rewrite(book, 2, "{hero} sings.")
    assert book.read_narration(2) is None
    assert book.read_narration(1) is not None
    renamed = HERO.model_copy(update={"name": "Zoe"})
    book = mute.put(book, STORY.model_copy(update={"characters": (renamed,)}), WISH)
    assert book.read_narration(1) is None
    assert maker(Pencil(), Reader()).redraw(book.with_version(3, 1), 3).read_narration(3) is not None


@pytest.mark.parametrize(
    "wish",
    [
        WISH.model_copy(update={"dedication": "for my stupid brother"}),
        WISH.model_copy(update={"hero": HERO.model_copy(update={"name": "바보"})}),
    ],
)
def test_a_name_and_a_dedication_are_judged_like_all_that_is_printed(folder, wish):
    with pytest.raises(StoryError):
        maker(Pencil()).make(wish, folder)
    assert not folder.exists()


def test_another_hero_is_drawn_on_every_page_and_the_words_stay(folder):
    made = maker(Pencil())
    book = made.make(WISH, folder)
    fox = STORY.model_copy(update={"characters": (HERO.model_copy(update={"kind": "fox"}),)})
    book = made.put(book, fox, WISH)
    assert all(b"fox" in book.read_picture(number) for number in book.numbers)
    assert book.story.pages == STORY.pages
    assert [sheet.version for sheet in book.versions(1)] == [1, 2]


def test_only_the_page_that_differs_is_made_anew(folder):
    pencil = Pencil()
    made = maker(pencil)
    book = made.make(WISH, folder)
    drawn = len(pencil.asked)
    changed = STORY.pages[2].model_copy(update={"picture": PICTURE.model_copy(update={"place": "sea"})})
    book = made.put(book, STORY.model_copy(update={"pages": (*STORY.pages[:2], changed)}), WISH)
    assert pencil.asked[drawn:] == [3003]
    assert book.made_sheet(3).version == 2


def test_a_renamed_hero_is_read_anew_and_drawn_on_the_cover_only_where_the_title_names_it(folder):
    told = story(title="{hero} and the Kite", pages=STORY.pages)
    pencil, reader = Pencil(), Reader()
    made = maker(pencil, reader, Scribe(told))
    book = made.redraw(made.make(WISH, folder), 2)
    drawn, read = len(pencil.asked), len(reader.read)
    renamed = HERO.model_copy(update={"name": "Zoe"})
    book = made.put(book, told.model_copy(update={"characters": (renamed,)}), WISH)
    assert pencil.asked[drawn:] == [3000]
    assert len(reader.read) == read + 3
    assert book.read_picture(COVER) == b"3000 Zoe and the Kite rabbit"


def test_a_picture_that_was_redrawn_keeps_its_seed_when_the_hero_changes(folder):
    made = maker(Pencil())
    book = made.redraw(made.make(WISH, folder), 2)
    fox = STORY.model_copy(update={"characters": (HERO.model_copy(update={"kind": "fox"}),)})
    assert made.put(book, fox, WISH).read_picture(2) == b"3003 None fox"


@pytest.mark.parametrize("text", ["a" * 1201, "{nobody} sings.", "{hero:은} sings."])
def test_a_page_is_not_rewritten_so_that_the_book_could_not_be_opened_again(folder, text):
    made = maker(Pencil())
    book = made.make(WISH, folder)
    with pytest.raises(StoryError):
        made.rewrite(book, 2, text)
    assert open_book(folder) == book


def test_a_maker_that_waits_for_a_parent_says_so_in_the_book(folder):
    made = BookMaker(CheckedWriter("scribe", Scribe(), Scribe(), lambda _: ()), Pencil(), None, MADE_BY, preview=True)
    assert made.make(WISH, folder).is_held_back
    assert open_book(folder).is_held_back


@pytest.mark.parametrize("name", ["山田", "محمد", "🦊"])
def test_a_name_that_the_fonts_cannot_write_is_told_before_anything_is_made(folder, name):
    with pytest.raises(StoryError, match="글꼴"):
        maker(Pencil()).make(WISH.model_copy(update={"hero": HERO.model_copy(update={"name": name})}), folder)
    assert not folder.exists()


class LethalReader(Reader):
    """Its process is killed, as by a power cut, at the third page."""

    def narrate(self, parts, language, age_band):
        if len(self.read) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().narrate(parts, language, age_band)


def _make(folder, reader=None) -> str:
    try:
        maker(Pencil(), reader or Reader()).make(WISH, folder)
    except BookError as error:
        return error.message
    return "done"


def test_a_killed_process_leaves_a_book_that_the_next_one_finishes(folder, tmp_path):
    killed = get_context("spawn").Process(target=_make, args=(folder, LethalReader()))
    killed.start()
    killed.join()
    assert killed.exitcode == -signal.SIGKILL
    assert not open_book(folder).is_complete
    book, whole = maker(Pencil(), Reader()).make(WISH, folder), maker(Pencil(), Reader()).make(WISH, tmp_path / "whole")
    assert book.record.sheets == whole.record.sheets
    assert [book.read_picture(number) for number in book.numbers] == [
        whole.read_picture(number) for number in whole.numbers
    ]


def test_of_two_processes_that_make_the_same_book_one_finishes_it_and_the_other_is_told(folder):
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        told = list(pool.map(_make, [folder] * 2))
    assert "done" in told
    assert all(each == "done" or "somebody else" in each or "already" in each for each in told)
    book = open_book(folder)
    assert book.is_complete
    assert all(sheet.version == 1 for sheet in book.record.sheets)
