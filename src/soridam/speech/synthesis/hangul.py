"""Korean spelling to standard pronunciation, both in Hangul: 국물 as 궁물, 같이 as 가치. Begin with `pronounce`.

The rules are those of the Standard Pronunciation (표준 발음법), numbered as there. Nearly all of them change nothing
but the final of one syllable and the initial of the next, so each such pair is checked once. What spelling does not
show, `korean_words.toml` marks: `'` a tense sound (눈'사람), `+` an inserted ㄴ (꽃+잎), `|` a seam over which a final
goes only as it sounds alone (맛|없다), `~` a ㄹ that turns ㄴ (생산~량).
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINALS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
FIRST_SYLLABLE = ord("가")

SILENT = "ㅇ"
TENSE = dict(zip("ㄱㄷㅂㅅㅈ", "ㄲㄸㅃㅆㅉ", strict=True))
ASPIRATED = dict(zip("ㄱㄷㅂㅈ", "ㅋㅌㅍㅊ", strict=True))
NASAL = dict(zip("ㄱㄷㅂ", "ㅇㄴㅁ", strict=True))
# Rules 8 to 11: what a final sounds like when nothing follows that it could move to.
ALONE = {
    **dict.fromkeys("ㄱㄲㅋㄳㄺ", "ㄱ"),
    **dict.fromkeys("ㄴㄵㄶ", "ㄴ"),
    **dict.fromkeys("ㄷㅅㅆㅈㅊㅌㅎ", "ㄷ"),
    **dict.fromkeys("ㄹㄼㄽㄾㅀ", "ㄹ"),
    **dict.fromkeys("ㅁㄻ", "ㅁ"),
    **dict.fromkeys("ㅂㅍㅄㄿ", "ㅂ"),
    "ㅇ": "ㅇ",
    "": "",
}
# Rule 14: what stays and what moves when a vowel follows.
PARTED = {
    "ㄳ": ("ㄱ", "ㅆ"),
    "ㄵ": ("ㄴ", "ㅈ"),
    "ㄶ": ("", "ㄴ"),
    "ㄺ": ("ㄹ", "ㄱ"),
    "ㄻ": ("ㄹ", "ㅁ"),
    "ㄼ": ("ㄹ", "ㅂ"),
    "ㄽ": ("ㄹ", "ㅆ"),
    "ㄾ": ("ㄹ", "ㅌ"),
    "ㄿ": ("ㄹ", "ㅍ"),
    "ㅀ": ("", "ㄹ"),
    "ㅄ": ("ㅂ", "ㅆ"),
    "ㅎ": ("", SILENT),
}
WITHOUT_H = {"ㅎ": "", "ㄶ": "ㄴ", "ㅀ": "ㄹ"}

# Marks inside a text are characters that no text has; the file of words writes them legibly.
LEGIBLE = "'+|~"
TENSED, INSERTED, SEAM, KEPT_N = MARKS = "\ue000\ue001\ue002\ue003"
TO_MARKS = str.maketrans(LEGIBLE, MARKS)
NO_MARKS = str.maketrans("", "", MARKS)
NOUNS_IN_LG = frozenset("닭흙칡삵슭")
PLAIN_CAUSATIVES = frozenset("옮굶곪")


@dataclass(frozen=True, slots=True)
class Syllable:
    """A written syllable. `marks` stand before it; `at` is its place in the marked text."""

    initial: str
    vowel: str
    final: str
    at: int
    starts_word: bool
    marks: str = ""

    @property
    def text(self) -> str:
        return compose(self.initial, self.vowel, self.final)


def compose(initial: str, vowel: str, final: str) -> str:
    """Return one Hangul syllable out of its letters."""
    index = (INITIALS.index(initial) * len(VOWELS) + VOWELS.index(vowel)) * len(FINALS) + FINALS.index(final)
    return chr(FIRST_SYLLABLE + index)


def decompose(syllable: str) -> tuple[str, str, str]:
    """Initial, vowel and final of a Hangul syllable; the initial of a bare vowel is ㅇ, no final is ""."""
    index = ord(syllable) - FIRST_SYLLABLE
    index, final = divmod(index, len(FINALS))
    initial, vowel = divmod(index, len(VOWELS))
    return INITIALS[initial], VOWELS[vowel], FINALS[final]


def is_hangul(character: str) -> bool:
    """Return whether this is a whole Hangul syllable."""
    return "가" <= character <= "힣"


def pronounce(text: str) -> str:
    """Return the text as it is said, syllable for syllable; all else, such as spaces and punctuation, stays as it is.

    Words that only a space separates are said in one breath and change each other (밥 먹어, 밤 머거); but a final stays
    in its word.
    """
    marked = _mark(text)
    syllables = list(_iter_syllables(marked))
    said = [replace(syllable, vowel=_vowel(syllable, marked)) for syllable in syllables]
    for index, (left, right) in enumerate(pairwise(syllables)):
        if marked[left.at + 1 : right.at].strip(MARKS + " "):
            said[index] = replace(said[index], final=_alone(left))
            continue
        final, initial = _meet(left, right)
        said[index] = replace(said[index], final=final)
        vowel = "ㅓ" if initial in "ㅈㅉㅊ" and right.vowel == "ㅕ" else said[index + 1].vowel
        said[index + 1] = replace(said[index + 1], initial=initial, vowel=vowel)
    if syllables:
        said[-1] = replace(said[-1], final=_alone(syllables[-1]))
    spoken = {syllable.at: syllable.text for syllable in said}
    return "".join(spoken.get(at, character) for at, character in enumerate(marked) if character not in MARKS)


# --- from one syllable to the next ------------------------------------------------------------------------------------


def _meet(left: Syllable, right: Syllable) -> tuple[str, str]:
    """Return the final of `left` and the initial of `right` as they sound together."""
    final, initial = left.final, right.initial
    if right.starts_word or SEAM in right.marks or INSERTED in right.marks:
        final = _alone(left)  # rule 15
    if INSERTED in right.marks:
        initial = "ㄴ"  # rule 29
    if KEPT_N in right.marks:
        return final, "ㄴ"  # rule 20, exceptions
    if initial == SILENT and right.starts_word:
        return final, SILENT  # who reads to children keeps words apart
    if initial == SILENT:
        return _before_vowel(final, right)
    if "ㅎ" in (initial, final) or final in WITHOUT_H:
        final, initial = _with_h(final, right)
    if TENSED in right.marks or _makes_tense(left, final, right):
        initial = TENSE.get(initial, initial)
    return _assimilated(_sounding(left, final, right), initial)


def _before_vowel(final: str, right: Syllable) -> tuple[str, str]:
    if final in ("ㄷ", "ㅌ", "ㄾ") and _is_suffix(right) and not right.marks:  # rule 17
        return ("ㄹ" if final == "ㄾ" else ""), ("ㅈ" if final == "ㄷ" else "ㅊ")
    if final in PARTED:
        return PARTED[final]
    return (final, SILENT) if final in ("", "ㅇ") else ("", final)


def _is_suffix(syllable: Syllable) -> bool:
    """이, 히 and what becomes of them in the past, 여, 혔."""
    return syllable.vowel == "ㅣ" or (syllable.vowel == "ㅕ" and syllable.final in ("", "ㅆ", "ㄴ", "ㄹ"))


def _with_h(final: str, right: Syllable) -> tuple[str, str]:
    """Rule 12, and ㄷ with 히 of rule 17."""
    if right.initial == "ㅎ":
        return _aspirated_by_next(final, right)
    kept = WITHOUT_H[final]
    if right.initial in ASPIRATED:
        return kept, ASPIRATED[right.initial]
    if right.initial == "ㅅ":
        return kept, "ㅆ"
    return (kept or "ㄷ"), right.initial


def _aspirated_by_next(final: str, right: Syllable) -> tuple[str, str]:
    if final in ("ㄷ", "ㅈ", "ㄵ") and _is_suffix(right):
        return ("ㄴ" if final == "ㄵ" else ""), "ㅊ"
    if final in ("ㄺ", "ㄼ"):
        return "ㄹ", ("ㅋ" if final == "ㄺ" else "ㅍ")
    if final in WITHOUT_H:
        return WITHOUT_H[final], "ㅎ"
    sound = ALONE[final]
    return ("", ASPIRATED[sound]) if sound in ASPIRATED else (sound, "ㅎ")


def _makes_tense(left: Syllable, final: str, right: Syllable) -> bool:
    """Rules 23 to 25: after stops, and after the endings of stems that spelling shows (앉, 닮, 넓, 핥)."""
    if ALONE[final] in NASAL:
        return True
    if final == "ㄻ":
        return not (left.text in PLAIN_CAUSATIVES and right.initial == "ㄱ" and right.vowel in "ㅣㅕ")
    return final in ("ㄵ", "ㄾ") or (final == "ㄼ" and left.text != "덟")


def _sounding(left: Syllable, final: str, right: Syllable) -> str:
    """Return one of the seven finals. Rules 10 and 11 with their exceptions."""
    if final == "ㄺ" and right.initial == "ㄱ" and left.text not in NOUNS_IN_LG:
        return "ㄹ"
    if final == "ㄼ" and (left.text == "밟" or (left.text == "넓" and right.text[0] in "죽둥적")):
        return "ㅂ"
    return ALONE[final]


def _alone(syllable: Syllable) -> str:
    return ALONE[syllable.final]


def _assimilated(final: str, initial: str) -> tuple[str, str]:
    """Rules 18 to 20."""
    if initial == "ㄹ" and final in ("ㅁ", "ㅇ", "ㄱ", "ㄷ", "ㅂ"):
        initial = "ㄴ"
    if initial in ("ㄴ", "ㅁ"):
        final = NASAL.get(final, final)
    if (final, initial) in (("ㄴ", "ㄹ"), ("ㄹ", "ㄴ")):
        return "ㄹ", "ㄹ"
    return final, initial


def _vowel(syllable: Syllable, marked: str) -> str:
    """Rule 5: 져 as 저, 계 as 게, 희 as 히; 의 within a word as 이 and as a particle as 에."""
    vowel = syllable.vowel
    if vowel == "ㅕ" and syllable.initial in "ㅈㅉㅊ":
        return "ㅓ"
    if vowel == "ㅖ" and syllable.initial not in (SILENT, "ㄹ"):
        return "ㅔ"
    if vowel != "ㅢ":
        return vowel
    if syllable.initial != SILENT:
        return "ㅣ"
    if syllable.starts_word:
        return "ㅢ"
    ends_word = not is_hangul(marked[syllable.at + 1 : syllable.at + 2] or " ")
    return "ㅔ" if ends_word and SEAM not in syllable.marks else "ㅣ"


# --- marking what spelling does not show ------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Words:
    """The marked words: `spellings` maps what is written to the same with marks."""

    spellings: dict[str, str]
    pattern: re.Pattern[str]
    stems: re.Pattern[str]


ENDINGS = "고|다|고서|고는|고도|다가|던|더니|거나|거든|거든요|지|지요|지만|지는|지도|습니다|습니까|소|자마자|게|도록"
# Rule 16: their finals go over as other letters (디귿이, 디그시).
LETTER_NAMES = {
    "디귿": "디긋",
    "지읒": "지읏",
    "치읓": "치읏",
    "키읔": "키윽",
    "티읕": "티읏",
    "피읖": "피읍",
    "히읗": "히읏",
}
LETTER_NAME = re.compile("|".join(LETTER_NAMES))
NOT_VERBS = frozenset({"안다", "감지", "심지"})  # for the most part other words
# Rule 27. The bound nouns that follow "-(으)ㄹ", in the forms that no other word has.
BOUND_NOUN = re.compile(
    r"(?:것|수밖에|텐데|듯|줄(?= [알몰])|거(?=[예야다니라지란든고같죠])|게(?=[요다])|걸요|건(?=[가지데])"
    r"|수(?=[가는도만없있])|데(?=[가는도서로])|줄(?=[은도만을])|적(?=[이에도])|바(?=[를에])|테(?=[니다야지고])|(?:거|게|걸|건|수|데|바)(?![가-힣]))"
)
ADNOMINAL_END = re.compile(
    r"(?<=[가-힣])(수록|(?:게|걸)요(?![가-힣])|(?:게|걸)(?![가-힣]| [가-힣])|지(?=라도|[도를는가]|(?![가-힣])))"
)
LIKELY_BEFORE_JI = frozenset("할될볼올갈일쓸칠을")
ADJECTIVES_IN_L = frozenset("길멀둥글달들늘칠질")
NOUNS_IN_L = re.compile(
    r"(?:^|[^가-힣])(?:물|말|일|글|길|돌|달|별|발|팔|쌀|풀|불|굴|꿀|알|실|칼|날|오늘|내일|하늘|마을|가을|겨울|얼굴|선물|동물|보물|정말)$"
)


@cache
def _words() -> _Words:
    values = tomllib.loads(Path(__file__).with_name("korean_words.toml").read_text(encoding="utf-8"))
    anywhere = {word.translate(NO_MARKS): word for word in _entries(values["anywhere"])}
    spellings = anywhere | {word.translate(NO_MARKS): word for word in _entries(values["begins"])}
    longest_first = sorted(spellings, key=len, reverse=True)
    alternatives = "|".join(word if word in anywhere else rf"(?<![가-힣]){word}" for word in longest_first)
    stems = "|".join(sorted(values["stems"].split(), key=len, reverse=True))
    return _Words(
        spellings,
        re.compile(alternatives),
        re.compile(rf"(?<![가-힣])({stems})((?:{ENDINGS})(?![가-힣]))"),
    )


def _entries(words: str) -> list[str]:
    return [word.replace("_", " ").translate(TO_MARKS) for word in words.split()]


def _mark(text: str) -> str:
    words = _words()
    plain = LETTER_NAME.sub(lambda found: LETTER_NAMES[found.group()], text.translate(NO_MARKS))
    marked = words.pattern.sub(lambda found: words.spellings[found.group()], plain)
    marked = words.stems.sub(_mark_stem, marked)
    return _mark_adnominals(marked)


def _mark_stem(found: re.Match[str]) -> str:
    """Rule 24: 안고 as 안꼬, in words that are known to be verbs."""
    return found.group() if found.group() in NOT_VERBS else f"{found[1]}{TENSED}{found[2]}"


def _mark_adnominals(text: str) -> str:
    """Rule 27: 할 거예요 as 할 꺼예요, 할게 as 할께."""
    tense = {found.start() for found in ADNOMINAL_END.finditer(text) if _is_adnominal(text, found)}
    for space in re.finditer(r"(?<=[가-힣]) ", text):
        before = text[: space.start()]
        if decompose(before[-1])[2] == "ㄹ" and before[-1] != "를" and BOUND_NOUN.match(text, space.end()):
            tense |= set() if NOUNS_IN_L.search(before) else {space.end()}
    return "".join(f"{TENSED}{character}" if at in tense else character for at, character in enumerate(text))


def _is_adnominal(text: str, found: re.Match[str]) -> bool:
    before = text[found.start() - 1]
    if decompose(before)[2] != "ㄹ":
        return False
    if found.group().startswith("지"):
        return before in LIKELY_BEFORE_JI
    return found.group() != "게" or before not in ADJECTIVES_IN_L


def _iter_syllables(marked: str) -> Iterator[Syllable]:
    marks, inside_word = "", False
    for at, character in enumerate(marked):
        if is_hangul(character):
            yield Syllable(*decompose(character), at=at, starts_word=not inside_word, marks=marks)
            marks, inside_word = "", True
        elif character in MARKS:
            marks += character
        else:
            marks, inside_word = ("" if character != " " else marks), False
