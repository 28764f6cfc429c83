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
from soridam.book.story import Language
from soridam.core.files import write_text

WORDS: dict[Language, dict[str, str]] = {
    "ko": {
        "book": "그림책",
        "read_to_me": "읽어 주세요",
        "read_myself": "혼자 읽을래요",
        "page": "쪽",
        "the_end": "끝",
        "talk": "함께 이야기해요",
        "again": "처음부터 다시",
        "controls": "책 넘기기와 읽기",
        "previous": "앞쪽으로",
        "next": "다음 쪽으로",
        "read_aloud": "소리 내어 읽기",
        "turn_by_itself": "저절로 넘기기",
        "smaller": "글자 작게",
        "larger": "글자 크게",
        "letter": "가",
        "space": "스페이스",
        "held_back": "보호자 미리보기 · 아직 아이에게 보여 주지 않은 책이에요.",
    },
    "en": {
        "book": "picture book",
        "read_to_me": "Read to me",
        "read_myself": "I read myself",
        "page": "Page",
        "the_end": "The End",
        "talk": "Let's talk about it",
        "again": "Once more",
        "controls": "Turning and reading",
        "previous": "Page before",
        "next": "Next page",
        "read_aloud": "Read aloud",
        "turn_by_itself": "Turn by itself",
        "smaller": "Smaller letters",
        "larger": "Larger letters",
        "letter": "A",
        "space": "Space",
        "held_back": "Parent's preview · this book waits for your approval.",
    },
}


def write_reader(book: Book, path: Path) -> Path:
    """Write the reader of a book to `path`. Raises BookError as `view_book` does."""
    write_text(path, render_reader(view_book(book)))
    return path


def write_preview(book: Book, path: Path) -> Path:
    """Write the reader for a parent; while the book is held back, every page says so."""
    write_text(path, render_reader(preview_book(book)))
    return path


def render_reader(view: BookView) -> str:
    """The whole file. Texts are escaped; only the script whose hash the page's policy names may run."""
    say = WORDS[view.language]
    script = _own("reader.js")
    shown = view.characters + "".join(say.values()) + "0123456789"
    return _template().render(
        book=view,
        say=say,
        has_voice=any(page.sound for page in view.pages),
        questions=[page.question for page in view.pages if page.question],
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
