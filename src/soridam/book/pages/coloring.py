"""A coloring book: the pictures of a book as lines to fill, with their words. Begin with `write_coloring`.

Lines are drawn where the smoothed picture changes: in lightness, between red and green, or between yellow and blue. So
it works on drawn and on painted pictures alike.
"""

import io
from pathlib import Path

import numpy as np
from fpdf import FPDF
from PIL import Image
from scipy.ndimage import gaussian_filter

from soridam.book.folder import COVER, Book
from soridam.book.pages.pdf import font_for, open_document
from soridam.book.pages.view import BookView
from soridam.core.files import replacing

PAGE_WIDTH, PAGE_HEIGHT = 297.0, 210.0  # mm: A4, as home printers have it
WIDTH, TOP = 232.0, 10.0  # mm: of a picture
TEXT_SIZE, LINE = 12.0, 7.0  # points, mm
SMOOTHED = 1.6  # pixels: standard deviation of the smoothing; the grain of the paper leaves no lines
FAINTEST, DARKEST = 0.012, 0.032  # change from one pixel to the next, of 1, that is white, and that is black
WEIGHTS = (1.0, 0.8, 0.6)  # of lightness, red against green, yellow against blue


def write_coloring(book: Book, view: BookView, path: Path) -> Path:
    """Write the pictures as lines, one on each page of A4, as PDF."""
    pdf = open_document(view, (PAGE_WIDTH, PAGE_HEIGHT))
    pdf.set_title(view.title)
    pdf.set_lang(view.language)
    texts = {COVER: view.title, **{page.number: page.text for page in view.pages}}
    words = {COVER: view.cover_words, **{page.number: page.picture_words for page in view.pages}}
    for number in book.numbers:
        _draw_page(pdf, outline(book.read_picture(number)), texts[number], words[number])
    with replacing(path) as temporary:
        temporary.write_bytes(bytes(pdf.output()))
    return path


def outline(picture: bytes) -> bytes:
    """Return a picture as black lines on white, PNG of the same size."""
    with Image.open(io.BytesIO(picture)) as opened:
        red, green, blue = np.moveaxis(np.asarray(opened.convert("RGB"), dtype=np.float32) / 255, -1, 0)
    lightness = 0.299 * red + 0.587 * green + 0.114 * blue
    channels = (lightness, red - green, (red + green) / 2 - blue)
    changes = [
        weight * np.hypot(*np.gradient(gaussian_filter(each, SMOOTHED)))
        for weight, each in zip(WEIGHTS, channels, strict=True)
    ]
    dark = np.clip((np.max(changes, axis=0) - FAINTEST) / (DARKEST - FAINTEST), 0, 1)
    buffer = io.BytesIO()
    Image.fromarray((255 * (1 - dark)).astype(np.uint8)).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _draw_page(pdf: FPDF, lines: bytes, text: str, words: str) -> None:
    pdf.add_page()
    left, height = (PAGE_WIDTH - WIDTH) / 2, WIDTH * 3 / 4
    pdf.image(io.BytesIO(lines), x=left, y=TOP, w=WIDTH, h=height, alt_text=words)
    pdf.rect(left, TOP, WIDTH, height)
    pdf.set_font(font_for(text, "text"), size=TEXT_SIZE)
    pdf.set_xy(left, TOP + height + 3)
    pdf.multi_cell(WIDTH, LINE, " ".join(text.split()), align="C")
