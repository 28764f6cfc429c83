"""Takes a Korean wish apart with kiwipiepy: phrases, predicates, what they mean together. Begin with `read_korean`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING, cast

from soridam.book.names import with_particle
from soridam.book.topic.lexicon import lexicon, words_of
from soridam.book.topic.parts import Action, Noun, Topic, Trouble
from soridam.text.morphemes import korean_analyzer

if TYPE_CHECKING:
    from kiwipiepy import Token

MOST_WORDS_OF_A_NOUN = 4

_NOUNS = frozenset(("NNG", "NNP", "SL", "SN", "NR", "XR", "SH", "W_EMOJI"))
_IN_NOUN = _NOUNS | frozenset(("XSN", "XPN", "MM", "NNB"))
_VERBS = ("VV", "VA", "VX", "XSV", "XSA", "VCP")
_NO_TOPIC = words_of(
    "이야기 얘기 동화 것 거 날 때 곳 법 방법 수 줄 중 하나 오늘 내일 어제 이번 처음 우리 놀이 커서 "
    "되 정말 진짜 같이 함께 혼자 모두 매일 옛날 나중 게이 레즈비언 유대인"
)
_ENDS_CLAUSE = words_of("이야기 얘기 날 때 것 거 곳 법 방법 놀이")
_QUESTION_WORD = re.compile(r"(?:^|\s)(?:왜|어디|어떻게|언제|누가|무엇|무얼|뭘|뭐)")
_QUESTION_ENDS = tuple("까나니지죠요어아해")
# What the analyzer takes for something else: 제일 for a job, 자기 for oneself, the 배 of 배고프다 for a boat.
_MISREAD = (
    (r"배(?:가|는)?\s*(?=고[프파팠픈플픔])", "배"),
    (r"(?<![가-힣])제일(?= )", "가장"),
    (r"(?<![가-힣])자기(?= (?:싫|무서))", "잠자기"),
)
_LEARNS = ("배우", "연습하", "시작하")  # what one learns to do is the deed: 자전거 타기 배우기
_WITH = words_of("랑 이랑 과 와 하고 이랑은")
_SUBJECT = words_of("이 가 은 는 께서 도 만")
_MOTION = ("가", "오", "떠나", "오르", "올라가", "들어가", "나가")
_NO_WILL = words_of(
    "있 없 되 생기 나 나오 오 내리 흔들리 빠지 태어나 보이 들리 아프 떨어지 좋아하 사랑하 살 알 모르 "
    "계시 하 이 싶 원하 불 뜨 지 피 보"
)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A noun with its particle; `clause` says something about it (… 무서워하는 용)."""

    noun: Noun
    particle: str
    start: int
    stop: int
    clause: "_Clause | None" = None

    @property
    def is_subject(self) -> bool:
        return self.particle in _SUBJECT


@dataclass(frozen=True, slots=True)
class _Predicate:
    """`ending` is the tag of its last ending: ETM before a noun, ETN a nominal 기, EC or EF."""

    stem: str
    tag: str
    ending: str
    start: int
    past: bool = False
    wants: bool = False
    negated: bool = False

    @property
    def signal(self) -> Trouble | None:
        found = lexicon().signals["ko"].get(self.stem.replace(" ", ""))
        return cast(Trouble, found) if found else None


@dataclass(frozen=True, slots=True)
class _Clause:
    arguments: tuple[_Phrase, ...]
    predicate: _Predicate
    start: int


def read_korean(text: str) -> Topic:
    """Return the topic of a wish that has been freed from its request. Any text will do."""
    for said, meant in _MISREAD:
        text = re.sub(said, meant, text)
    phrases, clauses = _parse(text, korean_analyzer().tokenize(text))
    if not phrases and not clauses and re.fullmatch(r"[가-힣]{2,12}", text):  # a word that nobody knows
        phrases = [_Phrase(Noun(text, text), "", 0, len(text))]
    nouns = tuple(phrase.noun for phrase in phrases)
    topic = Topic("ko", text, nouns=nouns)
    for phrase in phrases:
        if phrase.clause:
            topic = _with_clause_of(topic, phrase)
    for clause in clauses:
        topic = _with_clause(topic, clause)
    if any(phrase.is_subject and not phrase.noun.is_creature for phrase in phrases) and topic.trouble is None:
        topic = replace(topic, action=None)  # what a fire engine does is no wish of the hero's
    if text.endswith(_QUESTION_ENDS) and _QUESTION_WORD.search(text) and nouns and topic.trouble in (None, "want"):
        topic = Topic("ko", text, thing=nouns[0], nouns=nouns, trouble="ask")
    told = (*clauses, *(each.clause for each in phrases if each.clause))
    topic = _with_thing(topic, phrases, _happening(told))
    stems = [clause.predicate.stem for clause in told]
    return replace(topic, verb_themes=_verb_themes(stems)).with_settings()


def noun_phrases(text: str, tokens: Sequence["Token"]) -> list[_Phrase]:
    """Return the noun phrases of a text with their particles, in order."""
    return [each for each in _elements(text, tokens) if isinstance(each, _Phrase)]


def _happening(clauses: Sequence[_Clause]) -> frozenset[str]:
    """Return what only falls or blows: the rain in 비 오는 날의 친구."""
    falling = (clause.arguments for clause in clauses if clause.predicate.stem in ("오", "내리", "불"))
    return frozenset(phrase.noun.text for arguments in falling for phrase in arguments)


def make_forms(action: Action, *morphemes: tuple[str, str]) -> str:
    """Return the action's words with these endings, joined as Korean joins them: 수영하 + 었 + 어요 = 수영했어요."""
    verb = re.sub(r"갖$", "가지", action.verb)  # 갖 is short for 가지 and takes no ending that begins with a vowel
    return korean_analyzer().join([(verb, action.tag), *morphemes])


# from tokens to phrases and clauses


def _parse(text: str, tokens: Sequence["Token"]) -> tuple[list[_Phrase], list[_Clause]]:
    """Return all noun phrases, those in clauses included, and the clauses that stand on their own."""
    phrases: list[_Phrase] = []
    waiting: list[_Phrase] = []
    clauses: list[_Clause] = []
    relative: _Clause | None = None
    for element in _elements(text, tokens):
        if isinstance(element, _Phrase):
            if relative and element.noun.head in _ENDS_CLAUSE:
                clauses.append(relative)
                relative = None
            elif element.noun.head not in _NO_TOPIC:
                element, relative = replace(element, clause=relative), None
                waiting.append(element)
                phrases.append(element)
            continue
        if relative:
            clauses.append(relative)
        start = min([element.start, *(each.start for each in waiting)])
        if clauses and not waiting and clauses[-1].predicate.ending == "ETN":  # 먹기 싫은: one clause for what follows
            start = clauses[-1].start
        clause = _Clause(tuple(waiting), element, start)
        relative = clause if element.ending == "ETM" else None
        if relative is None:
            clauses.append(clause)
        waiting = []
    if relative:
        clauses.append(relative)
    if waiting and not clauses and not any(phrase.clause for phrase in phrases):
        return phrases, []
    return phrases, clauses


def _elements(text: str, tokens: Sequence["Token"]) -> Iterator[_Phrase | _Predicate]:
    at = 0
    negated = False
    while at < len(tokens):
        tag = _plain_tag(tokens[at])
        if tag == "MAG" and tokens[at].form in ("안", "못"):
            negated, at = True, at + 1
        elif _starts_noun(tokens, at):
            stop = _end_of_noun(tokens, at)
            if stop < len(tokens) and _plain_tag(tokens[stop]) in ("XSV", "XSA"):
                if stop - 1 > at:
                    yield _phrase(text, tokens, at, stop - 1)
                predicate, at = _predicate(text, tokens, stop - 1, stop, negated)
                yield predicate
                negated = False
            else:
                phrase = _phrase(text, tokens, at, stop)
                yield phrase
                at = stop + _count_particles(tokens, stop)
        elif tag in _VERBS:
            predicate, at = _predicate(text, tokens, at, at, negated)
            yield predicate
            negated = False
        else:
            at += 1


def _plain_tag(token: "Token") -> str:
    return str(token.tag).split("-")[0]


def _starts_noun(tokens: Sequence["Token"], at: int) -> bool:
    """At a noun, or at an adjective or determiner that belongs to the noun after it (빨간 장갑, 새 집)."""
    tag = _plain_tag(tokens[at])
    if tag in _NOUNS:
        return True
    after = _after_adjective(tokens, at)
    if after > at:
        return after < len(tokens) and _starts_noun(tokens, after)
    return tag == "MM" and at + 1 < len(tokens) and _starts_noun(tokens, at + 1)


def _after_adjective(tokens: Sequence["Token"], at: int) -> int:
    """Where an adjective before a noun ends (빨갛 + ᆫ); `at` itself if there is none, or if it tells a trouble."""
    if _plain_tag(tokens[at]) != "VA" or lexicon().signals["ko"].get(tokens[at].form):
        return at
    is_attribute = at + 1 < len(tokens) and tokens[at + 1].tag == "ETM"
    return at + 2 if is_attribute and tokens[at].form not in ("없", "있", "싫", "좋") else at


def _end_of_noun(tokens: Sequence["Token"], at: int) -> int:
    stop = at
    while stop < len(tokens):
        after = _after_adjective(tokens, stop) if not _seen_noun(tokens, at, stop) else stop
        if after > stop:
            stop = after
        elif stop == at + 1 and tokens[at].form in _ENDS_CLAUSE and tokens[stop].start > _stop_of(tokens[at]):
            break
        elif (_plain_tag(tokens[stop]) in _IN_NOUN and not (tokens[stop].tag == "NNB" and stop == at)) or (
            tokens[stop].tag == "JKG" and stop + 1 < len(tokens) and _plain_tag(tokens[stop + 1]) in _NOUNS
        ):
            stop += 1
        else:
            break
    return stop


def _seen_noun(tokens: Sequence["Token"], at: int, stop: int) -> bool:
    return any(_plain_tag(token) in _NOUNS for token in tokens[at:stop])


def _count_particles(tokens: Sequence["Token"], at: int) -> int:
    return len(list(takewhile(lambda token: token.tag.startswith("J"), tokens[at:])))


def _phrase(text: str, tokens: Sequence["Token"], start: int, stop: int) -> _Phrase:
    first = start
    while first < stop - 1 and tokens[first].form in _NO_TOPIC and _stop_of(tokens[first]) < tokens[first + 1].start:
        first += 1
    last = stop
    while last - 1 > first and tokens[last - 1].form in _NO_TOPIC and tokens[last - 1].tag != "XSN":
        last -= 1
    if tokens[stop - 1].form in _ENDS_CLAUSE and stop - start == 1:
        first, last = start, stop
    words = text[tokens[first].start : _stop_of(tokens[last - 1])]
    heads = [token for token in tokens[first:last] if _plain_tag(token) in _NOUNS] or [tokens[last - 1]]
    honored = _stop_of(heads[-1]) + 1 if text[_stop_of(heads[-1]) :].startswith("님") else _stop_of(heads[-1])
    head = text[heads[-1].start : honored]
    concept = lexicon().noun(words, "ko") or lexicon().noun(head, "ko")
    if concept is None and lexicon().noun(words, "en"):
        concept = lexicon().noun(words, "en")
        words = head = concept.ko[0] if concept else words
    if len(heads) > 1 and lexicon().noun(words, "ko") and not lexicon().noun(head, "ko"):
        head = words
    particles = tokens[stop : stop + _count_particles(tokens, stop)]
    return _Phrase(
        Noun(words, head, concept),
        "".join(token.form for token in particles),
        tokens[first].start,
        _stop_of(tokens[last - 1]),
    )


def _predicate(text: str, tokens: Sequence["Token"], start: int, verb: int, negated: bool) -> tuple[_Predicate, int]:
    """The predicate whose stem begins at token `start` and whose verb is token `verb`, and the token after it."""
    stem = text[tokens[start].start : tokens[verb].start] + tokens[verb].form
    tag = tokens[verb].tag
    tag = {"XSV": "VV", "XSA": "VA"}.get(tag, tag)
    ending, wants, past, at = "", False, False, verb + 1
    while at < len(tokens):
        token = tokens[at]
        if token.tag.startswith("E"):
            ending = token.tag
            past = tag.startswith("VV") and not wants and token.form in ("ᆫ", "은") and token.tag == "ETM"
        elif _plain_tag(token) == "VX":
            wants |= token.form == "싶"
            negated |= token.form in ("않", "못하")
            if token.form in ("주", "보"):  # 빌려주, 먹어 보: a verb of its own
                stem, tag = text[tokens[start].start : token.start] + token.form, "VV"
        elif _plain_tag(token) == "VV" and tokens[at - 1].form in ("러", "으러", "어", "아"):
            stem = text[tokens[start].start : token.start] + token.form
            tag = token.tag
        else:
            break
        at += 1
    return _Predicate(stem, tag, ending, tokens[start].start, past, wants, negated), at


def _stop_of(token: "Token") -> int:
    return int(token.start + token.len)


# from clauses to meaning


def _with_clause_of(topic: Topic, phrase: _Phrase) -> Topic:
    """Return a clause before a noun: a trouble or a wish of a creature, a loss, or a part of its description."""
    clause = cast(_Clause, phrase.clause)
    predicate, noun = clause.predicate, phrase.noun
    whole = topic.said[clause.start : phrase.stop]
    if len(whole.split()) <= MOST_WORDS_OF_A_NOUN:
        described = replace(noun, text=whole)
    else:
        described = noun
    told = _with_clause(topic, clause)
    if _feels(clause) and not noun.is_creature and not noun.is_place:  # 어둠을 무서워하는 등불
        return replace(told, who=described, thing=told.thing or noun)
    if predicate.signal in ("lost", "dislike", "afraid") and not noun.is_creature:
        dread = noun.text if predicate.signal != "lost" else ""
        return replace(topic, trouble=predicate.signal, thing=noun, dread=dread)
    if noun.concept and noun.concept.english == "child":
        return told  # the hero is the child who cannot sleep
    if noun.is_creature and (told.trouble or predicate.negated or predicate.tag.startswith("VA")):
        lost_way = told.thing is not None and told.thing.head == "길"
        return replace(
            told, who=described, trouble=told.trouble or "sad", thing=noun if lost_way else told.thing or noun
        )
    if noun.is_creature and predicate.past:
        return replace(topic, who=described, thing=noun)
    if noun.is_creature and told.action and (predicate.wants or _is_known(predicate.stem) or clause.arguments):
        return replace(told, doer=noun, companion=told.companion or noun)
    return _swap(topic, noun, described)


def _feels(clause: _Clause) -> bool:
    """Return whether the noun after a clause is who fears, dislikes or has lost, and not what is feared or lost."""
    signal, stem = clause.predicate.signal, clause.predicate.stem
    has_object = any(each.particle in ("을", "를", "ᆯ") for each in clause.arguments)
    if signal in ("afraid", "dislike"):
        return bool(clause.arguments) and stem.endswith(("하", "내"))
    return signal == "lost" and has_object


def _is_known(stem: str) -> bool:
    return stem.replace(" ", "") in lexicon().verbs["ko"]


def _swap(topic: Topic, noun: Noun, described: Noun) -> Topic:
    return replace(topic, nouns=tuple(described if each is noun else each for each in topic.nouns))


def _with_clause(topic: Topic, clause: _Clause) -> Topic:
    predicate, arguments = clause.predicate, clause.arguments
    signal = predicate.signal
    if signal in ("afraid", "dislike"):
        return _with_dread(topic, clause, signal)
    if signal:
        subject = next((each.noun for each in arguments if each.is_subject), None)
        other = next((each.noun for each in arguments if not each.is_subject), None)
        rival = subject if signal == "quarrel" and subject and subject.is_creature else topic.companion
        companion = next((each.noun for each in arguments if each.particle in _WITH), rival)
        if predicate.stem == "흔들리" and subject:
            subject = replace(subject, text=f"흔들리는 {subject.text}")
        pitied = subject if subject and subject.is_creature and signal == "sad" else None
        return replace(
            topic,
            trouble=topic.trouble or signal,
            companion=companion,
            thing=topic.thing or other or subject,
            who=topic.who or pitied,
        )
    action = _action(clause)
    if action is None or (topic.action and not arguments and predicate.stem in _LEARNS):
        return topic
    doer = None if action.verb == "되" else _doer(arguments)
    company = next((each.noun for each in arguments if each.particle in _WITH), doer)
    if predicate.negated and doer and doer.concept and doer.concept.noun_class in ("person", "family"):
        return replace(topic, trouble="quarrel", thing=doer, companion=doer)  # 친구가 안 놀아 줘요
    topic = replace(topic, action=action, doer=topic.doer or doer, companion=topic.companion or company)
    if predicate.wants:
        return replace(topic, trouble=topic.trouble or "want")
    return replace(topic, trouble=topic.trouble or "cannot") if predicate.negated else topic


def _with_dread(topic: Topic, clause: _Clause, signal: Trouble) -> Topic:
    """Return what is feared: the last noun before (어둠이 무서워), or what was to be done (치과 가기 싫어)."""
    if clause.arguments:
        noun = clause.arguments[-1].noun
        return replace(topic, trouble=signal, dread=noun.text, thing=topic.thing or noun)
    if topic.action:
        done = " ".join(filter(None, (topic.action.around, make_forms(topic.action, ("는", "ETM")))))
        return replace(topic, trouble=signal, dread=f"{done} 것")
    return replace(topic, trouble=signal)


def _action(clause: _Clause) -> Action | None:
    """Return what somebody wants to do; None for what only happens (비가 와요)."""
    predicate, arguments = _as_one_verb(clause)
    happens = predicate.stem in _NO_WILL and not predicate.wants
    subjects = [each for each in arguments if each.is_subject]
    lifeless = any(each.noun.concept and not each.noun.is_creature for each in subjects)
    if not predicate.tag.startswith("VV") or happens or lifeless:
        return None
    if predicate.stem == "되":  # 요리사가 되고 싶어: what one becomes
        becomes = " ".join(with_particle(each.noun.text, "이") for each in subjects)
        return Action("되", becomes, becomes, predicate.tag)
    others = [each for each in arguments if not each.is_subject]
    around = [_with_its_particle(each, predicate.stem, each is others[-1]) for each in others]
    alone = [
        words
        for each, words in zip(others, around, strict=True)
        if each.particle not in _WITH and not each.particle.startswith("에서")
    ]
    return Action(predicate.stem, " ".join(around), " ".join(alone), predicate.tag)


def _as_one_verb(clause: _Clause) -> tuple[_Predicate, tuple[_Phrase, ...]]:
    """수영을 못 하다 as 수영하다, where the lexicon knows such a verb."""
    predicate, arguments = clause.predicate, clause.arguments
    if predicate.stem == "하" and arguments and _is_known(f"{arguments[-1].noun.text}하"):
        return replace(predicate, stem=f"{arguments[-1].noun.text}하"), arguments[:-1]
    return predicate, arguments


def _with_its_particle(phrase: _Phrase, stem: str, is_last: bool) -> str:
    """Children leave particles out (치과 가기, 떡볶이 먹기); a book does not."""
    noun = phrase.noun
    if phrase.particle:
        return (
            with_particle(noun.text, phrase.particle) if phrase.particle in _REPAIRED else noun.text + phrase.particle
        )
    if stem.endswith(_MOTION):
        goes_to = noun.is_place or noun.concept is None
        return with_particle(noun.text, "에") if goes_to else noun.text
    if noun.is_place and not is_last:
        return with_particle(noun.text, "에서")
    return with_particle(noun.text, "을")


_REPAIRED = frozenset(("을", "를", "이랑", "랑", "과", "와", "으로", "로"))


def _doer(arguments: Sequence[_Phrase]) -> Noun | None:
    return next((each.noun for each in arguments if each.is_subject and each.noun.is_creature), None)


def _with_thing(topic: Topic, phrases: Sequence[_Phrase], happening: frozenset[str]) -> Topic:
    """What the story is about, if no clause has said it: an object rather than a place, a place rather than nothing."""
    aside = {
        phrase.noun.text for phrase in phrases if phrase.particle in ("에", "에서", "에는")
    } | happening  # 침대 밑에
    nouns = [noun for noun in topic.nouns if len(noun.text) < 40]
    if topic.thing is not None:
        said = next((noun for noun in nouns if noun.head == topic.thing.head), topic.thing)
        return replace(topic, thing=max(said, topic.thing, key=lambda noun: len(noun.text)))
    creatures = [noun for noun in nouns if noun.is_creature]
    objects = [noun for noun in nouns if not noun.is_creature and not noun.is_place and noun.text not in aside]
    places = [noun for noun in nouns if noun.is_place]
    ranked = [*objects, *(noun for noun in creatures if noun is not topic.companion), *creatures, *places, *nouns]
    companion = topic.companion or (creatures[0] if objects and creatures else None)
    return replace(topic, thing=ranked[0] if ranked else None, companion=companion)


def _verb_themes(stems: Sequence[str]) -> tuple[str, ...]:
    known = lexicon()
    names = [known.verbs["ko"].get(stem.replace(" ", "")) for stem in stems]
    return tuple(known.verb_themes[name] for name in names if name in known.verb_themes)
