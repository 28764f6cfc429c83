import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soridam.text.korean_numbers import spell_numbers

GOLDEN = """
100 → 백
0 → 영
007 → 공공칠
10000 → 만
1,234,567원 → 백이십삼만 사천오백육십칠 원
코로나19 → 코로나십구
99999999999999999999999 → 구구구구구구구구구구구구구구구구구구구구구구구
세 개 → 세 개
3개를 → 세 개를
3 개 → 세 개
21개 → 스물한 개
20명 → 스무 명
30명 → 삼십 명
20살 → 스무 살
45살 → 마흔다섯 살
20세 → 이십 세
3마리 → 세 마리
3대 → 세 대
10대 → 십 대
3배 → 세 배
4.5배 → 사 점 오 배
3장 → 세 장
제3장 → 제삼 장
제2차 → 제이 차
3번 했어 → 세 번 했어
3번 출구 → 삼 번 출구
100번 → 백 번
1번째 → 첫 번째
2번째 → 두 번째
20번째 → 스무 번째
1째 → 첫째
3째 → 셋째
3은 → 삼은
3과 5 → 삼과 오
3만큼 → 삼만큼
3개월 → 삼 개월
3시간 → 세 시간
24시간 → 이십사 시간
12시 30분 → 열두 시 삼십 분
12시30분에 → 열두 시 삼십 분에
09시 → 아홉 시
15시 → 십오 시
오후 3:05에 → 오후 세 시 오 분에
12:30 → 열두 시 삼십 분
15:00 → 십오 시
7:45:10 → 일곱 시 사십오 분 십 초
6월 5일 → 유월 오 일
10월 → 시월
12월 → 십이월
2024년 6월 5일 → 이천이십사 년 유월 오 일
2024년6월 → 이천이십사 년 유월
2024-06-05 → 이천이십사 년 유월 오 일
2024.6.5. → 이천이십사 년 유월 오 일.
98년생 → 구십팔 년생
3.1절 → 삼일절
6·25 → 육이오
6.25 전쟁 → 육이오 전쟁
3.14 → 삼 점 일사
0.05 → 영 점 영오
1.2.3 → 일 점 이 점 삼
0.5% → 영 점 오 퍼센트
50% → 오십 퍼센트
3~5% → 삼에서 오 퍼센트
3~5개 → 세 개에서 다섯 개
3-4명 → 세 명에서 네 명
1/2 → 이분의 일
7분의 1 → 칠분의 일
2:1 → 이 대 일
2대1 → 이 대 일
차 3대 2명 → 차 세 대 두 명
1만 → 만
1억 → 일억
10조 → 십조
5백만 원 → 오백만 원
3천만원 → 삼천만 원
1천5백만 원 → 천오백만 원
3만 5천원 → 삼만 오천 원
3만5천 → 삼만 오천
12억 3,000만 원 → 십이억 삼천만 원
16만 2천 명 → 십육만 이천 명
10만 2명 → 십만 두 명
2.5억 → 이 점 오억
100여 명 → 백여 명
$5 → 오 달러
₩1,000 → 천 원
-5도 → 마이너스 오 도
32.5도 → 삼십이 점 오 도
5km → 오 킬로미터
5 km를 → 오 킬로미터를
80km/h로 → 시속 팔십 킬로미터로
60kg → 육십 킬로그램
25㎡ → 이십오 제곱미터
010-1234-5678 → 공일공 일이삼사 오육칠팔
01012345678 → 공일공 일이삼사 오육칠팔
02-345-6789 → 공이 삼사오 육칠팔구
1588-1234 → 일오팔팔 일이삼사
119에 신고 → 일일구에 신고
119명 → 백십구 명
KF94 → KF94
5G → 5G
2NE1 → 2NE1
F-16 → F-16
"""
PAIRS = [line.split(" → ") for line in GOLDEN.strip().splitlines()]
FRAGMENTS = st.sampled_from([line[0] for line in PAIRS] + ["", " ", "-", "$", "약 ", "만", "번", "~", "/", ":", "."])


@pytest.mark.parametrize(("written", "spoken"), PAIRS)
def test_numbers_are_read_aloud(written: str, spoken: str) -> None:
    assert spell_numbers(written) == spoken


@given(st.lists(FRAGMENTS, max_size=6).map("".join))
def test_reading_twice_changes_nothing_more(text: str) -> None:
    assert spell_numbers(spell_numbers(text)) == spell_numbers(text)


@given(st.text(alphabet="0123456789 .,:/~-개월시분만천원%번대$", max_size=24))
def test_without_latin_letters_no_digit_is_left(text: str) -> None:
    assert re.search("[0-9]", spell_numbers(text)) is None


@given(st.text(alphabet="가나다 abc.,!?", max_size=30))
def test_a_sentence_without_numbers_stays_as_it_is(text: str) -> None:
    assert spell_numbers(text) == text


@pytest.mark.parametrize("ending", ["", ".5", "만", "개", "%"])
def test_a_number_of_thousands_of_digits_is_read_digit_by_digit(ending: str) -> None:
    assert spell_numbers("1" * 5000 + ending).startswith("일일일")


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("02)1234-5678", "공이 일이삼사 오육칠팔"),
        ("02) 123-4567", "공이 일이삼 사오육칠"),
        ("010–1234–5678", "공일공 일이삼사 오육칠팔"),
        ("+82-10-1234-5678", "플러스 팔이 일공 일이삼사 오육칠팔"),
        ("10/3(화)", "시월 삼 일(화)"),
        ("1-0으로 이겼다", "일 대 영으로 이겼다"),
        ("2~30대", "이삼십 대"),
        ("9시~18시", "아홉 시에서 십팔 시"),
        ("10%~20%", "십 퍼센트에서 이십 퍼센트"),
        ("4대강", "사대강"),
        ("4대 보험", "사대 보험"),
        ("차 4대가", "차 네 대가"),
        ("3학년 2반 15번", "삼 학년 이 반 십오 번"),
        ("6ㆍ25 전쟁", "육이오 전쟁"),
        ("3∼4개", "세 개에서 네 개"),
        ("10∶30", "열 시 삼십 분"),
        ("①번", "일 번"),
        ("①②", "일 이"),
        ("½", "이분의 일"),
        ("Ⅲ급", "삼 급"),
    ],
)
def test_numbers_are_read_however_they_are_typed(written: str, spoken: str) -> None:
    assert spell_numbers(written) == spoken
