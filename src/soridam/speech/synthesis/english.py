"""English text to the sounds of the voice. Begin with `EnglishSounds.words`.

A word is looked up in the lists that the voice was trained with, then taken apart (wanted, rainbows, teddybear), then
guessed from its letters. Little words change with their neighbors (the apple, the dog), and words that are spelled
alike are distinguished by the words next to them.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from soridam.core.files import read_json
from soridam.speech.synthesis.english_spelling import SpellingNetwork
from soridam.speech.synthesis.spoken import SpokenWord, Token, iter_tokens
from soridam.text.english_numbers import has_digits, spell

Entry = str | Mapping[str, str]  # the sounds of a word, or those of each of its roles (DEFAULT, VERB, VBD, ...)

WORDS = "english-words.json"
MORE_WORDS = "english-more-words.json"
SPELLING = "english-spelling.npz"

PRIMARY, SECONDARY = "ˈ", "ˌ"
VOWELS = frozenset("AIOWYaeiouæɑɐəɛɜɪɔʊʌᵊᵻ")
VOICELESS = frozenset("ptkfθ")
SIBILANTS = frozenset("szʃʒʧʤ")
SHORTEST_PART = 3  # letters of a word within a word

_PIECE = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*['’]?|[-+−$€£₩]?[0-9][\w.,:]*%?|[&+=%@]")
_HANGUL = re.compile(r"[가-힣]+")
_ACRONYM = re.compile(r"[A-Z]{2,5}s?")
_THREE_ALIKE = re.compile(r"(.)\1{2,}")
SYMBOLS = {"&": "and", "+": "plus", "=": "equals", "%": "percent", "@": "at"}
# Sounds that people and animals make, whose letters may be drawn out.
EXCLAMATIONS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\A{pattern}"), sounds)
    for pattern, sounds in (
        (r"s+h+", "ʃˈʌʃ"),
        (r"h*m+", "hˈʌm"),
        (r"z+", "zˈi zˈi"),
        (r"b+r+", "bɹˈɜɹ"),
        (r"g+r+", "ɡɹˈɜɹ"),
        (r"a+h+", "ˈɑ"),
        (r"a+w+", "ˈɔ"),
        (r"o+h+", "ˈO"),
        (r"o{3,}h*", "ˈu"),
        (r"u+g+h+", "ˈʌɡ"),
        (r"p+s+t+", "pˈɪst"),
        (r"(?:ha){2,}h?", "hˈɑhɑ"),
        (r"(?:he){2,}", "hˈihi"),
        (r"eek+", "ˈik"),
        (r"whe{2,}", "wˈi"),
        (r"boo{2,}m", "bˈum"),
    )
)

SUBJECTS = frozenset(["i", "you", "we", "they", "who", "that"])
MODALS = frozenset(
    [
        "to",
        "will",
        "can",
        "could",
        "would",
        "should",
        "must",
        "may",
        "might",
        "shall",
        "let's",
        "do",
        "does",
        "did",
        "don't",
        "doesn't",
        "didn't",
        "can't",
        "won't",
        "couldn't",
        "wouldn't",
        "shouldn't",
        "cannot",
        "not",
        "please",
        "never",
        "always",
        "i'll",
        "you'll",
        "we'll",
        "they'll",
        "he'll",
        "she'll",
        "it'll",
    ]
)
DETERMINERS = frozenset(
    [
        "a",
        "an",
        "the",
        "my",
        "your",
        "his",
        "her",
        "its",
        "our",
        "their",
        "no",
        "this",
        "that",
        "these",
        "those",
        "any",
        "some",
        "of",
        "in",
        "every",
        "each",
    ]
)
PERFECT = frozenset(
    [
        "had",
        "has",
        "have",
        "he",
        "she",
        "it",
        "was",
        "were",
        "been",
        "already",
        "having",
        "got",
        "i've",
        "you've",
        "we've",
        "they've",
    ]
)
OBJECTS = frozenset(["your", "the", "my", "his", "her", "it", "that", "this", "our", "their", "them", "up", "down"])


@dataclass(frozen=True, slots=True)
class _Unit:
    """One word to say, of the token with this number. `pause` follows it."""

    token: int
    text: str
    pause: str

    @property
    def key(self) -> str:
        return self.text.lower()


def _read_words(path: Path) -> dict[str, Entry]:
    return {
        word: entry if isinstance(entry, str) else {role: sounds for role, sounds in entry.items() if sounds}
        for word, entry in read_json(path).items()
    }


def no_hangul(word: str) -> str:
    """For texts without Korean."""
    return ""


@dataclass
class EnglishSounds:
    """Says English. `hangul` says Korean words in English text, such as a child's name."""

    known: Mapping[str, Entry]
    spelling: SpellingNetwork
    hangul: Callable[[str], str] = no_hangul
    _remembered: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path, hangul: Callable[[str], str] = no_hangul) -> "EnglishSounds":
        """Read the lists of words and the spelling network out of the voice's folder."""
        known = {**_read_words(folder / MORE_WORDS), **_read_words(folder / WORDS)}
        return cls(known, SpellingNetwork(folder / SPELLING), hangul)

    def words(self, text: str) -> list[SpokenWord]:
        """Return the words of a sentence with their sounds."""
        tokens = list(iter_tokens(text))
        units = list(_iter_units(tokens))
        sounds = [self._in_place(units, index) for index in range(len(units))]
        sounds = [
            _weakened(unit, own, after)
            for unit, own, after in zip(units, sounds, _following(units, sounds), strict=True)
        ]
        said: dict[int, str] = {}
        for unit, own in zip(units, sounds, strict=True):
            said[unit.token] = f"{said[unit.token]} {own}" if unit.token in said else own
        return [
            SpokenWord(token.begin, token.stop, said[index], token.pause)
            for index, token in enumerate(tokens)
            if said.get(index)
        ]

    def sounds(self, word: str) -> str:
        """Return the sounds of one word on its own."""
        return " ".join(spoken.sounds for spoken in self.words(word))

    # --- one word ---------------------------------------------------------------------------------------------------

    def _in_place(self, units: list[_Unit], index: int) -> str:
        unit = units[index]
        entry = self._entry(unit.text)
        if isinstance(entry, Mapping):
            before = units[index - 1] if index and not units[index - 1].pause else None
            after = units[index + 1] if index + 1 < len(units) and not unit.pause else None
            return _chosen(entry, unit, before, after)
        if entry is not None:
            return entry
        if unit.text not in self._remembered:
            self._remembered[unit.text] = self._composed(unit.text)
        return self._remembered[unit.text]

    def _entry(self, word: str) -> Entry | None:
        for form in (word, word.lower(), word.capitalize()):
            if form in self.known and not (len(form) > 1 and form.isupper()):
                return self.known[form]
        return None

    def _plain(self, word: str) -> str | None:
        """Return the sounds in a list, the first of several."""
        entry = self._entry(word)
        return entry["DEFAULT"] if isinstance(entry, Mapping) else entry

    def _composed(self, word: str) -> str:
        if _HANGUL.fullmatch(word):
            return self.hangul(word)
        for pattern, exclamation in EXCLAMATIONS:
            if pattern.fullmatch(word.lower()):
                return exclamation
        if _ACRONYM.fullmatch(word):
            return self._spelled_out(word)
        letters = _latin(word)
        shorter = _THREE_ALIKE.sub(r"\1\1", letters)
        forms = (letters, shorter, _THREE_ALIKE.sub(r"\1", letters))
        for find in (self._plain, self._with_ending, self._compound):
            if found := next((sounds for form in forms if (sounds := find(form))), None):
                return found
        plain = re.sub(r"[^a-z]", "", shorter)
        return self.spelling.sounds(plain) if plain else ""

    def _spelled_out(self, word: str) -> str:
        """TV as tee vee: the last letter is stressed, as in most names of letters."""
        capitals = word.rstrip("s")
        names = [(self._plain(letter) or "").replace(PRIMARY, SECONDARY) for letter in capitals]
        names[-1] = names[-1].replace(SECONDARY, PRIMARY)
        return _with_s("".join(names)) if word.endswith("s") else "".join(names)

    def _with_ending(self, word: str) -> str | None:
        for ending, add in ENDINGS:
            if not word.endswith(ending) or len(word) - len(ending) < 2:
                continue
            for stem in _stems(word.removesuffix(ending), ending):
                if sounds := self._plain(stem):
                    return add(sounds)
        return None

    def _compound(self, word: str) -> str | None:
        """Return two known words in one, the longest first part that fits."""
        for cut in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1):
            first, second = self._plain(word[:cut]), self._plain(word[cut:]) or self._with_ending(word[cut:])
            if first and second:
                return first + second.replace(PRIMARY, SECONDARY)
        return None


# --- endings ----------------------------------------------------------------------------------------------------------


def _with_s(sounds: str) -> str:
    if sounds[-1] in SIBILANTS:
        return sounds + "ᵻz"
    return sounds + ("s" if sounds[-1] in VOICELESS else "z")


def _with_ed(sounds: str) -> str:
    if sounds[-1] == "t":
        flapped = sounds[:-1] + "ɾ" if len(sounds) > 1 and sounds[-2] in VOWELS | {"ɹ"} else sounds
        return flapped + "ᵻd"
    if sounds[-1] == "d":
        return sounds + "ᵻd"
    return sounds + ("t" if sounds[-1] in VOICELESS | SIBILANTS - set("zʒʤ") else "d")


def _plus(ending: str) -> Callable[[str], str]:
    return lambda sounds: sounds + ending


ENDINGS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("'s", _with_s),
    ("s'", _with_s),
    ("'", _plus("")),
    ("s", _with_s),
    ("ed", _with_ed),
    ("ing", _plus("ɪŋ")),
    ("in'", _plus("ɪn")),
    ("er", _plus("əɹ")),
    ("est", _plus("əst")),
    ("ly", _plus("li")),
    ("ness", _plus("nəs")),
    ("less", _plus("ləs")),
    ("ful", _plus("fəl")),
    ("y", _plus("i")),
)


def _stems(rest: str, ending: str) -> Iterator[str]:
    """Yield what a word may have been before its ending: hop-p-ed, bak(e)-ed, stor(y)-ies, kiss-es."""
    yield rest
    if ending == "s" and rest.endswith("e"):
        yield rest[:-1]
    if ending[0] in "ei" or ending == "y":
        yield rest + "e"
        if len(rest) > 2 and rest[-1] == rest[-2]:
            yield rest[:-1]
    if rest.endswith("i"):
        yield rest[:-1] + "y"
    if rest.endswith("ie"):
        yield rest[:-2] + "y"


# --- neighbors --------------------------------------------------------------------------------------------------------


def _chosen(entry: Mapping[str, str], unit: _Unit, before: _Unit | None, after: _Unit | None) -> str:
    """Return which of several pronunciations: read and read, a close friend and close the door."""
    roles = [*_roles(unit, before, after), "DEFAULT"]
    return next(entry[role] for role in roles if role in entry)


def _roles(unit: _Unit, before: _Unit | None, after: _Unit | None) -> Iterator[str]:
    if after is None:
        yield "None"  # the full form of a little word, at a pause
    if unit.key == "used":
        yield from ["VBD"] if after and after.key == "to" else []
    elif before is None:
        yield from ["VERB"] if after and after.key in OBJECTS else []
        yield from ["DT"] if after and unit.key == "that" else []
    elif before.key in PERFECT or (before.text.istitle() and before.key not in SUBJECTS):
        yield from ("VBN", "VBD")
    if before and before.key in MODALS | SUBJECTS:
        yield "VERB"
    if before and before.key in DETERMINERS:
        yield from ("NOUN", "ADJ")


def _weakened(unit: _Unit, sounds: str, after: str) -> str:
    """Return the little words that turn on what follows: `after` is the next sound, or "" at a pause."""
    before_vowel = after in VOWELS
    if unit.key == "the":
        return "ði" if before_vowel else "ðə"
    if unit.text == "a":
        return "ɐ"
    if unit.key == "an":
        return "ən"
    if unit.key == "to" and after:
        return "tʊ" if before_vowel else "tə"
    return sounds


def _following(units: list[_Unit], sounds: list[str]) -> list[str]:
    firsts = [re.sub(f"[{PRIMARY}{SECONDARY} ]", "", own)[:1] for own in sounds]
    after = ["" if unit.pause else following for unit, (_, following) in zip(units, pairwise(firsts), strict=False)]
    return [*after, ""] if units else []


def _iter_units(tokens: list[Token]) -> Iterator[_Unit]:
    for number, token in enumerate(tokens):
        words = [word for piece in _PIECE.findall(token.text) for word in _words_of(piece)]
        for word in words[:-1]:
            yield _Unit(number, word, "")
        if words:
            yield _Unit(number, words[-1], token.pause)


def _words_of(piece: str) -> list[str]:
    if piece in SYMBOLS:
        return [SYMBOLS[piece]]
    if has_digits(piece):
        return spell(piece.rstrip(".,:"))
    return [run for run in re.split(r"([가-힣]+)", piece.replace("’", "'")) if run]


def _latin(word: str) -> str:
    """Lower case without accents: Chloé as chloe."""
    apart = unicodedata.normalize("NFD", word.lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
