"""The slots of Korean frames: nouns with particles, the child's verb in the forms that a tale needs."""

from dataclasses import replace
from typing import Final

from soridam.book.names import with_particle
from soridam.book.story import Kind
from soridam.book.topic.korean import make_forms
from soridam.book.topic.lexicon import lexicon
from soridam.book.topic.parts import Action, Noun
from soridam.book.writers.grammar.scope import Scope

KINDS: Final[dict[Kind, str]] = {
    "cat": "고양이",
    "rabbit": "토끼",
    "bear": "곰",
    "fox": "여우",
    "panda": "판다",
    "dog": "강아지",
    "tiger": "호랑이",
    "mouse": "생쥐",
    "penguin": "펭귄",
    "frog": "개구리",
    "dinosaur": "공룡",
    "child": "친구",
}
NAMES: Final[dict[Kind, tuple[str, ...]]] = {
    "cat": ("치치", "살구", "미오", "보들이"),
    "rabbit": ("토토", "솜이", "깡총이", "하양이"),
    "bear": ("보보", "몽글이", "꿀단지", "뭉치"),
    "fox": ("루루", "노을이", "사뿐이", "여울이"),
    "panda": ("동글이", "대롱이", "대나무", "먹물이"),
    "dog": ("바둑이", "콩이", "달리", "복실이"),
    "tiger": ("호야", "어흥이", "무늬", "용감이"),
    "mouse": ("콩닥이", "콩알이", "찍찍이", "또롱이"),
    "penguin": ("뒤뚱이", "펭펭이", "눈꽃이", "까망이"),
    "frog": ("폴짝이", "연잎이", "개굴이", "초롱이"),
    "dinosaur": ("쿵쿵이", "초록이", "디노", "둥둥이"),
    "child": ("다온", "보라", "시우", "아라", "이든", "슬기"),
}

_NTH = ("먼저", "그다음", "마지막으로")
_ORDINALS = ("첫 번째", "두 번째", "세 번째")
_ENDINGS: Final[tuple[tuple[str, tuple[tuple[str, str], ...]], ...]] = (
    ("았어요", (("었", "EP"), ("어요", "EF"))),
    ("았지요", (("었", "EP"), ("지요", "EF"))),
    ("았어", (("었", "EP"), ("어", "EF"))),
    ("았다", (("었", "EP"), ("다", "EF"))),
    ("았던", (("었", "EP"), ("던", "ETM"))),
    ("려고", (("려고", "EC"),)),
    ("려면", (("려면", "EC"),)),
    ("면서", (("으면서", "EC"),)),
    ("자", (("자", "EF"),)),
    ("러", (("러", "EC"),)),
    ("기", (("기", "ETN"),)),
    ("고", (("고", "EC"),)),
    ("지", (("지", "EC"),)),
    ("면", (("으면", "EC"),)),
    ("는", (("는", "ETM"),)),
    ("던", (("던", "ETM"),)),
    ("을까", (("을", "ETM"), ("까", "EF"))),
    ("을", (("을", "ETM"),)),
    ("아", (("어", "EC"),)),
)

_PLAYED = {"song": "부르", "music": "연주하"}
_DEFAULT_VERBS = {
    "food": "먹",
    "vehicle": "타",
    "animal": "만나",
    "fantasy": "만나",
    "person": "만나",
    "family": "만나",
    "toy": "가지고 놀",
    "plant": "키우",
    "nature": "만나",
    "play": "하",
}


class KoreanWords:
    def say(self, name: str, form: str, scope: Scope) -> str:
        match name:
            case "thing" | "head" | "dread" | "other":
                return _noun_form(self._noun(name, scope), form)
            case "act" | "alone":
                return _action_form(scope.topic.action, form, alone=name == "alone")
            case "hero_new":
                return _introduced("hero", form, scope, "아기 ")
            case "friend_new" | "pal_new":
                return _introduced(name.removesuffix("_new"), form, scope, "")
            case "company":
                return _noun_form(_company(scope).text, form)
            case "other_new":
                return _noun_form(_who(scope).text, form)
            case "nth":
                return _NTH[int(scope.chosen["nth"])]
            case "ordinal":
                return _ORDINALS[int(scope.chosen["nth"])]
            case _:
                return _noun_form(scope.chosen[name], form)

    def polish(self, text: str) -> str:
        return text

    def title(self, text: str) -> str:
        return text

    def _noun(self, name: str, scope: Scope) -> str:
        topic = scope.topic
        if name == "dread":
            return topic.dread
        if name == "other":
            return _who(scope).head
        assert topic.thing is not None, "a plan has a thing"
        return topic.thing.text if name == "thing" else topic.thing.head


TOMORROW: Final = Noun("내일", "내일")


def making(noun: Noun) -> Action:
    thing = with_particle(noun.text, "을")
    return Action("만들", thing, thing)


def card_for(noun: Noun) -> Noun:
    return Noun(f"{noun.text}에게 줄 카드", "카드", lexicon().noun("카드", "ko"))


def dread_of(noun: Noun) -> str:
    return noun.text


def dread_of_action(action: Action) -> str:
    return f"{_action_form(action, '는', alone=False)} 것"


def default_action(noun: Noun) -> Action | None:
    """Return what one does with a thing when the child did not say: eat it, ride it, explore it."""
    if noun.concept is None:
        return None
    if noun.is_place:
        return Action("탐험하", with_particle(noun.text, "을"), with_particle(noun.text, "을"))
    verb = _PLAYED.get(noun.concept.english) or _DEFAULT_VERBS.get(noun.concept.noun_class)
    verb = "추" if noun.head == "춤" else verb
    thing = with_particle(noun.text, "을")
    return Action(verb, thing, thing) if verb else None


def together(action: Action, companion: Noun) -> Action:
    return replace(action, around=f"{with_particle(companion.text, '이랑')} {action.around}".strip())


def _who(scope: Scope) -> Noun:
    noun = scope.topic.who or scope.topic.thing
    assert noun is not None, "a plan has a thing"
    return noun


def _company(scope: Scope) -> Noun:
    assert scope.topic.companion is not None, "frames with company are for topics with a companion"
    return scope.topic.companion


def _noun_form(noun: str, form: str) -> str:
    if form in ("아", "야") and (noun.endswith("님") or _is_elder(noun)):
        return noun  # one calls 선생님 and 엄마 by nothing more
    return with_particle(noun, form) if form else noun


def _is_elder(noun: str) -> bool:
    concept = lexicon().noun(noun, "ko")
    return concept is not None and concept.noun_class == "family" and concept.english != "baby"


def _introduced(identity: str, form: str, scope: Scope, before: str) -> str:
    """아기 고양이 {hero:은}, 펭귄 {friend:이}; a child is not called by its kind."""
    marker = f"{{{identity}:{form}}}" if form else f"{{{identity}}}"
    if scope.kind_of(identity) == "child" and scope.noun_of[identity] == KINDS["child"]:
        return marker if identity == "hero" else f"옆집 {marker}"
    return f"{before}{scope.noun_of[identity]} {marker}"


def _action_form(action: Action | None, form: str, *, alone: bool) -> str:
    """고 싶어요 → 바다에서 수영하고 싶어요. What follows the ending is kept as it is written."""
    assert action is not None, "frames that act are for topics with an action"
    ending, morphemes = next((ending, parts) for ending, parts in _ENDINGS if form.startswith(ending))
    verb = make_forms(action, *morphemes) + form.removeprefix(ending)
    around = action.alone if alone else action.around
    return f"{around} {verb}" if around else verb
