import pytest
from hypothesis import given
from hypothesis import strategies as st

from soridam.speech.window import FULL_WINDOW, ShortContext, is_doubted, is_repetitive, is_runaway, token_limit


def test_the_window_is_the_utterance_with_a_second_of_silence_rounded_up():
    assert ShortContext(padding=1.0, step=0.5).window(2.3) == 3.5


@given(st.floats(0.01, 60))
def test_a_window_holds_its_utterance_or_is_the_full_one(duration):
    window = ShortContext().window(duration)
    assert window >= duration or window == FULL_WINDOW


def test_a_model_that_says_nothing_knows_only_the_full_window():
    assert ShortContext.from_config({"vocab_size": 51865}) is None


def test_what_a_model_records_comes_back():
    recorded = ShortContext(padding=0.5, step=0.25)
    assert ShortContext.from_config({"short_context": recorded.to_config()}) == recorded


@pytest.mark.parametrize(("duration", "tokens"), [(0.2, 24), (5.0, 70), (30.0, 224)])
def test_tokens_are_bounded_by_the_duration(duration, tokens):
    assert token_limit(duration) == tokens


def test_a_model_that_does_not_stop_is_a_runaway():
    assert is_runaway("Thank you", ended=False)


def test_a_repeated_phrase_is_a_runaway():
    assert is_runaway("Thank you for watching. " * 12, ended=True)


@pytest.mark.parametrize("text", ["", "네", "one one one one", "To speak with a customer advocate, press two."])
def test_ordinary_short_texts_are_not_repetitive(text):
    assert not is_repetitive(text)


@pytest.mark.parametrize(
    ("no_speech", "log_probability", "doubted"), [(0.9, -1.2, True), (0.9, -0.4, False), (0.5, -1.2, False)]
)
def test_a_text_is_doubted_if_nobody_seems_to_speak_and_it_was_written_unsurely(no_speech, log_probability, doubted):
    assert is_doubted(no_speech, log_probability) is doubted
