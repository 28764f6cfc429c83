"""Values of a transmission: levels, headings, speeds, frequencies, runways and the rest. Begin with `find_values`."""

import re
from collections.abc import Callable, Sequence

from soridam.radio.entities.entity import Entity, Kind
from soridam.radio.entities.grammar import LABELS
from soridam.radio.phraseology.phrase import Piece
from soridam.text.telephony import LETTERS

FREQUENCY = re.compile(r"1(?:1[89]|2[0-9]|3[0-7])\.[0-9]{1,3}")
UNPOINTED = re.compile(r"1(?:1[89]|2[0-9]|3[0-7])[0-9]{1,3}")
SQUAWK = re.compile(r"[0-7]{4}")
DIGITS = re.compile(r"[0-9]+")
SIDED = re.compile(r"[0-9]{1,2}[LRC]")
MACH_DIGITS = re.compile(r"[0-9]{2,3}")
HIGHEST_RUNWAY = 36
HIGHEST_HEADING = 360
MOST_BETWEEN = 2  # words between a label and its value
FAR = 6  # pieces between "contact" and its frequency


def find_values(pieces: Sequence[Piece]) -> list[Entity]:
    """Find the values in order; no piece belongs to two of them."""
    found: list[Entity] = []
    at = 0
    while at < len(pieces):
        value = next((one for rule in RULES if (one := rule(pieces, at)) is not None), None)
        if value is not None:
            found.append(value)
        at = value.end if value is not None else at + 1
    return found


def entity(kind: Kind, value: str, pieces: Sequence[Piece], start: int, end: int) -> Entity:
    """Return an entity made of the pieces from `start` to `end`, exclusive."""
    return Entity(kind, value, start, end, " ".join(piece.spoken for piece in pieces[start:end]))


def digits_of(piece: Piece) -> str:
    """Return the digits of a whole number; nothing for any other piece."""
    bare = piece.written.replace(",", "") if piece.kind == "number" else ""
    return bare if DIGITS.fullmatch(bare) else ""


def word(pieces: Sequence[Piece], at: int) -> str:
    """Return the word at a place; nothing outside the phrase or where there is no word."""
    return pieces[at].standard if 0 <= at < len(pieces) and pieces[at].kind == "word" else ""


def label_before(pieces: Sequence[Piece], at: int, labels: frozenset[str]) -> int | None:
    """Return the place of a label before a value, words such as "to" between them or not."""
    for place in range(at - 1, max(-1, at - 2 - MOST_BETWEEN), -1):
        if word(pieces, place) in labels:
            return place
        if word(pieces, place) not in LABELS["between"]:
            return None
    return None


def _level(pieces: Sequence[Piece], at: int) -> Entity | None:
    piece, digits, after = pieces[at], digits_of(pieces[at]), word(pieces, at + 1)
    if piece.kind == "level":
        return entity("level", f"FL{piece.written.split()[-1]}", pieces, at, at + 1)
    if not digits or word(pieces, at - 1) in LABELS["numbers_before"]:
        return None
    if after in LABELS["feet"] and len(digits) > 2:
        return entity("level", f"{digits} ft", pieces, at, at + 2)
    if after in LABELS["meters"] and label_before(pieces, at, LABELS["vertical"]) is not None:
        return entity("level", f"{digits} m", pieces, at, at + 2)
    if "," in piece.written and after not in LABELS["speed"] | LABELS["meters"]:
        return entity("level", f"{digits} ft", pieces, at, at + 1)
    if after in LABELS["speed"] or label_before(pieces, at, LABELS["vertical"]) is None:
        return None
    if len(digits) in (4, 5):
        return entity("level", f"{digits} ft", pieces, at, at + 1)
    return entity("level", f"FL{digits}", pieces, at, at + 1) if len(digits) in (2, 3) else None


def _wind(pieces: Sequence[Piece], at: int) -> Entity | None:
    if word(pieces, at) != "wind":
        return None
    numbers: list[str] = []
    end = at + 1
    while end < len(pieces) and len(numbers) < 2:
        if digits := digits_of(pieces[end]):
            numbers.append(digits)
        elif word(pieces, end) not in ("degrees", "is", "at", "now", "check"):
            break
        end += 1
    if len(numbers) < 2:
        return None
    return entity("wind", "/".join(numbers), pieces, at, end + (word(pieces, end) == "knots"))


def _heading(pieces: Sequence[Piece], at: int) -> Entity | None:
    digits = digits_of(pieces[at])
    if not 1 < len(digits) <= 3 or int(digits) > HIGHEST_HEADING or word(pieces, at + 1) in LABELS["speed"]:
        return None
    start = label_before(pieces, at, LABELS["heading"])
    turned = len(digits) == 3 and word(pieces, at + 1) != "degrees" and word(pieces, at - 1) in LABELS["turn"]
    if start is None and not turned:
        return None
    return entity("heading", digits.zfill(3), pieces, at - 1 if start is None else start, at + 1)


def _speed(pieces: Sequence[Piece], at: int) -> Entity | None:
    if word(pieces, at) == "mach":
        return _mach(pieces, at)
    digits = digits_of(pieces[at])
    if not 2 <= len(digits) <= 3 or word(pieces, at - 1) in LABELS["numbers_before"]:
        return None
    if word(pieces, at + 1) == "knots":
        return entity("speed", f"{digits} kt", pieces, at, at + 2)
    start = label_before(pieces, at, LABELS["speed"])
    return None if start is None else entity("speed", f"{digits} kt", pieces, start, at + 1)


def _mach(pieces: Sequence[Piece], at: int) -> Entity | None:
    place = at + 1
    while word(pieces, place) in ("number", "decimal", "point"):
        place += 1
    if place >= len(pieces):
        return None
    number = pieces[place].written.removeprefix("0.")
    if MACH_DIGITS.fullmatch(number):
        return entity("speed", f"M.{number}", pieces, at, place + 1)
    return None


def _frequency(pieces: Sequence[Piece], at: int) -> Entity | None:
    written = pieces[at].written
    if FREQUENCY.fullmatch(written):
        return entity("frequency", written, pieces, at, at + 1)
    asked = any(word(pieces, place) in LABELS["contact"] for place in range(max(0, at - FAR), at))
    if asked and UNPOINTED.fullmatch(digits_of(pieces[at])):
        return entity("frequency", f"{written[:3]}.{written[3:]}", pieces, at, at + 1)
    return None


def _squawk(pieces: Sequence[Piece], at: int) -> Entity | None:
    digits = digits_of(pieces[at])
    start = label_before(pieces, at, LABELS["squawk"]) if SQUAWK.fullmatch(digits) else None
    return None if start is None else entity("squawk", digits, pieces, start, at + 1)


def _pressure(pieces: Sequence[Piece], at: int) -> Entity | None:
    written = pieces[at].written
    if written.startswith(("QNH ", "QFE ")):
        return entity("qnh", written.split()[1], pieces, at, at + 1)
    digits = digits_of(pieces[at])
    if not 3 <= len(digits) <= 4:
        return None
    start = label_before(pieces, at, LABELS["pressure"] | {"qnh", "qfe"})
    return None if start is None else entity("qnh", digits, pieces, start, at + 1)


def _runway(pieces: Sequence[Piece], at: int) -> Entity | None:
    named = word(pieces, at - 1).lower() in LABELS["runway"]
    start = at - 1 if named else at
    if SIDED.fullmatch(pieces[at].written):
        return entity("runway", pieces[at].written.zfill(3), pieces, start, at + 1)
    digits = digits_of(pieces[at])
    fewest = 1 if word(pieces, at - 1) == "runway" else 2
    if named and fewest <= len(digits) <= 2 and 0 < int(digits) <= HIGHEST_RUNWAY:
        return entity("runway", digits.zfill(2), pieces, start, at + 1)
    return None


def _information(pieces: Sequence[Piece], at: int) -> Entity | None:
    letter = LETTERS.get(word(pieces, at))
    if letter and word(pieces, at - 1) in ("information", "atis"):
        return entity("information", letter, pieces, at - 1, at + 1)
    return None


RULES: tuple[Callable[[Sequence[Piece], int], Entity | None], ...] = (
    _wind,
    _runway,
    _pressure,
    _squawk,
    _frequency,
    _heading,
    _speed,
    _level,
    _information,
)
