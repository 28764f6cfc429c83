"""EPUB 3 with fixed layout and media overlays: e-readers turn the pages, read aloud and light up the words.

Written by ourselves, because an e-book is a dozen small files in a zip, and the usual library is under the AGPL.
"""

import unicodedata
import zipfile
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import jinja2

from soridam.book.fonts import subset
from soridam.book.pages.view import BookView
from soridam.book.pages.words import WORDS
from soridam.core.files import replacing

WIDTH, HEIGHT = 1200, 1500  # CSS pixels of a page: the picture above, the words below
TEXT_WIDTH, TEXT_HEIGHT, LINE = 1040, 460, 1.6  # as book.css has them, less the margins
TEXT_SIZES = (52, 46, 40, 35, 31, 27, 24, 21, 18)
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same book gives the same bytes


@dataclass(frozen=True, slots=True)
class _File:
    """One file of the book, and how the package document lists it."""

    name: str
    media_type: str
    data: bytes
    properties: str = ""
    overlay: str = ""

    @property
    def id(self) -> str:
        return _id(self.name)


def write_epub(view: BookView, path: Path) -> Path:
    """Write a book as EPUB."""
    files = _files(view)
    package = _render(
        "package.opf", book=view, files=files, spine=_spine(files), durations=_durations(view),
        total=_clock(sum(page.seconds for page in view.pages)), say=WORDS[view.language],
    )  # fmt: skip
    with replacing(path) as temporary, zipfile.ZipFile(temporary, "w") as archive:
        _add(archive, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)  # first and uncompressed, says EPUB
        _add(archive, "META-INF/container.xml", _render("container.xml").encode())
        _add(archive, "EPUB/package.opf", package.encode())
        for file in files:
            _add(archive, f"EPUB/{file.name}", file.data)
    return path


def _files(view: BookView) -> list[_File]:
    size = {"book": view, "say": WORDS[view.language], "width": WIDTH, "height": HEIGHT}
    files = [
        _File("nav.xhtml", "application/xhtml+xml", _render("nav.xhtml", **size).encode(), "nav"),
        _File("book.css", "text/css", _own("book.css").encode()),
        _File("title.woff2", "font/woff2", subset("title", view.characters)),
        _File("text.woff2", "font/woff2", subset("text", view.characters)),
        _File("cover.jpg", "image/jpeg", view.cover, "cover-image"),
        _File("cover.xhtml", "application/xhtml+xml", _render("cover.xhtml", **size).encode()),
    ]
    for page in view.pages:
        name = f"page-{page.number:02}"
        overlay = _id(f"{name}.smil") if page.sound else ""
        document = _render("page.xhtml", page=page, size_of=text_size, **size).encode()
        files.append(_File(f"{name}.xhtml", "application/xhtml+xml", document, overlay=overlay))
        files.append(_File(f"{name}.jpg", "image/jpeg", page.picture))
        if page.sound:
            smil = _render("page.smil", page=page, name=name, clock=_clock).encode()
            files.append(_File(f"{name}.smil", "application/smil+xml", smil))
            files.append(_File(f"{name}.mp3", "audio/mpeg", page.sound))
    files.append(_File("end.xhtml", "application/xhtml+xml", _render("end.xhtml", **size).encode()))
    return files


def text_size(text: str) -> int:
    """Pixels at which a page's text fits below its picture, reckoned by the usual width of its letters."""
    em = sum(1.0 if unicodedata.east_asian_width(character) in "WF" else 0.55 for character in text)
    for size in TEXT_SIZES:
        lines = 1.15 * em * size / TEXT_WIDTH + text.count("\n") + 1  # lines end at words, before they are full
        if lines * size * LINE <= TEXT_HEIGHT:
            return size
    return TEXT_SIZES[-1]


def _spine(files: list[_File]) -> list[_File]:
    return [file for file in files if file.name.endswith(".xhtml") and file.name != "nav.xhtml"]


def _durations(view: BookView) -> dict[str, str]:
    """Return how long each media overlay speaks."""
    return {_id(f"page-{page.number:02}.smil"): _clock(page.seconds) for page in view.pages if page.sound}


def _id(name: str) -> str:
    return "f-" + name.replace(".", "-")


def _clock(seconds: float) -> str:
    """SMIL's clock value, to a thousandth of a second."""
    return f"{seconds:.3f}s"


def _add(archive: zipfile.ZipFile, name: str, data: bytes, how: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = how
    archive.writestr(entry, data)


def _render(template: str, **values: Any) -> str:
    return _environment().get_template(f"{template}.jinja").render(**values)


def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("soridam.book.pages", "epub_files"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _own(name: str) -> str:
    return resources.files("soridam.book.pages").joinpath("epub_files", name).read_text(encoding="utf-8")
