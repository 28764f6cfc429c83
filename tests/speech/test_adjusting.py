"""A Whisper with its inner weights changed while it listens."""

from pathlib import Path

import numpy as np
import pytest
from tests.acceptance.prompts import build_talkative_whisper

from soridam.core.errors import WeightsError
from soridam.speech.adjusting import AdjustableWhisper
from soridam.speech.decoding import decode_short
from soridam.speech.model import Whisper
from soridam.training.adjust import UNTOUCHED, Adjustable, Adjustment

SPEECH = Path(__file__).parents[1] / "fixtures" / "speech"
WAVE = np.random.default_rng(0).standard_normal(16_000).astype(np.float32) * 0.1


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("models") / "tiny"
    build_talkative_whisper().save(folder)
    return folder


def test_untouched_it_hears_what_the_model_hears(folder):
    adjustable = AdjustableWhisper.load(str(folder))
    assert adjustable.transcribe(WAVE, "en", UNTOUCHED) == Whisper.load(folder).transcribe([WAVE], "en")[0].text != ""


def test_cross_attention_alone_is_turned_down_as_if_it_were_written_into_the_weights(folder):
    deaf = Adjustment(cross=0.0)
    adjustable, written = AdjustableWhisper.load(str(folder)), Whisper.load(folder)
    Adjustable(written.inner).write(deaf)
    assert str(adjustable.adjustable.count(deaf)).startswith("2 of ")  # the matrix and the bias of its only layer
    assert adjustable.transcribe(WAVE, "en", deaf) == written.transcribe([WAVE], "en")[0].text
    other = np.zeros_like(WAVE)  # nothing of the sound reaches the decoder
    assert adjustable.transcribe(WAVE, "en", deaf) == adjustable.transcribe(other, "en", deaf)


def test_what_is_no_model_is_refused(tmp_path):
    with pytest.raises(WeightsError, match="holds no model"):
        AdjustableWhisper.load(str(tmp_path))


@pytest.mark.weights
def test_a_real_recognizer_loses_the_sentence_with_its_cross_attention():
    model = AdjustableWhisper.load("tiny.en")
    wave = decode_short((SPEECH / "check-number-dial-again.flac").read_bytes(), most_seconds=30, hint="")
    assert "check the number" in model.transcribe(wave, "en", UNTOUCHED).lower()
    assert "check the number" not in model.transcribe(wave, "en", Adjustment(cross=0.3)).lower()
