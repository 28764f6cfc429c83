"""Plots of other arcs than "want, three tries, a stranger": mending, day in a life, question. Begin with `load_arcs`.

A file of `arcs` holds both languages side by side. Its pages stand in the order of the stages of a plot; each has
several tellings in each language, and each telling three sentences: the first for all ages, the second from five years
on, the third from seven. Besides the slots of plots it may use those that `own_stories` finds for its kind of wish.
"""

import tomllib
from functools import cache
from importlib import resources

from pydantic import Field

from soridam.book.story import AgeBand, Language, Place, Shot, Time
from soridam.book.writers.grammar.content import Frame, Phrase, Plot
from soridam.book.writers.grammar.written import STAGES, Both, Threefold
from soridam.core.config import Section

_OLDEST, _OLDER = ("about", "joy"), ("resolve", "low")  # stages of the bands from seven years, and from five


class Phrases(Section):
    """Some of a kind in both languages."""

    ko: tuple[str, ...]
    en: tuple[str, ...]

    def of(self, language: Language) -> tuple[Phrase, ...]:
        return tuple(Phrase(text=text) for text in (self.ko if language == "ko" else self.en))


class ArcPage(Section):
    """A page: see `content.Frame` for what its picture shows. `stage` names one that no other plot has."""

    show: str
    prompt: str
    ko: tuple[Threefold, ...]
    en: tuple[Threefold, ...]
    stage: str = ""
    place: Place | None = None
    time: Time | None = None
    shot: Shot = "medium"
    props: tuple[str, ...] = ()
    with_thing: bool = False
    end: bool = False
    refrain: bool = False
    ask: Both | None = None


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
            nth = tries if stage == "try" else None
            tries += stage == "try"
            told = page.ko if language == "ko" else page.en
            made = [_frame(page, sentences, stage, nth, language) for sentences in told]
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


def _frame(page: ArcPage, sentences: Threefold, stage: str, nth: int | None, language: Language) -> Frame:
    bands = ("3", "3", "3") if stage in _OLDEST else ("23", "23", "3") if stage in _OLDER else ("123", "23", "3")
    if not page.refrain and bands[0] == "123":
        bands = ("123", "123", "3")  # the youngest hear the second one, too, where there is room
    lines = [f"{band} {text}" for band, text in zip(bands, sentences, strict=True)]
    if page.refrain:
        lines.append("123 [refrain]")
    values = page.model_dump(include={"show", "prompt", "place", "time", "shot", "props", "with_thing", "end"})
    ask = page.ask.of(language) if page.ask else ""
    return Frame(text="\n".join(lines), ask=ask, nth=nth, **values)


@cache
def load_arcs() -> dict[str, Arc]:
    """Return the arcs by their name."""
    files = (resources.files(__package__) / "arcs").iterdir()
    return {
        file.name.removesuffix(".toml"): Arc.from_values(
            tomllib.loads(file.read_text(encoding="utf-8")), origin=file.name
        )
        for file in sorted(files, key=lambda file: file.name)
        if file.name.endswith(".toml")
    }


@cache
def arc_plot(name: str, language: Language) -> Plot:
    return load_arcs()[name].plot(language)
