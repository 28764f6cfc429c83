import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from soridam.text.spacing import drop_punctuation, tidy


def test_decomposed_hangul_is_composed() -> None:
    assert tidy(unicodedata.normalize("NFD", "소리 담기")) == "소리 담기"


def test_full_width_letters_and_spaces_become_ordinary_ones() -> None:
    assert tidy("ＡＢＣ　１２３（가）") == "ABC 123(가)"


def test_half_width_jamo_become_syllables() -> None:
    assert tidy("ﾡￂ") == "가"


def test_jamo_that_people_type_stay() -> None:
    assert tidy("ㅋㅋㅋ  ㅠㅠ") == "ㅋㅋㅋ ㅠㅠ"


def test_invisible_characters_go() -> None:
    assert tidy("\ufeff소\u200b리\u00ad") == "소리"


def test_punctuation_becomes_a_space() -> None:
    assert drop_punctuation("네, 그렇죠?가자!") == "네 그렇죠 가자"


@given(st.text())
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
