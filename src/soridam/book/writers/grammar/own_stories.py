"""Wishes that say themselves what their story is: a question, a small story, somebody special, "what if". Begin with
`find_own_story`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from soridam.book.story import AGE_LIMITS, AgeBand, Kind, Language
from soridam.book.topic import read_topic
from soridam.book.topic.lexicon import lexicon
from soridam.book.topic.parts import Noun, Topic
from soridam.book.topic.request import without_request
from soridam.book.topic.small_story import MOST_WORDS, SmallStory, read_small_story
from soridam.book.topic.wanted import may_be_wanted, untold
from soridam.book.writers.grammar import english
from soridam.book.writers.grammar.answers import Answer, as_question, find_answer
from soridam.book.writers.grammar.arc_plots import load_arcs
from soridam.book.writers.grammar.content import Frame, Plot
from soridam.book.writers.sentences import split_sentences

MOST_OF_STAR = 48  # characters
_ARC_OF_TONE = {"good": "keepsake", "bad": "mishap", "silly": "silly", "between": "sayit"}
_STAGES: dict[AgeBand, tuple[str, ...]] = {
    "3-4": ("opening", "try", "try", "try", "friend", "turn", "ending"),
    "5-6": ("opening", "resolve", "try", "try", "try", "friend", "turn", "ending"),
    "7-8": ("opening", "about", "resolve", "try", "try", "try", "low", "friend", "turn", "joy", "ending"),
}
_DROPPED_FIRST = ("about", "low", "resolve", "joy")  # stages that make room for what the child told
_AND_SO: dict[Language, tuple[tuple[str, str], ...]] = {
    "ko": (
        ("{hero:의} 눈이 동그래졌어요.", "바람도 잠깐 멈추어 서서 보는 것 같았지요."),
        ("정말로 그런 일이 있었어요.", "옆에 있던 참새가 보았으니 틀림없어요."),
        ("자, 그다음에는 어떻게 되었을까요?", "책장을 넘기기 전에 숨을 한 번 쉬어 보세요."),
        ("{hero:은} 하나도 빠짐없이 기억해요.", "냄새도, 소리도, 신발 끈이 풀려 있던 것까지요."),
        ("그런데 이야기는 여기서 끝이 아니에요.", "이제부터가 진짜니까요."),
    ),
    "en": (
        ("{hero} stared with round eyes.", "Even the wind seemed to stop and look."),
        ("It really happened just like that.", "A sparrow saw it, so it must be true."),
        ("And what do you think came next?", "Take a breath before you turn the page."),
        (
            "{hero} remembers every bit of it.",
            "There was the smell, and the sound, and one shoelace that had come undone.",
        ),
        ("But that was not the end.", "This is where it really begins."),
    ),
}
_FELT = {
    "good": ("hero stand joy", "hero jump joy"),
    "bad": ("hero stand surprise", "hero stand sad"),
    "silly": ("hero stand surprise", "hero stand joy"),
    "between": ("hero stand worried", "hero sit sad"),
}
_KO_IF = re.compile(r"^(.{2,40}?(?:으면|면))(?:\s+(?:뭐|뭘|무엇|무슨|어떻게|어떨까|좋겠|어떨).*)$")
_EN_IF = re.compile(r"^(?:what if|i wish(?: that)?|what (?:would|will) happen if|if)\s+(.{3,60})$", re.IGNORECASE)
_KO_BECOME = re.compile(
    r"^(?:나는|나도|난|저는)?\s*(?:커서|크면|나중에)?\s*(.+?)(?:이|가)?\s*(?:되고\s*싶|될\s*거|될래|되는\s*거|될\s*것)"
)
_EN_BECOME = re.compile(
    r"\b(?:want(?:s)? to|am going to|gonna|will) (?:be|become) (?:an? )((?:[a-z-]+ ){0,2}[a-z-]+)$", re.IGNORECASE
)
_KO_FAR = re.compile(
    r"보고\s*싶|멀리\s*(?:살|있|가|이사)|헤어[지져질]|(?:유치원|학교|동네|나라)(?:으로|로|에)\s*(?:간|가|전학)|이사\s*(?:간|가[서요])"
)
_EN_FAR = re.compile(
    r"\bmiss(?:es|ing)?\b|\bfar away\b|\b(?:is|are) (?:moving|leaving|going away)\b|\bmoved away\b", re.IGNORECASE
)
_KO_BIG = re.compile(r"엄청\s*(?:엄청\s*)?큰|커다란|거대한|제일 큰|집채만|가장 큰|산만 한|산만한")
_EN_BIG = re.compile(r"\b(?:enormous|giant|gigantic|huge|biggest|so big|really big|very big)\b", re.IGNORECASE)
_KO_JOURNEY = re.compile(
    r"(?:^|\s)(\S+?)(?:에|까지|으로|(?<!러)로)\s+(?:놀러\s*|여행\s*)?"
    r"(?:가\s*보고\s*싶|가고\s*싶|가자|갈래|갈 거|가기$|가는|여행)"
)
_EN_JOURNEY = re.compile(
    r"\b(?:go|going|fly|flying|travel|trip|sail|ride|take a trip|journey)(?: \w+){0,3}? to "
    r"((?:the )?[a-z' -]{3,24}?)(?: with .*| and .*)?$",
    re.IGNORECASE,
)
_NEAR = frozenset(("bath", "school", "hospital", "room", "house", "market", "kitchen", "dentist", "bedtime"))
_KO_LEARNS = re.compile(r"배우|연습|두\s*발|자꾸\s*(?:넘어|빠지|틀)|처음|(?:^|\s)못\s|혼자")
_EN_LEARNS = re.compile(
    r"\blearn(?:ing|s)?\b|\bhow to\b|\bcan ?not\b|\bcan't\b|\bfirst time\b|\bkeep falling\b", re.IGNORECASE
)
MOST_OF_DEED = 36  # characters
_EN_STAR = re.compile(
    r"^(?:a|an|the|one|some|my)?\s*((?:[a-z'-]+\s+){0,3}?)([a-z'-]+)\s+(who|that|which|with|[a-z]+ing)\s", re.IGNORECASE
)
_BABY = re.compile(
    r"배\s*속에\s*(?:아기|동생)|\bbaby in\b|\bhaving a baby\b|동생이\s*(?:태어|생)|아기가\s*(?:태어|생)", re.IGNORECASE
)
_OF_STARS = ("star", "silly", "keepsake", "mishap", "sayit")
_PLAIN_TROUBLE = ("lost", "afraid", "want", "cannot", "dislike")


@dataclass(frozen=True)
class OwnStory:
    """An arc, the topic for its pictures, the words for its slots, its pages, and frames for what the child told."""

    arc: str
    topic: Topic
    said: Mapping[str, str]
    stages: tuple[str, ...] = ()
    events: tuple[Frame, ...] = ()

    def plot(self, plot: Plot) -> Plot:
        """Return the plot with a stage for each event."""
        told = {f"event-{at}": (frame,) for at, frame in enumerate(self.events)}
        return plot.model_copy(update={"more": {**plot.more, **told}})


def find_own_story(said: str, language: Language, band: AgeBand, hero: Kind | None = None) -> OwnStory | None:
    """Return how a wish is told that says itself what its story is; None for all others.

    None as well if the hero is of the kind that it tells of: then the hero does it, as the other plots tell.
    """
    found = _find(said, language, band)
    star = found.topic.thing if found and found.arc in _OF_STARS else None
    is_hero = star is not None and star.concept is not None and hero is not None and star.concept.kind == hero
    return None if is_hero else found


def _find(said: str, language: Language, band: AgeBand) -> OwnStory | None:
    """As `find_own_story`, whoever the hero is."""
    text = without_request(said, language, whole=True)
    if not text:
        return None
    if answer := find_answer(text if language == "ko" else said, language):
        return _of_answer(answer, text, language, band)
    if found := _what_if(text, language):
        return found
    topic = read_topic(said, language)
    for find in (_become, _of_goodbye, _of_giant, _of_journey, _of_first, _of_star):
        if found := find(text, topic, language):
            return found
    told = read_small_story(text, language)
    if told and not _has_plot(told, topic):
        return _of_small_story(told, topic, language, band)
    return None


def _has_plot(told: SmallStory, topic: Topic) -> bool:
    """Return whether one of the plots tells this better: something lost, feared, new, one quarrel."""
    if _BABY.search(topic.said):
        return True
    if len(told.events) > 1:
        return False
    english_of = {noun.concept.english for noun in topic.nouns if noun.concept}
    if topic.trouble == "arrive":
        return bool(english_of & {"tooth", "baby", "move"})
    return topic.trouble in ("lost", "afraid") or (topic.trouble == "quarrel" and told.tone != "between")


def _of_answer(answer: Answer, text: str, language: Language, band: AgeBand) -> OwnStory:
    thing = answer.thing.of(language)
    told = {f"told{at}": sentence for at, sentence in enumerate(answer.told(language))}
    words = {"asked": as_question(text, language), "what": thing, **told}
    bare = re.sub(r"^the ", "", thing)
    noun = Noun(bare, bare, lexicon().noun(bare, language), determiner="the")
    topic = Topic(language, text, thing=noun, nouns=(noun,), trouble="ask").with_settings()
    return OwnStory("answer", topic, words, load_arcs()["answer"].stages[band])


def _what_if(text: str, language: Language) -> OwnStory | None:
    match = (_KO_IF if language == "ko" else _EN_IF).match(text.strip(" ?"))
    if match is None:
        return None
    clause = match[1]
    if language == "en":
        clause = f"if {_of_the_hero(clause)}"
        clause = re.sub(r"^if if ", "if ", clause)
    else:
        clause = re.sub(r"(?<!\S)(?:나는|내가|제가|저는)(?=\s)", "{hero:이}", clause)
    return OwnStory("whatif", _with_thing(read_topic(text, language), text, language), {"if": clause})


def _of_the_hero(clause: str) -> str:
    told = re.sub(r"\bmy\b", "{hero}'s", clause, count=1, flags=re.IGNORECASE)
    told = re.sub(
        r"\b(?:i|I)\b(?: am\b| was\b)?", lambda match: "{hero} were" if " " in match[0] else "{hero}", told, count=1
    )
    told = re.sub(r"\bmy\b", "{hero:their}", told, flags=re.IGNORECASE)
    return re.sub(r"\b(?:i|I)\b", "{hero:they}", told)


def _become(text: str, topic: Topic, language: Language) -> OwnStory | None:
    """Somebody's work: a vet, 기차 기관사. Not an animal, and not "invisible"."""
    match = (_KO_BECOME if language == "ko" else _EN_BECOME).search(text)
    if match is None:
        return None
    job = match[1].strip()
    head = job.split()[-1]
    concept = lexicon().noun(job, language) or lexicon().noun(head, language)
    if (concept and concept.noun_class != "person") or len(job) > 24 or not _may_be_told(job, language):
        return None
    noun = Noun(job, head, concept, determiner="a")
    said = {"job": job if language == "ko" else english.with_article(job), "job_bare": job}
    return OwnStory("become", _with_thing(replace(topic, thing=noun), "", language), said)


def _of_goodbye(text: str, topic: Topic, language: Language) -> OwnStory | None:
    """Somebody dear who is far away or going away."""
    if not (_KO_FAR if language == "ko" else _EN_FAR).search(text):
        return None
    dear = ("family", "person", "animal")
    star = next((each for each in topic.nouns if each.concept and each.concept.noun_class in dear), None)
    if star is None or (star.concept and star.concept.english in ("child", "teacher")):
        return None
    said = {"star": _star_words(star, language)}
    if language == "en" and star.concept and star.concept.english == "friend":
        said = {"star": f"{{hero}}'s {star.text}"}
    return OwnStory("goodbye", replace(topic, thing=star), said)


def _of_giant(text: str, topic: Topic, language: Language) -> OwnStory | None:
    """A thing that is very big."""
    thing = topic.thing
    is_big = (_KO_BIG if language == "ko" else _EN_BIG).search(text)
    if not is_big or thing is None or thing.is_creature or thing.is_place or topic.trouble:
        return None
    if topic.action and language == "ko" and not text.endswith(thing.head):
        return None
    return OwnStory("giant", replace(topic, thing=replace(thing, text=thing.head, plural=False)), {})


def _of_journey(text: str, topic: Topic, language: Language) -> OwnStory | None:
    """A place that is far enough away to go there in a story."""
    if topic.trouble not in (None, "want") or topic.who:
        return None
    match = (_KO_JOURNEY if language == "ko" else _EN_JOURNEY).search(text)
    if match is None:
        return None
    said = match[1].strip()
    place = next((each for each in topic.nouns if each.head in said or each.text in said), None)
    if place is not None and place.concept and place.concept.noun_class not in ("place", "nature"):
        return None
    if place is not None and place.concept and place.concept.english in _NEAR:
        return None
    topic = _with_thing(replace(topic, thing=place or topic.thing), "", language)
    if language == "ko":
        return OwnStory("journey", topic, {"goal": said, "goal_to": f"{said}에"})
    goal = english.noun_form(place, "the") if place and place.concept else said
    return OwnStory("journey", topic, {"goal": goal})


def _of_first(text: str, topic: Topic, language: Language) -> OwnStory | None:
    """Something that the child learns or cannot do yet."""
    action = topic.action
    if (
        action is None
        or topic.trouble in ("afraid", "dislike", "lost")
        or topic.who
        or topic.doer
        or not (_KO_LEARNS if language == "ko" else _EN_LEARNS).search(text)
    ):
        return None
    if len(f"{action.around} {action.verb}") > MOST_OF_DEED or not may_be_wanted(action, language):
        return None
    return OwnStory("first", _with_thing(topic, "", language), {})


def _of_star(text: str, topic: Topic, language: Language) -> OwnStory | None:
    """Somebody with a clause or a quirk: a shark who is a dentist, 말하는 자동차."""
    if len(text) > MOST_OF_STAR or topic.trouble in _PLAIN_TROUBLE:
        return None
    star = topic.who or topic.doer or (topic.nouns[0] if topic.nouns and language == "en" else topic.thing)
    if not _may_be_told(text, language):
        return None
    if language == "ko":
        if star is None or star.is_place:
            return None
        whole = (
            text.endswith(star.head)
            and len(text.split()) > 1
            and re.search(r"(?:는|은|한|던|쓴|인|운|큰|든|린)\s", text)
        )
        if not whole or not (
            star.is_creature
            or (star.concept and star.concept.noun_class in ("vehicle", "toy", "food", "plant", "thing"))
        ):
            return None
        words = {"star": star.head, "star_full": text, "star_full_short": star.head}
        return OwnStory("star", replace(topic, thing=replace(star, text=star.head)), words)
    star = _named_first(text, topic)
    if star is None:
        return None
    bare = re.sub(r"^(?:a|an|the|one|some)\s+", "", text)
    full = text if bare != text else english.with_article(text)
    head = english.noun_form(replace(star, determiner="a"), "the")
    full, bare = (re.sub(r"\bmy\b", "the", each) for each in (full, bare))
    short = english.with_article(star.head)
    said = {"star": head, "star_full": full, "star_bare": bare, "star_full_short": short, "star_bare_short": star.head}
    return OwnStory("star", replace(topic, thing=star), said)


def _named_first(text: str, topic: Topic) -> Noun | None:
    """Return the noun that a clause, a "with" or an "-ing" says something of."""
    match = _EN_STAR.match(text)
    if match is None or re.match(r"(?:i|we|he|she|they|it|my|our|me)\b", text, re.IGNORECASE):
        return None
    has_article = re.match(r"(?:a|an|the|one|some)\b", text, re.IGNORECASE)
    if not has_article and (topic.action or re.match(r"[a-z]+ing\b", text, re.IGNORECASE)):
        return None  # playing with a rabbit is told of who plays
    before, word, joint = (match[1] or "").strip(), match[2], match[3].lower()
    known = next((each for each in (f"{before.split(' ')[-1]} {word}", word) if lexicon().noun(each, "en")), "")
    if not known and joint.endswith("ing"):
        return None
    said = next((each for each in topic.nouns if each.head == (known or word)), None)
    return said or Noun(known or word, known or word, lexicon().noun(known or word, "en"), determiner="a")


def _may_be_told(text: str, language: Language) -> bool:
    from soridam.book.topic.english import lemmas
    from soridam.text.morphemes import korean_analyzer

    if language == "en":
        return untold("en").isdisjoint(lemmas(text))
    return all(
        token.form not in untold("ko") for token in korean_analyzer().tokenize(text) if token.tag.startswith("V")
    )


def _of_small_story(told: SmallStory, topic: Topic, language: Language, band: AgeBand) -> OwnStory | None:
    arc = _ARC_OF_TONE[told.tone]
    if told.star is None and arc in ("silly", "sayit"):
        arc = "mishap"
    pages = _on_pages(told.events, band)
    frames = tuple(_event_frame(each, at, len(pages), told, language) for at, each in enumerate(pages))
    stages = list(_STAGES[band])
    names = [f"event-{at}" for at in range(len(frames))]
    for stage in _DROPPED_FIRST:
        if len(stages) + len(names) > AGE_LIMITS[band].pages and stage in stages:
            stages.remove(stage)
    while len(stages) + len(names) > AGE_LIMITS[band].pages and "try" in stages:
        stages.remove("try")
    first = 2 if "about" in stages else 1
    told_stages = [*stages[:first], *names, *stages[first:]]
    if len(told_stages) < AGE_LIMITS[band].pages:
        told_stages.insert(first + len(names), "problem")
    if len(told_stages) < AGE_LIMITS[band].pages:
        told_stages.insert(told_stages.index("friend"), "low" if "low" not in told_stages else "try")
    if len(told_stages) != AGE_LIMITS[band].pages:
        return None
    day = _day(told, language)
    is_long = len(day) > 16 if language == "ko" else len(day.split()) > 6
    that_day = {"ko": "그날", "en": "that day"}[language]
    short = that_day if is_long else day
    words = {
        "day": short,
        "day_full": day,
        "day_short": that_day,
        "day_full_short": that_day,
        "event": told.events[0].rstrip("."),
        "star": _star_words(told.star, language),
    }
    thing = told.star or topic.thing or next(iter(topic.nouns), None)
    return OwnStory(arc, _with_thing(replace(topic, thing=thing), "", language), words, tuple(told_stages), frames)


def _on_pages(events: Sequence[str], band: AgeBand) -> list[str]:
    """Two short sentences on one page, where there would be too many pages of them."""
    pages = list[str]()
    most = 1 if band == "3-4" else 2
    for left, event in zip(range(len(events), 0, -1), events, strict=True):
        fits = pages and len(f"{pages[-1]} {event}".split()) <= MOST_WORDS and len(split_sentences(pages[-1])) < 2
        if fits and len(pages) + left > most:
            pages[-1] = f"{pages[-1]} {event}"
        else:
            pages.append(event)
    return pages


def _event_frame(event: str, at: int, pages: int, told: SmallStory, language: Language) -> Frame:
    more = _AND_SO[language][(at + len(told.events[0])) % len(_AND_SO[language])]
    if at == pages - 1 and more[0].startswith(("자,", "And what")):
        more = _AND_SO[language][0]
    show = _FELT[told.tone][min(at, 1)]
    text = f"123 {event}\n23 {more[0]}\n3 {more[1]}"
    return Frame(text=text, show=show, with_thing=True, prompt="<hero> sees what happens with <thing>")


def _day(told: SmallStory, language: Language) -> str:
    return f"{told.clause} 날" if language == "ko" else f"the day {told.clause}"


def _star_words(star: Noun | None, language: Language) -> str:
    if star is None:
        return ""
    if language == "ko":
        return star.text if len(star.text) <= 12 else star.head
    if star.concept and star.concept.noun_class == "family" and star.concept.said != "name":
        return f"{{hero}}'s {star.text}"
    return english.noun_form(replace(star, determiner="a") if star.determiner != "none" else star, "the_star")


def _with_thing(topic: Topic, text: str, language: Language) -> Topic:
    if topic.thing is None and topic.nouns:
        return replace(topic, thing=topic.nouns[0])
    if topic.thing is None:
        stock = "이야기" if language == "ko" else "story"
        return replace(topic, thing=Noun(stock, stock, determiner="the"))
    return topic
