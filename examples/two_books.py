"""Two picture books from spoken wishes, one in Korean and one in English: `make demo`.

    python examples/two_books.py books

The packaged voice speaks the wishes, in place of a child; they are heard, written, drawn and read aloud with the
default parts, which need no GPU, no hub and no key.
"""

import io
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import soundfile

from soridam.book.draw.heroes import default_hero
from soridam.book.make import BookMaker, Step
from soridam.book.pages.html import write_reader
from soridam.book.parts import Listener, Narrator, SpokenPart
from soridam.book.story import Kind, Language, Wish
from soridam.settings import read_settings
from soridam.speech.synthesis.spoken import VOICE_RATE
from soridam.wiring import build_book_maker, build_listener, build_narrator


@dataclass(frozen=True)
class Demo:
    """A wish as a child would say it, and its hero."""

    language: Language
    said: str
    hero: Kind
    name: str


DEMOS = (
    Demo("ko", "친구와 함께 눈사람을 만들고 싶어요.", "rabbit", "토리"),
    Demo("en", "Please tell me a story about a bear who cannot sleep.", "fox", "Ruby"),
)


def main() -> None:
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "books")
    settings = read_settings().book
    listener, maker, voice = build_listener(settings), build_book_maker(settings), build_narrator(settings)
    if voice is None:
        sys.exit("The wishes are spoken by the narrator: use it with SORIDAM_BOOK__NARRATOR=kokoro.")
    for demo in DEMOS:
        print(f"\n{make_one(demo, listener, maker, voice, out)}")


def make_one(demo: Demo, listener: Listener, maker: BookMaker, voice: Narrator, out: Path) -> str:
    """Speak, hear and make; returns what to tell about it."""
    heard = listener.listen(speak(demo, voice), demo.language)
    hero = default_hero(demo.hero, demo.language, demo.name)
    started = time.perf_counter()
    wish = Wish(topic=heard.topic, hero=hero, language=demo.language)
    book = maker.make(wish, out / f"demo-{demo.language}", tell)
    reader = write_reader(book, book.folder / "book.html")
    return "\n".join((
        f"Said:       {demo.said}",
        f"Heard:      {heard.transcript}",
        f"Topic:      {heard.topic}",
        f"Book:       {book.title} ({len(book.story.pages)} pages, {time.perf_counter() - started:.0f} s)",
        f"Open:       {reader}",
    ))  # fmt: skip


def speak(demo: Demo, voice: Narrator) -> bytes:
    """The wish as a recording in memory."""
    spoken = voice.narrate([SpokenPart(demo.said)], demo.language, "5-6")
    buffer = io.BytesIO()
    soundfile.write(buffer, spoken.wave, VOICE_RATE, format="FLAC")
    return buffer.getvalue()


def tell(step: Step) -> None:
    if step.stage == "page":
        what = f"page {step.number}" if step.number else "cover"
        print(f"  {step.book.title}: {what} is ready", file=sys.stderr)


if __name__ == "__main__":
    main()
