import json

import pytest
import soundfile
from tests.book.small_book import write_small_book

from soridam.book.pages.export import FORMATS, export_book
from soridam.book.story import Story
from soridam.core.errors import BookError, UsageError


def test_all_forms_are_written_and_named(tmp_path):
    book = write_small_book(tmp_path / "book", "en")
    paths = export_book(book, tmp_path / "out", tuple(FORMATS))
    assert all(path.stat().st_size > 0 for path in paths)
    assert [path.name for path in paths if path.suffix != ".png"] == [
        "book.html", "book.pdf", "book-print.pdf", "book-coloring.pdf", "book.epub", "book.mp3", "story.json",
    ]  # fmt: skip
    assert Story.model_validate(json.loads((tmp_path / "out" / "story.json").read_text())) == book.story


def test_the_sound_of_a_book_is_that_of_its_pages_with_pauses(tmp_path):
    book = write_small_book(tmp_path / "book", "en", seconds=1.0)
    (path,) = export_book(book, tmp_path / "out", ["audio"])
    assert soundfile.info(path).duration == pytest.approx(3 * (1.0 + 1.0), abs=0.2)


def test_a_book_without_a_voice_cannot_be_heard(tmp_path):
    book = write_small_book(tmp_path / "book", "en", voice=False)
    with pytest.raises(BookError, match="no voice"):
        export_book(book, tmp_path / "out", ["audio"])


def test_an_unknown_form_is_named(tmp_path):
    with pytest.raises(UsageError, match="docx"):
        export_book(write_small_book(tmp_path / "book"), tmp_path / "out", ["docx"])
