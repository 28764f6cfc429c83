"""Pronunciations of unlisted English words, guessed by a small recurrent network. Begin with `SpellingNetwork`.

The network is that of g2p-en (Apache-2.0), trained on the CMU dictionary: letters in, ARPAbet out. It runs here in
NumPy, a word in about a millisecond.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

LETTERS = "abcdefghijklmnopqrstuvwxyz"
FIRST_LETTER, END_OF_WORD = 3, 2  # ids; 0 and 1 are padding and unknown
BEGIN, END, FIRST_PHONE = 2, 3, 4
LONGEST = 24  # phones; English words that children meet have fewer
_NAMES = [
    "AA",
    "AE",
    "AH",
    "AO",
    "AW",
    "AY",
    "B",
    "CH",
    "D",
    "DH",
    "EH",
    "ER",
    "EY",
    "F",
    "G",
    "HH",
    "IH",
    "IY",
    "JH",
    "K",
    "L",
    "M",
    "N",
    "NG",
    "OW",
    "OY",
    "P",
    "R",
    "S",
    "SH",
    "T",
    "TH",
    "UH",
    "UW",
    "V",
    "W",
    "Y",
    "Z",
    "ZH",
]
_WITH_STRESS = {"AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW"}
# ARPAbet to the letters of the voice; a vowel without stress may weaken.
VOWELS = {
    "AA": "ɑ",
    "AE": "æ",
    "AH": "ʌ",
    "AO": "ɔ",
    "AW": "W",
    "AY": "I",
    "EH": "ɛ",
    "ER": "ɜɹ",
    "EY": "A",
    "IH": "ɪ",
    "IY": "i",
    "OW": "O",
    "OY": "Y",
    "UH": "ʊ",
    "UW": "u",
}
WEAK = {"AH": "ə", "ER": "əɹ"}
CONSONANTS = {
    "CH": "ʧ",
    "DH": "ð",
    "G": "ɡ",
    "HH": "h",
    "JH": "ʤ",
    "NG": "ŋ",
    "R": "ɹ",
    "SH": "ʃ",
    "TH": "θ",
    "Y": "j",
    "ZH": "ʒ",
}
STRESS = {"1": "ˈ", "2": "ˌ", "0": ""}


def _phones() -> list[str]:
    """Return the network's phones in the order of their ids: each vowel with stress 0, 1 and 2."""
    phones: list[str] = []
    for name in _NAMES:
        if name == "UW":
            phones.append(name)  # a phone of its own in the training data
        phones += [f"{name}{stress}" for stress in "012"] if name in _WITH_STRESS else [name]
    return phones


PHONES = _phones()


@dataclass(frozen=True)
class Cell:
    """A gated recurrent unit; gates are stacked as reset, update, new."""

    input_weight: np.ndarray  # (3 × hidden, features)
    hidden_weight: np.ndarray  # (3 × hidden, hidden)
    input_bias: np.ndarray
    hidden_bias: np.ndarray

    def step(self, features: np.ndarray, hidden: np.ndarray) -> np.ndarray:
        size = len(hidden)
        seen = self.input_weight @ features + self.input_bias
        kept = self.hidden_weight @ hidden + self.hidden_bias
        gates = 1 / (1 + np.exp(-(seen[: 2 * size] + kept[: 2 * size])))
        reset, update = gates[:size], gates[size:]
        new = np.tanh(seen[2 * size :] + reset * kept[2 * size :])
        return (1 - update) * new + update * hidden


class SpellingNetwork:
    """Letters to sounds, the likeliest at each step."""

    def __init__(self, path: Path) -> None:
        with np.load(path, allow_pickle=False) as values:
            self._letters, self._phones = values["enc_emb"], values["dec_emb"]
            self._encoder, self._decoder = (
                Cell(*(values[f"{side}_{name}"] for name in ("w_ih", "w_hh", "b_ih", "b_hh")))
                for side in ("enc", "dec")
            )
            self._weight, self._bias = values["fc_w"], values["fc_b"]

    def sounds(self, word: str) -> str:
        """Return the sounds of a lower-case word of Latin letters."""
        return to_sounds(self._predict(word))

    def _predict(self, word: str) -> list[str]:
        hidden = np.zeros(self._letters.shape[1], dtype=np.float32)
        for token in [*(LETTERS.index(letter) + FIRST_LETTER for letter in word), END_OF_WORD]:
            hidden = self._encoder.step(self._letters[token], hidden)
        phones: list[str] = []
        token = BEGIN
        while len(phones) < LONGEST:
            hidden = self._decoder.step(self._phones[token], hidden)
            token = int(np.argmax(self._weight @ hidden + self._bias))
            if token == END:
                break
            if token >= FIRST_PHONE:
                phones.append(PHONES[token - FIRST_PHONE])
        return phones


def to_sounds(phones: list[str]) -> str:
    """ARPAbet with stress digits (K AA1 R) as sounds with the stress in front of the vowel (kˈɑɹ)."""
    return "".join(_sound(phone) for phone in phones)


def _sound(phone: str) -> str:
    name, stress = phone.rstrip("012"), phone[-1:]
    if name not in VOWELS:
        return CONSONANTS.get(name, name.lower())
    weak = stress not in "12"
    return STRESS.get(stress, "") + (WEAK.get(name, VOWELS[name]) if weak else VOWELS[name])
