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


@pytest.mark.parametrize("count", range(1, 13))
def test_a_book_for_print_has_pages_by_four_and_a_back_of_its_own(views, count, tmp_path):
    view = dataclasses.replace(views["ko"], pages=views["ko"].pages[:1] * count, wish="별을 찾고 싶어요")
    pages = pypdf.PdfReader(write_pdf(view, tmp_path / "print.pdf", for_print=True)).pages
    assert len(pages) % 4 == 0
    assert 0 <= len(pages) - (count + 4) < 4
    assert view.wish in pages[1].extract_text()
    assert view.lesson in pages[-1].extract_text()


def test_a_page_for_print_has_bleed_around_where_it_is_cut(views, tmp_path):
    page = pypdf.PdfReader(write_pdf(views["ko"], tmp_path / "print.pdf", for_print=True)).pages[2]
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


def texts_by_mark(page):
    """Return the texts of a page by the number of the mark around them."""
    texts, numbers = {}, [None]

    def keep(operator, operands, *_):
        if operator in (b"BDC", b"EMC"):
            numbers[0] = operands[1]["/MCID"] if operator == b"BDC" else None

    def say(text, *_):
        texts[numbers[0]] = texts.get(numbers[0], "") + text

    page.extract_text(visitor_operand_before=keep, visitor_text=say)
    return texts


def read_aloud(path):
    """Yield tag and words in the order in which a reading program meets them."""
    reader = pypdf.PdfReader(path)
    marked = {page.indirect_reference.idnum: texts_by_mark(page) for page in reader.pages}
    (document,) = reader.root_object["/StructTreeRoot"]["/K"]
    for element in (each.get_object() for each in document.get_object()["/K"]):
        words = marked[element.raw_get("/Pg").idnum].get(element["/K"][0], "")
        yield element["/S"], element.get("/Alt") or " ".join(words.split())


@pytest.mark.parametrize("language", ["ko", "en"])
def test_reading_programs_meet_headings_pictures_in_words_and_texts_in_order(views, language, tmp_path):
    view = views[language]
    path = write_pdf(view, tmp_path / "book.pdf")
    found = list(read_aloud(path))
    assert [tag for tag, _ in found[:5]] == ["/Figure", "/H1", "/P", "/Figure", "/P"]
    assert found[3][1] == view.pages[0].picture_words
    assert found[0][1] == f"{view.title}. {view.cover_words}"
    assert [said for tag, said in found if tag == "/H1"] == [view.title]
    texts = [said for tag, said in found if tag == "/P"]
    assert [" ".join(page.text.split()) for page in view.pages] == texts[1 : 1 + len(view.pages)]
    assert pypdf.PdfReader(path).root_object["/MarkInfo"]["/Marked"]


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
