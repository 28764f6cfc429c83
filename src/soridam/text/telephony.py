"""Radio names of airlines and letters, read from `telephony.toml`, which says where they are from."""

import tomllib
from importlib import resources

_DATA: dict[str, dict[str, str]] = tomllib.loads(
    resources.files("soridam.text").joinpath("telephony.toml").read_text(encoding="utf-8")
)

ALPHABET = _DATA["alphabet"]  # letter -> its word
LETTER_SPELLINGS = _DATA["letter_spellings"]  # other spelling -> ICAO's
LETTERS: dict[str, str] = {word: letter for letter, word in ALPHABET.items()}
LETTERS |= {spelling: LETTERS[word] for spelling, word in LETTER_SPELLINGS.items()}

TELEPHONY = _DATA["airlines"]  # designator -> telephony, in lower case; no telephony stands twice
# How names are also written: in one word or in two, or as the airline and not as its telephony.
TELEPHONY_SPELLINGS: dict[str, str] = {
    **{name.replace(" ", ""): name for name in TELEPHONY.values() if name.count(" ") == 1},
    **_DATA["airline_spellings"],
}
DESIGNATORS: dict[tuple[str, ...], str] = {tuple(name.split()): code for code, name in TELEPHONY.items()}
LONGEST_TELEPHONY = max(map(len, DESIGNATORS))
