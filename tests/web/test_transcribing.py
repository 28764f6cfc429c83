"""Transcribing in a real browser: drop recordings, watch the texts come, listen, correct, and take them along."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.acceptance.prompts import build_talkative_whisper
from tests.studio.speech_work import SPEECH
from tests.web.browser import running_studio, serious, settle

from soridam.core.weights.store import store

A_BATCH = 120_000  # ms in which a tiny model writes two recordings, on a busy machine too


@pytest.fixture(scope="module")
def studio(built_page, tmp_path_factory):
    """A studio with a tiny Whisper that always says something in place of `base`."""
    home = str(tmp_path_factory.mktemp("home"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SORIDAM_HOME", home)
        store("base", "transformers", {}, lambda target, _: build_talkative_whisper().save(target))
        with running_studio(tmp_path_factory.mktemp("studio"), SORIDAM_HOME=home) as process:
            yield process


def choose(page, *paths):
    page.get_by_label("Choose files").set_input_files(list(paths))


def test_recordings_are_dropped_written_corrected_and_taken_along(page, tmp_path):
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"no sound at all" * 40)
    page.goto("/")
    page.get_by_role("link", name="Text from recordings").click()
    choose(page, SPEECH / "auth-thankyou.flac", broken)
    expect(page.get_by_text("2 recordings are chosen")).to_be_visible()
    page.get_by_label("Language spoken").select_option("en")
    page.get_by_role("button", name="Transcribe").click()
    expect(page.get_by_text("1 could not be transcribed")).to_be_visible(timeout=A_BATCH)
    settle(page)
    assert serious(page) == []
    page.get_by_role("link", name="auth-thankyou.flac").click()
    field = page.get_by_role("textbox", name="Text at 0:0").first
    heard = field.input_value()
    field.fill("Thank you!")
    expect(page.get_by_text(f"Recognized as: {heard}")).to_be_visible()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    page.reload()
    expect(field).to_have_value("Thank you!")
    sound = page.get_by_label("The recording")
    sound.evaluate(
        "sound => new Promise(done => sound.duration ? done() : sound.addEventListener('loadedmetadata', done))"
    )
    assert 0.5 < sound.evaluate("sound => sound.duration") < 3
    with page.expect_download() as taken:
        page.get_by_role("link", name="SRT").click()
    assert taken.value.suggested_filename == "auth-thankyou.srt"
    assert "Thank you!" in Path(taken.value.path()).read_text(encoding="utf-8")
    settle(page)
    assert serious(page) == []
    page.goto("/transcribe")
    expect(page.get_by_role("region", name="Earlier transcriptions")).to_contain_text("2 recordings · base")


def test_a_batch_is_deleted_after_a_question(page, client):
    made = client.post("/api/transcriptions", json={"name": "Calls"}).json()
    page.goto(f"/transcribe/{made['id']}")
    expect(page.get_by_role("button", name="Transcribe", exact=True)).to_be_disabled()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", name="Transcribe", exact=True)).to_be_visible()
    assert made["id"] not in [batch["id"] for batch in client.get("/api/transcriptions").json()]
