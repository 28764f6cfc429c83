"""Names and Korean particles: `{hero:은}` becomes 지훈이는, 미나는 or Max는. Begin with `fill`.

A marker is `{id}`; in Korean also `{id:particle}`, in English `{id:they}` (`pronouns`); either
form of a particle may be written (`은` or `는`).

A Korean given name that ends in a consonant takes the friendly 이 before any particle, as picture books and families
have it: 지훈이는, 지훈이와, 봄이의; calling somebody is the exception (지훈아). Names of animals do the same
(방울이는). Without it stay words for a kind of animal (펭귄은), names of three syllables and more (올리버, 김지훈: a
full name takes none), the commonest foreign names (톰은), and names that are not in Hangul.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from soridam.book.pronouns import is_pronoun, pronoun
from soridam.book.story import Character, Language, Story
from soridam.core.errors import StoryError

MARKER = re.compile(r"\{([a-z][a-z0-9-]*)(?::([가-힣]+|[A-Za-z]+))?\}")
BRACED = re.compile(r"\{[^{}]*\}")


def _listed(words: str) -> list[str]:
    return words.split()


# the form after a consonant/the form after a vowel
_PAIRS = dict(
    pair.split("/")
    for pair in _listed(
        "은/는 이/가 을/를 과/와 아/야 으로/로 으로는/로는 으로도/로도 으로부터/로부터 이랑/랑 이나/나 이든/든 "
        "이라/라 이라고/라고 이라는/라는 이라면/라면 이라서/라서 이다/다 이고/고 이며/며 이지만/지만 이면/면 이니/니 "
        "이니까요/니까요 이에요/예요 이었/였 이었어요/였어요 이었지요/였지요 이었답니다/였답니다 이지/지 이지요/지요 "
        "이랍니다/랍니다 이야/야 이네/네 이네요/네요 이군요/군요 이잖아/잖아"
    )
)
_CONSONANT_FORM = {vowel: consonant for consonant, vowel in reversed(_PAIRS.items())}  # 야 is that of calling: 아
_UNCHANGING = frozenset(
    _listed(
        "의 에 에게 에게는 에게도 에게서 한테 한테는 한테도 한테서 께 께서 도 만 만의 부터 까지 하고 처럼 보다 마다 "
        "밖에 만큼 같은 네 에서 에는 에서는 에도"
    )
)
_AFTER_L = ("으로",)  # 로, not 으로, after ㄹ

_KIND_NOUNS = frozenset(_listed("곰 펭귄 공룡 용 백곰 물범 기린 양 말 뱀 벌 닭 쥐 사슴"))
_FOREIGN_NAMES = frozenset(
    _listed(
        "톰 잭 벤 존 폴 짐 팀 댄 켄 론 딘 션 숀 닉 빌 밥 앤 제인 조앤 메건 에반 에단 앨런 케빈 마틴 오웬 루엔 애런 "
        "브라운 핀 칼 닐 엘"
    )
)

_HANGUL_FIRST, _HANGUL_LAST, _FINALS = 0xAC00, 0xD7A3, 28
_FINAL_L = 8
_DIGITS = dict(zip("0123456789", "영일이삼사오육칠팔구", strict=True))
_LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", "이비시디이프지치이이이엘엠엔오피큐알스티유이유스이트", strict=True))
_SHORT_STOP = re.compile(r"(?:^|[^aeiouy])[aeiou](?:[pbtkc]|ck|tt|pp)$")  # Bob 밥, Jack 잭, but Kate 케이트
_SILENT_E = re.compile(r"[aeiouy][lmn]+e$")  # Jane 제인, Nicole 니콜


def fill(text: str, story: Story) -> str:
    """Return the text with the names of the story's characters for its markers (title, page, line or question).

    Raises StoryError for a character that is not in the cast, for an unknown particle, and for one in English.
    """
    return fill_names(text, story.characters, story.language)


def fill_names(text: str, characters: Iterable[Character], language: Language) -> str:
    """As `fill`, for a story that is still being written."""
    names = {character.id: character.name for character in characters}

    def name_of(match: re.Match[str]) -> str:
        identity, particle = match.groups()
        name = names.get(identity)
        if name is None:
            raise StoryError(
                "story.nobody",
                "{name} is not a character of this story.",
                hint="Use the id of one of its characters.",
                name=match[0],
            )
        if particle is None:
            return name
        if language == "en" and is_pronoun(particle):
            return pronoun(particle, name)
        if language != "ko":
            raise StoryError(
                "story.particle-in-english",
                "{text} has a Korean particle in an English text.",
                hint="Write the id alone.",
                text=match[0],
            )
        return name_with_particle(name, particle)

    return MARKER.sub(name_of, text)


def put_markers(text: str, markers: Iterable[str], story: Story) -> str:
    """Words of a person with the markers that the page had before, wherever their names still stand: 토리는 becomes
    {hero:은} again, so that the hero can be renamed later. A name inside another word (도토리) is left alone."""
    markers = [marker for marker in set(markers) if not re.search(r":[A-Za-z]", marker)]  # a pronoun may mean anybody
    for marker in sorted(markers, key=lambda marker: -len(fill(marker, story))):
        text = re.sub(rf"(?<![\w{{:]){re.escape(fill(marker, story))}(?!\w)", marker, text)
    return text


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker as it stands in a text."""

    text: str
    identity: str
    particle: str | None


def iter_markers(text: str) -> Iterator[Marker]:
    """Yield all well-formed markers of a text, in order."""
    for match in MARKER.finditer(text):
        yield Marker(match[0], match[1], match[2])


def is_particle(particle: str) -> bool:
    return particle in _PAIRS or particle in _CONSONANT_FORM or particle in _UNCHANGING


def with_particle(word: str, particle: str) -> str:
    """A noun with the form of the particle that its end takes: 장갑을, 모자를, 물로. Raises StoryError if unknown."""
    if particle in _UNCHANGING:
        return word + particle
    consonant = particle if particle in _PAIRS else _CONSONANT_FORM.get(particle)
    if consonant is None:
        raise StoryError(
            "story.no-particle",
            "'{text}' is not a known particle.",
            hint="Use one like 은, 이, 을, 과, 에게.",
            text=particle,
        )
    final = _final(word)
    takes_vowel_form = final == 0 or (final == _FINAL_L and consonant.startswith(_AFTER_L))
    return word + (_PAIRS[consonant] if takes_vowel_form else consonant)


def name_with_particle(name: str, particle: str) -> str:
    """Return a character's name with a particle, and with the friendly 이 where a Korean name takes it."""
    calls = particle in ("아", "야")
    return with_particle(name if calls else friendly(name), particle)


def friendly(name: str) -> str:
    """지훈 as it is called in a tale: 지훈이. Other names come back as they are."""
    is_given_name = len(name) <= 2 and all(_is_hangul(letter) for letter in name) and name not in _FOREIGN_NAMES
    return f"{name}이" if is_given_name and _final(name) and name not in _KIND_NOUNS else name


def _final(word: str) -> int:
    """Return the final consonant of a word as Korean says it: 0 for none, 8 for ㄹ, another number for others.

    What has no reading that we know (emoji, other scripts, nothing at all) counts as ending in a vowel.
    """
    read = re.sub(r"[^0-9A-Za-z가-힣ぁ-ヿ]+$", "", word)
    if not read:
        return 0
    last = read[-1]
    if _is_hangul(last):
        return (ord(last) - _HANGUL_FIRST) % _FINALS
    if last.isdigit():
        return _final("십") if last == "0" and len(read) > 1 and read[-2].isdigit() else _final(_DIGITS[last])
    if last in "んン":
        return _final("은")
    return _final_of_latin(read) if last.isascii() else 0


def _final_of_latin(read: str) -> int:
    """By spelling: letters one by one for an abbreviation, English spelling rules otherwise."""
    word = re.split(r"[^A-Za-z]", read)[-1]
    if len(word) == 1 or word.isupper():
        return _final(_LETTERS[word[-1].lower()])
    word = word.lower()
    if _SILENT_E.search(word):
        word = word[:-1]
    if word[-1] in "lmn" or word.endswith("ng"):
        return _final(_LETTERS[word[-1]]) if word[-1] in "lmn" else _final("응")
    return _final("읍") if _SHORT_STOP.search(word) else 0


def _is_hangul(letter: str) -> bool:
    return _HANGUL_FIRST <= ord(letter) <= _HANGUL_LAST
