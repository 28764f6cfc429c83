"""Sounds of languages that are spelled much as they are spoken, by a table of letters. Begin with `words`.

A voice that says what no corpus needs to hold, not one to read aloud with: regular.toml has the tables.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from soridam.speech.synthesis.spoken import SpokenWord, iter_tokens

STRESS = "ˈ"
VOWELS = frozenset("aeiouɛɯ")
TABLES = Path(__file__).with_name("regular.toml")


@dataclass(frozen=True, slots=True)
class Spelling:
    """How one language is spelled. `stress` is the vowel that is stressed, counted from the end; 0: none.

    After a last consonant that is not among `endings` it is `stress_after_consonant`.
    """

    sounds: Mapping[str, str]
    stress: int
    stress_after_consonant: int = 0
    endings: str = ""

    def say(self, word: str) -> str:
        """Return the sounds of one word; letters that the table does not have are left out."""
        written = word.lower()
        longest = max(map(len, self.sounds))
        said, at = "", 0
        while at < len(written):
            size = next((n for n in range(longest, 0, -1) if written[at : at + n] in self.sounds), 0)
            said += self.sounds[written[at : at + size]] if size else ""
            at += size or 1
        return said if STRESS in said or not self.stress else self._stressed(written, said)

    def _stressed(self, written: str, said: str) -> str:
        last = written.rstrip("'’.,!?")[-1:]
        regular = last in VOWELS or last in self.endings
        place = self.stress if regular else self.stress_after_consonant
        vowels = [index for index, sound in enumerate(said) if sound in VOWELS]
        if len(vowels) < 2 or not place:
            return said
        at = vowels[-min(place, len(vowels))]
        return said[:at] + STRESS + said[at:]


def words(text: str, language: str) -> list[SpokenWord]:
    """Return the words of a text with their sounds and pauses. Raises KeyError for a language without a table."""
    return list(_words(text, spellings()[language]))


def _words(text: str, spelling: Spelling) -> Iterator[SpokenWord]:
    for token in iter_tokens(text):
        if sounds := spelling.say(token.text):
            yield SpokenWord(token.begin, token.stop, sounds, token.pause)


@cache
def spellings() -> Mapping[str, Spelling]:
    """Return the table of each language."""
    return {code: Spelling(**values) for code, values in tomllib.loads(TABLES.read_text(encoding="utf-8")).items()}
