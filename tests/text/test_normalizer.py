import subprocess
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from soridam.core.errors import UsageError
from soridam.text.normalizer import NORMALIZERS, TEXT_POLICIES, find_normalizer, find_text_policy

# What transcripts are made of, so that chance finds the rules instead of missing all of them.
WRITTEN = """
    3개 6월 5일 12:30 010-1234-5678 3만 5천 50% 80km/h KF94 소리 ㅋㅋ （가） m² İ ß
    one two niner ten twenty hundred thousand double triple oh decimal point alfa bravo alpha x-ray X A
    korean air delta speedbird KAL701 FL350 09L 121.9 RWY 27 left centre runway flight level the
    mr. it's colour they'd $5 £0.07 ¢7 half and a 1st D-EABC N12AB 27L/09R 10nm , . - ( ) [x]
"""
TEXTS = st.lists(st.one_of(st.sampled_from(WRITTEN.split()), st.text(max_size=6)), max_size=10).flatmap(
    lambda words: st.sampled_from([" ".join(words), "".join(words)])
)


@pytest.mark.parametrize("name", sorted({*NORMALIZERS} - {"english-score", "multilingual-score"}))  # Whisper's own
@settings(max_examples=150)
@given(text=TEXTS)
@example(text="five, hundred")
@example(text="one dollars one")
@example(text="£0.07one")
@example(text="80km/h3개")
@example(text="RWY:A")
@example(text="double double 12:30")
@example(text="bravo alfa whiskey one delta echo alfa bravo charlie")
def test_normalizing_twice_is_normalizing_once(name: str, text: str) -> None:
    normalize = NORMALIZERS[name].apply
    assert normalize(normalize(text)) == normalize(text)


@pytest.mark.parametrize(
    ("name", "text", "normalized"),
    [
        ("none", " a  b ", " a  b "),
        ("whitespace", " a  b ", "a b"),
        ("korean-train", "사과 3개, LG 폰!", "사과 세 개, LG 폰!"),
        ("korean-score", "사과 3개, LG 폰!", "사과 세 개 lg 폰"),
        ("korean-score", "5G 폰 👍\ufe0f 10M", "오g 폰 일공m"),
        ("english-score", "It's twenty-one colours, Mr. Kim.", "it is 21 colors mister kim"),
        ("multilingual-score", "Ça va? [bruit] Très bien!", "ça va très bien"),
        (
            "airtraffic-train",
            "KAL701, contact 121.9 niner",
            "korean air seven zero one contact one two one decimal nine niner",
        ),
        ("airtraffic-score", "KAL701 runway niner point", "korean air seven zero one runway zero nine point"),
        ("airtraffic-display", "korean air seven zero one, runway zero niner left", "KAL701, runway 09L"),
    ],
)
def test_each_normalizer_writes_its_own_form(name: str, text: str, normalized: str) -> None:
    assert find_normalizer(name).apply(text) == normalized


def test_a_label_holds_name_and_version() -> None:
    assert find_normalizer("korean-score").label == "korean-score-2"


def test_a_misspelt_normalizer_is_refused_with_a_suggestion() -> None:
    with pytest.raises(UsageError) as refusal:
        find_normalizer("korean-scor")
    assert "Did you mean korean-score?" in refusal.value.hint


def test_an_unknown_policy_names_those_that_exist() -> None:
    with pytest.raises(UsageError) as refusal:
        find_text_policy("zzz")
    assert all(name in refusal.value.hint for name in TEXT_POLICIES)


def test_air_traffic_trains_scores_and_displays_three_forms() -> None:
    policy = find_text_policy("airtraffic")
    assert [choice.apply("climb FL090 niner") for choice in (policy.train, policy.score, policy.display)] == [
        "climb flight level zero nine zero niner",
        "climb flight level zero nine zero nine",
        "climb FL090 9",
    ]


def test_a_korean_score_sees_digits_and_words_alike() -> None:
    score = find_text_policy("korean").score
    assert score.apply("12시 30분에 3명") == score.apply("열두 시 삼십 분에 세 명.")


def test_finding_a_normalizer_loads_no_heavy_library() -> None:
    code = "import sys, soridam.text.normalizer; print('torch' in sys.modules, 'whisper_normalizer' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["False", "False"]
