"""Stories that were written whole, both languages side by side: one for each tender kind, and a few funny ones.

Begin with `load_written`. Such a story has one page for each stage of a plot. Its sentences stand in threes: the first
is for all ages, the second from five years on, the third from seven.
"""

import tomllib
from functools import cache
from importlib import resources
from typing import Literal, TypeVar

from pydantic import Field

from soridam.book.story import Language, Place, Shot, Time
from soridam.book.writers.grammar.content import Frame, Phrase, Plot
from soridam.core.config import Section

STAGES = (
    "opening", "about", "problem", "resolve", "try", "try", "try", "low", "friend", "turn", "joy", "ending",
)  # fmt: skip
_OLDEST, _OLDER = ("about", "joy"), ("resolve", "low")  # stages of the bands from seven years, and from five

Folder = Literal["tender", "funny"]
Threefold = tuple[str, str, str]
Told = TypeVar("Told", bound=Section)


class Both(Section):
    """Words in both languages."""

    ko: str
    en: str

    def of(self, language: Language) -> str:
        return self.ko if language == "ko" else self.en


class ShownPage(Section):
    """What a page shows besides its words: see `content.Frame`. `refrain`: the refrain ends it."""

    show: str
    prompt: str
    place: Place | None = None
    time: Time | None = None
    shot: Shot = "medium"
    props: tuple[str, ...] = ()
    with_thing: bool = False
    end: bool = False
    refrain: bool = False
    ask: Both | None = None

    def frame(self, stage: str, sentences: Threefold, bands: Threefold, nth: int, language: Language) -> Frame:
        """Return the page as a frame of a plot; `nth` counts for tries. `bands` are the ages for each sentence."""
        lines = [f"{band} {text}" for band, text in zip(bands, sentences, strict=True)]
        if self.refrain:
            lines.append("123 [refrain]")
        values = self.model_dump(include={"show", "prompt", "place", "time", "shot", "props", "with_thing", "end"})
        ask = self.ask.of(language) if self.ask else ""
        return Frame(text="\n".join(lines), ask=ask, nth=nth if stage == "try" else None, **values)


class WrittenPage(ShownPage):
    """A page with one telling in each language."""

    ko: Threefold
    en: Threefold


class WrittenStory(Section):
    """A whole story. `helper` is the grown-up who comes, `thing` what it is about where the wish does not say."""

    helper: Literal["teacher", "aunt", ""] = ""
    thing: Both
    title: Both
    lesson: Both
    refrain: Both
    pages: tuple[WrittenPage, ...] = Field(min_length=len(STAGES), max_length=len(STAGES))

    def plot(self, language: Language) -> Plot:
        """Return the story in the form of a plot that offers one frame for each stage."""
        frames: dict[str, list[Frame]] = {stage: [] for stage in STAGES}
        for stage, page in zip(STAGES, self.pages, strict=True):
            sentences = page.ko if language == "ko" else page.en
            frames[stage].append(page.frame(stage, sentences, bands_of(stage), len(frames[stage]), language))
        phrases = {
            "lesson": (Phrase(text=self.lesson.of(language)),),
            "titles": (Phrase(text=self.title.of(language)),),
            "refrains": (Phrase(text=self.refrain.of(language)),),
        }
        return Plot.model_validate({**phrases, **{stage: tuple(told) for stage, told in frames.items()}})


def bands_of(stage: str) -> Threefold:
    """Return the ages, as a plot's lines name them, that hear each of the three sentences of a page."""
    if stage in _OLDEST:
        return "3", "3", "3"
    return ("23", "23", "3") if stage in _OLDER else ("123", "23", "3")


def read_sections(folder: str, kind: type[Told]) -> dict[str, Told]:
    """Return the sections of the TOML files of a folder beside this module, by the names of the files."""
    files = (resources.files(__package__) / folder).iterdir()
    return {
        file.name.removesuffix(".toml"): kind.from_values(
            tomllib.loads(file.read_text(encoding="utf-8")), origin=file.name
        )
        for file in sorted(files, key=lambda file: file.name)
        if file.name.endswith(".toml")
    }


@cache
def load_written(folder: Folder) -> dict[str, WrittenStory]:
    """Return the stories of a folder by their name."""
    return read_sections(folder, WrittenStory)


@cache
def written_plot(folder: Folder, name: str, language: Language) -> Plot:
    return load_written(folder)[name].plot(language)
