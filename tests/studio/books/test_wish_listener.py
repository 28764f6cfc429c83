from pathlib import Path

import psutil
import pytest

from soridam.core.errors import AudioError
from soridam.studio.books.wish_listener import Ear

RECORDING = Path(__file__).parents[2] / "fixtures" / "speech" / "auth-thankyou.flac"


@pytest.fixture(scope="module")
def ear():
    opened = Ear()
    yield opened
    opened.close()


@pytest.mark.weights
def test_a_wish_is_heard_in_another_process(ear):
    heard = ear.listen(RECORDING.read_bytes(), "en")
    assert "thank you" in heard.transcript.lower()
    process = ear._resident._process
    assert process.pid in [child.pid for child in psutil.Process().children()]
    ear.listen(RECORDING.read_bytes(), "en")
    assert ear._resident._process is process and process.poll() is None  # the same one, with its model


@pytest.mark.weights
def test_what_is_no_sound_is_told_and_the_next_wish_is_heard(ear):
    with pytest.raises(AudioError):
        ear.listen(b"<html>", "en")
    assert ear.listen(RECORDING.read_bytes(), "en").language == "en"


@pytest.mark.weights
def test_a_process_that_died_is_replaced_at_the_next_wish(ear):
    ear.listen(RECORDING.read_bytes(), "en")
    ear._resident._process.kill()
    ear._resident._process.wait()
    assert ear.listen(RECORDING.read_bytes(), "en").transcript


def test_closing_ends_the_process():
    ear = Ear()
    process = ear._resident._running()
    ear.close()
    assert process.poll() is not None
