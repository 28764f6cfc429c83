"""Wishes for the tests of the story grammar: topics that children ask for, and many more by a fixed seed."""

import random
import tomllib
from itertools import product
from pathlib import Path

from soridam.book.story import AGE_LIMITS, AgeBand, Character, Kind, Language, Story, Wish
from soridam.book.writers.grammar import GrammarWriter

BANDS: tuple[AgeBand, ...] = tuple(AGE_LIMITS)
KINDS: tuple[Kind, ...] = ("cat", "bear", "child", "penguin", "dinosaur")

_LISTS = tomllib.loads(Path(__file__).with_name("topics.toml").read_text(encoding="utf-8"))
TOPICS: dict[Language, tuple[str, ...]] = {"ko": tuple(_LISTS["ko"]["topics"]), "en": tuple(_LISTS["en"]["topics"])}


def many_topics(language: Language, count: int) -> list[str]:
    """The same topics every time: those that children ask for, then nouns in all sorts of phrases."""
    made = [frame.format(noun) for frame, noun in product(_LISTS[language]["frames"], _LISTS[language]["nouns"])]
    random.Random(7).shuffle(made)
    return [*TOPICS[language], *made][:count]


def wild_topics(language: Language, count: int) -> dict[str, str]:
    """Topics by what they are, the same every time: rude, unkind, emoji, … and for the rest what children ask for."""
    topics = {topic: kind for kind, listed in _LISTS["wild"].items() if kind != "long" for topic in listed}
    topics |= {(piece * 2_000)[:2_000]: "long" for piece in _LISTS["wild"]["long"]}
    harmless = random.Random(11).sample(many_topics(language, 700), count)
    topics |= {topic: "harmless" for topic in harmless if topic not in topics}
    return dict(list(topics.items())[:count])


def wish_for(topic: str, language: Language, seed: int = 0, band: AgeBand = "5-6", kind: Kind = "cat") -> Wish:
    name = {"ko": "지훈", "en": "Mina"}[language]
    hero = Character(id="hero", name=name, kind=kind, look_en=f"a small {kind}", coat="#f0a35e")
    return Wish(topic=topic, hero=hero, language=language, age_band=band, seed=seed)


def written(wish: Wish) -> Story:
    return GrammarWriter().write(wish, lambda story: None)
