import pytest
from hypothesis import given
from hypothesis import strategies as st
from whisper_normalizer.basic import BasicTextNormalizer
from whisper_normalizer.english import EnglishTextNormalizer

from soridam.text.english import score_english, score_multilingual
from soridam.text.spacing import drop_invisible


def test_contractions_and_british_spellings_are_unified() -> None:
    assert score_english("I won't analyse it") == score_english("i will not analyze it")


def test_spelled_numbers_equal_digits() -> None:
    assert score_english("Twenty thousand dollars") == "$20000"


def test_accents_stay_in_other_languages() -> None:
    assert score_multilingual("Où êtes-vous ?") == "où êtes vous"


def test_hangul_is_not_taken_apart() -> None:
    assert score_multilingual("안녕하세요.") == "안녕하세요"


@pytest.mark.parametrize(
    ("one", "other"), [("3.1", "31"), ("5.1", "51"), ("version 2.1", "version 21"), ("121.9", "1219")]
)
def test_different_numbers_stay_different(one: str, other: str) -> None:
    assert score_english(one) != score_english(other)


@given(st.text(max_size=30))
def test_a_text_is_written_as_whisper_writes_it(text: str) -> None:
    visible = drop_invisible(text)
    assert score_english(text) == EnglishTextNormalizer()(visible).strip()
    assert score_multilingual(text) == BasicTextNormalizer()(visible).strip()


@pytest.mark.parametrize("unseen", ["\ufeff", "\u200b", "\u200e", "\u2066", "\ufe0f", "\u00ad"])
def test_what_cannot_be_seen_makes_no_difference(unseen: str) -> None:
    for score in (score_english, score_multilingual):
        assert score(f"thank{unseen} you{unseen}") == "thank you"
