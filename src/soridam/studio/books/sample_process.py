"""The process that makes a sample book: `python -m soridam.studio.books.sample_process LANGUAGE FOLDER`.

The folder gets the book's reader, a small cover and the title, and its name when all of that is there. The book is
written by the grammar, drawn, and silent: it takes no weights, no network and no settings.
"""

import ctypes
import os
import shutil
import signal
import sys
from pathlib import Path

from soridam.core.files import write_json
from soridam.studio.books.samples import COVER_FILE, TITLE_FILE, SampleLanguage

PR_SET_PDEATHSIG = 1
NICE = 15  # after everything that somebody waits for
COVER_WIDTH = 480  # pixels
WISHES: dict[SampleLanguage, str] = {
    "ko": "바다를 보고 싶은 작은 배 이야기",
    "en": "A little boat that wants to see the sea",
}
HERO = "rabbit"


def main(language: SampleLanguage, folder: Path) -> None:
    """Make it; what an earlier process left is gone on with."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # end with the server
    os.nice(NICE)
    from PIL import Image

    from soridam.book.draw.choose import find_hero
    from soridam.book.folder import COVER
    from soridam.book.pages.export import export_book
    from soridam.book.story import Wish
    from soridam.settings import BookSettings
    from soridam.wiring import build_book_maker

    making, done = folder.with_name(f"making-{folder.name}"), folder.with_name(f"done-{folder.name}")
    wish = Wish(topic=WISHES[language], hero=find_hero(HERO, language), language=language)
    book = build_book_maker(BookSettings(narrator="none")).make(wish, making)
    shutil.rmtree(done, ignore_errors=True)
    export_book(book, done, ["html"])
    with Image.open(book.folder / book.made_sheet(COVER).picture) as picture:
        picture.thumbnail((COVER_WIDTH, COVER_WIDTH))
        picture.convert("RGB").save(done / COVER_FILE, "JPEG", quality=82)
    write_json(done / TITLE_FILE, book.title)
    done.replace(folder)
    shutil.rmtree(making)


if __name__ == "__main__":
    main("ko" if sys.argv[1] == "ko" else "en", Path(sys.argv[2]))
