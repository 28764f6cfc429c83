"""The units that a correction may exchange: words, and whole numbers. Begin with `read_atoms`.

A number is every maximal run of digits with "decimal" and spelled letters right behind it: "one two three alfa" is one
atom. Nothing is ever exchanged inside of it, so that no number can be put together from two.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from soridam.radio.phraseology.speech import speak
from soridam.text.airtraffic import unify
from soridam.text.airtraffic_numbers import DIGIT_WORDS, SEPARATORS, Lexeme, lex
from soridam.text.telephony import LETTERS

CACHED = 4096  # texts: the lists of a day come again with every transmission
_DIGITS = frozenset(DIGIT_WORDS)


@dataclass(frozen=True, slots=True)
class Atom:
    """A word or a whole number: as it was said, and the `key` under which equal ones are equal."""

    words: str
    key: str
    is_number: bool = False


@lru_cache(CACHED)
def read_atoms(text: str) -> tuple[Atom, ...]:
    """Cut a transmission, in words or digits, into its atoms. Their words in order are the transmission's."""
    words = speak(text).split()
    atoms: list[Atom] = []
    run: list[str] = []
    at = 0
    for lexeme in lex(words):
        said, at = words[at : at + lexeme.width], at + lexeme.width
        if _is_number(lexeme) or (run and _continues(lexeme)):
            run += said
            continue
        atoms += _number(run)
        run = []
        atoms.append(Atom(" ".join(said), _key(" ".join(said))))
    return (*atoms, *_number(run))


@lru_cache(CACHED)
def count_numbers(text: str) -> Counter[str]:
    """Count the numbers of a transmission in its normal form (`soridam.text.airtraffic.unify`)."""
    numbers: Counter[str] = Counter()
    run: list[str] = []
    for word in [*unify(text).split(), ""]:
        if word in _DIGITS or (run and (word == "decimal" or word in LETTERS)):
            run.append(word)
        elif run:
            numbers[" ".join(run)] += 1
            run = []
    return numbers


def allowed_numbers(hypotheses: Iterable[str], names: Iterable[str]) -> Counter[str]:
    """Count how often each number may occur: as often as in the one hypothesis or name that has it most often."""
    allowed: Counter[str] = Counter()
    for text in (*hypotheses, *names):
        allowed |= count_numbers(text)
    return allowed


def join(atoms: Sequence[Atom]) -> str:
    """Return the words of atoms."""
    return " ".join(atom.words for atom in atoms)


def keys_of(atoms: Sequence[Atom]) -> tuple[str, ...]:
    """Return what atoms are compared by."""
    return tuple(atom.key for atom in atoms)


def _number(run: list[str]) -> list[Atom]:
    said = " ".join(run)
    return [Atom(said, _key(said), is_number=True)] if run else []


@lru_cache(4 * CACHED)
def _key(words: str) -> str:
    return unify(words)


def _is_number(lexeme: Lexeme) -> bool:
    return lexeme.text[:1].isdigit()


def _continues(lexeme: Lexeme) -> bool:
    return lexeme.word in SEPARATORS or bool(lexeme.letter)
