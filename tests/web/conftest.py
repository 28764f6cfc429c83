"""Fixtures: a real studio on its own port, a real browser, and a session logged in by the link."""

import os
import shutil
from pathlib import Path

import pytest
import soundfile
from playwright.sync_api import expect, sync_playwright
from tests.web.browser import client_of, running_studio
from tests.web.scenarios import make_book

from soridam.studio.http.build import build_page

CHROMIUM = os.environ.get("SORIDAM_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
expect.set_options(timeout=20_000)  # ms; it holds for all files at once, whichever of them says it
SPOKEN = Path(__file__).parents[1] / "fixtures" / "speech" / "check-number-dial-again.flac"


@pytest.fixture(scope="session")
def built_page():
    build_page()


@pytest.fixture(scope="module")
def studio(built_page, tmp_path_factory):
    with running_studio(tmp_path_factory.mktemp("studio")) as process:
        yield process


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """Start a browser whose microphone plays: please check the number and dial again."""
    assert CHROMIUM, "The page is tested in a real browser. Install one: apt-get install chromium"
    wave = tmp_path_factory.mktemp("sound") / "spoken.wav"
    samples, rate = soundfile.read(SPOKEN, dtype="int16")
    soundfile.write(wave, samples, rate)
    sound = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", *sound, f"--use-file-for-fake-audio-capture={wave}"]
        )
        yield started
        started.close()


@pytest.fixture(scope="module")
def session(browser, studio):
    """Log in by the link, once, and return the cookies."""
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.goto(studio.link)
    expect(page.get_by_role("heading", name="My picture books")).to_be_visible()
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def page(browser, studio, session):
    context = browser.new_context(locale="en-US", storage_state=session, base_url=studio.address)
    opened = context.new_page()
    complaints = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    opened.complaints = complaints
    yield opened
    if not opened.is_closed():
        opened.unroute_all(behavior="ignoreErrors")  # a request that a test holds back may still be on its way
    context.close()
    assert not complaints


@pytest.fixture(scope="module")
def client(studio, session):
    """The server as the page's owner reaches it."""
    with client_of(studio, session) as opened:
        yield opened


@pytest.fixture(scope="module")
def book(client):
    """A finished book, made through the server."""
    return make_book(client)
