"""From a plan to a story: frames are chosen, filled and fitted to the age band, page by page. Begin with `tell`."""

import random
import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final, TypeVar

from soridam.book.names import fill_names
from soridam.book.pronouns import with_pronouns
from soridam.book.story import AGE_LIMITS, AgeBand, Beat, Language, Page, SpeakerLine, Story
from soridam.book.topic.lexicon import lexicon
from soridam.book.topic.parts import CREATURES
from soridam.book.writers.grammar.content import Fitting, Frame, Happening, Line, Phrase
from soridam.book.writers.grammar.picturing import FindProp, cover_picture, picture_for
from soridam.book.writers.grammar.planning import Plan
from soridam.book.writers.grammar.scope import Scope
from soridam.book.writers.sentences import count_words, split_sentences

T = TypeVar("T", bound=Hashable)
F = TypeVar("F", bound=Fitting)

_BANDS: Final[dict[AgeBand, str]] = {"3-4": "1", "5-6": "2", "7-8": "3"}
_STAGES: Final[dict[AgeBand, tuple[str, ...]]] = {
    "3-4": ("opening", "problem", "try", "try", "try", "friend", "turn", "ending"),
    "5-6": ("opening", "problem", "resolve", "try", "try", "try", "low", "friend", "turn", "ending"),
    "7-8": ("opening", "about", "problem", "resolve", "try", "try", "try", "low", "friend", "turn", "joy", "ending"),
}
_BEATS: Final[dict[str, Beat]] = {
    "opening": "opening",
    "about": "opening",
    "problem": "problem",
    "resolve": "problem",
    "try": "try",
    "low": "try",
    "friend": "friend",
    "turn": "turn",
    "joy": "turn",
    "ending": "ending",
}
_MOST_QUESTIONS: Final[dict[AgeBand, int]] = {"3-4": 2, "5-6": 3, "7-8": 4}
_SPECIFIC = 3  # how much rather a frame is taken that was written for just such a topic

_MOST_OF_TITLE = 72
_SHORT_TITLES: Final[dict[Language, str]] = {"ko": "{hero:의} 특별한 하루", "en": "{hero}'s Special Day"}

# What is told in the sun. "Till morning" is told at night.
_DAYLIGHT: Final[dict[Language, re.Pattern[str]]] = {
    "en": re.compile(
        r"\b(sun|sunny|sunshine|sunlight|sunlit|sunbeams?|noon|daylight|get up|woke up|wide awake)\b"
        r"|\b(?<!till )(?<!until )(?<!until the )(?<!till the )morning\b",
        re.IGNORECASE,
    ),
    "ko": re.compile(r"햇살|햇볕|햇빛|해가|해님|태양|한낮|대낮|낮잠|낮에|깨웠|깨어난|아침(?!까지|이 올|이 될|을 기다)"),
}
_NIGHT_SCENES: Final[dict[Language, tuple[str, ...]]] = {
    "en": (
        "The moon was up, and everything was quiet.",
        "One by one, the stars blinked awake.",
        "It was late, and the world had pulled up its dark blanket.",
    ),
    "ko": (
        "달님이 둥실 떠오르고, 온 세상이 조용해졌어요.",
        "별들이 하나둘 눈을 뜨는 밤이에요.",
        "모두가 이불을 덮는 깊은 밤이에요.",
    ),
}
_TOLD: Final = ("text", "what", "more", "find")  # the sentences of frames, phrases, happenings and spots

_SLOT: Final = re.compile(r"\[([a-z_0-9]+)(?::([^\]]+))?\]")
_SAID: Final = re.compile(r"[\"“](?:([a-z]+): )?([^\"“”]+)[\"”]")


def tell(plan: Plan, rng: random.Random, find_prop: FindProp, telling: int = 0) -> Story:
    """Return all pages of the story, in the limits of the wish's age band.

    Another `telling` says the same, refrain and all, in other sentences.
    """
    return _Teller(plan, rng, find_prop, telling).tell()


@dataclass
class _Teller:
    """Holds what has been told, so that no frame and no sentence of the theme comes twice."""

    plan: Plan
    rng: random.Random
    find_prop: FindProp
    telling: int
    told: set[Hashable] = field(default_factory=set)
    questions: int = 0

    @property
    def band(self) -> AgeBand:
        return self.plan.wish.age_band

    def tell(self) -> Story:
        plot, theme = self.plan.plot, self.plan.theme
        self.scope = self.plan.scope.having(
            refrain=self._phrase(plot.refrains),
            treat=self.rng.choice(theme.treats),
            sound=self.rng.choice(theme.sounds),
        )
        if self.telling:
            self.rng = random.Random(f"{self.rng.random()}/{self.telling}")
        stages = self.plan.stages or _STAGES[self.band]
        pages = [self._page(number, stages) for number in range(1, len(stages) + 1)]
        return Story(
            title=self._title(),
            language=self.plan.wish.language,
            age_band=self.band,
            lesson=self.plan.words.polish(self._said(self._phrase(plot.lesson), self.scope)),
            characters=self.plan.characters,
            cover=cover_picture(self.plan, self.find_prop),
            pages=tuple(pages),
        )

    def _title(self) -> str:
        """Return a title; a short one of our own where the child's words are too many."""
        fitting = [each for each in self.plan.plot.titles if each.fits(self.plan.facts)]
        title = self.plan.words.title(self._said(self._fitting(fitting).text, self.scope))
        shown = fill_names(title, self.plan.characters, self.plan.wish.language)
        if len(title) <= _MOST_OF_TITLE and len(shown) <= _MOST_OF_TITLE:
            return title
        return _SHORT_TITLES[self.plan.wish.language]

    def _page(self, number: int, stages: Sequence[str]) -> Page:
        stage = stages[number - 1]
        nth = stages[: number - 1].count(stage)
        frame = self._frame(stage, nth)
        items, scope = self._items(frame, self.scope.having(nth=str(nth)))
        text, lines = self._spoken(" ".join(self._fitted(frame, items, scope)))
        progress = number / len(stages)
        return Page(
            number=number,
            beat=_BEATS.get(stage, "turn" if stage == "why" else "problem"),
            text=text,
            speaker_lines=lines,
            picture=picture_for(self.plan, frame, list(items.values()), stage, progress, self.find_prop),
            question=self._question(frame, scope),
        )

    # what is told

    def _frame(self, stage: str, nth: int) -> Frame:
        frames = [frame for frame in self.plan.plot.frames(stage) if frame.nth in (None, nth)]
        if self.plan.is_written and self.band == "3-4" and "[refrain]" in frames[0].text:
            room = AGE_LIMITS[self.band].most_words - count_words(self.scope.chosen["refrain"])
            short = [frame for frame in frames if count_words(frame.lines[0].text) <= room - 2]
            frames = short or frames
        return self._fitting(frames)

    def _phrase(self, phrases: Sequence[Phrase]) -> str:
        return self._fitting(phrases).text

    def _fitting(self, offered: Sequence[F]) -> F:
        """Return one that fits the topic and has not been told, rather one that was written for such topics."""
        fitting = [each for each in offered if each.fits(self.plan.facts)]
        return self._untold(fitting, [_SPECIFIC if each.is_special else 1 for each in fitting])

    def _untold(self, offered: Sequence[T], weights: Sequence[int] | None = None) -> T:
        """Return one that has not been told yet. There are enough, as a test of the content makes sure."""
        weights = weights or [1] * len(offered)
        free = [(each, weight) for each, weight in zip(offered, weights, strict=True) if each not in self.told]
        if self.plan.is_at_night:
            free = [(each, weight) for each, weight in free if not self._is_by_day(each)] or free
        chosen = self.rng.choices([each for each, _ in free], [weight for _, weight in free])[0]
        self.told.add(chosen)
        return chosen

    def _is_by_day(self, offered: object) -> bool:
        texts = [offered] if isinstance(offered, str) else [getattr(offered, name, "") for name in _TOLD]
        return any(_DAYLIGHT[self.plan.wish.language].search(text) for text in texts)

    def _items(self, frame: Frame, scope: Scope) -> tuple[dict[str, Happening], Scope]:
        """Return what of the theme a frame asks for, by name; with a spot also its name for the sentences."""
        theme, items = self.plan.theme, dict[str, Happening]()
        wanted = {line.item for line in self._lines(frame) if line.item}
        if "find" in wanted or "[spot" in frame.text:
            spot = self._untold(theme.spots)
            items["find"], scope = spot.happening, scope.having(spot=spot.at)
        offers = {"block": theme.blocks, "lose": theme.lose, "found": theme.found}
        for name, happenings in offers.items():
            if name in wanted:
                items[name] = self._fitting(happenings)
        return items, scope

    def _lines(self, frame: Frame) -> list[Line]:
        return [line for line in frame.lines if _BANDS[self.band] in line.bands]

    # how it is said

    def _fitted(self, frame: Frame, items: dict[str, Happening], scope: Scope) -> list[str]:
        """The frame's sentences for this band; extra ones go, or a detail of the theme comes, until the limits hold."""
        limits = AGE_LIMITS[self.band]
        told = [each for line in self._lines(frame) for each in self._sentences(line, items, scope)]
        while self._counts(told)[0] > limits.most_sentences or self._counts(told)[1] > limits.most_words:
            extra = [at for at, (_, is_extra) in enumerate(told) if is_extra]
            if self.plan.is_written and not extra and len(told) > 1:
                extra = self._less_needed(told, scope)
            if not extra and len(told) <= (1 if self.plan.is_written else max(limits.fewest_sentences, 1)):
                break
            del told[extra[-1] if extra else 0]  # the scene goes last of all: it tells the least
        while self._counts(told)[0] < limits.fewest_sentences:
            told.insert(1, (self._said(self._untold(self.plan.theme.detail), scope), False))
        shorter = _in_short(scope)
        if self._counts(told)[1] > limits.most_words and shorter != scope:
            return self._fitted(frame, items, shorter)
        return [sentence for sentence, _ in told]

    def _less_needed(self, told: Sequence[tuple[str, bool]], scope: Scope) -> list[int]:
        """Return what a written page can do without: all but its first sentence and the refrain."""
        refrain = self._said("[refrain]", scope)
        return [at for at, (sentence, _) in enumerate(told) if at and sentence != refrain] or [len(told) - 1]

    def _sentences(self, line: Line, items: dict[str, Happening], scope: Scope) -> list[tuple[str, bool]]:
        """The sentences of a line, and of each whether the page can do without it."""
        is_extra = line.bands == _BANDS[self.band]
        if line.item:
            item = items[line.item]
            told = [(self._said(item.what, scope), False)]
            return [*told, (self._said(item.more, scope), True)] if self.band == "7-8" else told
        return [(self._said(line.text, scope), is_extra)]

    def _said(self, sentence: str, scope: Scope) -> str:
        theme = self.plan.theme
        at_night = _NIGHT_SCENES[self.plan.wish.language] if self.plan.is_at_night else ()
        offers = {"scene": (*theme.scene, *at_night), "detail": theme.detail, "calm": theme.calm}
        for name, sentences in offers.items():
            if sentence == f"[{name}]":
                return self._said(self._untold(sentences), scope)
        if sentence == "[refrain]":
            return self._said(scope.chosen["refrain"], scope)
        return _SLOT.sub(lambda slot: self.plan.words.say(slot[1], slot[2] or "", scope), sentence)

    def _counts(self, told: Sequence[tuple[str, bool]]) -> tuple[int, int]:
        """Sentences and words."""
        text, _ = self._spoken(" ".join(sentence for sentence, _ in told))
        shown = fill_names(text, self.plan.characters, self.plan.wish.language)
        return len(split_sentences(text)), count_words(shown)

    def _question(self, frame: Frame, scope: Scope) -> str:
        if not frame.ask or self.questions >= _MOST_QUESTIONS[self.band]:
            return ""
        self.questions += 1
        return self.plan.words.polish(self._said(frame.ask, scope))

    def _spoken(self, text: str) -> tuple[str, tuple[SpeakerLine, ...]]:
        """`"friend: Come!"` becomes “Come!” in the text and a line of the friend's."""
        polish = self.plan.words.polish
        lines: list[SpeakerLine] = []

        def quoted(match: re.Match[str]) -> str:
            said = polish(match[2])
            if match[1]:
                lines.append(SpeakerLine(character=match[1], text=said))
            return f"“{said}”"

        shown = polish(_SAID.sub(quoted, text))
        if self.plan.wish.language == "en":
            shown = with_pronouns(shown, _is_somebody)
        return shown, tuple(lines)


def _in_short(scope: Scope) -> Scope:
    """Return a scope in which what the child said is said in short: "that day" instead of the day on which …"""
    short = {name.removesuffix("_short"): text for name, text in scope.chosen.items() if name.endswith("_short")}
    return scope.having(**short)


@cache
def _is_somebody(word: str) -> bool:
    """Whether an English word names a person or an animal: then "she" may mean that one."""
    concept = lexicon().noun(word.lower(), "en")
    return concept is not None and concept.noun_class in CREATURES
