from soridam.speech.text.english import score_english, score_multilingual


def test_contractions_and_british_spellings_are_unified() -> None:
    assert score_english("I won't analyse it") == score_english("i will not analyze it")


def test_spelled_numbers_equal_digits() -> None:
    assert score_english("Twenty thousand dollars") == "$20000"


def test_accents_stay_in_other_languages() -> None:
    assert score_multilingual("Où êtes-vous ?") == "où êtes vous"


def test_hangul_is_not_taken_apart() -> None:
    assert score_multilingual("안녕하세요.") == "안녕하세요"
