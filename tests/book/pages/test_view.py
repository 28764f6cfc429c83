import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.book.small_book import write_small_book

from soridam.book.pages.view import split_words, view_book


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


@given(st.text(max_size=60))
def test_a_text_is_cut_into_words_without_losing_anything_behind_them(text):
    words = list(split_words(text.strip()))
    assert "".join(word.text + word.after for word in words) == text.strip()
