import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soridam.speech.synthesis.korean import KoreanSounds

KOREAN = KoreanSounds(lambda word: f"<{word}>")


def shown(text):
    """What is shown and what of it is said, with the pause."""
    return [(text[word.begin : word.stop], word.sounds, word.pause) for word in KOREAN.words(text)]


def sounds(text):
    return " ".join(word.sounds for word in KOREAN.words(text))


def test_stops_are_voiced_between_voiced_sounds_only():
    assert [sounds(word) for word in ("국물", "아기", "학교", "감기")] == ["kuŋmul", "aɡi", "hakʔkjo", "kamɡi"]


def test_a_number_and_what_it_counts_are_read_as_one_and_shown_as_two():
    assert [part for part, _, _ in shown("사과 3 개를 먹었다")] == ["사과", "3", "개를", "먹었다"]
    assert sounds("3 개") == sounds("세 개")


def test_numbers_are_read_by_what_they_count():
    assert sounds("12시 30분") == sounds("열두 시 삼십 분")
    assert sounds("6월 6일") == sounds("유월 육 일")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("3개", "세 개"),
        ("20살", "스무 살"),
        ("21마리", "스물한 마리"),
        ("30명", "삼십 명"),
        ("1번째", "첫 번째"),
        ("5권", "다섯 권"),
        ("1학년 2반", "일 학년 이 반"),
        ("3,000원", "삼천 원"),
        ("10,000원", "만 원"),
        ("100%", "백 퍼센트"),
        ("-5도", "마이너스 오 도"),
        ("7.5", "칠 점 오"),
        ("1/2", "이분의 일"),
        ("3:30", "세 시 삼십 분"),
        ("10월 3일", "시월 삼 일"),
        ("2024년 5월 5일", "이천이십사 년 오월 오 일"),
        ("3·1절", "삼일절"),
        ("010-1234-5678", "공일공 일이삼사 오육칠팔"),
        ("3~5개", "세 개에서 다섯 개"),
        ("5kg", "오 킬로그램"),
        ("7번 버스", "칠 번 버스"),
        ("PC방", "피씨방"),
        ("ABC", "에이비씨"),
    ],
)
def test_figures_are_read_as_koreans_read_them(written, said):
    assert sounds(written) == sounds(said)


def test_letters_have_their_korean_names():
    assert sounds("TV") == sounds("티비")
    assert sounds("KTX") == sounds("케이티엑스")


def test_words_that_koreans_say_in_their_own_way_are_said_so():
    assert sounds("OK") == sounds("오케이")


def test_other_words_in_latin_letters_are_left_to_english():
    assert "<Luna>" in sounds("Luna가 왔어요")


def test_marks_become_pauses_and_quotes_nothing():
    assert [pause for _, _, pause in shown("“안녕,” 하고… 말했어요!")] == [",", "…", "!"]


def test_words_of_one_breath_change_each_other_and_a_pause_keeps_them_apart():
    assert sounds("밥 먹어") != sounds("밥, 먹어")


def test_laughing_letters_are_read_and_others_left_out():
    assert sounds("ㅋㅋ") == sounds("크크")
    assert shown("ㄱㄴ") == []


@given(st.text(st.sampled_from("가나다국물꽃잎닭 3.,!?abㅋ\n“”%&-"), max_size=30))
def test_words_are_in_order_and_inside_the_text(text):
    words = KOREAN.words(text)
    assert all(0 <= word.begin < word.stop <= len(text) for word in words)
    assert all(left.stop <= right.begin for left, right in itertools.pairwise(words))
    assert all(word.sounds.strip() for word in words)
