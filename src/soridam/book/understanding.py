"""What was understood of a wish, before anything is written or drawn. Begin with `understand`.

It says how the wish is to be treated, which story it would become, which words were left out, and where it was not
understood, two or three readings to choose from: a reading is a wish itself.
"""

import re
from collections.abc import Iterator, Sequence

from soridam.book.care.answer import CareAnswer, answer_for
from soridam.book.care.classify import Judgement, listen_closely
from soridam.book.care.kinds import WishClass
from soridam.book.names import with_particle
from soridam.book.safety import KIND_WORDS, CleanTopic, clean_heard
from soridam.book.story import Language, Wish
from soridam.book.topic import Topic, find_topic, read_topic
from soridam.book.topic.near_words import with_near_words
from soridam.book.topic.parts import Noun
from soridam.book.topic.wanted import may_be_wanted
from soridam.book.writers.grammar.planning import is_understood
from soridam.book.writers.grammar.writer import plan_for
from soridam.core.config import Section
from soridam.core.errors import RefusedWishError

MOST_READINGS = 3
_STOCK: dict[Language, tuple[str, ...]] = {
    "ko": ("별을 찾는 토끼", "비 오는 날의 친구", "바다에 간 아기 고래"),
    "en": ("a rabbit looking for a star", "a friend on a rainy day", "a baby whale at the sea"),
}
_NEXT: dict[Language, dict[str, str]] = {
    "ko": {
        "ordinary": "이렇게 알아들었어요. 이야기를 만들어 볼까요?",
        "tender": "마음이 쓰이는 이야기네요. 따뜻한 이야기로 만들어 볼게요.",
        "unclear": "어떤 이야기인지 조금 더 알려 주세요. 이 가운데 있나요?",
    },
    "en": {
        "ordinary": "This is what we understood. Shall we make the story?",
        "tender": "That is close to the heart. We will make it a gentle story.",
        "unclear": "We are not sure which story you mean. Is it one of these?",
    },
}
_LEFT_OUT = {"ko": "이 말은 뺐어요: {words}", "en": "We left out: {words}"}
_STAND_IN = {
    "ko": "“{said}” 대신, 닮은 주인공 “{stand_in}” 이야기로 만들어요.",
    "en": "Instead of “{said}”, the story tells of {stand_in}, a made-up hero.",
}
_REQUEST_WORDS = re.compile(
    r"\b(?:story|stories|book|tell|about|please|want|make|read|me|i|a|an|the|my|is|and|it|on|in|of|to|at)\b"
)


class Understanding(Section):
    """`wish_class` is "declined" for what is not for children. `say` is the next sentence for the page, in the wish's
    language; `plot` names the story that the grammar would tell, empty where there is none."""

    wish_class: WishClass | str
    kind: str = ""
    language: Language
    topic: str = ""
    plot: str = ""
    understood: bool = True
    readings: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    say: str = ""
    care: CareAnswer | None = None

    def as_json(self) -> dict[str, object]:
        """Return what `--dry-run --json` prints."""
        told = self.model_dump(mode="json", exclude={"wish_class", "care"})
        care = {"child": self.care.child, "card": self.care.card.model_dump(mode="json")} if self.care else {}
        return {"class": self.wish_class, **told, **care}


def understand(wish: Wish, lines: Sequence[tuple[str, str]] = ()) -> Understanding:
    """Return what a wish would become. Nothing is written, drawn or kept; any topic will do.

    `lines` (name, number) are the help lines of the settings for a card to the grown-up.
    """
    said, language = wish.topic, wish.language
    judgement = listen_closely(said, language)
    if judgement.is_disclosure:
        care = answer_for(judgement, said, language, lines)
        return Understanding(wish_class="disclosure", kind=judgement.kind, language=language, say=care.child, care=care)
    try:
        clean = clean_heard(said, language)
    except RefusedWishError:
        say = KIND_WORDS[language]
        return Understanding(
            wish_class="declined", language=language, understood=False, readings=_STOCK[language], say=say
        )
    return _understood(wish.model_copy(update={"topic": clean.topic}), clean, judgement, said)


def _understood(wish: Wish, clean: CleanTopic, judgement: Judgement, said: str) -> Understanding:
    language, wish_class = wish.language, judgement.wish_class
    topic = read_topic(clean.topic, language)
    tells_itself = wish_class == "ordinary" and is_understood(clean.topic, language)
    readings = () if wish_class == "tender" or tells_itself else find_readings(topic)
    if wish_class == "ordinary" and (meant := with_near_words(clean.topic, topic)):
        readings = (meant, clean.topic)
    unused = [] if tells_itself else list(_unused(topic, clean.topic, wish_class))
    left_out = tuple(dict.fromkeys([*clean.left_out, *unused]))
    notes = [_STAND_IN[language].format(said=said, stand_in=made_up) for said, made_up in clean.stand_ins]
    notes += [_LEFT_OUT[language].format(words=", ".join(left_out))] if left_out else []
    return Understanding(
        wish_class=wish_class,
        kind=judgement.kind,
        language=language,
        topic=find_topic(clean.topic, language),
        plot="" if readings else _plot_of(wish, judgement, said),
        understood=not readings,
        readings=readings,
        left_out=left_out,
        notes=tuple(notes),
        say=_NEXT[language]["unclear" if readings else wish_class],
    )


def _plot_of(wish: Wish, judgement: Judgement, said: str) -> str:
    """Return the plot of the book as it would be made: of what is left of `said`, whose judgement this is."""
    if wish.topic != said:
        judgement = listen_closely(wish.topic, wish.language)
    return plan_for(wish, judgement).plot_name


def find_readings(topic: Topic) -> tuple[str, ...]:
    """Return two or three wishes that may have been meant, where a topic was not understood; none where it was."""
    if not _is_unclear(topic):
        return ()
    offered = dict.fromkeys([*_readings_of(topic), *_STOCK[topic.language]])
    fitting = [text for text in offered if not _is_unclear(read_topic(text, topic.language))]
    return tuple(fitting[:MOST_READINGS])


def _is_unclear(topic: Topic) -> bool:
    """Nothing that a story could be about, or a deed that is no wish of a child's as far as we have thought of it."""
    if topic.thing is None and topic.action is None and topic.who is None and topic.trouble is None:
        return True
    told = topic.trouble in ("afraid", "dislike", "quarrel", "sad", "lost", "arrive", "ask")
    return topic.action is not None and not told and not may_be_wanted(topic.action, topic.language)


def _readings_of(topic: Topic) -> Iterator[str]:
    """Harmless stories of what the wish names."""
    nouns = list({noun.head: noun for noun in topic.nouns if noun.concept}.values())[:2]
    creatures = [noun for noun in nouns if noun.is_creature]
    if len(nouns) == 2:
        yield _together(nouns[0], nouns[1], topic.language)
    for noun in nouns:
        yield from _about(noun, topic.language, in_company=bool(creatures))


def _together(first: Noun, second: Noun, language: Language) -> str:
    if language == "ko":
        return f"{with_particle(first.head, '과')} {second.head}"
    return f"{_an(first)} and {_an(second)}"


def _about(noun: Noun, language: Language, *, in_company: bool) -> Iterator[str]:
    if language == "ko":
        if noun.is_creature:
            yield f"{with_particle(noun.head, '이랑')} 소풍 가기"
            yield f"{noun.head} 만나기"
        elif noun.is_place:
            yield f"{noun.head}에서 놀기"
        else:
            yield f"{noun.head} 찾기"
            yield f"{noun.head} 이야기"
        return
    if noun.is_creature:
        yield f"a picnic with {_an(noun)}"
        yield f"meeting {_an(noun)}"
    elif noun.is_place:
        yield f"playing at the {noun.head}"
    else:
        yield f"looking for {_an(noun)}"
        yield _an(noun)


def _an(noun: Noun) -> str:
    from soridam.book.writers.grammar.english import with_article

    said = noun.concept.said if noun.concept else ""
    if said == "name":
        return noun.head.capitalize()
    return noun.head if said in ("mass", "pair") else f"the {noun.head}" if said == "the" else with_article(noun.head)


def _unused(topic: Topic, said: str, wish_class: WishClass) -> Iterator[str]:
    """Yield words of a wish that no story of ours tells: further sentences, and the verb that is not made a wish."""
    if wish_class == "tender":
        return
    told = set(re.findall(r"\w+", topic.said.lower()))
    for sentence in re.split(r"(?<=[.!?])\s+", said):
        words = {word for word in re.findall(r"\w+", sentence.lower()) if not _REQUEST_WORDS.fullmatch(word)}
        if words and not words & told:
            yield sentence.strip(" .!?")
    action = topic.action
    if action and topic.trouble not in ("afraid", "dislike") and not may_be_wanted(action, topic.language):
        yield action.verb if topic.language == "en" else f"{action.verb}다"
    yield from _other_nouns(topic)


def _other_nouns(topic: Topic) -> Iterator[str]:
    """Nouns beside the two or three that a story is told of."""
    told = [noun.text for noun in (topic.thing, topic.companion, topic.who, topic.doer) if noun]
    text = " ".join([*told, topic.action.around if topic.action else "", topic.dread])
    set_by = [
        noun for noun in topic.nouns if noun.concept and (noun.is_place or noun.concept.time or noun.concept.weather)
    ]
    for noun in topic.nouns:
        if noun not in set_by and noun.head not in text and noun.text not in text:
            yield noun.text
