import pytest
from hypothesis import given
from hypothesis import strategies as st

from soridam.cli.main import run
from soridam.cli.whisper_flags import _FLAGS, understand
from soridam.core.errors import EXIT_FAILED, EXIT_USAGE, UsageError


def test_a_command_line_of_whispers_is_understood(capsys):
    words = "transcribe gone.wav --model base --language English --word_timestamps True --fp16 False --temperature 0"
    words += (
        " --output_format srt --output_dir out --condition_on_previous_text False --suppress_tokens -1 --verbose=False"
    )
    assert run(words.split()) == EXIT_FAILED  # for want of the file, not of a flag
    assert "There is no gone.wav" in capsys.readouterr().err


def test_what_is_done_anyway_is_left_out():
    words = ["a.wav", "--fp16", "False", "--word-timestamps", "--temperature", "0.0", "-f", "srt"]
    assert list(understand(words)) == ["a.wav", "-f", "srt"]


def test_a_switch_without_a_value_takes_no_file_for_one():
    assert list(understand(["--word-timestamps", "a.wav"])) == ["a.wav"]


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        ("--model_dir models", "SORIDAM_HOME"),
        ("--temperature 0.4", "Leave it out"),
        ("--word_timestamps False", "Leave it out"),
        ("--fp16 True", "--precision float16"),
        ("--max_words_per_line 3", "--max-line-width"),
        ("--clip_timestamps=10,20", "ffmpeg -ss"),
    ],
)
def test_the_rest_is_answered_with_what_to_do_instead(words, instead, capsys):
    assert run(["transcribe", "a.wav", *words.split()]) == EXIT_USAGE
    first, second = capsys.readouterr().err.strip().splitlines()
    assert f"flag {words.split()[0].split('=')[0].replace('_', '-')}" in first
    assert instead in second


def test_names_of_files_after_two_dashes_are_no_flags():
    assert list(understand(["--", "--fp16"])) == ["--", "--fp16"]


@given(st.lists(st.sampled_from([*_FLAGS, "a.wav", "-f", "True", "0", "--", "--fp16=False", "--beam-size", "5"])))
def test_our_own_words_stay_in_their_order_or_the_line_is_refused(words):
    try:
        kept = list(understand(words))
    except UsageError:
        return
    ours = iter(words)
    assert all(any(word == other for other in ours) for word in kept)
