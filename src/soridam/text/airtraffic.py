"""Air-traffic talk in two forms: spelled words and digits. Begin with `to_words` and `to_digits`.

Abbreviations whose letters are said (ILS, "I L S", "i l s") have one form: ils. The spelling alphabet is kept where it
was said, and used for letters in a code such as N123AB.

Canonical words read every digit alone ("one two one decimal nine"); canonical digits are 350, 090, 121.9, 09L,
FL350, KAL701, N123AB and D-EABC. Between canonical forms nothing is lost in either direction, leading zeros included.
"""

import re
from collections.abc import Iterator, Sequence

from soridam.text.airtraffic_glue import glue
from soridam.text.airtraffic_numbers import DIGIT_WORDS, SIDES, VARIANTS, lex
from soridam.text.spacing import drop_punctuation, tidy
from soridam.text.telephony import ALPHABET, LETTER_SPELLINGS, TELEPHONY, TELEPHONY_SPELLINGS

EDGES = re.compile(r"([^0-9A-Za-z]*)(.*?)([^0-9A-Za-z]*)", re.DOTALL)
CLAUSE = re.compile(r"(?<=[^ .,;:!?])([.,;:!?]+)(?= |$)")
NUMBER = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?")
FLIGHT_LEVEL = re.compile(r"FL([0-9]{2,3})")
RUNWAY = re.compile(r"(?:RWY)?([0-9]{1,2})([LRC]?)")
CALLSIGN = re.compile(r"([A-Z]{3})([0-9][0-9A-Z]{0,3})")
LABELLED = re.compile(r"(QNH|QFE|RWY|ILS|VOR|DME|NDB|RNP|CAT)([0-9]+)([LRC]?)")
REGISTRATION = re.compile(r"[A-Z]-[A-Z]{4}|[A-Z]{2}-?[0-9A-Z]{0,2}[0-9][0-9A-Z]{2}|[A-Z]{2}-[A-Z]{3}")
SPELLED = re.compile(r"[A-Z]+[0-9][0-9A-Z]*|[0-9]+[A-Z]")
NUMBER_THEN_WORD = re.compile(r"([0-9]+)([A-Z]{2,})")
ORDINAL = re.compile(r"[0-9]+(?:ST|ND|RD|TH)")
SEPARATOR = re.compile(r"[^0-9A-Za-z]+")
LETTER = re.compile(r"[A-Za-z]")
LONE_LETTER = re.compile(r"[B-HJ-Z]")  # "A" and "I" are words, too
WRITTEN_WORDS = {"RWY": "runway", "FL": "flight level"}
# What is said in one way and written in several, or the other way round.
EQUAL_WORDS = {
    **LETTER_SPELLINGS, **VARIANTS, **TELEPHONY_SPELLINGS,
    "x ray": "xray", "centre": "center", "ft": "feet", "foot": "feet",
    "kt": "knots", "kts": "knots", "knot": "knots", "nm": "nautical miles", "nautical mile": "nautical miles",
    "hpa": "hectopascals", "hectopascal": "hectopascals", "hecto pascals": "hectopascals", "take off": "takeoff",
    "stand by": "standby", "ok": "okay", "line up": "lineup", "push back": "pushback", "start up": "startup",
    "read back": "readback", "good bye": "goodbye", "air field": "airfield", "left hand": "lefthand",
    "right hand": "righthand",
}  # fmt: skip
EQUAL_WORD = re.compile(rf"\b(?:{'|'.join(sorted(EQUAL_WORDS, key=len, reverse=True))})\b")
DIGIT = f"(?:{'|'.join(DIGIT_WORDS)})"
LEVEL_OF_THREE = re.compile(rf"\bflight level zero (?={DIGIT} {DIGIT}\b(?! {DIGIT}\b))")  # FL080 is FL80
ONE_DIGIT_RUNWAY = re.compile(rf"\brunway (?={DIGIT}\b(?! {DIGIT}\b))")  # 9 is 09
ONE_DIGIT_SIDE = re.compile(
    rf"(?<!zero )(?<!one )(?<!two )(?<!three )\b(?={DIGIT} (?:left|right|center)\b)"
)  # 9L is 09L
_SAID_BY_LETTERS = """
ADF AGL ATC ATZ CPDLC CTR DME ETA ETD FIR FMS GPS HF IFR ILS IMC MSA MSL NDB NM PAPI PDC QDM QFE QNE QNH RNP RVR SSR
TMA UHF UTC VFR VHF VMC VOR
"""
SAID_BY_LETTERS = frozenset(_SAID_BY_LETTERS.split())
BEFORE_LETTERS_OF_THEIR_OWN = ("via", "taxiway", "taxiways", "point", "intersection", "information", "stand", "gate")


def to_words(text: str) -> str:
    """Spell digits, runways, flight levels, callsigns and registrations as they are spoken, in lower case.

    Words that were spoken stay as they are, "niner", "point" and "thousand" too. Known airlines get their telephony
    (KAL701: korean air seven zero one), other letters beside digits the ICAO alphabet. 1st and 2nd stay.
    """
    return " ".join(_spell_token(token) for token in _join_letters(tidy(text).split()))


def to_bare_words(text: str) -> str:
    """Spelled words without punctuation, which radio transcripts do not have."""
    return to_words(drop_punctuation(to_words(text)))  # RWY:A is two words only without its colon


def to_digits(text: str) -> str:
    """Write numbers, frequencies, runways, flight levels and callsigns in digits; leave all other words alone.

    "two thousand five hundred" is 2500, "triple seven" 777. Digit words in a row are one number; punctuation or
    a magnitude ends it. A telephony name with up to four digits and letters is a callsign; "delta" with a single
    digit is the letter (taxiway D4). "one" stays a word after "the", "that" and the like.
    """
    words = tidy(text)
    pieces: list[str] = []
    at = 0
    for end in CLAUSE.finditer(words):
        pieces.append(_clause_to_digits(words[at : end.start(1)]) + end[1])
        at = end.end()
    return " ".join([*pieces, _clause_to_digits(words[at:])]).strip()


def unify(text: str) -> str:
    """Words under which equal messages are equal: for scoring references and hypotheses, never for a user's eyes.

    niner is nine, point is decimal, two thousand five hundred is two five zero zero, KAL701 is korean air seven zero
    one, alpha is alfa; no punctuation. "zero nine" stays apart from "nine".
    """
    words = EQUAL_WORD.sub(lambda found: EQUAL_WORDS[found[0]], to_bare_words(text))
    while (again := to_words(to_digits(words))) != words:  # each round uses up a word such as "double"
        words = again
    return ONE_DIGIT_SIDE.sub("zero ", ONE_DIGIT_RUNWAY.sub("runway zero ", LEVEL_OF_THREE.sub("flight level ", words)))


def number_tokens(text: str) -> tuple[str, ...]:
    """Everything with a digit in it, in digit form and in order: what a correction must not change."""
    tokens = (EDGES.fullmatch(token) for token in to_digits(text).split())
    return tuple(core[2] for core in tokens if core and re.search("[0-9]", core[2]))


def callsigns(text: str) -> tuple[str, ...]:
    """Return the airline callsigns of a text (KAL701), as far as their airline is in the table."""
    found = (CALLSIGN.fullmatch(token) for token in number_tokens(text))
    return tuple(callsign[0] for callsign in found if callsign and callsign[1] in TELEPHONY)


def _clause_to_digits(clause: str) -> str:
    return " ".join(glue(lex(clause.split())))


def _join_letters(tokens: Sequence[str]) -> Iterator[str]:
    """Join letters that stand alone beside one another to the abbreviation that they are: "I L S" becomes "ils"."""
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and LETTER.fullmatch(tokens[end]):
            end += 1
        joined = "".join(tokens[at:end])
        before = tokens[at - 1].lower() if at else ""
        is_unknown = joined.upper() not in SAID_BY_LETTERS
        if is_unknown and (len(joined) < 3 or not joined.isupper() or before in BEFORE_LETTERS_OF_THEIR_OWN):
            yield tokens[at]
            at += 1
        else:
            yield joined.lower()
            at = end


def _spell_token(token: str) -> str:
    edges = EDGES.fullmatch(token)
    assert edges is not None
    before, core, after = edges.groups()
    return f"{before}{_spell_core(core)}{after}"


def _spell_core(core: str) -> str:
    upper = core.upper()
    if number := NUMBER.fullmatch(core):
        whole = _spell(number[1].replace(",", ""))
        return f"{whole} decimal {_spell(number[2])}" if number[2] else whole
    if ORDINAL.fullmatch(upper) or not re.search("[0-9]", core):
        return _spell_letters(core)
    if level := FLIGHT_LEVEL.fullmatch(upper):
        return f"flight level {_spell(level[1])}"
    if runway := RUNWAY.fullmatch(upper):
        label = "runway " if upper.startswith("RWY") else ""
        return f"{label}{_spell(runway[1])} {SIDES[runway[2]]}".rstrip()
    if labelled := LABELLED.fullmatch(upper):
        label = WRITTEN_WORDS.get(labelled[1], labelled[1].lower())
        return f"{label} {_spell(labelled[2])} {SIDES[labelled[3]]}".rstrip()
    if (callsign := CALLSIGN.fullmatch(upper)) and callsign[1] in TELEPHONY:
        return f"{TELEPHONY[callsign[1]]} {_spell(callsign[2])}"
    if SPELLED.fullmatch(upper) or REGISTRATION.fullmatch(upper):
        return _spell(upper.replace("-", ""))
    return _spell_mixture(upper)


def _spell_letters(core: str) -> str:
    if REGISTRATION.fullmatch(core):
        return _spell(core.replace("-", ""))
    if LONE_LETTER.fullmatch(core):
        return ALPHABET[core]
    return WRITTEN_WORDS.get(core.upper(), core.lower())


def _spell_mixture(upper: str) -> str:
    """10NM, 27L/09R, 12:30: the parts one after another."""
    if measured := NUMBER_THEN_WORD.fullmatch(upper):
        return f"{_spell(measured[1])} {measured[2].lower()}"
    parts = [part for part in SEPARATOR.split(upper) if part]
    if len(parts) > 1:
        return " ".join(_spell_core(part) for part in parts)
    return " ".join(_spell_core(part) for part in re.findall(r"[0-9]+|[^0-9]+", upper))


def _spell(characters: str) -> str:
    return " ".join(ALPHABET.get(character) or DIGIT_WORDS[int(character)] for character in characters)
