"""What a wish is made of, in both languages. Begin with `Topic`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from soridam.book.story import Language, Place, Time, Weather
from soridam.book.topic.lexicon import Concept, NounClass

Trouble = Literal["lost", "afraid", "dislike", "quarrel", "sad", "arrive", "want", "cannot", "ask"]

CREATURES: frozenset[NounClass] = frozenset(("animal", "fantasy", "person", "family"))

_THEME_WEIGHTS: dict[NounClass, float] = {
    "place": 3.4,
    "event": 3,
    "body": 3,
    "family": 1.4,
    "fantasy": 2.4,
    "play": 2.5,
    "nature": 2.5,
    "vehicle": 2.2,
    "plant": 2,
    "animal": 2,
    "person": 1.8,
    "food": 1.6,
    "toy": 1.4,
    "clothes": 1.4,
    "thing": 1.4,
    "idea": 2,
}
_VERB_WEIGHT = 1.6
_COMPANY = 0.5  # with whom says less about where than what and with what
_TROUBLE_THEMES: dict[Trouble, tuple[str, float]] = {"lost": ("home", 1.3), "quarrel": ("friendship", 2.0)}


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun as the child said it: `text` with what describes it (빨간 장갑, red mitten), `head` alone (장갑, mitten).

    In English both are singular unless `plural`; `determiner` is the article that was said or meant, or empty.
    """

    text: str
    head: str
    concept: Concept | None = None
    plural: bool = False
    determiner: str = ""

    @property
    def is_creature(self) -> bool:
        return self.concept is not None and self.concept.noun_class in CREATURES

    @property
    def is_place(self) -> bool:
        return self.concept is not None and self.concept.noun_class == "place"


@dataclass(frozen=True, slots=True)
class Action:
    """A verb and what goes with it: Korean (바다에서 | 수영하), English (swim | in the sea).

    `alone` is the same without companion and place, for a sentence in which they would be too much. `tag` is the Korean
    analyzer's tag, which tells regular stems from irregular ones.
    """

    verb: str
    around: str = ""
    alone: str = ""
    tag: str = "VV"


@dataclass(frozen=True, slots=True)
class Topic:
    """A wish, taken apart. Everything may be missing; `said` may be empty.

    thing: what the story is about; who: a creature that has the trouble or the wish, with its clause (a dragon who is
    afraid of the dark); doer: who does it in the child's words (a rabbit finds a carrot); companion: with whom, the
    doer if nobody else; dread: what is feared or disliked, as a noun phrase.
    """

    language: Language
    said: str
    thing: Noun | None = None
    nouns: tuple[Noun, ...] = ()
    action: Action | None = None
    trouble: Trouble | None = None
    who: Noun | None = None
    doer: Noun | None = None
    companion: Noun | None = None
    dread: str = ""
    place: Place | None = None
    time: Time | None = None
    weather: Weather | None = None
    themes: tuple[str, ...] = ()
    verb_themes: tuple[str, ...] = ()

    def with_settings(self) -> "Topic":
        """Return the same with place, time, weather and themes as its nouns, verbs and trouble call for them."""
        concepts = [noun.concept for noun in self.nouns if noun.concept]
        return replace(
            self,
            place=next((each.place for each in concepts if each.place), None),
            time=next((each.time for each in concepts if each.time), None),
            weather=next((each.weather for each in concepts if each.weather), None),
            themes=_ranked_themes(concepts, self),
        )


def _ranked_themes(concepts: Sequence[Concept], topic: Topic) -> tuple[str, ...]:
    weights: dict[str, float] = {}
    companion = topic.companion.concept if topic.companion else None
    for concept in concepts:
        weight = _THEME_WEIGHTS[concept.noun_class] * (_COMPANY if concept == companion else 1)
        weights[concept.theme] = weights.get(concept.theme, 0) + weight
    for theme in topic.verb_themes:
        weights[theme] = weights.get(theme, 0) + _VERB_WEIGHT
    if topic.trouble in _TROUBLE_THEMES:
        theme, weight = _TROUBLE_THEMES[topic.trouble]
        weights[theme] = weights.get(theme, 0) + weight
    return tuple(sorted(weights, key=lambda theme: (-weights[theme], theme)))
