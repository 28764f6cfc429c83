"""What every form of a book shows, taken out of its folder once: texts with names, words with times, JPEG and MP3.

Begin with `view_book`.
"""

import io
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from queue import Queue

import numpy as np
import soundfile
from PIL import Image

from soridam.book.care.classify import listen_closely
from soridam.book.draw.raster_process import RasterProcess
from soridam.book.folder import COVER, Book, Sheet
from soridam.book.names import fill
from soridam.book.pages.alternative import describe
from soridam.book.pages.label import ai_line, source_type, xmp_packet
from soridam.book.pages.words import WORDS
from soridam.book.story import Language, Page
from soridam.book.text import page_text
from soridam.book.writers.sentences import split_sentences
from soridam.core.errors import BookError
from soridam.speech.synthesis.spoken import VOICE_RATE

PRINT_WIDTH = 2624  # pixels: 300 dots an inch across a page of 216 mm with its bleed
MOST_AT_ONCE = 4  # pictures of a print: each takes some 100 MB while it is drawn
JPEG_QUALITY = 88  # a page of 1536 × 1152 in about 300 kB; the grain of the paper shows no blocks


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of the text that lights up together: a word with what follows it up to the next one.

    `start` and `end` are seconds of the page's sound, None in a book without a voice.
    """

    text: str
    after: str
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class PageView:
    """One page as readers meet it."""

    number: int
    text: str
    words: tuple[Word, ...]
    question: str
    picture: bytes
    picture_words: str
    sound: bytes | None
    seconds: float


@dataclass(frozen=True, slots=True)
class BookView:
    """A whole book as readers meet it; pictures are JPEG and in words, sounds MP3."""

    id: str
    made: str
    changed: str
    title: str
    language: Language
    dedication: str
    lesson: str
    ai_line: str
    source_type: str
    cover: bytes
    cover_words: str
    pages: tuple[PageView, ...]
    is_held_back: bool = False
    wish: str = ""  # as a book for print has it

    @property
    def questions(self) -> tuple[str, ...]:
        """What a parent may ask, page by page."""
        return tuple(page.question for page in self.pages if page.question)

    @property
    def characters(self) -> str:
        """Every character that is shown, once: what a font must hold."""
        parts = [
            self.title,
            self.dedication,
            self.wish,
            self.lesson,
            self.ai_line,
            *WORDS[self.language].values(),
            "0123456789",
        ]
        parts += [page.text + page.question for page in self.pages]
        return "".join(sorted(set("".join(parts))))


def view_book(book: Book) -> BookView:
    """Raises BookError if a page is not made yet, or a parent has to look at the book first."""
    if book.is_held_back:
        raise BookError(
            "book.preview-folder",
            "'{title}' waits for a parent. 보호자가 먼저 보아야 하는 책이에요.",
            hint="Preview it: soridam book preview {book}. Then: soridam book approve {again}",
            title=book.title,
            book=book.folder,
            again=book.folder,
        )
    return preview_book(book)


def preview_book(book: Book) -> BookView:
    """The same for a parent's eyes, whoever has to look first. Raises BookError if a page is not made yet."""
    story, record = book.story, book.record
    source = source_type(record.made_by)
    return BookView(
        id=record.id,
        made=record.made,
        changed=record.changed or record.made,
        title=book.title,
        language=story.language,
        dedication=record.wish.dedication,
        lesson=fill(story.lesson, story),
        ai_line=ai_line(story.language, record.made_by),
        source_type=source,
        cover=to_jpeg(book.read_picture(COVER), source),
        cover_words=describe(story.cover, story),
        pages=tuple(_view_page(book, page, sheet, source) for page, sheet in book.iter_pages()),
        is_held_back=book.is_held_back,
    )


def with_print_pictures(view: BookView, book: Book) -> BookView:
    """Return the same with pictures of PRINT_WIDTH and, unless it tells of a grief or a shame, with the wish.

    Drawn pictures are drawn that large, painted ones stay as they are.
    """
    with _raster_processes() as free, ThreadPoolExecutor(free.qsize()) as pool:
        drawn = pool.map(lambda number: _print_picture(book, number, view.source_type, free), book.numbers)
        cover, *pictures = list(drawn)
    pages = tuple(replace(page, picture=picture) for page, picture in zip(view.pages, pictures, strict=True))
    said = book.record.wish.topic
    is_ordinary = listen_closely(said, view.language).wish_class == "ordinary"
    return replace(view, cover=cover, pages=pages, wish=said if is_ordinary else "")


@contextmanager
def _raster_processes() -> Iterator["Queue[RasterProcess]"]:
    """One for each core, within MOST_AT_ONCE: a thread would not do, since the rasterizer keeps Python's lock."""
    processes = [RasterProcess() for _ in range(min(MOST_AT_ONCE, os.cpu_count() or 1))]
    free: Queue[RasterProcess] = Queue()
    for process in processes:
        free.put(process)
    try:
        yield free
    finally:
        for process in processes:
            process.close()


def _print_picture(book: Book, number: int, source: str, free: "Queue[RasterProcess]") -> bytes:
    svg = book.read_drawing(number)
    if not svg:
        return to_jpeg(book.read_picture(number), source)
    process = free.get()
    try:
        return to_jpeg(process.rasterize(svg, PRINT_WIDTH), source)
    finally:
        free.put(process)


def to_jpeg(png: bytes, source: str) -> bytes:
    """Return a picture for screens, with the digital source type in its metadata."""
    buffer = io.BytesIO()
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.save(buffer, "JPEG", quality=JPEG_QUALITY, optimize=True, xmp=xmp_packet(source))
    return buffer.getvalue()


def to_mp3(wave: np.ndarray) -> bytes:
    """Return a narration for browsers and e-readers."""
    buffer = io.BytesIO()
    soundfile.write(buffer, np.clip(wave, -1, 1), VOICE_RATE, format="MP3")
    return buffer.getvalue()


def _view_page(book: Book, page: Page, sheet: Sheet, source: str) -> PageView:
    text = set_in_lines(page_text(page, book.story))
    narration = book.read_narration(page.number)
    return PageView(
        number=page.number,
        text=text,
        words=tuple(_words(text, sheet)),
        question=fill(page.question, book.story),
        picture=to_jpeg(book.read_picture(page.number), source),
        picture_words=describe(page.picture, book.story),
        sound=to_mp3(narration.wave) if narration else None,
        seconds=len(narration.wave) / VOICE_RATE if narration else 0.0,
    )


def set_in_lines(text: str) -> str:
    """Return a text of the same length in which each sentence begins a line, as picture books are set."""
    at = 0
    for sentence in split_sentences(text):
        begin = text.index(sentence, at)
        if begin and text[begin - 1].isspace():
            text = f"{text[: begin - 1]}\n{text[begin:]}"
        at = begin + len(sentence)
    return text


def _words(text: str, sheet: Sheet) -> Iterator[Word]:
    if not sheet.words:
        yield from split_words(text)
        return
    begins = [0, *(word.begin for word in sheet.words[1:]), len(text)]
    for word, (begin, stop) in zip(sheet.words, pairwise(begins), strict=True):
        said = text[begin:stop]
        yield Word(said.rstrip(), said[len(said.rstrip()) :], round(word.start, 3), round(word.end, 3))


def split_words(text: str) -> Iterator[Word]:
    """Yield the words of a text, each with the white space behind it."""
    at = 0
    for word in text.split():
        begin = text.index(word, at)
        stop = begin + len(word)
        rest = text[stop:]
        space = rest[: len(rest) - len(rest.lstrip())]
        at = stop + len(space)
        yield Word(word, space)
