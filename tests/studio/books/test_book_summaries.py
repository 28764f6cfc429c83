import os

import pytest
from tests.book.small_book import write_small_book

from soridam.book.folder import BOOK_FILE, NewSheet, open_book
from soridam.core.errors import BookError
from soridam.studio.books.book_summaries import summarize_book


def test_a_book_that_has_not_changed_is_not_read_again(tmp_path):
    title = write_small_book(tmp_path, "en").title
    file = tmp_path / BOOK_FILE
    assert summarize_book(tmp_path).title == title
    before = file.stat()
    with file.open("r+b") as damaged:
        damaged.write(b"?")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert summarize_book(tmp_path).title == title
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    with pytest.raises(BookError, match="damaged"):
        summarize_book(tmp_path)


def test_a_change_is_seen_at_once(tmp_path):
    write_small_book(tmp_path, "en")
    assert summarize_book(tmp_path).changed == ()
    book = open_book(tmp_path)
    book.with_sheets([NewSheet(1, seed=2)], story=book.story)
    assert summarize_book(tmp_path).changed == (1,)


def test_what_is_not_written_yet_has_nothing_to_see(tmp_path):
    with pytest.raises(BookError, match="no book"):
        summarize_book(tmp_path)
