import pytest
from hypothesis import given
from hypothesis import strategies as st

from soridam.book.topic import find_topic
from soridam.book.topic.request import MOST_CHARACTERS


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("공룡이 나오는 이야기 해 줘", "공룡"),
        ("우주에 대한 이야기를 만들어 주세요", "우주"),
        ("하늘을 날고 싶은 펭귄에 대한 이야기 들려줘", "하늘을 날고 싶은 펭귄"),
        ("음... 저는 로봇 이야기 듣고 싶어요", "로봇"),
        ("고래 이야기요", "고래"),
        ("떡볶이 만들어 줘", "떡볶이"),
        ("동생이 생겼어요", "동생이 생겼어요"),
        ("책 읽는 고양이", "책 읽는 고양이"),
        ("이야기 해줘", ""),
        ("그림책 만들어줘", ""),
        ("🦖🚀", "공룡 로켓"),
    ],
)
def test_what_asks_for_a_story_in_korean_is_taken_off(said, topic):
    assert find_topic(said, "ko") == topic


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("I want a story about a dragon who is afraid of the dark", "a dragon who is afraid of the dark"),
        ("Can you tell me a story about my lost mitten please?", "my lost mitten"),
        ("um, like, maybe dinosaurs?", "dinosaurs"),
        ("a bedtime story about going to the moon, please", "going to the moon"),
        ("I'd like to hear about trains", "trains"),
        ("Once upon a time there was a bear who lost his hat", "a bear who lost his hat"),
        ("I want to fly to the moon", "I want to fly to the moon"),
        ("The book that could fly", "The book that could fly"),
        ("tell me a story", ""),
        ("🦄", "unicorn"),
    ],
)
def test_what_asks_for_a_story_in_english_is_taken_off(said, topic):
    assert find_topic(said, "en") == topic


def test_braces_and_brackets_never_reach_a_story():
    assert find_topic("{hero} [thing] <b>kites</b>", "en") == "hero thing b kites b"


@given(st.text(max_size=400), st.sampled_from(["ko", "en"]))
def test_any_text_gives_a_short_plain_topic(said, language):
    topic = find_topic(said, language)
    assert len(topic) <= MOST_CHARACTERS
    assert not set(topic) & set('{}[]<>"“”\n')
