"""The reader: one HTML file that needs nothing else. Pages turn, the voice reads, the words light up."""

import base64
import hashlib
from importlib import resources
from pathlib import Path

import jinja2
from markupsafe import Markup

from soridam.book.folder import Book
from soridam.book.fonts import subset
from soridam.book.pages.view import BookView, preview_book, view_book
from soridam.book.pages.words import WORDS
from soridam.core.files import write_text


def write_reader(book: Book, path: Path) -> Path:
    """Write the reader of a book to `path`. Raises BookError as `view_book` does."""
    write_text(path, render_reader(view_book(book)))
    return path


def write_preview(book: Book, path: Path) -> Path:
    """Write the reader for a parent; while the book is held back, every page says so."""
    write_text(path, render_reader(preview_book(book)))
    return path


def render_reader(view: BookView) -> str:
    """Return the whole file. Texts are escaped; only the script whose hash the page's policy names may run."""
    say = WORDS[view.language]
    script = _own("reader.js")
    shown = view.characters
    return _template().render(
        book=view,
        say=say,
        fonts={"title": _encoded(subset("title", shown)), "text": _encoded(subset("text", shown))},
        style=Markup(_own("reader.css")),
        script=Markup(script),
        script_hash="sha256-" + _encoded(hashlib.sha256(script.encode()).digest()),
    )


def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("soridam.book.pages", "."), autoescape=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["base64"] = _encoded
    return environment.get_template("reader.html.jinja")


def _own(name: str) -> str:
    return resources.files("soridam.book.pages").joinpath(name).read_text(encoding="utf-8")


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
