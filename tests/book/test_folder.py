import json
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest
from tests.book.test_story import HERO, story

from soridam.book.folder import BOOK_FILE, COVER, Book, MadeBy, NewSheet, open_book
from soridam.book.parts import Drawing
from soridam.book.story import Wish
from soridam.core.errors import BookError
from soridam.speech.synthesis.spoken import SpokenText, TimedWord

MADE_BY = MadeBy(writer="grammar", illustrator="drawn", narrator="kokoro", version="0")
WISH = Wish(topic="kites", hero=HERO)


@pytest.fixture
def book(tmp_path):
    return Book.create(tmp_path / "book", WISH, story(), MADE_BY)


def narration(seconds: float = 0.5) -> SpokenText:
    wave = np.sin(np.arange(int(seconds * 24_000), dtype=np.float32) / 20) / 2
    return SpokenText(wave, (TimedWord(0, 4, 0.1, 0.4),))


def test_a_book_opens_as_it_was_left(book):
    written = book.with_sheets([NewSheet(1, 7, Drawing(b"png", "<svg/>"), narration())])
    again = open_book(book.folder)
    assert again == written
    assert again.read_picture(1) == b"png"
    heard = again.read_narration(1)
    assert np.allclose(heard.wave, narration().wave, atol=1e-4)
    assert heard.words == narration().words


def test_a_book_is_complete_once_the_cover_and_all_pages_are_there(book):
    assert not book.is_complete
    book = book.with_sheets([NewSheet(1, 1, Drawing(b"page"))])
    assert not book.is_complete
    assert book.with_sheets([NewSheet(COVER, 1, Drawing(b"cover"))]).is_complete


def test_a_redrawn_page_keeps_its_voice_and_its_old_picture(book):
    book = book.with_sheets([NewSheet(1, 1, Drawing(b"first"), narration())])
    redrawn = book.with_sheets([NewSheet(1, 2, Drawing(b"second"))])
    assert redrawn.read_picture(1) == b"second"
    assert redrawn.read_narration(1) is not None
    assert [sheet.seed for sheet in redrawn.versions(1)] == [1, 2]
    assert redrawn.with_version(1, 1).read_picture(1) == b"first"


def test_an_old_version_brings_its_words_back(book):
    book = book.with_sheets([NewSheet(1, 1, Drawing(b"first"))])
    old = book.story
    page = old.pages[0].model_copy(update={"text": "{hero} has two kites."})
    book = book.with_sheets([NewSheet(1, 1)], old.model_copy(update={"pages": (page,)}))
    book = book.with_version(1, 1)
    assert book.story == old
    assert book.with_version(1, 2).story.pages == (page,)


def test_a_new_version_never_takes_the_number_of_an_old_one(book):
    book = book.with_sheets([NewSheet(1, 1, Drawing(b"1"))]).with_sheets([NewSheet(1, 2, Drawing(b"2"))])
    book = book.with_version(1, 1).with_sheets([NewSheet(1, 3, Drawing(b"3"))])
    assert [sheet.version for sheet in book.versions(1)] == [1, 2, 3]
    assert book.with_version(1, 2).read_picture(1) == b"2"


def test_a_second_book_in_the_same_folder_is_refused(book):
    with pytest.raises(BookError, match="already"):
        Book.create(book.folder, WISH, story(), MADE_BY)


def test_a_folder_without_a_book_says_so(tmp_path):
    with pytest.raises(BookError, match="no book"):
        open_book(tmp_path)


@pytest.mark.parametrize("name", ["../secret.png", "/etc/passwd", "pictures/../../secret.png"])
def test_a_book_cannot_name_files_outside_its_folder(book, name):
    (book.folder.parent / "secret.png").write_bytes(b"secret")
    book.with_sheets([NewSheet(1, 1, Drawing(b"page"))])
    record = json.loads((book.folder / BOOK_FILE).read_text())
    record["sheets"][0]["picture"] = name
    (book.folder / BOOK_FILE).write_text(json.dumps(record))
    with pytest.raises(BookError, match="outside"):
        open_book(book.folder)


def test_a_damaged_book_is_an_error_and_no_traceback(book):
    (book.folder / BOOK_FILE).write_text('{"format": 1')
    with pytest.raises(BookError, match="damaged"):
        open_book(book.folder)


def test_a_missing_page_is_named(book):
    with pytest.raises(BookError, match="no page 9"):
        book.made_sheet(9)


def test_of_two_who_change_a_book_at_once_the_second_is_refused_and_nothing_is_lost(book):
    other = open_book(book.folder)
    book = book.with_sheets([NewSheet(1, 1, Drawing(b"mine"))])
    with pytest.raises(BookError, match="somebody else"):
        other.with_sheets([NewSheet(1, 2, Drawing(b"theirs"))])
    assert open_book(book.folder).read_picture(1) == b"mine"
    assert len(list((book.folder / "pictures").iterdir())) == 1


def test_two_processes_that_begin_a_book_in_one_folder_leave_one_book(tmp_path):
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        told = list(pool.map(_begin, [tmp_path / "book"] * 2))
    assert sorted(told) == ["BookError", "begun"]
    assert open_book(tmp_path / "book").record.wish == WISH


def _begin(folder):
    try:
        Book.create(folder, WISH, story(), MADE_BY)
    except BookError:
        return "BookError"
    return "begun"


def test_a_change_that_is_killed_before_its_last_step_leaves_the_book_as_it_was(book, monkeypatch):
    book = book.with_sheets([NewSheet(1, 1, Drawing(b"first"))])

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("soridam.book.folder.write_json", killed)
        book.with_sheets([NewSheet(1, 2, Drawing(b"half"))])
    again = open_book(book.folder)
    assert again == book
    assert again.with_sheets([NewSheet(1, 3, Drawing(b"second"))]).read_picture(1) == b"second"


def whole(book: Book) -> Book:
    return book.with_sheets([NewSheet(number, 1, Drawing(b"picture")) for number in book.numbers])


@pytest.fixture
def held(tmp_path):
    return whole(Book.create(tmp_path / "held", WISH, story(), MADE_BY, "waiting"))


def test_a_book_that_a_parent_wants_to_see_is_held_back_until_then(held, book):
    assert held.is_held_back
    assert not held.approved().is_held_back
    assert not open_book(held.folder).is_held_back
    assert not book.is_held_back


def test_what_is_changed_after_a_parent_has_looked_is_looked_at_again(held):
    held = held.approved().with_sheets([NewSheet(1, 2, Drawing(b"new"))])
    assert held.is_held_back
    assert held.approved().with_version(1, 1).is_held_back


def test_a_book_nobody_wants_to_see_first_stays_so_when_it_is_changed(book):
    assert not whole(book).with_version(1, 1).approved().is_held_back


def test_nobody_approves_a_book_that_is_still_being_made(tmp_path):
    begun = Book.create(tmp_path / "begun", WISH, story(), MADE_BY, "waiting")
    with pytest.raises(BookError, match="not finished"):
        begun.approved()
