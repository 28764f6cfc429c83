from pathlib import Path

import psutil
import pytest

from soridam.core.errors import AudioError
from soridam.studio.books.wish_listener import WishListener

RECORDING = Path(__file__).parents[2] / "fixtures" / "speech" / "auth-thankyou.flac"


@pytest.fixture(scope="module")
def listener():
    opened = WishListener()
    yield opened
    opened.close()


@pytest.mark.weights
def test_a_wish_is_heard_in_another_process(listener):
    heard = listener.listen(RECORDING.read_bytes(), "en")
    assert "thank you" in heard.transcript.lower()
    process = listener._resident._process
    assert process.pid in [child.pid for child in psutil.Process().children()]
    listener.listen(RECORDING.read_bytes(), "en")
    assert listener._resident._process is process and process.poll() is None  # the same one, with its model


@pytest.mark.weights
def test_what_is_no_sound_is_told_and_the_next_wish_is_heard(listener):
    with pytest.raises(AudioError):
        listener.listen(b"<html>", "en")
    assert listener.listen(RECORDING.read_bytes(), "en").language == "en"


@pytest.mark.weights
def test_a_process_that_died_is_replaced_at_the_next_wish(listener):
    listener.listen(RECORDING.read_bytes(), "en")
    listener._resident._process.kill()
    listener._resident._process.wait()
    assert listener.listen(RECORDING.read_bytes(), "en").transcript


def test_closing_ends_the_process():
    listener = WishListener()
    process = listener._resident._running()
    listener.close()
    assert process.poll() is not None
