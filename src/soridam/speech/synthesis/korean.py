"""Korean text to the sounds of the voice. Begin with `KoreanSounds.words`.

Numbers and letters are written out in Hangul, `hangul` says how the sentence is pronounced, and each syllable becomes
the sounds (IPA) that the voice knows.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from soridam.speech.synthesis.hangul import SILENT, decompose, is_hangul, pronounce
from soridam.speech.synthesis.spoken import SpokenWord, Token, iter_tokens
from soridam.text.korean_numbers import spell_numbers
from soridam.text.korean_numerals import digit_by_digit

INITIALS = {
    "ㄱ": "k",
    "ㄲ": "ʔk",
    "ㅋ": "kʰ",
    "ㄷ": "t",
    "ㄸ": "ʔt",
    "ㅌ": "tʰ",
    "ㅂ": "p",
    "ㅃ": "ʔp",
    "ㅍ": "pʰ",
    "ㅈ": "ʨ",
    "ㅉ": "ʔʨ",
    "ㅊ": "ʨʰ",
    "ㅅ": "s",
    "ㅆ": "ʔs",
    "ㄴ": "n",
    "ㅁ": "m",
    "ㄹ": "ɾ",
    "ㅎ": "h",
    SILENT: "",
}
# The voice makes a plain stop voiced between voiced sounds only if it is told to.
VOICED = {"ㄱ": "ɡ", "ㄷ": "d", "ㅂ": "b", "ㅈ": "ʥ"}
VOICED_FINALS = ("", "ㄴ", "ㄹ", "ㅁ", "ㅇ")
PALATAL = {"ㅅ": "ɕ", "ㅆ": "ʔɕ"}
# ɔ and ɨ for ㅓ and ㅡ: with ʌ and ɯ, which describe them better, this voice is understood less well.
VOWELS = {
    "ㅏ": "a",
    "ㅐ": "ɛ",
    "ㅓ": "ɔ",
    "ㅔ": "e",
    "ㅗ": "o",
    "ㅜ": "u",
    "ㅡ": "ɨ",
    "ㅣ": "i",
    "ㅢ": "ɨi",
    "ㅑ": "ja",
    "ㅒ": "jɛ",
    "ㅕ": "jɔ",
    "ㅖ": "je",
    "ㅛ": "jo",
    "ㅠ": "ju",
    "ㅘ": "wa",
    "ㅙ": "wɛ",
    "ㅚ": "we",
    "ㅝ": "wɔ",
    "ㅞ": "we",
    "ㅟ": "wi",
}
FINALS = {"": "", "ㄱ": "k", "ㄴ": "n", "ㄷ": "t", "ㄹ": "l", "ㅁ": "m", "ㅂ": "p", "ㅇ": "ŋ"}

LETTERS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        [
            "에이",
            "비",
            "씨",
            "디",
            "이",
            "에프",
            "지",
            "에이치",
            "아이",
            "제이",
            "케이",
            "엘",
            "엠",
            "엔",
            "오",
            "피",
            "큐",
            "알",
            "에스",
            "티",
            "유",
            "브이",
            "더블유",
            "엑스",
            "와이",
            "지",
        ],
        strict=True,
    )
)
# English words that Korean texts write in Latin letters and Koreans say in their own way.
LOANS = {
    "ok": "오케이",
    "okay": "오케이",
    "yes": "예스",
    "no": "노",
    "hi": "하이",
    "hello": "헬로",
    "bye": "바이",
    "love": "러브",
    "happy": "해피",
    "birthday": "버스데이",
    "party": "파티",
    "book": "북",
    "story": "스토리",
    "robot": "로봇",
    "zoo": "주",
    "cafe": "카페",
    "juice": "주스",
    "pizza": "피자",
    "cat": "캣",
    "dog": "도그",
    "wow": "와우",
    "go": "고",
    "stop": "스톱",
    "start": "스타트",
    "the": "더",
    "end": "엔드",
    "good": "굿",
    "tv": "티비",
    "vs": "대",
    "mom": "맘",
    "baby": "베이비",
    "merry": "메리",
    "christmas": "크리스마스",
}
SYMBOLS = {"&": " 앤 ", "+": " 더하기 ", "=": " 는 ", "@": " 골뱅이 ", "%": " 퍼센트 ", "#": " 샵 ", "℃": " 도 "}

_LATIN = re.compile(r"[^\W\d_가-힣ㄱ-ㆎ]+(?:['’][^\W\d_가-힣]+)*")
_DIGITS = re.compile(r"[0-9]+")
_OPEN_NUMBER = re.compile(r"\d번?$")
_JAMO = re.compile(r"[ㄱ-ㆎ]+")
_LAUGHS = {"ㅋ": "크", "ㅎ": "흐", "ㅠ": "유", "ㅜ": "우"}


@dataclass(frozen=True)
class KoreanSounds:
    """Says Korean. `latin` says the words in Latin letters that Korean has no way of its own for."""

    latin: Callable[[str], str]

    def words(self, text: str) -> list[SpokenWord]:
        """Return the words of a sentence with their sounds. Words of one breath change each other."""
        tokens = list(iter_tokens(text))
        groups = list(_iter_groups(tokens))
        spelled = [_spell(" ".join(token.text for token in group)) for group in groups]
        said = pronounce(
            "".join(words + (group[-1].pause or " ") for words, group in zip(spelled, groups, strict=True))
        )
        words: list[SpokenWord] = []
        at = 0
        for group, written in zip(groups, spelled, strict=True):
            words += self._shared_out(said[at : at + len(written)], group)
            at += len(written) + 1
        return words

    def sounds(self, word: str) -> str:
        """Return the sounds of one word on its own."""
        return " ".join(spoken.sounds for spoken in self.words(word))

    def _shared_out(self, said: str, group: list[Token]) -> Iterator[SpokenWord]:
        """A number and what it counts are read as one; the last word that is said belongs to the last that is shown."""
        words = said.split()
        first = max(len(words) - (len(group) - 1), 1)
        shares = [words[:first], *([word] for word in words[first:])]
        for token, share in zip(group, shares, strict=False):
            sounds = " ".join(self._sounds_of(word) for word in share)
            if sounds.strip():
                yield SpokenWord(token.begin, token.stop, sounds, token.pause)

    def _sounds_of(self, word: str) -> str:
        pieces = re.split(r"([가-힣]+)", word)
        return "".join(
            to_sounds(piece) if piece[:1] and is_hangul(piece[0]) else self.latin(piece) for piece in pieces if piece
        )


def to_sounds(pronounced: str) -> str:
    """Return a run of Hangul that is written as it is pronounced, in sounds (국물 as 궁물 as kuŋmul)."""
    sounds, before = "", None
    for syllable in pronounced:
        initial, vowel, final = decompose(syllable)
        sounds += _onset(before, initial, vowel) + _nucleus(initial, vowel) + FINALS[final]
        before = final
    return sounds


def _onset(before: str | None, initial: str, vowel: str) -> str:
    if before in VOICED_FINALS and initial in VOICED:
        return VOICED[initial]
    if before == "ㄹ" and initial == "ㄹ":
        return "l"
    if initial in PALATAL and VOWELS[vowel][0] in "ij":
        return PALATAL[initial]
    return INITIALS[initial]


def _nucleus(initial: str, vowel: str) -> str:
    sounds = VOWELS[vowel]
    return sounds[1:] if initial in "ㅈㅉㅊ" and sounds[0] == "j" else sounds


def _iter_groups(tokens: list[Token]) -> Iterator[list[Token]]:
    """Join a token with the next one where that says how its number is read (3 개, 7번 버스)."""
    index = 0
    while index < len(tokens):
        counts = _OPEN_NUMBER.search(tokens[index].text) and not tokens[index].pause
        counted = bool(counts and index + 1 < len(tokens) and is_hangul(tokens[index + 1].text[0]))
        yield tokens[index : index + 1 + counted]
        index += 1 + counted


def _spell(text: str) -> str:
    """Numbers, Latin letters and signs in Hangul; words that only English knows stay as they are."""
    text = spell_numbers(text)
    text = _DIGITS.sub(lambda found: digit_by_digit(found.group(), zero="영"), text)
    text = _LATIN.sub(lambda found: _spell_latin(found.group()), text)
    text = _JAMO.sub(lambda found: "".join(_LAUGHS.get(letter, "") for letter in found.group()), text)
    text = "".join(SYMBOLS.get(character, character) for character in text)
    return " ".join(re.sub(r"[^\w\s'’-]|_", " ", text).split())


def _spell_latin(word: str) -> str:
    if word.lower() in LOANS:
        return LOANS[word.lower()]
    if len(word) == 1 or word.isupper():
        return "".join(LETTERS.get(letter, "") for letter in word.lower())
    return word
