"""Pictures as lines to fill: drawn where colors meet, and nowhere else."""

import io

import numpy as np
import pypdf
import pytest
from PIL import Image
from tests.book.small_book import write_small_book

from soridam.book.folder import COVER
from soridam.book.pages.coloring import outline, write_coloring
from soridam.book.pages.view import view_book


def lines_of(picture: np.ndarray) -> np.ndarray:
    """Return how dark the lines of a picture (height, width, 3) are, 0 to 1."""
    buffer = io.BytesIO()
    Image.fromarray(picture.astype(np.uint8)).save(buffer, "PNG")
    return 1 - np.asarray(Image.open(io.BytesIO(outline(buffer.getvalue())))) / 255


@pytest.mark.parametrize("color", [(40, 40, 40), (90, 200, 90), (200, 90, 200)])
def test_a_patch_of_color_has_a_line_around_it_and_is_white_inside(color):
    picture = np.full((90, 120, 3), 200)
    picture[30:60, 40:80] = color
    lines = lines_of(picture)
    assert lines[40:50, 50:70].max() == 0
    assert lines[:20].max() == 0
    for row, column in ((30, 60), (59, 60), (45, 40), (45, 79)):
        assert lines[row, column] > 0.9


def test_slow_changes_and_the_grain_of_paper_leave_no_lines():
    grain = np.random.default_rng(3).normal(0, 2, (90, 120, 1))
    picture = np.linspace(60, 200, 120)[None, :, None] + grain + np.zeros((90, 120, 3))
    assert lines_of(picture).max() < 0.5
    assert lines_of(picture).mean() < 0.02


def test_each_picture_has_a_page_with_its_words(tmp_path):
    book = write_small_book(tmp_path / "book", "ko")
    view = view_book(book)
    pages = pypdf.PdfReader(write_coloring(book, view, tmp_path / "coloring.pdf")).pages
    assert len(pages) == len(book.numbers)
    assert view.title in pages[COVER].extract_text()
    assert pages[1].extract_text().split() == view.pages[0].text.split()
