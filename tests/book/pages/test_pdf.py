import pypdf
import pytest
from tests.book.small_book import write_small_book

from soridam.book.pages.pdf import BLEED, HEIGHT, MM_TO_POINTS, WIDTH, write_pdf
from soridam.book.pages.view import view_book


@pytest.fixture(scope="module")
def views(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pdf")
    return {language: view_book(write_small_book(folder / language, language)) for language in ("ko", "en")}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_text_of_every_page_can_be_read_back(views, language, tmp_path):
    view = views[language]
    pages = pypdf.PdfReader(write_pdf(view, tmp_path / "book.pdf")).pages
    assert len(pages) == 1 + len(view.pages) + 1
    assert view.title in pages[0].extract_text()
    for page, shown in zip(pages[1:], view.pages, strict=False):
        assert shown.text.split() == page.extract_text().replace(f"\n{shown.number}", "").split()
    assert view.ai_line.split()[0] in pages[-1].extract_text()


def test_a_page_for_print_has_bleed_around_where_it_is_cut(views, tmp_path):
    page = pypdf.PdfReader(write_pdf(views["ko"], tmp_path / "print.pdf", for_print=True)).pages[1]
    trim, bleed = page.trimbox, page.bleedbox
    assert float(trim.width) == pytest.approx(WIDTH * MM_TO_POINTS, abs=0.1)
    assert float(trim.height) == pytest.approx(HEIGHT * MM_TO_POINTS, abs=0.1)
    assert float(trim.left) - float(bleed.left) == pytest.approx(BLEED * MM_TO_POINTS, abs=0.1)
    assert bleed == page.mediabox


def test_all_fonts_are_embedded(views, tmp_path):
    for page in pypdf.PdfReader(write_pdf(views["ko"], tmp_path / "book.pdf")).pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert "/FontFile2" in descriptor


def test_the_file_says_to_machines_what_it_is(views, tmp_path):
    reader = pypdf.PdfReader(write_pdf(views["en"], tmp_path / "book.pdf"))
    assert b"algorithmicMedia" in reader.root_object["/Metadata"].get_data()
    assert reader.root_object["/Lang"] == "en"


def test_the_same_book_gives_the_same_bytes(views, tmp_path):
    first = write_pdf(views["ko"], tmp_path / "a.pdf").read_bytes()
    assert write_pdf(views["ko"], tmp_path / "b.pdf").read_bytes() == first
