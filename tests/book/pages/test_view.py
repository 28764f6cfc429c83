import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.book.small_book import write_small_book

from soridam.book.draw.raster import rasterize
from soridam.book.folder import Book, NewSheet
from soridam.book.pages.pdf import BLEED, WIDTH
from soridam.book.pages.view import PRINT_WIDTH, preview_book, set_in_lines, split_words, view_book, with_print_pictures
from soridam.book.parts import Drawing
from soridam.core.errors import BookError


@pytest.fixture(scope="module")
def view(tmp_path_factory):
    return view_book(write_small_book(tmp_path_factory.mktemp("view") / "book", "ko"))


def test_the_words_of_a_page_are_its_text_and_follow_one_another_in_time(view):
    for page in view.pages:
        assert "".join(word.text + word.after for word in page.words) == page.text
        times = [time for word in page.words for time in (word.start, word.end)]
        assert times == sorted(times)


def test_names_stand_where_the_markers_were(view):
    assert view.pages[0].text.startswith("토리는 창밖을")


def test_a_picture_says_to_machines_that_it_was_generated(view):
    picture = Image.open(io.BytesIO(view.pages[0].picture))
    assert picture.format == "JPEG"
    assert re.search(rb"digitalsourcetype/algorithmicMedia", picture.info["xmp"])


def test_a_book_says_to_people_that_it_was_made_by_ai(view):
    assert "인공지능" in view.ai_line
    assert "목소리" in view.ai_line


def test_a_silent_book_speaks_of_no_voice(tmp_path):
    assert "voice" not in view_book(write_small_book(tmp_path / "book", "en", voice=False)).ai_line


@given(st.text(max_size=60))
def test_a_text_is_cut_into_words_without_losing_anything_behind_them(text):
    words = list(split_words(text.strip()))
    assert "".join(word.text + word.after for word in words) == text.strip()


def held_back(folder):
    small = write_small_book(folder, "en")
    record = small.record
    held = Book.create(folder.with_name("held"), record.wish, small.story, record.made_by, "waiting")
    sheets = [NewSheet(number, 1, Drawing(small.read_picture(number))) for number in small.numbers]
    return held.with_sheets(sheets)


def test_a_book_that_waits_for_a_parent_is_shown_to_parents_only(tmp_path):
    book = held_back(tmp_path / "book")
    with pytest.raises(BookError, match="parent"):
        view_book(book)
    assert preview_book(book).is_held_back
    assert not view_book(book.approved()).is_held_back


def test_a_drawn_picture_is_drawn_as_large_as_print_wants_it_and_a_painted_one_stays(tmp_path):
    book = write_small_book(tmp_path / "book", "en", voice=False)
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><rect width="4" height="3" fill="red"/></svg>'
    book = book.with_sheets([NewSheet(2, 1, Drawing(rasterize(svg), svg))])
    pages = with_print_pictures(view_book(book), book).pages
    assert [Image.open(io.BytesIO(page.picture)).width for page in pages] == [192, PRINT_WIDTH, 192]
    assert PRINT_WIDTH / (WIDTH + 2 * BLEED) * 25.4 >= 300


def test_each_sentence_begins_a_line_and_no_character_moves():
    text = "“어디 있지?” 하고 물었어요. 토리는 웃었어요!  그날 밤이었어요."
    lines = set_in_lines(text)
    assert lines.split("\n") == ["“어디 있지?” 하고 물었어요.", "토리는 웃었어요! ", "그날 밤이었어요."]
    assert len(lines) == len(text)
    assert lines.split() == text.split()


@pytest.mark.parametrize(
    ("said", "printed"),
    [("a lost star", "a lost star"), ("my hamster died", ""), ("my friend said my drawing is ugly", "")],
)
def test_a_book_for_print_has_the_wish_unless_it_tells_of_a_grief_or_a_shame(said, printed, tmp_path):
    book = write_small_book(tmp_path / "book", "en", voice=False)
    wish = book.record.wish.model_copy(update={"topic": said})
    book = replace(book, record=book.record.model_copy(update={"wish": wish}))
    view = view_book(book)
    assert (view.wish, with_print_pictures(view, book).wish) == ("", printed)
