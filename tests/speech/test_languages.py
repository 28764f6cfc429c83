from pathlib import Path

import pytest

from soridam.core.errors import UsageError
from soridam.speech.languages import LANGUAGES, NEIGHBORS, language_code


def test_codes_names_and_korean_names_are_understood():
    assert {language_code(name) for name in ("ko", "Korean", "KOREAN", " 한국어 ")} == {"ko"}


def test_a_misspelled_language_is_refused_with_the_nearest():
    with pytest.raises(UsageError) as caught:
        language_code("Koraen")
    assert "korean" in caught.value.hint


def test_there_are_whispers_hundred_languages():
    assert len(LANGUAGES) == 100


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("jv", "jw"),
        ("deu", "de"),
        ("fra", "fr"),
        ("français", "fr"),
        ("Español", "es"),
        ("日本語", "ja"),
        ("zh-Hant", "zh"),
        ("nb_NO", "no"),
        ("iw", "he"),
        ("fil", "tl"),
        ("tiếng Việt", "vi"),
    ],
)
def test_codes_and_names_that_others_write_are_understood(written, code):
    assert language_code(written) == code


@pytest.mark.parametrize(("written", "code"), [("Irish", "cy"), ("gsw", "de"), ("Kurdish", "fa"), ("Igbo", "yo")])
def test_for_a_language_that_whisper_lacks_a_related_one_is_offered(written, code):
    with pytest.raises(UsageError, match="Whisper does not have") as caught:
        language_code(written)
    assert f"--language {code} (" in caught.value.hint


@pytest.mark.parametrize("written", ["xx", "deux", "q", "Klingon", ""])
def test_what_is_near_to_nothing_is_not_guessed(written):
    with pytest.raises(UsageError) as caught:
        language_code(written)
    assert "Did you mean" not in caught.value.hint


def test_every_neighbor_has_a_token_and_is_in_the_guide():
    guide = (Path(__file__).parents[2] / "docs/guide/languages.md").read_text(encoding="utf-8")
    assert {neighbor.code for neighbor in NEIGHBORS.values()} <= LANGUAGES.keys()
    assert not NEIGHBORS.keys() & LANGUAGES.keys()
    for code, neighbor in NEIGHBORS.items():
        assert f"| {neighbor.name} (`{code}`) | `{neighbor.code}` {LANGUAGES[neighbor.code]} |" in guide
    for code, name in LANGUAGES.items():
        assert f"`{code}` {name}" in guide
