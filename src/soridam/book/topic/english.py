"""Takes an English wish apart with HanTa's tags: clauses, noun phrases, an action. Begin with `read_english`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import cast

from soridam.book.topic.analyzers import english_tagger
from soridam.book.topic.lexicon import Concept, lexicon, words_of
from soridam.book.topic.parts import Action, Noun, Topic, Trouble

_NOUN_TAGS = ("NN0", "NN1", "NN2", "NP0")
_BEFORE_NOUN = ("AJ0", "AJC", "AJS", "CRD", "ORD", "VVN", "VVG", "UNC")
_DETERMINERS = ("AT0", "DPS", "DT0")
_POSSESSIVES = words_of("my our his her their your its")
_SPEAKERS = words_of("i we he she it they you me us")
_QUESTION = re.compile(r"(?:where|why|what|when|who|how)\s+(?:do|does|did|is|are|can|will|would)\b", re.IGNORECASE)
_PROPER = words_of("christmas halloween easter thanksgiving chuseok hanukkah diwali mars saturn jupiter korea")
_US = ("me", "us", "i", "we")
_NO_TOPIC = words_of("story thing things something lot lots kind time day way everything gay lesbian jew jews muslim")
_WHO = frozenset(("who", "that", "which"))
_HELPERS = words_of("be have do can will would could shall should may might must let")
_WISHES = words_of("want like love wish hope dream learn try need go get")
_NO_WILL = words_of("be have happen come fall appear seem know live rain snow become cry")


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    lemma: str
    tag: str

    @property
    def is_noun(self) -> bool:
        return self.tag in _NOUN_TAGS and self.text.lower() not in _SPEAKERS

    @property
    def is_verb(self) -> bool:
        return self.tag.startswith("V") and self.lemma not in _HELPERS


_DONE_ALONE = words_of("dance fly sing swim sleep run")  # verbs of the lexicon


def read_english(text: str) -> Topic:
    """Return the topic of a wish that has been freed from its request. Any text will do."""
    words = _tagged(re.sub(r"\bcannot\b", "can not", text, flags=re.IGNORECASE))  # as the tagger knows it
    topic = Topic("en", text)
    subject, clause = _relative(words) if _has_who(words) else _told_of_creature(words)
    if subject:
        topic = _with_nouns(topic, [*subject, *clause])
        topic = _with_creature(topic, subject, clause)
    else:
        topic = _with_nouns(_with_trouble(topic, words), words)
    if _QUESTION.match(text) and topic.nouns:
        topic = _with_question(text, words)
    return replace(_with_thing(topic), verb_themes=_verb_themes(words)).with_settings()


def _with_question(text: str, words: Sequence[_Word]) -> Topic:
    """Find what a question wonders about: the sun in "where does the sun sleep", whose last verb is no noun."""
    asked = words[:-1] if _is_known_verb(words[-1].lemma) and len(words) > 3 else words
    nouns = tuple(_nouns(asked))
    return Topic("en", text, thing=next(iter(nouns), None), nouns=nouns, trouble="ask")


def first_noun(words: Sequence[str]) -> Noun | None:
    """Return the first noun phrase of some words."""
    return next(iter(_nouns(_tagged(" ".join(words)))), None)


def lemmas(text: str) -> frozenset[str]:
    """Return the base forms of the words of a text."""
    return frozenset(word.lemma for word in _tagged(text))


def inflect(lemma: str, tag: str) -> str:
    """A word in the form of a Penn tag: VBD swam, VBG swimming, NNS teeth; the word itself where there is none."""
    import lemminflect

    forms = lemminflect.getInflection(lemma, tag)
    return str(forms[0]) if forms else lemma


def _tagged(text: str) -> list[_Word]:
    plain = [word for found in re.findall(r"[^\W_]+(?:[-'][^\W_]+)*", text) if (word := _in_english(found))]
    if not plain:
        return []
    tagged = [_Word(str(word), str(lemma).lower(), str(tag)) for word, lemma, tag in english_tagger().tag_sent(plain)]
    return _joined([_mended(word, tagged[at + 1 : at + 2], at == 0) for at, word in enumerate(tagged)])


def _in_english(word: str) -> str:
    """Korean words that the lexicon knows are translated; those of other scripts are left out."""
    if re.fullmatch(r"[0-9A-Za-zÀ-ɏ'-]+", word):
        return word
    concept = lexicon().noun(word, "ko")
    return concept.english if concept else ""


def _joined(words: list[_Word]) -> list[_Word]:
    """Phrases of the lexicon that are more than nouns in a row (hide and seek, first day of school) as one noun."""
    known, at, joined = lexicon().nouns["en"], 0, list[_Word]()
    while at < len(words):
        for length in range(min(lexicon().longest, len(words) - at), 1, -1):
            phrase = " ".join(word.text.lower() for word in words[at : at + length])
            if phrase in known and not all(
                word.is_noun or word.tag in _BEFORE_NOUN for word in words[at : at + length]
            ):
                joined.append(_Word(phrase, phrase, "NN1"))
                at += length
                break
        else:
            joined.append(words[at])
            at += 1
    return joined


def _mended(word: _Word, after: Sequence[_Word], is_first: bool) -> _Word:
    """Return what children's words are, where a tagger of newspapers sees something else."""
    known = lexicon().nouns["en"]
    ends = not after or not (after[0].is_noun or after[0].tag in _BEFORE_NOUN)
    weather = word.text.lower().removesuffix("ing")
    if weather in ("rain", "snow", "thunder"):  # it is raining
        return _Word(weather, weather, "NN1")
    if is_first and (verb := _verb_of_gerund(word.text.lower())):  # baking cookies, but dancing robots
        describes = _verb_id(verb) in _DONE_ALONE and bool(after) and _is_creature(after[0].lemma)
        return replace(word, tag="AJ0") if describes else _Word(word.text, verb, "VVG")
    if not word.is_noun and word.text.lower() in known and (word.tag in ("AJ0", "CRD", "AV0", "UNC", "ITJ") and ends):
        return replace(word, lemma=word.text.lower(), tag="NN1")
    if word.tag in ("VVB", "VVI") and word.lemma in known and not _is_known_verb(word.lemma):
        return replace(word, tag="NN1")
    if word.is_noun and word.text.lower() == word.lemma and word.lemma.endswith("s") and word.lemma[:-1] in known:
        return replace(word, lemma=word.lemma[:-1], tag="NN2")
    return word


def _verb_id(verb: str) -> str:
    return lexicon().verbs["en"].get(verb, "")


def _is_creature(lemma: str) -> bool:
    concept = lexicon().noun(lemma, "en")
    return concept is not None and concept.noun_class in ("animal", "fantasy", "person")


def _verb_of_gerund(text: str) -> str:
    """bake for baking, if it is a verb that children ask for; else empty."""
    stem = text.removesuffix("ing")
    doubled = stem[:-1] if len(stem) > 2 and stem[-1] == stem[-2] else stem
    bases = (stem, f"{stem}e", doubled) if text.endswith("ing") and len(stem) > 1 else ()
    return next((base for base in bases if _is_known_verb(base)), "")


def _is_known_verb(lemma: str) -> bool:
    return lemma in lexicon().verbs["en"]


# clauses


def _relative(words: Sequence[_Word]) -> tuple[list[_Word], list[_Word]]:
    """(a dragon, who is afraid of the dark); two empty lists if there is no such clause."""
    for at, word in enumerate(words):
        if word.text.lower() in _WHO and at and any(each.is_noun for each in words[:at]) and words[at + 1 :]:
            return list(words[:at]), list(words[at:])
    return [], []


def _has_who(words: Sequence[_Word]) -> bool:
    return any(word.text.lower() in _WHO for word in words[1:])


def _told_of_creature(words: Sequence[_Word]) -> tuple[list[_Word], list[_Word]]:
    """Read "a baby elephant lost her mom" as if it were "a baby elephant who lost her mom"."""
    at = next((at for at, word in enumerate(words) if word.tag.startswith("V")), 0)
    nouns = list(_nouns(words[:at]))
    creature = len(nouns) == 1 and nouns[0].concept is not None and nouns[0].concept.noun_class in ("animal", "fantasy")
    if not creature or _with_trouble(Topic("en", ""), words[at:]).trouble in (None, "arrive"):
        return [], []
    return list(words[:at]), [_Word("who", "who", "PNQ"), *words[at:]]


def _with_creature(topic: Topic, subject: list[_Word], clause: list[_Word]) -> Topic:
    noun = next(iter(_nouns(subject)), None)
    if noun is None:
        return topic
    told = _with_trouble(replace(topic, nouns=()), clause[1:])
    told = replace(told, nouns=topic.nouns)
    feels = told.trouble in ("afraid", "dislike", "sad", "want", "cannot") and _is_subject(clause)
    if noun.concept and not noun.is_creature and not feels:
        return replace(told, thing=noun, action=None)
    if noun.concept and noun.concept.english == "child":
        return told  # the hero is the kid who cannot sleep
    described = replace(noun, text=" ".join([noun.text, *(_past(word) for word in clause)]))
    trouble = told.trouble or (None if told.action else "sad")
    return replace(told, who=described, trouble=trouble, thing=told.thing or noun)


def _is_subject(clause: Sequence[_Word]) -> bool:
    """Return whether who or that is itself who feels: a lantern that is afraid; not a toy that I want."""
    after = clause[1:2]
    return bool(after) and (after[0].tag.startswith("V") or after[0].text.lower() in ("can", "will", "does", "never"))


def _past(word: _Word) -> str:
    """A tale is told in the past: who is afraid becomes who was afraid."""
    fixed = {
        "is": "was",
        "are": "were",
        "am": "was",
        "has": "had",
        "have": "had",
        "do": "did",
        "does": "did",
        "can": "could",
        "will": "would",
    }
    if word.text.lower() in fixed:
        return fixed[word.text.lower()]
    return inflect(word.lemma, "VBD") if word.tag in ("VVZ", "VVB") else word.text


def _with_trouble(topic: Topic, words: Sequence[_Word]) -> Topic:
    """Return what is the matter in a clause, and what somebody wants to do."""
    negated = any(word.text.lower() in ("not", "never") for word in words)
    told = [(at, _signal(word)) for at, word in enumerate(words) if _signal(word)]
    at, trouble = told[0] if told else (0, None)
    rest = list(words[at + 1 :]) if trouble else list(words)
    if trouble is None and negated and any(word.lemma in ("want", "like", "love") for word in words):
        trouble = "dislike"
        start = next(at for at, word in enumerate(words) if word.lemma in ("want", "like", "love"))
        rest = list(words[start + 1 :])
    if trouble is None and negated and any(word.lemma == "find" for word in words):
        trouble = "lost"
    if trouble in ("afraid", "dislike"):
        before = [word for word in words[:at] if word.lemma != "be"]  # the dentist is scary
        return _with_dread(replace(topic, trouble=trouble), rest or before)
    if trouble == "lost" and at + 1 < len(words) and not any(word.text.lower() in _SPEAKERS for word in words[:at]):
        stray = next(iter(_nouns(words[at + 1 :])), None)
        if stray and stray.is_creature and stray.concept and stray.concept.noun_class in ("animal", "fantasy"):
            who = replace(stray, text=f"{stray.text} who was lost")
            return replace(topic, trouble="lost", who=who, thing=stray)
    if trouble == "quarrel" and (rival := next((noun for noun in _nouns(words[:at]) if noun.is_creature), None)):
        return replace(topic, trouble=trouble, thing=next(_nouns(rest), rival), companion=rival)
    if trouble:
        lost = next(iter(_nouns(rest or words)), None) if trouble != "quarrel" else None
        if lost and words[at].text.lower() in ("wobbly", "loose"):
            lost = replace(lost, text=f"{words[at].text.lower()} {lost.text}")
        return replace(topic, trouble=trouble, thing=lost or topic.thing, companion=_companion(rest))
    action = _action(words)
    if action is None:
        return topic
    wants = any(word.lemma in _WISHES for word in words)
    trouble = "cannot" if negated else "want" if wants else None
    doer = _doer(words, action)
    if negated and _is_of_people(doer):  # my friend does not want to play
        return replace(topic, trouble="quarrel", thing=doer, companion=doer)
    return replace(topic, action=action, doer=doer, companion=_companion(words) or doer, trouble=trouble)


def _is_of_people(noun: Noun | None) -> bool:
    return noun is not None and noun.concept is not None and noun.concept.noun_class in ("person", "family")


def _doer(words: Sequence[_Word], action: Action) -> Noun | None:
    if action.verb == "become":
        return None
    before = takewhile(lambda word: word.lemma != action.verb, words)
    return next((noun for noun in _nouns(list(before)) if noun.is_creature), None)


def _signal(word: _Word) -> Trouble | None:
    signals = lexicon().signals["en"]
    found = signals.get(word.lemma) or signals.get(word.text.lower())
    is_told = found and (not word.is_noun or found in ("afraid", "quarrel"))
    return cast(Trouble, found) if is_told else None


def _with_dread(topic: Topic, words: Sequence[_Word]) -> Topic:
    action = _action(words)
    if action:
        spoken = " ".join(filter(None, (inflect(action.verb, "VBG"), action.around)))
        return replace(topic, dread=spoken, action=action, thing=next(iter(_nouns(words)), None))
    noun = next(iter(_nouns(words)), None)
    if noun is None:
        return topic
    return replace(topic, dread=in_general(noun), thing=noun)


def in_general(noun: Noun) -> str:
    """Return the dark, the dentist, thunder, spiders: how one says what one is afraid of."""
    said = noun.concept.said if noun.concept else ""
    if said == "the" or noun.determiner == "the":
        return f"the {noun.text}"
    if said in ("mass", "name", "pair"):
        return noun.text
    return noun.text[: -len(noun.head)] + inflect(noun.head, "NNS") if noun.text.endswith(noun.head) else noun.text


def _action(words: Sequence[_Word]) -> Action | None:
    """Return the last verb that somebody can want to do, with what follows it."""
    chosen = None
    for at, word in enumerate(words):
        is_first = at == 0 and word.lemma in lexicon().verbs["en"]
        if (word.is_verb or is_first) and word.lemma not in _WISHES | _NO_WILL and not _is_attribute(words, at):
            chosen = at
            break
    if chosen is None:
        chosen = next((at for at, word in enumerate(words) if word.lemma == "go" and word.is_verb), None)
    if chosen is None:
        return _what_to_be(words)
    if any(word.is_noun and not _is_speaker_or_creature(word) for word in words[:chosen]):
        return None
    after = words[chosen + 1 :]
    return Action(words[chosen].lemma, *(" ".join(_retold(part)) for part in (after, _until_company(after))))


def _what_to_be(words: Sequence[_Word]) -> Action | None:
    """I want to be an astronaut."""
    wants = any(word.lemma in _WISHES for word in words)
    at = next((at for at, word in enumerate(words) if word.text.lower() in ("be", "become")), None)
    if not wants or at is None or at + 1 >= len(words):
        return None
    return Action("become", " ".join(_retold(words[at + 1 :])), " ".join(_retold(words[at + 1 :])))


def _is_attribute(words: Sequence[_Word], at: int) -> bool:
    """lost in "my lost mitten"."""
    return at > 0 and words[at - 1].tag in _DETERMINERS and at + 1 < len(words) and words[at + 1].is_noun


def _is_speaker_or_creature(word: _Word) -> bool:
    concept = lexicon().noun(word.lemma, "en")
    return concept is not None and concept.noun_class in ("animal", "fantasy", "person", "family")


def _until_company(words: Sequence[_Word]) -> list[_Word]:
    stop = next((at for at, word in enumerate(words) if word.text.lower() in ("with", "in", "on", "at")), len(words))
    return list(words[:stop])


def _retold(words: Sequence[_Word]) -> Iterator[str]:
    """Yield the child's words about somebody else: my grandma is Grandma, my tooth the tooth."""
    for at, word in enumerate(words):
        low = word.text.lower()
        after = words[at + 1] if at + 1 < len(words) else None
        concept = lexicon().noun(word.lemma, "en")
        if low in _POSSESSIVES:
            named = after and (found := lexicon().noun(after.lemma, "en")) and found.said == "name"
            if not (named or (after and after.tag == "NN2")):
                yield "the"
        elif concept and concept.said == "name" and word.is_noun:
            yield word.text.capitalize()
        elif low in _US or (low == "with" and after and after.text.lower() in _US):
            continue
        else:
            yield word.text.lower() if not word.text.isupper() else word.text


# nouns


def _nouns(words: Sequence[_Word]) -> Iterator[Noun]:
    """Noun phrases in order; words that the lexicon knows together (ice cream) stay together."""
    at = 0
    while at < len(words):
        stop = at
        while stop < len(words) and _may_stand_in_noun(words, stop):
            stop += 1
        last = stop
        while last > at and not words[last - 1].is_noun:
            last -= 1
        if last > at:
            noun = _noun(words[at:last], words[at - 1] if at else None)
            if noun.head not in _NO_TOPIC:
                yield noun
        at = max(stop, at + 1)


def _may_stand_in_noun(words: Sequence[_Word], at: int) -> bool:
    """A noun, or what may stand before it; swimming only after another such word (a talking car, not eating soup)."""
    word = words[at]
    if word.tag == "VVG":
        return at > 0 and words[at - 1].tag in (*_DETERMINERS, *_BEFORE_NOUN)
    return word.is_noun or word.tag in _BEFORE_NOUN


def _noun(words: Sequence[_Word], before: _Word | None) -> Noun:
    words = [word for at, word in enumerate(words) if at == len(words) - 1 or not _is_signal(word)]
    spoken = [_as_written(word) for word in words]
    plural = words[-1].tag == "NN2" or words[-1].text.lower() in ("pajamas", "glasses")
    singular = [*spoken[:-1], words[-1].lemma if plural else spoken[-1]]
    concept, length = _concept(singular)
    said = concept.said if concept else ""
    if said in ("mass", "pair", "name"):
        singular = spoken
        plural = said == "pair"
    text = " ".join(singular)
    if said == "name":
        text = " ".join(singular[-length:]).capitalize()
    determiner = before.text.lower() if before and before.tag in _DETERMINERS else ""
    owner = lexicon().noun(text.split("'s ")[0], "en") if "'s " in text else None
    if owner and owner.said == "name":  # my grandma's birthday
        text, determiner = text.capitalize(), "none"
    head = text if said == "name" else " ".join(singular[-length:])
    return Noun(text, head, concept, plural, "the" if determiner in _POSSESSIVES else determiner)


def _as_written(word: _Word) -> str:
    if word.text.lower() in _PROPER:
        return word.text.capitalize()
    return word.text if _keeps_capitals(word) else word.text.lower()


def _keeps_capitals(word: _Word) -> bool:
    return (word.text.isupper() and len(word.text) > 1) or (
        word.tag == "NP0" and word.lemma not in lexicon().nouns["en"]
    )


def _is_signal(word: _Word) -> bool:
    """lost, scary: told by the trouble already."""
    return word.text.lower() in lexicon().signals["en"] and not word.is_noun


def _concept(words: Sequence[str]) -> tuple[Concept | None, int]:
    """The concept of the longest known end of a phrase, and how many words that end has (at least the head: 1)."""
    for length in range(min(len(words), lexicon().longest), 0, -1):
        concept = lexicon().noun(" ".join(words[-length:]), "en")
        if concept:
            return concept, length
    return None, 1


def _with_nouns(topic: Topic, words: Sequence[_Word]) -> Topic:
    found = tuple(_nouns([word for word in words if word.text.lower() not in _WHO]))
    return replace(topic, nouns=found)


def _companion(words: Sequence[_Word]) -> Noun | None:
    at = next((at for at, word in enumerate(words) if word.text.lower() == "with"), None)
    if at is None:
        return None
    return next(iter(_nouns(words[at:])), None)


def _with_thing(topic: Topic) -> Topic:
    if topic.thing is not None:
        return topic
    creatures = [noun for noun in topic.nouns if noun.is_creature]
    objects = [noun for noun in topic.nouns if not noun.is_creature and not noun.is_place]
    places = [noun for noun in topic.nouns if noun.is_place]
    if topic.action is None and topic.nouns and _leads_by_preposition(topic):
        return replace(topic, thing=topic.nouns[0])
    ranked = [*objects, *(noun for noun in creatures if noun != topic.companion), *creatures, *places]
    companion = topic.companion or (creatures[0] if objects and creatures else None)
    return replace(topic, thing=ranked[0] if ranked else None, companion=companion)


def _leads_by_preposition(topic: Topic) -> bool:
    """monsters under my bed: about monsters; a cat and a kite: about the kite, with the cat."""
    return len(topic.nouns) > 1 and re.search(r"\b(?:and|with|share)\b", topic.said.lower()) is None


def _verb_themes(words: Sequence[_Word]) -> tuple[str, ...]:
    known = lexicon()
    names = [known.verbs["en"].get(word.lemma) for word in words if word.is_verb]
    return tuple(known.verb_themes[name] for name in names if name in known.verb_themes)
