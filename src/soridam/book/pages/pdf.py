"""PDF for the screen, and for print with bleed. Begin with `write_pdf`.

A page is a picture above and its words below, on paper of one size. Headings, paragraphs and pictures in words are
tagged in the order of the book. For print, pictures run over the edge of the page by 3 mm, page boxes say where it is
cut, there are no crop marks, as print shops ask for it, and the number of pages can be divided by four.
"""

import io
from bisect import bisect_right
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

import pypdf
from fpdf import FPDF
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, RectangleObject, StreamObject, TextStringObject

from soridam.book.fonts import ROLES, Role, characters_of, subset, writable
from soridam.book.pages.label import xmp_packet
from soridam.book.pages.view import BookView, PageView
from soridam.book.pages.words import WORDS
from soridam.core.files import replacing

if TYPE_CHECKING:
    from collections.abc import Iterator

MM_TO_POINTS = 72 / 25.4
WIDTH, HEIGHT = 216.0, 216.0  # mm: the square of many picture books
PICTURE_HEIGHT = WIDTH * 3 / 4
BLEED = 3.0  # mm
FOLDED = 4  # pages of a folded sheet
MARGIN = 14.0  # mm: no word is nearer to the cut
PAPER, INK, QUIET = (253, 246, 232), (58, 44, 63), (111, 95, 107)
LARGEST, SMALLEST, STEP = 21.0, 5.0, 0.92  # points: of a page's text; the largest that fits is taken
LINE = 1.5  # of the size
POINT = 25.4 / 72  # mm
Tag = Literal["H1", "H2", "P", "Figure"]  # of the structure that reading programs follow


@dataclass(frozen=True, slots=True)
class _Sheet:
    """How a page lies on its paper: for print there is `bleed` mm more on each side."""

    bleed: float

    @property
    def paper(self) -> tuple[float, float]:
        return WIDTH + 2 * self.bleed, HEIGHT + 2 * self.bleed


def write_pdf(view: BookView, path: Path, *, for_print: bool = False) -> Path:
    """Write a book as PDF; fonts are embedded, texts can be found and copied."""
    sheet = _Sheet(BLEED if for_print else 0.0)
    drawn = _draw(view, sheet)
    with replacing(path) as temporary:
        _with_boxes(drawn, view, sheet).write(temporary)
    return path


def open_document(view: BookView, paper: tuple[float, float]) -> FPDF:
    """Return an empty document on this paper (mm), with the book's fonts as `title` and `text`."""
    pdf = FPDF(unit="mm", format=paper)
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.set_creation_date(datetime.fromisoformat(view.made))  # the same book gives the same bytes
    _add_fonts(pdf, view.characters)
    return pdf


def _add_fonts(pdf: FPDF, characters: str) -> None:
    with TemporaryDirectory() as folder:  # the library opens fonts by their path only
        for role in ROLES:
            path = Path(folder) / f"{role}.ttf"
            path.write_bytes(subset(role, writable(characters), "truetype"))
            pdf.add_font(role, fname=path)


def font_for(text: str, role: Role) -> Role:
    """Return this font, or that of the texts if it lacks a character."""
    return role if set(text) - {" ", "\n"} <= characters_of(role) else "text"


def _draw(view: BookView, sheet: _Sheet) -> bytes:
    pdf = open_document(view, sheet.paper)
    _draw_cover(pdf, view, sheet)
    if sheet.bleed:
        _draw_title(pdf, view, sheet)
    for page in view.pages:
        _draw_page(pdf, page, sheet)
    _draw_end(pdf, view, sheet)
    if sheet.bleed:
        while (pdf.page + 1) % FOLDED:
            _draw_empty(pdf, view, sheet)
        _draw_back(pdf, view, sheet)
    return bytes(pdf.output())


def _draw_cover(pdf: FPDF, view: BookView, sheet: _Sheet) -> None:
    _new_page(pdf, sheet)
    _picture(pdf, view.cover, f"{view.title}. {view.cover_words}", sheet)
    top = sheet.bleed + PICTURE_HEIGHT
    _lines(pdf, view.title, "title", sheet, top + 8, HEIGHT + sheet.bleed - MARGIN - 14, size=34, tag="H1")
    if view.dedication:
        bottom = HEIGHT + sheet.bleed - MARGIN
        _lines(pdf, view.dedication, "text", sheet, bottom - 12, bottom, size=13, color=QUIET)


def _draw_title(pdf: FPDF, view: BookView, sheet: _Sheet) -> None:
    """The page behind the cover: the title, for whom the book is, and the wish that it began with."""
    _new_page(pdf, sheet)
    say = WORDS[view.language]
    at = _lines(pdf, view.title, "title", sheet, sheet.bleed + 50, sheet.bleed + 100, size=30, tag="H2")
    if view.dedication:
        at = _lines(pdf, view.dedication, "text", sheet, at + 4, at + 16, size=15, color=QUIET)
    if view.wish:
        at = _lines(pdf, say["wished_by"], "text", sheet, at + 20, at + 28, size=11, color=QUIET)
        _lines(pdf, say["wished"].format(wish=view.wish), "text", sheet, at, at + 24, size=15)
    made = datetime.fromisoformat(view.made)
    made_on = say["made"].format(year=made.year, month=made.month, day=made.day)
    bottom = HEIGHT + sheet.bleed - MARGIN
    _lines(pdf, f"{made_on}\n{view.ai_line}", "text", sheet, bottom - 18, bottom, size=9, color=QUIET)


def _draw_empty(pdf: FPDF, view: BookView, sheet: _Sheet) -> None:
    """A page for a child's own picture: sheets are folded and stapled, so that pages come by four."""
    _new_page(pdf, sheet)
    pdf.set_draw_color(*QUIET)
    side, top = WIDTH - 2 * MARGIN, sheet.bleed + MARGIN
    with _tagged(pdf, None):
        pdf.rect(sheet.bleed + MARGIN, top, side, side - 12, round_corners=True, corner_radius=6)
    _lines(pdf, WORDS[view.language]["draw"], "text", sheet, top + side - 12, top + side, size=13, color=QUIET)


def _draw_back(pdf: FPDF, view: BookView, sheet: _Sheet) -> None:
    _new_page(pdf, sheet)
    middle = sheet.bleed + HEIGHT / 2
    _lines(pdf, view.lesson or view.title, "title", sheet, middle - 30, middle + 30, size=18, color=QUIET)


def _draw_page(pdf: FPDF, page: PageView, sheet: _Sheet) -> None:
    _new_page(pdf, sheet)
    _picture(pdf, page.picture, page.picture_words, sheet)
    bottom = HEIGHT + sheet.bleed - 9
    _lines(pdf, page.text, "text", sheet, sheet.bleed + PICTURE_HEIGHT + 4, bottom - 3, size=LARGEST)
    _lines(pdf, str(page.number), "title", sheet, bottom - 3, bottom + 4, size=11, color=QUIET, tag=None)


def _draw_end(pdf: FPDF, view: BookView, sheet: _Sheet) -> None:
    _new_page(pdf, sheet)
    say = WORDS[view.language]
    at = _lines(pdf, say["the_end"], "title", sheet, sheet.bleed + 24, sheet.bleed + 48, size=38, tag="H2") + 6
    if view.lesson:
        at = _lines(pdf, view.lesson, "text", sheet, at, at + 30, size=21)
    room = (sheet.bleed + HEIGHT - 44 - at - 22) / max(1, len(view.questions))
    if view.questions:
        at = _lines(pdf, say["talk"], "title", sheet, at + 8, at + 20, size=17, tag="H2")
    for question in view.questions:
        at = _lines(pdf, question, "text", sheet, at, at + min(room, 14), size=15, color=QUIET)
    bottom = HEIGHT + sheet.bleed - MARGIN
    _lines(pdf, view.ai_line, "text", sheet, bottom - 16, bottom, size=10, color=QUIET)


def _new_page(pdf: FPDF, sheet: _Sheet) -> None:
    pdf.add_page()
    pdf.set_fill_color(*PAPER)
    with _tagged(pdf, None):
        pdf.rect(0, 0, *sheet.paper, style="F")


@contextmanager
def _tagged(pdf: FPDF, tag: Tag | None, words: str | None = None) -> "Iterator[None]":
    """Tag what is drawn meanwhile; `words` stand for a figure. Without a tag reading programs pass it over.

    The library tags pictures only, and would leave all else out of the order of reading: so this uses its inner parts.
    """
    if tag is None:
        pdf._out("/Artifact BMC")
    else:
        number = pdf.struct_builder.next_mcid_for_page(pdf.page)
        pdf._add_marked_content(struct_type=f"/{tag}", mcid=number, alt_text=words)
        pdf._out(f"/{tag} <</MCID {number}>> BDC")
    yield
    pdf._out("EMC")


def _picture(pdf: FPDF, jpeg: bytes, words: str, sheet: _Sheet) -> None:
    """Across the page; for print it grows to reach over the three edges that it touches."""
    width = WIDTH + 2 * sheet.bleed
    height = width * 3 / 4
    with _tagged(pdf, "Figure", words), pdf.rect_clip(0, 0, width, PICTURE_HEIGHT + sheet.bleed):
        pdf.image(io.BytesIO(jpeg), x=0, y=0, w=width, h=height)


def _lines(
    pdf: FPDF, text: str, role: Role, sheet: _Sheet, top: float, bottom: float, *, size: float,
    color: tuple[int, int, int] = INK, tag: Tag | None = "P",
) -> float:  # fmt: skip
    """Write a text in this size, or the largest that fits between two heights (mm), in the middle of them.

    Returns where it ended. The lines of a paragraph are about as wide as each other.
    """
    text = writable(text)
    font = font_for(text, role)
    width = WIDTH - 2 * MARGIN
    while True:
        pdf.set_font(font, size=size)
        lines = [line for paragraph in text.splitlines() for line in _even(pdf, paragraph, width)]
        height = len(lines) * size * LINE * POINT
        if height <= bottom - top or size <= SMALLEST:
            break
        size *= STEP
    pdf.set_text_color(*color)
    at = top + max(0.0, (bottom - top - height) / 2)
    with _tagged(pdf, tag):
        for line in lines:
            pdf.set_xy(sheet.bleed + MARGIN, at)
            pdf.cell(width, size * LINE * POINT, line, align="C")
            at += size * LINE * POINT
    return at


def _even(pdf: FPDF, paragraph: str, width: float) -> list[str]:
    """As few lines as fit into the width, none of them much shorter than the others."""
    lines = list(_broken(pdf, paragraph, width))
    for share in (0.6, 0.7, 0.8, 0.9):
        narrower = list(_broken(pdf, paragraph, width * share))
        if len(narrower) == len(lines):
            return narrower
    return lines


def _broken(pdf: FPDF, paragraph: str, width: float) -> "Iterator[str]":
    """Yield lines of whole words, as Korean children's books are set; a word that is too long for a line is cut."""
    line = ""
    for word in paragraph.split():
        longer = f"{line} {word}".strip()
        if pdf.get_string_width(longer) <= width:
            line = longer
            continue
        if line:
            yield line
        line = word
        while pdf.get_string_width(line) > width:
            fits = max(1, bisect_right(range(1, len(line) + 1), width, key=partial(_width_of_first, pdf, line)))
            yield line[:fits]
            line = line[fits:]
    if line:
        yield line


def _width_of_first(pdf: FPDF, line: str, count: int) -> float:
    return float(pdf.get_string_width(line[:count]))


def _with_boxes(drawn: bytes, view: BookView, sheet: _Sheet) -> pypdf.PdfWriter:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(drawn))
    edge = sheet.bleed * MM_TO_POINTS
    for page in writer.pages:
        left, bottom, right, top = (float(value) for value in page.mediabox)
        page.bleedbox = RectangleObject((left, bottom, right, top))
        page.trimbox = RectangleObject((left + edge, bottom + edge, right - edge, top - edge))
        page.cropbox = RectangleObject((left, bottom, right, top))
    writer.add_metadata({"/Title": view.title, "/Creator": "Soridam", "/Subject": view.ai_line})
    writer.root_object[NameObject("/Metadata")] = writer._add_object(_xmp_stream(view))
    writer.root_object[NameObject("/Lang")] = TextStringObject(view.language)
    writer.root_object[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/DisplayDocTitle"): BooleanObject(True)}
    )
    return writer


def _xmp_stream(view: BookView) -> StreamObject:
    stream = StreamObject()
    stream.set_data(xmp_packet(view.source_type))
    stream[NameObject("/Type")] = NameObject("/Metadata")
    stream[NameObject("/Subtype")] = NameObject("/XML")
    return stream
