"""How long a picture book takes, stage by stage, with all defaults.

    python benchmarks/book.py --json benchmarks/results/book.json

A book of eight pages in each language from a wish spoken by the packaged voice. Models are loaded once, before the
clock runs, as in a studio that is open; what loading takes is a row of its own. Nothing that a family would install
instead makes such a book on this machine, so there is no second system.
"""

import io
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import soundfile
from measure import Results, benchmark_arguments, finish

from soridam.book.draw.heroes import default_hero
from soridam.book.make import Step
from soridam.book.pages.export import FORMATS, export_book
from soridam.book.parts import SpokenPart
from soridam.book.story import Language, Wish
from soridam.settings import BookSettings
from soridam.speech.synthesis.spoken import VOICE_RATE
from soridam.wiring import build_book_maker, build_listener

WISHES: dict[Language, str] = {
    "ko": "친구와 함께 눈사람을 만들고 싶어요.",
    "en": "Please tell me a story about a bear who cannot sleep.",
}


class Clock:
    """Adds each stage of each language to the results, in seconds."""

    def __init__(self, results: Results) -> None:
        self._results = results

    def add(self, language: Language, stage: str, seconds: float) -> None:
        self._results.add(f"soridam ({language})", stage, seconds, "s")

    @contextmanager
    def timing(self, language: Language, stage: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.add(language, stage, time.perf_counter() - started)


def main() -> None:
    arguments = benchmark_arguments(__doc__ or "").parse_args()
    results = Results("book")
    clock = Clock(results)
    settings = BookSettings()
    with tempfile.TemporaryDirectory() as folder:
        for language in WISHES:
            make_one(language, settings, clock, Path(folder))
    results.add("soridam", "peak_memory", psutil.Process().memory_info().rss / 1e6, "MB")
    finish(results, arguments.json)


def make_one(language: Language, settings: BookSettings, clock: Clock, folder: Path) -> None:
    """Each part is used once, which loads it, before the book that is timed."""
    listener, maker = build_listener(settings), build_book_maker(settings)
    voice = maker.narrator
    assert voice is not None
    with clock.timing(language, "load"):
        spoken = voice.narrate([SpokenPart(WISHES[language])], language, "5-6")
        buffer = io.BytesIO()
        soundfile.write(buffer, spoken.wave, VOICE_RATE, format="FLAC")
        listener.listen(buffer.getvalue(), language)
        hero = default_hero("rabbit", language)
        story = maker.writer.write(Wish(topic="a cat", hero=hero, language=language), lambda _: None).story
        maker.illustrator.draw(story.pages[0].picture, story.characters, seed=1)
    with clock.timing(language, "listen"):
        heard = listener.listen(buffer.getvalue(), language)
    wish = Wish(topic=heard.topic, hero=hero, language=language, age_band="3-4")
    marks = {"begin": time.perf_counter()}

    def mark(step: Step) -> None:
        marks.setdefault(f"{step.stage} {step.number}", time.perf_counter())

    book = maker.make(wish, folder / language, mark)
    clock.add(language, "story", marks["story 0"] - marks["begin"])
    clock.add(language, "first_page", marks["page 1"] - marks["begin"])
    clock.add(language, "whole_book", marks["done 0"] - marks["begin"])
    seconds = sum(len(heard.wave) for page, _ in book.iter_pages() if (heard := book.read_narration(page.number)))
    clock.add(language, "sound", seconds / VOICE_RATE)
    for name in FORMATS:
        with clock.timing(language, f"export_{name}"):
            export_book(book, folder / f"{language}-out", [name])


if __name__ == "__main__":
    main()
