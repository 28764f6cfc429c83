import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soridam.book.care.classify import listen_closely
from soridam.book.safety import check_text, clean_topic, find_blocked
from soridam.core.errors import RefusedWishError, StoryError


@pytest.mark.parametrize(
    "topic",
    [
        "개새끼",
        "씨1발",
        "시 발",
        "씨 발!",
        "시.발",
        "시, 발",
        "병 신",
        "개 새끼",
        "개 새 끼",
        "미친 놈",
        "ㅅㅂ",
        "ㅅ ㅂ",
        "fuck",
        "f u c k",
        "what the f.u.c.k",
        "S H I T !",
        "sh1t",
        "kill the dragon",
        "KILLING games",
        "a gun for my bear",
        "죽여버려",
        "총을 쏘는 토끼",
        "naked people",
        "섹시한 곰",
        "담배 피우는 아빠",
        "ｆｕｃｋ",
        "술 마시는 아빠",
        "knock knock, jerk off",
    ],
)
def test_a_wish_that_is_not_for_children_is_declined_kindly(topic):
    with pytest.raises(RefusedWishError) as refusal:
        clean_topic(topic, "ko")
    assert "그림책" in refusal.value.message
    assert topic not in refusal.value.message + refusal.value.hint


@pytest.mark.parametrize(
    "topic",
    [
        "새끼 고양이가 아파요",
        "시발점에서 출발",
        "칼국수 먹기",
        "총총 걷는 병아리",
        "술래잡기",
        "토끼가 잠을 자지 않아요",
        "무서워서 보지 못했어요",
        "자지러지게 웃는 아기",
        "무기력한 곰",
        "cock-a-doodle-doo",
        "a pussy willow",
        "assassin bugs and cockatoos",
        "hello peel shell",
        "Scunthorpe",
        "butter and buttons",
        "a warm skill",
        "the titmouse",
        "my diet",
        "what the fox did",
        "poof, it was gone",
        "a bow tied up with string",
        "grape juice",
        "a peer and a bumble bee",
        "a garden hoe",
        "엿 먹기",
        "그네를 타요",
        "다섯 살인 토끼",
        "호박죽을 먹기",
        "눈싸움하기",
        "아기 상어",
        "촛불이 꺼져서 깜깜해요",
        "애써 웃어 보지만 슬퍼요",
    ],
)
def test_harmless_words_that_look_rude_are_left_alone(topic):
    assert clean_topic(topic, "en") == topic


@pytest.mark.parametrize(
    "text",
    [
        "기다리자 해적이 왔어요.",
        "자, 해 보자!",
        "자, 살금살금 가자.",
        "역시 발이 시려워요.",
        "세 시 발레 수업",
        "어머니 미안해요.",
        "이 새끼 고양이는 작아요.",
        "개 새로 샀어요.",
        "엄마 약 주세요.",
        "미소 주머니",
        "오이 새끼손가락",
        "방 귀퉁이에 앉았어요.",
        "대학 대표",
        "a big black dog",
        "a girl on the moon",
        "a jelly donut",
        "taste my soup",
        "a huge fat pumpkin",
        "the kettle was hot, chicks ran away",
        "Pip said 0:B came",
        "as sweet as spring",
        "his hit song",
        "A, B, C and D",
    ],
)
def test_harmless_words_side_by_side_are_left_alone(text):
    assert find_blocked(text) == ()


@pytest.mark.parametrize(
    ("topic", "kept"),
    [
        ("바보 멍청이 고양이", "고양이"),
        ("바보같은 공룡", "공룡"),
        ("피카츄랑 바다에서 놀기", "번개 생쥐랑 바다에서 놀기"),
        ("a stupid dog on the moon", "a dog on the moon"),
        ("유튜브 보는 곰", "보는 곰"),
        ("자 바보 두", "자 두"),
    ],
)
def test_what_is_only_not_nice_is_left_out_of_the_wish(topic, kept):
    assert clean_topic(topic, "en") == kept


NEIGHBORS = [
    "고추 따는 할머니", "젖소", "water gun fight", "a nerf gun", "a toy gun", "bath bomb", "naked mole rat",
    "killer whale", "Dick Whittington", "a cock and a hen", "cock and hen", "pussy cat", "a donkey and an ass",
    "donkey and ass", "chicken breast", "bloody nose", "vampire who drinks blood", "beer the bear",
    "butt song", "a great tit", "great tits", "미친 듯이 춤추는 곰", "자살골", "아저씨발", "dead leaves",
    "snowball fight", "ugly duckling", "못생긴 오리", "바보 온달", "똥", "방귀", "오줌", "쉬야", "응가",
    "poop", "fart", "pee", "butt", "ghost", "skeleton", "zombie", "a knight with a sword", "시발점", "시발역",
    "Scunthorpe", "새끼 고양이", "호랑이 새끼", "개나리 새끼손가락", "Essex", "assassin bug", "족발",
    "자지 않는 아기", "강아지똥", "누가 내 머리에 똥 쌌어",
]  # fmt: skip


@pytest.mark.parametrize("topic", NEIGHBORS)
def test_innocent_neighbors_pass_whole(topic):
    assert clean_topic(topic, "en") == topic
    assert listen_closely(topic, "en").wish_class == "ordinary"


@pytest.mark.parametrize("topic", ["n1gger", "니 애미", "니애미", "잠지", "고환", "찌찌", "불알친구", "노예", "b1tch"])
def test_what_got_past_the_list_is_declined_kindly(topic):
    with pytest.raises(RefusedWishError):
        clean_topic(topic, "en")


def test_a_page_with_a_mild_insult_is_refused_without_repeating_it():
    with pytest.raises(StoryError) as error:
        check_text("토끼는 바보예요.")
    assert "바보" not in error.value.message + error.value.hint


def test_a_harmless_word_does_not_hide_a_rude_one_beside_it():
    assert find_blocked("칼국수 개새끼")


@given(st.text(max_size=200))
def test_any_text_is_judged_and_places_lie_inside_it(text):
    for blocked in find_blocked(text):
        assert 0 <= blocked.begin < blocked.stop <= len(text)


@settings(deadline=None)  # the first wish loads the analyzers
@given(st.text(max_size=80))
def test_what_was_cleaned_is_clean(text):
    try:
        cleaned = clean_topic(text, "en")
    except RefusedWishError:
        return
    assert not find_blocked(cleaned)


def test_what_is_left_of_a_wish_is_judged_again():
    with pytest.raises(RefusedWishError):
        clean_topic("시 바보 발", "ko")


def test_korean_in_single_letters_as_some_systems_send_it_is_judged_too():
    with pytest.raises(RefusedWishError):
        clean_topic(unicodedata.normalize("NFD", "살인 이야기"), "ko")
    assert clean_topic(unicodedata.normalize("NFD", "바보 토끼"), "ko") == "토끼"
    with pytest.raises(StoryError):
        check_text(unicodedata.normalize("NFD", "이 바보야."))


@pytest.mark.parametrize(
    ("said", "language"), [("친구가 내 그림 못생겼다고 했어요", "ko"), ("they call me stupid at school", "en")]
)
def test_what_hurts_a_child_is_heard_with_its_words(said, language):
    assert clean_topic(said, language) == said
