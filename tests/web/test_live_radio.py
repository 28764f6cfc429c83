"""Radio from the microphone in a real browser: transmissions appear as they end, in both languages."""

import re

import numpy as np
import pytest
import soundfile
from playwright.sync_api import expect, sync_playwright
from tests.web.browser import press_until, serious, settle
from tests.web.conftest import CHROMIUM

from soridam.radio.material.channel import Airband, transmit
from soridam.radio.material.voices import list_voices, say
from soridam.speech.audio import SAMPLE_RATE

pytestmark = pytest.mark.weights
A_TRANSMISSION = 120_000  # ms in which a real recognizer is loaded and hears one, on a busy machine too
SENTENCES = (
    "lufthansa one two three descend flight level one eight zero",
    "descending flight level one six zero lufthansa one two three",
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """Start a browser whose microphone hears a clearance and its read-back, over and over."""
    airband = Airband(clipped_start=0.0, overlap=0.0, signal_to_noise=(25.0, 25.0))
    rng, pieces = np.random.default_rng(2), []
    for voice, text in zip(list_voices("test"), SENTENCES, strict=False):
        closed = rng.normal(0, 0.0008, 5 * SAMPLE_RATE).astype(np.float32)
        pieces += [closed, transmit(say(text, voice), None, airband, rng).samples]
    wave = tmp_path_factory.mktemp("sound") / "radio.wav"
    soundfile.write(wave, np.concatenate(pieces), SAMPLE_RATE, subtype="PCM_16")
    sound = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", *sound, f"--use-file-for-fake-audio-capture={wave}"]
        )
        yield started
        started.close()


def test_transmissions_appear_while_the_microphone_listens_and_stay_when_it_is_stopped(page):
    page.goto("/transcribe")
    page.get_by_label("Air-traffic radio").check(force=True)
    page.get_by_label("Callsigns of the day").fill("DLH123")
    page.get_by_label("Model").select_option("tiny.en")
    listen = page.get_by_role("button", name="Listen to the microphone")
    press_until(page, listen)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Listening. Each transmission appears when it is over.")).to_be_visible()
    heard = page.get_by_role("region", name="Heard just now").get_by_role("listitem")
    expect(heard.nth(1)).to_be_visible(timeout=A_TRANSMISSION)
    expect(heard.first).to_contain_text(re.compile(r"probably the (controller|pilot)"))
    assert serious(page) == []
    page.get_by_role("button", name="Stop").click()
    expect(listen).to_be_enabled(timeout=A_TRANSMISSION)
    count = heard.count()
    assert count >= 2
    settle(page)
    assert serious(page) == []
    page.get_by_role("button", name=re.compile("한국어")).click()
    expect(page.get_by_role("region", name="방금 들은 것").get_by_role("listitem")).to_have_count(count)
    expect(page.get_by_role("button", name="마이크로 듣기")).to_be_visible()


def test_who_leaves_the_screen_ends_it(page):
    page.goto("/transcribe")
    page.get_by_label("Air-traffic radio").check(force=True)
    with page.expect_websocket() as opened:
        page.get_by_role("button", name="Listen to the microphone").click()
    expect(page.get_by_role("button", name="Stop")).to_be_focused()
    with opened.value.expect_event("close"):
        page.get_by_role("link", name="Corpora").first.click()
