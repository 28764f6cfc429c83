import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from soridam.core.errors import AudioError, UsageError
from soridam.speech.audio import SAMPLE_RATE, decode_audio
from soridam.speech.recognition.engine import Engine
from soridam.speech.recognition.options import TranscriptionOptions
from soridam.speech.recognition.recognizer import Recognizer, load_recognizer
from soridam.speech.tuned import Tuned
from soridam.speech.window import FULL_WINDOW, ShortContext

SPEECH = Path(__file__).parents[2] / "fixtures" / "speech"
ENGLISH = TranscriptionOptions(language="en")
RUNAWAY = "all-circuits-busy-now"
SECOND_MORE = ShortContext()
SHORT = Tuned(SECOND_MORE)
pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def recognizer():
    return load_recognizer("base", precision="int8")


@pytest.fixture(scope="module")
def waves():
    return {path.stem: decode_audio(path) for path in sorted(SPEECH.glob("*.flac"))}


def bare(text: str) -> str:
    return re.sub(r"[^a-z ]", "", text.lower())


def test_a_recording_becomes_text_with_times_and_confidence(recognizer):
    transcript = recognizer.transcribe(SPEECH / "all-circuits-busy-now.flac", ENGLISH)
    assert bare(transcript.text) == "all circuits are busy now"
    assert [bare(word.text) for word in transcript.words] == transcript.text.lower().strip(".").split()
    times = [time for word in transcript.words for time in (word.start, word.end)]
    assert times == sorted(times) and times[-1] <= transcript.duration
    assert all(0 < word.probability <= 1 for word in transcript.words)


def test_the_language_is_detected(recognizer):
    transcript = recognizer.transcribe(SPEECH / "check-number-dial-again.flac")
    assert transcript.language == "en" and transcript.language_probability > 0.8


def test_several_texts_can_be_had_the_likeliest_first_each_with_the_times_of_its_words(recognizer, waves):
    options = TranscriptionOptions(language="en", hypotheses=4)
    several = recognizer.transcribe(waves["check-number-dial-again"], options)
    texts = [one.text for one in several.hypotheses]
    assert 2 <= len(texts) <= 4 and len(set(texts)) == len(texts)
    assert texts[0] == several.text
    scores = [one.average_log_probability for one in several.hypotheses]
    assert scores == sorted(scores, reverse=True)
    for one in several.hypotheses:
        assert " ".join(word.text for word in one.words) == one.text
        assert all(word.end <= several.duration for word in one.words)
    assert [one["text"] for one in several.to_json()["hypotheses"]] == texts


def test_one_text_is_what_it_was_and_silence_has_none(recognizer, waves):
    assert recognizer.transcribe(waves["check-number-dial-again"], ENGLISH).hypotheses == ()
    silence = np.zeros(2 * SAMPLE_RATE, dtype=np.float32)
    assert recognizer.transcribe(silence, TranscriptionOptions(language="en", hypotheses=4)).hypotheses == ()


def test_texts_that_are_drawn_stand_behind_the_likeliest_and_a_recognizer_loaded_anew_draws_the_same(recognizer, waves):
    wave = waves["check-number-dial-again"]
    noisy = wave + np.random.default_rng(0).normal(0, 0.2, len(wave)).astype(np.float32)
    options = TranscriptionOptions(language="en", hypotheses=2, samples=6, words=False)
    (likeliest,) = drawn_texts(recognizer, noisy, replace(options, samples=0), times=1)
    first, again = (drawn_texts(load_recognizer("base", precision="int8"), noisy, options, times=3) for _ in range(2))
    assert first == again
    assert all(texts[: len(likeliest)] == likeliest and len(set(texts)) == len(texts) for texts in first)
    assert any(len(texts) > len(likeliest) for texts in first)


def drawn_texts(recognizer, wave, options, times):
    return [[one.text for one in recognizer.transcribe(wave, options).hypotheses] for _ in range(times)]


def test_the_texts_of_a_batch_are_those_of_each_recording_alone(recognizer, waves):
    options = TranscriptionOptions(language="en", hypotheses=3, words=False)
    chosen = [waves["check-number-dial-again"], waves["all-circuits-busy-now"]]
    together = recognizer.transcribe_many(chosen, options)
    alone = [recognizer.transcribe(wave, options) for wave in chosen]
    assert [[one.text for one in each.hypotheses] for each in together] == [
        [one.text for one in each.hypotheses] for each in alone
    ]


@pytest.mark.parametrize("level", [0.0, 0.003, 0.1])
def test_silence_and_noise_give_no_text_not_even_the_prompts(recognizer, level):
    noise = np.random.default_rng(0).normal(0, level, 4 * SAMPLE_RATE).astype(np.float32)
    options = TranscriptionOptions(language="en", prompt="Welcome to Soridam airlines.", hotwords="Soridam, Cheongju")
    assert recognizer.transcribe(noise, options).text == ""


def test_a_long_silence_gives_no_text_not_even_the_prompts(recognizer):
    noise = np.random.default_rng(0).normal(0, 0.003, 40 * SAMPLE_RATE).astype(np.float32)
    assert recognizer.transcribe(noise, TranscriptionOptions(language="en", hotwords="Soridam")).segments == ()


def test_a_prompt_does_not_replace_what_is_said(recognizer, waves):
    options = TranscriptionOptions(language="en", prompt="Welcome to Soridam airlines, how can we help you?")
    transcript = recognizer.transcribe(waves["all-circuits-busy-now"], options)
    assert bare(transcript.text) == "all circuits are busy now"


def test_a_batch_gives_what_each_gives_alone(recognizer, waves):
    names = ("all-circuits-busy-now", "queue-thankyou")
    together = recognizer.transcribe_many([waves[name] for name in names], ENGLISH)
    alone = [recognizer.transcribe(waves[name], ENGLISH) for name in names]
    assert [transcript.text for transcript in together] == [transcript.text for transcript in alone]


def test_a_long_recording_comes_in_sentences_at_their_times(recognizer, waves):
    pause = np.zeros(4 * SAMPLE_RATE, dtype=np.float32)
    names = ("check-number-dial-again", "conf-leaderhasleft", "all-circuits-busy-now", "conf-invalidpin")
    recording, starts = pause, []
    for name in (*names, "queue-thankyou"):
        starts.append(len(recording) / SAMPLE_RATE)
        recording = np.concatenate([recording, waves[name], pause])
    transcript = recognizer.transcribe(recording, ENGLISH)
    assert transcript.duration > FULL_WINDOW
    assert [segment.start for segment in transcript.segments] == pytest.approx(starts, abs=0.5)
    assert bare(transcript.segments[2].text) == "all circuits are busy now"


def test_a_model_tuned_on_one_language_spends_nothing_on_detecting_it(recognizer, waves):
    log = list[float]()
    english = watched(recognizer, log, Tuned(SECOND_MORE, ("en",)))
    transcript = english.transcribe(waves["queue-thankyou"], TranscriptionOptions(words=False))
    assert (transcript.language, transcript.language_probability) == ("en", 1.0)
    assert log == [SECOND_MORE.window(transcript.duration)]


def test_a_model_tuned_on_several_languages_tells_them_at_the_utterances_own_length(recognizer, waves):
    log = list[float]()
    bilingual = watched(recognizer, log, Tuned(SECOND_MORE, ("en", "ko")))
    transcript = bilingual.transcribe(waves["check-number-dial-again"], TranscriptionOptions(words=False))
    assert transcript.language == "en" and 0 < transcript.language_probability < 1
    assert set(log) == {SECOND_MORE.window(transcript.duration)}


def test_a_model_that_taught_itself_tells_languages_at_the_utterances_own_length(recognizer, waves):
    log = list[float]()
    taught = watched(recognizer, log, Tuned(SECOND_MORE, self_taught=True))
    transcript = taught.transcribe(waves["check-number-dial-again"], TranscriptionOptions(words=False))
    assert transcript.language == "en" and 0 < transcript.language_probability < 1
    assert set(log) == {SECOND_MORE.window(transcript.duration)}


def test_a_model_tuned_on_one_language_detects_others_at_30_seconds(recognizer, waves):
    log = list[float]()
    korean = watched(recognizer, log, Tuned(SECOND_MORE, ("ko",), self_taught=True))
    options = TranscriptionOptions(language="auto", words=False)
    assert korean.transcribe(waves["check-number-dial-again"], options).language == "en"
    assert log[0] == FULL_WINDOW


def test_translation_of_a_short_context_model_keeps_the_30_second_window(recognizer, waves):
    log = list[float]()
    short = watched(recognizer, log)
    short.transcribe(waves["queue-thankyou"], TranscriptionOptions(language="en", task="translate", words=False))
    assert log == [FULL_WINDOW]


def test_a_short_context_model_looks_at_the_utterances_own_length(recognizer, waves):
    log = list[float]()
    transcript = watched(recognizer, log).transcribe(waves["check-number-dial-again"], ENGLISH)
    assert log[0] == ShortContext().window(transcript.duration) < 10


def test_a_runaway_is_written_again_at_30_seconds(recognizer, waves):
    """Untuned weights never end on a window without any silence after the speech."""
    log = list[float]()
    exact = watched(recognizer, log, Tuned(ShortContext(padding=0.0, step=0.02)))
    transcript = exact.transcribe(waves[RUNAWAY], ENGLISH)
    assert len(log) == 2 and log[1] == FULL_WINDOW
    assert transcript.text == recognizer.transcribe(waves[RUNAWAY], ENGLISH).text


def watched(recognizer: Recognizer, log: list[float], tuned: Tuned = SHORT) -> Recognizer:
    """The same model declared to be tuned to short windows, noting those it looks at."""

    class Watched(Engine):
        def encode(self, waves, window):
            log.append(window)
            return super().encode(waves, window)

    engine = recognizer.engine
    return Recognizer(Watched(engine.backend, engine.vocabulary, tuned, engine.folder, engine.model))


def test_samples_of_two_channels_are_refused(recognizer):
    with pytest.raises(AudioError):
        recognizer.transcribe(np.zeros((16_000, 2), dtype=np.float32))


def test_an_unknown_task_is_refused():
    with pytest.raises(UsageError):
        TranscriptionOptions(task="summarize")


@pytest.mark.parametrize("seconds", [0, 35])
def test_samples_of_whole_numbers_or_beyond_full_scale_are_heard_as_what_they_are(recognizer, waves, seconds):
    wave = np.concatenate([waves["queue-thankyou"], np.zeros(seconds * SAMPLE_RATE, np.float32)])
    expected = recognizer.transcribe(wave, ENGLISH).text
    assert recognizer.transcribe((wave * 32768).astype(np.int16), ENGLISH).text == expected
    assert bare(recognizer.transcribe(wave * 32768, ENGLISH).text) == bare(expected)


@pytest.mark.parametrize("seconds", [2, 35])
def test_samples_that_are_no_numbers_give_neither_text_of_their_own_nor_times_that_are_none(recognizer, waves, seconds):
    wave = np.resize(waves["queue-thankyou"], seconds * SAMPLE_RATE).copy()
    wave[::1000] = np.nan
    transcript = recognizer.transcribe(wave, ENGLISH)
    json.dumps(transcript.to_json(), allow_nan=False)
    assert all(0 <= word.start <= word.end for word in transcript.words)
    assert "!!" not in transcript.text
    with pytest.raises(AudioError):
        recognizer.transcribe(np.full(seconds * SAMPLE_RATE, np.nan, dtype=np.float32), ENGLISH)
