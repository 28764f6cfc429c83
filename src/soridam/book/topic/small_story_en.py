"""The events of an English wish: clauses, each retold in the past, of the hero instead of "I"."""

import re
from collections.abc import Iterator

from soridam.book.topic.analyzers import english_tagger
from soridam.book.topic.english import first_noun, inflect
from soridam.book.topic.lexicon import lexicon
from soridam.book.topic.parts import Noun
from soridam.book.topic.wanted import untold

Events = tuple[tuple[str, ...], str, Noun | None]

_CUT = re.compile(
    r"[.!]+ | (?:and then|but then|so then|then|but|so(?! (?:big|small|much|many|bad|fast|loud)\b)) "
    r"| and (?=(?:i|we|he|she|it|they|my|our|the|a|now|everything|nobody)\b)",
    re.IGNORECASE,
)
_NOTHING_HAPPENS = re.compile(
    r"^(?:i|we) (?:(?:really|just|do not|did not) )?(?:want|wish|would like|hate|love|like|need|hope|will|am going)\b"
    r"|^tomorrow\b|^(?:can|could|will|what|why|where|when|how|who|if|do|does|is|are)\b|\?$|\bplease\b|^(?:to|let)\b",
    re.IGNORECASE,
)
_DESCRIBES = re.compile(r"^(?:a|an|the|one|two|three)? ?(?:\w+ ){0,3}\w+ (?:who|that|which|whose)\b", re.IGNORECASE)
_FINITE = {"VVB": "VBD", "VVZ": "VBD"}
_FIXED = {
    "am": "was", "is": "was", "are": "were", "has": "had", "have": "had", "do": "did", "does": "did", "can": "could",
    "will": "would", "says": "said", "im": "was",
}  # fmt: skip
_SPELLED = {
    "i'm": "I am", "im": "I am", "didnt": "did not", "didn't": "did not", "dont": "do not", "don't": "do not",
    "doesnt": "does not", "doesn't": "does not", "cant": "can not", "can't": "can not", "cannot": "can not",
    "wont": "will not", "won't": "will not", "wasnt": "was not", "wasn't": "was not", "isnt": "is not",
    "isn't": "is not", "couldnt": "could not", "couldn't": "could not", "it's": "it is", "its": "its", "he's": "he is",
    "she's": "she is", "ive": "I have", "i've": "I have", "i'll": "I will", "mommy's": "Mommy's",
}  # fmt: skip
_HELPERS = frozenset(
    ["to", "not", "can", "could", "did", "do", "does", "will", "would", "should", "might", "must", "let"]
)
_WE = "{hero} and the family"


def read_events(text: str) -> Events | None:
    """Return the sentences, the clause after "the day", and who else takes part; None if nothing happens."""
    text = " ".join(_SPELLED.get(word.lower(), word) for word in text.replace("’", "'").split()).strip(" .!")
    text = re.sub(r"^(?:so|um+|and|well|today|yesterday|one day)[ ,]+", "", text, flags=re.IGNORECASE)
    text = re.sub(r"^(?:the|one) day (?:when |that )?", "", text, flags=re.IGNORECASE)
    text = re.sub(r" (?:today|yesterday)$", "", text, flags=re.IGNORECASE)
    if _NOTHING_HAPPENS.search(text) or _DESCRIBES.search(text):
        return None
    parts = list(_parts(text))
    told = [_Clause(part) for _, part in parts]
    if not told or not all(each.has_verb for each in told):
        return None
    if any(lemma in untold("en") for clause in told for _, lemma, tag in clause.words if not tag.startswith("AJ")):
        return None
    retold, met = list[str](), False
    for (joint, _), clause in zip(parts, told, strict=True):
        sentence, met = clause.of_the_hero(met)
        opening = f"{joint.capitalize()} {sentence}" if joint and retold else sentence
        retold.append(
            re.sub(r"^\{hero:(\w)", lambda begin: "{hero:" + begin[1].upper(), opening[:1].upper() + opening[1:]) + "."
        )
    star = told[0].subject
    clause = told[1] if len(told) > 1 and told[0].words[0][0].lower() in ("it", "there") else told[0]
    return tuple(retold), clause.of_the_hero(False)[0], star


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield (how it is joined to what was before, the clause)."""
    at, joint = 0, ""
    for cut in _CUT.finditer(text):
        yield joint, text[at : cut.start()].strip()
        word = cut[0].strip().lower()
        joint = "then" if "then" in word else "but" if word == "but" else "so" if word == "so" else ""
        at = cut.end()
    yield joint, text[at:].strip()


class _Clause:
    """A clause with its tags."""

    def __init__(self, text: str) -> None:
        plain = re.findall(r"[^\W_]+(?:[-'][^\W_]+)*", text)
        self.words = (
            [(str(word), str(lemma).lower(), str(tag)) for word, lemma, tag in english_tagger().tag_sent(plain)]
            if plain
            else []
        )
        self.verb = next((at for at, _ in enumerate(self.words) if at and self._is_finite(at)), None)

    @property
    def has_verb(self) -> bool:
        return self.verb is not None

    def _is_finite(self, at: int) -> bool:
        word, lemma, tag = self.words[at]
        if word.lower() in _FIXED or word.lower() in ("was", "were", "had", "did", "could", "would", "went", "got"):
            return True
        if self.words[at - 1][0].lower() in ("a", "an", "the", "my", "our", "his", "her", "their", "its"):
            return False
        if tag == "VVN" and at + 1 < len(self.words) and lemma != word.lower():
            return True
        if tag.startswith("NN") and at == len(self.words) - 1:
            return False
        return tag in ("VVB", "VVZ", "VVD", "VBZ", "VBD") or (at == 1 and tag.startswith("VV") and tag != "VVG")

    @property
    def subject(self) -> Noun | None:
        """Who does it, unless that is the child."""
        before = self.words[: self.verb]
        if any(word.lower() in ("i", "we", "it", "there", "nobody", "everything") for word, _, _ in before):
            return None
        noun = first_noun([word for word, _, _ in before])
        if noun is None or noun.head in ("day", "power", "thing"):
            return None
        return noun

    def of_the_hero(self, met: bool) -> tuple[str, bool]:
        """Return the clause in the past, told of the hero, and whether the hero has been named by now."""
        said = list[str]()
        for at, (word, lemma, tag) in enumerate(self.words):
            told, names = self._word(at, word, lemma, tag, met)
            met = met or names
            said.append(told)
        return " ".join(filter(None, said)), met

    def _word(self, at: int, word: str, lemma: str, tag: str, met: bool) -> tuple[str, bool]:
        low = word.lower()
        match low:
            case "i":
                return ("{hero:they}" if met else "{hero}"), True
            case "me":
                return ("{hero:them}" if met else "{hero}"), True
            case "my" | "mine":
                kin = at + 1 < len(self.words) and (found := lexicon().noun(self.words[at + 1][0].lower(), "en"))
                if kin and found and found.said == "name":
                    return "", False
                return ("{hero:their}" if met else "{hero}'s"), True
            case "myself":
                return "{hero:themself}", True
            case "we":
                return ("they" if met else _WE), True
            case "us":
                return "them", met
            case "our":
                return "their", met
        concept = lexicon().noun(low, "en")
        if concept and concept.said == "name":
            return word.capitalize(), False
        return self._verb(at, word, lemma, tag), False

    def _verb(self, at: int, word: str, lemma: str, tag: str) -> str:
        low, before = word.lower(), self.words[at - 1][0].lower() if at else ""
        if before in _HELPERS or not self._in_verbs(at):
            return low if not word.isupper() and not (tag == "NP0" and word[0].isupper()) else word
        if low in _FIXED:
            return "was" if low in ("am", "im") else _FIXED[low]
        if tag in _FINITE or (at == self.verb and tag in ("VVB", "VVZ", "NN2", "VVI")):
            return inflect(lemma, "VBD")
        return low

    def _in_verbs(self, at: int) -> bool:
        return at > 0 and (self._is_finite(at) if at != self.verb else True)
