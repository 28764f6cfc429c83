import pytest
from tests.speech.tiny_whisper import build_tiny_tokenizer

from soridam.speech.model import Tokens
from soridam.speech.tuning.targets import TimedText, no_speech_target, plain_target, stack_targets, timed_target
from soridam.training.loss import IGNORED


@pytest.fixture(scope="module")
def tokens():
    return Tokens(build_tiny_tokenizer())


def named(tokens, numbers):
    return ["-" if n == IGNORED else tokens.tokenizer.convert_ids_to_tokens(int(n)) for n in numbers]


def test_labels_begin_with_the_language_and_the_rest_of_the_prompt_is_not_learned(tokens):
    target = plain_target(tokens, "ab", "ko")
    assert named(tokens, target.labels) == ["<|ko|>", "-", "-", "Ġ", "a", "b", "<|endoftext|>"]


def test_the_decoder_is_given_one_start_token_and_then_the_prompt_and_the_text(tokens):
    target = plain_target(tokens, "ab", "ko")
    assert named(tokens, target.decoder_input) == [
        "<|startoftranscript|>",
        "<|ko|>",
        "<|transcribe|>",
        "<|notimestamps|>",
        "Ġ",
        "a",
        "b",
    ]


def test_labels_are_the_decoder_input_one_place_ahead(tokens):
    target = plain_target(tokens, "나는 간다", "ko")
    learned = [(a, b) for a, b in zip(target.decoder_input[1:], target.labels, strict=False) if b != IGNORED]
    assert all(given == label for given, label in learned)


@pytest.mark.parametrize("text", ["a", "ab", "a longer text"])
def test_exactly_one_end_token_is_learned_although_padding_is_the_same_token(tokens, text):
    targets = [plain_target(tokens, text, "en"), plain_target(tokens, "the longest text of them all", "en")]
    _, labels = stack_targets(targets, tokens.end)
    assert (labels == tokens.end).sum(dim=1).tolist() == [1, 1]


def test_padding_of_the_decoder_input_is_matched_by_ignored_labels(tokens):
    decoder_input, labels = stack_targets(
        [plain_target(tokens, "a", "en"), plain_target(tokens, "abc", "en")], tokens.end
    )
    assert decoder_input.shape == labels.shape == (2, 8)
    assert labels[0, 6:].tolist() == [IGNORED, IGNORED]
    assert (decoder_input[:, 0] == tokens.start).all()
    assert not (decoder_input[:, 1:] == tokens.start).any()


def test_timed_targets_carry_the_time_before_and_after_each_stretch(tokens):
    target = timed_target(tokens, [TimedText("a", 0.0, 1.0), TimedText("b", 1.5, 2.02)], "en")
    assert named(tokens, target.labels) == [
        "<|en|>",
        "-",
        "<|0.00|>",
        "Ġ",
        "a",
        "<|1.00|>",
        "<|1.50|>",
        "Ġ",
        "b",
        "<|2.02|>",
        "<|endoftext|>",
    ]


def test_where_nobody_speaks_that_is_said_first_and_the_text_ends_at_once(tokens):
    target = no_speech_target(tokens, "en")
    assert named(tokens, target.labels) == ["<|nospeech|>", "-", "-", "<|endoftext|>"]
    assert target.decoder_input == tuple(tokens.prompt("en"))
