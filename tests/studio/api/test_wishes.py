from dataclasses import replace
from pathlib import Path

import pytest
from tests.speech.tiny_whisper import build_tiny_whisper

from soridam.core.weights.entries.speech import BASE_ON_INDEX
from soridam.core.weights.store import store
from soridam.settings import HelpLineSettings
from soridam.speech.audio import decode_audio

RECORDING = Path(__file__).parents[2] / "fixtures" / "speech" / "auth-thankyou.flac"


@pytest.mark.weights
def test_a_spoken_wish_comes_back_as_text(parts, mina):
    answer = mina.post(
        "/api/wishes?language=en", content=RECORDING.read_bytes(), headers={"Content-Type": "audio/flac"}
    )
    parts.wish_listener.close()
    assert answer.status_code == 200
    assert "thank you" in answer.json()["transcript"].lower()


@pytest.mark.weights
def test_a_recording_is_found_nowhere_once_it_was_heard(parts, mina, tmp_path, monkeypatch):
    """Neither as it came nor as samples, in the studio's folder, its database or the folder for temporary files."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    recording, samples = RECORDING.read_bytes(), decode_audio(RECORDING)
    assert mina.post("/api/wishes?language=en", content=recording).status_code == 200
    parts.wish_listener.close()
    middle = samples[len(samples) // 2 :][:200]
    marks = (recording[2000:2200], middle.tobytes(), (middle * 32768).astype("<i2").tobytes())
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files for mark in marks if mark in path.read_bytes()]


@pytest.mark.weights
def test_what_is_no_recording_is_told_in_words(parts, mina):
    answer = mina.post("/api/wishes?language=en", content=b"<html>")
    parts.wish_listener.close()
    assert answer.status_code == 400
    assert answer.json()["hint"]


def test_a_disclosure_begins_no_book_and_leaves_a_card_for_grown_ups(parts, mina):
    answer = mina.post("/api/books", json={"topic": "아빠가 나를 때려요", "language": "ko"})
    assert (answer.status_code, answer.json()["code"]) == (400, "wish.disclosed")
    assert mina.get("/api/books").json() == []
    assert mina.get("/api/jobs").json() in ([], {"jobs": []}) or not mina.get("/api/jobs").json()
    (told,) = mina.get("/api/wishes/confidences").json()
    assert told["said"] == "아빠가 나를 때려요"
    assert "1577-1391" in {line["number"] for line in told["card"]["lines"]}
    assert mina.delete(f"/api/wishes/confidences/{told['id']}").status_code == 200
    assert mina.get("/api/wishes/confidences").json() == []
    assert mina.delete(f"/api/wishes/confidences/{told['id']}").status_code == 404


def test_help_lines_of_the_settings_stand_on_the_card(parts, mina):
    lines = [HelpLineSettings(name="The village's nurse", number="555-0100")]
    mina.app.state.parts = replace(parts, help_lines=lines)
    mina.post("/api/books", json={"topic": "my dad hits me", "language": "en"})
    (told,) = mina.get("/api/wishes/confidences").json()
    assert [(line["name"], line["number"]) for line in told["card"]["lines"]] == [("The village's nurse", "555-0100")]


def test_what_a_wish_would_become_is_told_without_the_card(mina):
    def understood(topic, language):
        return mina.post("/api/wishes/understanding", json={"topic": topic, "language": language}).json()

    assert understood("햄스터가 하늘나라로 갔어요", "ko")["plot"] == "tender/pet"
    unclear = understood("a rabbit burns a carrot", "en")
    assert not unclear["understood"] and len(unclear["readings"]) in (2, 3)
    disclosed = understood("my dad hits me", "en")
    assert disclosed["wish_class"] == "disclosure" and "card" not in str(disclosed)
    assert understood("my dad hits me", "en") == disclosed
    assert len(mina.get("/api/wishes/confidences").json()) == 1  # however often it is said


def test_a_child_s_device_never_sees_the_card_and_the_owner_of_the_studio_does(mina, child, owner):
    assert child.post("/api/books", json={"topic": "my dad hits me", "language": "en"}).status_code == 400
    assert child.get("/api/wishes/confidences").status_code == 403
    assert mina.get("/api/wishes/confidences").json() == []
    assert [told["said"] for told in owner.get("/api/wishes/confidences").json()] == ["my dad hits me"]


def test_a_page_can_know_that_the_recognizer_has_to_be_fetched_first(mina, tmp_path, monkeypatch):
    for name in ("SORIDAM_HOME", "HF_HUB_CACHE"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    assert mina.get("/api/wishes/recognizer").json() == {"here": False, "bytes": BASE_ON_INDEX.size}
    store("base", "ctranslate2", {}, lambda target, _: build_tiny_whisper().save(target))
    assert mina.get("/api/wishes/recognizer").json() == {"here": True, "bytes": None}
