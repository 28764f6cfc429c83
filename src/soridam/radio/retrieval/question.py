"""What a question asks for: a kind of value, of which aircraft, at what time. Begin with `read_question`."""

import re
from collections.abc import Set
from dataclasses import dataclass

from soridam.radio.clock import Moment, drop_moments, find_moments
from soridam.radio.entities.find import find_entities
from soridam.radio.phraseology.phrase import read_phrase
from soridam.radio.retrieval.words import DATA, is_korean, proper_nouns
from soridam.text.airtraffic import to_words

ASKED = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in DATA["asked"].items()}
PAST = re.compile(DATA["past"]["english"], re.IGNORECASE)
NOT_YET = re.compile(DATA["past"]["not_yet"])
AIRLINES: dict[str, str] = DATA["airlines"]
CONDITIONS = ("callsign", "runway", "level", "frequency", "squawk", "waypoint")  # values that a question may name
FINALS, PAST_FINAL = 28, 20  # Hangul syllables go through so many finals; ㅆ is the one of this number
_ASKING = re.compile(r"which|what|who\b|how|어느|어떤|무슨|무엇|뭐|몇|누가|얼마", re.IGNORECASE)
_JOINT = re.compile(r"(?<=[가-힣])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[가-힣])")
_BETWEEN = re.compile(r"\bbetween\b|\bfrom\b|부터|에서|사이", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.,-])[0-9]{3,}(?:\.[0-9]+)?(?![\w.,-])")
_CODE = re.compile(r"\b(?:[A-Z]{3,}[0-9]*|[A-Z]+[0-9][0-9A-Z]*)\b")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b")
COMMON = frozenset(("ATIS", "QNH", "QFE", "ILS", "VFR", "IFR", "VHF", "MAYDAY", "PAN", "AIP", "ATC", "RVR", "UTC"))


@dataclass(frozen=True, slots=True)
class Question:
    """`kind` is that of the value asked for, or empty; `values` are those that it names, as pairs of kind and value.

    `times` are none, one, or the two ends of a stretch. `is_past` asks for what happened. `names` are those that a
    passage must hold to be about the question, `numbers` those of a transmission that are no values by their words.
    """

    text: str
    kind: str
    values: tuple[tuple[str, str], ...]
    times: tuple[Moment, ...]
    is_past: bool
    names: tuple[str, ...]
    numbers: tuple[str, ...] = ()

    @property
    def callsign(self) -> str:
        return next((value for kind, value in self.values if kind == "callsign"), "")

    @property
    def is_korean(self) -> bool:
        return is_korean(self.text)


def read_question(text: str) -> Question:
    """Read a question in English or Korean."""
    plain = drop_moments(text)
    values = _values(plain)
    times = find_moments(text)[:2]
    return Question(
        text=text,
        kind=_kind(plain, {kind for kind, _ in values}),
        values=values,
        times=tuple(times if len(times) == 2 and _BETWEEN.search(text) else times[:1]),
        is_past=bool(PAST.search(plain)) or _is_past_in_korean(plain),
        names=_names(plain, {value for kind, value in values if kind != "callsign"}),
        numbers=tuple(_NUMBER.findall(_JOINT.sub(" ", plain))) if not values else (),
    )


def _is_past_in_korean(text: str) -> bool:
    """Return whether some syllable ends with ㅆ as past forms do: 했, 갔, 땠; 있 and 겠 do too, and mean others."""
    return any(
        "가" <= letter <= "힣"
        and (ord(letter) - ord("가")) % FINALS == PAST_FINAL
        and letter not in "있겠"
        and not NOT_YET.match(text, at + 1)
        for at, letter in enumerate(text)
    )


def _values(text: str) -> tuple[tuple[str, str], ...]:
    said = _JOINT.sub(" ", text).replace("활주로", "runway")
    for korean, spoken in AIRLINES.items():
        said = said.replace(korean, f" {spoken} ")
    latin = re.sub(r"[가-힣?!\"'“”]+", " ", said)
    found = find_entities(read_phrase(to_words(" ".join(latin.split()))))
    named = ((one.kind, one.value) for one in found if one.kind in CONDITIONS)
    return tuple(dict.fromkeys(one for one in named if one[0] != "callsign" or not one[1].isdecimal()))


def _kind(text: str, named: set[str]) -> str:
    """Return the kind that is named first after the word that asks; one that has a value there is not asked for."""
    asking = _ASKING.search(text)
    places = [(match.start(), kind) for kind, pattern in ASKED.items() if kind not in named
              for match in pattern.finditer(text)]  # fmt: skip
    after = [place for place in places if asking is None or place[0] >= asking.start()]
    first = min(after or places, default=(0, ""))
    return first[1]


def _names(text: str, values: Set[str]) -> tuple[str, ...]:
    """Return codes and names of places, which a passage must hold; values may be written in other ways."""
    codes = [code for code in _CODE.findall(_JOINT.sub(" ", text)) if code not in COMMON | values]
    names = [*codes, *_NAME.findall(text), *proper_nouns(text)]
    return tuple(dict.fromkeys(name.casefold() for name in names))
