"""Who does what to whom: the rules alone, without the second vote."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soridam.book.care.kinds import CARE_ORDER
from soridam.book.care.rules import rule_signs
from soridam.book.care.spelling import spellings


def heard(said: str) -> str:
    return max((sign.wish_class for sign in rule_signs(said)), key=lambda each: CARE_ORDER[each], default="ordinary")


@pytest.mark.parametrize(
    ("hurt", "harmless"),
    [
        ("my dad hits me", "my dad hits a home run"),
        ("my dad hits my sister", "the wolf hits the drum"),
        ("I was hit by my uncle", "a fox who was hit by a bear"),
        ("the coach makes me take off my clothes", "a bear takes off his coat"),
        ("daddy beats me", "daddy beats me at chess"),
        ("my uncle touches me", "my uncle touches the moon"),
        ("daddy holds my head under water", "daddy holds my hand"),
        ("a man follows me home", "a monster follows me in my dream"),
        ("I want to run away from home", "the gingerbread man runs away"),
        ("아빠가 나를 때려요", "아빠가 북을 때려요"),
        ("형이 나를 때려요", "공룡이 나를 때리는 꿈"),
        ("삼촌한테 맞았어요", "비를 맞았어요"),
        ("나를 때린 아저씨", "형제 돼지를 때린 늑대"),
        ("삼촌이 내 몸을 만져요", "엄마가 나를 간지럽혀요"),
        ("아저씨가 따라와요", "강아지가 따라와요"),
        ("집에서 도망가고 싶어요", "도망간 풍선"),
        ("가출했어요", "경찰차가 출동해요"),
        ("영원히 사라지고 싶어요", "닌자처럼 사라지고 싶어요"),
        ("my bag is packed in case mom starts again", "my boots are on in case it rains again"),
        ("I told the nurse I fell but it was something else", "I fell but the snow was soft"),
        ("a kitten whose owner burns her tail like mine", "a kitten whose owner brushes her tail like mine"),
        ("nobody picked me up from kindergarten", "nobody picked up the blue crayon"),
        ("아빠가 또 화낼까 봐 안 자요", "산타가 또 올까 봐 안 자요"),
        ("깨워도 안 일어나는 우리 엄마", "깨워도 안 일어나는 잠꾸러기 아빠"),
        ("늦으면 혁대래", "늦으면 버스가 간대"),
        ("형이 만지게 해 주면 과자 준대요", "형이 그림 보여 주면 과자 준대요"),
    ],
)
def test_roles_tell_a_hurt_from_a_harmless_deed(hurt, harmless):
    assert (heard(hurt), heard(harmless)) == ("disclosure", "ordinary")


@pytest.mark.parametrize(
    ("said", "meant"),
    [("ㅈㅏㅅㅏㄹ", "자살"), ("ㅈㅜㄱㄱㅗ ㅅㅣㅍㅇㅓ", "죽고싶어"), ("자 살", "자살"), ("자\u200b살", "자살"),
     ("자.살", "자살"), ("d i e", "die"), ("k1ll", "kill"),
     ("ｋｉｌｌ", "kill"), ("mydadhitsme", "my dad hits me"), ("daddi", "daddy")],
)  # fmt: skip
def test_disguised_and_misspelled_words_are_read(said, meant):
    assert meant in spellings(said)


@settings(max_examples=150)
@given(st.text(max_size=200))
def test_any_text_can_be_read(said):
    assert rule_signs(said) == rule_signs(said)


@pytest.mark.parametrize("piece", ["a ", "my dad ", "아빠가 ", "ㅈㅏ", "a.b", "x", "mydad", "말하면 "])
def test_a_text_of_any_length_is_read_as_its_beginning(piece):
    long = piece * 50_000
    assert rule_signs(long) == rule_signs(long[:2_000])


@pytest.mark.parametrize("told", ["아빠가 나를 때려요", "my dad hits me"])
def test_a_disclosure_is_heard_at_the_end_of_a_long_story(told):
    story = "옛날에 토끼가 살았어요. " * 60 if told[0] == "아" else "There was a rabbit who liked carrots. " * 40
    assert heard(story + told) == "disclosure"
