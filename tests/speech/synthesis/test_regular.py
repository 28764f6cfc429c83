import pytest

from soridam.speech.synthesis.regular import spellings, words


def said(text, language):
    return [word.sounds for word in words(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "sounds"),
    [
        ("queso", "es", "kˈeso"),
        ("ventana", "es", "bentˈana"),
        ("ciudad", "es", "siudˈad"),
        ("adiós", "es", "adjˈos"),
        ("niño", "es", "nˈiɲo"),
        ("chiesa", "it", "kiˈesa"),
        ("formaggio", "it", "foɾmˈaɡʤo"),
        ("perché", "it", "peɾkˈe"),
        ("gnocchi", "it", "ɲˈokki"),
        ("toukyou", "ja", "toːkjoː"),
        ("shichiji", "ja", "ɕiʨiʥi"),
    ],
)
def test_a_word_is_said_as_it_is_spelled(text, language, sounds):
    assert said(text, language) == [sounds]


def test_marks_become_pauses_and_strange_letters_are_left_out():
    (first, second) = words("Hola, 東 amigo.", "es")
    assert (first.pause, second.pause) == (",", ".")


def test_each_language_has_a_sound_for_all_the_letters_of_its_sentences():
    from soridam.speech.shortening.voices import read_sentences

    for language, spelling in spellings().items():
        letters = {letter for text in read_sentences()[language] for letter in text.lower() if letter.isalpha()}
        assert not [letter for letter in letters if letter not in spelling.sounds and letter not in "cq"]
