"""Proposals that replace a garbled name by the one on today's list that is nearest. Begin with `propose_names`.

The list is used after recognition, not as a prompt: a prompt of callsigns changes other numbers (decision 13).
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from soridam.radio.correct.atoms import Atom, keys_of, read_atoms
from soridam.radio.correct.guard import Evidence, Proposal
from soridam.radio.phraseology.phrase import standardize
from soridam.text.airtraffic import to_words
from soridam.text.airtraffic_numbers import DIGIT_WORDS
from soridam.text.telephony import LETTERS

LONGEST = 6  # atoms of a garbled name
CHARACTER_WEIGHT, MOST_WEIGHT = 0.2, 0.6  # of each digit or letter, and of all; the rest is the name's
OTHER_WORDS = 0.28  # taken from a registration's likeness for words between its letters
EDGE = 6  # atoms from the beginning in which a callsign that does not end the transmission may begin
SUGGESTED = 0.55  # likeness from which a callsign is shown as a suggestion, if no more
LEFTOVER = 60  # percent of likeness between a word beside the stretch and one of the name
_CHARACTERS = frozenset(DIGIT_WORDS) | LETTERS.keys()


@dataclass(frozen=True, slots=True)
class Lists:
    """What retrieval knows of a place and a time: callsigns (DLH123, D-EABC) and waypoints.

    `telephony` says how callsigns are spoken whose airline is in no table, as pairs of both.
    """

    callsigns: tuple[str, ...] = ()
    waypoints: tuple[str, ...] = ()
    telephony: tuple[tuple[str, str], ...] = ()

    def spoken_callsigns(self) -> tuple[str, ...]:
        """Return the callsigns as they are said, each once."""
        said = dict(self.telephony)
        return tuple(dict.fromkeys(to_words(said.get(callsign, callsign)) for callsign in self.callsigns))

    def callsigns_by_words(self) -> dict[str, str]:
        """Return the callsigns by the words in which they are said, in one pronunciation."""
        said = dict(self.telephony)
        return {standardize(to_words(said.get(callsign, callsign))): callsign for callsign in self.callsigns}

    def spoken(self) -> tuple[str, ...]:
        """Return all names as they are said, for the guard."""
        return (*self.spoken_callsigns(), *(name.lower() for name in self.waypoints))


EMPTY = Lists()


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How like a name the words must be, from 0 to 1, and how far ahead of the second name on the list.

    Those of callsigns were fitted (`soridam.radio.fit`) on 120 synthetic transmissions of a tuned recognizer.
    """

    callsign: float = 0.65
    callsign_margin: float = 0.12
    characters: float = 0.6  # of the digits and letters alone, unless another hypothesis has the very number
    waypoint: float = 0.85
    waypoint_margin: float = 0.1


DEFAULT = Thresholds()


@dataclass(frozen=True, slots=True)
class _Fit:
    """The stretch of atoms that is likest to a name."""

    likeness: float
    characters: float  # likeness of digits and letters alone
    start: int
    end: int
    name: str


def propose_names(
    evidence: Evidence, lists: Lists, vocabulary: Set[str], thresholds: Thresholds = DEFAULT
) -> list[Proposal]:
    """Propose the callsign, and waypoints, that were probably said. A name that stands there whole needs no proposal.

    A callsign that is near, but not near enough, is proposed without being sure.

    `vocabulary` are words that the recognizer knows from training: a waypoint replaces only others.
    """
    atoms = read_atoms(evidence.hypotheses[0])
    heard = frozenset(atom.key for text in evidence.hypotheses for atom in read_atoms(text) if atom.is_number)
    return [
        *_callsign(atoms, lists.spoken_callsigns(), heard, vocabulary, thresholds),
        *_waypoints(atoms, lists.waypoints, vocabulary, thresholds),
    ]


def _callsign(
    atoms: Sequence[Atom], spoken: Sequence[str], numbers: Set[str], vocabulary: Set[str], thresholds: Thresholds
) -> Iterator[Proposal]:
    """Propose the one callsign that is near. `numbers` are those of all hypotheses."""
    heard = f" {' '.join(keys_of(atoms))} "
    if any(f" {' '.join(keys_of(read_atoms(name)))} " in heard for name in spoken):
        return
    fits = sorted((_best_fit(atoms, name) for name in spoken), key=lambda fit: -fit.likeness)
    best = _ahead(fits, SUGGESTED, 0.0)
    if best is not None:
        is_ahead = _ahead(fits, thresholds.callsign, thresholds.callsign_margin) is not None
        sure = is_ahead and (best.characters >= thresholds.characters or _number_of(best.name) in numbers)
        yield _proposal(_with_leftovers(atoms, best, vocabulary), "callsign list", sure=sure)


def _number_of(name: str) -> str:
    return next((atom.key for atom in read_atoms(name) if atom.is_number), "")


def _with_leftovers(atoms: Sequence[Atom], fit: _Fit, vocabulary: Set[str]) -> _Fit:
    """Widen a stretch by unknown words beside it that are like a word of the name: they would be left over."""
    words = fit.name.split()

    def is_leftover(at: int) -> bool:
        if not 0 <= at < len(atoms) or atoms[at].is_number or atoms[at].key in vocabulary:
            return False
        return any(fuzz.ratio(atoms[at].key, word) >= LEFTOVER for word in words)

    start, end = fit.start, fit.end
    while is_leftover(start - 1):
        start -= 1
    while is_leftover(end):
        end += 1
    return _Fit(fit.likeness, fit.characters, start, end, fit.name)


def _ahead(fits: Sequence[_Fit], threshold: float, margin: float) -> _Fit | None:
    """Return the best fit if it is like enough, and more so than the second by the margin."""
    if not fits or fits[0].likeness < threshold:
        return None
    return fits[0] if len(fits) == 1 or fits[0].likeness - fits[1].likeness >= margin else None


def _best_fit(atoms: Sequence[Atom], name: str) -> _Fit:
    """Return the stretch that is likest to a callsign. The number ends it, where there is one."""
    whole = read_atoms(name)
    numbers = sum(atom.is_number for atom in whole)
    said = _parts(whole)
    fits = (
        _Fit(*_likeness(said, _parts(atoms[start:end])), start, end, name)
        for start, end in _iter_stretches(atoms)
        if sum(atom.is_number for atom in atoms[start:end]) == numbers <= 1
        and (atoms[end - 1].is_number or not whole[-1].is_number)
    )
    return max(fits, key=lambda fit: fit.likeness, default=_Fit(0.0, 0.0, 0, 0, name))


def _iter_stretches(atoms: Sequence[Atom]) -> Iterator[tuple[int, int]]:
    for start in range(len(atoms)):
        for end in range(start + 1, min(len(atoms), start + LONGEST) + 1):
            if start <= EDGE or end == len(atoms):
                yield start, end


@dataclass(frozen=True, slots=True)
class _Parts:
    """The digits and letters of a callsign, and its airline's name without spaces."""

    characters: tuple[str, ...]
    name: str


def _parts(atoms: Sequence[Atom]) -> _Parts:
    words = " ".join(keys_of(atoms)).split()
    return _Parts(
        tuple(word for word in words if word in _CHARACTERS), "".join(word for word in words if word not in _CHARACTERS)
    )


def _likeness(callsign: _Parts, said: _Parts) -> tuple[float, float]:
    """Return from 0 to 1 how like words are to a callsign, and how like their digits and letters alone are.

    A number of one digit is soon alike and weighs less; but another number is never made good by the right name. Where
    the name was heard well, the number probably was, too: its digits are then worth nothing unless they are the same. A
    registration has nothing but its letters.
    """
    characters = 1 - Levenshtein.normalized_distance(callsign.characters, said.characters)
    if not callsign.name:
        return characters if not said.name else characters - OTHER_WORDS, characters
    name = fuzz.ratio(callsign.name, said.name) / 100
    weight = min(MOST_WEIGHT, CHARACTER_WEIGHT * len(callsign.characters))
    likeness = min(share * characters + (1 - share) * name for share in (weight, MOST_WEIGHT))
    return likeness, 0.0 if name == 1 and characters < 1 else characters


def _waypoints(
    atoms: Sequence[Atom], waypoints: Sequence[str], vocabulary: Set[str], thresholds: Thresholds
) -> Iterator[Proposal]:
    """Words outside of the vocabulary, one or two of them, that are like a waypoint which is not there yet."""
    names = [name.lower() for name in waypoints]
    keys = keys_of(atoms)
    unknown = [not atom.is_number and atom.key not in vocabulary and atom.key not in names for atom in atoms]
    for start, end in ((at, at + length) for length in (2, 1) for at in range(len(atoms) - length + 1)):
        if not all(unknown[start:end]):
            continue
        said = "".join(keys[start:end]).replace(" ", "")
        fits = sorted(
            (_Fit(fuzz.ratio(said, name) / 100, 1.0, start, end, name) for name in names if name not in keys),
            key=lambda fit: -fit.likeness,
        )
        best = _ahead(fits, thresholds.waypoint, thresholds.waypoint_margin)
        if best is not None:
            yield _proposal(best, "waypoint list")


def _proposal(fit: _Fit, proposer: str, *, sure: bool = True) -> Proposal:
    return Proposal(fit.start, fit.end, fit.name, proposer, fit.likeness, f"likeness {fit.likeness:.2f}", sure)


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text as atoms are compared; the vocabulary is the union of those of the training texts."""
    return frozenset(" ".join(keys_of(read_atoms(text))).split())
