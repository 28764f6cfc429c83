import pytest

from soridam.book.topic.language import language_of


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("I want to play 축구 with my 할아버지", "en"),
        ("a story about 떡볶이 in space", "en"),
        ("pizza를 먹는 dragon", "ko"),
        ("나는 excavator가 좋아", "ko"),
        ("T-rex", "en"),
        ("공룡", "ko"),
        ("", "en"),
    ],
)
def test_the_words_that_hold_a_wish_together_choose_its_language(said, language):
    assert language_of(said) == language
