"""From a wish to a plan: which plot, which world, who is in it. Begin with `plan_story`."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from soridam.book.care.classify import Judgement
from soridam.book.care.signs import signs
from soridam.book.story import Character, Kind, Language, Wish
from soridam.book.topic import read_topic
from soridam.book.topic.lexicon import lexicon, words_of
from soridam.book.topic.parts import Action, Noun, Topic, Trouble
from soridam.book.topic.wanted import may_be_wanted
from soridam.book.writers.grammar import english, korean
from soridam.book.writers.grammar.arc_plots import arc_plot
from soridam.book.writers.grammar.casting import cast_as, figure_of
from soridam.book.writers.grammar.content import Content, Plot, Theme
from soridam.book.writers.grammar.own_stories import OwnStory, find_own_story
from soridam.book.writers.grammar.scope import Scope, Words
from soridam.book.writers.grammar.written import Folder, load_written, written_plot

# For a wish without a word that a story could be about.
_STOCK_TOPICS: Final[dict[Language, tuple[str, ...]]] = {
    "ko": ("빨간 풍선", "달님", "작은 씨앗", "무지개", "숨바꼭질", "비 오는 날", "길 잃은 아기 오리"),
    "en": (
        "a red balloon",
        "the moon",
        "a little seed",
        "a rainbow",
        "hide and seek",
        "the rain",
        "a duckling who is lost",
    ),
}
# For a wish that tells a trouble and nothing else ("sorry"): what children mean by it most of the time.
_MEANT_BY: Final[dict[Language, dict[Trouble, str]]] = {
    "ko": {
        "quarrel": "친구랑 다퉜어",
        "afraid": "어둠이 무서워",
        "dislike": "브로콜리 먹기 싫어",
        "lost": "곰 인형을 잃어버렸어",
        "sad": "무지개",
        "arrive": "동생이 태어났어",
    },
    "en": {
        "quarrel": "I argued with my friend",
        "afraid": "I am afraid of the dark",
        "dislike": "I don't like broccoli",
        "lost": "my lost teddy bear",
        "sad": "a rainbow",
        "arrive": "my baby brother was born",
    },
}
_MOST_WORDS_OF_NOUN, _MOST_LETTERS_OF_NOUN = 4, 24
_MOST_WORDS_OF_ACTION, _MOST_LETTERS_OF_ACTION = 7, 40
_MOST_WORDS_OF_WHO, _MOST_LETTERS_OF_WHO = 10, 60
_ANY_THEME: Final = ("forest", "friendship", "garden", "curiosity", "weather", "sea")

# How well a plot suits what the topic's thing is.
_PLOTS_OF_CLASS: Final[dict[str, dict[str, int]]] = {
    "animal": {"meet": 4, "wonder": 1, "do": 1},
    "fantasy": {"meet": 4, "wonder": 2},
    "person": {"meet": 3, "wonder": 1},
    "family": {"wait": 3, "make": 2, "sleep": 1},
    "food": {"share": 3, "make": 3, "do": 1},
    "toy": {"lost": 3, "share": 3, "make": 1},
    "clothes": {"lost": 4, "share": 1},
    "thing": {"lost": 3, "share": 1, "wonder": 2},
    "vehicle": {"do": 3, "make": 2, "share": 1, "wonder": 1},
    "place": {"do": 4, "wonder": 1},
    "nature": {"wonder": 3, "sleep": 1, "do": 1},
    "plant": {"wonder": 3, "do": 2},
    "event": {"wait": 4, "sleep": 2},
    "body": {"afraid": 2, "change": 3},
    "play": {"do": 4, "sleep": 1},
    "idea": {"wonder": 3, "sleep": 2},
    "unknown": {"wonder": 3, "sleep": 2},
}
_PLOTS_OF_CONCEPT: Final[dict[str, dict[str, int]]] = {
    "dark": {"afraid": 4, "wonder": 1},
    "thunder": {"afraid": 4},
    "monster": {"afraid": 2, "meet": 3},
    "baby": {"change": 1},
    "snow": {"wonder": 3, "sleep": 1},
    "leaf": {"lost": 2, "wonder": 3},
    "acorn": {"lost": 2, "wonder": 3},
    "rainbow": {"wait": 2, "wonder": 2},
    "spring": {"wait": 4},
    "first day": {"afraid": 2, "change": 3},
    "move": {"change": 4},
    "bedtime": {"sleep": 4},
    "tooth": {"change": 4},
    "vaccine": {"afraid": 4},
    "hospital": {"afraid": 4},
    "haircut": {"afraid": 2, "change": 3},
    "friend": {"wait": 1},
    "teacher": {"wait": 2, "wonder": 1},
    "snowman": {"make": 4},
    "robot": {"make": 2, "meet": 3},
    "drawing": {"make": 4},
    "letter": {"make": 3, "wait": 2},
    "present": {"make": 4, "wait": 2},
    "sandcastle": {"make": 4},
    "school": {"change": 2, "afraid": 2, "do": 1},
    "rain": {"wonder": 2, "sleep": 1},
    "bubble": {"share": 2, "wonder": 2},
    "treasure": {"lost": 1, "wonder": 2},
    "house": {"change": 2, "make": 2},
}
# Grown-ups who come in tender stories; the braces are for the kind of animal.
_HELPERS: Final[dict[Language, dict[str, str]]] = {
    "ko": {"teacher": "{} 선생님", "aunt": "{} 이모"},
    "en": {"teacher": "Miss {}", "aunt": "Aunt {}"},
}
_FUNNY: Final[dict[Language, dict[str, frozenset[str]]]] = {
    "ko": {
        "poop": words_of("똥 응가 똥꼬 강아지똥 코끼리똥 새똥 쇠똥 대변 똥덩어리"),
        "fart": words_of("방귀 방구 엉덩이 궁둥이 뿡뿡이 방귀쟁이"),
        "pee": words_of("오줌 쉬 쉬야 소변 오줌싸개 쉬아"),
    },
    "en": {
        "poop": words_of("poop poo poopy turd dung poops doo-doo"),
        "fart": words_of("fart farts butt bottom bum tush butts toot"),
        "pee": words_of("pee wee tinkle pee-pee peepee"),
    },
}
_MAKING: Final = frozenset(("make", "draw", "cook"))  # verbs of the lexicon
_CHANGES: Final = frozenset(("move", "first day", "baby"))
_MORE_THAN_ONE: Final = words_of("다른 마리 둘 두 세 another other two three")
_PAPER: Final = frozenset(("letter", "drawing"))


@dataclass(frozen=True)
class Plan:
    """All choices that are made before the first page is told."""

    wish: Wish
    topic: Topic
    plot_name: str
    plot: Plot
    theme_name: str
    theme: Theme
    characters: tuple[Character, ...]
    noun_of: dict[str, str]
    facts: frozenset[str]
    words: Words
    is_written: bool = False  # a story of `written` or `arcs`: nothing of the theme comes in
    said: Mapping[str, str] = field(default_factory=dict)  # the words for the slots of an arc
    stages: tuple[str, ...] = ()  # its pages, where they are not those of every plot

    @property
    def is_at_night(self) -> bool:
        """Whether the whole story is."""
        return "night" in (self.theme.time, self.topic.time) or "bedtime" in self.topic.themes

    @property
    def is_tender(self) -> bool:
        return self.plot_name.startswith("tender/")

    @property
    def scope(self) -> Scope:
        return Scope(self.topic, self.characters, self.noun_of, self.facts, dict(self.said))


def plan_story(wish: Wish, judgement: Judgement, content: Content, rng: random.Random) -> Plan:
    """Read the topic, complete it where it is thin, and choose a plot, a theme and a cast for it.

    `judgement` is what was heard in the topic. A tender wish gets the story that was written for its kind.
    """
    if judgement.wish_class == "tender":
        return _plan_tender(wish, judgement.kind, content, rng)
    read = read_topic(wish.topic, wish.language)
    if funny := _funny_story(read):
        return _plan_written(wish, _completed(_shortened(read), wish, rng), "funny", funny, content, rng)
    if own := find_own_story(wish.topic, wish.language, wish.age_band, wish.hero.kind):
        return _plan_arc(wish, own, content, rng)
    topic = _completed(_shortened(read), wish, rng)
    plot = _weighted(_plots_for(topic), content.plots, rng)
    theme = next((each for each in topic.themes if each in content.themes), None) or rng.choice(_ANY_THEME)
    if plot == "taste":
        theme = "cooking"  # it is told at a table
    return plan_with(wish, topic, plot, theme, content, rng)


def _plan_arc(wish: Wish, own: OwnStory, content: Content, rng: random.Random) -> Plan:
    """Return the plan for a wish that says itself what its story is."""
    topic = own.topic
    theme = next((each for each in topic.themes if each in content.themes), None) or rng.choice(_ANY_THEME)
    characters, noun_of = _cast(wish, topic, own.arc, content.themes[theme], rng)
    words: Words = korean.KoreanWords() if wish.language == "ko" else english.EnglishWords()
    return Plan(
        wish, topic, own.arc, own.plot(arc_plot(own.arc, wish.language)), theme, content.themes[theme], characters,
        noun_of, frozenset(), words, is_written=True, said=own.said, stages=own.stages,
    )  # fmt: skip


def is_understood(said: str, language: Language) -> bool:
    """Return whether a wish says itself what its story is, or is one that children find funny."""
    return bool(_funny_story(read_topic(said, language))) or find_own_story(said, language, "5-6") is not None


def plan_with(wish: Wish, topic: Topic, plot: str, theme: str, content: Content, rng: random.Random) -> Plan:
    """Return the plan for a plot and a theme that have been chosen. The topic must have a thing."""
    topic = _fitted_to(plot, topic, wish.language)
    characters, noun_of = _cast(wish, topic, plot, content.themes[theme], rng)
    facts = _facts(topic, characters) | {f"in_{theme}"}
    words: Words = korean.KoreanWords() if wish.language == "ko" else english.EnglishWords()
    return Plan(wish, topic, plot, content.plots[plot], theme, content.themes[theme], characters, noun_of, facts, words)


def _plan_tender(wish: Wish, kind: str, content: Content, rng: random.Random) -> Plan:
    """Return the story for a tender kind, told of whom the wish names: a hamster, Grandma."""
    named = _named_in(read_topic(wish.topic, wish.language), kind, wish.language)
    story = load_written("tender")[kind]
    thing = named or Noun(story.thing.of(wish.language), story.thing.of(wish.language), determiner="none")
    topic = Topic(wish.language, wish.topic, thing=thing, nouns=(thing,))
    return _plan_written(wish, topic, "tender", kind, content, rng)


def _named_in(topic: Topic, kind: str, language: Language) -> Noun | None:
    """Return the noun of a wish that a tender story can be told of, without what the child said about it."""
    lists = {"pet": ("pets",), "grandparent": ("grandparents",), "visit": ("kin", "pets", "peer")}.get(kind, ())
    known = frozenset[str]().union(*(signs(language).people[name] for name in lists)) - {"nobody", "everybody", "baby"}
    for noun in topic.nouns:
        word = noun.head.lower()
        if noun.concept and (word in known or word.removesuffix("s") in known):
            if language == "en" and noun.concept.said == "name":
                return replace(noun, text=noun.head.capitalize(), determiner="")
            return replace(noun, text=noun.head, plural=False, determiner="the")
    return None


def _plan_written(wish: Wish, topic: Topic, folder: Folder, name: str, content: Content, rng: random.Random) -> Plan:
    """Return the plan for a story that was written whole; a helper is cast as a grown-up."""
    story, theme = load_written(folder)[name], "home" if folder == "tender" else "farm"
    kinds = korean.KINDS if wish.language == "ko" else english.KINDS
    names = korean.NAMES if wish.language == "ko" else english.NAMES
    hero = wish.hero.model_copy(update={"id": "hero"})
    if story.helper:
        kind: Kind = "panda" if hero.kind == "bear" else "bear"
        called = _HELPERS[wish.language][story.helper].format(kinds[kind].capitalize())
        friend = cast_as("friend", kind, names, [hero], rng, concept="grown-up", name=called)
    else:
        kind = rng.choice(_free_kinds(content.themes[theme].friends, [hero]))
        friend = cast_as("friend", kind, names, [hero], rng)
    words: Words = korean.KoreanWords() if wish.language == "ko" else english.EnglishWords()
    noun_of = {"hero": kinds[hero.kind], "friend": kinds[kind]}
    plot = written_plot(folder, name, wish.language)
    return Plan(
        wish, topic, f"{folder}/{name}", plot, theme, content.themes[theme], (hero, friend), noun_of,
        frozenset(), words, is_written=True,
    )  # fmt: skip


def _funny_story(topic: Topic) -> str:
    """Poop, farts and pee, of which children never have enough."""
    heads = {word for noun in (topic.thing, *topic.nouns) if noun for word in (noun.head, *noun.text.split())}
    heads |= set(topic.said.lower().split()) if topic.language == "en" else set()  # a unicorn that farts
    return next((name for name, words in _FUNNY[topic.language].items() if heads & words), "")


def with_cast(plan: Plan, characters: tuple[Character, ...]) -> Plan:
    """Return the plan with a cast that was changed since: same roles, other looks or kinds."""
    kinds = korean.KINDS if plan.wish.language == "ko" else english.KINDS
    before = {character.id: character.kind for character in plan.characters}
    changed = {each.id: kinds[each.kind] for each in characters if each.kind != before[each.id]}
    return replace(plan, characters=characters, noun_of={**plan.noun_of, **changed})


def _shortened(topic: Topic) -> Topic:
    """Phrases that fit into a sentence for children: of longer ones the head, or nothing, is kept."""
    action = topic.action
    if action and _is_long(f"{action.around} {action.verb}"):
        action = None if _is_long(f"{action.alone} {action.verb}") else replace(action, around=action.alone)
    who = topic.who
    if who and (len(who.text.split()) > _MOST_WORDS_OF_WHO or len(who.text) > _MOST_LETTERS_OF_WHO):
        who = replace(who, text=who.head)
    return replace(
        topic,
        thing=_short_noun(topic.thing) if topic.thing else None,
        nouns=tuple(_short_noun(noun) for noun in topic.nouns),
        companion=_short_noun(topic.companion) if topic.companion else None,
        who=who,
        action=action,
        dread="" if _is_long(topic.dread) else topic.dread,
    )


def _short_noun(noun: Noun) -> Noun:
    head = noun.head[:_MOST_LETTERS_OF_NOUN]
    is_long = len(noun.text.split()) > _MOST_WORDS_OF_NOUN or len(noun.text) > _MOST_LETTERS_OF_NOUN
    return replace(noun, text=head if is_long else noun.text, head=head)


def _is_long(phrase: str) -> bool:
    return len(phrase.split()) > _MOST_WORDS_OF_ACTION or len(phrase) > _MOST_LETTERS_OF_ACTION


def _completed(topic: Topic, wish: Wish, rng: random.Random) -> Topic:
    """Return a topic with a thing, whose creature is not the hero."""
    topic = _with_doer(_without_hero(_without_unreviewed(topic), wish.hero.kind))
    if topic.thing is None and topic.action is None and topic.who is None:
        stock = rng.choice(_STOCK_TOPICS[wish.language])
        meant = _MEANT_BY[wish.language].get(topic.trouble, stock) if topic.trouble else stock
        topic = read_topic(meant, wish.language)
    if topic.thing is None:
        noun = _noun_of_action(topic.action, wish.language) if topic.action else topic.who
        topic = replace(topic, thing=noun)
    if topic.trouble == "quarrel" and topic.companion and topic.thing and topic.thing.concept is None:
        topic = replace(topic, thing=topic.companion)  # a fight with my friend is about the friend
    if topic.trouble in ("afraid", "dislike") and not topic.dread and topic.action:
        says = korean if wish.language == "ko" else english
        topic = replace(topic, dread=says.dread_of_action(topic.action))
    return topic


def _without_unreviewed(topic: Topic) -> Topic:
    """Without a deed that nobody has reviewed as a wish; that it is feared or disliked may be told."""
    action = topic.action
    if action is None or topic.trouble in ("afraid", "dislike") or may_be_wanted(action, topic.language):
        return topic
    trouble = None if topic.trouble in ("want", "cannot") else topic.trouble
    return replace(topic, action=None, trouble=trouble)


def _without_hero(topic: Topic, kind: Kind) -> Topic:
    """Return the rabbit of "a rabbit finds a carrot" is the hero, if the hero is a rabbit; another rabbit is not."""
    heads = {noun.head for noun in _played_by_hero(topic, kind)}
    if not heads:
        return topic

    def other(noun: Noun | None) -> Noun | None:
        return noun if noun and noun.head not in heads else None

    nouns = tuple(noun for noun in topic.nouns if other(noun))
    doer, action = other(topic.doer), topic.action
    if action and topic.companion != topic.doer and topic.companion != other(topic.companion):
        action = replace(action, around=action.alone)  # 곰이랑 토끼가: the hero is not its own company
    return replace(
        topic,
        thing=other(topic.thing) or next(iter(nouns), None),
        nouns=nouns,
        action=action,
        who=other(topic.who),
        doer=doer,
        companion=other(topic.companion) or doer,
    ).with_settings()


def _played_by_hero(topic: Topic, kind: Kind) -> list[Noun]:
    """Return the nouns that mean the hero: who has the trouble, who does it, who is only named."""
    nouns = [topic.who, topic.doer, topic.companion if topic.doer else None]
    only_named = topic.trouble is None and topic.action is None
    named = [noun for noun in topic.nouns if only_named and _is_one(noun, kind)]
    return [noun for noun in nouns if noun and figure_of(noun) == kind] + named


def _is_one(noun: Noun, kind: Kind) -> bool:
    """Return a rabbit, a little rabbit; not rabbits, two rabbits, another rabbit."""
    is_more = noun.plural or not _MORE_THAN_ONE.isdisjoint((noun.determiner, *noun.text.split()))
    return noun.concept is not None and noun.concept.english == kind and not is_more


def _with_doer(topic: Topic) -> Topic:
    """Who does it in the child's words does it together with the hero."""
    if topic.doer is None or topic.action is None or topic.who or topic.companion != topic.doer:
        return topic
    says = korean if topic.language == "ko" else english
    return replace(topic, action=says.together(topic.action, topic.doer))


def _fitted_to(plot: str, topic: Topic, language: Language) -> Topic:
    """What a plot cannot do without, where the child has not said it: something to do, to fear, to think of in bed."""
    says = korean if language == "ko" else english
    assert topic.thing is not None
    if plot == "make":
        return _with_something_to_make(topic, language)
    if plot == "do" and (topic.action is None or _goes_to_place(topic)):
        action = says.default_action(topic.thing)
        return replace(topic, action=says.together(action, topic.companion) if topic.companion and action else action)
    if plot == "afraid" and not topic.dread:
        return replace(topic, dread=says.dread_of(topic.thing))
    if plot == "change" and topic.thing.concept and topic.thing.concept.english == "move":
        house = next((noun for noun in topic.nouns if noun.is_place), topic.thing)
        return replace(topic, thing=house)  # what is new is the house
    about_sleep = topic.thing.concept is not None and topic.thing.concept.english == "bedtime"
    if plot == "sleep" and (about_sleep or not topic.nouns):
        return replace(topic, thing=says.TOMORROW)
    return topic


def _goes_to_place(topic: Topic) -> bool:
    """Going to the sea is no story that happens at the sea; exploring the sea is."""
    goes = topic.action is not None and topic.action.verb in ("go", "가")
    return goes and topic.thing is not None and topic.thing.is_place


def _with_something_to_make(topic: Topic, language: Language) -> Topic:
    """For somebody of the family a card is made; anything else is made as the child said it."""
    says = korean if language == "ko" else english
    assert topic.thing is not None
    if topic.thing.concept and topic.thing.concept.noun_class == "family":
        topic = replace(topic, thing=says.card_for(topic.thing), action=None)
    assert topic.thing is not None
    if topic.action and _verb_id(topic.action, language) in _MAKING and topic.action.alone:
        return topic
    return replace(topic, action=says.making(topic.thing))


def _noun_of_action(action: Action, language: Language) -> Noun:
    """Return what a story of swimming is about: 수영하기, swimming."""
    if language == "ko":
        from soridam.book.topic.korean import make_forms

        done = make_forms(action, ("기", "ETN"))
        return Noun(" ".join(filter(None, (action.alone, done))), done)
    from soridam.book.topic.english import inflect

    done = inflect(action.verb, "VBG")
    return Noun(" ".join(filter(None, (done, action.alone))), done, determiner="the")


def _plots_for(topic: Topic) -> Mapping[str, int]:
    assert topic.thing is not None
    if topic.who:
        return {"help": 1} if topic.trouble else {"meet": 1}
    match topic.trouble:
        case "lost":
            return {"lost": 1} if not topic.thing.is_creature else {"wait": 1}
        case "dislike" if topic.action and _verb_id(topic.action, topic.language) == "share":
            return {"share": 1}
        case "dislike" if _is_food(topic.thing):
            return {"taste": 1}
        case "dislike" if topic.thing.is_creature and not topic.action:
            return {"make": 1} if topic.thing.concept and topic.thing.concept.noun_class == "family" else {"meet": 1}
        case "afraid" | "dislike" if topic.dread:
            return {"afraid": 1}
        case "quarrel" | "sad" if _is_grown_up(topic.thing):
            return {"make": 1} if topic.trouble == "quarrel" else {"make": 1, "wait": 2}
        case "quarrel":
            return {"sorry": 1}
        case "ask":
            return {"wonder": 1}
        case "arrive":
            return {"change": 1}
        case "sad":
            return {"wait": 1}
    concept = topic.thing.concept
    is_move = topic.action is not None and _verb_id(topic.action, topic.language) == "move"
    if topic.trouble != "want" and (is_move or (concept and concept.english in _CHANGES)):
        return {"change": 1}
    if concept and concept.english in _PLOTS_OF_CONCEPT and _goes_to_place(topic):
        return _PLOTS_OF_CONCEPT[concept.english]  # going to the dentist is about the dentist
    if topic.action:
        return _plots_for_action(topic.action, topic.thing, topic.language)
    if concept is None:
        return _PLOTS_OF_CLASS["unknown"]
    return _PLOTS_OF_CONCEPT.get(concept.english) or _PLOTS_OF_CLASS[concept.noun_class]


def _is_food(noun: Noun) -> bool:
    return noun.concept is not None and noun.concept.noun_class == "food"


def _is_grown_up(noun: Noun) -> bool:
    return noun.concept is not None and noun.concept.said == "name"


def _plots_for_action(action: Action, thing: Noun, language: Language) -> Mapping[str, int]:
    verb = _verb_id(action, language)
    if verb == "sleep":
        return {"sleep": 1}
    if verb == "share" and not thing.is_creature:
        return {"share": 1}
    if verb in _MAKING and action.alone:
        return {"make": 4, "do": 1}
    return {"do": 1}


def _verb_id(action: Action, language: Language) -> str:
    """Return the lexicon's name for a verb (만들: make); empty if it does not know the verb."""
    word = action.verb.replace(" ", "") if language == "ko" else action.verb
    return lexicon().verbs[language].get(word, "")


def _weighted(weights: Mapping[str, int], plots: Mapping[str, Plot], rng: random.Random) -> str:
    known = {name: weight for name, weight in weights.items() if name in plots}
    return rng.choices(list(known), list(known.values()))[0]


# the cast

_WITH_PAL: Final = frozenset(("share", "sorry"))
_WITH_OTHER: Final = frozenset(("help", "meet", "star"))


def _cast(
    wish: Wish, topic: Topic, plot: str, theme: Theme, rng: random.Random
) -> tuple[tuple[Character, ...], dict[str, str]]:
    """Hero and friend; `pal`, who wants the same; `other`, the creature that the topic tells of, if it can be drawn."""
    kinds = korean.KINDS if wish.language == "ko" else english.KINDS
    names = korean.NAMES if wish.language == "ko" else english.NAMES
    hero = wish.hero.model_copy(update={"id": "hero"})
    characters = [hero]
    noun_of = {"hero": kinds[hero.kind]}
    who = topic.who or topic.thing
    figure = figure_of(who) if plot in _WITH_OTHER else None
    if figure and who and who.concept:
        name = who.head[:24] if wish.language == "ko" else who.head.capitalize()[:24]
        characters.append(cast_as("other", figure, names, characters, rng, concept=who.concept.english, name=name))
        noun_of["other"] = who.head
    companion = topic.companion if plot not in _WITH_OTHER else None
    role = "pal" if plot in _WITH_PAL else "friend"
    kind = figure_of(companion) or (hero.kind if role == "pal" and _is_sibling(companion) else None)
    if companion and companion.concept and kind:
        dressed_as = companion.concept.english if companion.concept.kind else ""
        characters.append(cast_as(role, kind, names, characters, rng, concept=dressed_as))
        noun_of[role] = kinds[kind] if companion.concept.english == "child" else companion.head
    for missing in ("pal", "friend"):
        if missing in noun_of or (missing == "pal" and plot not in _WITH_PAL):
            continue
        chosen = rng.choice(_free_kinds(theme.friends, characters))
        characters.append(cast_as(missing, chosen, names, characters, rng))
        noun_of[missing] = kinds[chosen]
    return tuple(characters), noun_of


def _is_sibling(noun: Noun | None) -> bool:
    return noun is not None and noun.concept is not None and noun.concept.theme == "sibling"


def _free_kinds(wanted: Sequence[Kind], characters: Sequence[Character]) -> list[Kind]:
    taken = {character.kind for character in characters}
    return [kind for kind in wanted if kind not in taken] or [kind for kind in korean.KINDS if kind not in taken]


def _facts(topic: Topic, characters: Sequence[Character]) -> frozenset[str]:
    """Return what frames may ask for: the class of the thing, the trouble, who can speak, what is known."""
    assert topic.thing is not None
    concept = topic.thing.concept
    facts: set[str] = {concept.noun_class if concept else "unknown"}
    if concept and concept.noun_class in ("toy", "clothes", "thing", "vehicle", "food", "plant"):
        facts.add("goods")
    if concept and concept.english in _PAPER:
        facts.add("paper")
    if topic.thing.is_creature:
        facts.add("creature")
    if topic.thing.plural:
        facts.add("plural")
    if topic.action:
        facts.add("action")
        if topic.action.verb in ("되", "become"):
            facts.add("becomes")
    if topic.who and topic.who.head == topic.thing.head:
        facts.add("itself")  # the thing is who has the trouble: a lost duckling
    if topic.dread:
        facts.add("dread_deed" if topic.action else "dread_thing")
    facts.add(_trouble_told(topic))
    roles = {character.id for character in characters}
    facts.add("speaks" if "other" in roles else "silent")
    if figure_of(topic.companion) and not roles & {"other", "pal"}:
        facts.add("met")  # the companion whom the child wished for is the friend who comes
    elif topic.companion and topic.companion.is_creature and not roles & {"other", "pal"}:
        facts.add("kin")  # the companion comes too, but is not drawn: Grandma
    return frozenset(facts - {""})


def _trouble_told(topic: Topic) -> str:
    """Return the trouble, or only that somebody is sad where the wish does not say what about."""
    lacks_dread = topic.trouble in ("afraid", "dislike") and not topic.dread
    lacks_deed = topic.trouble in ("want", "cannot") and not topic.action
    return "sad" if lacks_dread or lacks_deed else topic.trouble or ""
