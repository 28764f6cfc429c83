"""The slots of English frames: articles, plurals, agreement, the child's verb in the forms that a tale needs."""

import re
from dataclasses import replace
from typing import Final

from soridam.book.story import Kind
from soridam.book.topic.english import in_general, inflect
from soridam.book.topic.lexicon import lexicon
from soridam.book.topic.parts import Action, Noun
from soridam.book.writers.grammar.scope import Scope

KINDS: Final[dict[Kind, str]] = {
    "cat": "cat",
    "rabbit": "rabbit",
    "bear": "bear",
    "fox": "fox",
    "panda": "panda",
    "dog": "dog",
    "tiger": "tiger",
    "mouse": "mouse",
    "penguin": "penguin",
    "frog": "frog",
    "dinosaur": "dinosaur",
    "child": "child",
}
NAMES: Final[dict[Kind, tuple[str, ...]]] = {
    "cat": ("Olive", "Pip", "Marmalade", "Tabby"),
    "rabbit": ("Clover", "Thistle", "Bo", "Daisy"),
    "bear": ("Bruno", "Hazel", "Barnaby", "Maple"),
    "fox": ("Rusty", "Juniper", "Ember", "Fig"),
    "panda": ("Momo", "Dumpling", "Lulu", "Bamboo"),
    "dog": ("Scout", "Waffles", "Biscuit", "Rufus"),
    "tiger": ("Tango", "Saffron", "Stripe", "Tilly"),
    "mouse": ("Nibbles", "Button", "Pippin", "Crumb"),
    "penguin": ("Waddle", "Pebble", "Flip", "Percy"),
    "frog": ("Fern", "Lily", "Hopper", "Jade"),
    "dinosaur": ("Rumble", "Dot", "Stomp", "Moss"),
    "child": ("Ada", "Noor", "Theo", "Robin", "June", "Kai"),
}

_NTH = ("first", "next", "last of all")
_ORDINALS = ("first", "second", "third")
_SMALL_WORDS: Final = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "but",
        "or",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "with",
        "from",
        "by",
        "who",
        "is",
        "was",
    ]
)
_DEFAULT_VERBS = {
    "food": "eat",
    "vehicle": "ride",
    "animal": "meet",
    "fantasy": "meet",
    "person": "meet",
    "family": "visit",
    "toy": "play with",
    "plant": "grow",
    "nature": "see",
    "play": "learn",
}
_PLAYED = {
    "music": ("play", "the"), "soccer": ("play", "a"), "hide and seek": ("play", "a"), "song": ("sing", "a"),
    "drawing": ("make", "a"), "fishing": ("go", "a"),
}  # fmt: skip
_AN = re.compile(r"(?:[aeiou]|hour|honest|heir|8|11\b|18\b)", re.IGNORECASE)
_NOT_AN = re.compile(r"(?:one\b|once|ura[nl]|uni(?!n)|us[eu]|eu|ewe|ufo|ukulele)", re.IGNORECASE)
_MARKER_START = re.compile(r"(^|[.!?][”\"]?\s+)([“\"]?\{[a-z-]+:)([a-z])")
_SENTENCE_START = re.compile(
    r"(^|[.!?]\s+|[.!?][”\"]\s+"
    r"(?!(?:said|asked|cried|thought|shouted|whispered|called|they (?:all|both))\b))([“\"]?)([a-z])"
)


class EnglishWords:
    def say(self, name: str, form: str, scope: Scope) -> str:
        match name:
            case "thing":
                return _noun_form(self._thing(scope), form)
            case "head":
                thing = self._thing(scope)
                short = Noun(thing.head, thing.head, thing.concept, thing.plural, thing.determiner)
                return _noun_form(short, form)
            case "dread":
                return scope.topic.dread
            case "act" | "alone":
                return _action_form(scope.topic.action, form, alone=name == "alone")
            case "hero_new":
                return _introduced("hero", scope, "little ")
            case "friend_new" | "pal_new":
                return _introduced(name.removesuffix("_new"), scope, "")
            case "company":
                assert scope.topic.companion is not None, "frames with company are for topics with a companion"
                return _noun_form(scope.topic.companion, form or "the")
            case "other":
                return f"the {_who(scope).head}"
            case "other_bare":
                return _who(scope).head
            case "other_a":
                return with_article(_who(scope).head)
            case "other_new":
                return with_article(_NUMBER.sub("", _who(scope).text).strip())  # one of the three little pigs
            case "nth":
                return _NTH[int(scope.chosen["nth"])]
            case "ordinal":
                return _ORDINALS[int(scope.chosen["nth"])]
            case _:
                return scope.chosen[name]

    def polish(self, text: str) -> str:
        """Every sentence begins with a capital."""
        text = _MARKER_START.sub(_capital, text)
        return _SENTENCE_START.sub(lambda match: f"{match[1]}{match[2]}{match[3].upper()}", text)

    def title(self, text: str) -> str:
        """Title Case, small words inside it excepted; what is in capitals stays so."""
        words = text.split(" ")
        last = len(words) - 1
        return " ".join(
            word
            if at not in (0, last) and word in _SMALL_WORDS
            else _MARKER_START.sub(_capital, word[:1].upper() + word[1:])
            for at, word in enumerate(words)
        )

    def _thing(self, scope: Scope) -> Noun:
        assert scope.topic.thing is not None, "a plan has a thing"
        return scope.topic.thing


def _capital(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2]}{match[3].upper()}"


TOMORROW: Final = Noun("tomorrow", "tomorrow", determiner="none")


def making(noun: Noun) -> Action:
    thing = _noun_form(noun, "a")
    return Action("make", thing, thing)


def card_for(noun: Noun) -> Noun:
    return Noun(f"card for {noun.text}", "card", lexicon().noun("card", "en"))


def dread_of(noun: Noun) -> str:
    return in_general(noun)


def dread_of_action(action: Action) -> str:
    return _action_form(action, "ing", alone=False)


def default_action(noun: Noun) -> Action | None:
    """Return what one does with a thing when the child did not say: eat it, ride it, explore it."""
    if noun.concept is None:
        return None
    if noun.is_place:
        named = _noun_form(noun, "the")
        return Action("explore", named, named)
    verb, form = _PLAYED.get(noun.concept.english, (_DEFAULT_VERBS.get(noun.concept.noun_class), "a"))
    thing = _noun_form(noun, form)
    return Action(verb, thing, thing) if verb else None


def together(action: Action, companion: Noun) -> Action:
    return replace(action, around=f"{action.around} with {_noun_form(companion, 'any')}".strip())


def with_article(phrase: str) -> str:
    """a kite, an hour, a unicorn."""
    starts_with_vowel = _AN.match(phrase) is not None and _NOT_AN.match(phrase) is None
    return f"{'an' if starts_with_vowel else 'a'} {phrase}"


def _who(scope: Scope) -> Noun:
    noun = scope.topic.who or scope.topic.thing
    assert noun is not None, "a plan has a thing"
    return noun


def noun_form(noun: Noun, form: str) -> str:
    """As `_noun_form`; the_star is whom a story tells of: the friend, whoever that is."""
    if form == "the_star":
        return _plural(noun) if noun.plural else noun.text if _is_name(noun) else f"the {noun.text}"
    return _noun_form(noun, form)


def _noun_form(noun: Noun, form: str) -> str:
    """Return a noun as a sentence needs it.

    a: a kite, some soup; the: the kite, the soup, Grandma; all: what one likes (kites, soup, the moon); any: what does
    a kite dream of; the_one: what one waits for (the party, snow); the others agree with its number.
    """
    if form in _AGREEMENT:
        return _AGREEMENT[form][noun.plural]
    said = noun.concept.said if noun.concept else ""
    text = _plural(noun) if noun.plural else noun.text
    if _is_name(noun) or form == "" or noun.determiner == "none":
        return text
    takes_no_article = said == "mass" and noun.concept is not None and noun.concept.noun_class in _NEVER_THE
    definite = said == "the" or (noun.determiner == "the" and not takes_no_article)
    match form:
        case "the":
            return text if takes_no_article else _known(noun, text)
        case "the_one":
            return text if said == "mass" else _known(noun, text)
        case "all":
            return f"the {text}" if definite else text if said in ("mass", "pair") else _plural(noun)
        case "any":
            indefinite = text if said in ("mass", "pair") or noun.plural else with_article(text)
            return f"the {text}" if definite else indefinite
        case "a":
            if said == "the" or (noun.determiner == "the" and _ONLY_ONE.match(text)):
                return f"the {text}"
            return _some(noun, text) if said in ("mass", "pair") or noun.plural else with_article(text)
        case _:
            raise KeyError(form)


def _known(noun: Noun, text: str) -> str:
    """the kite; but a friend whom one waits for is a friend."""
    is_anybody = noun.determiner == "a" and noun.concept is not None and noun.concept.noun_class == "person"
    return with_article(text) if is_anybody else f"the {text}"


_PAIRS = frozenset(("pants", "underpants", "trousers", "jeans", "shorts", "scissors", "glasses"))
_AGREEMENT = {
    "is": ("is", "are"),
    "was": ("was", "were"),
    "does": ("does", "do"),
    "it": ("it", "they"),
    "them": ("it", "them"),
}
_ONLY_ONE = re.compile(r"(?:\w{2,}est|first|last|only|whole)\b", re.IGNORECASE)
_NEVER_THE = frozenset(("place", "event", "play", "idea"))
_SOME = frozenset(("vehicle", "food", "clothes", "toy", "thing", "plant", "nature"))
_NUMBER = re.compile(r"(?:\d|two|three|four|five|six|seven|eight|nine|ten|twelve|hundred|a|many)\b", re.IGNORECASE)


def _some(noun: Noun, text: str) -> str:
    takes_some = noun.concept is not None and noun.concept.noun_class in _SOME and not _NUMBER.match(text)
    return f"some {text}" if takes_some else text


def _is_name(noun: Noun) -> bool:
    """Grandma, and what a child calls Tom."""
    if noun.concept:
        return noun.concept.said == "name"
    return noun.text[:1].isupper() and not noun.text.isupper()


def _plural(noun: Noun) -> str:
    if noun.concept and noun.concept.said in ("mass", "pair", "name"):
        return noun.text
    *before, last = noun.text.split(" ")
    if last in _PAIRS:
        return noun.text
    return " ".join([*before, inflect(last, "NNS")])


def _introduced(identity: str, scope: Scope, before: str) -> str:
    """{hero} the little cat, {friend} the penguin; a child is not called by its kind."""
    if scope.kind_of(identity) == "child" and scope.noun_of[identity] == KINDS["child"]:
        return f"{{{identity}}}" if identity == "hero" else f"{{{identity}}} from next door"
    concept = lexicon().noun(scope.noun_of[identity], "en")
    if concept and concept.noun_class == "family":
        return f"{{hero}}'s {scope.noun_of[identity]} {{{identity}}}"
    return f"{{{identity}}} the {before}{scope.noun_of[identity]}"


def _action_form(action: Action | None, form: str, *, alone: bool) -> str:
    assert action is not None, "frames that act are for topics with an action"
    verb, *more = action.verb.split(" ")
    verb = inflect(verb, {"ing": "VBG", "ed": "VBD"}[form]) if form else verb
    return " ".join(filter(None, [verb, *more, action.alone if alone else action.around]))
