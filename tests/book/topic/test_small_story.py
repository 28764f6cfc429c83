import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soridam.book.topic.small_story import MOST_EVENTS, MOST_WORDS, read_small_story


@pytest.mark.parametrize(
    ("said", "language", "events", "tone"),
    [
        (
            "나는요 어제요 놀이터에 갔는데요 거기서 고양이를 봤는데요 고양이가 배고파서 울었어요",
            "ko",
            ("{hero:은} 놀이터에 갔어요.", "거기서 고양이를 봤어요.", "고양이가 배고파서 울었어요."),
            "bad",
        ),
        ("내가 할매랑 떡을 만들었어", "ko", ("{hero:이} 할머니랑 떡을 만들었어요.",), "good"),
        (
            "공룡이 방귀를 뿡뿡 뀌어서 친구들이 다 도망갔어요",
            "ko",
            ("공룡이 방귀를 뿡뿡 뀌어서 친구들이 다 도망갔어요.",),
            "silly",
        ),
        ("문어가 축구하는 거", "ko", ("문어가 축구했어요.",), "silly"),
        ("친구가 다른 데로 간대요", "ko", ("친구가 다른 데로 간다고 했어요.",), "between"),
        (
            "i fell down but i got back on",
            "en",
            ("{hero} fell down.", "But {hero:they} got back on."),
            "good",
        ),
        ("my brother ate all the cake", "en", ("{hero}'s brother ate all the cake.",), "good"),
        (
            "we planted a bean and then it grew",
            "en",
            ("{hero} and the family planted a bean.", "Then it grew."),
            "good",
        ),
        ("daddy works too much", "en", ("Daddy worked too much.",), "between"),
    ],
)  # fmt: skip
def test_a_small_story_is_told_sentence_by_sentence_of_the_hero(said, language, events, tone):
    told = read_small_story(said, language)
    assert told is not None
    assert (told.events, told.tone) == (events, tone)


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("공룡이랑 바다에서 수영하고 싶어요", "ko"),
        ("무지개는 왜 생겨요", "ko"),
        ("빨간 장갑", "ko"),
        ("토끼가 당근을 훔쳤어요", "ko"),
        ("I want to be a chef", "en"),
        ("why is the sky blue", "en"),
        ("a shark who is a dentist", "en"),
        ("a fox burns a cake", "en"),
        ("", "en"),
    ],
)
def test_a_wish_a_question_a_noun_and_an_unkind_deed_are_no_small_stories(said, language):
    assert read_small_story(said, language) is None


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120), st.sampled_from(["ko", "en"]))
def test_any_text_can_be_read_and_the_sentences_fit_on_a_page(said, language):
    told = read_small_story(said, language)
    assert told is None or all(len(event.split()) <= MOST_WORDS for event in told.events)
    assert told is None or 1 <= len(told.events) <= MOST_EVENTS
