"""Words that belong to a number on the radio: flight level, runway side, airline, letters. Begin with `glue`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from soridam.text.airtraffic_numbers import Lexeme
from soridam.text.telephony import DESIGNATORS, LONGEST_TELEPHONY, TELEPHONY

LONGEST_FLIGHT = 4  # characters after the designator (ICAO Doc 4444)
SIDE_LETTERS = {"left": "L", "right": "R", "center": "C", "centre": "C"}
HIGHEST_RUNWAY = 36
# Letters beside digits that would be read as something else: FL350, QNH1013.
LABELS = ("FL", "QNH", "QFE", "RWY")
REGISTRATION_LENGTH = 5
ONE_LETTER_NATIONALITIES = "CDFGI"  # Canada, Germany, France, United Kingdom, Italy
# Nationality marks of two letters that letters follow (ICAO Annex 7).
_TWO_LETTERS = """
AP CC CN CP CS CU EC EI EK EL EP ER ES ET EW EX EY EZ HA HB HC HH HI HK HP HR HS HZ JY LN LV LX LY LZ OB OD OE OH OK
OM OO OY PH PJ PK PP PR PT PU PZ RP SE SP ST SU SX TC TF TG TI TJ TL TN TR TS TT TU TY TZ UK UN UR VH VN VP VT XA XB
XC XT XU XY YA YI YJ YK YL YR YS YU YV ZA ZK ZP ZS
"""
TWO_LETTER_NATIONALITIES = frozenset(_TWO_LETTERS.split())


@dataclass(frozen=True, slots=True)
class Glued:
    """A canonical digit form, and the place after the lexemes that it was joined from."""

    text: str
    end: int


def glue(lexemes: Sequence[Lexeme]) -> list[str]:
    """Join lexemes into canonical digit forms; what joins nothing is written as it is."""
    pieces: list[str] = []
    at = 0
    while at < len(lexemes):
        glued = glue_at(lexemes, at)
        pieces.append(glued.text)
        at = glued.end
    return pieces


def glue_at(lexemes: Sequence[Lexeme], at: int) -> Glued:
    """Return the canonical digit form that begins at this lexeme; what joins nothing, as it is written."""
    joined = next((found for rule in RULES if (found := rule(lexemes, at))), None)
    return joined or Glued(lexemes[at].text, at + 1)


def _flight_level(lexemes: Sequence[Lexeme], at: int) -> Glued | None:
    if [lexeme.word for lexeme in lexemes[at : at + 2]] != ["flight", "level"] or at + 2 == len(lexemes):
        return None
    digits = lexemes[at + 2].digits
    return Glued(f"FL{digits}", at + 3) if len(digits) in (2, 3) else None


def _runway(lexemes: Sequence[Lexeme], at: int) -> Glued | None:
    digits = lexemes[at].digits
    side = SIDE_LETTERS.get(lexemes[at + 1].word) if at + 1 < len(lexemes) else None
    named = at > 0 and lexemes[at - 1].word == "runway"
    if side is None or len(digits) not in ((1, 2) if named else (2,)) or not 0 < int(digits) <= HIGHEST_RUNWAY:
        return None
    return Glued(digits + side, at + 2)


def _airline(lexemes: Sequence[Lexeme], at: int) -> Glued | None:
    for length in range(LONGEST_TELEPHONY, 0, -1):
        designator = DESIGNATORS.get(tuple(lexeme.word for lexeme in lexemes[at : at + length]))
        if designator is None or at + length >= len(lexemes):
            continue
        digits = lexemes[at + length].digits
        shortest = 2 if lexemes[at].letter else 1  # "delta four" is a taxiway
        if shortest <= len(digits) <= LONGEST_FLIGHT:
            return _letters_of_flight(lexemes, at + length + 1, designator + digits)
    return None


def _letters_of_flight(lexemes: Sequence[Lexeme], at: int, callsign: str) -> Glued:
    longest = len("KAL") + LONGEST_FLIGHT
    while at < len(lexemes):
        more = lexemes[at].letter or (lexemes[at].digits if lexemes[at].spoken and callsign[-1].isalpha() else "")
        if not more or len(callsign) + len(more) > longest:
            break
        callsign, at = callsign + more, at + 1
    return Glued(callsign, at)


def _letters_with_digits(lexemes: Sequence[Lexeme], at: int) -> Glued | None:
    """A3, N123AB and HL7611, and five letters as a registration: D-EABC."""
    if not lexemes[at].letter or (at > 0 and lexemes[at - 1].word == "information"):
        return None
    end, spelled = at, ""
    while end < len(lexemes) and (lexemes[end].letter or lexemes[end].spoken):
        spelled += lexemes[end].letter or lexemes[end].digits
        end += 1
    if spelled.isalpha():
        return Glued(_registration(spelled) or _as_written(lexemes[at:end]), end)
    first_digits = next(place for place in range(at, end) if lexemes[place].digits)
    letters = "".join(lexeme.letter for lexeme in lexemes[at:first_digits])
    if letters in LABELS or letters in TELEPHONY:
        return Glued(_as_written(lexemes[at:first_digits]), first_digits)
    return Glued(spelled, end)


def _registration(letters: str) -> str:
    """D-EABC and HB-ABC; empty for five letters that no state has, or another number of them."""
    if len(letters) != REGISTRATION_LENGTH:
        return ""
    mark = 1 if letters[0] in ONE_LETTER_NATIONALITIES else 2 if letters[:2] in TWO_LETTER_NATIONALITIES else 0
    return f"{letters[:mark]}-{letters[mark:]}" if mark else ""


def _as_written(lexemes: Sequence[Lexeme]) -> str:
    return " ".join(lexeme.text for lexeme in lexemes)


RULES: tuple[Callable[[Sequence[Lexeme], int], Glued | None], ...] = (
    _flight_level,
    _runway,
    _airline,
    _letters_with_digits,
)
