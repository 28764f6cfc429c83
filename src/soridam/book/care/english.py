"""The rules for English wishes: who does what to whom. Begin with `english_signs`.

A light parse: for every verb of `signs.toml` the subject is the noun before it (or after "by", where it is passive),
and the object is what follows. So a wolf that hits a drum, or a dad who hits a home run, is no sign of harm.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from soridam.book.care.kinds import Sign, disclosed, tender
from soridam.book.care.patterns import pattern_part, pattern_signs
from soridam.book.care.play import is_play
from soridam.book.care.signs import signs
from soridam.book.care.spelling import english_words
from soridam.book.topic.lexicon import lexicon, words_of

_SKIPPED = words_of(
    "always often sometimes never ever just really very so much keeps keep kept keeping started start starts "
    "begins begin tries tried try trying wants wanted want likes liked like loves love to not do does did "
    "will would can could might may must should is am are was were be been being has have had having gets get "
    "got getting gonna going goes go again still also too almost even only still then now usually "
    "accidentally totally actually hardly all both each once twice constantly suddenly secretly maybe "
    "probably and or said says that if used decides decided comes came come"
)
_AFTER_VERB = words_of(
    "at on upon in into to over out up down off with a an the very really hard so much by always all around about"
)
_BE = words_of("am is are was were be been being get gets got getting keep keeps kept have has had")
_NEVER_MIND = words_of("who that which whose")
_STOPS = frozenset(".!?;")
_ME = ("i", "me", "my", "myself", "mine", "we", "us", "our")
_NOT = words_of("not never no nobody none nothing without hardly barely")
_BETWEEN = words_of("at on to over in under near behind after from of about around toward into and the all")
_PAST = {"hit": "hit", "beat": "beaten", "hurt": "hurt", "bit": "bite", "bitten": "bite", "shook": "shake"}
_PLAY = words_of(
    "tickle tickles tickled pillow game games play playing plays played snowball water tag hide-and-seek race "
    "chess cards wrestling wrestle piggyback peekaboo dance pretend karate judo taekwondo boxing soccer "
    "football dodgeball trick jump"
)
_CREATURE_CLASSES = ("animal", "fantasy")
_TALE_PEOPLE = words_of(
    "princess queen prince king knight pirate wizard witch superhero santa ogre giant villain elf fairy ninja "
    "viking cowboy emperor robot vampire mummy zombie skeleton ghost monster dragon wolf alien clown goblin "
    "troll snowman hero"
)


@dataclass(frozen=True, slots=True)
class _Told:
    """A verb with its subject and what follows it, up to the next clause."""

    verb: str
    at: int
    who: str  # the head before it, or after "by"; empty if nobody is named
    whose: str  # my, his, her, ...: before the head
    after: tuple[str, ...]
    passive: bool
    negated: bool


def english_signs(text: str) -> tuple[Sign, ...]:
    """Return all signs that the rules find. Takes any text and raises nothing."""
    words = english_words(text)
    if not any(word.isalpha() for word in words):
        return ()
    line = " ".join(words)
    told = [sign for rule in _RULES for sign in rule(words, line)]
    return (*told, *pattern_signs(line, "en", [_is_creature(word) for word in words]))


def names_people(text: str) -> bool:
    """Return whether an English text is about the child or a person, and not about an animal or a fairy-tale figure."""
    words = english_words(text.lower())
    return any(word in _ME or _is_person(word) for word in words) and not any(map(_is_creature, words))


@cache
def _part(name: str) -> re.Pattern[str]:
    """Return a pattern of the table `parts`, for a rule that checks the words around it."""
    return pattern_part(name, "en")


# who is who


@cache
def _people(name: str) -> frozenset[str]:
    return signs("en").people[name]


@cache
def _bases(word: str) -> frozenset[str]:
    """Return the base forms that a word may have: hits, hit and hitting are forms of hit."""
    import lemminflect

    found = lemminflect.getAllLemmas(word)
    return frozenset(each for forms in found.values() for each in forms) | {word, _PAST.get(word, word)}


def _single(word: str) -> str:
    return word.removesuffix("'s")


def _is_person(word: str) -> bool:
    word = _single(word)
    return any(word in _people(name) for name in ("kin", "adult", "peer")) or word.rstrip("s") in _people("kin")


def _is_creature(word: str) -> bool:
    if word in _TALE_PEOPLE and word != "mummy":
        return True
    concept = lexicon().noun(word, "en") or lexicon().noun(word.removesuffix("s"), "en")
    return concept is not None and concept.noun_class in _CREATURE_CLASSES


def _is_deed(word: str, name: str) -> str:
    """Return the base form of a word if it is a deed of this list, otherwise an empty string."""
    return next((base for base in sorted(_bases(word)) if base in signs("en").deeds[name]), "")


def _tellings(words: Sequence[str], name: str) -> Iterator[_Told]:
    for at, word in enumerate(words):
        verb = _is_deed(word, name)
        if verb and not _is_noun_here(words, at):
            yield _told(words, at, verb)


def _is_noun_here(words: Sequence[str], at: int) -> bool:
    """Return whether a verb form is a noun here: the beat, a bite of, my hits."""
    before = words[at - 1] if at else ""
    return before in (
        "a",
        "an",
        "the",
        "my",
        "your",
        "this",
        "one",
        "every",
        "some",
        "big",
        "little",
        "first",
    ) and not (before == "my" and words[at + 1 : at + 2] and words[at + 1] in ("me",))


def _told(words: Sequence[str], at: int, verb: str) -> _Told:
    passive = _is_passive(words, at)
    after = _clause_after(words, at)
    negated = any(word in _NOT for word in words[max(0, at - 4) : at])
    if passive and "by" in after:
        by = list(after).index("by")
        who, whose = _head_of(after[by + 1 :])
        return _Told(verb, at, who or "somebody", whose, after, True, negated)
    if passive:
        return _Told(verb, at, "", "", after, True, negated)
    who, whose = _head_before(words, at)
    return _Told(verb, at, who, whose, after, False, negated)


def _is_passive(words: Sequence[str], at: int) -> bool:
    word = words[at]
    participle = word.endswith(("ed", "en")) or word in (
        "hit",
        "beat",
        "hurt",
        "cut",
        "shot",
        "bit",
        "held",
        "thrown",
        "taken",
        "caught",
        "stolen",
        "shut",
    )
    before = [
        each
        for each in words[max(0, at - 4) : at]
        if each not in ("not", "always", "just", "badly", "so", "often", "never", "really", "almost", "being", "to")
    ]
    return participle and bool(before) and before[-1] in _BE - {"have", "has", "had", "keep", "keeps", "kept"}


def _clause_after(words: Sequence[str], at: int) -> tuple[str, ...]:
    taken = []
    for word in words[at + 1 : at + 10]:
        if word in _STOPS or word in ("because", "when", "while", "but", "until", "so"):
            break
        taken.append(word)
    return tuple(taken)


def _head_of(words: Sequence[str]) -> tuple[str, str]:
    """Return the first known noun of a phrase, and its possessive."""
    whose = ""
    for word in words[:5]:
        if word.endswith("'s") or word in ("my", "his", "her", "our", "their", "your"):
            whose = word
            continue
        if word in (
            "a",
            "an",
            "the",
            "some",
            "this",
            "big",
            "bad",
            "mean",
            "old",
            "older",
            "little",
            "new",
            "other",
            ",",
        ):
            continue
        return word, whose
    return "", whose


def _head_before(words: Sequence[str], at: int) -> tuple[str, str]:
    """Return the subject of a verb: the nearest noun or pronoun before it, past auxiliaries and adverbs."""
    spot = at - 1
    while (
        spot >= 0
        and (words[spot] in _SKIPPED or (words[spot].endswith("ly") and not _is_person(words[spot])))
        and words[spot] not in _STOPS
    ):
        if words[spot] in ("and", "or", ",") and spot > 0 and words[spot - 1] in _STOPS:
            break
        spot -= 1
    if spot >= 0 and words[spot] == "," and spot > 0:
        spot -= 1
    while spot >= 0 and words[spot] in _NEVER_MIND:
        spot -= 1
    if spot < 0 or words[spot] in _STOPS:
        return _first_person_before(words, spot), ""
    word = words[spot]
    if not _is_person(word) and word not in _ME and not _is_creature(word):
        named = _named_before(words, spot)
        if named is not None:
            return named, ""
    return _single(word), words[spot - 1] if spot else ""


def _first_person_before(words: Sequence[str], spot: int) -> str:
    """Return the last person named before: the subject of a verb that has none in its own sentence."""
    return next((words[at] for at in range(spot - 1, -1, -1) if _is_person(words[at])), "") if spot > 0 else ""


def _named_before(words: Sequence[str], spot: int) -> str | None:
    """Return the subject of an earlier verb: my dad gets mad and hits me; comes home drunk and beats me."""
    for at in range(spot, max(-1, spot - 9), -1):
        if words[at] in _STOPS:
            return None
        if _is_person(words[at]) or words[at] in ("i", "we") or _is_creature(words[at]):
            return _single(words[at])
    return None


def _is_victim(told: _Told, words: Sequence[str]) -> bool:
    """Return whether a person is the one to whom it is done."""
    if told.passive:
        who, _ = _head_before(words, told.at)
        return who in _ME or _is_person(who)
    near = _without_small(told.after)
    if not near:
        return False
    if (
        near[0] in ("me", "us", "myself")
        or (near[0] in _people("kin") and near[0] != told.who)
        or near[0] in ("him", "her", "them")
    ):
        return True
    if (
        near[0] in ("my", "our", "his", "her", "their")
        or near[0].endswith("'s")
        or near[0] in ("a", "another", "other", "little")
    ):
        return any(_is_person(each) or each in _bodies() for each in near[1:3])
    if _is_person(near[0]) or near[0] in _bodies():
        return True
    return any(
        near[at] in ("at", "on", "in", "off", "of", "down", "against")
        and near[at + 1 : at + 2] in (("me",), ("my",), ("us",))
        and (near[at + 1] != "my" or (near[at + 2 : at + 3] and near[at + 2] in _bodies()))
        for at in range(min(len(near), 5))
    )


def _without_small(after: Sequence[str]) -> tuple[str, ...]:
    at = 0
    while at < len(after) and after[at] in _AFTER_VERB:
        at += 1
    return tuple(after[at:])


@cache
def _bodies() -> frozenset[str]:
    return signs("en").things["body"] | signs("en").things["private"]


# rules: disclosure


def _violence(words: Sequence[str], line: str) -> Iterator[Sign]:
    for told in _tellings(words, "harm"):
        if told.passive:
            yield from _suffered(told, words)
        elif _is_creature(told.who) or told.who in _ME:
            continue
        elif not _is_person(told.who):
            begins = told.who == "" and told.at <= 1 and _without_small(told.after)[:1] in (("me",), ("us",))
            if begins and told.verb in _deeds("plain"):
                yield disclosed("violence", "somebody hurts the child")
        elif told.verb in _deeds("soft") and (_is_soft(told) or is_play(line)):
            continue
        elif told.verb == "beat" and re.search(r"^[\w ]{2,20} (?:at|in) (?!the )\w+", " ".join(told.after)):
            continue  # beats me at chess
        elif _is_victim(told, words):
            yield disclosed("violence", "a person hurts somebody")
        elif _hurts_unsaid(told):
            yield disclosed("violence", "a person hurts, and it is not said whom")


def _suffered(told: _Told, words: Sequence[str]) -> Iterator[Sign]:
    """Find passives: I was hit by my uncle; a doll who was hit by her daddy."""
    who, _ = _head_before(words, told.at)
    by_somebody = bool(told.who) and (_is_person(told.who) or (told.who == "somebody" and "by" not in told.after))
    is_grave = told.verb in _deeds("grave") and "by" not in told.after
    own_family = _single(told.who) in _people("close") and told.whose in ("my", "his", "her", "their", "its")
    if (who in _ME or _is_person(who)) and (by_somebody or is_grave):
        yield disclosed("violence", "somebody was hurt by a person")
    elif own_family:
        yield disclosed("violence", "somebody was hurt at home")
    elif who in _ME and told.verb in ("hit", "kick") and not told.after:
        yield disclosed("violence", "the child was hit")


def _hurts_unsaid(told: _Told) -> bool:
    """Return whether a relative hits and nobody is named as hit: my dad hits; daddy hits hard."""
    known = told.who in _people("kin") | _people("adult") and told.who not in ("he", "she", "they")
    return known and told.verb in _deeds("plain") and not _without_small(told.after)


def _unkind(words: Sequence[str], line: str) -> Iterator[Sign]:
    """Find any other deed to the child that is not on the reviewed list of kind ones."""
    for at, word in enumerate(words):
        if word not in ("me", "us") and not (
            word == "my" and words[at + 1 : at + 2] and words[at + 1] in _bodies() - {"hair"}
        ):
            continue
        spot = at - 1
        while spot > 0 and words[spot] in _BETWEEN:
            spot -= 1
        verbs = _bases(words[spot]) if spot > 0 else frozenset[str]()
        who, _ = _head_before(words, spot) if spot > 0 else ("", "")
        if not _is_verb(words[spot]) or not _is_person(who) or who in ("baby", *_ME):
            continue
        if words[spot - 1] in ("a", "an", "the", "some"):
            continue  # a noun: a coin from my ear
        if words[spot] == "mean" and who in _people("peer"):
            continue  # a tender matter: see the patterns
        if (
            any(map(_is_creature, words))
            or is_play(line)
            or verbs & (signs("en").deeds["kind"] | signs("en").deeds["told"])
        ):
            continue
        yield disclosed("violence", "a person does something to the child that is not known to be kind")


@cache
def _is_verb(word: str) -> bool:
    import lemminflect

    return bool(lemminflect.getAllLemmas(word, upos="VERB"))


@cache
def _deeds(name: str) -> frozenset[str]:
    return signs("en").deeds[name]


def _is_soft(told: _Told) -> bool:
    """Return whether a rough verb is meant kindly: push me on the swing, tie my shoes, throw me the ball."""
    told_after = " ".join(told.after)
    return bool(_part("is_soft_1").search(told_after))


def _touch(words: Sequence[str], line: str) -> Iterator[Sign]:
    private = signs("en").things["private"]
    for told in _tellings(words, "touch"):
        if told.passive:
            victim, _ = _head_before(words, told.at)
            if (
                (victim in _ME or _is_person(victim))
                and (told.verb not in signs("en").deeds["innocent_touch"])
                and not _is_creature(told.who)
            ):
                yield disclosed("touch", "somebody was touched")
            continue
        if told.who in _ME or _is_creature(told.who):
            continue
        if not _is_person(told.who) and told.who:
            continue
        near = _without_small(told.after)[:5]
        is_private = any(word in private for word in near) or "down there" in " ".join(told.after)
        innocent = told.verb in signs("en").deeds["innocent_touch"]
        unwanted = bool(_part("touch_1").search(line))
        if (is_private and _is_victim_or_private(near)) or _is_odd_kiss(told, near):
            yield disclosed("touch", "a private part is touched")
        elif _is_victim(told, words) and (not innocent or unwanted):
            if not _part("touch_2").search(line):
                yield disclosed("touch", "a person touches somebody")
        elif told.verb in ("grope", "molest", "rape", "fondle"):
            yield disclosed("touch", "a person touches somebody")


def _is_odd_kiss(told: _Told, near: Sequence[str]) -> bool:
    """Return whether a kiss is on mouth, neck or belly, or by a teacher, and so is none good night."""
    odd = {"neck", "mouth", "lips", "belly", "legs", "leg", "ear", "back", "tongue"} & set(near)
    outsider = told.who in _people("adult") and told.who not in ("he", "she", "they")
    return told.verb in ("kiss", "lick") and near[:1] in (("me",), ("my",)) and bool(odd or outsider)


def _is_victim_or_private(near: Sequence[str]) -> bool:
    return bool(near) and (near[0] in ("me", "my", "our", "his", "her") or near[0] in signs("en").things["private"])


# rules: tender


def _death(words: Sequence[str], line: str) -> Iterator[Sign]:
    if _part("death_1").search(line):
        return
    told = _part("death_2").search(line)
    if (
        not told
        or (_part("death_4").search(line) and not _part("death_5").search(line))
        or _part("death_3").search(line)
    ):
        return
    yield _whom_lost(words)


def _whom_lost(words: Sequence[str]) -> Sign:
    people = signs("en").people
    named = [word.removesuffix("'s") for word in words]
    if any(word in people["grandparents"] for word in named):
        return tender("grandparent", "a grandparent has died")
    if any(word in people["pets"] or word.rstrip("s") in people["pets"] for word in named) and not any(
        word in people["kin"] - {"family", "nan", "sis"}
        for word in named
        if word not in ("mom", "dad", "mommy", "daddy")
    ):
        return tender("pet", "a pet has died")
    return tender("loss", "somebody has died")


def _missing(words: Sequence[str], line: str) -> Iterator[Sign]:
    if (
        _part("missing_1").search(line)
        and any(word in _people("grandparents") | _people("pets") for word in words)
        and not re.search(r"\b(?:lost|find|school|lives far|far away|trip)\b", line)
    ):
        yield _whom_lost(words)


def _illness(words: Sequence[str], line: str) -> Iterator[Sign]:
    kin = signs("en").people["kin"] | {"friend", "teacher", "baby", "he", "she"}
    ill = _part("illness_1").search(line)
    mine = _part("illness_2").search(line)
    if ill and _part("illness_3").search(line):
        return
    people = [word.removesuffix("'s") for word in words]
    who = next((word for word in people if word in kin), "")
    pet = next((word for word in people if word in _people("pets")), "")
    owned = re.search(r"\b(?:my|our) (?:\w+ )?(?:" + "|".join(sorted(_people("pets"))) + r")\b", line)
    if _part("illness_4").search(line) and not re.search("hospital|cancer", line):
        return
    if ill and who and not (mine and not re.search(rf"\b(?:my|our) (?:\w+ )?{who}\b|\b{who}\b", line.split(ill[0])[0])):
        yield tender("visit", "somebody dear is ill")
    elif ill and pet and owned:
        yield tender("visit", "a pet is ill")
    elif (
        mine
        and not _is_creature(next((word for word in words if word not in ("a", "the", "my", "i")), ""))
        and not _part("illness_6").search(line)
    ):
        yield tender("ill", "the child is ill or hurt")
    elif _part("illness_5").search(line):
        yield tender("ill", "being ill")


def _scolded(words: Sequence[str], line: str) -> Iterator[Sign]:
    for told in _tellings(words, "yell"):
        if not _is_person(told.who) or told.who in ("baby", "everybody", "everyone", *_ME):
            continue
        at_me = re.search(r"^(?:at |with )?(?:me|us|my)\b|^at\b", " ".join(told.after))
        grown = told.who in _people("parents") | _people("teachers") and told.verb in (
            "scold",
            "yell",
            "scream",
            "shout",
        )
        glad = re.search(r"\b(?:for joy|hooray|goal|at the game|surprise|fun|roller)\b", line)
        if at_me or (grown and not glad):
            yield tender("scolded", "scolded")


_RULES = (_violence, _unkind, _touch, _death, _missing, _illness, _scolded)
