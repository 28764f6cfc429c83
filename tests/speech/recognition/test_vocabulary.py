import pytest
from tests.speech.tiny_whisper import build_tiny_tokenizer

from soridam.core.errors import UsageError
from soridam.speech.model import Tokens
from soridam.speech.recognition.vocabulary import MOST_CONTEXT, Vocabulary


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary(build_tiny_tokenizer().backend_tokenizer)


def test_the_prompt_is_that_of_the_transformers_side(vocabulary):
    assert vocabulary.prompt("ko") == Tokens(build_tiny_tokenizer()).prompt("ko")


def test_of_a_long_context_the_last_tokens_count(vocabulary):
    prompt = vocabulary.prompt("en", context="a" * 300 + "z")
    assert len(prompt) == 1 + MOST_CONTEXT + 4
    assert vocabulary.decode(prompt).endswith("z")


def test_an_unknown_language_is_refused(vocabulary):
    with pytest.raises(UsageError):
        vocabulary.prompt("xx")


def test_words_begin_at_spaces_and_keep_their_punctuation(vocabulary):
    tokens = vocabulary.encode("Dial two, now.")
    assert [word for word, _ in vocabulary.split_words(tokens, "en")] == [" Dial", " two,", " now."]


def test_a_syllable_of_several_tokens_is_not_torn(vocabulary):
    tokens = vocabulary.encode("안녕 세계")
    words = vocabulary.split_words(tokens, "ko")
    assert [word for word, _ in words] == [" 안녕", " 세계"]
    assert sum(count for _, count in words) == len(tokens)


def test_japanese_characters_are_words_and_punctuation_follows(vocabulary):
    words = [word for word, _ in vocabulary.split_words(vocabulary.encode("今日。"), "ja")]
    assert words == [" ", "今", "日。"] or words == [" 今", "日。"]
