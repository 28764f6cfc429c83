import pytest

from soridam.core.errors import UsageError
from soridam.speech.languages import LANGUAGES, language_code


def test_codes_names_and_korean_names_are_understood():
    assert {language_code(name) for name in ("ko", "Korean", "KOREAN", " 한국어 ")} == {"ko"}


def test_a_misspelled_language_is_refused_with_the_nearest():
    with pytest.raises(UsageError) as caught:
        language_code("Koraen")
    assert "korean" in caught.value.hint


def test_there_are_whispers_hundred_languages():
    assert len(LANGUAGES) == 100
