from contextlib import nullcontext

import numpy as np
import pytest
import torch
from tests.speech.shortening.sounds_and_whisper import build_ending_whisper
from tests.speech.tiny_whisper import build_tiny_whisper
from tests.speech.tone_corpus import sing

from soridam.speech.shortening.teacher import Teacher
from soridam.speech.window import FULL_WINDOW

RNG = np.random.default_rng(0)
WAVES = [sing(words, RNG) for words in ("do", "re mi", "do re mi fa")]


@pytest.fixture(scope="module")
def whisper():
    return build_ending_whisper()


def teach(whisper, *, timed=False, language="", kept=16):
    return Teacher(whisper, nullcontext, language=language, kept=kept).teach(WAVES, timed=timed)


def test_a_lesson_is_what_the_model_writes_in_30_s(whisper):
    lessons = teach(whisper, language="en")
    expected = whisper.transcribe_at(WAVES, "en", FULL_WINDOW)
    assert [lesson.written for lesson in lessons] == [decoded.tokens for decoded in expected]
    assert all(lesson.is_whole for lesson in lessons)


def test_its_probabilities_are_those_of_the_model_with_the_same_tokens_given(whisper):
    (lesson, *_) = teach(whisper, kept=20)
    given = torch.tensor([[*lesson.prompt, *lesson.written]])
    with torch.inference_mode():
        whole = whisper.network(whisper.features(WAVES[:1], FULL_WINDOW), given)[0].softmax(-1)
    places = [0, *range(len(lesson.prompt) - 1, given.shape[1])]
    for row, place in enumerate(places):
        assert np.allclose(whole[place, lesson.choices[row]].numpy(), lesson.probabilities[row], atol=1e-5)
    assert lesson.choices[-1, 0] == whisper.tokens.end


def test_the_language_is_the_one_that_is_heard_or_the_one_that_was_named(whisper):
    heard = whisper.detect_languages_at(WAVES, FULL_WINDOW)
    assert [lesson.prompt[1] for lesson in teach(whisper)] == [whisper.language_tokens[code] for code in heard]
    assert {lesson.prompt[1] for lesson in teach(whisper, language="ko")} == {whisper.language_tokens["ko"]}


def test_with_times_each_text_begins_with_one(whisper):
    for lesson in teach(whisper, timed=True):
        assert len(lesson.prompt) == 3
        assert lesson.written[0] >= whisper.tokens.first_timestamp


def test_of_a_sound_on_which_it_runs_on_only_the_first_answer_is_kept():
    whisper = build_tiny_whisper()
    whisper.generation.suppress_tokens = [whisper.tokens.end]
    for lesson in teach(whisper):
        assert (lesson.written, len(lesson.choices), lesson.is_whole) == ((), 1, False)


def test_the_network_is_left_training_if_it_was(whisper):
    whisper.network.train()
    teach(whisper)
    assert whisper.network.training
    whisper.network.eval()
