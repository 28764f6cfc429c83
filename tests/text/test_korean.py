import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from soridam.core.errors import CorpusError
from soridam.text.korean import (
    Noise,
    Word,
    has_deidentified_name,
    parse_transcript,
    plain,
    readings,
    strip_aihub_marks,
)

PUBLISHED_LINE = "b/ 아/ 모+ 몬 소리야 (70%)/(칠 십 퍼센트) 확률이라니 n/"
WORDS = st.sampled_from(["나는", "km/h", "소리", "칠십", "A", "(주)", "3.5", "뭐야?"])
MARKED = st.lists(st.one_of(WORDS, st.sampled_from(["b/", "(", ")", "/", "아/", "모+", ")/(", " "]))).map(" ".join)


def one(text: str) -> str:
    (reading,) = readings(text, keep_fillers=True)
    return reading


def test_the_published_line_has_both_readings() -> None:
    assert readings(PUBLISHED_LINE, keep_fillers=True) == (
        "아 모 몬 소리야 70% 확률이라니",
        "아 모 몬 소리야 칠 십 퍼센트 확률이라니",
    )


def test_fillers_can_be_left_out() -> None:
    assert readings(PUBLISHED_LINE, keep_fillers=False) == (
        "모 몬 소리야 70% 확률이라니",
        "모 몬 소리야 칠 십 퍼센트 확률이라니",
    )


def test_words_know_their_marks() -> None:
    tokens = parse_transcript("b/ 아/ 모+ 소리*").spelling
    assert tokens == (Noise("breath"), Word("아", filler=True), Word("모", repeated=True), Word("소리", unclear=True))


@pytest.mark.parametrize(
    ("line", "reading"),
    [
        ("b/ 네 l/", "네"),
        ("o/ n/ u/ 네", "네"),
        ("b/n/ 네", "네"),
        ("n/* 네", "네"),
        ("시속 80km/h 로", "시속 80km/h 로"),
        ("m/ 은 아니고 5 l/분", "m 은 아니고 5 l/분"),
        ("u/", ""),
        ("b/ u/ n/", ""),
        ("", ""),
        ("아/, 그래+.", "아, 그래."),
        ("그+*/ 그래", "그 그래"),
        ("모+몬 소리", "모 몬 소리"),
        ("1 + 1", "1 + 1"),
        ("남/여 모두", "남/여 모두"),
        ("(주)삼성", "주삼성"),
        ("엄마(어머니)는", "엄마 어머니는"),
        ("（음）　네", "음 네"),
    ],
)
def test_marks_go_and_words_stay(line: str, reading: str) -> None:
    assert one(line) == reading


@pytest.mark.parametrize(
    ("line", "spelling", "pronunciation"),
    [
        ("(70%)/(칠십 퍼센트)는", "70%는", "칠십 퍼센트는"),
        ("약(3)/(세) 개", "약3 개", "약세 개"),
        ("(2)/(두) 개랑 (3)/(세) 개", "2 개랑 3 개", "두 개랑 세 개"),
        ("(AI) / (에이아이) 기술", "AI 기술", "에이아이 기술"),
        ("((LG)/(엘지) 폰)/(엘지 폰)", "LG 폰", "엘지 폰"),
        ("(3 (kg)/(킬로))/(삼 (kg)/(킬로))", "3 kg", "삼 킬로"),
        ("n/(2시)/(두 시)에", "2시에", "두 시에"),
        ("(아/ 3)/(아/ 삼)", "아 3", "아 삼"),
        ("((주) 담)/(주식회사 담)", "주 담", "주식회사 담"),
        ("(80km/h)/(팔십 킬로)로", "80km/h로", "팔십 킬로로"),
    ],
)
def test_a_dual_transcription_gives_spelling_then_pronunciation(line: str, spelling: str, pronunciation: str) -> None:
    assert readings(line, keep_fillers=True) == (spelling, pronunciation)


def test_two_equal_readings_are_one() -> None:
    assert readings("(네)/(네) 맞아요", keep_fillers=True) == ("네 맞아요",)


@pytest.mark.parametrize(
    ("line", "problem", "words"),
    [
        ("가격이 (3천 원", "unclosed bracket", "가격이 3천 원"),
        ("가격이 3천 원) 이야", "unopened bracket", "가격이 3천 원 이야"),
        ("(70%)(칠십 퍼센트)", "missing slash", "70% 칠십 퍼센트"),
        ("(70%)/칠십 퍼센트", "missing pronunciation", "70% 칠십 퍼센트"),
        ("()/(칠십)", "empty side", "칠십"),
        ("(70%)/(칠십", "unclosed bracket", "70% 칠십"),
    ],
)
def test_a_broken_mark_is_named_and_keeps_the_words(line: str, problem: str, words: str) -> None:
    parsed = parse_transcript(line)
    assert (parsed.problems, plain(parsed.spelling, keep_fillers=True)) == ((problem,), words)


def test_readings_of_a_broken_mark_are_refused() -> None:
    with pytest.raises(CorpusError, match="unclosed bracket"):
        readings("가격이 (3천 원", keep_fillers=True)


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


@given(MARKED)
@example("(a)/(b")
@example("( 나는 )/( ( km/h )/( 나는")
def test_no_letter_of_a_broken_line_is_lost(line: str) -> None:
    parsed = parse_transcript(line)
    assume(parsed.problems)
    assert letters(plain(parsed.spelling, keep_fillers=True)) == letters(line.replace("b/", ""))


@given(st.lists(st.tuples(WORDS, WORDS, st.sampled_from([" ", " b/ ", " 아/ "]))))
def test_each_side_of_each_dual_is_kept_whole(duals: list[tuple[str, str, str]]) -> None:
    line = "".join(f"({spelled})/({spoken}){between}" for spelled, spoken, between in duals)
    spoken_letters = letters("".join(spoken + between.replace("b/", "") for _, spoken, between in duals))
    assert letters(plain(parse_transcript(line).pronunciation, keep_fillers=True)) == spoken_letters


@given(st.text(alphabet="()/+*bnu 가나mh:", max_size=40))
def test_any_heap_of_marks_can_be_parsed(line: str) -> None:
    parsed = parse_transcript(line)
    assert all("(" not in token.text for token in parsed.spelling if isinstance(token, Word))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("#@이름# 선생님 안녕하세요", True),
        ("제 번호는 #@전화번호#이에요", True),
        ("#이름1# 씨", True),
        ("&name1&이랑 갔어", True),
        ("샵 #5번", False),
        ("AT&T 요금", False),
        ("안녕하세요", False),
    ],
)
def test_masked_names_are_found(text: str, masked: bool) -> None:
    assert has_deidentified_name(text) is masked


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("(NO:) 나는 학교에(SN:) 가요", "나는 학교에 가요"),
        ("(SP:핵교)에 가요", "핵교에 가요"),
        ("(FP:음)그래서 (FP:어) 갔어", "음 그래서 어 갔어"),
        ("(SP:나는 (FP:음)갔어)", "나는 음 갔어"),
        ("(sp: 네)", "네"),
        ("（ＮＯ：）네", "네"),
        ("나(학생)는 간다", "나(학생)는 간다"),
        ("좋아 :) 네", "좋아 :) 네"),
    ],
)
def test_aihub_marks_go_and_their_words_stay(text: str, clean: str) -> None:
    assert strip_aihub_marks(text) == clean


def test_an_unclosed_aihub_mark_is_refused() -> None:
    with pytest.raises(CorpusError, match="not closed"):
        strip_aihub_marks("(SP:핵교에 가요")


def test_a_flood_of_brackets_is_refused() -> None:
    with pytest.raises(CorpusError, match="brackets"):
        parse_transcript("(" * 5000)
