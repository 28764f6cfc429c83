"""Plots of other arcs than "want, three tries, a stranger": mending, day in a life, question. Begin with `load_arcs`.

A file of `arcs` holds both languages side by side. Its pages stand in the order of the stages of a plot; each has
several tellings in each language, and each telling three sentences: the first for all ages, the second from five years
on, the third from seven. Besides the slots of plots it may use those that `own_stories` finds for its kind of wish.
"""

from functools import cache

from pydantic import Field

from soridam.book.story import AgeBand, Language
from soridam.book.writers.grammar.content import Frame, Phrase, Plot
from soridam.book.writers.grammar.written import STAGES, ShownPage, Threefold, bands_of, read_sections
from soridam.core.config import Section


class Phrases(Section):
    """Some of a kind in both languages."""

    ko: tuple[str, ...]
    en: tuple[str, ...]

    def of(self, language: Language) -> tuple[Phrase, ...]:
        return tuple(Phrase(text=text) for text in (self.ko if language == "ko" else self.en))


class ArcPage(ShownPage):
    """A page with several tellings in each language. `stage` names one that no other plot has."""

    ko: tuple[Threefold, ...]
    en: tuple[Threefold, ...]
    stage: str = ""

    def frames(self, stage: str, nth: int, language: Language) -> list[Frame]:
        """Return a frame for each telling. Without a refrain the youngest hear two sentences where there is room."""
        bands = bands_of(stage)
        if not self.refrain and bands[0] == "123":
            bands = ("123", "123", "3")
        told = self.ko if language == "ko" else self.en
        return [self.frame(stage, sentences, bands, nth, language) for sentences in told]


class Arc(Section):
    """A plot of its own. `stages` are the pages of an age band where they are not those of every plot."""

    arc: str
    lessons: Phrases
    titles: Phrases
    refrains: Phrases
    stages: dict[AgeBand, tuple[str, ...]] = Field(default_factory=dict)
    pages: tuple[ArcPage, ...] = Field(min_length=len(STAGES))

    def plot(self, language: Language) -> Plot:
        """Return the arc in the form of a plot."""
        frames: dict[str, list[Frame]] = {stage: [] for stage in STAGES}
        more: dict[str, list[Frame]] = {}
        tries = 0
        for at, page in enumerate(self.pages):
            stage = page.stage or STAGES[at - len(more)]
            made = page.frames(stage, tries, language)
            tries += stage == "try"
            (more.setdefault(stage, []) if page.stage else frames[stage]).extend(made)
        phrases = {
            "lesson": self.lessons.of(language),
            "titles": self.titles.of(language),
            "refrains": self.refrains.of(language),
        }
        told_frames = {stage: tuple(each) for stage, each in frames.items()}
        return Plot.model_validate(
            {**phrases, **told_frames, "more": {stage: tuple(each) for stage, each in more.items()}}
        )


@cache
def load_arcs() -> dict[str, Arc]:
    """Return the arcs by their name."""
    return read_sections("arcs", Arc)


@cache
def arc_plot(name: str, language: Language) -> Plot:
    return load_arcs()[name].plot(language)
