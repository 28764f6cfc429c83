import numpy as np
import pytest

from soridam.core.progress import SilentProgress
from soridam.radio.correct.snapping import Lists
from soridam.radio.hotwords import MOST_LETTERS, hotwords_of, is_heard, listen
from soridam.radio.pipeline import RadioOptions, transcribe_radio
from soridam.speech.audio import SAMPLE_RATE
from soridam.speech.recognition.options import TranscriptionOptions
from soridam.speech.recognition.recognizer import load_recognizer

NAMES = Lists(("DLH123", "KAL701", "RYR8814"), ("ABLAN",))


def test_hotwords_are_bounded_in_length():
    many = Lists(tuple(f"KAL{number}" for number in range(1000, 2000)))
    assert 0 < len(hotwords_of(many)) <= MOST_LETTERS
    assert hotwords_of(NAMES).startswith("lufthansa one two three, ")
    assert hotwords_of(Lists()) == ""


@pytest.mark.parametrize(
    ("prompted", "plain", "heard"),
    [
        ("Lufthansa 123 descend flight level 180", "luftansa one two three descend flight level one eight zero", True),
        ("lufthansa one two three", "", False),
        ("lufthansa one two three, korean air seven zero one", "thank you", False),
        ("", "", False),
    ],
)
def test_a_text_with_hotwords_stands_only_where_one_without_them_is_much_the_same(prompted, plain, heard):
    assert is_heard(prompted, plain) is heard


@pytest.mark.weights
@pytest.mark.parametrize("sound", ["silence", "noise", "bursts"])
def test_on_silence_and_noise_nothing_of_the_hotwords_is_written(sound):
    recognizer, words = load_recognizer("base"), hotwords_of(NAMES)
    rng = np.random.default_rng(7)
    count = 4 * SAMPLE_RATE
    levels = {"silence": np.zeros(count), "noise": np.full(count, 0.1), "bursts": np.repeat([0.0, 0.3] * 4, count // 8)}
    samples = (rng.standard_normal(count) * levels[sound]).astype(np.float32)
    messages = transcribe_radio(recognizer, samples, RadioOptions(lists=NAMES, hotwords=words)).messages
    said = " ".join(message.phrase.spoken for message in messages)
    options = TranscriptionOptions("en", words=False, hypotheses=5, hotwords=words)
    (transcript,) = listen(recognizer, [samples], options, SilentProgress())
    for name in ("lufthansa", "korean", "ryanair", "ablan", "123", "701", "8814", "one two three"):
        assert name not in f"{said} {transcript.text}".lower()
