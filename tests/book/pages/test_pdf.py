import dataclasses

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


def one_page(view, text: str, **changes):
    page = dataclasses.replace(view.pages[0], text=text)
    return dataclasses.replace(view, pages=(page,), **changes)


@pytest.mark.parametrize("text", ["가나다 " * 300, "word " * 240, "가" * 1200, "w" * 1200])
def test_the_longest_text_stays_on_its_page(views, text, tmp_path):
    page = pypdf.PdfReader(write_pdf(one_page(views["ko"], text), tmp_path / "book.pdf")).pages[1]
    heights = []
    page.extract_text(visitor_text=lambda said, _, matrix, *__: said.strip() and heights.append(matrix[5]))
    assert min(heights) > 8 * MM_TO_POINTS / 2
    assert len("".join(page.extract_text().split())) == len("".join(text.split())) + 1


def test_what_no_font_can_write_is_left_out_and_accents_are_left_off(views, tmp_path, caplog):
    view = one_page(views["en"], "Nguyễn saw 🦊 a fox.", title="Łukasz ⭐")
    cover, page, *_ = pypdf.PdfReader(write_pdf(view, tmp_path / "book.pdf")).pages
    assert "Lukasz" in cover.extract_text()
    assert page.extract_text().split() == ["Nguyen", "saw", "a", "fox.", "1"]
    assert not caplog.records


def test_words_stay_whole_at_the_end_of_a_line(views, tmp_path):
    text = (
        "아기 토끼 토리는 반짝반짝 빛나는 별들이 소곤소곤 이야기하는 밤하늘을 올려다보며 달을 만나고 싶다고 말했어요. "
        * 3
    )
    page = pypdf.PdfReader(write_pdf(one_page(views["ko"], text.strip()), tmp_path / "book.pdf")).pages[1]
    assert page.extract_text().split()[:-1] == text.split()
