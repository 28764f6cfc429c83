from pathlib import Path

import pytest

RECORDING = Path(__file__).parents[2] / "fixtures" / "speech" / "auth-thankyou.flac"


@pytest.mark.weights
def test_a_spoken_wish_comes_back_as_text(parts, mina):
    answer = mina.post(
        "/api/wishes?language=en", content=RECORDING.read_bytes(), headers={"Content-Type": "audio/flac"}
    )
    parts.ear.close()
    assert answer.status_code == 200
    assert "thank you" in answer.json()["transcript"].lower()


@pytest.mark.weights
def test_what_is_no_recording_is_told_in_words(parts, mina):
    answer = mina.post("/api/wishes?language=en", content=b"<html>")
    parts.ear.close()
    assert answer.status_code == 400
    assert answer.json()["hint"]
