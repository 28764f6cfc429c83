import numpy as np
import pytest

from soridam.speech.audio import SAMPLE_RATE, decode_audio
from soridam.speech.shortening.voices import LANGUAGES, draw_sentence, read_sentences, speak_into


def test_a_sentence_has_one_of_each_choice():
    rng = np.random.default_rng(0)
    drawn = {draw_sentence("[one|two] [|small] boats", rng) for _ in range(50)}
    assert drawn == {"one boats", "two boats", "one small boats", "two small boats"}


def test_no_sentence_has_a_bracket_left_over():
    rng = np.random.default_rng(0)
    for templates in read_sentences().values():
        for template in templates:
            text = draw_sentence(template, rng)
            assert text
            assert not set(text) & set("[]|")


@pytest.mark.weights
def test_the_voice_speaks_each_language_into_a_folder_of_its_own_and_says_nothing_twice(tmp_path):
    folders = speak_into(tmp_path, seed=1, utterances=1)
    assert [folder.name for folder in folders] == list(LANGUAGES)
    files = [folder / "000.flac" for folder in folders]
    assert all(0.2 < len(decode_audio(file)) / SAMPLE_RATE < 15 for file in files)
    files[0].write_bytes(b"kept")
    speak_into(tmp_path, seed=1, utterances=1)
    assert files[0].read_bytes() == b"kept"
