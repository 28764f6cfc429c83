from pathlib import Path

import pytest

from soridam.speech.audio import decode_audio

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
def test_a_recording_is_found_nowhere_once_it_was_heard(parts, mina, tmp_path, monkeypatch):
    """Neither as it came nor as samples, in the studio's folder, its database or the folder for temporary files."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    recording, samples = RECORDING.read_bytes(), decode_audio(RECORDING)
    assert mina.post("/api/wishes?language=en", content=recording).status_code == 200
    parts.ear.close()
    middle = samples[len(samples) // 2 :][:200]
    marks = (recording[2000:2200], middle.tobytes(), (middle * 32768).astype("<i2").tobytes())
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files for mark in marks if mark in path.read_bytes()]


@pytest.mark.weights
def test_what_is_no_recording_is_told_in_words(parts, mina):
    answer = mina.post("/api/wishes?language=en", content=b"<html>")
    parts.ear.close()
    assert answer.status_code == 400
    assert answer.json()["hint"]
