"""A book in the forms that people ask for. Begin with `export_book`."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import soundfile

from soridam.book.folder import Book
from soridam.book.pages.coloring import write_coloring
from soridam.book.pages.epub import write_epub
from soridam.book.pages.html import render_reader
from soridam.book.pages.pdf import write_pdf
from soridam.book.pages.view import BookView, view_book, with_print_pictures
from soridam.core.errors import BookError, UsageError
from soridam.core.files import replacing, write_text
from soridam.speech.synthesis.spoken import VOICE_RATE

SECONDS_BETWEEN_PAGES = 1.0


def export_book(book: Book, out: Path, formats: Sequence[str]) -> list[Path]:
    """Write the book into `out`: html, pdf, print, coloring, epub, png, audio, json. Returns what was written.

    Raises UsageError for an unknown form, BookError if a page is not made yet or a book without a voice is to be heard.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise UsageError(
            "book.no-form", "There is no form '{name}'.", hint="Use {names}.", name=unknown[0], names=", ".join(FORMATS)
        )
    view = view_book(book)
    out.mkdir(parents=True, exist_ok=True)
    return [path for name in dict.fromkeys(formats) for path in FORMATS[name](book, view, out)]


def _html(book: Book, view: BookView, out: Path) -> list[Path]:
    path = out / "book.html"
    write_text(path, render_reader(view))
    return [path]


def _pdf(book: Book, view: BookView, out: Path) -> list[Path]:
    return [write_pdf(view, out / "book.pdf")]


def _print(book: Book, view: BookView, out: Path) -> list[Path]:
    return [write_pdf(with_print_pictures(view, book), out / "book-print.pdf", for_print=True)]


def _coloring(book: Book, view: BookView, out: Path) -> list[Path]:
    return [write_coloring(book, view, out / "book-coloring.pdf")]


def _epub(book: Book, view: BookView, out: Path) -> list[Path]:
    return [write_epub(view, out / "book.epub")]


def _png(book: Book, view: BookView, out: Path) -> list[Path]:
    folder = out / "pictures"
    folder.mkdir(exist_ok=True)
    names = {number: "cover.png" if number == 0 else f"page-{number:02}.png" for number in book.numbers}
    for number, name in names.items():
        with replacing(folder / name) as temporary:
            shutil.copyfile(book.folder / book.made_sheet(number).picture, temporary)
    return [folder / name for name in names.values()]


def _audio(book: Book, view: BookView, out: Path) -> list[Path]:
    pause = np.zeros(round(SECONDS_BETWEEN_PAGES * VOICE_RATE), dtype=np.float32)
    heard = [book.read_narration(page.number) for page, _ in book.iter_pages()]
    waves = [wave for narration in heard if narration for wave in (narration.wave, pause)]
    if not waves:
        raise BookError(
            "book.no-voice", "The book has no voice.", hint="Make it with the setting book.narrator = 'kokoro'."
        )
    path = out / "book.mp3"
    with replacing(path) as temporary:
        soundfile.write(temporary, np.clip(np.concatenate(waves), -1, 1), VOICE_RATE, format="MP3")
    return [path]


def _json(book: Book, view: BookView, out: Path) -> list[Path]:
    path = out / "story.json"
    write_text(path, book.story.model_dump_json(indent=2) + "\n")
    return [path]


FORMATS: dict[str, Callable[[Book, BookView, Path], list[Path]]] = {
    "html": _html,
    "pdf": _pdf,
    "print": _print,
    "coloring": _coloring,
    "epub": _epub,
    "png": _png,
    "audio": _audio,
    "json": _json,
}
